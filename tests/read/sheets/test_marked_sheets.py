"""The sheets of Hitachi R5 as a converter or a language model would write them: read as the text that was extracted."""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from golden_tables import as_text

from cityplan import steps
from cityplan.tables.definitions import ActivityRow, IndicatorRow, PlanRow
from cityplan.tables.schema import Tables, table_rows

SOURCE = """city = "見本市"
[[edition]]
year = "R5"
file = "R5.md"
title = "プランの取組状況"
layout = "sheets"
plan_word = "PLAN"
baseline = "R3"
previous = "R4"
actual = "R5"
target = "R8"
rule = "target-baseline"
sheet_begins = "PLAN {id} {name}"
prose = { purpose = "目的", direction = "今後の取組の方向性" }

[[edition.table]]
subject = "activity"
heading_rows = 2
[edition.table.columns]
name = "事業名"
measure = "測り方"
content = "事業内容"
actual = "実績/R5"
previous = "実績/R4"
ratio = "実績/前年度比"
factors = "要因及び効果"

[[edition.table]]
[edition.table.columns]
name = "項目"
subgroup = "区分"
unit = "単位"
baseline = "基準値"
target = "目標値"
actual = "実績値"
status = "達成状況"
status_previous = "前年度"
"""
ACTIVITIES = ("事業名", "測り方", "事業内容", "実績", "実績", "実績", "要因及び効果")
BELOW = ("事業名", "測り方", "事業内容", "R5", "R4", "前年度比", "要因及び効果")
INDICATORS = ("項目", "区分", "単位", "基準値", "目標値", "実績値", "達成状況", "前年度")
SIGNS = {"△": r"$\triangle$", "◎": r"\circledcirc", "○": r"$\bigcirc$"}
COMPARED = {
    "activities": ("name", "measure", "content", "unit", "actual_text", "actual", "previous_text", "previous", "ratio_printed_text", "ratio_printed", "factors"),
    "indicators": ("name", "subgroup", "unit", "baseline_text", "baseline", "target_text", "target", "actual_text", "actual", "status_printed", "status_previous_printed"),
}  # fmt: skip
Rows = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def original(root: Path) -> Tables:
    return steps.clean_document(str(root), "hitachi", "R5")


def activities(original: Tables, plan_id: str) -> Rows:
    return [
        (row.name, row.measure, row.content, row.actual_text, row.previous_text, row.ratio_printed_text, row.factors)
        for row in table_rows(original, ActivityRow)
        if row.plan_id == plan_id
    ]


def indicators(original: Tables, plan_id: str) -> Rows:
    return [
        (
            row.name,
            row.subgroup,
            row.unit,
            row.baseline_text,
            row.target_text,
            row.actual_text,
            *(SIGNS.get(mark, mark) for mark in (row.status_printed, row.status_previous_printed)),
        )
        for row in table_rows(original, IndicatorRow)
        if row.plan_id == plan_id
    ]


def pipes(rows: Rows, headings: Rows) -> str:
    """A Markdown table; the first heading in bold, its row of rules only under one row of headings."""
    bold = tuple(f"**{text}**" for text in headings[0])
    rules = [("---",) * len(bold)] if len(headings) == 1 else []
    return "\n".join(
        f"| {' | '.join(cell.replace(chr(10), '<br>').replace('|', chr(92) + '|') for cell in row)} |"
        for row in [bold, *rules, *headings[1:], *rows]
    )


def tags(rows: Rows, headings: Rows) -> str:
    """An HTML table on one line, equal headings merged."""
    first = headings[0]
    cells = []
    for at, text in enumerate(first):
        wide = first.count(text)
        if first.index(text) == at:
            high = len(headings) if wide == 1 else 1
            cells.append(f'<th rowspan="{high}" colspan="{wide}"><b>{text}</b></th>')
    below = [f"<th>{text}</th>" for row in headings[1:] for at, text in enumerate(row) if first.count(first[at]) > 1]
    body = ["".join(f"<td>{html.escape(cell).replace(chr(10), '<br/>')}</td>" for cell in row) for row in rows]
    lines = ["".join(cells), *(["".join(below)] if below else []), *body]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def document(original: Tables, table: Callable[[Rows, Rows], str]) -> Iterator[str]:
    for plan in table_rows(original, PlanRow):
        if plan.plan_id in sheets(original):
            yield f"## PLAN {plan.plan_id} {plan.name}\n\n**目的**\n\n{plan.purpose}\n"
            yield table(activities(original, plan.plan_id), [ACTIVITIES, BELOW]) + "\n"
            if own := indicators(original, plan.plan_id):
                yield table(own, [INDICATORS]) + "\n"


def on_one_line(row: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    return [row[column].replace("\n", "") for column in columns]


def sheets(original: Tables) -> list[str]:
    return [plan.plan_id for plan in table_rows(original, PlanRow) if plan.has_sheet]


@pytest.mark.parametrize("table", [pipes, tags])
def test_what_is_read_is_what_was_extracted(
    original: Tables, table: Callable[[Rows, Rows], str], tmp_path: Path
) -> None:
    folder = tmp_path / "data/raw/mihon"
    folder.mkdir(parents=True)
    (folder / "R5.md").write_text("\n".join(document(original, table)), encoding="utf-8")
    (folder / "source.toml").write_text(SOURCE, encoding="utf-8")
    read = steps.clean_document(str(tmp_path), "mihon", "R5")
    for name, columns in COMPARED.items():
        wanted = [row for row in as_text(original[name]) if row["plan_id"] in sheets(original)]
        found = as_text(read[name])
        assert [on_one_line(row, columns) for row in found] == [on_one_line(row, columns) for row in wanted]
    assert {"marks_removed", "latex_read"} <= set(read["repairs"]["rule"])
