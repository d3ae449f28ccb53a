"""The notes 注 of tables: what stands below or above them behind ※ or 注, for the plans that it is about."""

import re
from collections.abc import Iterator, Sequence

from cityplan.city.edition import Edition
from cityplan.japanese.letters import squeeze
from cityplan.read.printed import NOTES, Cell, Line, Printed, Skipped

_NOTE = re.compile(r"[※＊]|[(（]?注\s*\d*\s*[)）:：.．\s　]|[(（]?(?:注|備考)[:：)）]|注\d")
_ITEM = re.compile(r"[(（]?(\d{1,2})[)）.．\s　]")
_NUMBER = re.compile(r"[※＊]\s*(\d+)|[(（]?注\s*[)）(（]?\s*(\d+)")
_MARK = re.compile(r"[※＊*]\d+|\(?注\)?\d+\)?")
_REASONS = ("outside_table", "note_row")
_LEAST_NAME = 3  # letters of a name that a note may be about


def take_notes(printed: Printed, edition: Edition) -> None:
    """Tell the notes among the lines left out, of each plan that one is about; of the document where it names none.

    One is about a plan that bears its mark (注1), that has what it names, or whose heading it stands below.
    """
    notes = list(_notes(printed.skipped))
    for skipped in notes:
        line = Line(skipped.source_line, skipped.text, False)
        text = " ".join(skipped.text.split())
        plans = _plans_of(text, skipped.source_line, printed, edition)
        for plan_id in plans:
            printed.tell(line, NOTES, text, scope="plan", plan_id=plan_id)
        if not plans:
            printed.tell(line, NOTES, text, scope="document")
    taken = {each.source_line for each in notes}
    printed.skipped = [each for each in printed.skipped if each.source_line not in taken or each.reason not in _REASONS]


def _notes(skipped: Sequence[Skipped]) -> Iterator[Skipped]:
    """The lines that are notes: those that say so, and the numbered ones that follow one with the next number; another
    number (３．現状と課題 below ※…) is that of a heading.
    """
    before: Skipped | None = None
    number = 0
    for each in sorted((each for each in skipped if each.reason in _REASONS), key=lambda each: each.source_line):
        text = each.text.strip()
        item = _ITEM.match(text) if before is not None and each.source_line == before.source_line + 1 else None
        goes_on = item is not None and int(item[1]) == number + 1
        if _NOTE.match(text) or goes_on:
            said = None if goes_on else _NUMBER.match(text)
            number = number + 1 if goes_on else int((said[1] or said[2]) if said else 0)
            before = each
            yield each


def _plans_of(text: str, line: int, printed: Printed, edition: Edition) -> list[str]:
    rows = [cell for cell in printed.cells if cell.table in ("activities", "indicators") and cell.row]
    found = _by_mark(text, rows, printed) or _by_name(text, rows)
    if not found and any(form.plan_heading for form in edition.table_forms):
        found = _by_heading(line, printed)
    return sorted(found)


def _by_mark(text: str, rows: Sequence[Cell], printed: Printed) -> set[str]:
    """The plans in whose rows the mark of a note stands."""
    match = _MARK.match(squeeze(text))
    if match is None:
        return set()
    mark = match[0].strip("()")
    split = {
        each.plan_id for each in printed.repairs if each.rule == "note_mark_split" and mark in squeeze(each.before)
    }
    return split | {cell.plan_id for cell in rows if re.search(rf"{re.escape(mark)}(?!\d)", squeeze(cell.text))}


def _by_name(text: str, rows: Sequence[Cell]) -> set[str]:
    """The plans that have what a note names."""
    said = squeeze(text)
    return {
        cell.plan_id
        for cell in rows
        if cell.column == "name" and len(squeeze(cell.text)) >= _LEAST_NAME and squeeze(cell.text) in said
    }


def _by_heading(line: int, printed: Printed) -> set[str]:
    """The plan below whose heading a note stands; below the last one it may be about all."""
    headings = sorted(
        (cell.source_line, cell.plan_id) for cell in printed.cells if (cell.table, cell.column) == ("plans", "name")
    )
    above = [plan_id for at, plan_id in headings if at < line]
    return {above[-1]} if above and len(above) < len(headings) else set()
