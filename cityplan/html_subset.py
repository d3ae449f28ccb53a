"""The small HTML that a brief may consist of: parsed, checked and cleaned, once for both exporters.

A brief is written as HTML tables, paragraphs and inline SVG charts. What stands in `ELEMENTS` and
`CLASSES` can be shown in the HTML and in the PDF alike; anything else is an error that names the
cell, so that nothing disappears from one of the two.
"""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from cityplan.phrases import LONGEST, phrases
from cityplan.svg import Svg, UnsupportedSvg, read_svg

INLINE = frozenset({"strong", "b", "em", "span", "br", "a", "small", "sub", "sup", "abbr"})
HEADINGS = frozenset({"h1", "h2", "h3"})
BLOCKS = HEADINGS | {"p", "ul", "ol", "div", "section", "table", "figure", "blockquote", "hr"}
# The elements that stand in one other only, and those others that hold nothing else.
PARENTS = {
    "li": ("ul", "ol"),
    "caption": ("table",),
    "thead": ("table",),
    "tbody": ("table",),
    "tr": ("thead", "tbody", "table"),
    "th": ("tr",),
    "td": ("tr",),
    "figcaption": ("figure",),
}
FRAMES = frozenset({"ul", "ol", "table", "thead", "tbody", "tr"})
ELEMENTS = INLINE | BLOCKS | set(PARENTS)
ONLY_INLINE = HEADINGS | INLINE | {"p", "caption", "figcaption"}

# Innermost first: a boxed mark takes the colour of the good or bad around it.
INLINE_CLASSES: tuple[str, ...] = ("number", "unit", "mark", "tag", "value", "differs", "nowrap")
INLINE_CLASSES += ("muted", "up", "down", "good", "bad")
BLOCK_CLASSES: tuple[str, ...] = (
    "facts",
    "kicker",
    "year",
    "verdict",
    "note",
    "source",
    "quote",
    "card",
)
BLOCK_CLASSES += ("alert", "panel", "lead", "masthead")
CELL_CLASSES = ("num", "center", "label", "prose", "graphic")
TABLE_CLASSES = ("activities", "indicators", "scoreboard", "overview", "plain")
FIGURE_CLASSES = ("chart",)
# For the page only: `screen` is left out of the PDF, a link `ref` is its own text there.
SCREEN_CLASSES = ("screen", "ref")
CLASSES = INLINE_CLASSES + BLOCK_CLASSES + CELL_CLASSES + TABLE_CLASSES + FIGURE_CLASSES
CLASSES += SCREEN_CLASSES

# Their children stand beside each other.
CLASSES_OF_PARTS = ("masthead", "lead")

ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "ol": {"start"},
    "div": {"data-widths"},
    "section": {"data-widths"},
    "table": {"data-widths"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# What pandas writes around a table of its own accord.
_PANDAS_CLASS = re.compile(
    r"(level\d+|(row|col)\d+|(row|col)_heading|(row|col)_trim|data|index_name|blank|dataframe)"
)
_PANDAS_ID = re.compile(r"T_\w+")
_PANDAS_STYLE = {"text-align: right;", ""}
_SVG = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL | re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]"
_WRAPPED = re.compile(rf"(?<={_WIDE})[ \t]*\r?\n[ \t]*|[ \t]*\r?\n[ \t]*(?={_WIDE})")
_LINK = re.compile(r"#.+|https?://.+|(\.\./)*([\w-]+/)*[\w-]+\.(html|pdf|xlsx)")
_WIDTH = re.compile(r"auto|\d+(\.\d+)?(fr|mm|pt)?")


class UnsupportedContent(ValueError):
    """Something in a cell of the notebook that a brief cannot show."""


class SvgNode(PreformattedString):
    """A chart in the parsed tree, written out as it stands."""

    svg: Svg


def parse_subset(html: str, where: str) -> BeautifulSoup:
    """Parse the HTML of one output and return it checked and without pandas' own ornaments."""
    charts: list[str] = []
    tree = BeautifulSoup(_SVG.sub(lambda found: _set_aside(found, charts), html), "html.parser")
    _put_back(tree, charts, where)
    for element in list(tree.find_all(True)):
        if element.decomposed:
            continue
        if element.name == "style":
            _drop_empty_style(element, where)
        else:
            _check_element(element, where)
    for text in list(tree.find_all(string=True)):
        _clean_text(text, where)
    for element in tree.select(", ".join(f".{name}" for name in CLASSES_OF_PARTS)):
        _check_parts(element, where)
    for name in tree.select("h1, strong"):
        _keep_phrases(name, tree)
    return tree


