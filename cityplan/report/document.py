"""What a document says of itself 文書の属性: its heading, dates, running heads and logo, from its edition alone."""

from datetime import date
from pathlib import Path

from cityplan.city.edition import Edition
from cityplan.city.identity import read_logo
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import era_long
from cityplan.read.kinds import kind_of

DRAFT = "案（確認中の数値があります）"


def band(
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


def draft_word(draft: bool) -> Fragment | None:
    """The word for a draft 案 in the heading; None where nothing is open, or a person says that it is final."""
    return fragment('<p class="draft">{}</p>', DRAFT) if draft else None


def draft_fact(draft: bool) -> dict[str, str]:
    """The same among the facts of a document."""
    return {"draft": "案"} if draft else {}


def document_facts(edition: Edition, title: str, right: str) -> dict[str, str]:
    """The facts of a document 文書の属性 for its running heads and its metadata."""
    return {
        "title": title,
        "author": edition.publisher,
        "date": reference_date(edition).isoformat(),
        "header_left": edition.title if _names_publisher(edition) else f"{edition.publisher}　{edition.title}",
        "header_right": right,
        "band": edition.colour,
        "footer": f"出典：{document_named(edition)}から作成",
    }


def is_told_in(text: str, whole: str) -> bool:
    """Whether a text is part of another, in whatever letters and blanks.

    >>> is_told_in("評価シート(令和6年度)", "海波市　評価シート（令和６年度）"), is_told_in("", "海波市")
    (True, True)
    """
    return squeeze(text) in squeeze(whole)


def _names_publisher(edition: Edition) -> bool:
    """Whether the title begins with the publisher, who is then told by it."""
    return squeeze(edition.title).startswith(squeeze(edition.publisher))


def document_named(edition: Edition) -> str:
    """A document by publisher and title, the publisher once."""
    return f"{'' if _names_publisher(edition) else edition.publisher}『{edition.title}』"


def source_named(edition: Edition) -> str:
    """The source 出典 of an edition: publisher, title, file; a form that was read instead of the document is called so."""
    return f"{document_named(edition)}{kind_of(edition).called}（{edition.raw_file}）"


def year_words(edition: Edition) -> str:
    """What the figures stand for: 令和5年度（2023年度）の実績, or 現状 where there is no actual yet."""
    return f"{era_long(shown_year(edition))}{'の実績' if edition.actual else '現状'}"


def shown_year(edition: Edition) -> int:
    """The fiscal year 年度 that a page shows: that of the actuals 実績, which may be before the document's own."""
    return edition.actual or edition.fiscal_year


def reference_date(edition: Edition) -> date:
    """The day that files bear in their metadata: the last of the fiscal year, so that the same tables give the same file.

    No page tells it: no document says of which day its actuals 実績 are.
    """
    return date((edition.actual or edition.fiscal_year) + 1, 3, 31)


def logo(root: Path, edition: Edition) -> Fragment:
    """The city's logo ロゴ as a picture; empty where `source.toml` names none."""
    if not edition.logo:
        return Fragment()
    return Fragment(read_logo(root / edition.logo_file, edition.logo_file, edition.logo_alt))
