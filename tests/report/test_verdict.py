"""The verdict of a plan: a table in, its sentences out; and that no fact makes it silent, wrong or long."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from aligned import heading, rows, table
from hypothesis import given, settings
from hypothesis import strategies as st

from cityplan import steps
from cityplan.city.edition import Edition
from cityplan.city.rules import Class, Rule, rules
from cityplan.city.short_names import ShortName
from cityplan.compute.document import compute, with_expected
from cityplan.files.errors import UsageError
from cityplan.japanese.quantities import quantity
from cityplan.japanese.years import era
from cityplan.report.cite import Lines
from cityplan.report.city import overview
from cityplan.report.plan import brief, verdict
from cityplan.report.plan.verdict_facts import (
    ActivityFacts,
    Aim,
    IndicatorFacts,
    Move,
    PlanFacts,
    Yardstick,
    standing_words,
)
from cityplan.report.plan.verdict_indicators import clause
from cityplan.report.plan.verdict_sentences import lines
from cityplan.report.plan.verdict_words import LONGEST_SENTENCE, Words
from cityplan.tables.schema import Tables, activity_rows, frame, indicator_rows

WORDS = Words()
HITACHI = rules()["target-baseline"]
NEVER = ("順調", "遅れ", "悪化", "達成率", "目安", "要因", "ため減", "基準を達成")
COUNT = re.compile(r"(\d+)指標")


def said(facts: PlanFacts) -> list[str]:
    return [str(line.striptags()) for line in lines(facts, WORDS)]


# a table in, sentences out

EDITION = Edition("mihon", "見本市", "見本市", "R5", "R5.csv", "見本計画", "plain-table", actual=2023)


def number(text: str) -> Any:
    found = quantity(text.replace("※", ""))
    return found.value if found else None


def printed_rows(drawn: str) -> Iterator[dict[str, Any]]:
    """Indicators as a document prints them: their numbers and units are read from the print."""
    for no, cells in enumerate(rows(drawn)[1:], 1):
        row: dict[str, Any] = dict(zip(heading(drawn), cells, strict=True))
        texts = {role: row.pop(role, "") for role in ("baseline", "target", "actual")}
        units = [found.unit for text in texts.values() if (found := quantity(text)) and found.unit]
        yield {
            "plan_id": "01",
            "indicator_no": no,
            "source_line": no,
            "unit": units[0] if units else "",
            "baseline_fy": 2021,
            "target_fy": 2026,
            "actual_fy": 2023,
            "target_kind": "level",
            **{f"{role}_text": text for role, text in texts.items()},
            **{role: number(text) for role, text in texts.items()},
            **row,
        }


def tables_of(drawn: str, activities: str = "", rule: Rule | None = HITACHI, findings: str = "") -> Tables:
    """The tables of a document with one plan; `before` is last year's value, `mark` and `mark_before` are printed."""
    own = list(printed_rows(drawn)) if drawn else []
    history = [
        {
            "plan_id": "01",
            "subject": "indicator",
            "no": row["indicator_no"],
            "role": role,
            "fiscal_year": year,
            "value": value,
            "unit": row["unit"],
        }
        for row in own
        for role, year, value in (("actual", 2022, number(row.pop("before", ""))), ("actual", 2023, row["actual"]))
        if value is not None
    ]
    for row in own:
        row["status_printed"] = row.pop("mark", "")
        row["status_previous_printed"] = row.pop("mark_before", "")
    columns = "activity_no | name | measure | unit | actual_text | actual | previous_text | previous | ratio_printed"
    found = "table | row | column | kind | severity"
    tables = {
        "indicators": frame("indicators", own),
        "activities": table("activities", f"{columns}\n{activities}".strip(), plan_id="01"),
        "observations": frame("observations", []),
        "history": frame("history", history),
        "findings": table("findings", f"{found}\n{findings}".strip(), plan_id="01"),
    }
    tables |= compute(tables, rule)
    return {**tables, "indicator_results": with_expected(tables, ())}


def facts_of(
    tables: Tables, rule: Rule | None = HITACHI, edition: Edition = EDITION, has_sheet: bool = True
) -> PlanFacts:
    own = indicator_rows(tables), activity_rows(tables)
    plan = SimpleNamespace(has_sheet=has_sheet)
    return verdict.facts_of(edition, rule, tables, plan, *own, Lines(edition, {}, frozenset()))


def told(drawn: str, activities: str = "", rule: Rule | None = HITACHI, findings: str = "", **plan: Any) -> list[str]:
    facts = facts_of(tables_of(drawn, activities, rule, findings), rule, **plan)
    return said(replace(facts, unforeseen=frozenset()))  # said of nearly all of them: it has tests of its own


