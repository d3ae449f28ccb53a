"""The whole of a city 全体のまとめ: its heading, its verdict and its counts. From the tables alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from IPython.display import HTML

from cityplan.city import source
from cityplan.city.rules import Rule, rules
from cityplan.city.source import Edition
from cityplan.compute.remeasured import remeasured
from cityplan.compute.results import BAND, status_change
from cityplan.compute.used import as_used
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.files.project import project
from cityplan.japanese.text import NOT_ENTERED, era_long
from cityplan.report import blocks
from cityplan.report.document import document_facts, logo, shown_year, year_words
from cityplan.report.plain import plain
from cityplan.report.plan.brief import NO_VALUE, filled, is_not_less, marks_of, no_value, shown_status
from cityplan.report.plan.changes import changes_of
from cityplan.report.plan.text import edition_source, formulas
from cityplan.tables.contract import GroupRow, PlanRow
from cityplan.tables.files import read_all
from cityplan.tables.schema import Tables, activity_rows, indicator_rows, records

NO_PROJECT = "プロジェクトの記載なし"


@dataclass(frozen=True)
class Overview:
    """All that the overview of a city's edition is made of; `exact` are the tables with the digits as printed."""

    edition: Edition
    rule: Rule | None
    exact: Tables
    indicators: list[Any]
    activities: list[Any]
    logo: Fragment

    @cached_property
    def tables(self) -> Tables:
        """Its tables 表 as ordinary pandas, for an analyst's own cells."""
        return plain(self.exact)

    @property
    def started(self) -> bool:
        """Whether there are actuals 実績 yet."""
        return self.edition.actual is not None


def open_overview(root: str, city: str, year: str | int) -> Overview:
    """Read what the overview of an edition needs; UsageError for an unknown city or year."""
    home = project(root)
    edition = source.edition(home, city, year)
    tables = as_used(read_all(home / edition.processed))
    return Overview(
        edition, rules().get(edition.rule), tables, indicator_rows(tables), activity_rows(tables), logo(home, edition)
    )


def by_project(o: Overview) -> Iterator[tuple[Any, list[Any]]]:
    """Each project プロジェクト with its plans, in printed order; None for plans that belong to none."""
    known = {group.group_id: group for group in records(o.exact["groups"], GroupRow)}
    plans: dict[Any, list[Any]] = {}
    for plan in records(o.exact["plans"], PlanRow):
        plans.setdefault(plan.group_id, []).append(plan)
    for group_id, own in plans.items():
        yield known.get(group_id), own


def identity(row: Any) -> tuple[object, ...]:
    """What makes two printed rows the same indicator 再掲."""
    return (row.name, row.subgroup, row.unit, row.baseline, row.target, row.actual)


def masthead(o: Overview, kind: str, *parts: Fragment | None) -> HTML:
    """The heading 表題 of the overview; carries the document's facts.

    `parts` (the verdict, the scoreboard) stand on its band.
    """
    strategies = [group.strategy for group in records(o.exact["groups"], GroupRow) if group.strategy]
    theme = strategies[0] if len(strategies) == 1 else ""
    html = blocks.masthead(theme, kind, o.edition.title, year_words(o.edition), *parts, logo=o.logo)
    title = f"{o.edition.title} {kind}（{era_long(shown_year(o.edition))}）"
    return HTML(html, metadata={"document": document_facts(o.edition, title, kind)})  # type: ignore[no-untyped-call]


def verdict(o: Overview, *, indicators: str, activities: str, outlook: str) -> Fragment:
    """The verdict: a line for `indicators`, one for `activities` that can be compared, else `outlook`.

    The words are the notebook's, with the facts in braces.
    """
    known = facts(o)
    if not o.started:
        return fragment('<p class="verdict">{}</p>', filled(outlook, known))
    compared = [row for row in o.activities if row.ratio is not None]
    said = [filled(words, known) for words, rows in ((indicators, o.indicators), (activities, compared)) if rows]
    return fragment('<p class="verdict">{}</p>', joined(said, "<br>"))


def paragraph(o: Overview, progress: str, outlook: str) -> Fragment:
    """A sentence of the notebook's, with the facts in braces: on the actuals, or before there are any."""
    return fragment("<p>{}</p>", filled(progress if o.started else outlook, facts(o)))


def open_entries(o: Overview, words: str) -> Fragment | None:
    """A sentence of the notebook's on what is not entered 未入力; None where nothing is open."""
    known = facts(o)
    return fragment("<p>{}</p>", filled(words, known)) if known["未入力"] else None


def sentence(o: Overview, words: str) -> Fragment:
    """A verdict of the notebook's own words, with the facts in braces."""
    return fragment('<p class="verdict">{}</p>', filled(words, facts(o)))


