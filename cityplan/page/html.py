"""The HTML of a brief for a page: columns as wide as in the PDF, tables that stack on a phone."""

import re
from collections import Counter

from bs4 import BeautifulSoup, Tag

from cityplan.page.grid import TableGrid, column_label, column_widths, head_alignment, read_table, tracks
from cityplan.page.html_nodes import Where, classes, set_classes, svg_of
from cityplan.page.said import say_signs
from cityplan.page.subset import parse_subset

_PLACE = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'<a class="ref" href="#([^"]+)">(.*?)</a>', re.DOTALL)
_LISTED = re.compile(r'(<li id="([^"]+)">(?:(?!</li>).)*)</li>', re.DOTALL)
_STOP = re.compile(r'<(?:div|figure) aria-label="([^"]*)"[^>]* tabindex="0"')
# Half again as wide as a phone, in points: scaled down to one, its text could not be read.
WIDE_CHART = 360
STACKED = frozenset({"activities", "indicators"})
# A table of numbers scrolls sideways on a phone; with a text this long, its rows are stacked.
LONG_CELL = 20
# The width of the text on paper in points (178 mm), and what a column without a width may need.
PAPER_WIDTH = 178 / 25.4 * 72
AUTO_SHARE = 9.0


def without_dead_links(page: str) -> str:
    """A page whose numbers are links only where their place 出典の行 is in the page.

    An analyst may leave the list of sources out of a notebook.

    >>> without_dead_links('<a class="ref" href="#L1">40件</a><a class="ref" href="#L2">32件</a><p id="L2">')
    '40件<a class="ref" href="#L2">32件</a><p id="L2">'
    """
    places = set(_PLACE.findall(page))
    return _REFERENCE.sub(lambda found: found[0] if found[1] in places else found[2], page)


def with_ways_back(page: str) -> str:
    """A page whose places 出典の行 lead back to the number that names them first.

    >>> print(with_ways_back('<a class="ref" href="#L1">40件</a><li id="L1">行</li>'))
    <a id="to-L1" class="ref" href="#L1">40件</a><li id="L1">行<a class="back" href="#to-L1">戻る</a></li>
    """
    named: set[str] = set()

    def first(found: re.Match[str]) -> str:
        if found[1] in named:
            return found[0]
        named.add(found[1])
        return found[0].replace("<a ", f'<a id="to-{found[1]}" ', 1)

    page = _REFERENCE.sub(first, page)
    return _LISTED.sub(
        lambda found: (
            f'{found[1]}<a class="back" href="#to-{found[2]}">戻る</a></li>' if found[2] in named else found[0]
        ),
        page,
    )


def with_own_names(page: str) -> str:
    """A page on which each part to scroll by key has a name of its own: the second 表 is 表（2）.

    >>> with_own_names('<div aria-label="表" tabindex="0"></div>' * 2)
    '<div aria-label="表" tabindex="0"></div><div aria-label="表（2）" tabindex="0"></div>'
    """
    seen: Counter[str] = Counter()

    def named(found: re.Match[str]) -> str:
        seen[found[1]] += 1
        number = f"（{seen[found[1]]}）" if seen[found[1]] > 1 else ""
        return found[0].replace(f'"{found[1]}"', f'"{found[1]}{number}"', 1)

    return _STOP.sub(named, page)


def page_html(html: str, where: Where) -> str:
    """The HTML of one output, checked and prepared for a page; `where` names the cell."""
    tree = parse_subset(html, where)
    for element in tree.find_all("table"):
        table = read_table(element, where)
        widths = column_widths(table, where)
        _set_widths(tree, element, widths)
        for cell in table.head_cells():
            names = {*classes(cell.element), head_alignment(table, cell)}
            set_classes(cell.element, sorted(names - {""}))
        for cell in (*table.head_cells(), *table.cells()):  # as wide as its longest line, as in the PDF
            if cell.colspan == 1 and widths[cell.column] == "auto":
                set_classes(cell.element, [*classes(cell.element), "fit"])
        _name_roles(table)
        if "rulers" in classes(element):
            continue  # style.css lays its rows out on a phone
        if _stacks(table):
            _label_cells(table)
        else:
            _let_scroll(tree, element)
    say_signs(tree)
    for element in tree.select("span[aria-label]"):
        element["role"] = "img"
    for element in tree.select("[data-widths]"):
        element["style"] = f"--tracks:{' '.join(tracks(str(element.attrs.pop('data-widths'))))}"
    for element in tree.select("figure.chart"):
        _let_wide_chart_scroll(element)
    return tree.decode(formatter="minimal")