HEAD = "name | polarity | baseline | target | before | actual | mark_before | mark"
# fmt: off
ONE = [
    # how it stands
    ("社数 | higher | 8社以上  | 40社以上  |      | 12社   |   | ", "社数は12社で、基準値8社を上回るが、目標値40社以上に届いていない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 8社    |   | ", "社数は8社で、基準値8社と同じだが、目標値40社以上に届いていない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 7社    |   | ", "社数は7社で、基準値8社に届いていない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 40社   |   | ", "社数は40社で、目標値40社以上に届いている。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 41社   |   | ", "社数は41社で、目標値40社以上に届いている。"),
    ("社数 | higher | 8社以上  | 8社以上   |      | 8社    |   | ", "社数は8社で、目標値8社以上に届いている。"),
    ("社数 | higher | 40社以上 | 30社以上  |      | 32社   |   | ", "社数は32社で、目標値30社以上に届いているが、基準値40社に届いていない。"),
    ("社数 | higher | 40社以上 | 30社以上  |      | 20社   |   | ", "社数は20社で、基準値40社に届いていない。"),
    ("社数 | higher |          | 40社以上  |      | 12社   |   | ", "社数は12社で、目標値40社以上に届いていない。"),
    ("社数 | higher |          | 40社以上  |      | 50社   |   | ", "社数は50社で、目標値40社以上に届いている。"),
    ("社数 | higher | 8社以上  |           |      | 12社   |   | ", "社数は12社で、基準値8社を上回る。"),
    ("社数 | higher | 8社以上  |           |      | 8社    |   | ", "社数は8社で、基準値8社と同じ。"),
    ("社数 | higher | 8社以上  |           |      | 7社    |   | ", "社数は7社で、基準値8社に届いていない。"),
    ("社数 | higher |          |           |      | 7社    |   | ", "社数は7社。"),
    # less is better
    ("待ち | lower  | 86人以下 | 50人以下  |      | 85人   |   | ", "待ち（小さいほど良い）は85人で、基準値86人を下回るが、目標値50人以下に届いていない。"),
    ("待ち | lower  | 86人以下 | 50人以下  |      | 86人   |   | ", "待ち（小さいほど良い）は86人で、基準値86人と同じだが、目標値50人以下に届いていない。"),
    ("待ち | lower  | 86人以下 | 50人以下  |      | 90人   |   | ", "待ち（小さいほど良い）は90人で、基準値86人に届いていない。"),
    ("待ち | lower  | 86人以下 | 50人以下  |      | 50人   |   | ", "待ち（小さいほど良い）は50人で、目標値50人以下に届いている。"),
    ("待ち | lower  | 86人以下 | 0人       |      | 0人    |   | ", "待ち（小さいほど良い）は0人で、目標値0人に届いている。"),
    # by its mark
    ("社数 | higher | 8社以上  | 40社以上  |      | 12社   | △ | ○", "社数は12社で、印が前年度の△から○に上がり、基準値8社を上回るが、目標値40社以上に届いていない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 12社   | ◎ | ○", "社数は12社で、印が前年度の◎から○に下がり、基準値8社を上回るが、目標値40社以上に届いていない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 7社    | ○ | △", "社数は7社で、印が前年度の○から△に下がり、基準値8社に届いていない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 41社   | △ | ◎", "社数は41社で、印が前年度の△から◎に上がり、目標値40社以上に届いている。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 12社   | ○ | ○", "社数は12社で、基準値8社を上回るが、目標値40社以上に届いていない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 12社   | — | ○", "社数は12社で、基準値8社を上回るが、目標値40社以上に届いていない。"),
    # by its value
    ("社数 | higher | 8社以上  | 40社以上  | 10社 | 12社   |   | ", "社数は12社で、前年度の10社から増え、基準値8社を上回るが、目標値40社以上に届いていない。"),
    ("社数 | higher | 8社以上  | 40社以上  | 6社  | 7社    |   | ", "社数は7社で、前年度の6社から増えたが、基準値8社に届いていない。"),
    ("社数 | higher | 8社以上  | 40社以上  | 50社 | 41社   |   | ", "社数は41社で、前年度の50社から減ったが、目標値40社以上に届いている。"),
    ("社数 | higher | 8社以上  | 40社以上  | 12社 | 12社   |   | ", "社数は12社（前年度と同じ）で、基準値8社を上回るが、目標値40社以上に届いていない。"),
    ("社数 | higher | 8社以上  | 40社以上  | 12社 | 7社    | ○ | △", "社数は7社で、前年度の12社から減り、基準値8社に届いていない。"),
    ("待ち | lower  | 86人以下 | 50人以下  | 80人 | 90人   |   | ", "待ち（小さいほど良い）は90人で、前年度の80人から増え、基準値86人に届いていない。"),
    ("待ち | lower  | 86人以下 | 50人以下  | 95人 | 90人   |   | ", "待ち（小さいほど良い）は90人で、前年度の95人から減ったが、基準値86人に届いていない。"),
    ("率   | higher | 20.0%    | 50.0%以上 | 30.5%| 28.4%  |   | ", "率は28.4%で、前年度の30.5%から下がり、基準値20.0%を上回るが、目標値50.0%以上に届いていない。"),
    ("社数 | higher |          |           | 6社  | 7社    |   | ", "社数は7社で、前年度の6社から増えた。"),
    # value and mark disagree
    ("社数 | higher | 8社以上  | 40社以上  |      | 12社   | ○ | △", "社数は12社で、基準値8社を上回るが、目標値40社以上に届いていない。資料の印は△（基準値未満）だが、値からは○（基準値以上）になる。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 12社   |   | —", "社数は12社で、基準値8社を上回るが、目標値40社以上に届いていない。資料の印は—（指標未公表）だが、値からは○（基準値以上）になる。"),
    ("社数 | higher | 8社以上  | 40社以上  | 11社 | 12社   | ◎ | ○", "社数は12社で、前年度の11社から増え、基準値8社を上回るが、目標値40社以上に届いていない。印は前年度の◎から○に下がったが、値の動きと合わない。"),
    # no direction
    ("社数 |        | 8社      | 40社      |      | 12社   |   | ", "社数は12社で、目標値40社との差は28社。良し悪しの向きは、資料からは分からない。"),
    ("社数 |        | 8社      | 5社       |      | 12社   |   | ○", "社数は12社で、目標値5社との差は7社。良し悪しの向きは、資料からは分からない。資料の印は○（基準値以上）。"),
    ("社数 |        | 8社      | 40社      | 15社 | 12社   |   | ", "社数は12社で、前年度の15社から減り、目標値40社との差は28社。良し悪しの向きは、資料からは分からない。"),
    ("社数 |        | 8社      | 12社      |      | 12社   |   | ", "社数は12社で、目標値12社と同じ。良し悪しの向きは、資料からは分からない。"),
    ("率   |        | 8.0%     |           |      | 12.5%  |   | ", "率は12.5%で、基準値8.0%との差は4.5ポイント。良し悪しの向きは、資料からは分からない。"),
    # no value
    ("社数 | higher | 8社以上  | 40社以上  |      | R6.10月公表 | — | —", "社数は、実績値が「R6.10月公表」のため、目標値40社以上に届いているか分からない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | —      | — | —", "社数は、実績値が未公表のため、目標値40社以上に届いているか分からない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 集計中 | — | —", "社数は、実績値が集計中のため、目標値40社以上に届いているか分からない。"),
    ("社数 | higher | 8社以上  | 40社以上  | 12社 | 集計中 |   | ", "社数は、実績値が集計中のため、目標値40社以上に届いているか分からない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 未入力 |   | ", "社数は、実績値が未入力のため、目標値40社以上に届いているか分からない。"),
    ("社数 | higher | 8社以上  |           |      | －     |   | ", "社数は、実績値が「－」のため、基準値8社に届いているか分からない。"),
    ("社数 | higher |          |           |      |        |   | ", "社数は、実績値が資料にないため、分からない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 約束   |   | ", "社数は、実績値「約束」を数として読めないため、目標値40社以上に届いているか分からない。"),
    ("社数 | higher | 8社以上  | 40社以上  |      | 約束   |   | ○", "社数は、実績値「約束」を数として読めないため、目標値40社以上に届いているか分からない。実績値はないが、資料の印は○（基準値以上）。"),
    # what cannot be held against its target
    ("待ち | lower  | 20人     | 10人未満  |      | 10人   |   | ", "待ちは10人で、10人未満の境の値であるため、目標値10人未満に届いているか分からない。"),
    ("社数 | higher | (延べ) 8社以上 | (延べ) 40社以上 | | (延べ) 12社 |  | ", "社数は(延べ)12社で、基準値(延べ)8社を上回るが、目標値(延べ)40社以上に届いていない。"),
]
# fmt: on


@pytest.mark.parametrize(("drawn", "wanted"), ONE)
def test_one_indicator(drawn: str, wanted: str) -> None:
    assert told(f"{HEAD}\n{drawn}") == [wanted]


def test_a_declared_short_name_stands_in_the_sentences_alone() -> None:
    shorts = (ShortName("01", "補助を受けて就業した女性の人数", "就業した女性の人数"),)
    tables = tables_of(f"{HEAD}\n補助を受けて就業した女性の人数 | higher | 12人 | 15人 | | 4人 | |")
    facts = facts_of(tables, edition=replace(EDITION, short_names=shorts))
    assert said(facts)[0] == "就業した女性の人数は4人で、基準値12人に届いていない。"
    assert facts.indicators[0].name == "補助を受けて就業した女性の人数"
    assert said(facts_of(tables))[0] == "補助を受けて就業した女性の人数は4人で、基準値12人に届いていない。"


def test_last_years_marks_are_not_missed_where_its_values_are_known() -> None:
    head = "name | subgroup | source_line | polarity | baseline | target | before | actual | mark_before | mark"
    drawn = """{head}
        割合 | 小学生 | 9 | higher | 62.0% | 70.0% | {before} | 61.5% | ○ | △
        割合 | 中学生 | 9 | higher | 57.0% | 75.0% | {before} | 59.7% |    | ○"""
    shared = "前年度の印は2区分に1つだけで、区分ごとの動きは分からない。"
    assert told(drawn.format(head=head, before=""))[1:] == [shared]
    assert told(drawn.format(head=head, before="60.0%")) == [
        "割合（小学生）は61.5%で、前年度の60.0%から上がったが、基準値62.0%に届いていない。"
        "割合（中学生）は59.7%で、前年度の60.0%から下がり、基準値57.0%を上回るが、目標値75.0%に届いていない。"
    ]


def test_a_value_in_doubt_is_not_judged_and_bears_its_mark() -> None:
    drawn = f"{HEAD}\n社数 | higher | 8社以上 | 40社以上 | | 3400社 | | ◎"
    tables = tables_of(drawn, findings="indicators | 1 | actual_text | doubtful_value | warning")
    doubtful = tables["indicator_results"].assign(progress_reason="値に疑いがある", reaches_baseline=None)
    assert said(facts_of({**tables, "indicator_results": doubtful.assign(reaches_target=None)})) == [
        "社数は3400社※で、値に疑いがある（※）ため、目標値40社以上に届いているか分からない。資料の印は◎（目標値以上）。",
        "※の数値には、確認の要る点がある（注を参照）。R8の目標値に届くかは、この資料からは分からない。",
    ]


