"""An invented 架空 year R6 of Hitachi, filled into the real entry form: `python tests/invented_year.py --out FILE`.

Nothing in it is a fact. Its texts say so, its guide says so, and it is never put into data/raw/. The
same seed gives the same bytes. What is out of the ordinary stands in the constants; all other rows
are filled with plausible numbers and texts.
"""

import argparse
import random
import sys
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from cityplan.city import source
from cityplan.city.edition import RAW
from cityplan.city.entry_columns import (
    ACTIVITIES,
    ACTIVITY,
    ENDED,
    GUIDE,
    GUIDE_VALUE,
    INDICATOR,
    INDICATORS,
    NEW_ACTIVITY,
    NEW_INDICATOR,
    EntryColumn,
    by_name,
    row_code,
)
from cityplan.files.spreadsheet import CellValue, book_bytes, write_value
from cityplan.workbook.form.form import form_bytes, form_of
from cityplan.workbook.form.rows import Form, FormRow

ROOT = Path(__file__).parents[1]
CITY, EARLIER, YEAR = "hitachi", "R5", 2024
SEED = 6
LABEL = "（試験用の架空の文）"
WARNING = "これは試験用の架空の記入例です。市の実績ではありません。"
DIVISIONS = ("架空企画課", "架空産業課", "架空教育課", "架空環境課", "架空市民課")

Place = tuple[str, str, int]  # plan_id, 事業 or 指標, number