def for_paper(tree: BeautifulSoup) -> BeautifulSoup:
    """The same tree without what is for the page only."""
    for element in tree.select(".screen"):
        element.decompose()
    for element in tree.select("a.ref"):
        element.unwrap()
    return tree


def is_block(node: PageElement) -> bool:
    """Whether a node stands on lines of its own."""
    return isinstance(node, Tag) and node.name in BLOCKS


def is_blank(node: PageElement) -> bool:
    """Whether a node shows nothing: the space between two tags, a comment."""
    if isinstance(node, SvgNode) or not isinstance(node, NavigableString):
        return False
    return type(node) is not NavigableString or not node.strip(" \t\r\n\f")


def classes(element: Tag) -> list[str]:
    """The classes of a checked element."""
    value = element.get("class") or ""
    return value.split() if isinstance(value, str) else list(value)


def set_classes(element: Tag, names: list[str]) -> None:
    """Give an element these classes and no other."""
    if names:
        element["class"] = " ".join(names)
    else:
        element.attrs.pop("class", None)


def span(cell: Tag, name: str) -> int:
    """The colspan or rowspan of a table cell."""
    return int(str(cell.get(name, "1")))


def _set_aside(found: re.Match[str], charts: list[str]) -> str:
    charts.append(found.group())
    return f'<svg data-chart="{len(charts) - 1}"></svg>'


def _put_back(tree: BeautifulSoup, charts: list[str], where: str) -> None:
    for element in tree.find_all("svg"):
        index = element.get("data-chart")
        if index is None:
            raise UnsupportedContent(f"{where}: <svg> without its </svg>")
        try:
            svg = read_svg(charts[int(str(index))])
        except UnsupportedSvg as problem:
            raise UnsupportedContent(f"{where}: {problem}") from problem
        node = SvgNode(svg.source)
        node.svg = svg
        element.replace_with(node)


def _drop_empty_style(element: Tag, where: str) -> None:
    if element.get_text(strip=True) and not element.has_attr("scoped"):
        raise UnsupportedContent(
            f"{where}: <style> cannot reach the PDF; use the classes {', '.join(CELL_CLASSES)}, …"
        )
    element.decompose()


def _check_element(element: Tag, where: str) -> None:
    if element.name not in ELEMENTS:
        raise UnsupportedContent(f"{where}: element {_opening(element)} is not supported")
    _check_place(element, where)
    for name in list(element.attrs):
        _check_attribute(element, name, where)
    if element.name == "table" and not classes(element):
        set_classes(element, ["plain"])


def _check_place(element: Tag, where: str) -> None:
    name, parent = element.name, element.parent.name if element.parent else ""
    fits = parent in PARENTS[name] if name in PARENTS else parent not in FRAMES
    if not fits or (parent in ONLY_INLINE and name not in INLINE):
        raise UnsupportedContent(f"{where}: {_opening(element)} directly inside <{parent}>")
    if name == "table" and element.find_parent("table"):
        raise UnsupportedContent(f"{where}: a table inside a table")


def _check_attribute(element: Tag, name: str, where: str) -> None:
    value = element.attrs[name]
    if name == "class":
        _check_classes(element, where)
    elif name == "id":
        if _PANDAS_ID.fullmatch(str(value)):
            del element.attrs[name]
    elif name == "border" or (name == "style" and value in _PANDAS_STYLE):
        del element.attrs[name]
    elif name == "style" and element.name in ("th", "td"):
        _class_for_markdown_alignment(element, str(value), where)
    elif name == "data-widths" and element.name != "table" and not _has_parts(element):
        raise UnsupportedContent(f"{where}: {name} of {_opening(element)} has no effect")
    elif name not in ATTRIBUTES.get(element.name, set()) or not _is_valid(name, str(value)):
        raise UnsupportedContent(f"{where}: attribute {name}={value!r} of {_opening(element)}")