@pytest.mark.parametrize(
    ("finding", "wanted"),
    [
        ("unit        | unit_doubtful   | warning", "率は54.2%※で、基準値63.0%※に届いていない。"),
        ("actual_text | invented        | error  ", "率は54.2%※で、基準値63.0%に届いていない。"),
        ("actual_text | invented        | info   ", "率は54.2%で、基準値63.0%に届いていない。"),
        ("baseline_text | baseline_choice | warning", "率は54.2%で、基準値63.0%に届いていない。"),
    ],
)
def test_a_number_with_a_doubtful_finding_bears_its_mark(finding: str, wanted: str) -> None:
    first, *rest = told(
        f"{HEAD}\n率 | higher | 63.0% | 77.5%以上 | | 54.2% | | ", findings=f"indicators | 1 | {finding}"
    )
    assert first == wanted
    assert rest == (["※の数値には、確認の要る点がある（注を参照）。"] if "※" in wanted else [])


BASELINES = [
    ("short beyond", "short", "人数は5人で、R2の基準値3人を上回るが、R元の基準値9人に届いていない。"),
    ("short equal", "short", "人数は5人で、R2の基準値3人と同じだが、R元の基準値9人に届いていない。"),
    ("short short", "short", "人数は5人で、R元の基準値9人とR2の基準値3人に届いていない。"),
    ("beyond short", "short", "人数は5人で、R元の基準値9人を上回るが、R2の基準値3人に届いていない。"),
    ("beyond beyond", "short", "人数は5人で、R元の基準値9人とR2の基準値3人を上回るが、目標値12人に届いていない。"),
    ("beyond beyond", "beyond", "人数は5人で、目標値12人に届いている。"),
    ("short beyond", "equal", "人数は5人で、目標値12人に届いているが、R元の基準値9人に届いていない。"),
]


@pytest.mark.parametrize(("sides", "target", "wanted"), BASELINES)
def test_two_baselines(sides: str, target: Any, wanted: str) -> None:
    first, second = sides.split()
    baselines = (Yardstick("9人", first, "R元"), Yardstick("3人", second, "R2"))  # type: ignore[arg-type]
    row = IndicatorFacts("人数", "5人", target=Yardstick("12人", target), baselines=baselines, better="higher")
    assert str(clause(row, WORDS)) == wanted


@pytest.mark.parametrize(
    ("drawn", "years", "wanted"),
    [
        ("8社以上 | 40社以上 | 11社 | 12社", [], ["R8の目標値に届くかは、この資料からは分からない。"]),
        ("8社以上 | 40社以上 | 11社 | 12社", [2021], []),  # two changes: the page of several years tells more
        ("8社以上 | 40社以上 |      | 12社", [2020, 2021], ["R8の目標値に届くかは、この資料からは分からない。"]),
        ("8社以上 | 40社以上 | 11社 | 40社", [], []),
        ("8社以上 |          | 11社 | 12社", [], []),
    ],
)
def test_whether_a_target_will_be_reached_is_said_to_be_unknown(
    drawn: str, years: list[int], wanted: list[str]
) -> None:
    tables = tables_of(f"name | polarity | baseline | target | before | actual\n社数 | higher | {drawn}")
    told = [{"plan_id": "01", "subject": "indicator", "no": 1, "role": "actual", "fiscal_year": year} for year in years]
    earlier = frame("history", [{**row, "value": Decimal(10), "unit": "社"} for row in told])
    tables["history"] = pd.concat([tables["history"], earlier], ignore_index=True)
    assert said(facts_of(tables))[1:] == wanted


def test_targets_of_two_years_are_told_without_one() -> None:
    tables = tables_of("name | polarity | target | actual\nア | higher | 9 | 1\nイ | higher | 9 | 1")
    tables["indicators"]["target_fy"] = [2026, 2030]
    assert said(facts_of(tables))[-1] == "目標値に届くかは、この資料からは分からない。"


TWO = [
    (
        "人口 | higher | 35.28 | 38.00 | | 34.29 | △ | △\n利用 | higher | 3288千人 | 3041千人 | | 2740千人 | △ | △",
        "人口（34.29）と利用（2740千人）は、どちらも基準値に届いていない。",
    ),
    (
        "社数 | higher | 8社 | 40社 | | 12社 | |\n待ち | lower | 86人 | 50人以下 | | 85人 | |",
        "社数は12社で、基準値8社を上回るが、目標値40社に届いていない。"
        "待ち（小さいほど良い）は85人で、基準値86人を下回るが、目標値50人以下に届いていない。",
    ),
    (
        "件数 | higher | 30件 | 50件 | | 36件 | ○ | ○\n誘致 | higher | 5件 | 6件 | | 5件 | ◎ | ○",
        "誘致は5件で、印が前年度の◎から○に下がり、基準値5件と同じだが、目標値6件に届いていない。"
        "件数は36件で、基準値30件を上回るが、目標値50件に届いていない。",
    ),
    (
        "割合 | higher | 28.9% | 35.0%以上 | | — | — | —\n訓練 | higher | 1回 | 5回以上 | | 5回 | ◎ | ◎",
        "訓練は5回で、目標値5回以上に届いている。割合は、実績値が未公表のため、目標値35.0%以上に届いているか分からない。",
    ),
]


@pytest.mark.parametrize(("drawn", "wanted"), TWO)
def test_two_indicators(drawn: str, wanted: str) -> None:
    assert told(f"{HEAD}\n{drawn}") == [wanted]


def test_an_indicator_told_twice_counts_once_and_this_is_said() -> None:
    row = "社数 | higher | 8社 | 40社 | | 12社 | | "
    assert told(f"{HEAD}\n{row}\n{row}") == [
        "社数は12社で、基準値8社を上回るが、目標値40社に届いていない。",
        "再掲の1指標は、1度だけ数えた。",
    ]
    others = "\n".join(f"数{n} | higher | 8社 | 40社 | | {n}社 | | " for n in range(1, 4))
    assert told(f"{HEAD}\n{row}\n{others}\n{row}") == [
        "4指標（再掲1を除く）のうち3指標が基準値に届いていない。「社数」は基準値以上だが、目標値に届いていない。"
    ]


# fmt: off
MANY = [
    (
        """ア | higher | 8 | 40 | | 5  | |
           イ | higher | 8 | 40 | | 6  | |
           ウ | higher | 8 | 40 | | 7  | | """,
        "3指標すべてが基準値に届いていない。",
    ),
    (
        """ア | higher | 8  | 40  |    | 5   | ○ | △
           イ | lower  | 20 | 10以下 | 9 | 11  |   |
           ウ | higher | 8  | 40  | 50 | 41  |   |
           エ | higher | 8  | 40  |    | 45  | △ | ◎
           オ | higher | 8  | 40  |    | 12  |   |
           カ | higher |    | 40  |    | 12  |   |
           キ |        | 8  | 6   |    | 9   |   |
           ク | higher | 8  | 40  |    | —   | — | —""",
        "8指標のうち「ア」は基準値に届いていない。2指標が目標値に届いている。2指標が基準値に届いているが、目標値に届いていない。"
        "「カ」は目標値に届いていない。2指標は値か良し悪しの向きが分からない。"
        "前年度より悪い方へ動いたのは2指標、印が下がったのは「ア」、印が上がったのは「エ」。",
    ),
    (
        """ア | higher | 8 | 40 | | —      | | —
           イ | higher | 8 | 40 | | —      | | —
           ウ | higher | 8 | 40 | | 未公表 | | —""",
        "3指標は、どれも実績値が未公表のため、目標値に届いているか分からない。",
    ),
    (
        """ア | higher | 8 | 40 | | 集計中 | |
           イ | higher | 8 | 40 | |        | |
           ウ | higher | 8 |    | | 9      | | """,
        "3指標のうち「ウ」は基準値以上。2指標は実績値がないか読めないため、目標値に届いているか分からない。",
    ),
    (
        """ア | | 8社 | 40社 | | 9社  | |
           イ | | 8社 | 40社 | | 10社 | |
           ウ | higher | 8社 | 40社 | | 41社 | | """,
        "3指標のうち「ウ」は目標値に届いている。2指標は良し悪しの向きが資料から分からない。",
    ),
    (
        """ア |        | 8社 | 40社 | | 9社  | |
           イ | higher | 8社 | 40社 | | 42社 | |
           ウ | higher | 8社 | 40社 | | 41社 | | """,
        "3指標のうち2指標が目標値に届いている。アは9社で、目標値40社との差は31社。良し悪しの向きは、資料からは分からない。",
    ),
]
# fmt: on


