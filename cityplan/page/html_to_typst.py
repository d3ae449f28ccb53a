"""The HTML of a brief as Typst source.

Every text becomes a string literal in Typst's code mode, never markup, so that no text of a
document can be read as an instruction. What an element or a class looks like stands in
`templates/brief_typst/brief.typ`, imported as `b`.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from cityplan.files.css import split
from cityplan.files.svg import Svg
from cityplan.page.grid import GridCell, TableGrid, column_widths, head_alignment, read_table, tracks
from cityplan.page.html_nodes import HEADING_TAGS, SvgNode, Where, classes, is_blank
from cityplan.page.pdf_tags import said_colour
from cityplan.page.said import say_signs
from cityplan.page.subset import BLOCK_CLASSES, CLASSES_OF_PARTS, INLINE_CLASSES, for_paper, is_block, parse_subset
from cityplan.report.cell_place import UnsupportedContent

# The classes that are set in a box, which no page breaks, and how many letters may stand in one.
_BOXED = frozenset({"number", "mark", "tag", "differs", "nowrap"})
_LONGEST_BOX = 100
# Letters between which no line breaks by itself, as in an address: more than these may be broken.
_UNBROKEN = re.compile(r"[!-~]{61,}")
_SIMPLE = {
    "strong": "strong",
    "b": "strong",
    "em": "emph",
    "sub": "sub",
    "sup": "super",
    "s": "strike",
    "u": "underline",
    "mark": "highlight",
}
_SIDES = ("top", "right", "bottom", "left")
Look = Mapping[str, str]  # see `css`


def typst_content(html: str, where: Where, document: str) -> str:
    """Typst code (one expression a line) that shows the HTML of one output.

    `where` names the cell in the message of `UnsupportedContent`; `document` begins the names of
    anchors, which are known throughout a booklet.
    """
    tree = for_paper(parse_subset(html, where))
    say_signs(tree)
    return _Converter(where, document).flow(tree.children)


def literal(text: str) -> str:
    """A text as a Typst string literal, in which nothing but the quotation marks has a meaning.

    >>> print(literal('#import "x" \\\\ $y$'))
    "#import \\"x\\" \\\\ $y$"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


