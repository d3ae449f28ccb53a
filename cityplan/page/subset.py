"""The small HTML that a brief may consist of: parsed, checked and cleaned, once for both exporters.

A brief is written as HTML tables, paragraphs and inline SVG charts; what else Jupyter shows is brought to
that by `analyst_html`. What stands in `ELEMENTS` and `CLASSES` can be shown in the HTML and in the PDF
alike; anything else is an error that names the cell, so that nothing disappears from one of the two.
"""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from cityplan.files import css
from cityplan.japanese.phrases import LONGEST, phrases
from cityplan.page.analyst_html import bring_in
from cityplan.page.html_nodes import (
    HEADING_TAGS,
    SvgNode,
    Where,
    classes,
    is_blank,
    opening,
    set_classes,
    svg_node,
    tags,
)
from cityplan.report.cell_place import UnsupportedContent

INLINE = frozenset({"strong", "b", "em", "span", "br", "a", "small", "sub", "sup", "abbr"})
INLINE |= {"code", "kbd", "s", "u", "mark"}
BLOCKS = HEADING_TAGS | {"p", "ul", "ol", "div", "section", "table", "figure", "blockquote", "hr"}
BLOCKS |= {"pre", "details", "dl"}
# The elements that stand in one other only, and those others that hold nothing else.
PARENTS = {
    "li": ("ul", "ol"),
    "dt": ("dl",),
    "dd": ("dl",),
    "summary": ("details",),
    "caption": ("table",),
    "thead": ("table",),
    "tbody": ("table",),
    "tr": ("thead", "tbody", "table"),
    "th": ("tr",),
    "td": ("tr",),
    "figcaption": ("figure",),
}
FRAMES = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tr"})
ELEMENTS = INLINE | BLOCKS | set(PARENTS)
ONLY_INLINE = HEADING_TAGS | INLINE | {"p", "pre", "caption", "figcaption", "summary", "dt"}

# Innermost first: a boxed mark takes the colour of the good or bad around it.
INLINE_CLASSES: tuple[str, ...] = ("number", "unit", "mark", "tag", "value", "differs", "nowrap")
INLINE_CLASSES += ("muted", "up", "down", "good", "bad")
BLOCK_CLASSES: tuple[str, ...] = ("facts", "kicker", "year", "draft", "verdict", "note", "source", "quote")
BLOCK_CLASSES += ("alert", "panel", "lead", "charts", "masthead")
CELL_CLASSES = ("num", "center", "label", "prose", "graphic")
TABLE_CLASSES = ("activities", "indicators", "overview", "rulers", "plain")
FIGURE_CLASSES = ("chart",)
# For the page only: `screen` is left out of the PDF, a link `ref` is its own text there.
SCREEN_CLASSES = ("screen", "ref")
CLASSES = INLINE_CLASSES + BLOCK_CLASSES + CELL_CLASSES + TABLE_CLASSES + FIGURE_CLASSES
CLASSES += SCREEN_CLASSES

# Their children stand beside each other.
CLASSES_OF_PARTS = ("masthead", "lead", "charts")

ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "ol": {"start"},
    "div": {"data-widths"},
    "section": {"data-widths"},
    "span": {"aria-label"},
    "table": {"data-widths"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# What pandas writes around a table of its own accord.
_PANDAS_ID = re.compile(r"T_\w+")
_PANDAS_STYLE = {"text-align: right;", ""}
# Looks that elements around cells give to them.
_AROUND_CELLS = frozenset({"table", "thead", "tbody", "tr"})
_SVG = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL | re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]"
_WRAPPED = re.compile(rf"(?<={_WIDE})[ \t]*\r?\n[ \t]*|[ \t]*\r?\n[ \t]*(?={_WIDE})")
_LINK = re.compile(r"#.+|https?://.+|mailto:[^?]+|tel:[\d+-]+|(\.\./)*([\w-]+/)*[\w-]+\.(html(#[\w-]+)?|pdf|xlsx)")
_WIDTH = re.compile(r"auto|\d+(\.\d+)?(fr|mm|pt)?")
_ALIGNED: dict[str, list[str]] = {"right": ["num"], "center": ["center"], "left": []}
_INSTEAD = "文は Markdown で、表は DataFrame で、図は matplotlib で書いてください"
_LINKED = {"href": "https:// で始まる所か、一緒に配る .html・.pdf・.xlsx を書いてください"}


def parse_subset(html: str, where: Where) -> BeautifulSoup:
    """Parse the HTML of one output and return it checked and without pandas' own ornaments."""
    charts: list[str] = []
    tree = BeautifulSoup(_SVG.sub(lambda found: _set_aside(found, charts), html), "html.parser")
    _put_back(tree, charts, where)
    bring_in(tree, where)
    as_it_stands: set[int] = set()
    for element in tags(tree):
        _check_element(element, where)
        if element.name == "pre":
            as_it_stands.update(map(id, element.descendants))
    for text in [node for node in tree.descendants if isinstance(node, NavigableString)]:
        if id(text) not in as_it_stands:
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


