"""Markdown of a cell as HTML: all that JupyterLab shows, and footnotes; no link or id that another cell has too."""

import re
from functools import cache

import mistune
from mistune.plugins.footnotes import footnotes
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from cityplan.report.cell_place import CellPlace, UnsupportedContent

_NOTE = re.compile(r'(id="|href="#)(fn(?:ref)?-\d+)"')
_BACK = re.compile(r'<a href="(#[^"]*)" class="footnote">.*?</a>')
_TAGS = re.compile(r"<[^>]+>")
_AS_IT_STANDS = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_NO_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINKED = re.compile(r"\]\(#")


class _Renderer(IPythonRenderer):
    """The HTML of nbconvert without the colours of code, and with the headings' places of JupyterLab."""

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre>{mistune.escape(code)}</pre>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return mistune.HTMLRenderer.image(self, text, url, title)


class _LinkedRenderer(_Renderer):
    """The same with the headings' places of JupyterLab, which only links of an analyst's lead to."""

    def heading(self, text: str, level: int, **given: object) -> str:
        place = mistune.escape(_TAGS.sub("", text).strip().replace(" ", "-"))
        return f'<h{level} id="{place}">{text}</h{level}>\n'


def markdown_html(source: str, place: CellPlace | None = None) -> str:
    """Markdown as HTML; the notes 脚注 of a cell have places of their own in the document."""
    html = _parser(_LinkedRenderer if _LINKED.search(source) else _Renderer).render(source)
    if place and "](" in html:
        _check_pictures(html, place)
    if "fn" in html:
        own = f"{place.cell if place else 0}-{'t' if place and place.is_text else 'c'}-"
        html = _BACK.sub(r'<a href="\1" class="screen">↩</a>', html)
        html = _NOTE.sub(rf'\g<1>{own}\g<2>"', html)
    return html


def _check_pictures(html: str, place: CellPlace) -> None:
    """UnsupportedContent where the words of a picture 画像 are left as they were written: its name has a blank in it."""
    if found := _NO_PICTURE.search(_AS_IT_STANDS.sub("", html)):
        raise UnsupportedContent(
            place,
            f"「{found[0]}」は画像になりません（名前に空白があるか、かっこの対が合いません）",
            "名前の空白は %20 と書くか、ファイルの名前から除いてください",
        )


@cache
def _parser(renderer: type[_Renderer]) -> MarkdownWithMath:
    parser = MarkdownWithMath(renderer=renderer(escape=False, exclude_anchor_links=True))
    footnotes(parser)
    return parser
