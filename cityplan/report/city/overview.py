"""The whole of a city 全体のまとめ: its heading and its counts. From the tables alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from IPython.display import HTML

from cityplan.check.entries import OPEN_ENTRY
from cityplan.city import source
from cityplan.city.rules import Rule
from cityplan.compute.used import as_used
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.files.project import project
from cityplan.japanese.quantities import NOT_ENTERED
from cityplan.japanese.years import era_long
from cityplan.report.document import band, logo, shown_year, year_words
from cityplan.report.plan.text import confirmed, edition_source, formulas
from cityplan.report.report import Report, draft, filled, row_facts, titled, verdict_lines
from cityplan.report.report import paragraph as paragraph
from cityplan.report.row_words import same_indicator, shown_status, word_of_mark
from cityplan.tables.definitions import GroupRow, PlanRow
from cityplan.tables.files import read_all
from cityplan.tables.schema import records
from cityplan.tables.words import SEVERITIES

NO_PROJECT = "プロジェクトの記載なし"


@dataclass(frozen=True)
class Overview(Report):
    """The overview of a city's edition; the trends 推移 and the errata 正誤表案 are of one too."""

    @cached_property
    def facts(self) -> dict[str, object]:
        """The counts 件数 that sentences use, by their Japanese names, each with its denominator."""
        rows = row_facts(self.indicators, self.activities)
        return rows | _plan_facts(self) | _mark_facts(self) | _finding_facts(self)


def open_overview(root: str, city: str, year: str | int) -> Overview:
    """Read what the overview of an edition needs; UsageError for an unknown city or year."""
    home = project(root)
    edition = source.edition(home, city, year)
    tables = as_used(read_all(home / edition.processed))
    return Overview(edition, edition.rule, tables, logo(home, edition))


def by_project(o: Report) -> Iterator[tuple[GroupRow | None, list[PlanRow]]]:
    """Each project プロジェクト with its plans, in printed order; None for plans that belong to none."""
    known = {group.group_id: group for group in records(o.exact["groups"], GroupRow)}
    plans: dict[str, list[PlanRow]] = {}
    for plan in records(o.exact["plans"], PlanRow):
        plans.setdefault(plan.group_id, []).append(plan)
    for group_id, own in plans.items():
        yield known.get(group_id), own


def masthead(o: Overview, kind: str, *parts: Fragment | None) -> HTML:
    """The heading 表題 of the overview; carries the document's facts.

    `parts` (the verdict) stand on its band.
    """
    strategies = [group.strategy for group in records(o.exact["groups"], GroupRow) if group.strategy]
    theme = strategies[0] if len(strategies) == 1 else ""
    shown = band(theme, "", f"{o.edition.title}　{kind}", year_words(o.edition), draft(o), *parts, logo=o.logo)
    return titled(o, shown, f"{o.edition.title} {kind}（{era_long(shown_year(o.edition))}）", kind)


def open_entries(o: Overview, words: str) -> Fragment | None:
    """A sentence of the notebook's on what is not entered 未入力; None where nothing is open."""
    return paragraph(o, words) if o.facts["未入力"] else None


def comments(o: Report) -> Fragment | None:
    """企画課コメント: what divisions answered of the findings of no plan; the others stand in the briefs of theirs."""
    own = [(finding, answer) for finding, answer in confirmed(o) if not finding.plan_id]
    return (
        joined(fragment("<p>{}　{}（回答：{}、{}）</p>", f.message, a.text, a.respondent, a.date) for f, a in own)
        or None
    )


def sentence(o: Overview, words: str) -> Fragment:
    """A verdict of the notebook's own words, with the facts in braces."""
    return verdict_lines([filled(words, o.facts)])


def _plan_facts(o: Overview) -> dict[str, object]:
    listed = o.exact["groups"]["listed_activities"].dropna()
    return {
        "プラン数": len(o.exact["plans"]),
        "プランの語": o.edition.plan_noun,
        "シートのないプラン": sum(~o.exact["plans"]["has_sheet"].astype("bool")),
        "延べ事業数": int(listed.sum()) if len(listed) else 0,
    }


def _mark_facts(o: Overview) -> dict[str, object]:
    marks = Counter(shown_status(row) for row in o.indicators)
    moved = Counter(row.status_change or "" for row in o.indicators)
    counted = (
        fragment('<span class="nowrap"><span class="mark">{}</span>{}</span>', mark, marks[mark])
        for mark in (o.rule.marks if o.rule else ())
    )
    open_marks = sum(row.actual_text == NOT_ENTERED and not shown_status(row) for row in o.indicators)
    not_entered = [fragment('<span class="nowrap">{}{}</span>', NOT_ENTERED, open_marks)] * bool(open_marks)
    return {
        "印の件数": joined([*counted, *not_entered], " ") or "判定規則を読み取っていない",
        "未入力の印": open_marks,
        "印の意味": "　".join([*_meanings(o, o.rule), *["□未入力"] * bool(open_marks)]) if o.rule else "",
        "上がった印": moved["improved"],
    }


def _meanings(o: Overview, rule: Rule) -> Iterator[str]:
    """What each mark says; that of no value with the words that a form has for it."""
    for mark in rule.marks:
        own = (row for row in o.indicators if rule.tells_no_value(mark) and shown_status(row) == mark)
        words = dict.fromkeys(filter(None, map(word_of_mark, own)))
        yield "・".join([rule.told(mark), *words])


def _finding_facts(o: Overview) -> dict[str, object]:
    weights = Counter(o.exact["findings"]["severity"])
    kinds = Counter(o.exact["findings"]["kind"])
    return {
        "指摘数": weights.total(),
        **{word: weights[severity] for severity, word in SEVERITIES.items()},
        "再掲": len(o.indicators) - len(set(map(same_indicator, o.indicators))),
        "未入力": kinds[OPEN_ENTRY.name],
        "正誤表案": fragment('<a class="ref" href="findings.html">正誤表案</a>'),
    }


def rule_and_source(o: Overview) -> Fragment:
    """The rule 判定の規則 and the source 出典 of the whole edition."""
    return joined([formulas(o.edition, o.rule, o.activities, o.indicators), edition_source(o.edition, "全体")])
