"""What is declared of a kind of finding 指摘の種類, beside the check that makes it.

The audit takes a finding's weight from here, the 正誤表案 its question and the numbers to correct, the expected
values whether they are told in spite of it. Kinds that several modules make are declared below.
"""

from dataclasses import dataclass
from typing import Literal

from cityplan.compute.doubts import DOUBTFUL_VALUE
from cityplan.files.errors import CHECK_FAILED

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class FindingKind:
    """A kind 種類 of finding: its names and weight, what it doubts, and what to ask about it.

    The weight is the usual one; a check says where a single finding is heavier or lighter. `question` may hold
    {cells}, the numbers in doubt, and {computed}; without one the finding's own suggestion is asked.
    """

    name: str  # `kind` in the table `findings`
    label: str
    severity: Severity
    question: str = ""
    doubts: tuple[str, ...] | None = None  # columns that it doubts and offers to correct; None: the one where it stands
    doubts_of_row: tuple[str, ...] = ()  # those where it stands at the unit, which is that of all values
    doubts_as_remark: bool = False  # a number, even as a remark 参考
    doubts_line: bool = False  # all rows that its line packs
    is_of_neighbour: bool = False  # what is printed may belong to the next row, which has nothing
    asks_last_year: bool = False  # for the value of last year too, where it is empty like this year's
    withholds_expected: bool | None = None  # the expected value 目安 of its row; None: unless it is a remark
    withholds_parts: bool = False  # and those of all parts 区分 of the same name


VALUE_ROLES = ("actual", "baseline", "target")

CHECK_HAS_FAILED = FindingKind(CHECK_FAILED, "止まった検算", "warning")
VALUE_MISSING = FindingKind(
    "value_missing",
    "ない値",
    "warning",
    question="この欄の値を教えてください。値がなければ、その理由を教えてください。",
    asks_last_year=True,
)
AMBIGUOUS_CELL = FindingKind(
    "ambiguous_cell",
    "読み方の決まらない所",
    "warning",
    question="{cells}は、この区分の値ですか。",
    doubts=VALUE_ROLES,
    doubts_line=True,
)
REPEATED_ITEM = FindingKind("repeated_item", "重なる行や項目", "warning")
IMPLAUSIBLE = FindingKind(
    DOUBTFUL_VALUE,
    "疑わしい値",
    "warning",
    question="{cells}は、このとおりですか。桁・単位・年度・符号を原本で確かめ、正しい値を教えてください。",
    doubts_of_row=(*VALUE_ROLES, "previous"),
)
