"""The verdict of other cities' tables 様式: marks 達成・未達成 and A–D, no marks, values of last year, less is better."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from cityplan.city.rules import Class, Rule
from cityplan.tables.schema import frame
from tests.report.test_verdict import facts_of, said, tables_of, told

HEAD = "name | subgroup | polarity | baseline | target | before | actual | mark_before | mark"
# What these marks are made of is not asked here: they are printed, and rank.
REACHED = Rule(
    "reached",
    "3区分",
    "みなと市「重点戦略の取組状況」",
    tuple(Class(mark, "", "not_from_values") for mark in ("達成", "概ね達成", "未達成")),
)
LETTERS = Rule(
    "letters",
    "4区分",
    "みなと市「成果指標一覧」",
    tuple(Class(mark, "", "not_from_values") for mark in ("Ａ", "Ｂ", "Ｃ", "Ｄ")),
)

# fmt: off
FORMS = [
    # slides with 達成・概ね達成・未達成, values of two years
    (REACHED, """保護者の割合 | 就学前 | higher | 58.4% | 65.0%以上 | 61.2% | 63.0% | 概ね達成 | 概ね達成
                 保護者の割合 | 小学生 | higher | 54.1% | 60.0%以上 | 53.3% | 52.7% | 未達成   | 未達成
                 合計特殊出生率 |      | higher | 1.38  | 1.45以上  | 1.35  | 1.31  | 概ね達成 | 概ね達成""",
     "3指標のうち2指標が基準値に届いていない。「保護者の割合（就学前）」は基準値以上だが、目標値に届いていない。"
     "前年度より下がったのは2指標、上がったのは「保護者の割合（就学前）」。"),
    (REACHED, """新規創業者数（累計）     | | higher | 12人     | 60人以上     | 26人     | 41人     | 未達成   | 未達成
                 市内事業所の従業者数     | | higher | 18,420人 | 18,600人以上 | 18,502人 | 18,655人 | 概ね達成 | 達成
                 港周辺の空き区画率       | | lower  | 14.8%    | 10.0%以下    | 12.9%    | 11.2%    | 未達成   | 未達成
                 有効求人倍率             | | higher | 0.98倍   | 1.20倍以上   | 1.07倍   | 1.12倍   | 未達成   | 概ね達成""",
     "4指標のうち「市内事業所の従業者数」は目標値に届いている。3指標が基準値に届いているが、目標値に届いていない。"
     "前年度より良い方へ動いたのは4指標。"),
    (REACHED, """観光入込客数 | | higher | 612千人 | 720千人以上 | 702千人 | 751千人 | 概ね達成 | 未達成""",
     "観光入込客数は751千人で、前年度の702千人から増え、目標値720千人以上に届いている。"
     "印は前年度の概ね達成から未達成に下がったが、値の動きと合わない。"),
    (REACHED, """観光入込客数 | | higher | 612千人 | 720千人以上 | | 751千人 | 概ね達成 | 未達成""",
     "観光入込客数は751千人で、印が前年度の概ね達成から未達成に下がったが、目標値720千人以上に届いている。"),
    # one table with Ａ to Ｄ, less is better, a value that is not there yet
    (LETTERS, """相談件数   | | higher | 1,842件 | 2,400件 | 2,210件 | 2,356件 | | Ｂ
                 待機児童数 | | lower  | 12人    | 0人     | 0人     | 0人     | | Ａ
                 提供会員数 | | higher | 146人   | 220人   | 160人   | 172人   | | Ｃ
                 実施率     | | higher | 94.2％  | 100.0％ | 97.0％  | 98.1％  | | Ｂ""",
     "4指標のうち「待機児童数」は目標値に届いている。3指標が基準値以上だが、目標値に届いていない。前年度より上がったのは3指標。"),
    (LETTERS, """製造品出荷額等   | | higher | 1,286億円   | 1,450億円   | 1,347億円   | 集計中      | | －
                 創業件数（累計） | | higher | 8件         | 100件       | 51件        | 70件        | | Ｃ
                 認定農業者数     | | higher | 64経営体    | 70経営体    | 59経営体    | 57経営体    | | Ｂ
                 水揚量           | | higher | 5,120ｔ     | 5,200ｔ     | 4,412ｔ     | 4,105ｔ     | | Ｃ
                 寄附額           | | higher | 186,420千円 | 400,000千円 | 362,118千円 | 341,906千円 | | Ｂ""",
     "5指標のうち2指標が基準値に届いていない。2指標が基準値以上だが、目標値に届いていない。"
     "製造品出荷額等は、実績値が集計中のため、目標値1,450億円に届いているか分からない。"
     "前年度より減ったのは3指標、増えたのは「創業件数（累計）」。"),
    (LETTERS, """刑法犯の認知件数 | | lower | 312件 | 240件 | | 255件 | Ｃ | Ｂ""",
     "刑法犯の認知件数（小さいほど良い）は255件で、印が前年度のＣからＢに上がり、基準値312件を下回るが、目標値240件に届いていない。"),
    # two rows for each indicator, no marks at all
    (None, """新商品開発数（累計） | | higher | 1件   | 15件  | 10件  | 13件  | |
              就職者数             | | higher | 142人 | 190人 | 151人 | 147人 | |
              利用登録者数         | | higher | 0人   | 200人 | 131人 | 168人 | | """,
     "3指標すべてが基準値以上だが、目標値に届いていない。前年度より減ったのは「就職者数」、増えたのは2指標。"),
    (None, """成婚数（累計） | | higher | 0組   | 13組   | 5組    | 9組    | |
              利用率         | | higher | 4.2％ | 18.0％ | 13.1％ | 12.4％ | |
              待機児童数     | | lower  | 27人  | 0人    | 12人   | 6人    | | """,
     "3指標すべてが基準値に届いているが、目標値に届いていない。前年度より下がったのは「利用率」、良い方へ動いたのは2指標。"),
    (None, """循環バスの利用者数 | | higher | | 54,000人 | 48,760人 | 52,110人 | | """,
     "循環バスの利用者数は52,110人で、前年度の48,760人から増えたが、目標値54,000人に届いていない。"),
    (None, """循環バスの利用者数 | | higher | 45,870人 | 54,000人 | | 52,110人 | | ○""",
     "循環バスの利用者数は52,110人で、基準値45,870人を上回るが、目標値54,000人に届いていない。"),
]
# fmt: on


@pytest.mark.parametrize(("rule", "drawn", "wanted"), FORMS)
def test_tables_of_other_cities(rule: Rule | None, drawn: str, wanted: str) -> None:
    assert told(f"{HEAD}\n{drawn}", rule=rule) == [wanted]


OWN_YEAR = """name   | polarity | target   | before   | actual
              来客数 | higher   | 58,000人 | 55,120人 | 57,904人
              面積   | lower    | 76.0ha   | 81.2ha   | 79.6ha
              日数   | higher   | 72日     |          | 72日"""


def judged(drawn: str, own: dict[int, str], role: str = "target", cells: Sequence[dict[str, Any]] = ()) -> str:
    """The first line on indicators of which a document prints `own`, the targets of R5 or what was expected of it."""
    tables = tables_of(drawn, rule=None)
    observations = [
        {
            "plan_id": "01",
            "subject": "indicator",
            "no": no,
            "role": role,
            "fiscal_year": 2023,
            "era": "R5",
            "value": Decimal(text.replace(",", "")),
            "text": text,
        }
        for no, text in own.items()
    ]
    tables |= {"observations": frame("observations", observations), "cells": frame("cells", cells)}
    return said(facts_of(tables, None))[0]


def one_of(line: int) -> str:
    rows = OWN_YEAR.splitlines()
    return f"{rows[0]}\n{rows[line]}"


@pytest.mark.parametrize(
    ("line", "own", "role", "wanted"),
    [
        (
            1,
            "56,000",
            "target",
            "来客数は57,904人で、前年度の55,120人から増え、R5の目標値56,000人に届いている。"
            "R8の目標値58,000人には届いていない。",
        ),
        (
            1,
            "57,950",
            "expected",
            "来客数は57,904人で、前年度の55,120人から増えたが、R5の期待値57,950人に届いていない。"
            "R8の目標値58,000人にも届いていない。",
        ),
        (
            2,
            "80.0",
            "target",
            "面積（小さいほど良い）は79.6haで、前年度の81.2haから減り、R5の目標値80.0haに届いている。"
            "R8の目標値76.0haには届いていない。",
        ),
        (3, "72", "target", "日数は72日で、R5の目標値72日に届いている。R8の目標値72日にも届いている。"),
        (3, "75", "target", "日数は72日で、R5の目標値75日に届いていない。R8の目標値72日には届いている。"),
    ],
)
def test_a_value_is_judged_by_the_target_of_its_own_year(line: int, own: str, role: str, wanted: str) -> None:
    assert judged(one_of(line), {1: own}, role) == wanted


@pytest.mark.parametrize(
    ("heading", "called"),
    [("R5目安", "R5の目安57,950人"), ("令和5年度\n計画値", "R5の計画値57,950人"), ("区分", "R5の期待値57,950人")],
)
def test_what_was_expected_is_called_as_the_document_does(heading: str, called: str) -> None:
    cells = [{"table": "indicators", "plan_id": "", "row": 0, "column": "expected_2023_text", "text": heading}]
    said = judged(one_of(1), {1: "57,950"}, "expected", cells)
    assert f"{called}に届いていない。" in said


def test_counts_are_of_the_targets_of_the_year_and_of_those_aimed_at() -> None:
    assert judged(OWN_YEAR, {1: "56,000", 2: "78.0", 3: "72"}).startswith(
        "3指標のうち2指標がR5の目標値に届いている。「面積」はR5の目標値に届いていない。R8の目標値に届いているのは「日数」。"
    )


def test_targets_of_two_years_are_not_counted_under_one() -> None:
    assert judged(OWN_YEAR, {1: "56,000"}).startswith(
        "3指標のうち2指標がそれぞれの目標値に届いている。「面積」は目標値に届いていない。"
        "R8の目標値に届いている指標はない。"
    )