# What is entered otherwise than all other rows: by row, then by the name of the column.
SPECIAL: dict[Place, dict[str, CellValue]] = {
    ("02", ACTIVITY, 2): {"actual_text": None},  # not entered
    ("04", ACTIVITY, 1): {"factors": None},  # not entered
    ("08", INDICATOR, 2): {"actual_text": None},  # not entered
    ("05", INDICATOR, 6): {"division": None},  # not entered
    ("12", INDICATOR, 1): {"actual_text": None, "reason": "未公表"},
    ("07", INDICATOR, 1): {"actual_text": None, "reason": "集計中"},
    ("10", ACTIVITY, 2): {"actual_text": None, "reason": "該当なし"},
    ("09", ACTIVITY, 2): {"state": ENDED, "actual_text": None, "factors": None, "direction": None},
    ("11", ACTIVITY, 1): {"name_after": "まちなか再活性化事業（架空の名前）"},
    ("14", INDICATOR, 2): {"name_after": "国際交流の催しの参加者数（架空の名前）"},
    ("08", INDICATOR, 1): {"target_after": Decimal(60)},
    ("11", INDICATOR, 2): {"baseline_after": Decimal(2600)},
    ("13", ACTIVITY, 2): {"previous_text": Decimal(88)},  # R5 prints 86人
    ("15", ACTIVITY, 2): {"actual_text": Decimal(3214)},  # R5 prints nothing
    ("06", NEW_ACTIVITY, 1): {
        "name": "スタートアップ伴走支援事業（架空の事業）", "division": DIVISIONS[1],
        "content": f"創業を目指す方への専門家の派遣{LABEL}", "measure": "派遣件数", "unit": "件",
        "actual_text": Decimal(12), "factors": f"専門家を6人に委嘱した。{LABEL}",
        "direction": f"派遣の回数を増やす。{LABEL}",
    },
    ("03", NEW_ACTIVITY, 1): {
        "name": "いきいき百歳教室事業（架空の事業）", "division": DIVISIONS[4],
        "content": f"体操教室の開催{LABEL}", "measure": "参加者数", "unit": "人",
        "previous_text": Decimal(420), "actual_text": Decimal(504),
        "factors": f"会場を4か所増やした。{LABEL}", "direction": f"全ての交流センターで開く。{LABEL}",
    },
    ("03", NEW_INDICATOR, 1): {
        "name": "体操教室の実施箇所数（架空の指標）", "division": DIVISIONS[4], "unit": "か所",
        "baseline_text": Decimal(8), "target_text": Decimal(23), "polarity": "以上",
        "actual_text": Decimal(12),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """A filled form: its bytes, and what was entered in each used row by the name of the column."""

    data: bytes
    entered: dict[Place, dict[str, CellValue]]


def invented_year(root: Path = ROOT, seed: int = SEED) -> Filled:
    """The form of R6 as it comes back, invented."""
    form = form_of(root, source.edition(root, CITY, EARLIER), YEAR)
    entered = _entries(form, random.Random(seed))
    book = openpyxl.load_workbook(BytesIO(form_bytes(form)))
    _label(book[GUIDE])
    rows = {(plan.id, str(cell.value)): cell.row for plan in form.plans for cell in book[plan.id]["A"]}
    for (plan_id, kind, number), values in entered.items():
        columns = by_name(ACTIVITIES if kind in (ACTIVITY, NEW_ACTIVITY) else INDICATORS)
        at = rows[plan_id, row_code(kind, number)]
        for name, value in values.items():
            _enter(book[plan_id], at, columns[name], value)
    return Filled(book_bytes(book), entered)


def _label(guide: Any) -> None:
    """The two entries of the guide: until when, and to whom."""
    rows = {guide.cell(row, 2).value: row for row in range(1, guide.max_row + 1)}
    for label in ("提出期限", "提出先"):
        write_value(guide.cell(rows[label], GUIDE_VALUE), WARNING)


def _enter(page: Any, at: int, column: EntryColumn, value: CellValue) -> None:
    cell = page.cell(at, column.at)
    shown = cell.number_format  # as a person's entry, a number takes the format of its cell
    cell.value = None
    write_value(cell, value, "text" if isinstance(value, str) else "number")
    cell.number_format = shown


def _entries(form: Form, chance: random.Random) -> dict[Place, dict[str, CellValue]]:
    entered: dict[Place, dict[str, CellValue]] = {}
    same: dict[CellValue, Decimal | None] = {}  # an indicator printed in two plans has one value
    for plan in form.plans:
        division = DIVISIONS[int(plan.id) % len(DIVISIONS)]
        for row in plan.activities:
            if not row.new:
                entered[plan.id, ACTIVITY, row.number] = _activity(row, division, chance)
        for row in plan.indicators:
            if not row.new:
                value = _indicator(row, chance)
                name = f"{row.shown['name']} {row.shown['subgroup']}"
                entered[plan.id, INDICATOR, row.number] = {
                    "division": division,
                    "actual_text": same.setdefault(name, value),
                }
    for place, values in SPECIAL.items():
        entered[place] = {**entered.get(place, {}), **values}
    return entered


def _activity(row: FormRow, division: str, chance: random.Random) -> dict[str, CellValue]:
    actual: CellValue = f"・催しを{chance.randint(2, 9)}回開いた{LABEL}"
    word = "続いた"
    earlier = row.shown["previous_text"]
    if isinstance(earlier, Decimal):
        grown = earlier * Decimal(str(round(chance.uniform(0.75, 1.35), 3)))
        actual = _within(grown, row)
        word = _word(actual, earlier)
    return {
        "division": division,
        "actual_text": actual,
        "factors": f"{chance.choice(('周知が進み', '対象が変わり', '申込みの方法を改め'))}、利用が{word}。{LABEL}",
        "direction": f"{chance.choice(('引き続き実施する', '対象を広げる', '方法を見直す'))}。{LABEL}",
    }


def _word(actual: Decimal, earlier: Decimal) -> str:
    if actual == earlier:
        return "横ばいだった"
    return "増えた" if actual > earlier else "減った"


def _indicator(row: FormRow, chance: random.Random) -> Decimal | None:
    earlier = row.shown["previous_text"]
    if not isinstance(earlier, Decimal) or row.target is None:
        return None
    away = max(abs(row.target - earlier), abs(earlier) / 10)
    step = away * Decimal(str(round(chance.uniform(-0.4, 0.6), 3)))
    return _within(earlier + step if row.target >= earlier else earlier - step, row)


def _within(value: Decimal, row: FormRow) -> Decimal:
    """A value with the decimals of the earlier ones, and what the form accepts."""
    rounded = value.quantize(Decimal(1).scaleb(-row.places))
    high = rounded if row.limits.high is None else row.limits.high
    return max(Decimal(0).quantize(rounded), min(rounded, high))


def main() -> int:
    """Write an invented filled form where it is asked for, but not among real documents."""
    parser = argparse.ArgumentParser(description="架空の R6 を、本物の様式に記入して作ります。")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    if (ROOT / RAW).resolve() in options.out.resolve().parents:
        print("data/raw/ には置けません（架空の値です）。", file=sys.stderr)
        return 2
    options.out.write_bytes(invented_year(seed=options.seed).data)
    print(f"{options.out} を作りました。{WARNING}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
