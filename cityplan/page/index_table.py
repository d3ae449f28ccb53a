"""The list of briefs 報告の一覧 of an index page, and the controls that its script brings to life.

Without script the list is a table with all briefs, and the controls are not shown. Document texts
are escaped (`markup.py`); a row's `data-…` are what the script searches, chooses and sorts by.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from cityplan.city.jobs import REASONS
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import NOT_ENTERED
from cityplan.japanese.years import era_long, fiscal_year
from cityplan.page.export import html_template
from cityplan.page.listed import LISTED_FORMATS, OLDER, ListedBrief, ListedEdition
from cityplan.report.table import cell, head, row_of, whole_table

# From here on a browser is asked to leave out what is not on the screen: 2,000 rows in 0.1 s, else in 0.6.
LONG = 200
_TONES = ("good", "bad")  # that have a colour


class BriefRow(NamedTuple):
    """A brief of an edition, and the folder of its files as the page sees it."""

    edition: ListedEdition
    brief: ListedBrief
    folder: str = ""


class ListColumn(NamedTuple):
    """A column of the list: its class, its heading, and how it is sorted (not at all: empty).

    `count` is sorted with the most first.
    """

    name: str
    heading: str
    kind: str = ""


OF_ALL = (ListColumn("city", "市", "text"), ListColumn("year", "年度", "number"))
_COLUMNS = (
    ListColumn("plan", "番号", "number"),
    ListColumn("name", "プラン", "text"),
    ListColumn("project", "プロジェクト", "text"),
    *OF_ALL,
    ListColumn("marks", "達成状況"),
    ListColumn("fell", "下がった", "count"),
    ListColumn("ratio", "前年度以上", "number"),
    ListColumn("findings", "指摘", "count"),
    ListColumn("pdf", "PDF"),
)
ORDERS = {"text": ("昇順", "降順"), "number": ("小さい順", "大きい順"), "count": ("少ない順", "多い順")}


def list_of_briefs(rows: Sequence[BriefRow], *, of_all: bool) -> Fragment:
    """The briefs as a table, below the controls to search, choose and sort; `of_all`: also by city and year."""
    if not rows:
        return fragment("<p>まだ報告がありません。</p>")
    columns = [column for column in _COLUMNS if of_all or column not in OF_ALL]
    kinds = ["briefs", *["of-all"] * of_all, *["long"] * (len(rows) > LONG)]
    heads = [head(each.heading, f"of-{each.name}", name=each.name, kind=each.kind or None) for each in columns]
    shown = (_row(row, columns) for row in rows)
    return joined(
        [
            _controls(rows, columns),
            whole_table(" ".join(kinds), [row_of(heads)], shown, caption="報告の一覧"),
            fragment('<p class="none" hidden>当てはまる報告はありません。条件を減らしてください。</p>'),
        ]
    )


def year_told(edition: ListedEdition) -> str:
    """The fiscal year of an edition as it is read 令和5年度."""
    return era_long(fiscal_year(edition.year) or 0).partition("（")[0]


def tally(marks: Sequence[str], tones: Mapping[str, str], unjudged: Collection[str] = ()) -> Fragment:
    """How often each mark 印 is there, in the order of its `tones`, in boxes; in no colour where one is `unjudged`."""
    return joined(
        (
            fragment(
                '<span class="nowrap">{}{}</span>',
                _mark(mark, "" if mark in unjudged else tones.get(mark, "")),
                marks.count(mark),
            )
            for mark in _in_order(marks, tones)
        ),
        " ",
    )


def _row(row: BriefRow, columns: Sequence[ListColumn]) -> Fragment:
    edition, brief, _ = row
    words = (
        edition.city_name,
        edition.year,
        era_long(fiscal_year(edition.year) or 0),
        f"{edition.plan_word}{brief.plan} プラン{brief.plan}",
        brief.name,
        brief.project,
    )
    data = {
        "words": " ".join(words),
        "city": edition.city,
        "year": edition.year,
        "project": brief.project,
        "mark": " ".join(_in_order(brief.marks, edition.tones)),
        "fell": "1" if brief.fell else "",
        "error": "1" if brief.findings.get("error") else "",
    }
    given = {name: value for name, value in data.items() if value}
    share = round(brief.above / brief.ratios, 6) if brief.ratios else ""
    above = f"{brief.above} / {brief.ratios}件" if brief.ratios else "—"
    cells = {
        "plan": _td("plan", brief.plan),
        "name": cell(_brief_link(row), "of-name", heads="row"),
        "project": _td("project", brief.project),
        "city": _td("city", edition.city_name),
        "year": _td("year", year_told(edition), value=fiscal_year(edition.year) or ""),
        "marks": _td("marks", _marks(brief, edition.tones)),
        "fell": _fell(brief),
        "ratio": _td("ratio", above, "前年度以上", share),
        "findings": _findings(brief),
        "pdf": _td("pdf", _pdf_link(row)),
    }
    return row_of((cells[column.name] for column in columns), **given)


def _td(name: str, content: object, label: str | None = None, value: object = None) -> Fragment:
    name += " of-none" if content == "—" else ""
    return cell(content, f"of-{name}", label=label, value=value)


def _brief_link(row: BriefRow) -> Fragment:
    name, file = fragment("{}", row.brief.name), f"plan-{row.brief.plan}"
    if "html" in row.brief.formats:
        name = fragment('<a href="{}{}.html">{}</a>', row.folder, file, name)
    draft = fragment(' <span class="tag">案</span>') if row.brief.draft else None
    older = fragment('<span class="muted">（前の版）</span>') if row.brief.is_older else None
    moved = older_links(row.edition, file, row.brief.name, row.folder)
    return joined([name, draft, older, moved, *_other_links(row)])


def older_links(edition: ListedEdition, name: str, label: str, folder: str) -> Fragment | None:
    """Links to the formats of a report that are no longer right and stand in 前の版/, with the reason."""
    kinds = [kind for kind in LISTED_FORMATS if f"{name}.{kind}" in edition.older]
    if not kinds:
        return None
    links = (
        fragment(
            ' <a href="{}{}/{}.{}" aria-label="{} {} {}">{}</a>',
            folder,
            quote(OLDER),
            name,
            kind,
            OLDER,
            label,
            kind.upper(),
            kind.upper(),
        )
        for kind in kinds
    )
    why = REASONS.get(edition.older[f"{name}.{kinds[0]}"], "")
    return fragment('<span class="muted">（{}：{}{}）</span>', OLDER, why, joined(links))


def _other_links(row: BriefRow) -> Iterator[Fragment]:
    """What an analyst's own notebooks make of the same plan."""
    for report in row.edition.reports:
        file = f"{report.name}-{row.brief.plan}"
        if report.by_plan and (kinds := row.edition.formats(file)):
            links = (
                fragment(
                    '<a href="{}{}.{}">{}</a>', row.folder, quote(file), kind, report.title if at == 0 else kind.upper()
                )
                for at, kind in enumerate(kinds)
            )
            yield fragment('<span class="other">{}</span>', joined(links, " "))


