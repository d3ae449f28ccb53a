"""Outputs in JupyterLab that look as in the report 報告: prepared as its page, with its style, scoped."""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

from IPython.display import HTML

from cityplan.draw.chart import Chart
from cityplan.files.markup import Fragment
from cityplan.look.style import style
from cityplan.page.html import page_html
from cityplan.page.pdf import template
from cityplan.report.cell_place import UnsupportedContent

# By the name of an id, the rules count for more than those of JupyterLab, which has none for us.
_SCOPE = ":is(#cityplan, .cityplan)"
# A cell is narrower than a page; smaller, its tables keep their columns.
_FRAME = ".cityplan-output { container-type: inline-size; zoom: 0.85; }"
# What JupyterLab says of elements of which the report's style need not speak.
_OWN = """
& { padding: 0 1rem 0.6rem; }
h1, h2, h3 { color: inherit; font-family: inherit; font-weight: bold; }
& > h2:first-child { margin-top: 0.6rem; }
tbody tr, tbody tr:hover { background: none; }
"""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")


def dress(shell: Any) -> None:
    """Have a kernel's outputs of briefs shown as in the report, in the colour of their city."""
    page = _page()
    html = shell.display_formatter.formatters["text/html"]
    html.for_type(Fragment, lambda shown: page(str(shown)))
    html.for_type(Chart, lambda shown: page(shown._repr_html_()))
    html.for_type(HTML, lambda shown: _masthead(shown, page))


def _page() -> Callable[..., str]:
    """How an output is shown; the band's colour of the last masthead holds for what follows it."""
    bands = [""]

    def page(html: str, band: str | None = None) -> str:
        bands[0] = bands[0] if band is None else band
        return lab_html(html, bands[0])

    return page


def _masthead(shown: HTML, page: Callable[..., str]) -> Any:
    facts = (shown.metadata or {}).get("document")
    if facts is None:
        return shown._repr_html_()  # type: ignore[no-untyped-call]
    return page(str(shown.data), facts.get("band", "")), shown.metadata


def lab_html(html: str, band: str = "") -> str:
    """An output with its style, which every output brings: any of them may be run again alone."""
    colour = f' style="--band:{band}"' if band else ""
    with suppress(UnsupportedContent):  # an analyst's own; making the report tells what is wrong
        html = page_html(html, "output")
    style = f"<style>{_css()}</style>"
    return f'<div class="cityplan-output">{style}<div class="cityplan" lang="ja"{colour}>{html}</div></div>'


@cache
def _css() -> str:
    """The report's style for a part of a page: its widths are those of the part, not of the window."""
    css = _COMMENT.sub("", template("brief_html/style.css"))
    css = css.replace("@media screen and (", "@container (").replace("body {", "& {")
    look = style()
    variables = "".join(f"--{name}: {value}; " for name, value in look["colours"].items())
    variables += f"--fonts: {look['fonts']['html']};"
    return _SPACE.sub(" ", f"{_FRAME} {_SCOPE} {{ {variables} {css} {_OWN} }}").strip()
