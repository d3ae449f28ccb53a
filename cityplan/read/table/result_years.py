"""The years of the results 実績の年度 that a table holds, against those that `source.toml` declares.

A page takes an edition that declares no `actual` for one before its results: with values of years in it that would be
false, so the table is not read before the year is declared.
"""

from collections.abc import Iterable, Iterator

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.japanese.quantities import missing
from cityplan.japanese.years import era
from cityplan.read.printed import column_role
from cityplan.read.table.records import Record
from cityplan.read.table.role_rows import year_said
from cityplan.read.table.role_years import role_year


def undeclared_years(found: Iterable[tuple[Edition, list[Record]]], edition: Edition) -> Iterator[SourceError]:
    """A fault where values of years are actual ones and the edition declares no `actual`, or of an activity the year
    before is there and no `previous`.

    `found` are the records of each table, with the edition that has the form of that table. Values up to the year of
    the baseline are no results of the plan (the years before it, told as a history).
    """
    held = [(own, {year for record in records for year in _actual_years(record, own)}) for own, records in found]
    if edition.actual is None:
        since = edition.baseline or 0
        if years := {year for _, own in held for year in own if year > since}:
            yield _undeclared("実績", "actual", years, max(years), edition)
        return
    for own, years in held:
        actual = role_year("actual", own)
        before = None if actual is None else actual - 1
        if own.form.subject == "activity" and before in years and role_year("previous", own) is None:
            assert before is not None, "it is one of the years"
            yield _undeclared("前年度の実績", "previous", {before}, before, edition)


def _actual_years(record: Record, edition: Edition) -> Iterator[int]:
    """The years of which a record holds an actual value; a dash or 未公表 is none."""
    for piece in record.pieces.values():
        for column in piece.names if not missing(piece.text) else ():
            role, year = column_role(column) or ("", None)
            if column == "actual_text":
                role, year = "actual", year_said(record.text("actual_fy"), edition) or role_year("actual", edition)
            elif column == "previous_text":
                role, year = "actual", role_year("previous", edition)
            if role == "actual" and year is not None:
                yield year


def _undeclared(what: str, role: str, years: set[int], chosen: int, edition: Edition) -> SourceError:
    return SourceError(
        f"{what}の値がありますが、{role} の年度が書かれていません（値のある年度: {'、'.join(map(era, sorted(years)))}）",
        file=edition.source_file,
        column=role,
        next_step=f'[[edition]] の下（[[edition.table]] より上）に、次の1行を書いてください。\n{role} = "{era(chosen)}"',
    )