def _pdf_link(row: BriefRow) -> Fragment:
    if "pdf" not in row.brief.formats:
        return fragment("—")
    return fragment(
        '<a href="{0}plan-{1}.pdf" aria-label="PDF {2} {3}{1}">PDF</a>',
        row.folder,
        row.brief.plan,
        row.edition.city_name,
        row.edition.plan_word,
    )


def _marks(brief: ListedBrief, tones: Mapping[str, str]) -> Fragment:
    if not brief.has_sheet:
        return fragment('<span class="muted">資料にシートなし</span>')
    judged = Counter(brief.marks) - Counter(brief.unjudged)
    shown = []
    order = _in_order(brief.marks, tones)
    for mark in sorted(brief.marks, key=order.index):
        shown.append(_mark(mark, tones.get(mark, "") if judged[mark] > 0 else ""))
        judged[mark] -= 1
    return joined(shown) or fragment("—")


def _mark(mark: str, tone: str) -> Fragment:
    """A mark 印 in a box, in no colour where it has no tone."""
    if mark == NOT_ENTERED:
        return fragment('<span class="muted">{}</span>', mark)
    return fragment('<span class="mark {}">{}</span>', tone if tone in _TONES else "muted", mark)


def _fell(brief: ListedBrief) -> Fragment:
    value = "" if brief.fell is None else brief.fell
    tone = "down" if brief.fell else "muted"
    told = "—" if brief.fell is None else fragment('<span class="{}">{}件</span>', tone, value)
    return _td("fell", told, "前年度より下がった", value)


def _findings(brief: ListedBrief) -> Fragment:
    """All findings 指摘; contradictions are told apart, and sorted first."""
    errors, total = brief.findings.get("error", 0), sum(brief.findings.values())
    told = fragment("{}件" if total else '<span class="muted">{}件</span>', total)
    differs = fragment('<span class="differs">矛盾{}</span> ', errors) if errors else None
    return _td("findings", joined([differs, told]), "指摘", errors * 1000 + total)


# what the script brings to life


def _controls(rows: Sequence[BriefRow], columns: Sequence[ListColumn]) -> Fragment:
    known = {mark: tone for row in rows for mark, tone in row.edition.tones.items()}
    marks = _in_order([mark for row in rows for mark in row.brief.marks], known)
    notable = {
        ("fell", "1", "前年度より下がった指標がある"): any(row.brief.fell for row in rows),
        ("error", "1", "矛盾あり"): any(row.brief.findings.get("error") for row in rows),
    }
    of_all = "、市、年度" if OF_ALL[0] in columns else ""
    shown = html_template("index_html/controls.html.j2").render(
        sought=f"プラン、プロジェクト{of_all}、番号",
        choices=(
            ("city", "市", {row.edition.city: row.edition.city_name for row in rows}),
            ("year", "年度", {row.edition.year: year_told(row.edition) for row in rows}),
            ("project", "プロジェクト", {row.brief.project: row.brief.project for row in rows if row.brief.project}),
        ),
        legends={
            "達成状況の印（どれかがある）": [("mark", mark, mark) for mark in marks if len(marks) > 1],
            "注目": [tick for tick, is_there in notable.items() if is_there],
        },
        columns=columns,
        orders=ORDERS,
    )
    return Fragment(shown)


def _in_order(marks: Sequence[str], known: Collection[str]) -> list[str]:
    """The marks that are there, each once: those `known` in their order, the others behind them."""
    there = dict.fromkeys(marks)
    return [*(mark for mark in known if mark in there), *(mark for mark in there if mark not in known)]
