"""正誤表案: the findings 指摘 as a list to clear with the divisions, and lines for corrections.csv.

From the tables alone. A line is ready to be pasted, but decides nothing: `use`, `reason` and `date`
are the analyst's, and without a reason and a date the run stops.
"""

import csv
from io import StringIO
from typing import Any, NamedTuple

from cityplan.checks.finding import full_name, label
from cityplan.decisions import COLUMNS
from cityplan.tables import TABLES, Tables, records

SEVERITIES = {"error": "矛盾", "warning": "疑い", "info": "参考"}
_NUMBER = {"activities": "activity_no", "indicators": "indicator_no", "programs": "program_no"}
_RATIO = ("ratio_printed", "actual", "previous")
_VALUES = ("actual", "baseline", "target")
# The numbers in doubt, by kind of finding; of the others, the column of the finding itself.
_DOUBTED: dict[str, tuple[str, ...]] = {
    "ratio_mismatch": _RATIO, "ratio_rounding": _RATIO, "status_mismatch": _VALUES,
    "target_behind_baseline": ("target", "baseline"), "duplicate_indicator": _VALUES,
    "prose_mismatch": ("actual", "previous"), "ambiguous_cell": _VALUES,
}  # fmt: skip
_REMARKS = ("ratio_rounding", "unit_doubtful")  # the remarks 参考 that doubt a number


class Erratum(NamedTuple):
    """One finding 指摘 as the list tells it; all texts."""

    finding_id: str
    severity: str
    plan: str
    table: str
    row: str
    column: str
    printed: str
    computed: str
    difference: str
    explanation: str
    line: int | None
    source_text: str
    message: str
    ask: str
    lines: tuple[str, ...]  # for corrections.csv


LABELS = (
    "番号", "重さ", "プラン", "表", "行", "列", "資料の記載", "計算・照合", "差", "1桁の違いによる説明",
    "原文の行", "原文", "内容", "担当課に尋ねること", "corrections.csv に加える行",
)  # fmt: skip


def errata(tables: Tables, year: str) -> list[Erratum]:
    """All findings of an edition, heaviest first; `year` is the edition's, as corrections.csv has it."""
    names = _names(tables)
    return [
        Erratum(
            finding.finding_id, SEVERITIES[finding.severity], finding.plan_id or "全体",
            TABLES[finding.table].label if finding.table else "",
            _row(finding, names), label(finding.table, finding.column) if finding.column else "",
            finding.printed, finding.computed, finding.difference, finding.explanation,
            finding.source_line, finding.source_text, finding.message, finding.suggestion,
            tuple(correction_lines(finding, tables, year)),
        )
        for finding in records(tables["findings"])
    ]  # fmt: skip


def _names(tables: Tables) -> dict[tuple[str, str, int], str]:
    names = {("groups", "", int(row.group_id)): row.name for row in records(tables["groups"])}
    for table, number in _NUMBER.items():
        for row in records(tables[table]):
            name = full_name(row) if table == "indicators" else row.name
            names[table, row.plan_id, int(getattr(row, number))] = name
    return names


def _row(finding: Any, names: dict[tuple[str, str, int], str]) -> str:
    """The row's number and name: 1 まちなか空き店舗活用事業."""
    if finding.row is None:
        return ""
    table = "programs" if finding.table == "program_items" else finding.table
    name = names.get((table, finding.plan_id, int(finding.row)), "")
    return f"{int(finding.row)} {name}".strip()


def correction_lines(finding: Any, tables: Tables, year: str) -> list[str]:
    """The lines of corrections.csv for the numbers that a finding doubts; choose and complete one.

    Only the move of a ratio is two lines, of which the second has its value already.
    """
    if finding.table not in COLUMNS or finding.row is None:
        return []
    if finding.severity == "info" and finding.kind not in _REMARKS:
        return []
    own = (finding.column.removesuffix("_text"),)
    doubted = _DOUBTED.get(finding.kind, own)
    columns = [column for column in doubted if column in COLUMNS[finding.table]]
    if finding.kind == "value_missing" and columns == ["actual"]:
        columns += [c for c in ("previous",) if _blank(tables, finding, c)]
    lines = [
        _line(year, finding, finding.row, column, _printed(tables, finding, finding.row, column))
        for column in columns
    ]
    if finding.kind == "ratio_misplaced":
        lines += [
            _line(year, finding, row, "ratio_printed", "", finding.printed)
            for row in _awaiting(tables, finding)
        ]
    return lines


def _line(year: str, finding: Any, row: int, column: str, printed: str, use: str = "") -> str:
    text = StringIO()
    cells = [year, finding.table, finding.plan_id, int(row), column, printed, use, "", ""]
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


def _printed(tables: Tables, finding: Any, row: int, column: str) -> str:
    data = tables[finding.table]
    own = (data["plan_id"] == finding.plan_id) & (data[_NUMBER[finding.table]] == row)
    texts = data.loc[own, f"{column}_text"]
    return str(texts.iloc[0]) if len(texts) else ""


def _blank(tables: Tables, finding: Any, column: str) -> bool:
    return finding.table == "activities" and _printed(tables, finding, finding.row, column) == ""


def _awaiting(tables: Tables, finding: Any) -> list[int]:
    """The neighbouring activities that have a label but no values and no ratio."""
    data = tables["activities"]
    beside = data[
        (data["plan_id"] == finding.plan_id)
        & (data["measure"] != "")
        & (data["actual_text"] + data["previous_text"] + data["ratio_printed_text"] == "")
    ]
    return [int(n) for n in beside["activity_no"] if abs(int(n) - int(finding.row)) == 1]
