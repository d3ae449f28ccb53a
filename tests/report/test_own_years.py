"""Values of years of their own, which no heading tells, and indicators of which no better way is known."""

import re
from pathlib import Path

import pytest

from cityplan import steps
from cityplan.report.city import overview, plans
from cityplan.report.plan import brief, tables
from cityplan.report.plan import columns as brief_columns
from cityplan.report.plan import text as brief_text
from cityplan.report.plan import verdict as brief_verdict
from cityplan.report.years.pairs import Pair
from cityplan.report.years.sources import both_values
from tests.small_tables import City

FORM = """actual = "R5"
[edition.columns]
plan = "施策"
name = "指標"
unit = "単位"
polarity = "向き"
baseline = "基準値"
baseline_year = "基準年度"
actual = "実績値"
actual_year = "実績年度"
target = "目標値"
target_year = "目標年度"
"""
TABLE = """
施策|指標|単位|向き|基準値|基準年度|実績値|実績年度|目標値|目標年度
経済|観光客数|万人|以上|421|H30|474|R5|491|R8
経済|宿泊者数|万人|以上|100|R元|120|R4|150|R9
環境|排出量|万t||1150|H30|1022|R3|690|R8
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    city = City(tmp_path_factory.mktemp("years")).describe(FORM, "tables").csv(TABLE)
    steps.save(str(city.root), "mihon", "R5", {**city.read(), **city.computed()})
    return city


def plan(city: City, number: str) -> brief.Brief:
    return brief.open_plan(str(city.root), "mihon", "R5", number)


def text(shown: object) -> str:
    return re.sub(r"<[^>]*>|\s", "", str(shown))


def drawn(shown: object) -> list[str]:
    """What the figures of a page say aloud."""
    return re.findall(r'(?:aria-label|alt)="([^"]*)"', str(shown))


YEARLY = """actual = "R5"
baseline = "R3"
target = "R8"
[edition.columns]
name = "指標"
unit = "単位"
polarity = "向き"
baseline = "基準値"
actual = "実績値"
target = "目標値"
"""


@pytest.mark.parametrize(
    ("heading", "role", "own", "label"),
    [
        ("R5目標", "target", "14", "R5目標 14件"),
        ("R5計画値", "expected", "14", "R5計画値 14件"),
        ("R5目標", "target", "", "目安 18件"),
    ],
)
def test_a_target_of_the_year_is_no_computed_one(tmp_path: Path, heading: str, role: str, own: str, label: str) -> None:
    """目安 is what is computed and no value of the city's; what the city prints of the year bears its own word."""
    small = City(tmp_path).describe(f'{YEARLY}[edition.years.{role}]\nR5 = "{heading}"\n', "tables")
    small.csv(f"指標|単位|向き|基準値|実績値|{heading}|目標値\nあ|件|以上|10|15|{own}|30\nい|件|以上|10|15||40")
    steps.save(str(small.root), "mihon", "R5", {**small.read(), **small.computed()})
    opened = plan(small, "01")
    (said, other) = (each for each in drawn(tables.indicators_table(opened)) if each.startswith("R3"))
    assert label in said and "目安 22件" in other
    assert ("年度の付いた点線は、資料に書かれたその年度の" in text(brief_text.rule_and_source(opened))) is bool(own)


def test_a_year_of_its_own_stands_beside_the_value(city: City) -> None:
    own = plan(city, "01")
    assert "120万人（R4）" in text(brief_verdict.verdict(own, brief_verdict.Words()))
    assert "474万人（" not in text(brief_verdict.verdict(own, brief_verdict.Words()))
    assert "120万人（R4）" in text(brief_columns.indicators(own, "指標", brief_columns.Words()))
    shown = text(tables.indicators_table(own))
    assert "基準値（H30）、目標値（R8）" in shown and "基準値（R元）、目標値（R9）" in shown
    assert "120万人（R4）" in text(plans.glance(overview.open_overview(str(city.root), "mihon", "R5")))