def _set_aside(found: re.Match[str], charts: list[str]) -> str:
    charts.append(found.group())
    return f'<svg data-chart="{len(charts) - 1}"></svg>'


def _put_back(tree: BeautifulSoup, charts: list[str], where: Where) -> None:
    for element in tree.find_all("svg"):
        index = element.get("data-chart")
        if index is None:
            raise UnsupportedContent(where, "<svg> が </svg> で閉じていません")
        element.replace_with(svg_node(charts[int(str(index))], where))


def _check_element(element: Tag, where: Where) -> None:
    if element.name not in ELEMENTS:
        raise UnsupportedContent(where, f"{opening(element)} は報告に出せません", _INSTEAD)
    _check_place(element, where)
    for name in list(element.attrs):
        _check_attribute(element, name, where)
    if element.name == "table" and not classes(element):
        set_classes(element, ["plain"])


def _check_place(element: Tag, where: Where) -> None:
    name, parent = element.name, element.parent.name if element.parent else ""
    fits = parent in PARENTS[name] if name in PARENTS else parent not in FRAMES
    if not fits or (parent in ONLY_INLINE and name not in INLINE):
        places = "、".join(f"<{each}>" for each in PARENTS.get(name, ())) or "ほかの所"
        raise UnsupportedContent(
            where,
            f"<{parent}> のすぐ中に {opening(element)} があります",
            f"先に </{parent}> で閉じるか、{places}の中に書いてください",
        )
    if name == "table" and element.find_parent("table"):
        raise UnsupportedContent(where, "表の中に表があります", "2つの表に分けてください")


def _check_attribute(element: Tag, name: str, where: Where) -> None:
    value = element.attrs[name]
    if name == "class":
        _check_classes(element, where)
    elif name == "style":
        _check_style(element, str(value), where)
    elif name.startswith("on"):
        raise UnsupportedContent(where, f"{name}=… は報告では動きません", f"{name}=… を消してください")
    elif name == "id":
        if _PANDAS_ID.fullmatch(str(value)):
            del element.attrs[name]
    elif name == "data-widths" and element.name != "table" and not {*CLASSES_OF_PARTS} & {*classes(element)}:
        raise UnsupportedContent(where, f"{opening(element)} の {name} は働きません")
    elif name not in ATTRIBUTES.get(element.name, set()):
        del element.attrs[name]  # of a browser or of the analyst's own, without a look
    elif not _is_valid(name, str(value)):
        raise UnsupportedContent(where, f"{name}=「{value}」は使えません", _LINKED.get(name, ""))


def _check_style(element: Tag, style: str, where: Where) -> None:
    del element.attrs["style"]
    if style in _PANDAS_STYLE and element.name not in ("td", "th"):
        return
    if element.name in _AROUND_CELLS:
        for cell in element.find_all(["td", "th"]):
            cell["style"] = f"{style};{cell.get('style', '')}"
        return
    try:
        look = css.declarations(style)
    except css.NotShown as problem:
        raise UnsupportedContent(where, f"{problem}は報告に出せません", "消してください") from None
    if element.name in ("td", "th"):
        side = _ALIGNED[look.pop("text-align", "left")]
        set_classes(element, classes(element) + side)
    if look:
        element["style"] = ";".join(f"{name}:{value}" for name, value in look.items())


def _check_classes(element: Tag, where: Where) -> None:
    """Classes of the analyst's own have had their look already; ours stand where they have one."""
    kept = [name for name in classes(element) if name in CLASSES]
    allowed = _allowed_classes(element.name)
    for name in kept:
        if name not in allowed:
            raise UnsupportedContent(where, f"<{element.name}> に class「{name}」は使えません")
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


def _check_parts(element: Tag, where: Where) -> None:
    parts = [child for child in element.children if not is_blank(child)]
    if not all(is_block(part) for part in parts):
        raise UnsupportedContent(where, f"{opening(element)} のすぐ中に文字があります")
    widths = str(element.get("data-widths", "")).split()
    if widths and len(widths) != len(parts):
        raise UnsupportedContent(where, f"{opening(element)} の中が {len(parts)} 個です")


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


def _clean_text(text: NavigableString, where: Where) -> None:
    parent = text.parent.name if text.parent else ""
    if parent in FRAMES and not is_blank(text):
        raise UnsupportedContent(where, f"<{parent}> のすぐ中に文字「{text.strip()[:40]}」があります")
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
