"""Figures and claims in the prose 文中の数値, compared with the tables of the same plan. Opens no file.

A number with a unit in 目的, 要因及び効果 or 今後の取組の方向性 is a row of `prose_figures`; so is a
claim in words (増加, 横ばい, 目標値を上回る) about the row's own result or an indicator of the plan.
`agrees` names what it was compared with; `differs` is for the audit; of what the tables say nothing
about, a number is `no_counterpart` and a word no row.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from cityplan.city.rules import reached
from cityplan.compute.numbers import decimals, rounded
from cityplan.compute.prose_claims import Claim, comparisons, is_about, movements, names_of
from cityplan.compute.prose_numbers import Figure, Share, figures, names_a_year, one_spelling, shares
from cityplan.compute.ratios import ratio, value_change
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.quantities import minus
from cityplan.tables.definitions import Activity, CellRow, IndicatorRow, ObservationRow, PlanRow, ProseFigureRow
from cityplan.tables.schema import Tables, activity_rows, frame, records, table_rows

KnownValue = tuple[Decimal, str, str]
ValuesOfYears = dict[tuple[str, int], dict[int, ObservationRow]]
PEOPLE = ("人", "名")
# What follows a number that is said to be the result: not 以上, 弱, の増, を目指す or を超えた.
_STATED = re.compile(r" ?(?:で(?!は)|だった|と(?:な|し)|に(?:達|な|とどま)|まで|[、。()]|$)")
_OTHER_YEAR = re.compile("前々年度?|昨年度?は|前年度?は|過去|従来")
_FALLS = ("減少", "低下", "減", "下回", "下降")
# 前年度から４人減少した; 前年度を0.7ポイント上回ったが
MOVED = re.compile(
    r"前年度(?:の(?:値|実績値?))?(?:から|より|を|に比べて?|に対して?|比で)、? ?(?P<value>\d[\d,.]*) ?[^\d、。]{1,8}?"
    rf" ?(?P<way>{'|'.join(_FALLS)}|増加|上昇|上回|増)"
)
_LIST_NUMBERS = re.compile("[①-⑳]")  # folded, ①40件 would become 140件


class Spot(NamedTuple):
    """A text 文 of a table; a plan's own has no row."""

    plan_id: str
    table: str
    row: int | None
    column: str


class Judged(NamedTuple):
    """What was said at a place of a text, and how it stands to the tables."""

    start: int
    figure: str
    value: Decimal | None
    unit: str
    agreement: str
    counterpart: str


@dataclass(frozen=True)
class Context:
    """What a text may speak of: its own activity 事業, if it has one, and the plan's indicators."""

    activity: Activity | None
    indicators: list[IndicatorRow]

    @property
    def names(self) -> list[str]:
        """The names of what the activity measures."""
        return names_of(self.activity.measure, self.activity.unit) if self.activity else []


def prose_figures(tables: Tables) -> pd.DataFrame:
    """The table `prose_figures` of a document, from its source tables and `activity_results`."""
    lines = _lines(tables["cells"])
    activities, indicators = activity_rows(tables), table_rows(tables, IndicatorRow)
    years = values_of_years(tables)
    rows: list[ProseFigureRow] = []
    for plan in table_rows(tables, PlanRow):
        own = [row for row in indicators if row.plan_id == plan.plan_id]
        rows += _rows(
            Spot(plan.plan_id, "plans", None, "purpose"), lines, figures_judged(plan.purpose, Context(None, own))
        )
        for indicator in own:
            found = _with_differences(indicator, figures_judged(indicator.factors, Context(None, own)), years)
            rows += _rows(Spot(plan.plan_id, "indicators", indicator.no, "factors"), lines, found)
        for row in (each for each in activities if each.plan_id == plan.plan_id):
            said = {
                "actual_text": _same_as_indicator(row, own),
                "factors": figures_judged(row.factors, Context(row, own)),
                "direction": figures_judged(row.direction, Context(row, own)),
            }
            for column, found in said.items():
                rows += _rows(Spot(row.plan_id, "activities", row.no, column), lines, found)
    return frame("prose_figures", rows)


def _lines(cells: pd.DataFrame) -> dict[Spot, int]:
    own = cells[cells["table"].isin(["plans", "activities", "indicators"]) & (cells["row"] > 0)]
    return {Spot(cell.plan_id, cell.table, cell.row, cell.column): cell.source_line for cell in records(own, CellRow)}