def test_a_ruler_says_the_years_of_its_row(city: City) -> None:
    said = [each for each in drawn(tables.indicators_table(plan(city, "01"))) if "120" in each]
    assert said and all("R4の実績 120万人" in each and "R5" not in each for each in said)


def test_years_that_all_rows_have_stand_in_the_head(city: City) -> None:
    own = plan(city, "02")
    shown = text(tables.indicators_table(own))
    assert all(head in shown for head in ("基準値（H30）", "実績（R3）", "目標値（R8）")) and "R5" not in shown
    heading = text(brief.masthead(own).data)
    assert "令和3年度（2021年度）の実績" in heading and "令和5年度" not in heading


def test_where_no_better_way_is_known_nothing_is_drawn_as_better(city: City) -> None:
    own = plan(city, "02")
    assert "右ほど良" not in text(brief_text.rule_and_source(own))
    assert not drawn(tables.indicators_table(own)) and "1022" in text(tables.indicators_table(own))
    assert "右ほど良" in text(brief_text.rule_and_source(plan(city, "01")))


def test_the_marks_of_last_year_stand_where_there_is_no_ruler(tmp_path: Path) -> None:
    form = 'previous = "R4"\nbaseline = "R3"\ntarget = "R8"\nactual = "R5"\n[edition.columns]\nname = "指標"\n'
    form += 'baseline = "基準値"\nactual = "実績値"\ntarget = "目標値"\nstatus = "R5印"\nstatus_previous = "R4印"\n'
    city = City(tmp_path).describe(form, "tables").csv("指標|基準値|実績値|目標値|R4印|R5印\n排出量|9|8|7|◎|△")
    steps.save(str(city.root), "mihon", "R5", {**city.read(), **city.computed()})
    shown = text(tables.indicators_table(plan(city, "01")))
    assert "達成状況（R4）" in shown and shown.index("◎") < shown.index("△")


def test_a_comparison_tells_the_own_year_of_a_value(city: City) -> None:
    """A value of R4 that the documents of R5 and R6 print stands with its year in both."""
    row = next(row for row in plan(city, "01").indicators if row.name == "宿泊者数")
    assert both_values(Pair("indicator", row, row), (2023, 2024)) == "120（R4）→120万人（R4）"
    assert both_values(Pair("indicator", row, row), (2022, 2023)) == "120→120万人（R4）"


RULE = """[rules.own]
title = "評価"
source = "説明"
classes = [
  { mark = "達成", word = "", when = "target_reached" },
  { mark = "未達成", word = "まだ", when = "otherwise" },
]
"""


@pytest.mark.parametrize(
    ("rule", "said", "unsaid"),
    [
        ("own", "印の未達成は「まだ」。", "「」"),
        ("", "判定規則を読み取っていないため、判定はしない。", "資料に記載がない"),
    ],
)
def test_what_is_said_of_the_rule(tmp_path: Path, rule: str, said: str, unsaid: str) -> None:
    """Of a class without a word nothing; that no rule was declared says nothing of the document."""
    form = f'actual = "R5"\ntarget = "R5"\n[edition.columns]\nname = "指標"\nactual = "R5"\ntarget = "目標"\nstatus = "評価"\n{RULE}'
    own = City(tmp_path).describe(form, "tables").csv("指標|R5|目標|評価\n人口|1人|2人|未達成\n件数|3件|2件|達成")
    source = own.folder / "source.toml"
    text_of = source.read_text("utf-8").replace('rule = "target-baseline"', f'rule = "{rule}"' if rule else "")
    source.write_text(text_of, encoding="utf-8")
    steps.save(str(own.root), "mihon", "R5", {**own.read(), **own.computed()})
    shown = text(brief_text.rule_and_source(plan(own, "01")))
    assert said in shown and unsaid not in shown
