"""A surface measured in points, with the one style and the one font of every chart.

The charts are drawn at the size at which they are placed, so positions are plain points: x to the
right, y downward as one reads. Nothing here knows what a chart shows.
"""

import re
import unicodedata
import warnings
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Literal

from matplotlib import style as matplotlib_style
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from cityplan.japanese.phrases import phrases
from cityplan.look.style import FONTS, style

Align = Literal["left", "center", "right"]
Point = tuple[float, float]
Segments = Sequence[tuple[Point, Point]]

_STYLE = style()
_COLOURS, _CHARTS = _STYLE["colours"], _STYLE["charts"]

FAMILY = str(_STYLE["fonts"]["pdf"])
SIZE = float(_STYLE["sizes"]["small"])
TITLE_SIZE = float(_CHARTS["title-size"])
TEXT, MUTED, GOOD, BAD, GOOD_TINT, BAD_TINT = (
    str(_COLOURS[name]) for name in ("text", "muted", "good", "bad", "good-tint", "bad-tint")
)
LINE, HAIRLINE, GREY_TINT, GREY_BAND = (str(_CHARTS[name]) for name in ("axis", "grid", "last-year", "band"))
WHITE = "#FFFFFF"

WIDTH_MM = 178.0  # of the text on paper

# Text stays text (searchable, small), the same bytes every time.
SVG_SETTINGS: dict[Any, str] = {"svg.fonttype": "none", "svg.hashsalt": "cityplan"}


@cache
def use_style() -> None:
    """Load the fonts and the style file once, also for what an analyst draws with matplotlib.

    Not on import: the process that kernels are forked from has this module, for notebooks that ask for the style.
    """
    with warnings.catch_warnings():  # japanize_matplotlib still asks distutils for a version
        warnings.simplefilter("ignore", DeprecationWarning)
        import japanize_matplotlib  # noqa: F401  first: it sets its own font family
    for name in ("NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf"):
        fontManager.addfont(FONTS / name)
    matplotlib_style.use(
        SVG_SETTINGS
        | {
            "font.family": FAMILY,
            "font.size": SIZE,
            "axes.titlesize": TITLE_SIZE,
            "text.color": TEXT,
            "axes.labelcolor": MUTED,
            "axes.edgecolor": LINE,
            "grid.color": HAIRLINE,
            "axes.prop_cycle": f"cycler(color={_CHARTS['cycle']})",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "legend.frameon": False,
            "lines.linewidth": _CHARTS["line-width"],
            "figure.figsize": (WIDTH_MM / 25.4, 2.9),
            "figure.dpi": 72,
            "figure.constrained_layout.use": True,
        }
    )


POINTS_PER_MM = 72 / 25.4
SOLID: tuple[float, ...] = ()
DOTTED = (1.2, 2.0)


class DrawnSheet(Figure):
    """A figure 図 that a canvas draws on: paths and lines of text only, each at its place."""