@pytest.mark.parametrize(("drawn", "wanted"), MANY)
def test_three_indicators_and_more(drawn: str, wanted: str) -> None:
    assert told(f"{HEAD}\n{drawn}") == [wanted]


def test_marks_that_say_another_thing_are_counted_below() -> None:
    drawn = """ア | higher | 8 | 40 |    | 12   | ○ | △
               イ | higher | 8 | 40 | 11 | 12   | ◎ | ○
               ウ | higher | 8 | 40 |    | 約束 |   | ○"""
    assert told(f"{HEAD}\n{drawn}")[1:] == [
        "1指標は、資料の印が値と合わない。1指標は、印の動きが値の動きと合わない。1指標は、比べられる実績値がなく印だけがある。"
    ]


# other marks, and none

GRADES = Rule(
    "grades",
    "見本",
    "見本",
    (
        Class("Ａ", "達成", "target_reached"),
        Class("Ｂ", "基準値以上", "baseline_reached"),
        Class("Ｄ", "基準値未満", "otherwise"),
    ),
)


@pytest.mark.parametrize(
    ("rule", "marks", "wanted"),
    [
        (
            GRADES,
            "Ｄ | Ｂ",
            "社数は12社で、印が前年度のＤからＢに上がり、基準値8社を上回るが、目標値40社に届いていない。",
        ),
        (
            GRADES,
            "Ｂ | Ａ",
            "社数は12社で、基準値8社を上回るが、目標値40社に届いていない。資料の印はＡ（達成）だが、値からはＢ（基準値以上）になる。",
        ),
        (None, "Ｄ | Ｂ", "社数は12社で、基準値8社を上回るが、目標値40社に届いていない。"),
        (None, "未達成 | 達成", "社数は12社で、基準値8社を上回るが、目標値40社に届いていない。"),
    ],
)
def test_the_order_and_words_of_marks_come_from_the_rule(rule: Rule | None, marks: str, wanted: str) -> None:
    assert told(f"{HEAD}\n社数 | higher | 8社 | 40社 | | 12社 | {marks}", rule=rule) == [wanted]


def test_a_mark_without_a_rule_is_quoted_where_nothing_else_can_be_said() -> None:
    assert told(f"{HEAD}\n社数 | higher | | | | 12社 | | 達成", rule=None) == ["社数は12社。資料の印は達成。"]
    assert told(f"{HEAD}\n社数 | higher | | 40社 | | 集計中 | | 概ね達成", rule=None) == [
        "社数は、実績値が集計中のため、目標値40社に届いているか分からない。実績値はないが、資料の印は概ね達成。"
    ]


# tables as other cities print them: slides, a list in Word, values of each year

FORMS = [
    (
        """name | subgroup | polarity | baseline | target | before | actual | mark_before | mark
        子育てがしやすいと感じる保護者の割合 | 就学前 | higher | 58.4% | 65.0%以上 | 61.2% | 63.0% | 概ね達成 | 概ね達成
        子育てがしやすいと感じる保護者の割合 | 小学生 | higher | 54.1% | 60.0%以上 | 53.3% | 52.7% | 未達成 | 未達成
        合計特殊出生率 | | higher | 1.38 | 1.45以上 | 1.35 | 1.31 | 概ね達成 | 概ね達成""",
        "3指標のうち2指標が基準値に届いていない。"
        "「子育てがしやすいと感じる保護者の割合（就学前）」は基準値以上だが、目標値に届いていない。"
        "前年度より下がったのは2指標、上がったのは「子育てがしやすいと感じる保護者の割合（就学前）」。",
    ),
    (
        """name | polarity | baseline | target | before | actual | mark_before | mark
        新規創業者数（累計） | higher | 12人 | 60人以上 | 26人 | 41人 | 未達成 | 未達成
        市内事業所の従業者数 | higher | 18,420人 | 18,600人以上 | 18,502人 | 18,655人 | 概ね達成 | 達成
        港周辺の空き区画率 | lower | 14.8% | 10.0%以下 | 12.9% | 11.2% | 未達成 | 未達成
        有効求人倍率 | higher | 0.98倍 | 1.20倍以上 | 1.07倍 | 1.12倍 | 未達成 | 概ね達成""",
        "4指標のうち「市内事業所の従業者数」は目標値に届いている。3指標が基準値に届いているが、目標値に届いていない。"
        "前年度より良い方へ動いたのは4指標。",
    ),
    (
        """name | subgroup | polarity | baseline | target | before | actual
        授業の内容が分かると答えた児童生徒の割合 | 小学６年 国語 | higher | 84.0% | 90.0%以上 | 83.9% | 85.2%
        授業の内容が分かると答えた児童生徒の割合 | 小学６年 算数 | higher | 79.6% | 85.0%以上 | 80.5% | 81.3%
        授業の内容が分かると答えた児童生徒の割合 | 中学３年 国語 | higher | 77.1% | 85.0%以上 | 76.0% | 74.8%
        授業の内容が分かると答えた児童生徒の割合 | 中学３年 数学 | higher | 70.2% | 80.0%以上 | 69.4% | 68.9%
        市立図書館の来館者数 | | higher | 152千人 | 180千人以上 | 171千人 | 168千人""",
        "5指標のうち2指標が基準値に届いていない。3指標が基準値以上だが、目標値に届いていない。"
        "前年度より下がったのは3指標、上がったのは2指標。",
    ),
    (
        """name | polarity | baseline | target | before | actual | mark_before | mark
        １人１日当たりのごみの排出量 | lower | 912g | 850g以下 | 895g | 874g | 概ね達成 | 概ね達成
        自主防災組織の活動率 | higher | 71.3% | 80.0%以上 | 75.0% | 78.9% | 概ね達成 | 概ね達成
        公共施設の温室効果ガス排出量 | lower | 9,840t-CO2 | 7,900t-CO2以下 | 9,412t-CO2 | 9,105t-CO2 | 未達成 | 未達成""",
        "3指標すべてが基準値に届いているが、目標値に届いていない。前年度より良い方へ動いたのは3指標。",
    ),
    (
        """name | polarity | baseline | target | before | actual | mark_before | mark
        観光入込客数 | higher | 612千人 | 720千人以上 | 702千人 | 751千人 | 概ね達成 | 未達成
        社会増減数 | higher | ▲86人 | 0人以上 | ▲71人 | ▲52人 | 未達成 | 未達成""",
        "観光入込客数は751千人で、前年度の702千人から増え、目標値720千人以上に届いている。"
        "社会増減数は−52人で、前年度の−71人から増え、基準値−86人を上回るが、目標値0人以上に届いていない。",
    ),
    (
        """name | unit | polarity | baseline | target | before | actual | mark
        子育て世代包括支援センターの相談件数 | 件 | higher | 1,842 | 2,400 | 2,210 | 2,356 | Ｂ
        保育所等の待機児童数 | 人 | lower | 12 | 0 | 0 | 0 | Ａ
        ファミリーサポートの提供会員数 | 人 | higher | 146 | 220 | 160 | 172 | Ｃ
        乳児家庭全戸訪問の実施率 | % | higher | 94.2 | 100.0 | 97.0 | 98.1 | Ｂ""",
        "4指標のうち「保育所等の待機児童数」は目標値に届いている。3指標が基準値以上だが、目標値に届いていない。"
        "前年度より上がったのは3指標。",
    ),
    (
        """name | unit | polarity | baseline | target | before | actual | mark
        学校に行くのが楽しいと答えた小学生の割合 | % | higher | 86.3 | 90.0 | 86.0 | 87.4 | Ｂ
        学校に行くのが楽しいと答えた中学生の割合 | % | higher | 81.5 | 85.0 | 79.8 | 80.9 | Ｂ
        英検３級相当以上の英語力を持つ中学３年生の割合 | % | higher | 38.4 | 50.0 | 47.9 | 51.3 | Ａ
        校舎の長寿命化改修の実施校数（累計） | 校 | higher | 1 | 7 | 3 | 4 | Ｄ""",
        "4指標のうち「学校に行くのが楽しいと答えた中学生の割合」は基準値に届いていない。"
        "「英検３級相当以上の英語力を持つ中学３年生の割合」は目標値に届いている。"
        "2指標が基準値以上だが、目標値に届いていない。前年度より上がったのは4指標。",
    ),
    (
        """name | unit | polarity | baseline | target | before | actual | mark
        製造品出荷額等 | 億円 | higher | 1,286 | 1,450 | 1,347 | 集計中 | －
        市の支援を受けた創業件数（累計） | 件 | higher | 8 | 100 | 51 | 70 | Ｃ
        認定農業者数 | 経営体 | higher | 64 | 70 | 59 | 57 | Ｂ
        水揚量 | ｔ | higher | 5,120 | 5,200 | 4,412 | 4,105 | Ｃ
        ふるさと納税の寄附額 | 千円 | higher | 186,420 | 400,000 | 362,118 | 341,906 | Ｂ""",
        "5指標のうち2指標が基準値に届いていない。2指標が基準値以上だが、目標値に届いていない。"
        "製造品出荷額等は、実績値が集計中のため、目標値1,450億円に届いているか分からない。"
        "前年度より減ったのは3指標、増えたのは「市の支援を受けた創業件数（累計）」。",
    ),
    (
        """name | unit | polarity | baseline | target | before | actual | mark
        特定健康診査の受診率 | % | higher | 34.1 | 60.0 | 38.8 | 39.5 | Ｃ
        がん検診（大腸）の受診率 | % | higher | 12.6 | 25.0 | 14.2 | 14.8 | Ｄ
        週１回以上運動する市民の割合 | % | higher | 41.7 | 50.0 | － | 46.2 | Ｂ
        自殺死亡率（人口10万人当たり） | 人 | lower | 17.8 | 13.0 | 15.2 | 16.1 | Ｂ""",
        "4指標すべてが基準値に届いているが、目標値に届いていない。"
        "前年度より悪い方へ動いたのは「自殺死亡率（人口10万人当たり）」、上がったのは2指標。",
    ),
    (
        """name | unit | polarity | baseline | target | before | actual
        水産加工品の新商品開発数（累計） | 件 | higher | 1 | 15 | 10 | 13
        市内企業への若者（35歳未満）の就職者数 | 人 | higher | 142 | 190 | 151 | 147
        テレワーク拠点の利用登録者数 | 人 | higher | 0 | 200 | 131 | 168""",
        "3指標すべてが基準値以上だが、目標値に届いていない。"
        "前年度より減ったのは「市内企業への若者（35歳未満）の就職者数」、増えたのは2指標。",
    ),
    (
        """name | unit | polarity | baseline | target | before | actual
        移住相談を経た転入世帯数 | 世帯 | higher | 7 | 20 | 11 | 15
        関係人口（ふるさと会員）の数 | 人 | higher | 620 | 3,000 | 2,215 | 2,790
        高校生の市内就職・進学希望率 | % | higher | 29.8 | 35.0 | 31.6 | 32.3""",
        "3指標すべてが基準値以上だが、目標値に届いていない。前年度より上がったのは3指標。",
    ),
    (
        """name | unit | polarity | baseline | target | before | actual
        出会いイベントからの成婚数（累計） | 組 | higher | 0 | 13 | 5 | 9
        産後ケア事業の利用率 | % | higher | 4.2 | 18.0 | 13.1 | 12.4
        放課後児童クラブの待機児童数 | 人 | lower | 27 | 0 | 12 | 6""",
        "3指標すべてが基準値に届いているが、目標値に届いていない。"
        "前年度より下がったのは「産後ケア事業の利用率」、良い方へ動いたのは2指標。",
    ),
]


