"""A run that stops names everything that is missing at once, with the lines to paste; pasted, the file is read."""

from pathlib import Path

import pytest
from small_tables import City

from cityplan.files.toml_text import toml_values


def stopped(root: Path, form: str, table: str) -> str:
    """The lines that the run tells to paste."""
    error = City(root).describe(form, "tables").csv(table).error()
    lines = error.next_step.partition("\n")[2]
    toml_values(f"[[edition]]\n{lines}", "")
    return lines


def pasted(root: Path, form: str, table: str) -> list[tuple[str, str]]:
    """Names and actual values of the indicators once the lines are pasted; what is asked is answered with R5."""
    lines = (
        stopped(root, form, table)
        .replace('# baseline = ""', 'baseline = "R3"')
        .replace('# target = ""', 'target = "R8"')
    )
    tables = City(root).describe(form + lines, "tables").csv(table).read()
    return [*zip(tables["indicators"]["name"], tables["indicators"]["actual_text"], strict=True)]


def test_all_headings_are_mapped_by_their_usual_names(tmp_path: Path) -> None:
    table = (
        "施策|事務事業名|指標名|単位|初期値|R4実績|実績/R5|目標値|達成率|所管課\nごみ|清掃|回数|回|1|2|3|4|75%|環境課"
    )
    assert pasted(tmp_path, "", table) == [("回数", "3")]
    lines = stopped(tmp_path, "", table)
    assert 'achievement = "達成率"' in lines and 'subgroup = "事務事業名"' in lines and 'division = "所管課"' in lines


def test_what_is_declared_stays(tmp_path: Path) -> None:
    table = "施策|めやす|備考|R5実績\nごみ|回数|速報|3"
    form = 'left_out = ["備考"]\nactual = "R5"\n'
    lines = stopped(tmp_path, f'{form}[edition.columns]\nname = "めやす"\n', table)
    assert lines.split("\n")[:4] == ['left_out = ["備考"]', "[edition.columns]", 'plan = "施策"', 'name = "めやす"']


def test_several_indicators_in_a_row(tmp_path: Path) -> None:
    table = "施策|指標①|||指標②||\n|指標名|実績|目標|指標名|実績|目標\n||R5|R8||R5|R8\nごみ|回数|1|2|箇所数|3|4"
    assert pasted(tmp_path, "", table) == [("回数", "1"), ("箇所数", "3")]


def test_nineteen_headings_six_times_over_are_told_at_once(tmp_path: Path) -> None:
    """A report over six years whose 19 headings stand once for each."""
    own = [f"項目{letter}" for letter in "あいうえおかきくけこさしすせそたちつて"]
    table = "|".join(["事務事業名", *own * 6]) + "\n" + "|".join(["清掃", *["1"] * 19 * 6])
    error = City(tmp_path).describe("", "tables").csv(table).error()
    assert all(f"「{name}」" in str(error) for name in own)


def test_the_years_that_are_missing_are_told_with_the_headings(tmp_path: Path) -> None:
    lines = stopped(tmp_path, "", "指標名|基準値|実績値|目標値\n人口|1|2|3")
    assert [line for line in lines.split("\n") if line.startswith(("# baseline", "# actual", "# target"))] == [
        '# baseline = ""', '# actual = ""', '# target = ""',
    ]  # fmt: skip


@pytest.mark.parametrize("declared", ['name = "指標"', 'plan = "分野"'])
def test_what_is_not_in_the_source_is_a_comment(tmp_path: Path, declared: str) -> None:
    lines = stopped(tmp_path, f'actual = "R5"\n[edition.columns]\n{declared}\n', "施策|めやす|R5実績\nごみ|回数|3")
    assert f"# {declared} # 原文にありません" in lines


HEADINGS = "指標名|基準値|実績値|目標値|特記\n人口|1|2|3|速報"
YEARS = 'baseline = "R3"\nactual = "R5"\ntarget = "R8"\n'