class Canvas:
    """A figure of fixed size whose artists are placed in points from its upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        use_style()
        self.width, self.height = width, height
        self.figure = DrawnSheet(figsize=(width / 72, height / 72), dpi=72)
        self.figure.set_layout_engine("none")
        down = Affine2D().scale(1, -1).translate(0, height).scale(1 / 72)
        self._points = down + self.figure.dpi_scale_trans

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SIZE,
        color: str = TEXT,
        bold: bool = False,
        align: Align = "left",
    ) -> None:
        """Write one line of text with its baseline at y."""
        self.figure.add_artist(
            Text(
                x,
                y,
                printable(text),
                transform=self._points,
                fontfamily=FAMILY,
                fontsize=size,
                fontweight="bold" if bold else "normal",
                color=color,
                ha=align,
                va="baseline",
                parse_math=False,  # a $ in a name is a $
            )
        )

    def rectangle(
        self, left: float, top: float, right: float, bottom: float, *, fill: str, edge: str = "none", width: float = 0.7
    ) -> None:
        """Fill a box; the edge is a thin line around it."""
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        self.polygon(corners, fill=fill, edge=edge, width=width)

    def polygon(self, corners: Sequence[Point], *, fill: str, edge: str = "none", width: float = 1.2) -> None:
        """Fill a closed shape."""
        self._draw(Path([*corners, corners[0]], closed=True), fill=fill, edge=edge, width=width)

    def circle(self, x: float, y: float, radius: float, *, fill: str, edge: str = "none", width: float = 1.2) -> None:
        """Fill a circle around a point."""
        self._draw(Path.circle((x, y), radius), fill=fill, edge=edge, width=width)

    def line(
        self, points: Sequence[Point], *, color: str = LINE, width: float = 0.7, dash: tuple[float, ...] = SOLID
    ) -> None:
        """Draw a line through points."""
        self._draw(Path(points), fill="none", edge=color, width=width, dash=dash)

    def segments(self, segments: Segments, *, color: str = LINE, width: float = 0.5) -> None:
        """Draw separate straight lines as one shape."""
        if segments:
            vertices = [point for segment in segments for point in segment]
            path = Path(vertices, [Path.MOVETO, Path.LINETO] * len(segments))
            self._draw(path, fill="none", edge=color, width=width)

    def hatch(
        self, left: float, top: float, right: float, bottom: float, *, color: str, width: float = 0.8, step: float = 4.0
    ) -> None:
        """Draw diagonals in a box, as lines: a pattern of the SVG would need an id."""
        diagonals = list(_diagonals(left, top, right, bottom, step))
        self.segments(diagonals, color=color, width=width)

    def _draw(self, path: Path, *, fill: str, edge: str, width: float, dash: tuple[float, ...] = SOLID) -> None:
        patch = PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=width, capstyle="butt")
        patch.set_transform(self._points)
        if dash:
            patch.set_linestyle((0, tuple(length / width for length in dash)))
        self.figure.add_artist(patch)


def _diagonals(left: float, top: float, right: float, bottom: float, step: float) -> Iterable[tuple[Point, Point]]:
    """The rising diagonals of a box, from its left edge to its right edge."""
    height = bottom - top
    start = left - height + step / 2
    while start < right:
        low = max(start, left)
        high = min(start + height, right)
        if high > low:
            yield (low, bottom - (low - start)), (high, bottom - (high - start))
        start += step


_UNPRINTABLE = frozenset({"Cf", "Cn", "Co", "Cs"})  # directions, unassigned, private, surrogates


def clear_canvas(width: float, height: float) -> Canvas:
    """A canvas that the ground of its table cell is seen through."""
    canvas = Canvas(width, height)
    canvas.figure.patch.set_visible(False)
    return canvas


def printable(text: str) -> str:
    """Text on one line, without the characters that no XML may hold or no reader can see."""
    kept = "".join(char for char in text if unicodedata.category(char) not in _UNPRINTABLE)
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", kept).strip()


# Widths in em that hold for Noto Sans JP in both weights and for the fonts that may stand in for
# it in a browser (Hiragino, Yu Gothic, Meiryo, IPAexGothic): wider than each of them.
_WIDTHS = {" ": 0.36, ",": 0.36, ".": 0.36, "%": 1.0, "(": 0.42, ")": 0.42, "/": 0.5}
_WIDE_LETTERS = frozenset("MWmw@&")


@lru_cache(maxsize=4096)
def _em(char: str) -> float:
    if char in _WIDTHS:
        return _WIDTHS[char]
    if not char.isascii() or char in _WIDE_LETTERS:
        return 1.0
    return 0.76 if char.isupper() else 0.66


@lru_cache(maxsize=4096)
def drawn_width(text: str, size: float = SIZE) -> float:
    """The room in points that a text needs in any of the fonts it may be shown in."""
    return sum(map(_em, printable(text))) * size


def drawn_short(text: str, width: float, size: float = SIZE) -> str:
    """Cut a text that does not fit, with … where it was cut."""
    if drawn_width(text, size) <= width:
        return text
    kept = printable(text)
    while kept and drawn_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept + "…"


_NOT_AT_START = "、。，．・：；？！）」』】》〉］｝〕ー々%％,.)/ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_NOT_AT_END = "（「『【《〈［｛〔("
_PIECES = re.compile(f"[{re.escape(_NOT_AT_END)}]*(?:[A-Za-z0-9,.+-]+|.)[{re.escape(_NOT_AT_START)}]*", re.DOTALL)


def wrap(text: str, width: float, size: float = SIZE) -> list[str]:
    """Break a text into lines of about equal length that begin and end as Japanese lines may."""
    text = printable(text)
    lines = _fill(text, width, size)
    even = drawn_width(text, size) / len(lines) + size
    balanced = _fill(text, min(even, width), size)
    return balanced if len(balanced) == len(lines) else lines


def _fill(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for piece in phrases(text):
        for part in _parts(piece, width, size):
            if lines[-1] and drawn_width(lines[-1] + part, size) > width:
                lines.append("")
            lines[-1] += part
    return [line.strip() for line in lines]


def _parts(piece: str, width: float, size: float) -> Iterable[str]:
    """The phrase itself, or what it may be broken into where it is longer than a line."""
    if drawn_width(piece, size) <= width:
        return [piece]
    return chain.from_iterable([part] if drawn_width(part, size) <= width else part for part in _PIECES.findall(piece))