def _rows(spot: Spot, lines: Mapping[Spot, int], said: list[Judged]) -> list[ProseFigureRow]:
    line = lines.get(spot._replace(row=spot.row or 1))
    return [
        ProseFigureRow(*spot, seq, each.figure, each.value, each.unit, each.agreement, each.counterpart, line)
        for seq, each in enumerate(said, start=1)
    ]


def figures_judged(text: str, context: Context) -> list[Judged]:
    """What a text says in numbers and in words, in reading order, compared with the tables."""
    said = fold(_LIST_NUMBERS.sub(" ", text))
    of_totals = {figure.start: share for share in shares(said) for figure in share}
    found = [
        _of_total(figure, of_totals[figure.start], said, context)
        if figure.start in of_totals
        else _number(figure, said, context)
        for figure in figures(said)
    ]
    found += [each for claim in movements(said) if (each := _movement(claim, context))]
    found += [each for claim in comparisons(said) if (each := _comparison(claim, context))]
    return sorted(found)


# how far an indicator moved


def values_of_years(tables: Tables) -> ValuesOfYears:
    """The actual values of each indicator by year, its baseline among them."""
    found: ValuesOfYears = defaultdict(dict)
    for each in table_rows(tables, ObservationRow):
        if each.subject == "indicator" and each.role in ("baseline", "actual"):
            found[each.plan_id, each.no][each.fiscal_year] = each
    return found


def _with_differences(row: IndicatorRow, said: list[Judged], years: ValuesOfYears) -> list[Judged]:
    """What is said of an indicator, with how far it moved since last year 前年度から0.7ポイント低下 held against its values."""
    text = fold(_LIST_NUMBERS.sub(" ", row.factors))
    found = {match.start("value"): match for match in MOVED.finditer(text)}
    return [moved(each, found[each.start], row, years) if each.start in found else each for each in said]


def moved(each: Judged, said: re.Match[str], row: IndicatorRow, years: ValuesOfYears) -> Judged:
    """A number that says how far an indicator moved (a match of `MOVED`), held against its values of both years."""
    now, before = (years.get(row.key, {}).get((row.actual_fy or 0) - apart) for apart in (0, 1))
    if now is None or before is None or now.unit != before.unit:
        return each
    unit = "ポイント" if now.unit == "%" else now.unit
    if each.value is None or not _same_unit(each.unit, unit):
        return each
    apart = now.value - before.value
    fell = said["way"] in _FALLS
    agrees = apart == (-each.value if fell else each.value)
    words = f"{now.text}−{before.text}＝{minus(apart)}{unit}"
    return each._replace(agreement="agrees" if agrees else "differs", counterpart=words)


# numbers


def _number(figure: Figure, text: str, context: Context) -> Judged:
    """A number: equal to a value of the tables, or not the one that its own name would have."""
    known = [*_results(context), *_other_values(context)]
    same = [words for value, unit, words in known if figure.value == value and _same_unit(figure.unit, unit)]
    if same:
        return _judged(figure, "agrees", same[0])
    results = [w for _, unit, w in _results(context) if _same_unit(figure.unit, unit)]
    if results and _is_the_result(figure, text, context):
        return _judged(figure, "differs", "、".join(results))
    return _judged(figure, "no_counterpart", "")


def _is_the_result(figure: Figure, text: str, context: Context) -> bool:
    """Whether a number is said to be the activity's own result: 補助件数は41件であった; not 約, not 以上."""
    before = re.sub("(?<=[はがも])、$", "", text[: figure.start].rstrip())
    subject = re.sub("[はがも]$", "", re.split("[、。()]", before)[-1])
    exact = bool(_STATED.match(text, figure.end))
    return exact and _names(subject, context) and not _is_narrower(subject, _own(context))


def _names(subject: str, context: Context) -> bool:
    return subject.endswith("実績") or is_about(subject, context.names)


def _own(context: Context) -> str:
    """The words of an activity in which what it measures is named."""
    row = context.activity
    assert row is not None, "a text of a plan names no activity"
    return f"{row.name}{row.alias}{row.measure}{row.content}"


def _is_narrower(subject: str, own: str) -> bool:
    """Whether a subject speaks of another year or of a part that the row's own words do not name.

    高齢者の利用者数 may fall where 利用者数 rises; 防災士養成講座の受講者数 is what is measured.
    """
    of = re.sub("(?:における|からの|への|での|の)$", "", subject[: subject.rfind("の") + 1])
    elsewhere = not subject.endswith("実績") and squeeze(of) not in squeeze(own)
    return names_a_year(subject) or bool(_OTHER_YEAR.search(subject)) or elsewhere