@pytest.mark.parametrize(("drawn", "wanted"), FORMS)
def test_tables_of_other_forms(drawn: str, wanted: str) -> None:
    assert told(drawn, rule=None) == [wanted]


# activities

# fmt: off
ACTIVITIES = [
    ("1 | 貸出 | 回数 | 回 | 40回 | 40 | 32回 | 32 | ", "掲載1事業の実績は、前年度より増えた。"),
    ("1 | 貸出 | 回数 | 回 | 32回 | 32 | 32回 | 32 | ", "掲載1事業の実績は、前年度と同じ。"),
    ("1 | 貸出 | 回数 | 回 | 31回 | 31 | 32回 | 32 | ", "掲載1事業の実績は、前年度より減った。"),
    ("1 | 催し | 人数 | 人 | 86人 | 86 | 85人 | 85 | \n2 | 貸出 | | 回 | 9回 | 9 | 5回 | 5 | ", "掲載2事業の実績は、どちらも前年度より増えた。"),
    ("1 | 催し | 人数 | 人 | 86人 | 86 | 95人 | 95 | \n2 | 貸出 | | 回 | 9回 | 9 | 5回 | 5 | ", "貸出の実績は前年度より増え、催しの人数は減った。"),
    ("1 | 催し | 人数 | 人 | 86人 | 86 | 86人 | 86 | \n2 | 貸出 | | 回 | 9回 | 9 | 5回 | 5 | ", "貸出の実績は前年度より増え、催しの人数は同じ。"),
    ("1 | 放課後まなびルーム事業 | | 教室 | 14教室 | 14 | 14教室 | 14 | \n2 | 海辺の図書館推進事業 | | 冊 | 86,320冊 | 86320 | 91,004冊 | 91004 | ",
     "海辺の図書館推進事業の実績は前年度より減り、放課後まなびルーム事業の実績は同じ。"),
    ("1 | 催し | | | 会の開催 | | 準備 | | ", "掲載1事業の実績は文章などで、前年度と数値で比べられない。"),
    ("1 | 催し | | 件 | 98件 | 98 | － | | ", "掲載1事業の実績は、前年度と数値で比べられない。"),
    ("1 | 催し | | | 会の開催 | | 準備 | | \n2 | 貸出 | | 回 | 9回 | 9 | 5回 | 5 | ",
     "貸出の実績は、前年度より増えた。ほかの1事業は、数値で比べられない。"),
    ("1 | 催し | | 人 | 3※ | 3 | 2人 | 2 | \n2 | 貸出 | | 回 | 9回 | 9 | 5回 | 5 | ",
     "貸出の実績は、前年度より増えた。ほかの1事業は、数値で比べられない。"),
    ("1 | ア | | 回 | 9回 | 9 | 5回 | 5 | \n2 | イ | | 回 | 9回 | 9 | 5回 | 5 | \n3 | ウ | 人数 | 人 | 2人 | 2 | 5人 | 5 | ",
     "数値で比べられる3事業のうち、前年度より増えたのは2事業、減ったのは「ウの人数」。"),
    ("1 | ア | | 回 | 9回 | 9 | 5回 | 5 | \n2 | イ | | 回 | 9回 | 9 | 5回 | 5 | \n3 | ウ | 人数 | 人 | 7人 | 7 | 5人 | 5 | ",
     "掲載3事業の実績は、すべて前年度より増えた。"),
    ("1 | 空き店舗 | | 件 | 40件 | 40 | 32件 | 32 | 144.4", "掲載1事業の実績は、前年度より増えた。前年度比の記載1か所は、実績からの計算と合わない。"),
    ("1 | 空き店舗 | | 件 | 40件 | 40 | 32件 | 32 | 125.0", "掲載1事業の実績は、前年度より増えた。"),
]
# fmt: on


@pytest.mark.parametrize(("drawn", "wanted"), ACTIVITIES)
def test_activities_are_more_fewer_or_the_same_exactly(drawn: str, wanted: str) -> None:
    assert told("", drawn) == ["このプランの指標は、資料にない。", wanted]