class _Converter:
    """Converts the elements of one cell; keeps its name and that of its document."""

    def __init__(self, where: Where, document: str) -> None:
        self.where = where
        self.document = document

    def flow(self, nodes: Iterable[PageElement], loose: bool = False) -> str:
        """Blocks one below the other; inline runs between them become paragraphs.

        With `loose`, text that stands alone stays as it is, as in a cell of a table.
        """
        runs = [(block, list(run)) for block, run in groupby(nodes, key=is_block)]
        runs = [(block, run) for block, run in runs if block or not all(map(is_blank, run))]
        if loose and not any(block for block, _ in runs):
            return "\n".join(self.inline(run) for _, run in runs)
        return "\n".join(
            "\n".join(self.block(node) for node in run if isinstance(node, Tag)) if block else self.loose_run(run)
            for block, run in runs
        )

    def loose_run(self, run: list[PageElement]) -> str:
        """Inline nodes between blocks: a paragraph, or a chart on its own."""
        content = [node for node in run if not is_blank(node)]
        if len(content) == 1 and isinstance(content[0], SvgNode):
            return _picture(content[0].svg)
        return f"par({_braced(self.inline(run))})"

    def block(self, element: Tag) -> str:
        """One block with its classes and, where it can be linked to, its anchor."""
        content = self.bare_block(element)
        content = _in_spans(content, element)
        if look := split(str(element.get("style", ""))):
            content = _block_look(content, look)
        for name in _in_order(element, BLOCK_CLASSES):
            if name not in CLASSES_OF_PARTS and name != element.name.removeprefix("block"):
                content = f"(b.blocks.{name})({_braced(content)})"
        return self.anchor(element) + content

    def bare_block(self, element: Tag) -> str:
        name = element.name
        for parts in CLASSES_OF_PARTS:
            if parts in classes(element):
                return self.parts(element, parts)
        if name in HEADING_TAGS:
            return f"heading(depth: {name[1]}, {_braced(self.inline(element.children))})"
        if name == "p":
            return f"par({_braced(self.inline(element.children))})"
        if name in ("ul", "ol"):
            return self.list(element)
        if name == "table":
            return self.table(read_table(element, self.where))
        if name == "figure":
            return self.figure(element)
        if name == "pre":
            return f"b.printed({literal(element.get_text().strip(chr(10)))})"
        if name == "dl":
            return self.terms(element)
        if name == "details":
            return self.details(element)
        if name == "hr":
            return "b.rule()"
        content = self.flow(element.children)
        return f"quote(block: true, {_braced(content)})" if name == "blockquote" else content

    def parts(self, element: Tag, name: str) -> str:
        """A block whose children stand beside each other, each with its class or element name."""
        parts = [
            f"({literal((classes(child) or [child.name])[0])}, {_braced(self.block(child))}),"
            for child in element.find_all(True, recursive=False)
        ]
        given = str(element.get("data-widths", ""))
        widths = f", widths: ({', '.join(tracks(given))},)" if given else ""
        return f"(b.blocks.{name})(({chr(10).join(parts)}){widths})"

    def list(self, element: Tag) -> str:
        items = ", ".join(_braced(self.loose(item)) for item in element.find_all("li", recursive=False))
        if element.name == "ul":
            return f"list({items})"
        return f"enum(start: {element.get('start', '1')}, {items})"

    def terms(self, element: Tag) -> str:
        """Words with what they mean, each on lines of its own."""
        return "\n".join(
            f"par({_braced(f'strong({_braced(self.inline(each.children))})')})"
            if each.name == "dt"
            else f"pad(left: 1em, {_braced(self.flow(each.children))})"
            for each in element.find_all(["dt", "dd"], recursive=False)
        )

    def details(self, element: Tag) -> str:
        """What opens on a page stands open on paper, below its summary."""
        summary = element.find("summary")
        rest = [node for node in element.children if node is not summary]
        named = f"par(strong({_braced(self.inline(summary.children))}))\n" if summary else ""
        return f"{named}{self.flow(rest)}"

    def figure(self, element: Tag) -> str:
        caption = element.find("figcaption")
        content = [node for node in element.children if node is not caption]
        named = f", caption: {_braced(self.inline(caption.children))}" if caption else ""
        return f"b.chart({_braced(self.flow(content))}{named})"

    def table(self, table: TableGrid) -> str:
        caption = table.element.find("caption")
        named = f"caption: {_braced(self.inline(caption.children))}," if caption else ""
        head = "\n".join(self.head_cell(table, cell) for cell in table.head_cells())
        rows = "\n".join(f"({' '.join(map(self.cell, row))})," for row in table.kept_rows())
        widths = ", ".join(column_widths(table, self.where))
        name = next(iter(classes(table.element)), "plain")
        return (
            f"(b.tables.{name})(columns: ({widths},), {named} head-rows: {len(table.head)},\n"
            f"head: ({head}),\nrows: ({rows}))"
        )

    def head_cell(self, table: TableGrid, cell: GridCell) -> str:
        align = {"num": "align: end + bottom, ", "center": "align: center + bottom, "}.get(
            head_alignment(table, cell), ""
        )
        look = split(str(cell.element.get("style", "")))
        content = _text_look(self.loose(cell.element), look)
        return f"table.cell({_spans(cell)}{_cell_look(look)}{_stroke(look)}{align}b.head({_braced(content)})),"

    def cell(self, cell: GridCell) -> str:
        look = split(str(cell.element.get("style", "")))
        content = _text_look(self.loose(cell.element), look)
        for name in classes(cell.element):
            if name not in INLINE_CLASSES:
                cells = "long-cells" if name == "num" and _is_long(cell.element) else "cells"
                content = f"(b.{cells}.{name})({_braced(content)})"
        if cell.is_row_head:
            content = f"b.row-head({_braced(content)})"
        lines = _stroke(look, "b.row-mark" if cell.is_row_head else "")
        return f"table.cell({_spans(cell)}{_cell_look(look)}{lines}{_braced(content)}),"

    def loose(self, element: Tag) -> str:
        """What stands in a cell or an item of a list."""
        content = self.flow(element.children, loose=True)
        return self.anchor(element) + _in_spans(content, element)

    def inline(self, nodes: Iterable[PageElement]) -> str:
        """Text and inline elements, without the blanks at both ends."""
        run = list(nodes)
        while run and is_blank(run[0]):
            run.pop(0)
        while run and is_blank(run[-1]):
            run.pop()
        last = len(run) - 1
        return "\n".join(self.inline_node(node, first=index == 0, last=index == last) for index, node in enumerate(run))

    def inline_node(self, node: PageElement, first: bool, last: bool) -> str:
        if isinstance(node, SvgNode):
            return f"box({_picture(node.svg)})"
        if isinstance(node, NavigableString):
            text = node.lstrip(" ") if first else str(node)
            return _breakable(text.rstrip(" ") if last else text)
        if not isinstance(node, Tag) or is_block(node):
            raise UnsupportedContent(self.where, f"行の中に段落があります: {str(node)[:60]}")
        return self.inline_element(node)

    def inline_element(self, element: Tag) -> str:
        name = element.name
        if name == "br":
            return "linebreak()"
        if name in ("code", "kbd"):
            return f"b.code({literal(element.get_text())})"
        run = list(element.children)
        content = "\n".join(self.inline_node(node, first=False, last=False) for node in run)
        content = self.anchor(element) + _in_spans(content, element)
        if look := split(str(element.get("style", ""))):
            content = _inline_look(content, look)
        if said := str(element.get("aria-label", "")):
            content = f"b.said({literal(said_colour(said))}, {literal(said)}, {_braced(content)})"
        if name == "a":
            return self.link(element, content)
        if name == "small":
            return f"b.smaller({_braced(content)})"
        if name == "abbr" and element.get("title"):
            return f"{content}\n{literal('（' + str(element['title']) + '）')}"
        return f"{_SIMPLE[name]}({_braced(content)})" if name in _SIMPLE else content

    def anchor(self, element: Tag) -> str:
        return f"b.anchor({self.place(element['id'])})\n" if element.has_attr("id") else ""

    def link(self, element: Tag, content: str) -> str:
        href = str(element.get("href", ""))
        if not href:
            return content
        if href.startswith("#"):
            linked = f"link(label({self.place(href[1:])}), {_braced(content)})"
            return linked if _is_long(element) else f"box({linked})"
        return f"link({literal(href)}, {_braced(content)})"

    def place(self, anchor: object) -> str:
        """The name of an anchor in a booklet of several documents."""
        return literal(f"{self.document}/{anchor}")


