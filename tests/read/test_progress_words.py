"""Progress sheets in other words: Hitachi R5 written anew by rule, with its words declared, reads as the original."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from aligned import body, drawn
from small_sheets import SMALL, small, tables_of

from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.city.sheet_form import sheet_form
from cityplan.city.table_entries import table_forms
from cityplan.files.errors import SourceError
from cityplan.files.files import read_text
from cityplan.files.toml_text import toml_values
from cityplan.tables.schema import Tables

ROOT = Path(__file__).parents[2]
EDITION = source.edition(ROOT, "hitachi", "R5")
DOCUMENT = read_text(ROOT / EDITION.raw_file)
NOT_COMPARED = ("source_line", "source_line_end")

ACTIVITIES = """
[[table]]
subject = "activity"
[table.columns]
name = "取組名"
content = "事業内容"
actual = "活動実績/令和5年度"
previous = "活動実績/令和4年度"
ratio = "活動実績/対前年度比"
factors = "要因及び効果"
"""
INDICATORS = """
[[table]]
[table.columns]
name = "指標名"
baseline = "当初値"
target = "目標値(R8)"
actual = "令和5年度実績"
status = "評価/R5"
status_previous = "評価(R4)"
"""


def edition(toml: str) -> Edition:
    """Hitachi's edition with other words."""
    values = toml_values(toml, "source.toml")
    left_out = values.get("left_out", [])
    return replace(
        EDITION,
        sheets=sheet_form(values, "source.toml"),
        tables=table_forms(values, "source.toml"),
        left_out=(*EDITION.left_out, *(left_out if isinstance(left_out, list) else [])),
    )


@cache
def original() -> Tables:
    return tables_of(DOCUMENT, EDITION)


def assert_same(found: Tables, *but: str) -> None:
    for name in ("groups", "plans", "activities", "indicators", "observations"):
        one, other = (
            tables[name].drop(columns=[*NOT_COMPARED, *but], errors="ignore") for tables in (found, original())
        )
        pd.testing.assert_frame_equal(one, other)


def in_words(words: dict[str, str]) -> str:
    """The document with words of headings replaced where they stand alone in a cell or begin a line."""
    lines = []
    for line in DOCUMENT.split("\n"):
        cells = line.split("\t")
        lines.append("\t".join(words.get(cell, cell) for cell in cells))
    return "\n".join(lines)


def of_tables(change: Callable[[list[str], bool], list[str]], begins: str) -> str:
    """The document with each line of the tables changed that begin with a heading; the change gets its cells, and
    whether the line is one of the headings."""
    lines: list[str] = []
    inside = 0
    for line in DOCUMENT.split("\n"):
        if line.startswith(f"{begins}\t"):
            inside = 1
        elif inside and not line.strip(" "):
            inside = 0
        lines.append(
            "\t".join(change(line.split("\t"), inside <= (2 if begins == "事業名" else 1))) if inside else line
        )
        inside += bool(inside)
    return "\n".join(lines)


def test_headings_of_other_words() -> None:
    text = in_words({"目的": "■ ねらい", "今後の取組の方向性": "来年度に向けて"})
    assert_same(tables_of(text, edition('prose = { purpose = "ねらい", direction = "来年度に向けて" }')))


def test_plans_of_another_word() -> None:
    text = re.sub(r"PLAN ?0?(\d+)", r"プラン\1", DOCUMENT)
    assert "プラン1 " in text
    assert_same(tables_of(text, edition('sheet_begins = "プラン{id} {name}"')))


def test_columns_of_other_words() -> None:
    words = {
        "事業名": "取組名", "実績": "活動実績", "R5": "令和5年度", "R4": "令和4年度", "前年度比": "対前年度比",
        "項目": "指標名", "基準値(R3)": "当初値", "実績値(R5)": "令和5年度実績", "達成状況(R5)": "評価/R5", "達成状況(R4)": "評価(R4)",
    }  # fmt: skip
    assert_same(tables_of(in_words(words), edition(ACTIVITIES + INDICATORS)))


def test_years_as_they_are_declared_for_tables() -> None:
    declared = """
[[table]]
subject = "activity"
[table.columns]
name = "事業名"
content = "事業内容"
ratio = "前年度比"
factors = "要因及び効果"
[table.years]
R4 = "実績/R4"
R5 = "実績/R5"
"""
    assert_same(tables_of(DOCUMENT, edition(declared)))


def test_tables_without_their_headings_above() -> None:
    """Their own columns tell where they begin; the words over them are left out as declared."""
    text = in_words({"掲載事業の実績等": "主な取組", "登載事業の実績等": "主な取組", "関連する主な目標指標": "◆指標"})
    declared = 'left_out = ["主な取組", "◆指標"]\n' + ACTIVITIES + INDICATORS
    words = {"取組名": "事業名", "活動実績": "実績", "令和5年度実績": "実績値(R5)", "令和5年度": "R5", "令和4年度": "R4", "対前年度比": "前年度比",
             "指標名": "項目", "当初値": "基準値(R3)", "評価/R5": "達成状況(R5)", "評価(R4)": "達成状況(R4)"}  # fmt: skip
    for ours, printed in words.items():
        declared = declared.replace(f'"{ours}', f'"{printed}').replace(f"/{ours}", f"/{printed}")
    assert_same(tables_of(text, edition(declared)))


def test_a_first_column_of_divisions() -> None:
    def with_division(cells: list[str], is_heading: bool) -> list[str]:
        name = "担当課" if cells[0] == "事業名" else "" if is_heading or not cells[0] else f"{cells[0][:2]}課"
        return [name, *cells]

    declared = (
        ACTIVITIES.replace("取組名", "事業名").replace("活動", "").replace("令和5年度", "R5").replace("令和4年度", "R4")
    )
    declared = declared.replace("対前", "前") + 'division = "担当課"\n'
    found = tables_of(of_tables(with_division, "事業名"), edition(declared))
    assert_same(found, "division")
    activities = found["activities"]
    assert list(activities["division"]) == [f"{name[:2]}課" for name in activities["name"]]