def _check_classes(element: Tag, where: str) -> None:
    kept = [name for name in classes(element) if not _PANDAS_CLASS.fullmatch(name)]
    allowed = _allowed_classes(element.name)
    for name in kept:
        if name not in allowed:
            raise UnsupportedContent(f"{where}: class {name!r} of {_opening(element)}")
    set_classes(element, kept)


def _allowed_classes(element: str) -> tuple[str, ...]:
    if element == "table":
        return TABLE_CLASSES
    if element in ("td", "th"):
        return CELL_CLASSES + INLINE_CLASSES
    if element == "figure":
        return FIGURE_CLASSES + BLOCK_CLASSES
    if element in BLOCKS:
        return BLOCK_CLASSES + INLINE_CLASSES + SCREEN_CLASSES
    return INLINE_CLASSES + SCREEN_CLASSES if element in INLINE or element == "li" else ()


def _check_parts(element: Tag, where: str) -> None:
    parts = [child for child in element.children if not is_blank(child)]
    if not all(is_block(part) for part in parts):
        raise UnsupportedContent(f"{where}: loose text directly inside {_opening(element)}")
    widths = str(element.get("data-widths", "")).split()
    if widths and len(widths) != len(parts):
        raise UnsupportedContent(f"{where}: {len(parts)} parts inside {_opening(element)}")


def _class_for_markdown_alignment(element: Tag, style: str, where: str) -> None:
    aligned: dict[str, list[str]] = {"right": ["num"], "center": ["center"], "left": []}
    name, _, value = style.rstrip("; ").partition(":")
    if name.strip() != "text-align" or value.strip() not in aligned:
        raise UnsupportedContent(f"{where}: style={style!r} of {_opening(element)}")
    del element.attrs["style"]
    set_classes(element, classes(element) + aligned[value.strip()])


def _has_parts(element: Tag) -> bool:
    return bool(set(CLASSES_OF_PARTS) & set(classes(element)))


def _is_valid(name: str, value: str) -> bool:
    if name == "href":
        return _LINK.fullmatch(value) is not None
    if name in ("colspan", "rowspan", "start"):
        return value.isascii() and value.isdigit() and int(value) > 0
    if name == "data-widths":
        return bool(value.split()) and all(_WIDTH.fullmatch(part) for part in value.split())
    if name == "scope":
        return value in ("col", "row", "colgroup", "rowgroup")
    return True


def _clean_text(text: NavigableString, where: str) -> None:
    parent = text.parent.name if text.parent else ""
    if parent in FRAMES and not is_blank(text):
        raise UnsupportedContent(f"{where}: text {text[:80]!r} directly inside <{parent}>")
    if isinstance(text, SvgNode):
        return
    if parent in FRAMES or type(text) is not NavigableString:
        text.extract()
    else:
        # A line break in the source is no space beside a Japanese character.
        cleaned = _SPACE.sub(" ", _WRAPPED.sub("", str(text)))
        text.replace_with(NavigableString(_trim_beside_break(text, cleaned)))


def _keep_phrases(name: Tag, tree: BeautifulSoup) -> None:
    """Let a name be broken between its phrases 文節 only."""
    for text in list(name.find_all(string=True)):
        pieces = phrases(str(text)) if type(text) is NavigableString else []
        if len(pieces) > 1:
            text.replace_with(*(_unbroken(piece, tree) for piece in pieces))


def _unbroken(piece: str, tree: BeautifulSoup) -> PageElement:
    if len(piece) > LONGEST:
        return NavigableString(piece)
    span = tree.new_tag("span", attrs={"class": "nowrap"})
    span.string = piece
    return span


def _trim_beside_break(text: NavigableString, cleaned: str) -> str:
    before, after = text.previous_sibling, text.next_sibling
    if isinstance(before, Tag) and before.name == "br":
        cleaned = cleaned.lstrip(" ")
    if isinstance(after, Tag) and after.name == "br":
        cleaned = cleaned.rstrip(" ")
    return cleaned


def _opening(element: Tag) -> str:
    attributes = "".join(
        f' {name}="{value if isinstance(value, str) else " ".join(value)}"'
        for name, value in element.attrs.items()
    )
    return f"<{element.name}{attributes}>"
