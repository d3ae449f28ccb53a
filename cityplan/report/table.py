"""A table 表 of a page: headings over headings, cells over rows and columns, what heads what. All texts are escaped.

Of plan, city, years and errata it is in the small HTML (`page/subset.py`); the index, which is a page itself,
gives its cells further attributes.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from cityplan.files.markup import Fragment, fragment, joined

# A heading (of two lines: upper and lower), the class of its cells, its width (mm, shares or auto).
TableColumn = tuple[object, str, str]


def table(
    kind: str, columns: Sequence[TableColumn], rows: Iterable[Sequence[object]], *, caption: str = ""
) -> Fragment:
    """A table 表 with a cell for each column; neighbours that share an upper heading stand below one.

    >>> table("plain", [("名前", "label", "1fr"), (("値", "R5"), "num", "9mm")], [["港 & 駅", 1]]).count("rowspan")
    1
    """
    body = (row_of(cell(content, name) for content, (_, name, _) in zip(own, columns, strict=True)) for own in rows)
    return whole_table(kind, _head(columns), body, widths=[width for *_, width in columns], caption=caption)


def _head(columns: Sequence[TableColumn]) -> list[Fragment]:
    """The line of the headings, or two: what stands over others reaches over all of them."""
    heads = [each for each, *_ in columns]
    if not any(isinstance(each, tuple) for each in heads):
        return [row_of(map(head, heads))]
    upper, lower = [], []
    for over, group in groupby(enumerate(heads), lambda one: one[1][0] if isinstance(one[1], tuple) else one[0]):
        if isinstance(over, int):
            upper.append(head(heads[over], rows=2))
            continue
        below = [head(each[1]) for _, each in group if isinstance(each, tuple)]
        upper.append(head(over, columns=len(below)))
        lower += below
    return [row_of(upper), row_of(lower)]


def whole_table(
    kind: str, head: Iterable[Fragment], body: Iterable[Fragment], *, widths: Sequence[str] = (), caption: str = ""
) -> Fragment:
    """A table of rows 行 as they are."""
    return fragment(
        '<table{}>{}<thead role="rowgroup">{}</thead><tbody role="rowgroup">{}</tbody></table>',
        _attributes({"class": kind, "role": "table", "data-widths": " ".join(widths) or None}),
        fragment("<caption>{}</caption>", caption) if caption else "",
        joined(head),
        joined(body),
    )


def row_of(cells: Iterable[Fragment], **data: object) -> Fragment:
    """A row 行 of cells; `data` are its `data-…`."""
    given = {f"data-{name}": value for name, value in data.items()}
    return fragment("<tr{}>{}</tr>\n", _attributes({"role": "row", **given}), joined(cells))


def cell(
    content: object, kind: str = "", /, *, heads: str = "", rows: int = 1, columns: int = 1, **data: object
) -> Fragment:
    """A cell セル of a class, over some rows and columns; `heads` is what it heads: `col`, `row`, or nothing.

    One of class `label` names its row.

    >>> cell("1 < 2", "num", rows=2)
    Fragment('<td class="num" role="cell" rowspan="2">1 &lt; 2</td>')
    """
    heads = heads or ("row" if kind == "label" else "")
    several = {"row": rows, "col": columns}.get(heads, 1) > 1
    attributes = {
        "class": kind or None,
        "role": {"row": "rowheader", "col": "columnheader"}.get(heads, "cell"),
        "scope": f"{heads}{'group' if several else ''}" if heads and content else None,  # an empty one heads nothing
        "rowspan": rows if rows > 1 else None,
        "colspan": columns if columns > 1 else None,
        **{f"data-{name}": value for name, value in data.items()},
    }
    return fragment("<{0}{1}>{2}</{0}>", "th" if heads else "td", _attributes(attributes), content)


def head(content: object, kind: str = "", /, *, rows: int = 1, columns: int = 1, **data: object) -> Fragment:
    """A heading 見出し of one or more columns.

    >>> head("R5", columns=2)
    Fragment('<th role="columnheader" scope="colgroup" colspan="2">R5</th>')
    """
    return cell(content, kind, heads="col", rows=rows, columns=columns, **data)


def _attributes(given: dict[str, object]) -> Fragment:
    return joined(fragment(' {}="{}"', name, value) for name, value in given.items() if value is not None)
