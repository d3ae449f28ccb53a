"""HTML in which every document text is escaped, by construction."""

from collections.abc import Iterable

from markupsafe import Markup


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
