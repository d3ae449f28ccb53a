"""Tables as they are used 使う値: what was corrected 訂正 is shown with its mark instead of its print.

The tables themselves keep every print. Where a reader, the audit or the prose speaks of a value,
a corrected cell reads 41件（訂正）, and one whose value is unknown now —; a doubtful one 疑わしい値 reads 7745%以上※.
"""

from collections.abc import Callable

from cityplan.city.decisions import CORRECTED_MARK, SHARES
from cityplan.compute.doubts import DOUBTFUL_VALUE, WHOLE_ROW
from cityplan.japanese.entered import with_new_number as with_number
from cityplan.japanese.quantities import number_places, quantity
from cityplan.tables.definitions import CorrectionRow, FindingRow
from cityplan.tables.schema import NUMBERS, Tables, records, table_rows

MARK = CORRECTED_MARK
VALUES = {"activities": ("actual_text", "previous_text"), "indicators": ("baseline_text", "target_text", "actual_text")}
DOUBT = "※"  # behind a value that a finding `doubtful_value` doubts


def as_used(tables: Tables) -> Tables:
    """The same tables with the texts of corrected cells as they are used, and doubtful ones marked, once they are found."""
    return _doubts_marked(_with_texts(tables, lambda row, unit: _shown(row.use, unit)))


def _doubts_marked(tables: Tables) -> Tables:
    """Tables in which a value in doubt, or each of a row in doubt, bears its mark."""
    if "findings" not in tables:
        return tables
    found = tables["findings"]
    marked = {name: tables[name].copy() for name in NUMBERS}
    doubtful = found[(found["kind"] == DOUBTFUL_VALUE) & found["row"].notna()]
    cells = {
        (row.table, row.plan_id, row.row, column): None  # a cell may be doubted twice
        for row in records(doubtful, FindingRow)
        for column in (VALUES[row.table] if row.column == WHOLE_ROW else (row.column,))
        if column in VALUES[row.table]
    }
    for table, plan, number, column in cells:
        data = marked[table]
        own = (data["plan_id"] == plan) & (data[NUMBERS[table]] == number)
        data.loc[own, column] = [f"{text}{DOUBT}" if text else "" for text in data.loc[own, column]]
    return {**tables, **marked}


def with_unit(text: str, unit: str) -> str:
    """A value as it is used, with the unit that the source prints in a column of its own, and the sign of all pages.

    >>> with_unit("22000※", "件"), with_unit("7745%以上※", "%"), with_unit("—", "件"), with_unit("0（R2）", "人")
    ('22000件※', '7745%以上※', '—', '0人（R2）')
    >>> with_unit("△ 54", "人"), with_unit("-1.5億円（R4）※", ""), with_unit("△", "人"), with_unit("+3", "人")
    ('−54人', '−1.5億円（R4）※', '△', '+3人')
    """
    told = with_sign(text)
    return unit.join(parted(told)) if unit else told


def with_sign(text: str) -> str:
    """A value below zero with the sign that computed ones have: △ is a mark 印 on the same page."""
    places = number_places(text.removesuffix(DOUBT))
    is_negative = bool(places) and (found := quantity(text.removesuffix(DOUBT))) is not None and found.value < 0
    return f"{text[: places[0]]}−{text[places[1] :]}" if places and is_negative and places[0] < places[1] else text


def parted(text: str) -> tuple[str, ...]:
    """A value 8以上（R2）※ that lacks its unit as what stands before and behind that; any other text whole.

    >>> parted("8以上（R2）※"), parted("34※"), parted("8社以上"), parted("集計中")
    (('8', '以上（R2）※'), ('34', '※'), ('8社以上',), ('集計中',))
    """
    bare = text.removesuffix(DOUBT)
    found = quantity(bare)
    if found is None or found.unit:
        return (text,)
    places = number_places(bare)
    end = places[2] if places else len(bare)
    return text[:end], text[end:]


def as_printed_anew(tables: Tables) -> Tables:
    """The same tables with corrected texts as a document 様式 would print them: 50件以上 with 60 is 60件以上.

    Without the mark, which is ours and would be read back as a print; empty where the value is unknown.
    """
    return _with_texts(tables, lambda row, _: _printed_anew(row.printed, row.use))


def _with_texts(tables: Tables, text: Callable[[CorrectionRow, str], str]) -> Tables:
    """Tables whose corrected cells read as `text` tells from a correction and the unit of its row."""
    changed = {name: tables[name].copy() for name in NUMBERS}
    for row in table_rows(tables, CorrectionRow):
        data = changed[row.table]
        own = (data["plan_id"] == row.plan_id) & (data[NUMBERS[row.table]] == row.row)
        unit = "%" if row.column in SHARES else str(data.loc[own, "unit"].iloc[0])
        data.loc[own, f"{row.column}_text"] = text(row, unit)
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


def _printed_anew(printed: str, use: str) -> str:
    """
    >>> _printed_anew("50件以上", "60"), _printed_anew("50件以上", "60件"), _printed_anew("50件", "不明")
    ('60件以上', '60件以上', '')
    """
    value = quantity(use)
    if value is None:
        return ""
    return with_number(printed, use.strip().removesuffix(value.unit).strip())
