"""The index pages 目次: of one edition, and of all that is in a folder of reports."""

from collections import Counter
from collections.abc import Collection, Sequence
from urllib.parse import quote

from cityplan.city.edition import Edition
from cityplan.city.jobs import comparison_jobs
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.years import era_long, fiscal_year
from cityplan.page.index_page import index_page
from cityplan.page.index_table import BriefRow, list_of_briefs, older_links, tally, year_told
from cityplan.page.listed import ListedEdition
from cityplan.report.document import band

# So many editions are shown at once; more are folded away, so that the briefs are seen first.
SHOWN_EDITIONS = 6
# What is not handed out: the list of errata 正誤表案, what was read and all tables are the analyst's.
KEPT = ("findings", "reading", "tables")


def edition_index(edition: Edition, listed: ListedEdition, older: Collection[str] = ()) -> bytes:
    """The page of one edition: its reports, and every plan with its marks and counts.

    `older` names the reports of an earlier version: they are told from the others.
    """
    year = era_long(edition.fiscal_year)
    found = Counter(listed.findings)
    names = {name.partition(".")[0] for name in (*listed.files, *listed.older)}
    compared = {job.name: job.title for job in comparison_jobs(names, edition)}
    verdict = fragment(
        '<p class="verdict">{}プラン　指摘：矛盾{}件・疑い{}件・参考{}件</p>',
        len(listed.briefs),
        found["error"],
        found["warning"],
        found["info"],
    )
    head = band(edition.publisher, "目次", edition.title, year, verdict)
    content = joined(
        [
            fragment(
                '<p class="reports">{}<a class="all" href="../../index.html">全ての市と年度</a></p>',
                joined(_links(listed, name, label, "", older) for name, label in (listed.whole | compared).items()),
            ),
            fragment("<h2>プランごとの報告</h2>"),
            list_of_briefs([BriefRow(listed, brief) for brief in listed.briefs], of_all=False),
        ]
    )
    return index_page(f"{edition.title}（{year}）", edition.publisher, head, content, edition.colour)


def city_index(editions: Sequence[ListedEdition]) -> bytes:
    """The page of all cities and years that a folder of reports holds, the newest first."""
    newest = sorted(editions, key=lambda each: (-(fiscal_year(each.year) or 0), each.city))
    rows = [BriefRow(each, brief, f"{each.folder}/") for each in newest for brief in each.briefs]
    verdict = fragment(
        '<p class="verdict">{}市　{}年度　{:,}プラン</p>',
        len({each.city for each in newest}),
        len({each.year for each in newest}),
        len(rows),
    )
    content = joined(
        [
            fragment("<h2>文書ごとの目次</h2>"),
            _editions(newest),
            fragment("<h2>プランごとの報告</h2>"),
            list_of_briefs(rows, of_all=True),
        ]
    )
    head = band("", "目次", "計画の取組状況", "", verdict)
    return index_page("計画の取組状況 目次", "計画の取組状況", head, content)


def _editions(editions: Sequence[ListedEdition]) -> Fragment:
    cards = fragment('<ul class="editions">{}</ul>', joined(map(_card, editions)))
    if len(editions) <= SHOWN_EDITIONS:
        return cards
    return fragment("<details><summary>{}件の文書の目次</summary>{}</details>", len(editions), cards)


def _card(edition: ListedEdition) -> Fragment:
    """One edition: its page, its marks, and the reports that are handed out."""
    marks = [mark for brief in edition.briefs for mark in brief.marks]
    unjudged = {mark for brief in edition.briefs for mark in brief.unjudged}
    folder = f"{edition.folder}/"
    return fragment(
        '<li{}><h3><a href="{}index.html">{}　{}</a></h3><p>{}</p><p class="tally">{}プラン　{}</p>'
        '<p class="reports">{}</p></li>\n',
        fragment(' style="--own:{}"', edition.colour) if edition.colour else "",
        folder,
        edition.city_name,
        year_told(edition),
        edition.title,
        len(edition.briefs),
        tally(marks, edition.tones, unjudged),
        joined(_links(edition, name, label, folder) for name, label in edition.whole.items() if name not in KEPT),
    )


def _links(edition: ListedEdition, name: str, label: str, folder: str, older: Collection[str] = ()) -> Fragment | None:
    """Links to the formats of a report that were made; one that would be made otherwise now says so."""
    kinds = edition.formats(name)
    links = joined(_link(f"{folder}{quote(name)}", kind, label, kinds) for kind in kinds)
    said = fragment('<span class="muted">（前の版）</span>') if links and name in older else None
    moved = older_links(edition, name, label, folder)
    if not links and moved:
        said = fragment("{}", label)
    return fragment("<span>{}{}{}</span>", links, said or "", moved or "") if links or moved else None


def _link(file: str, kind: str, label: str, kinds: Sequence[str]) -> Fragment:
    """A page by its name; what there is beside it by the format, and in full for who only listens."""
    if kind == "html":
        return fragment('<a href="{}.{}">{}</a>', file, kind, label)
    if "html" not in kinds:
        return fragment('<a href="{}.{}">{}（{}）</a>', file, kind, label, kind.upper())
    return fragment('<a href="{0}.{1}" aria-label="{2} {3}">{3}</a>', file, kind, label, kind.upper())
