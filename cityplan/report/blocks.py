"""Building blocks of a brief: its heading, sections and panels."""

from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.shown import as_fragment


def section(heading: str, *parts: object, level: int = 2) -> Fragment | None:
    """A section 節 of a brief; where it has nothing to show, it is left out with its heading.

    What Jupyter shows can be a part: a piece, a text, a DataFrame, a figure, Markdown.
    """
    shown = [part for part in map(as_fragment, parts) if part]
    if not shown:
        return None
    return fragment("<h{0}>{1}</h{0}>{2}", level, heading, joined(shown))


def masthead(
    kicker: str, number: str, name: str, year: str, *parts: Fragment | None, logo: Fragment | None = None
) -> Fragment:
    """The heading 表題 on a band of the city's colour; what is given in `parts` stands on it too."""
    above = fragment('<p class="kicker">{} {}</p>', logo or "", kicker) if logo or kicker else ""
    return fragment(
        '<div class="masthead">{}{}<h1>{}{}</h1>{}</div>',
        above,
        fragment('<p class="year">{}</p>', year) if year else "",
        fragment('<span class="number">{}</span>', number) if number else "",
        name,
        joined(parts),
    )


def columns(*panels: object, widths: str) -> Fragment | None:
    """Panels side by side, each with its share in `widths`; an empty one leaves its room to the others."""
    pieces = zip(map(as_fragment, panels), widths.split(), strict=True)
    shown = [(panel, width) for panel, width in pieces if panel]
    if not shown:
        return None
    content = joined(fragment('<section class="panel">{}</section>', panel) for panel, _ in shown)
    shares = " ".join(width for _, width in shown)
    return fragment('<div class="lead" data-widths="{}">{}</div>', shares, content)
