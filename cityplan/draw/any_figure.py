"""Any figure of matplotlib as inline SVG: its text as text, in the brief's font, nothing cut off.

What a vector cannot hold (a gradient between the points of a mesh, tens of thousands of points) is a
picture of 300 dots per inch. The same figure gives the same bytes.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from cityplan.draw.canvas import FAMILY, SVG_SETTINGS, WIDTH_MM
from cityplan.files.pictures import picture_svg
from cityplan.files.svg import prefix_ids

DPI = 300
LARGEST_VECTOR = 200_000  # characters, without the pictures in it
_EDGE = 0.03  # inch of white around what is drawn
WIDEST, HIGHEST = WIDTH_MM / 25.4, 9.0  # inches: drawn smaller, not shrunk, its text can be read
_MATH = {f"mathtext.{kind}": FAMILY for kind in ("rm", "it", "cal", "sf", "tt")} | {
    f"mathtext.{kind}": f"{FAMILY}:bold" for kind in ("bf", "bfit")
}
# also where an analyst's style (seaborn's, a style sheet of matplotlib) names a font without Japanese
_SETTINGS: dict[Any, Any] = {
    **SVG_SETTINGS,
    **_MATH,
    "mathtext.fontset": "custom",
    "font.family": FAMILY,
    "axes.unicode_minus": True,
}
_NO_FACTS = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_LINK = "{http://www.w3.org/1999/xlink}href"
_SVG = "{http://www.w3.org/2000/svg}"
_FAMILY_NAMED = re.compile(r"font(?:-family)?: ([^;\"]*)")
_PICTURE = re.compile(r'"data:[^"]*"')
# matplotlib's own, for `*`; on the root they reach what says nothing else of its lines.
_LINES = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
_REFERENCE = re.compile(r'(?:href="#|url\(#)([^")]+)')
_NUMBER = re.compile(r"-?\d+\.\d+")


def figure_svg(figure: Figure, label: str, fallbacks: str) -> str:
    """A figure 図 as SVG; `label` holds its attributes, `fallbacks` the fonts of a page."""
    for axes in figure.findobj(Axes):
        axes.tick_params(labelfontfamily=FAMILY)
    for text in figure.findobj(Text):
        text.set_fontfamily(FAMILY)
    with mpl.rc_context(_SETTINGS), _fitted(figure):
        drawn = _saved(figure, "svg", _NO_FACTS).decode()
        if any(f"'{FAMILY}'" not in named for named in _FAMILY_NAMED.findall(drawn)):
            with mpl.rc_context({"svg.fonttype": "path"}):  # a sign of a formula that our font has not
                drawn = _saved(figure, "svg", _NO_FACTS).decode()
        if "<filter" in drawn or len(_PICTURE.sub("", drawn)) > LARGEST_VECTOR:
            return picture_svg(_saved(figure, "png", {"Software": None}), label, dpi=DPI)
    return _inline(ElementTree.fromstring(drawn), label, fallbacks)


@contextmanager
def _fitted(figure: Figure) -> Iterator[None]:
    """A figure larger than a page as large as one meanwhile."""
    width, height = map(float, figure.get_size_inches())
    scale = min(WIDEST / width, HIGHEST / height)
    if scale < 1:
        figure.set_size_inches(width * scale, height * scale)
    try:
        yield
    finally:
        if scale < 1:
            figure.set_size_inches(width, height)


def _saved(figure: Figure, kind: str, facts: dict[str, None]) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, dpi=DPI, bbox_inches="tight", pad_inches=_EDGE, metadata=facts)
    return buffer.getvalue()


def _inline(root: ElementTree.Element, label: str, fallbacks: str) -> str:
    named = set(_REFERENCE.findall(ElementTree.tostring(root, encoding="unicode")))
    for parent in root.iter():
        if parent.get("id") not in named:  # a name of matplotlib's that nothing refers to
            parent.attrib.pop("id", None)
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
        _shorten(parent)
    for name, value in (_LINES | {"font-family": fallbacks}).items():
        root.set(name, value)
    root.attrib.pop("version", None)
    source = ElementTree.tostring(root, encoding="unicode")
    source = source.replace("<svg", f"<svg{label}", 1)
    return prefix_ids(source, f"f{sha256(source.encode()).hexdigest()[:8]}-")


def _shorten(element: ElementTree.Element) -> None:
    """Two decimals of a point are enough, and the same on every machine."""
    for name in ("d", "x", "y"):
        if name in element.attrib:
            text = " ".join(element.attrib[name].split())
            element.set(name, _NUMBER.sub(lambda found: f"{float(found[0]):.2f}", text))
    if "font-family" in (style := element.get("style", "")):  # the root's
        element.set("style", re.sub(r"font-family: [^;]*;?\s*", "", style))
    if _LINK in element.attrib:
        element.set(_LINK, "".join(element.attrib[_LINK].split()))
    if not (element.text or "").strip() and element.tag not in (f"{_SVG}text", f"{_SVG}tspan"):
        element.text = None
    if element.tag != f"{_SVG}tspan":
        element.tail = None
