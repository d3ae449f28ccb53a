"""Coordinates of a PDF: the matrices on the way from what is drawn to the page, multiplied."""

from cityplan.read.file.pdf.marks import Box

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_FURTHEST = 100_000.0  # points


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does the first, then the second.

    >>> times((1, 0, 0, 1, 10, 0), (2, 0, 0, 2, 0, 0))
    (2, 0, 0, 2, 20, 0)
    """
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def moved(x: float, y: float, matrix: Matrix) -> Point:
    """Where a point comes to stand."""
    a, b, c, d, e, f = matrix
    return _bounded(a * x + c * y + e), _bounded(b * x + d * y + f)


def _bounded(value: float) -> float:
    """A coordinate that can be counted with, whatever a broken file says."""
    return max(-_FURTHEST, min(_FURTHEST, value)) if value == value else 0.0


def moved_box(left: float, bottom: float, right: float, top: float, matrix: Matrix) -> Box:
    """What holds a box that was moved."""
    corners = [moved(x, y, matrix) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