# nothing yet, or nothing at all


def test_a_plan_without_a_sheet() -> None:
    assert told("", has_sheet=False) == ["このプランの個別シートは資料になく、実績も指標も今後の取組も分からない。"]


AIMS = [
    ("28.4% | 50.0%", "級の割合を、28.4%（R3）から50.0%（R8）へ、5年で21.6ポイント上げることを目標にしている。"),
    ("28.4% | 20.0%", "級の割合を、28.4%（R3）から20.0%（R8）へ、5年で8.4ポイント下げることを目標にしている。"),
    ("100 件 | 110 件", "級の割合を、100件（R3）から110件（R8）へ、5年で10件増やすことを目標にしている。"),
    ("4 世帯 | 1 世帯", "級の割合を、4世帯（R3）から1世帯（R8）へ、5年で3世帯減らすことを目標にしている。"),
    ("4 世帯 | 4 世帯", "級の割合は4世帯（R3）で、目標値も4世帯（R8）で同じ。"),
    ("4 世帯 | ", "級の割合は4世帯（R3）。目標値は資料にない。"),
    (" | 7 世帯", "級の割合の目標値は7世帯（R8）。現状値は資料にない。"),
    (" | ", "級の割合の現状値と目標値は、資料にない。"),
]


@pytest.mark.parametrize(("drawn", "wanted"), AIMS)
def test_before_there_are_results(drawn: str, wanted: str) -> None:
    edition = replace(EDITION, actual=None)
    first, *rest = told(f"name | baseline | target\n級の割合 | {drawn}", edition=edition)
    assert first == f"{wanted}R4以降の実績はまだ資料になく、目標値に届くかは分からない。"
    assert not rest


def test_three_aims_are_counted() -> None:
    drawn = "name | baseline | target\nア | 4 | 7\nイ | 4 | 9\nウ | 4 | 4\nエ | 4 | 1\nオ | | 3"
    assert told(drawn, edition=replace(EDITION, actual=None)) == [
        "5指標の目標値は、現状値より大きいものが2指標、現状値より小さいものが1指標、現状値と同じものが1指標、"
        "現状値と比べられないものが1指標。R4以降の実績はまだ資料になく、目標値に届くかは分からない。"
    ]


# whole documents: typed by hand from the source

