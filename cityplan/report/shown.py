"""What Jupyter shows of a value, as a piece of a report: tables, figures, texts, pictures, Markdown."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityplan.draw.chart import Chart, svg
from cityplan.files.markup import NO_ROWS, Fragment, fragment, paragraphs

MOST_SHOWN = 1000  # of a table on some 20 pages


def as_fragment(value: object) -> Fragment:
    """A value as HTML; None, and what is empty, is nothing.

    >>> as_fragment("12件"), as_fragment(None)
    (Fragment('<p>12件</p>'), Fragment(''))
    """
    if value is None or isinstance(value, Fragment):
        return value or Fragment()
    if isinstance(value, str):
        return paragraphs(value)
    if isinstance(value, pd.DataFrame | pd.Series):
        return table_html(value)
    if isinstance(value, Figure | Axes):
        return Fragment(Chart(value)._repr_html_())  # type: ignore[arg-type]
    return Fragment(_represented(value))


def graphic(chart: Chart) -> Fragment:
    """A chart 図 for a table cell."""
    return Fragment(svg(chart))


def table_html(value: "pd.DataFrame | pd.Series") -> Fragment:
    """A table of pandas 表 with all its rows; of a very long one the first, and how many there are; of none a line."""
    frame = value.to_frame(value.name or "値") if isinstance(value, pd.Series) else value
    if frame.empty:
        return fragment('<p class="note">{}</p>', NO_ROWS)
    with pd.option_context("display.max_colwidth", None):
        html = Fragment(frame.iloc[:MOST_SHOWN].to_html(border=0))
    if len(frame) <= MOST_SHOWN:
        return html
    note = '<p class="note">全{:,}行のうち、はじめの{:,}行です。</p>'
    return fragment("{}" + note, html, len(frame), MOST_SHOWN)


def _represented(value: object) -> str:
    """What a value says of itself as HTML, as Markdown or as a picture; else its text."""
    html = _said(value, "_repr_html_")
    if html is not None:
        return str(html)
    if (markdown := _said(value, "_repr_markdown_")) is not None:
        from cityplan.report.markdown import markdown_html  # heavy, and only where there is some

        return markdown_html(str(markdown))
    for kind in ("png", "jpeg"):
        if (data := _said(value, f"_repr_{kind}_")) is not None:
            alt = str(getattr(value, "alt", None) or "")
            return fragment('<p><img alt="{}" src="data:image/{};base64,{}"></p>', alt, kind, _base64(data))
    return paragraphs(str(value))


def _said(value: object, name: str) -> object:
    told = getattr(value, name, None)
    if told is None or (isinstance(value, type)):
        return None
    found = told()
    return found[0] if isinstance(found, tuple) else found  # with metadata


def _base64(data: object) -> str:
    from base64 import b64encode

    return b64encode(data).decode() if isinstance(data, bytes) else "".join(str(data).split())
