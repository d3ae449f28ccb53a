"""What an entry of a form accepts 入力規則: numbers within limits, choices, texts; with words that help."""

from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cityplan.city.entry_columns import EntryColumn, FormYears, heading
from cityplan.city.entry_limits import LONGEST_ENTRY, Limits
from cityplan.workbook.form.rows import FormRow

_HELP = {
    "name_after": "名前が変わったときだけ、新しい名前を入れてください。",
    "state": "「終了」は、今年度は実施しなかったものです。今年度で終わったものは「継続」のまま実績を入れ、"
    "「今後の取組の方向性」（指標は「備考」）に「今年度で終了」と書いてください。",
    "division": "実績を答える課の名前を入れてください。",
    "content": "変わったときだけ直してください。",
    "measure": "何を数えたか（例：補助件数）を入れてください。",
    "reason": "実績の数値がないときだけ選びます。未公表：公表していない。集計中：まだ出ていない。"
    "該当なし：今年度は対象がない。",
    "factors": "実績が増えた・減った要因と、事業の効果を文で入れてください。",
    "direction": "次の年度からどうするかを文で入れてください。",
    "polarity": "大きいほど良い指標は「以上」、小さいほど良い指標は「以下」を選んでください。",
    "baseline_after": "基準値を見直したときだけ、新しい数を入れてください。単位と以上・以下は元のままです。",
    "target_after": "目標値を見直したときだけ、新しい数を入れてください。単位と以上・以下は元のままです。",
}
_NUMBER_HELP = "数だけを入れてください（単位は付けません）。"
_NO_NUMBER = "数値がないときは空欄のままにし、右の欄で理由を選びます。"
_WIDEST = Decimal(10) ** 15  # Excel keeps 15 digits
_PROSE_HELP = "数か、数で表せないときは文で入れてください。"


class Entries:
    """The rules 入力規則 of one sheet; cells with the same rule share it."""

    def __init__(self, page: Worksheet, years: FormYears) -> None:
        self._page, self._years = page, years
        self._known: dict[tuple[object, ...], DataValidation] = {}

    def accept(self, cell: Cell, column: EntryColumn, kind: str, row: FormRow) -> None:
        """Say of a cell what it accepts, by the kind of its column in its row."""
        title = heading(column, self._years)
        if kind == "choice":
            wrong = f"{'、'.join(column.choices)} のどれかを選んでください。"
            rule = _rule(title, _HELP[column.column], wrong, type="list", formula1=f'"{",".join(column.choices)}"')
            self._add(cell, ("choice", title), rule)
        elif kind == "number" or (kind == "result" and not row.prose and not row.new):
            self._add(cell, ("number", title, row.limits), self._number(column, title, row.limits))
        elif kind == "result":
            self._add(cell, ("text", title, kind), _rule(title, _PROSE_HELP, "", type=None))
        else:
            self._add(cell, ("text", title, kind), text_rule(title, _HELP.get(column.column, "")))

    def _add(self, cell: Cell, key: tuple[object, ...], rule: DataValidation) -> None:
        if key not in self._known:
            self._known[key] = rule
            self._page.add_data_validation(rule)
        self._known[key].add(cell)

    def _number(self, column: EntryColumn, title: str, limits: Limits) -> DataValidation:
        told = _HELP.get(column.column, _NUMBER_HELP)
        if column.column == "actual_text":
            told += _NO_NUMBER
        if limits.likely:
            wrong = f"ふつうは{limits}です。単位や「約」は付けません。桁を確かめ、正しければそのまま入れてください。"
        else:
            wrong = f"{limits}を入れてください。単位や「約」は付けません。正しい値が入らないときは、企画課に知らせてください。"
        style = "warning" if limits.likely else "stop"
        low = -_WIDEST if limits.low is None else limits.low
        high = _WIDEST if limits.high is None else limits.high
        bounds = {"formula1": f"{low:f}", "formula2": f"{high:f}"}
        return _rule(title, told, wrong, style, type="decimal", operator="between", **bounds)


def text_rule(title: str, told: str) -> DataValidation:
    """The rule of a text: how long it may be."""
    wrong = f"{LONGEST_ENTRY:,}字までにしてください。"
    return _rule(title, told, wrong, type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST_ENTRY))


def _rule(title: str, told: str, wrong: str, style: str = "stop", /, **rule: object) -> DataValidation:
    return DataValidation(
        allow_blank=True,
        showInputMessage=bool(told),
        promptTitle=title if told else None,
        prompt=told or None,
        showErrorMessage=bool(wrong),
        errorStyle=style,
        errorTitle=title,
        error=wrong or None,
        **rule,
    )
