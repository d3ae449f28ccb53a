"""The cleaning rules 整える規則, each disabled in turn."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple
from unittest import mock

from cityplan import steps
from cityplan.clean import activities as clean_activities
from cityplan.clean import indicators as clean_indicators
from cityplan.clean import rows as clean_row
from cityplan.clean.document import clean
from cityplan.japanese import letters
from cityplan.read import printed
from cityplan.read.printed import Line, Printed, Repair
from cityplan.read.table import cells, number_format, plans_of_table, records
from cityplan.read.table.number_format import Shown
from cityplan.read.text import progress_sheets, sheet_indicators
from cityplan.tables.schema import Tables
from mutants.patches import Patches, everywhere

NEVER = re.compile("(?!)")


def _fold_blanks(text: str) -> str:
    return " ".join(text.split())


def _bound_governs(cells: Any, baseline: Any, target: Any, repairs: list[Repair]) -> tuple[str, str]:
    """The direction by the bound, whatever the column of its own says."""
    if any(value and value.bound for value in (target, baseline)):
        cells = replace(cells, by_column={c: v for c, v in cells.by_column.items() if c != "polarity"})
    return _polarity(cells, baseline, target, repairs)


def _first_line(self: Printed, lines: list[Line], *place: Any) -> None:
    """A cell on several lines, of which the first is taken."""
    *where, text = place[:5]
    _take(self, lines, *where, lines[0].text if len(lines) > 1 else text, *place[5:])


def _own_name_only(index: int, labels: Any, line: Line, own: Any) -> int:
    if not labels[index][0]:
        raise sheet_indicators.refuse(line, own, "指標名が空です")
    return index


def _label_stays(cells: Any, repairs: list[Repair]) -> tuple[str, str, str]:
    got: tuple[str, str, str] = _results(cells, repairs)
    as_printed = cells.text("actual_text")
    return ("", as_printed, got[2]) if got[0] == as_printed and not got[1] else got


def _shown_otherwise(rule: str) -> Callable[[float, str], Shown | None]:
    def show(value: float, form: str) -> Shown | None:
        got = _show(value, form)
        return Shown(got.stored, got.stored) if got and got.rule == rule else got

    return show


def _clean_without(rule: str) -> Callable[..., Tables]:
    def without(*given: Any) -> Tables:
        tables = _clean(*given)
        return {**tables, "repairs": tables["repairs"][tables["repairs"]["rule"] != rule]}

    return without


def _other_units_kept(cells: Any, values: list[tuple[str, Any]], repairs: list[Repair]) -> tuple[str, list[Any]]:
    """A value in another unit as if it were in that of its row."""
    own: list[Repair] = []
    unit, kept = _one_unit(cells, values, own)
    repairs += [repair for repair in own if repair.rule != "unit_conflict"]
    return unit, [each or value for each, (_, value) in zip(kept, values, strict=True)]


def _not_filled(pieces: Any, at: int, row: Any, used: Any, above: dict[str, str], wanted: bool) -> None:
    _fill(pieces, at, row, used, above, False)


def _named_places_only(found: Printed, *place: Any) -> None:
    if place[4].column:
        _take_place(found, *place)


_polarity, _results, _clean = clean_indicators._polarity, clean_activities._results, clean
_take, _show, _fill = Printed.take, number_format.shown_number, records._fill
_take_place, _one_unit = plans_of_table._take, clean_row.one_unit

SHEETS, TABLE = ("hitachi", "mihon"), ("mihon-table", "mihon-xlsx")
AS_IT_IS = "as it is"
# Of an entry form, which no mutant is: tests/read/test_entry_form_reading.py tries what may be entered.
OF_A_FORM = {
    "changed_in_form",
    "ended_with_result",
    "hidden_row",
    "hidden_sheet",
    "negative",
    "new_in_form",
    "not_entered",
    "outside_form",
    "outside_rows",
    "sheet_renamed",
    "unit_in_cell",
    "beyond_limits",
    "full_width",
    "reason_in_value",
    "word_for_choice",
}
# Rules of how a cell looks, which no mutant changes (tests/read/test_cell_looks.py), and of what a person declares
# (tests/read/test_declared_tables.py).
OF_LOOKS = {
    "box_over_table",
    "cell_comment",
    "hidden_by_format",
    "hidden_column",
    "hidden_line",
    "no_percent_format",
    "raised_note",
    "shown_as_word",
    "struck_cell",
    "struck_out",
    "struck_row",
    "unseen_cell",
    "unseen_text",
    "unsigned",
    "declared_spelling",
    "merged_cell",
    "polarity_split",
    "similar_names",
    "group_unknown",
    "numbers_not_used",
    "total_differs",
    "total_unread",
    # of results of activities: tests/clean/test_results.py
    "counted_otherwise",
    "rate_of_change",
    # of files of documents: tests/read/file, tests/read/sheets, tests/read/test_document_tables.py
    "doubtful_cell",
    "heading_without_table",
    "joined_cells",
    "joined_pages",
    "joined_rows",
    "note_mark_split",
    "purpose_apart",
    "repeated_role",
    "similar_table",
    "torn_row",
    "unread_table",
    # and tests/read/boxes, tests/read/chapter, tests/read/file/test_marked.py, tests/read/test_markup_in_lines.py
    "choice_unclear",
    "chosen_word",
    "code_differs",
    "heading_count",
    "not_listed",
    "number_apart",
    "number_differs",
    "number_repeated",
    "other_cell",
    "other_table",
    "ringed_text",
    "band_columns",
    "before_banner",
    "latex_read",
    "marks_removed",
    "name_group",
    "name_number",
    "struck_beside",
    "struck_unclear",
    "unit_behind_name",
    "unit_in_parts",
}
NO_VALUE = {"missing_glyph"}  # says what the PDF cannot draw: no value depends on it


class Disabled(NamedTuple):
    """How a rule is switched off, and the documents and kinds of mutants on which that is tried."""

    patches: Callable[[], Patches]
    documents: tuple[str, ...]
    kinds: tuple[str, ...] = ()


def _attribute(module: Any, name: str, other: Any) -> Callable[[], Patches]:
    return lambda: [mock.patch.object(module, name, other)]


DISABLED: dict[str, Disabled] = {
    "alias_split": Disabled(_attribute(clean_activities, "_ALIAS", NEVER), ("hitachi",)),
    "contradicts_bound": Disabled(_attribute(clean_indicators, "_polarity", _bound_governs), TABLE),
    "control_removed": Disabled(
        lambda: everywhere(printed.without_controls, str), ("hitachi", "takahagi", *TABLE), ("invisible character",)
    ),
    "filled_down": Disabled(_attribute(records, "_fill", _not_filled), TABLE),
    "folded_characters": Disabled(
        lambda: everywhere(letters.fold, _fold_blanks),
        ("hitachi", "mihon", "mihon-table"),
        ("full-width digits", "form of a character or mark", "compatibility character"),
    ),
    "joined_lines": Disabled(
        lambda: [
            mock.patch.object(Printed, "take", _first_line),
            mock.patch.object(records, "on_one_line", lambda cell: cell.strip().split("\n")[0]),
        ],
        ("hitachi", "mihon-table"),
        ("table: line break in a cell", "line split"),
    ),
    "merged_name": Disabled(_attribute(sheet_indicators, "_merged_name", _own_name_only), ("hitachi",)),
    "missing_glyph": Disabled(_attribute(steps, "_glyph_repairs", lambda found: []), SHEETS),
    "moved_label": Disabled(_attribute(clean_activities, "_results", _label_stays), ("hitachi",)),
    "named_for_document": Disabled(_attribute(plans_of_table, "_take", _named_places_only), ("mihon-flat",)),
    "rounded_by_format": Disabled(
        lambda: everywhere(number_format.shown_number, _shown_otherwise("rounded_by_format")),
        ("mihon-xlsx",),
        ("workbook: rounded by its format",),
    ),
    "split_label": Disabled(_attribute(clean_activities, "_split_label", lambda text, previous: (text, "")), SHEETS),
    "split_pair": Disabled(_attribute(clean_activities, "_is_pair", lambda text, pieces: False), SHEETS),
    "split_row": Disabled(
        _attribute(
            sheet_indicators,
            "_nested_rows",
            lambda body, named, span, own: sheet_indicators._plain_rows(body, named, own),
        ),
        SHEETS,
    ),
    "split_unit": Disabled(
        _attribute(cells, "_split_unit", lambda *given: ""), ("mihon-flat",), ("table: value in the cell of its unit",)
    ),
    "stored_number": Disabled(
        lambda: everywhere(number_format.shown_number, _shown_otherwise("stored_number")),
        ("mihon-xlsx",),
        ("workbook: zero as a dash",),
    ),
    "tags_removed": Disabled(_attribute(progress_sheets, "_untag", lambda line, found: [line]), SHEETS, ("tag",)),
    "unit_completed": Disabled(
        lambda: everywhere(clean_row.completes, lambda part, unit: part == unit), (*SHEETS, *TABLE)
    ),
    "unit_converted": Disabled(lambda: everywhere(clean_row.in_unit, lambda value, unit: None), TABLE),
    "unit_conflict": Disabled(lambda: everywhere(clean_row.one_unit, _other_units_kept), (*SHEETS, *TABLE), ("unit",)),
    "unreadable": Disabled(
        lambda: everywhere(clean, _clean_without("unreadable")),
        ("mihon-table",),
        ("digit misread as a letter", "letter lost", "mark"),
    ),
    "wrap_blank_removed": Disabled(
        lambda: everywhere(letters.unwrap, str.strip), ("hitachi", "takahagi", "mihon-table"), ("wrapped name",)
    ),
}
