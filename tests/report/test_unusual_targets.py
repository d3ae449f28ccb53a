"""Targets that are words, and those that the city prints for the year itself: what pages and charts call them."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cityplan import steps
from cityplan.report.city import lists, overview, plans
from cityplan.report.plan import brief, columns, tables, verdict
from cityplan.report.plan.verdict_facts import ActivityFacts, PlanFacts
from cityplan.report.plan.verdict_sentences import lines
from cityplan.tables.definitions import FindingRow
from cityplan.tables.schema import records
from tests.small_tables import City

FORM = """baseline = "R3"
actual = "R5"
target = "R8"
[[edition.table]]
[edition.table.columns]
name = "指標"
unit = "単位"
polarity = "向き"
baseline = "基準値"
[edition.table.years]
R4 = "R4"
R5 = "R5"
[edition.table.years.target]
R8 = "R8目標"
"""
OWN_YEAR = 'R5 = "R5目標"\n'
NOTES = {"ruler": "右ほど良い。", "path": "計算。", "targets": "市の値。", "either": "どちらか。"}
NO_NOTES = {"ratios": "", "declared": "", "outlook": "", "doubtful": ""}


def made(root: Path, rows: str, own_year: str = OWN_YEAR) -> tuple[brief.Brief, overview.Overview]:
    """The brief and the overview of a table of one plan."""
    city = City(root).describe(FORM + own_year, "tables")
    city.csv(f"指標|単位|向き|基準値|R4|R5|R8目標{'|R5目標' if own_year else ''}\n{rows}")
    steps.save(str(root), "mihon", "R5", city.computed())
    return brief.open_plan(str(root), "mihon", "R5", "01"), overview.open_overview(str(root), "mihon", "R5")


def found(b: brief.Brief) -> list[FindingRow]:
    return records(b.exact["findings"], FindingRow)


def text_of(html: object) -> str:
    return BeautifulSoup(str(html), "html.parser").get_text()


@pytest.mark.parametrize("said", ["維持", "増加", "65～70", "前年度より増やす"])
def test_a_target_in_words_is_told_as_printed(tmp_path: Path, said: str) -> None:
    b, o = made(tmp_path, f"来館者|人|増加|60|63|64|{said}", "")
    assert f"目標値「{said}」" in text_of(columns.indicators(b, "指標", columns.Words()))
    drawn = str(tables.indicators_table(b))
    assert "目標値なし" not in drawn and "目標値の記載なし" not in drawn
    assert f"60→{said}" in text_of(plans.glance(o))


@pytest.mark.parametrize("said", ["維持", "65～70", "5年間で80件"])
def test_a_target_that_is_no_number_is_a_doubt_and_no_contradiction(tmp_path: Path, said: str) -> None:
    b, _ = made(tmp_path, f"来館者|人|増加|60|63|64|{said}", "")
    assert [(each.kind, each.severity) for each in found(b)] == [("unreadable", "warning")]


def test_a_target_of_a_rank_or_a_time_is_not_to_be_exceeded(tmp_path: Path) -> None:
    b, _ = made(tmp_path, "順位|位||25位|15位|12位|10位以内\n到着|分||9.5|9.1|7.9|8分以内", "")
    assert not found(b)
    assert [(row.polarity, str(row.target), row.reaches_target) for row in b.indicators] == [
        ("lower", "10", False),
        ("lower", "8", True),
    ]


def test_the_target_of_the_year_is_no_reckoning_of_ours(tmp_path: Path) -> None:
    b, o = made(tmp_path, "来館者|人|増加|60|63|64|100|70")
    drawn = text_of(tables.indicators_table(b))
    assert "R5目標" in drawn and "目安" not in drawn
    assert "市の値。" in lists.notes(o, **NOTES, **NO_NOTES)


def test_without_it_the_straight_path_is_ours(tmp_path: Path) -> None:
    b, o = made(tmp_path, "来館者|人|増加|60|63|64|100", "")
    assert "目安" in text_of(tables.indicators_table(b))
    assert "計算。" in lists.notes(o, **NOTES, **NO_NOTES)


def test_some_with_it_and_some_without(tmp_path: Path) -> None:
    _, o = made(tmp_path, "来館者|人|増加|60|63|64|100|70\n貸出数|冊|増加|60|63|64|100|")
    assert "どちらか。" in lists.notes(o, **NOTES, **NO_NOTES)


@pytest.mark.parametrize(
    ("unit", "verb"),
    [
        ("人", "増えた"),
        ("億円", "増えた"),
        ("%", "上がった"),
        ("点", "上がった"),
        ("℃", "上がった"),
        ("ポイント", "上がった"),
    ],
)
def test_verbs_fit_what_is_measured(tmp_path: Path, unit: str, verb: str) -> None:
    b, _ = made(tmp_path, f"値|{unit}|増加|60|63|64|100|70")
    assert f"前年度より{verb}" in text_of(columns.indicators(b, "指標", columns.Words()))
    stem = {"増えた": "増え", "上がった": "上がり"}[verb]
    assert f"から{stem}、" in text_of(verdict.verdict(b, verdict.Words()))


@pytest.mark.parametrize(
    ("values", "verb"),
    [("1.38|1.33|1.35|1.45|1.40", "上がった"), ("0.96|0.98|1.00|1.20|1.10", "上がった"), ("60|63|64|100|70", "増えた")],
)
def test_what_has_no_unit_is_a_count_where_it_is_whole(tmp_path: Path, values: str, verb: str) -> None:
    b, _ = made(tmp_path, f"値||増加|{values}")
    assert f"前年度より{verb}" in text_of(columns.indicators(b, "指標", columns.Words()))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("up|", "掲載1事業の実績は、前年度より増えた。"),
        ("up|level", "掲載1事業の実績は、前年度より上がった。"),
        ("up|level up|level", "掲載2事業の実績は、どちらも前年度より上がった。"),
        ("up|level up|", "掲載2事業の実績は、どちらも前年度より増えた。"),
        ("up|level down|", "ア0は前年度より上がり、ア1は減った。"),
        ("up| down|level", "ア0は前年度より増え、ア1は下がった。"),
        ("down|level same|", "ア0は前年度より下がり、ア1は同じ。"),
        (
            "down|level same| up|",
            "数値で比べられる3事業のうち、前年度より増えたのは「ア2」、下がったのは「ア0」、変わらないのは「ア1」。",
        ),
    ],
)
def test_verbs_fit_the_results_of_activities(changes: str, said: str) -> None:
    rows = [each.split("|") for each in changes.split()]
    facts = PlanFacts(
        "施策",
        activities=tuple(ActivityFacts(f"ア{at}", way, is_level=bool(level)) for at, (way, level) in enumerate(rows)),  # type: ignore[arg-type]
    )
    assert said in [str(line.striptags()) for line in lines(facts, verdict.Words())]


@pytest.mark.parametrize(
    ("actual", "said", "not_said"),
    [
        ("", "R5の実績値が資料にない", "未公表"),
        ("－", "実績値が「－」", "未公表"),
        ("集計中", "実績値が集計中", "未公表"),
        ("未公表", "実績値が未公表", "－"),
    ],
)
def test_why_there_is_no_value_is_told_in_no_other_words(tmp_path: Path, actual: str, said: str, not_said: str) -> None:
    b, o = made(tmp_path, f"来館者|人|増加|60|64|{actual}|100|70")
    told = text_of(columns.indicators(b, "指標", columns.Words()))
    assert said in told
    assert not_said not in told + text_of(tables.indicators_table(b)) + text_of(plans.glance(o))


def test_a_value_that_stayed_says_so(tmp_path: Path) -> None:
    b, _ = made(tmp_path, "来館者|人|増加|60|64|64|100|70")
    assert "64人（前年度と同じ）" in text_of(columns.indicators(b, "指標", columns.Words()))


@pytest.mark.parametrize("sign", ["-", "－", "−", "△", "▲", "△ "])
def test_a_value_below_zero_has_one_sign_on_a_page(tmp_path: Path, sign: str) -> None:
    b, _ = made(tmp_path, f"社会増減数|人|増加|{sign}86|{sign}71|{sign}52|{sign}10|{sign}40")
    said = text_of(columns.indicators(b, "指標", columns.Words())) + text_of(tables.indicators_table(b))
    assert all(value in said for value in ("−71人→−52人", "基準値−86人", "R8の目標値−10人", "R5目標−40"))
    assert not re.search(r"[-－△▲]\s?\d", said)


ACTIVITIES = """previous = "R4"
actual = "R5"
[[edition.table]]
subject = "activity"
[edition.table.columns]
name = "事業"
unit = "単位"
previous = "R4"
actual = "R5"
"""


def of_activities(root: Path, rows: str) -> tuple[brief.Brief, overview.Overview]:
    city = City(root).describe(ACTIVITIES, "tables")
    city.csv(f"事業|単位|R4|R5\n{rows}")
    steps.save(str(root), "mihon", "R5", city.computed())
    return brief.open_plan(str(root), "mihon", "R5", "01"), overview.open_overview(str(root), "mihon", "R5")


def test_a_result_below_zero_has_its_unit_in_the_table_too(tmp_path: Path) -> None:
    b, _ = of_activities(tmp_path, "繰出金の収支|千円|▲3|△54")
    shown = text_of(tables.activities_table(b))
    assert "−3千円" in shown and "−54千円" in shown


@pytest.mark.parametrize(
    ("row", "is_drawn"),
    [("相談|件|10|12", True), ("相談|件|0|12", True), ("受診率|%|10|12", False), ("準備|件|協議|締結", False)],
)
def test_the_axis_is_explained_where_it_is_drawn(tmp_path: Path, row: str, is_drawn: bool) -> None:
    _, o = of_activities(tmp_path, row)
    assert (plans.ratios(o) is not None) is is_drawn
    assert ("前年度比の見方" in lists.notes(o, **NOTES, **NO_NOTES | {"ratios": "前年度比の見方"})) is is_drawn


@pytest.mark.parametrize("before", ["0", "10"])
def test_a_share_is_told_in_points_also_from_zero(tmp_path: Path, before: str) -> None:
    _, o = of_activities(tmp_path, f"受診率|%|{before}|12")
    assert f"＋{12 - int(before)}ポイント" in text_of(plans.points(o, "{割合の事業}"))
