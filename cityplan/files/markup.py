"""HTML in which every document text is escaped, by construction."""

import re
from collections.abc import Iterable

from markupsafe import Markup

NO_ROWS = "該当する行はありません。"  # of a table that has none: a selection that fits nothing of this city


class Fragment(Markup):
    """HTML that shows itself in a notebook; `format` and `join` escape what they are given."""

    def _repr_html_(self) -> str:
        return str(self)


def fragment(template: str, *values: object, **named: object) -> Fragment:
    """Fill an HTML template; values are escaped unless they are fragments themselves.

    >>> fragment("<p>{}</p>", "1 < 2 & <script>")
    Fragment('<p>1 &lt; 2 &amp; &lt;script&gt;</p>')
    """
    return Fragment(Markup(template).format(*values, **named))


def escaped(value: object) -> str:
    """A value as HTML; a fragment stays as it is.

    >>> escaped("1 < 2"), escaped(fragment("<b>{}</b>", 1))
    ('1 &lt; 2', '<b>1</b>')
    """
    return str(Markup.escape(value))


def joined(parts: Iterable[str | Markup | None], between: str = "") -> Fragment:
    """Put pieces together, leaving out the empty ones; the pieces are escaped."""
    return Fragment(Markup(between).join(part for part in parts if part))


_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_ALIGNED = re.compile(r"\S {2,}\S|^[ \t]+\S|\t", re.MULTILINE)


def paragraphs(text: str) -> Fragment:
    """A printed text 印字した文 as paragraphs; as it stands where its blanks put things below each other.

    >>> paragraphs("対象は12件\\nうち新規3件\\n\\n以上")
    Fragment('<p>対象は12件<br>うち新規3件</p><p>以上</p>')
    """
    if _ALIGNED.search(text):
        return fragment("<pre>{}</pre>", text.rstrip())
    shown = [part.strip("\n") for part in _BLANK_LINES.split(text.strip())]
    lines = (joined((fragment("{}", line) for line in part.split("\n")), "<br>") for part in shown)
    return joined(fragment("<p>{}</p>", each) for each in lines)
