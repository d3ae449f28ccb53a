"""source.toml of a plain table: what it may say, and what is said when it is wrong."""

from pathlib import Path

import pytest

from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.city.table_entries import KEYS
from cityplan.city.table_form import TableForm, year_key
from cityplan.files.errors import SourceError

PLACE = "data/raw/mihon/source.toml"
GOOD = """\
[[edition]]
year = "R5"
file = "R5.xlsx"
title = "見本計画"
layout = "plain-table"
subject = "indicator"
actual = "R5"
sheet = "実績"
skip_rows = 2
heading_rows = 2
fill_down = ["plan"]

[edition.columns]
plan = "施策"
name = "指標"
actual = "実績/R5"

[edition.years]
R3 = "実績/R3"
"R元" = "実績/R元"
"""


def read(root: Path, text: str) -> Edition:
    folder = root / "data/raw/mihon"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.toml").write_text(text, encoding="utf-8")
    (edition,) = source.editions(root)
    return edition


def test_all_keys(tmp_path: Path) -> None:
    form = read(tmp_path, GOOD).form
    assert form == TableForm(
        subject="indicator",
        sheet="実績",
        skip_rows=2,
        heading_rows=2,
        fill_down=("plan",),
        columns={"plan": "施策", "name": "指標", "actual": "実績/R5"},
        years={2021: "実績/R3", 2019: "実績/R元"},
    )
    assert form.table == "indicators"
    assert set(KEYS) >= {"subject", "sheet", "columns", "years"}


def test_none_is_needed(tmp_path: Path) -> None:
    """The first run without columns lists the headings with what to write."""
    assert read(tmp_path, GOOD.partition("subject")[0]).form == TableForm()


@pytest.mark.parametrize(
    ("old", "new", "column", "text"),
    [
        ("skip_rows", "skiprows", "", "skiprows"),
        ('"indicator"', '"indicators"', "subject", "indicators"),
        ('"indicator"', '["indicator"]', "subject", "['indicator']"),
        ('sheet = "実績"', "sheet = 1", "sheet", "1"),
        ("skip_rows = 2", "skip_rows = -1", "skip_rows", "-1"),
        ("skip_rows = 2", "skip_rows = true", "skip_rows", "True"),
        ("skip_rows = 2", 'skip_rows = "2"', "skip_rows", "2"),
        ("heading_rows = 2", "heading_rows = 4", "heading_rows", "4"),
        ('["plan"]', '"plan"', "fill_down", "plan"),
        ('["plan"]', '["actual"]', "fill_down", "['actual']"),
        ('["plan"]', '["group"]', "fill_down", "group"),
        ('actual = "実績/R5"', 'aktual = "実績/R5"', "columns", "aktual"),
        ('actual = "実績/R5"', 'ratio = "前年度比"', "columns", "ratio"),
        ('actual = "実績/R5"', "actual = 5", "columns", None),
        ('actual = "実績/R5"', 'actual = " "', "columns", "actual"),
        ('actual = "実績/R5"', 'actual = "指 標"', "columns", "指標"),
        ('R3 = "実績/R3"', 'R3 = "実績/R5"', "columns", "実績/R5"),
        ('R3 = "実績/R3"', '3 = "実績/R3"', "years", "3"),
        ('R3 = "実績/R3"', 'R1 = "実績/R1"', "years", "R元"),
        ('R3 = "実績/R3"', 'R3 = ["実績/R3"]', "years", None),
        ('R3 = "実績/R3"', 'R3 = "実績/R3"\n[edition.spellings]\n"あ" = "い"\n"い" = "う"', "spellings", "い"),
        ('"plain-table"', '"progress-sheets"', "subject", "indicator"),
        ('"R5.xlsx"', '"../R5.xlsx"', "file", "../R5.xlsx"),
        ('"R5.xlsx"', '"表/R5.xlsx"', "file", "表/R5.xlsx"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, column: str, text: str | None) -> None:
    assert old in GOOD
    with pytest.raises(SourceError) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    error = caught.value
    assert (error.file, error.column) == (PLACE, column) and error.next_step
    assert text is None or error.text == text


@pytest.mark.parametrize("name", ["columns", "years"])
def test_a_key_twice_is_no_toml(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, GOOD + f'\n[edition.{name}]\nname = "指標"\n')
    assert caught.value.file == PLACE


WRONG = """\
[[edition]]
year = "R5"
file = "R5.xlsx"
title = "見本計画"
layout = "tables"
[[edition.table]]
sheeet = "実績"
banner_rows = "name"
[edition.table.columns]
name = "指標"
actuall = "R5"
[edition.table.years]
R5 = "実績"
"5" = "実績"
[edition.table.roles]
"見込" = "forecast"
[[edition.table.repeat]]
each = ["ア", "イ"]
[edition.table.repeat.columns]
name = ["列B", "列C", "列D"]
"""


def test_all_that_is_wrong_with_a_table_is_held_in_its_form(tmp_path: Path) -> None:
    (form,) = read(tmp_path, WRONG).tables
    assert [fault.column or fault.text for fault in form.faults] == [
        "sheeet", "columns", "years", "banner_rows", "repeat", "roles",
    ]  # fmt: skip
    assert all("1番目の [[edition.table]]" in fault.problem and fault.next_step for fault in form.faults)


def test_a_year_as_a_key() -> None:
    assert (year_key(2018), year_key(2019), year_key(2023)) == ("H30", '"R元"', "R5")