def _results(context: Context) -> Iterator[KnownValue]:
    """The results of the activity itself: value, unit, words."""
    row = context.activity
    for role, words in (("actual", "今年度の実績"), ("previous", "前年度の実績")):
        if row is not None and (value := getattr(row, role)) is not None:
            yield value, row.unit, f"{words} {getattr(row, f'{role}_text')}"


def _other_values(context: Context) -> Iterator[KnownValue]:
    """The other values that a text may repeat: the activity's ratio, those of the plan's indicators."""
    row = context.activity
    for value, words in ((row.ratio_printed, "記載"), (row.ratio, "計算")) if row else ():
        if value is not None:
            yield value, "%", f"前年度比（{words}） {value}%"
    for own in context.indicators:
        for role, words in (("actual", "実績値"), ("baseline", "基準値"), ("target", "目標値")):
            if (value := getattr(own, role)) is not None:
                text = getattr(own, f"{role}_text")
                yield value, own.unit, f"「{own.name}」の{words} {text}"


def _same_unit(one: str, other: str) -> bool:
    return one_spelling(one) == one_spelling(other) or {one, other} == set(PEOPLE)


def _of_total(figure: Figure, share: Share, text: str, context: Context) -> Judged:
    """A share of a total: the activity's result ÷ the total, half up at the printed decimals.

    A wrong share is told once, at the percentage.
    """
    row, total, percent = context.activity, share.total.value, share.percent.value
    nothing = _judged(figure, "no_counterpart", "")
    if row is None or row.actual is None or percent is None or not total or total <= row.actual:
        return nothing
    if not _same_unit(share.total.unit, row.unit):
        return nothing
    computed = rounded(row.actual * 100 / total, decimals(percent))
    words = f"{row.actual_text}÷{share.total.text}"
    if computed == percent:
        return _judged(figure, "agrees", words)
    if figure == share.total or not _STATED.match(text, share.percent.end):
        return nothing
    return _judged(figure, "differs", f"{words}＝{computed}%")


def _judged(figure: Figure, agreement: str, counterpart: str) -> Judged:
    return Judged(figure.start, figure.text, figure.value, figure.unit, agreement, counterpart)


def _same_as_indicator(row: Activity, indicators: list[IndicatorRow]) -> list[Judged]:
    """A result that is an indicator's actual value too: 補助件数 252件 of 脱炭素促進設備等補助件数 (Hitachi R5 PLAN 09)."""
    return [
        Judged(0, row.actual_text, row.actual, row.unit, "agrees", f"「{own.name}」の実績値 {own.actual_text}")
        for own in indicators
        if row.measure
        and squeeze(own.name).endswith(squeeze(row.measure))
        and row.actual is not None
        and (own.actual, own.unit) == (row.actual, row.unit)
    ]


# words


def _movement(claim: Claim, context: Context) -> Judged | None:
    """増加, 減少 or 横ばい of the row's own result, against its values."""
    row = context.activity
    if row is None or not _names(claim.subject, context):
        return None
    moved, moved_to = value_change(row.actual, row.previous), row.ratio
    if moved_to is None:
        moved_to = ratio(row.actual, row.previous)
    if moved_to is None:  # a doubtful value has no ratio, but its text may well tell what is wrong
        return None
    agrees = row.change == "flat" if claim.meaning == "flat" else moved == claim.meaning
    if not agrees and _is_narrower(claim.subject, _own(context)):
        return None
    words = f"{row.actual_text}÷{row.previous_text}＝{moved_to}%"
    return _word(claim, agrees, words)


def _comparison(claim: Claim, context: Context) -> Judged | None:
    """目標値を上回る and the like, against the one indicator that the subject names."""
    role = "target" if claim.against == "目標" else "baseline"
    rows = [row for row in context.indicators if is_about(claim.subject, [squeeze(row.name)])]
    if len(rows) != 1:
        return None
    (row,) = rows
    actual, bound = row.actual, row.target if role == "target" else row.baseline
    if actual is None or bound is None:
        return None
    if claim.meaning == "reached" and not row.polarity:
        return None  # 45 beside a target of 50 is 達成 where less is better
    agrees = {"above": actual > bound, "below": actual < bound, "reached": reached(actual, bound, row.polarity)}[
        claim.meaning
    ]
    if not agrees and _is_narrower(claim.subject, row.name):
        return None
    words = f"{row.actual_text}、{claim.against}値{getattr(row, f'{role}_text')}"
    return _word(claim, agrees, words)


def _word(claim: Claim, agrees: bool, words: str) -> Judged:
    agreement = "agrees" if agrees else "differs"
    return Judged(claim.start, claim.word, None, "", agreement, words)
