"""Printed shares of the target 達成率 against the values of their rows."""

from collections import defaultdict
from decimal import Decimal

from cityplan.check.finding import Finding, Findings, audited, place
from cityplan.check.kind import FindingKind
from cityplan.compute.numbers import decimals, rounded
from cityplan.japanese.quantities import minus, missing
from cityplan.tables.definitions import IndicatorRow, ObservationRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import Tables, table_rows

ACHIEVEMENT_MISMATCH = FindingKind(
    "achievement_mismatch",
    "達成率の不一致",
    "error",
    question="{cells}、期待値（目標値）、達成率のどれが正しいですか。計算では{computed}です。",
    doubts=("actual",),
)


@audited
def achievements(tables: Tables) -> Findings:
    """A printed 達成率 that is neither the actual value ÷ what was expected of its year (else the target).

    Where less is better it is the other way round; where that is unknown either way will do.
    """
    expected: dict[tuple[str, int], dict[int, ObservationRow]] = defaultdict(dict)
    for each in table_rows(tables, ObservationRow):
        if each.subject == "indicator" and each.role == "expected":
            expected[each.plan_id, each.no][each.fiscal_year] = each
    for row in table_rows(tables, IndicatorRow):
        printed, text = row.achievement_printed, row.achievement_printed_text
        own = expected[row.key].get(row.actual_fy or 0)
        goal, goal_text = (own.value, own.text) if own else (row.target, row.target_text)
        if text and printed is None and not missing(text):
            yield _mismatch(row, "", "数として読めません")
        if printed is None or row.actual is None or goal is None:
            continue
        shares = [
            (rounded(part * 100 / whole, decimals(printed)), f"{words}＝")
            for way, part, whole, words in (
                ("higher", row.actual, goal, f"{row.actual_text}÷{goal_text}"),
                ("lower", goal, row.actual, f"{goal_text}÷{row.actual_text}"),
            )
            if whole and row.polarity in ("", way)
        ]
        if shares and all(share != printed for share, _ in shares):
            nearest, words = min(shares, key=lambda each: abs(Decimal(each[0]) - printed))
            yield _mismatch(row, f"{words}{minus(nearest)}％", f"値からは{minus(nearest)}％です")


def _mismatch(row: IndicatorRow, computed: str, said: str) -> Finding:
    return Finding(
        ACHIEVEMENT_MISMATCH,
        f"「{full_name(row)}」の達成率は、資料の記載が{row.achievement_printed_text}ですが、{said}"
        f"{f'（{computed}）' if computed else ''}。",
        "実績値、期待値（目標値）、達成率のどれが正しいか、担当課に確かめてください。",
        place(row, "achievement_printed_text"),
        printed=row.achievement_printed_text,
        computed=computed,
    )
