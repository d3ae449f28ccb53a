"""Nodes of a parsed piece of HTML: pictures, classes, spans, blanks."""

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from cityplan.files.svg import Svg, UnsupportedSvg, read_svg
from cityplan.report.cell_place import CellPlace, UnsupportedContent

HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
Where = CellPlace | str  # the cell that a message names


class SvgNode(PreformattedString):
    """A chart in the parsed tree, written out as it stands."""

    svg: Svg


def svg_node(source: str, where: Where) -> SvgNode:
    """A picture as a node of the tree, checked."""
    try:
        svg = read_svg(source)
    except UnsupportedSvg as problem:
        raise UnsupportedContent(where, str(problem)) from problem
    node = SvgNode(svg.source)
    node.svg = svg
    return node


def svg_of(element: Tag) -> SvgNode | None:
    """The first picture in an element."""
    return next((node for node in element.descendants if isinstance(node, SvgNode)), None)


def tags(tree: Tag) -> list[Tag]:
    """All elements of a tree in their order, as it is now."""
    return [node for node in tree.descendants if isinstance(node, Tag)]


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


def opening(element: Tag) -> str:
    """The opening tag of an element, as an analyst wrote it."""
    attributes = "".join(
        f' {name}="{value if isinstance(value, str) else " ".join(value)}"' for name, value in element.attrs.items()
    )
    return f"<{element.name}{attributes}>"