def _picture(svg: Svg) -> str:
    return f"b.picture({literal(svg.source)}, alt: {literal(svg.alt)}, width: {svg.width:.2f}pt)"


def _in_spans(content: str, element: Tag) -> str:
    for name in _in_order(element, INLINE_CLASSES):
        spans = "long-spans" if name in _BOXED and _is_long(element) else "spans"
        content = f"(b.{spans}.{name})({_braced(content)})"
    return content


def _is_long(element: Tag) -> bool:
    """Whether a box around an element might be higher than a page, as narrow as a column can be."""
    return len(element.get_text()) > _LONGEST_BOX


def _breakable(text: str) -> str:
    """A text as literals, between which a line may break where it would not by itself.

    >>> _breakable("見る https://example.org/a"), _breakable("a" * 61).count("box()")
    ('"見る https://example.org/a"', 60)
    """
    parts, end = [], 0
    for found in _UNBROKEN.finditer(text):
        parts += [text[end : found.start()], *found[0]]
        end = found.end()
    return "\nbox()\n".join(map(literal, filter(None, [*parts, text[end:]]))) or literal("")


def _text_look(content: str, look: Look) -> str:
    """The look of letters: colour, weight, size, lines."""
    given = {"color": "fill: {}", "font-weight": 'weight: "{}"', "font-size": "size: {}"}
    settings = [
        form.format(_colour(look[name]) if name == "color" else look[name].replace("normal", "regular"))
        for name, form in given.items()
        if name in look
    ]
    if settings and content:
        content = f"text({', '.join(settings)}, {_braced(content)})"
    line = {"underline": "underline", "line-through": "strike"}.get(look.get("text-decoration", ""))
    return f"{line}({_braced(content)})" if line and content else content


def _cell_look(look: Look) -> str:
    """Ground and height of a cell of a table."""
    height = {"top": "top", "middle": "horizon", "bottom": "bottom"}.get(look.get("vertical-align", ""))
    return _fill(look) + (f"align: start + {height}, " if height else "")


def _inline_look(content: str, look: Look) -> str:
    content, around = _text_look(content, look), _fill(look) + _stroke(look)
    return f"b.marked({around}{_braced(content)})" if around else content


def _block_look(content: str, look: Look) -> str:
    content = _text_look(content, look)
    if side := {"right": "end", "center": "center"}.get(look.get("text-align", "")):
        content = f"align({side}, {_braced(content)})"
    around = _fill(look) + _stroke(look)
    return f"block(width: 100%, inset: 1.5mm, {around}{_braced(content)})" if around else content


def _fill(look: Look) -> str:
    if gradient := look.get("background"):
        stops = [stop.split() for stop in gradient.partition(",")[2].rstrip(")").split(",")]
        shown = ", ".join(f"({_colour(colour)}, {place})" for colour, place in _whole(stops))
        return f"fill: gradient.linear({shown}), "
    return f"fill: {_colour(look['background-color'])}, " if "background-color" in look else ""


def _whole(stops: list[list[str]]) -> list[list[str]]:
    """Stops from 0 to 100 %, as Typst wants them."""
    first, last = [stops[0][0], "0%"], [stops[-1][0], "100%"]
    return [*([first] if stops[0][1] != "0%" else []), *stops, *([last] if stops[-1][1] != "100%" else [])]


def _stroke(look: Look, left: str = "") -> str:
    """The lines around something; `left` is drawn where the look has none there."""
    sides = []
    for side in _SIDES:
        if drawn := look.get(f"border-{side}"):
            width, _, colour = drawn.split()
            sides.append(f"{side}: {width} + {_colour(colour)}")
        elif left and side == "left":
            sides.append(f"left: {left}")
    return f"stroke: ({', '.join(sides)}), " if sides else ""


def _colour(value: str) -> str:
    return "white" if value == "transparent" else f'rgb("{value}")'


def _in_order(element: Tag, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in classes(element)]


def _braced(content: str) -> str:
    if not content:
        return "[]"
    return f"{{\n{content}\n}}" if "\n" in content else f"{{{content}}}"


def _spans(cell: GridCell) -> str:
    return "".join(
        f"{name}: {value}, " for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if value > 1
    )