def test_a_division_that_goes_on_where_it_is_declared() -> None:
    def once(cells: list[str], is_heading: bool) -> list[str]:
        first = "担当課" if cells[0] == "事業名" else "企画課" if seen == ["事業名"] and not is_heading else ""
        seen[:] = cells[:1] if cells[0] else seen
        return [first, *cells]

    seen: list[str] = []
    declared = (
        ACTIVITIES.replace("取組名", "事業名").replace("活動", "").replace("令和5年度", "R5").replace("令和4年度", "R4")
    )
    declared = declared.replace("対前", "前").replace("[table.columns]", 'fill_down = ["division"]\n[table.columns]')
    found = tables_of(of_tables(once, "事業名"), edition(declared + 'division = "担当課"\n'))
    assert_same(found, "division")
    assert set(found["activities"]["division"]) == {"企画課"}


def test_columns_of_activities_in_another_order() -> None:
    def moved(cells: list[str], is_heading: bool) -> list[str]:
        nonlocal is_whole
        is_whole = len(cells) > 5 if cells[0] == "事業名" else is_whole
        if not is_whole:
            return cells
        own = cells + [""] * (6 - len(cells))
        if own[2] == "実績":  # its heading reaches over three columns
            return [own[0], own[5], "実績", "", "", own[1]]
        return [own[0], own[5], own[3], own[4], own[2], own[1]]

    is_whole = False
    assert_same(tables_of(of_tables(moved, "事業名"), EDITION))


def test_columns_of_indicators_in_another_order() -> None:
    """Also where two measured things stand side by side in a row."""

    def moved(cells: list[str], is_heading: bool) -> list[str]:
        if is_heading:
            nonlocal span
            span = 2 if cells[1] == "" else 1
        labels = next(
            at for at in range(1, len(cells)) if re.match(r"[\d(（]|基準値|$", cells[at]) and (cells[at] or is_heading)
        )
        own = cells[labels:] if not (is_heading and span == 2) else cells[2:]
        own += [""] * (5 * span - len(own))
        groups = [own[at * span : (at + 1) * span] for at in range(5)]
        return [
            *cells[: labels if not (is_heading and span == 2) else 2],
            *groups[2],
            *groups[1],
            *groups[0],
            *groups[3],
            *groups[4],
        ]

    span = 1
    assert_same(tables_of(of_tables(moved, "項目"), EDITION))


def test_a_table_that_goes_on_under_its_headings_again() -> None:
    def again(line: str) -> str:
        return line

    lines: list[str] = []
    for line, after in zip(DOCUMENT.split("\n"), [*DOCUMENT.split("\n")[1:], ""], strict=True):
        lines.append(again(line))
        if line.startswith("項目\t"):
            heading = line
        elif "\t" in line and "基準値" in line and "\t" in after and not after.startswith("項目"):
            lines += ["関連する主な目標指標", heading]
    assert_same(tables_of("\n".join(lines), EDITION))


def test_no_line_over_the_tables() -> None:
    assert_same(tables_of(DOCUMENT.replace("\n事業の取組状況\n", "\n"), EDITION))


def test_the_heading_of_a_plan_on_its_sheet_again() -> None:
    text = DOCUMENT.replace("関連する主な目標指標", "PLAN 01 どのシートでも\n関連する主な目標指標")
    assert_same(tables_of(text, edition('sheet_begins = "PLAN {id} {name}"')))


def test_what_is_not_declared_is_told_with_the_lines_to_write() -> None:
    text = in_words({"項目": "指標名", "基準値(R3)": "当初値(R3)", "実績値(R5)": "令和5年度実績"})
    with pytest.raises(SourceError) as caught:
        tables_of(text, EDITION)
    lines = str(caught.value).partition("\n")[2]
    [form] = table_forms({"table": toml_values(lines, "")["edition"]["table"]}, "")  # type: ignore[index]
    assert form.columns["name"] == "指標名" and form.columns["baseline"] == "当初値(R3)"
    assert caught.value.line and "指標名" in text.split("\n")[caught.value.line - 1]


def test_a_declared_heading_that_is_not_there() -> None:
    with pytest.raises(SourceError) as caught:
        tables_of(in_words({"項目": "指標名"}), edition(INDICATORS.replace("当初値", "基準値(R3)") + 'note = "備考"\n'))
    assert "「令和5年度実績」" in str(caught.value) or "実績値" in str(caught.value)


def test_tables_of_another_year_than_their_edition() -> None:
    declared = """
[[table]]
subject = "activity"
actual = "R5"
[table.columns]
name = "事業名"
content = "事業内容"
ratio = "前年度比"
factors = "要因及び効果"
[table.years]
R4 = "実績/R4"
R5 = "実績/R5"
[[table]]
actual = "R5"
[table.columns]
name = "項目"
baseline = "基準値(R3)"
target = "目標値(R8)"
actual = "実績値(R5)"
status = "達成状況(R5)"
status_previous = "達成状況(R4)"
"""
    tables = table_forms(toml_values(declared, "source.toml"), "source.toml")
    found = tables_of(small(), replace(SMALL, year="R6", previous=2023, actual=2024, tables=tables))
    assert drawn(found["observations"], "subject", "role", "era", "value") == body("""
        subject   | role     | era | value
        activity  | previous | R4  | 8
        activity  | actual   | R5  | 10
        indicator | baseline | R3  | 10
        indicator | actual   | R5  | 12
        indicator | target   | R8  | 20
    """)
