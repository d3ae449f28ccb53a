"""Tables of a brief by pandas Styler, and charts for their cells."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from cityplan.draw.chart import Chart, svg
from cityplan.files.markup import Fragment, escaped, fragment, joined


def table(
    kind: str,
    heads: Sequence[tuple[object, object]],
    rows: Sequence[Sequence[Any]],
    *,
    classes: Sequence[str],
    widths: str,
    caption: str = "",
) -> Fragment:
    """A table 表 by pandas Styler with two heading lines, merged where neighbours share a text.

    `heads` are (upper, lower) for each column; `classes` and `widths` (mm, shares or auto) likewise.
    Cells are fragments or texts; texts are escaped.
    """
    cells = [[escaped(cell) for cell in row] for row in rows]
    two = any(lower for _, lower in heads)
    labels = (
        pd.MultiIndex.from_tuples([(escaped(upper), escaped(lower)) for upper, lower in heads])
        if two
        else pd.Index([escaped(upper) for upper, _ in heads])
    )
    data = pd.DataFrame(cells, columns=labels)
    css = pd.DataFrame([list(classes)] * len(cells), columns=labels)
    styler = Styler(data, uuid="0", cell_ids=False).hide(axis="index").set_td_classes(css)
    styler.set_table_attributes(f'class="{kind}" data-widths="{widths}"')
    if caption:
        styler.set_caption(escaped(caption))
    return Fragment(styler.to_html())


def graphic(chart: Chart) -> Fragment:
    """A chart 図 for a table cell."""
    return Fragment(svg(chart))


# tables that merge cells over rows, which the Styler cannot


def row(cells: Sequence[Fragment]) -> Fragment:
    """A row 行 of cells."""
    return fragment("<tr>{}</tr>", joined(cells))


def cell(name: str, content: object, kind: str = "", *, rows: int = 1, columns: int = 1) -> Fragment:
    """A cell `td` or `th` of a class, over some rows and columns; its content is escaped."""
    attributes = {"class": kind, "rowspan": rows, "colspan": columns}
    given = joined(fragment(' {}="{}"', key, value) for key, value in attributes.items() if value not in ("", 1))
    return fragment("<{0}{1}>{2}</{0}>", name, given, content)