def facts(o: Overview) -> dict[str, object]:
    """The counts 件数 that sentences use, by their Japanese names, each with its denominator."""
    return {**_plan_facts(o), **_mark_facts(o), **_activity_facts(o), **_finding_facts(o)}


def _plan_facts(o: Overview) -> dict[str, object]:
    return {
        "プラン数": len(o.exact["plans"]),
        "プランの語": o.edition.plan_noun,
        "シートのないプラン": sum(~o.exact["plans"]["has_sheet"].astype("bool")),
    }


def _mark_facts(o: Overview) -> dict[str, object]:
    marks = Counter(shown_status(row) for row in o.indicators)
    moved = Counter(row.status_change or "" for row in o.indicators)
    counted = (
        fragment('<span class="nowrap"><span class="mark">{}</span>{}</span>', mark, marks[mark])
        for mark in marks_of(o.rule)
    )
    open_marks = sum(row.actual_text == NOT_ENTERED and not shown_status(row) for row in o.indicators)
    not_entered = [fragment('<span class="nowrap">{}{}</span>', NOT_ENTERED, open_marks)] * bool(open_marks)
    return {
        "指標数": len(o.indicators),
        "印の件数": joined([*counted, *not_entered], " ") or "判定規則の記載なし",
        "未入力の印": open_marks,
        "印の意味": "　".join([*_meanings(o), *["□未入力"] * bool(open_marks)]) if o.rule else "",
        "良くなった指標": sum(row.moved == "better" for row in o.indicators),
        "下がった指標": sum(row.moved == "worse" for row in o.indicators),
        "基準値に届いていない指標": sum(row.reaches_baseline is False for row in o.indicators),
        "動きの分からない指標": sum(not row.moved for row in o.indicators),
        "上がった印": moved["improved"],
        "下がった印": moved["worsened"],
        "変わらない印": moved["same"],
        "疑いのある下がった印": sum(
            row.status_change == "worsened" and bool(row.status_change_doubtful) for row in o.indicators
        ),
        "比べられない印": _not_comparable(o),
        "印の動きが分からない指標": moved[""],
    }


def _not_comparable(o: Overview) -> str:
    """How many indicators did not move by value, and have marks of two measures, as a clause; empty where none has."""
    goals = remeasured(changes_of(o.exact))
    count = sum(
        bool(status_change(o.rule, shown_status(row), row.status_previous_printed))
        for row in o.indicators
        if (row.plan_id, int(row.indicator_no)) in goals and not row.moved
    )
    return f"、基準値・目標値・単位の変更で比べられない{count}件" if count else ""


def _meanings(o: Overview) -> Iterator[str]:
    """What each mark says; that of no value with the words that a form has for it."""
    for mark in marks_of(o.rule):
        own = (row for row in o.indicators if mark == NO_VALUE == shown_status(row))
        words = dict.fromkeys(filter(None, map(no_value, own)))
        yield "・".join([f"{mark}{o.rule.word(mark) if o.rule else ''}", *words])


def _activity_facts(o: Overview) -> dict[str, object]:
    compared = [row for row in o.activities if row.ratio is not None]
    above = sum(map(is_not_less, compared))
    listed = o.exact["groups"]["listed_activities"].dropna()
    return {
        "事業数": len(o.activities),
        "計算できる事業数": len(compared),
        "前年度以上": above,
        "前年度未満": len(compared) - above,
        "増えた事業": sum(row.value_change == "up" for row in o.activities),
        "同じ事業": sum(row.value_change == "same" for row in o.activities),
        "減った事業": sum(row.value_change == "down" for row in o.activities),
        "数値なし": len(o.activities) - len(compared),
        "延べ事業数": int(listed.sum()) if len(listed) else 0,
        "横ばいの幅": max((row.band for row in o.activities), default=BAND),
    }


def _finding_facts(o: Overview) -> dict[str, object]:
    weights = Counter(o.exact["findings"]["severity"])
    kinds = Counter(o.exact["findings"]["kind"])
    return {
        "指摘数": weights.total(),
        "矛盾": weights["error"],
        "疑い": weights["warning"],
        "参考": weights["info"],
        "再掲": len(o.indicators) - len(set(map(identity, o.indicators))),
        "未入力": kinds["not_entered"],
        "正誤表案": fragment('<a class="ref" href="findings.html">正誤表案</a>'),
    }


def rule_and_source(o: Overview) -> Fragment:
    """The rule 判定の規則 and the source 出典 of the whole edition."""
    return joined([formulas(o.edition, o.rule, o.activities, o.indicators), edition_source(o.edition, "全体")])