HITACHI_R5 = {
    "01": [
        "子育て世帯の年間転出超過数（小さいほど良い）は85人/年で、印が前年度の△から○に上がり、基準値86人/年を下回るが、目標値50人/年以下に届いていない。"
        "子育て世帯・若年夫婦世帯の山側住宅団地への住み替え数は10世帯/年で、印が前年度の○から△に下がり、基準値20世帯/年に届いていない。",
        "空き家利活用促進事業の補助件数は前年度より増え、山側住宅団地住み替え促進事業の補助件数は減った。"
        "R8の目標値に届くかは、この資料からは分からない。",
    ],
    "02": [
        "就業専門資格取得等補助を受けて就業した女性の人数は4人で、基準値12人に届いていない。",
        "恋活応援事業の実績は前年度より増え、女性人材育成事業の実績は減った。"
        "R8の目標値に届くかは、この資料からは分からない。",
    ],
    "03": ["このプランの個別シートは資料になく、実績も指標も今後の取組も分からない。"],
    "04": [
        "市民の市内医療機関における出産割合は54.20%で、基準値45.80%を上回るが、目標値60.00%以上に届いていない。"
        "20代～30代の女性1,000人当たりの出生率は58.60%※で、基準値63.00%※に届いていない。",
        "産前・産後ママサポート事業の利用人数は前年度より増え、"
        "乳児おむつ等購入費助成事業の日立総合病院における市内出生数は減った。"
        "前年度比の記載1か所は、実績からの計算と合わない。※の数値には、確認の要る点がある（注を参照）。"
        "R8の目標値に届くかは、この資料からは分からない。",
    ],
    "05": [
        "6指標のうち5指標が基準値に届いていない。"
        "「学校生活に満足している割合（中学生）」は基準値以上だが、目標値に届いていない。",
        "掲載2事業の実績は、どちらも前年度より増えた。前年度の印は2区分に1つだけで、区分ごとの動きは分からない。"
        "R8の目標値に届くかは、この資料からは分からない。",
    ],
    "06": [
        "空き店舗等を活用して創業した事業者の創業3年後の定着率は89.0%で、目標値60.0%以上に届いている。"
        "DXを推進する企業数は(延べ)12社で、基準値(延べ)8社を上回るが、目標値(延べ)40社以上に届いていない。",
        "掲載2事業の実績は、どちらも前年度より増えた。前年度比の記載1か所は、実績からの計算と合わない。"
        "ほかの指標がR8の目標値に届くかは、この資料からは分からない。",
    ],
    "07": [
        "街なかマイクロクリエイションオフィスからの創業者数は11件で、印が前年度の△から◎に上がり、目標値5件以上に届いている。"
        "製造品出荷額（4人以上事業所）は12,094億円で、目標値10,800億円以上に届いている。",
        "掲載2事業の実績は、どちらも前年度より増えた。",
    ],
    "08": [
        "企業誘致件数は5件で、印が前年度の◎から○に下がり、基準値5件と同じだが、目標値6件以上に届いていない。"
        "雇用センター多賀の紹介による採用件数は36件で、基準値30件を上回るが、目標値50件以上に届いていない。",
        "掲載2事業の実績は、どちらも前年度より増えた。R8の目標値に届くかは、この資料からは分からない。",
    ],
    "09": [
        "脱炭素促進設備等補助件数は252件で、印が前年度の◎から○に下がり、基準値249件を上回るが、目標値300件以上に届いていない。",
        "食品ロス削減推進事業の協力店舗数は前年度より増え、家庭の脱炭素化支援補助事業の補助件数は減った。"
        "R8の目標値に届くかは、この資料からは分からない。",
    ],
    "10": [
        "ひたちナビダウンロード数は23,751件で、基準値14,259件を上回るが、目標値32,600件以上に届いていない。",
        "掲載2事業の実績は、どちらも前年度より増えた。R8の目標値に届くかは、この資料からは分からない。",
    ],
    "11": [
        "ひたちBRT沿線地域での人口密度（34.29人/ha）と路線バス年間利用者数（2,740千人）は、どちらも基準値に届いていない。",
        "掲載2事業の実績は、どちらも前年度より増えた。R8の目標値に届くかは、この資料からは分からない。",
    ],
    "12": [
        "市主催の防災訓練開催数は5回/年で、目標値5回/年以上に届いている。"
        "地域活動(行事)に参加している人の割合は、実績値が未公表のため、目標値35.0%以上に届いているか分からない。",
        "防災訓練推進事業の防災士養成講座受講者数は、前年度より増えた。ほかの1事業は、数値で比べられない。"
        "ほかの指標がR8の目標値に届くかは、この資料からは分からない。",
    ],
    "13": [
        "市公式SNSのいいね!の数は81,556件/年で、印が前年度の△から○に上がり、基準値79,067件/年を上回るが、"
        "目標値118,500/年以上に届いていない。"
        "観光入込客数(市独自集計)は2,521千人で、R2の基準値925千人を上回るが、R元の基準値3,009千人に届いていない。",
        "掲載2事業の実績は、どちらも前年度より増えた。R8の目標値に届くかは、この資料からは分からない。",
    ],
    "14": [
        "スポーツ施設利用者数（984千人）と国際交流事業の参加者数（3,702人）は、"
        "どちらもR2の基準値を上回るが、R元の基準値に届いていない。",
        "掲載2事業の実績は文章などで、前年度と数値で比べられない。R8の目標値に届くかは、この資料からは分からない。",
    ],
    "15": [
        "ひたちナビダウンロード数は23,751件で、基準値14,259件を上回るが、目標値32,600件以上に届いていない。"
        "図書館の利用者数（電子書籍含む）は191千人で、R2の基準値157千人を上回るが、R元の基準値222千人に届いていない。",
        "掲載2事業の実績は、前年度と数値で比べられない。R8の目標値に届くかは、この資料からは分からない。",
    ],
}
NO_RESULTS = "R7以降の実績はまだ資料になく、目標値に届くかは分からない。"
TAKAHAGI_R6 = {
    "01": "市民と行政が役割分担し、協力してまちづくりをしていると思う市民の割合を、28.4%（R6）から50.0%（R12）へ、"
    "6年で21.6ポイント上げることを目標にしている。",
    "02": "行財政健全化の達成状況を、94.1%（R6）から100%（R12）へ、6年で5.9ポイント上げることを目標にしている。",
    "03": "人権が尊重されているまちであると思う市民割合を、48.4%（R6）から65.0%（R12）へ、6年で16.6ポイント上げることを目標にしている。",
    "04": "あらゆる場面で、男女が平等だと思う市民割合を、23.1%（R6）から50.0%（R12）へ、6年で26.9ポイント上げることを目標にしている。",
    "05": "他自治体、企業や大学等との協定等締結数を、100件（R6）から110件（R12）へ、6年で10件増やすことを目標にしている。",
    "06": "市ホームページ閲覧数を、2,565,757件（R6）から2,604,485件（R12）へ、6年で38,728件増やすことを目標にしている。",
    "07": "移住・定住支援策による転入世帯数は4世帯（R6）で、R12の目標値は7世帯（6カ年平均）。"
    "単年の値と期間の平均は、そのままでは比べられない。",
}
SAMPLE = {
    "01": [
        "8指標のうち「住み替え世帯の数」は基準値に届いていない。「協定を結んだ会社の数」は目標値に届いている。"
        "4指標が基準値に届いているが、目標値に届いていない。"
        "2指標は実績値がないか読めないため、目標値に届いているか分からない。"
        "前年度より印が下がったのは「住み替え世帯の数」、印が上がったのは3指標。",
        "数値で比べられる10事業のうち、前年度より増えたのは6事業、減ったのは2事業、変わらないのは2事業。"
        "ほかの5事業は、数値で比べられない。1指標は、比べられる実績値がなく印だけがある。"
        "ほかの指標がR8の目標値に届くかは、この資料からは分からない。",
    ],
    "02": [
        "人権を学んだ人の割合（小学生）は48.4%で、基準値28.4%を上回るが、目標値50%以上に届いていない。"
        "人権を学んだ人の割合（中学生）は29.9%で、基準値30.0%に届いていない。",
        "研修事業の実績は、前年度より増えた。ほかの1事業は、数値で比べられない。"
        "前年度の印は2区分に1つだけで、区分ごとの動きは分からない。"
        "R8の目標値に届くかは、この資料からは分からない。",
    ],
    "03": ["このプランの個別シートは資料になく、実績も指標も今後の取組も分からない。"],
}


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of both cities and of the sample."""
    folder = tmp_path_factory.mktemp("verdict")
    for name, year, place in (
        ("hitachi", "R5", "data/raw"),
        ("takahagi", "R6", "data/raw"),
        ("mihon", "R5", "tests/sample"),
    ):
        shutil.copytree(root / place / name, folder / "data/raw" / name)
        steps.save(str(folder), name, year, steps.clean_document(str(folder), name, year))
        steps.save(str(folder), name, year, steps.compute_document(str(folder), name, year, 5))
    return folder


def of_plan(project: Path, city: str, year: str, plan: str) -> list[str]:
    return said(verdict.facts(brief.open_plan(str(project), city, year, plan)))


class TestWholeDocuments:
    @pytest.mark.parametrize("plan", HITACHI_R5)
    def test_hitachi(self, project: Path, plan: str) -> None:
        assert of_plan(project, "hitachi", "R5", plan) == HITACHI_R5[plan]

    @pytest.mark.parametrize("plan", TAKAHAGI_R6)
    def test_takahagi(self, project: Path, plan: str) -> None:
        assert of_plan(project, "takahagi", "R6", plan) == [TAKAHAGI_R6[plan] + NO_RESULTS]

    @pytest.mark.parametrize("plan", SAMPLE)
    def test_the_sample(self, project: Path, plan: str) -> None:
        assert of_plan(project, "mihon", "R5", plan) == SAMPLE[plan]

    def test_all_indicators_of_a_city_as_of_one_plan(self, project: Path) -> None:
        o = overview.open_overview(str(project), "hitachi", "R5")
        known = Lines(o.edition, {}, frozenset())
        whole = SimpleNamespace(has_sheet=True)
        first, _ = said(verdict.facts_of(o.edition, o.rule, o.exact, whole, o.indicators, o.activities, known))
        assert first == (
            "28指標（再掲1を除く）のうち14指標が基準値に届いていない。4指標が目標値に届いている。"
            "9指標が基準値に届いているが、目標値に届いていない。"
            "地域活動(行事)に参加している人の割合は、実績値が未公表のため、目標値35.0%以上に届いているか分からない。"
            "前年度より印が下がったのは3指標、印が上がったのは3指標。"
        )

    def test_a_mark_is_said_in_its_words(self, project: Path) -> None:
        shown = verdict.verdict(brief.open_plan(str(project), "hitachi", "R5", "01"), WORDS)
        assert '前年度の<span aria-label="基準値未満">△</span>から<span aria-label="基準値以上">○</span>に' in shown
        assert "印が前年度の△から○に上がり、" in shown.striptags()

    @pytest.mark.parametrize(
        ("city", "year", "plans"), [("hitachi", "R5", [*HITACHI_R5]), ("takahagi", "R6", [*TAKAHAGI_R6])]
    )
    def test_each_number_is_in_the_tables(self, project: Path, city: str, year: str, plans: list[str]) -> None:
        """As printed, or a difference or a count of rows that the tables have."""
        for plan in plans:
            b = brief.open_plan(str(project), city, year, plan)
            rows = [*b.indicators, *b.activities]
            known = {number for row in rows for value in vars(row).values() for number in numbers(str(value))}
            known |= {number for row in rows for number in numbers(_years_and_gaps(row))}
            known |= {str(count) for count in range(len(rows) + 1)}
            told = of_plan(project, city, year, plan)
            assert set().union(*map(numbers, told)) <= known, (plan, told)

    def test_each_number_leads_to_its_line(self, project: Path) -> None:
        shown = str(verdict.verdict(brief.open_plan(str(project), "hitachi", "R5", "10"), WORDS))
        assert '<p class="verdict">ひたちナビダウンロード数は<span class="nowrap"><a class="ref" href="#L' in shown
        assert '>23,751件</a></span>で、<span class="nowrap">基準値</span>' in shown


def _years_and_gaps(row: Any) -> str:
    """The years of an indicator's values, how many lie between, and how far its target is from its baseline."""
    if not hasattr(row, "baseline_fy"):
        return ""
    years = [row.baseline_fy, row.target_fy]
    known = [era(year) for year in years if year] + [era(row.baseline_fy + 1)] * bool(row.baseline_fy)
    known += [str(row.target_fy - row.baseline_fy)] * all(years)
    gap = row.target - row.baseline if None not in (row.target, row.baseline) else ""
    return " ".join([*known, f"{gap:,}" if gap else ""])


class TestWords:
    def test_a_pattern_may_be_another_one(self, project: Path) -> None:
        b = brief.open_plan(str(project), "hitachi", "R5", "02")
        other = verdict.verdict(b, Words(below="{基準値}より下"))
        assert "人数は4人で、基準値12人より下。" in other.striptags()

    def test_an_unknown_name_lists_the_known_ones(self) -> None:
        with pytest.raises(UsageError, match="基準値"):
            lines(facts_of(tables_of(f"{HEAD}\n数 | higher | 8 | 9 | | 7 | |")), Words(below="{基準}に届かない"))

    def test_no_pattern_judges_by_another_yardstick(self) -> None:
        for name, pattern in asdict(WORDS).items():
            assert not any(word in pattern for word in NEVER), name


# whatever the facts are

