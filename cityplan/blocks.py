"""Building blocks of a brief: sections, panels, and tables by pandas Styler."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup
from pandas.io.formats.style import Styler

from cityplan.chart import Chart, svg
from cityplan.markup import Fragment, fragment, joined


def section(heading: str, *parts: Fragment | Chart | None, level: int = 2) -> Fragment | None:
    """A section 節 of a brief; where it has nothing to show, it is left out with its heading."""
    shown = [part for part in map(as_fragment, parts) if part]
    if not shown:
        return None
    return fragment("<h{0}>{1}</h{0}>{2}", level, heading, joined(shown))


def masthead(
    kicker: str,
    number: str,
    name: str,
    year: str,
    *parts: Fragment | None,
    logo: Fragment | None = None,
) -> Fragment:
    """The heading 表題 on a band of the city's colour; what is given in `parts` stands on it too."""
    above = fragment('<p class="kicker">{} {}</p>', logo or "", kicker) if logo or kicker else ""
    return fragment(
        '<div class="masthead">{}{}<h1><span class="number">{}</span>{}</h1>{}</div>',
        above, fragment('<p class="year">{}</p>', year) if year else "",
        number, name, joined(parts),
    )  # fmt: skip


def as_fragment(part: Fragment | Chart | None) -> Fragment:
    """A piece or a chart 図 as HTML; None is nothing."""
    if isinstance(part, Chart):
        return Fragment(part._repr_html_())
    return part or Fragment()


def graphic(chart: Chart) -> Fragment:
    """A chart 図 for a table cell."""
    return Fragment(svg(chart))


def columns(*panels: Fragment | None, widths: str) -> Fragment | None:
    """Panels side by side, each with its share in `widths`; an empty one leaves its room to the others."""
    shown = [(panel, width) for panel, width in zip(panels, widths.split(), strict=True) if panel]
    if not shown:
        return None
    content = joined(fragment('<section class="panel">{}</section>', panel) for panel, _ in shown)
    shares = " ".join(width for _, width in shown)
    return fragment('<div class="lead" data-widths="{}">{}</div>', shares, content)


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
    cells = [[str(Markup.escape(cell)) for cell in row] for row in rows]
    two = any(lower for _, lower in heads)
    labels = pd.MultiIndex.from_tuples(
        [(_label(upper), _label(lower)) for upper, lower in heads]
    ) if two else pd.Index([_label(upper) for upper, _ in heads])  # fmt: skip
    data = pd.DataFrame(cells, columns=labels)
    css = pd.DataFrame([list(classes)] * len(cells), columns=labels)
    styler = Styler(data, uuid="0", cell_ids=False).hide(axis="index").set_td_classes(css)
    styler.set_table_attributes(f'class="{kind}" data-widths="{widths}"')
    if caption:
        styler.set_caption(str(Markup.escape(caption)))
    return Fragment(styler.to_html())


def _label(text: object) -> str:
    return str(Markup.escape(text))