@pytest.mark.parametrize(
    ("declared", "wanted"),
    [
        ('baseline = "基準値"\nactual = "列Z"\ntarget = "目標値"', 'actual = "実績値"'),
        ('baseline = "基準値"\nactual = "実績値"\ntarget = "列B"', 'target = "目標値"'),
        ('baseline = "列C"\nactual = "実績値"\ntarget = "目標値"', 'baseline = "基準値"'),
    ],
)
def test_a_heading_that_may_be_meant_takes_the_place_of_a_wrong_one(tmp_path: Path, declared: str, wanted: str) -> None:
    form = f'{YEARS}left_out = ["特記"]\n[edition.columns]\nname = "指標名"\n{declared}\n'
    told = str(City(tmp_path).describe(form, "tables").csv(HEADINGS).error()).split("\n")
    assert 'left_out = ["特記"]' in told and wanted in told


def test_of_a_wrong_key_all_headings_that_are_left_may_be_meant(tmp_path: Path) -> None:
    table = "指標名|ことし|さき\n人口|2|3"
    lines = stopped(tmp_path, 'actual = "R5"\n[edition.columns]\nname = "指標名"\nactual = "今年"\n', table)
    assert '# actual = "今年" # 原文にありません' in lines and "left_out = " not in lines
    assert "まだ使っていない見出し:「ことし」「さき」" in lines


def test_a_wrong_year_is_asked(tmp_path: Path) -> None:
    table = "指標名|ことし\n人口|2"
    form = '[edition.columns]\nname = "指標名"\n[edition.years]\nR5 = "今年"\n[edition.years.target]\nR8 = "先"\n'
    lines = stopped(tmp_path, form, table)
    assert lines.count("まだ使っていない見出し:「ことし」") == 2
    assert '# R5 = "今年" # 原文にありません' in lines and '# R8 = "先" # 原文にありません' in lines


def test_a_heading_whose_place_another_has_is_asked(tmp_path: Path) -> None:
    table = "指標名|年度|区分|値\n人口|R5|実績|2"
    form = '[edition.columns]\nname = "指標名"\nrole = "区分"\nvalue = "年度"\n'
    told = str(City(tmp_path).describe(form, "tables").csv(table).error())
    assert '# value = "値"' in told.split("\n") and "left_out = " not in told


def test_which_of_two_is_asked_and_neither_left_out(tmp_path: Path) -> None:
    lines = stopped(tmp_path, "", "指標名|基準値|当初値|R5実績|R5実績\n人口|1|2|3|4")
    assert '# baseline = "当初値"' in lines and '# R5 = "R5実績#2"' in lines and "left_out = " not in lines


@pytest.mark.parametrize(("rows", "fit"), [(1, 2), (2, 3), (3, 1)])
def test_another_number_of_rows_of_headings_with_which_all_are_found(tmp_path: Path, rows: int, fit: int) -> None:
    tables = {1: "指標名|実績R5\n", 2: "指標名|実績\n|R5\n", 3: "指標名|値|\n|実績|\n|R5|R4\n"}
    headings = {1: "実績R5", 2: "実績/R5", 3: "値/実績/R5"}
    form = f'actual = "R5"\nleft_out = ["R4"]\nheading_rows = {rows}\n[edition.columns]\nname = "指標名"\n'
    city = City(tmp_path).describe(f'{form}actual = "{headings[fit]}"\n', "tables")
    told = str(city.csv(f"{tables[fit]}人口|2|1\n面積|3|4\n冊数|5|6").error())
    assert f"heading_rows = {fit}" in told.split("\n") and "まだ使っていない見出し" not in told


def test_two_columns_alike_of_which_none_or_one_is_used(tmp_path: Path) -> None:
    table = "指標名|R5実績|R5実績\n人口|3|4"
    form = 'actual = "R5"\n[edition.columns]\nname = "指標名"\n'
    lines = stopped(tmp_path, form, table).split("\n")
    assert lines[-2:] == ['# R5 = "R5実績#1"', '# R5 = "R5実績#2"'] and "left_out" not in lines[0]
    lines = stopped(tmp_path, f'{form}[edition.years]\nR5 = "R5実績#1"\n', table).split("\n")
    assert lines[-2:] == ['# R5 = "R5実績#2"', 'R5 = "R5実績#1"'] and "left_out" not in lines[0]