TEXT = st.sampled_from(["12社", "34.5%", "1,234千人", "(延べ)8社", "0件", "▲5人※"])
SIDES = st.sampled_from(["beyond", "equal", "short", ""])
NAMES = st.sampled_from(["参加者数", "空き家の数", "市民の割合（小学生）", "新しく生まれた会社の数（累計）"])
YARDS = st.builds(Yardstick, TEXT, SIDES, st.sampled_from(["R元", "R2"]))
MOVES = st.builds(
    Move,
    st.sampled_from(["value", "mark"]),
    st.sampled_from(["better", "same", "worse", ""]),
    st.sampled_from(["rise", "fall", "more", "fewer", "same"]),
    st.sampled_from(["○", "10社", "Ａ"]),
    st.sampled_from(["△", "Ｂ"]),
)
ANY_INDICATOR = st.builds(
    IndicatorFacts,
    NAMES,
    st.one_of(st.just(""), TEXT),
    st.sampled_from(["実績値が未公表の", "実績値が資料にない", "値に疑いがある（※）"]),
    st.one_of(st.none(), YARDS),
    st.lists(YARDS, max_size=3).map(tuple),
    st.sampled_from(["higher", "lower", ""]),
    st.sampled_from(["", "28社", "1.5ポイント"]),
    st.one_of(st.none(), MOVES),
    st.sampled_from(["", "○（基準値以上）", "達成"]),
    st.sampled_from(["", "", "△（基準値未満）"]),
    st.one_of(st.none(), st.none(), MOVES),
)
INDICATORS = st.tuples(ANY_INDICATOR, st.integers(0, 4)).map(
    lambda drawn: replace(drawn[0], why="") if drawn[0].actual and drawn[1] else drawn[0]
)
AIM = st.builds(
    Aim,
    NAMES,
    st.one_of(st.none(), YARDS),
    st.one_of(st.none(), YARDS),
    st.one_of(st.none(), st.integers(0, 30)),
    st.sampled_from(["", "10件"]),
    st.sampled_from(["rise", "fall", "more", "fewer", "same", ""]),
)
ACTIVITY = st.builds(ActivityFacts, NAMES, st.sampled_from(["up", "same", "down", ""]), st.booleans())
SHARED = st.lists(st.sampled_from([(2, 1), (3, 1)]), max_size=4).map(tuple)


def all_facts(most: int) -> st.SearchStrategy[PlanFacts]:
    return st.builds(
        PlanFacts,
        st.sampled_from(["プラン", "施策"]),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["R7", ""]),
        st.lists(INDICATORS, max_size=most).map(tuple),
        st.lists(AIM, max_size=most).map(tuple),
        st.integers(0, 2),
        st.lists(ACTIVITY, max_size=most).map(tuple),
        SHARED,
        st.integers(0, 3),
    )


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,.]*\d|\d", text))


def known_numbers(facts: PlanFacts) -> set[str]:
    """Each number of the facts, and how many of something there are."""
    most = max(len(facts.indicators), len(facts.aims), len(facts.activities), 3)
    return numbers(str(facts)) | {str(count) for count in range(most + 1)}


@given(all_facts(6))
def test_there_is_a_verdict_for_whatever_the_facts_are(facts: PlanFacts) -> None:
    told = said(facts)
    assert told and all(line.endswith(("。", "※）。")) and "。。" not in line for line in told)
    for line in told:
        assert numbers(line) <= known_numbers(facts)
        assert not re.search(r"[{}]|None|、、|（）|、。", line)
        assert not any(word in line for word in NEVER)


@given(all_facts(6).filter(lambda facts: facts.started and len(facts.indicators) > 2))
def test_each_count_is_the_number_of_its_facts(facts: PlanFacts) -> None:
    """The clauses read back: how many there are of each, named or counted."""
    told = "".join(said(replace(facts, activities=(), shared=(), wrong_ratios=0, repeated=0)))
    first = re.sub("(?:R元の|R2の|それぞれの)目標値", "目標値", told)
    kinds = Counter(map(standing_words, facts.indicators))
    clauses = {
        "below": "基準値に届いていない。",
        "reached": "目標値に届いている。",
        "reached_only": "目標値に届いているが、基準値に届いていない。",
        "short": "目標値に届いていない。",
    }
    for kind, words in clauses.items():
        counted = re.findall(rf"(?:うち|^|。)(?:(\d+)指標(?:すべて)?が|「[^」]+」は){words}", first)
        assert sum(int(count or 1) for count in counted) == kinds[kind]  # type: ignore[call-overload]
    above = re.findall(
        r"(?:うち|^|。)(?:(\d+)指標(?:すべて)?が|「[^」]+」は)基準値(?:以上|に届いている)(?:だが|が|。)", first
    )
    assert sum(int(count or 1) for count in above) == kinds["above"] + kinds["above_only"]
    for way, word in (
        ("worse", "(?:印が下がった|下がった|減った|悪い方へ動いた)"),
        ("better", "(?:印が上がった|上がった|増えた|良い方へ動いた)"),
    ):
        counted = re.findall(rf"{word}のは(?:(\d+)指標|「)", first)
        moved = sum(row.move is not None and row.move.way == way for row in facts.indicators)
        assert sum(int(count or 1) for count in counted) == moved
        own = [row.move for row in facts.indicators if row.move and (row.move.by, row.move.way) == ("value", way)]
        if {"worse": "減ったのは", "better": "増えたのは"}[way] in first:
            assert all(move.verb in ("more", "fewer") for move in own)


@given(INDICATORS)
def test_no_clause_is_said_of_what_is_not_so(row: IndicatorFacts) -> None:
    told = str(clause(row, WORDS).striptags())
    sides = {each.side for each in (*row.baselines, *([row.target] if row.target else []))}
    judged = standing_words(row) not in ("missing", "undirected", "unclear", "bare")
    assert ("上回る" in told) <= (row.better == "higher" and "beyond" in {each.side for each in row.baselines})
    assert ("下回る" in told) <= (row.better == "lower" and "beyond" in {each.side for each in row.baselines})
    assert ("に届いていない" in told) <= (judged and "short" in sides)
    assert ("に届いている。" in told) <= (judged and row.target is not None and row.target.side in ("beyond", "equal"))
    assert ("前年度" in told) <= (row.move is not None or row.move_of_marks is not None)
    assert ("値からは" in told) == bool(row.mark_of_values)
    assert ("分からない" in told) <= (not judged)
    if row.actual:
        assert row.actual in told


@settings(max_examples=20)  # each is large
@given(all_facts(60).filter(lambda facts: len(facts.indicators) > 9))
def test_a_line_of_many_indicators_is_short(facts: PlanFacts) -> None:
    assert all(len(line) <= LONGEST_SENTENCE for line in said(facts))


def test_sixty_indicators_that_all_stand_apart() -> None:
    """The longest there is: every standing, every move, every remark."""
    sides: list[Any] = ["beyond", "short", "equal", ""]
    made = [
        IndicatorFacts(
            f"新しい指標の長い名前その{n}",
            "" if n % 7 == 6 else "12社",
            "実績値が未公表の" if n % 7 == 6 else "値に疑いがある（※）" * (n % 13 == 0),
            Yardstick("40社", sides[n % 4]) if n % 5 else None,
            (Yardstick("8社", sides[n // 4 % 4]),) if n % 3 else (),
            "" if n % 11 == 10 else "lower" if n % 2 else "higher",
            "28社",
            Move("value" if n % 4 else "mark", ("better", "worse")[n % 3 % 2], "more", "10社", "○"),  # type: ignore[arg-type]
            "○（基準値以上）",
            "△（基準値未満）" * (n % 9 == 0),
        )
        for n in range(60)
    ]
    activities = [ActivityFacts(f"長い名前の事業その{n}", ("up", "same", "down", "")[n % 4]) for n in range(60)]  # type: ignore[arg-type]
    facts = PlanFacts(
        indicators=tuple(made), activities=tuple(activities), shared=((2, 1), (3, 2)), wrong_ratios=9, repeated=3
    )
    told = said(facts)
    assert len({standing_words(row) for row in made}) >= 9
    assert max(map(len, told)) <= LONGEST_SENTENCE and told[0].startswith("60指標（再掲3を除く）のうち")
