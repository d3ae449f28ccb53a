"""Tables as they are used 使う値: what was corrected 訂正 is shown with its mark instead of its print.

The tables themselves keep every print. Where a reader, the audit or the prose speaks of a value,
a corrected cell reads 41件（訂正）, and one whose value is unknown now —.
"""

from cityplan.japanese import quantity
from cityplan.tables import NUMBERS, Tables, records

MARK = "（訂正）"


def as_used(tables: Tables) -> Tables:
    """The same tables with the texts of corrected cells as they are used."""
    changed = {name: tables[name].copy() for name in NUMBERS}
    for row in records(tables["corrections"]):
        data = changed[row.table]
        own = (data["plan_id"] == row.plan_id) & (data[NUMBERS[row.table]] == row.row)
        unit = "%" if row.column == "ratio_printed" else str(data.loc[own, "unit"].iloc[0])
        data.loc[own, f"{row.column}_text"] = _shown(row.use, unit)
    return {**tables, **changed}


def _shown(use: str, unit: str) -> str:
    """
    >>> _shown("41", "件"), _shown("1,062件", "件"), _shown("不明", "件")
    ('41件（訂正）', '1,062件（訂正）', '—')
    """
    value = quantity(use)
    if value is None:
        return "—"
    return f"{use}{'' if value.unit else unit}{MARK}"