def _set_widths(tree: BeautifulSoup, element: Tag, widths: list[str]) -> None:
    group = tree.new_tag("colgroup")
    for percent in percentages(widths):
        column = tree.new_tag("col")
        if percent:
            column["style"] = f"width:{percent}%"
        group.append(column)
    caption = element.find("caption")
    element.insert(element.index(caption) + 1 if caption else 0, group)
    element["style"] = f"--columns:{len(widths)}"
    element.attrs.pop("data-widths", None)


def percentages(widths: list[str]) -> list[float]:
    """The shares of a page's width that columns have on paper; 0 where the contents decide.

    >>> percentages(["44.5mm", "auto", "2fr", "1fr"])
    [25.0, 0.0, 44.0, 22.0]
    """
    fixed = [_points(width) / PAPER_WIDTH * 100 for width in widths]
    shares = [float(width[:-2]) if width.endswith("fr") else 0.0 for width in widths]
    left = max(100 - sum(fixed) - AUTO_SHARE * widths.count("auto"), 10)
    total = sum(shares) or 1
    parts = zip(fixed, shares, strict=True)
    return [round(length or share / total * left, 1) for length, share in parts]


def _points(width: str) -> float:
    units = {"mm": 72 / 25.4, "pt": 1.0}
    return float(width[:-2]) * units[width[-2:]] if width[-2:] in units else 0.0


def _name_roles(table: TableGrid) -> None:
    # Stacked, the elements are no longer laid out as a table; the roles keep it one to listen to.
    table.element["role"] = "table"
    for name, role in (("thead", "rowgroup"), ("tbody", "rowgroup"), ("tr", "row")):
        for element in table.element.find_all(name):
            element["role"] = role
    for cell in table.head_cells():
        if not cell.element.get_text(strip=True) and not svg_of(cell.element):
            cell.element.name, cell.element["role"] = ("td", "cell")  # the corner of a DataFrame heads nothing
            continue
        cell.element["role"] = "columnheader"
        cell.element["scope"] = "colgroup" if cell.colspan > 1 else "col"
    for cell in table.cells():
        cell.element["role"] = "rowheader" if cell.is_row_head else "cell"
        if cell.is_row_head:
            cell.element.name = "th"
            cell.element["scope"] = "rowgroup" if cell.rowspan > 1 else "row"


def _stacks(table: TableGrid) -> bool:
    kinds = set(classes(table.element))
    long = any(len(cell.element.get_text(strip=True)) > LONG_CELL for cell in table.cells())
    return (
        bool(table.head)
        and bool(STACKED & kinds or long)
        and all(cell.rowspan == 1 or cell.is_row_head for cell in table.cells())
    )


def _label_cells(table: TableGrid) -> None:
    set_classes(table.element, [*classes(table.element), "stacked"])
    for cell in table.cells():
        label = column_label(table, cell)
        if label and not cell.is_row_head:
            cell.element["data-label"] = label


def _let_scroll(tree: BeautifulSoup, element: Tag) -> None:
    head = element.find("th")
    name = _words(element.find("caption")) or f"{_heading(element)} {_words(head)}".strip() or "表"
    frame = tree.new_tag("div", attrs={"class": "scroll", "role": "group", "aria-label": name, "tabindex": "0"})
    element.wrap(frame)


def _let_wide_chart_scroll(element: Tag) -> None:
    drawn = svg_of(element)
    if drawn and drawn.svg.width > WIDE_CHART:
        set_classes(element, [*classes(element), "wide"])
        element["tabindex"] = "0"
        caption = element.find("figcaption")
        element["aria-label"] = _words(caption) or _heading(element) or "図"


def _heading(element: Tag) -> str:
    return _words(element.find_previous(["h1", "h2", "h3"]))


def _words(element: Tag | None) -> str:
    return " ".join(element.get_text().split()) if element else ""
