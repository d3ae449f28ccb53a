"""Pictures of the pages of a PDF ページの画像, and of its cells, in few greys; a document is opened once for all of them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2

from cityplan.files.pictures import grey_png, print_png
from cityplan.read.file.pdf.marks import Box
from cityplan.read.file.pdf.page import stand

MOST_PAGES = 150
_POINTS = 72.0  # in an inch
_FINEST, _COARSEST = 110.0, 45.0  # dots an inch, of a page
_MOST_DOTS = 1_700  # of a side: of a page larger than A3 fewer dots an inch
_MOST_BYTES = 6_500_000  # of all pages together; base64 makes them a third larger
_LARGEST = 250_000  # bytes of one page
# Dots an inch of a cell, and how high and wide it may be in points: the first that is small enough; of a longer text
# its beginning.
_OF_A_CELL = (
    (150.0, 60.0, 240.0),
    (110.0, 60.0, 240.0),
    (110.0, 26.0, 120.0),
    (110.0, 14.0, 100.0),
    (100.0, 14.0, 70.0),
)
_MOST_OF_A_CELL = 1_000  # bytes
_MARGIN = 2.0  # points around a cell, and around its print; 6 shows its neighbours
_FRAME = 4.0  # points at the edge of a cut-out in which its rules stand


@dataclass(frozen=True)
class PagePicture:
    """A page as PNG, turned as it is read; width and height in points."""

    number: int
    width: float
    height: float
    png: bytes


def page_pictures(data: bytes, clear: Mapping[int, Sequence[Box]]) -> Iterator[PagePicture]:
    """All pages, pale but for the boxes that are `clear` on each (from 1); together of a bounded size.

    Of more than `MOST_PAGES` those that have boxes come first.
    """
    with _opened(data) as document:
        wanted = sorted(range(1, len(document) + 1), key=lambda number: (number not in clear, number))[:MOST_PAGES]
        most = min(_LARGEST, _MOST_BYTES // max(len(wanted), 1))
        for number in sorted(wanted):
            yield _page_picture(_page(document, number), number, clear.get(number, ()), most)


class CellPicture(NamedTuple):
    """A cut-out as PNG, and how wide it is on the page, in points."""

    png: bytes
    width: float


def cell_pictures(data: bytes, cells: Sequence[tuple[int, Box]]) -> list[CellPicture]:
    """Cut-outs 切り抜き of cells (page from 1, box in points from its upper left) each in its place of the list."""
    with _opened(data) as document:
        pages = {number: _page(document, number) for number in {number for number, _ in cells}}
        return [_cell_picture(pages[number], box) for number, box in cells]


def _cell_picture(page: Any, box: Box) -> CellPicture:
    """What is printed in a cell; of much text less, so that a page of many findings stays small."""
    width, height = page.get_size()
    x0, y0, x1, y1 = _around(box, width, height)
    found = CellPicture(b"", 0.0)
    for dpi, highest, widest in _OF_A_CELL:
        scale = dpi / _POINTS
        bitmap = page.render(scale=scale, crop=(x0, height - y1, width - x1, y0), grayscale=True)
        frame, margin, across, down = (round(points * scale) for points in (_FRAME, _MARGIN, widest, highest))
        pixels = (bytes(bitmap.buffer), (bitmap.width, bitmap.height), bitmap.stride)
        png, dots = print_png(*pixels, frame, margin, (across, down))
        found = CellPicture(png, dots / scale)
        if len(png) <= _MOST_OF_A_CELL:
            break
    return found


def _around(box: Box, width: float, height: float) -> Box:
    """A box with its margin, within the page."""
    x0, y0 = max(0.0, box[0] - _MARGIN), max(0.0, box[1] - _MARGIN)
    x1, y1 = min(width, box[2] + _MARGIN), min(height, box[3] + _MARGIN)
    return x0, y0, x1, y1


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()


def _page(document: Any, number: int) -> Any:
    """A page as it is read: boxes are told on it."""
    page = document[number - 1]
    stand(page)
    return page


def _page_picture(page: Any, number: int, clear: Sequence[Box], most: int) -> PagePicture:
    width, height = page.get_size()
    dpi = min(_FINEST, _MOST_DOTS * _POINTS / max(width, height))
    png = _png(page, dpi, clear)
    while len(png) > most and dpi > _COARSEST:
        dpi = max(_COARSEST, min(dpi * 0.9, dpi * math.sqrt(most / len(png)) * 0.95))
        png = _png(page, dpi, clear)
    return PagePicture(number, width, height, png)


def _png(page: Any, dpi: float, clear: Sequence[Box]) -> bytes:
    """A page as PNG."""
    scale = dpi / _POINTS
    bitmap = page.render(scale=scale, grayscale=True)
    size = (bitmap.width, bitmap.height)
    return grey_png(bytes(bitmap.buffer), size, bitmap.stride, [_dots(box, scale, size) for box in clear])


def _dots(box: Box, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box in dots, within the picture."""
    (x0, y0, x1, y1), (width, height) = (round(side * scale) for side in box), size
    left, top = min(max(x0, 0), width), min(max(y0, 0), height)
    return left, top, min(max(x1, left), width), min(max(y1, top), height)
