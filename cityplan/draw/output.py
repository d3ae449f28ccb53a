"""What a chart function gives back, and the inline SVG made of it."""

import io
import re
import sys
import threading
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from cityplan.draw.any_figure import figure_svg
from cityplan.draw.canvas import FAMILY, SVG_SETTINGS, DrawnSheet, printable, use_style
from cityplan.draw.described import described
from cityplan.files.svg import attributes, content

_SVG = "{http://www.w3.org/2000/svg}"
_FALLBACKS = f"'{FAMILY}', 'Hiragino Sans', 'Yu Gothic', Meiryo, sans-serif"
_ONE_AT_A_TIME = threading.Lock()  # matplotlib's settings are global


@dataclass(frozen=True)
class Chart:
    """A chart 図: its figure (of matplotlib, or what has one), and the alt text 代替テキスト with all its numbers.

    Where no alt text is given, one is made of what the figure says. What is drawn with pyplot is
    shown here and not once more at the end of its cell. Charts that belong together stand in `more`, beside each
    other where there is room, each with its own axes and alt text.
    """

    figure: Figure
    alt: str = ""
    more: tuple["Chart", ...] = ()

    def __post_init__(self) -> None:
        figure: Any = self.figure
        if not isinstance(figure, Figure):  # axes of `df.plot`, a grid of seaborn
            found = figure.get_figure(root=True) if hasattr(figure, "get_figure") else figure.figure
            object.__setattr__(self, "figure", found)
        pyplot = sys.modules.get("matplotlib.pyplot")  # perhaps not loaded yet, and not for ours
        if pyplot is not None and not isinstance(self.figure, DrawnSheet):
            pyplot.close(self.figure)

    def _repr_html_(self) -> str:
        shown = "".join(chart_html(each.figure, each.alt) for each in (self, *self.more))
        return f'<div class="charts">{shown}</div>' if self.more else shown


def chart_html(figure: Figure, alt: str) -> str:
    """A figure 図 as a block of a page; `data-alt` says that nobody wrote its alt text."""
    made = "" if alt else ' data-alt="made"'
    return f'<figure class="chart"{made}>{_drawn(figure, alt or described(figure))}</figure>'


def svg(chart: Chart) -> str:
    """Write a chart 図 as SVG to be put into a page as it stands.

    The same chart gives the same bytes. Text stays text, and `aria-label` holds the alt text. There is
    no id in a chart of ours; an analyst's figure has ids of its own. Several parts are several SVGs.
    """
    parts = (chart, *chart.more)
    return "".join(_drawn(each.figure, each.alt or described(each.figure)) for each in parts)


def _drawn(figure: Figure, alt: str) -> str:
    use_style()  # its font
    # The full stop is a pause when read aloud.
    label = attributes({"role": "img", "aria-label": f"{printable(alt).removesuffix('。')}。"})
    if not isinstance(figure, DrawnSheet):
        with _ONE_AT_A_TIME:
            return figure_svg(figure, label, _FALLBACKS)
    root = ElementTree.fromstring(_matplotlib_svg(figure))
    artists = (child for group in root.findall(f"{_SVG}g") for artist in group for child in artist)
    drawn = "".join(_text(child) if child.tag == f"{_SVG}text" else _path(child) for child in artists)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{label}'
        f' width="{root.get("width")}" height="{root.get("height")}"'
        f' viewBox="{root.get("viewBox")}" font-family="{_FALLBACKS}">{drawn}</svg>'
    )


def _matplotlib_svg(figure: Figure) -> str:
    buffer = io.StringIO()
    with _ONE_AT_A_TIME, mpl.rc_context(SVG_SETTINGS):
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})  # savefig draws twice
    return buffer.getvalue()


def _text(element: ElementTree.Element) -> str:
    declared = _declarations(element)
    kept = ("font-weight", "font-size", "text-anchor")
    style = {name: value for name in kept if (value := declared.get(name))}
    style["fill"] = declared.get("fill", "#000000")
    style["font-size"] = style["font-size"].removesuffix("px")
    place = {"x": _short(element.get("x", "")), "y": _short(element.get("y", ""))}
    return f"<text{attributes(place | style)}>{content(element.text or '')}</text>"


def _path(element: ElementTree.Element) -> str:
    if element.tag != f"{_SVG}path":
        raise ValueError(f"a chart holds an SVG element we do not write: {element.tag}")
    shape = _short(" ".join(element.get("d", "").split()))
    return f"<path{attributes({'d': shape, **_declarations(element)})}/>"


def _declarations(element: ElementTree.Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {name.strip(): _short(value.strip()) for name, value in pairs}


def _short(numbers: str) -> str:
    """Two decimals of a point are enough, and the same on every machine."""
    return re.sub(r"-?\d+\.\d+", lambda match: _two_decimals(match[0]), numbers)


def _two_decimals(digits: str) -> str:
    short = f"{float(digits):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short
