"""The entry form 様式 as data: what its writer writes and its reader looks for, cell by cell.

A form is a workbook: first the sheet `GUIDE`, then one sheet for each plan, its title the plan_id
(`06`), in the order of the plans; the first of them has the sheet_number 1. Columns are counted from
1 (A). Column A holds codes and belongs to the program; it is not printed.

The sheet `GUIDE`: a row with a key of `FACTS` in column A has its value in column C (`GUIDE_VALUE`);
for each plan sheet there is a row with the code プラン1, プラン2 … (its sheet_number) in column A, and
in `GUIDE_COLUMNS` its plan_id, name, group and theme (as in the tables; empty = none), how many listed
activities and indicators it was made with (without the rows for new ones), and how many entries are
open (a formula).

A plan sheet:

- A1 is its identity (`sheet_identity`): version, city, year, plan_id, sheet_number. It is what a
  sheet is recognised by, whatever its title or place.
- A row with the code 目的 in column A: the purpose in column C, filled with last year's; an entry.
- A row with the code 事業の見出し or 指標の見出し: the headings of the columns of that block
  (`heading`), in the columns of `ACTIVITIES` and `INDICATORS`. A block may be missing, its heading
  row too: then the plans of the earlier edition have no such table at all.
- A row with the code 事業2: the activity with activity_no 2 of the earlier edition; 指標2 likewise.
  新規事業1, 新規指標1 …: rows for new ones; one with no entry in any cell is not used.
- All other rows (titles, notes, empty ones) have no code and hold nothing to be read.

Kinds of a cell: `code` a number; `shown` locked, from the earlier edition; `text`, `number` and
`choice` entries; `result` an entry that is a number, or prose where the earlier one was prose;
`check` a formula, never read; `none` locked and empty. A column has one kind in the rows of the
earlier edition (`kind`) and one in the rows for new ones (`new`). A cell may be merged with those to
its right (`to`); the value stands in `at`. A number is what the cell stores, in the unit of 単位; its
format only adds separators and trailing zeros (58.6 shown as 58.60).

What the columns mean beyond their tables' (`EntryColumn.column`):

- `content` is an entry filled with the earlier edition's text.
- `name` is the earlier name, `name_after` 変更後の名前 the new one, empty = the same.
- `state` is 継続 or 終了 (filled with 継続; empty = 継続); in a new row the word 新規 stands there.
- `previous_text`: the earlier edition's value, a number where it was one, else its text as printed;
  empty where there was none. For an indicator it is the cell `actual_<YYYY>_text`.
- `reason` 数値がないとき: one of `NO_VALUE_WORDS`, instead of a value.
- `baseline_text`, `target_text`: as printed, with unit and 以上・以下; in a new row a number.
- `baseline_after`, `target_after`: the new number, empty = the same; unit and 以上・以下 stay.
- `polarity`: 以上 or 以下 where it was printed or declared, else empty; an entry in a new row.
- Columns from `HELPERS` on are for the formulas only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

VERSION = 1
GUIDE = "はじめに"
FACTS = ("様式の版", "市", "年度")  # VERSION, the city's folder name, the era year (R6)
GUIDE_VALUE = 3
GUIDE_COLUMNS = {
    "plan_id": 2, "name": 3, "group": 4, "theme": 5, "activities": 6, "indicators": 7, "open": 8,
}  # fmt: skip
PLAN_ROW = "プラン"  # with the sheet_number

PURPOSE = "目的"
PURPOSE_AT = 3
ACTIVITY_HEADINGS = "事業の見出し"
INDICATOR_HEADINGS = "指標の見出し"
ACTIVITY, NEW_ACTIVITY = "事業", "新規事業"
INDICATOR, NEW_INDICATOR = "指標", "新規指標"

CONTINUED, ENDED, NEW = "継続", "終了", "新規"
STATES = (CONTINUED, ENDED)
NO_VALUE_WORDS = ("未公表", "集計中", "該当なし")
POLARITY_CHOICES = {"以上": "higher", "以下": "lower"}

# What each row is asked for beside its result, by table; without it the row is not done.
WANTED = {"activities": ("division", "factors", "direction"), "indicators": ("division",)}
NEW_WANTED: dict[str, tuple[str, ...]] = {
    "activities": (), "indicators": ("baseline_text", "target_text"),
}  # fmt: skip

EntryKind = Literal["code", "shown", "text", "number", "result", "choice", "check", "none"]


@dataclass(frozen=True)
class EntryColumn:
    """One column 欄 of a block: where it stands, its heading, our column, and what its cells are."""

    at: int
    label: str
    column: str
    kind: EntryKind
    new: EntryKind
    choices: tuple[str, ...] = ()
    last: int = 0  # the last of the merged columns

    @property
    def to(self) -> int:
        return self.last or self.at


# fmt: off
ACTIVITIES = (
    EntryColumn(2, "番号", "activity_no", "code", "code"),
    EntryColumn(3, "事業名", "name", "shown", "text"),
    EntryColumn(4, "変更後の事業名", "name_after", "text", "none"),
    EntryColumn(5, "状況", "state", "choice", "shown", STATES),
    EntryColumn(6, "担当課", "division", "text", "text"),
    EntryColumn(7, "事業内容", "content", "text", "text", last=8),
    EntryColumn(9, "実績の測り方", "measure", "shown", "text"),
    EntryColumn(10, "単位", "unit", "shown", "text"),
    EntryColumn(11, "{previous}実績", "previous_text", "shown", "result"),
    EntryColumn(12, "{actual}実績", "actual_text", "result", "result"),
    EntryColumn(13, "数値がないとき", "reason", "choice", "choice", NO_VALUE_WORDS),
    EntryColumn(14, "前年度比 (%)", "ratio", "check", "check"),
    EntryColumn(15, "要因及び効果", "factors", "text", "text", last=18),
    EntryColumn(19, "今後の取組の方向性", "direction", "text", "text"),
)
INDICATORS = (
    EntryColumn(2, "番号", "indicator_no", "code", "code"),
    EntryColumn(3, "指標名", "name", "shown", "text"),
    EntryColumn(4, "変更後の指標名", "name_after", "text", "none"),
    EntryColumn(5, "状況", "state", "choice", "shown", STATES),
    EntryColumn(6, "担当課", "division", "text", "text"),
    EntryColumn(7, "区分", "subgroup", "shown", "text"),
    EntryColumn(8, "基準値{baseline}", "baseline_text", "shown", "number"),
    EntryColumn(9, "目標値{target}", "target_text", "shown", "number"),
    EntryColumn(10, "単位", "unit", "shown", "text"),
    EntryColumn(11, "{previous}実績", "previous_text", "shown", "number"),
    EntryColumn(12, "{actual}実績", "actual_text", "number", "number"),
    EntryColumn(13, "数値がないとき", "reason", "choice", "choice", NO_VALUE_WORDS),
    EntryColumn(14, "{actual}の印", "status", "check", "check"),
    EntryColumn(15, "{previous}の印", "status_previous_printed", "shown", "none"),
    EntryColumn(16, "向き", "polarity", "shown", "choice", tuple(POLARITY_CHOICES)),
    EntryColumn(17, "新基準値", "baseline_after", "number", "none"),
    EntryColumn(18, "新目標値", "target_after", "number", "none"),
    EntryColumn(19, "備考", "note", "text", "text"),
)
# fmt: on
LAST = 19  # the last column that is printed
HELPERS = 21  # the first column that only the formulas use
WIDTHS = (8, 4.5, 21, 12, 6.5, 10, 9, 11, 11, 7, 10.5, 10.5, 8, 8, 7, 7, 8, 8, 31)  # of A to S


@dataclass(frozen=True)
class FormYears:
    """The fiscal years 年度 of a form, in Japanese counting (R6); empty where there is none."""

    previous: str
    actual: str
    baseline: str = ""
    target: str = ""


def heading(column: EntryColumn, years: FormYears) -> str:
    """The heading of a column; the cell may say below it, on a line of its own, who fills it.

    >>> years = FormYears("R5", "R6", "R3", "R8")
    >>> [heading(column, years) for column in INDICATORS[6:8]], heading(ACTIVITIES[9], years)
    (['基準値（R3）', '目標値（R8）'], 'R6実績')
    """
    return column.label.format(
        previous=years.previous,
        actual=years.actual,
        baseline=f"（{years.baseline}）" if years.baseline else "",
        target=f"（{years.target}）" if years.target else "",
    )


def by_name(columns: Sequence[EntryColumn]) -> dict[str, EntryColumn]:
    """The columns of a block by the name of our column."""
    return {column.column: column for column in columns}


def may_be_negative(name: str) -> bool:
    """Whether what a name counts may be below zero.

    >>> may_be_negative("転出超過数"), may_be_negative("人口の増減"), may_be_negative("補助件数")
    (True, True, False)
    """
    return any(word in name for word in ("超過", "増減", "収支", "差"))


def row_code(kind: str, number: int) -> str:
    """The code of a row: its kind (事業, 新規事業, 指標, 新規指標, プラン) and its number."""
    return f"{kind}{number}"


def sheet_identity(city: str, year: str, plan_id: str, sheet_number: int) -> str:
    """What A1 of a plan sheet says; none of its parts holds a space.

    >>> sheet_identity("mihon", "R6", "06", 6)
    '様式1 mihon R6 06 6'
    """
    return f"様式{VERSION} {city} {year} {plan_id} {sheet_number}"
