"""目標指標: a printed row -> baseline, target, actual, direction, marks."""

from collections.abc import Iterable
from decimal import Decimal

from cityplan.city.edition import Edition
from cityplan.city.rules import printed_mark
from cityplan.clean.rows import RowCells, counted_alike, declared_unit, note_fold, one_unit, unwrapped, value_of
from cityplan.files.errors import SourceError
from cityplan.japanese.directions import declared_polarity, polarity_of_target
from cityplan.japanese.entered import as_printed
from cityplan.japanese.letters import squeeze
from cityplan.japanese.nearest import perhaps
from cityplan.japanese.quantities import BETTER, PERIODS, Quantity, exact, missing, over_years, quantities
from cityplan.japanese.years import fiscal_year
from cityplan.read.kinds import kind_of
from cityplan.read.printed import Repair, column_year
from cityplan.tables.definitions import IndicatorRow

_BETTER = ("良い", "よい", "望ましい")  # of a note that says a direction and nothing else


def indicator(
    cells: RowCells, edition: Edition, merged: set[tuple[str, str, int | None]], repairs: list[Repair]
) -> tuple[IndicatorRow, list[Quantity | None]]:
    """A row of indicators, and all its baselines (the first governs).

    `merged` are the rows whose name was taken from a neighbouring row's line.
    """
    name, sign = _name(cells, edition, repairs)
    values = [("target_text", cells.quantity("target_text")), ("actual_text", exact(cells.quantity("actual_text")))]
    values += [("baseline_text", each) for each in _baselines(cells)]
    # 延べ and 累計 are the kind of the target; its baseline is often of one year.
    alike = counted_alike(cells, values, repairs, PERIODS)
    unit, (target, actual, *baselines) = one_unit(cells, alike, repairs)
    baseline = baselines[0]
    for column in cells.by_column:
        if column not in ("name", "subgroup", "note", "division", "grade", "role", "factors") and not column.endswith(
            "_unit"
        ):
            note_fold(cells, column, repairs)
    named = edition.directions.get(squeeze(name))
    polarity, source = _polarity(cells, sign, named, baseline, target, edition, repairs)
    condition = declared_unit(cells.text("unit"))[1]
    row = IndicatorRow(
        plan_id=cells.plan_id,
        indicator_no=cells.row,
        name=name,
        subgroup=cells.text("subgroup"),
        name_previous=cells.text("name_previous"),
        division=cells.text("division"),
        polarity=polarity,
        polarity_source=source,
        unit=unit,
        baseline_text=_text(cells, "baseline", edition),
        baseline=value_of(baseline),
        baseline_fy=_year_of(baseline, "baseline", cells, edition),
        target_text=_text(cells, "target", edition),
        target=value_of(target),
        target_fy=_year_of(target, "target", cells, edition),
        target_kind=_target_kind(target, condition),
        actual_text=_text(cells, "actual", edition),
        actual=value_of(actual),
        actual_fy=_year_of(actual, "actual", cells, edition),
        status_printed=_mark(cells.text("status_printed"), edition),
        status_previous_printed=_mark(cells.text("status_previous_printed"), edition),
        note=_note([baseline, target, actual], condition, cells.text("note")),
        achievement_printed_text=cells.text("achievement_printed_text"),
        achievement_printed=_share(cells.quantity("achievement_printed_text")),
        factors=cells.text("factors"),
        grade=cells.text("grade"),
        source_line=cells.first_line_but("name")
        if (cells.plan_id, cells.table, cells.row) in merged
        else cells.first_line,
    )
    return row, baselines if baseline else []


def check_directions(rows: Iterable[IndicatorRow], edition: Edition) -> None:
    """SourceError where a direction is declared for a name that no indicator has."""
    names = {squeeze(row.name): row.name for row in rows}
    for name in edition.directions:
        if name not in names:
            raise SourceError(
                "[edition.directions] の指標が、資料にありません",
                file=edition.source_file,
                column="directions",
                text=name,
                next_step=perhaps(name, names) or "指標の名前を、資料のとおりに書いてください。",
            )


def _name(cells: RowCells, edition: Edition, repairs: list[Repair]) -> tuple[str, str]:
    """The name, and the sign ▼ at its end that is declared to tell its direction, which is no part of it."""
    name = unwrapped(cells, repairs)
    for sign in edition.polarities if "polarity" not in cells.by_column else ():
        if squeeze(name).endswith(sign) and not sign[-1].isalnum() and squeeze(name) != sign:
            rest = name.rstrip()[: -len(sign)].rstrip()
            repairs.append(cells.repair("name", "polarity_split", name, rest))
            return rest, sign
    return name, ""


def _mark(text: str, edition: Edition) -> str:
    """The mark that is printed, or that a printed word is declared to stand for."""
    return edition.marks.get(squeeze(text)) or printed_mark(edition.rule, text)


def _share(value: Quantity | None) -> Decimal | None:
    """A share in %, printed with the sign or without."""
    return value.value if value and value.unit in ("", "%") else None


def _year_of(value: Quantity | None, role: str, cells: RowCells, edition: Edition) -> int | None:
    """The year of a value: printed with it, in a cell of its own, or that of all values of its role."""
    cell = cells.text(f"{role}_fy")
    own = own_year(value) or fiscal_year(cell) or edition.year_words.get(squeeze(cell))
    of_all: int | None = getattr(edition, role)
    return own or of_all


def _text(cells: RowCells, role: str, edition: Edition) -> str:
    """A value as printed; what was typed into a form has the digits of the other values of its row."""
    column = f"{role}_text"
    text = cells.text(column)
    if not kind_of(edition).is_filled_in or column in cells.refused:
        return text
    years = [each for each in cells.by_column if column_year(each)]
    beside = ("baseline_text", "target_text", *years) if role == "actual" else ()
    return as_printed(text, *map(cells.text, beside))


def _baselines(cells: RowCells) -> list[Quantity | None]:
    """The baselines 基準値 of a cell; None where two values stand there and no years tell them apart."""
    if single := cells.quantity("baseline_text"):
        return [single]
    found = [] if "baseline_text" in cells.refused else quantities(cells.text("baseline_text"))
    years = {own_year(each) for each in found}
    if not found or (len(found) > 1 and (None in years or len(years) < len(found))):
        return [None]
    return list(found)


def own_year(value: Quantity | None) -> int | None:
    """The fiscal year that is printed with a value: 3,009千人以上 (R元)."""
    parts = value.note.split("・") if value else []
    return next((year for part in parts if (year := fiscal_year(part))), None)


def _polarity(
    cells: RowCells,
    sign: str,
    named: str | None,
    baseline: Quantity | None,
    target: Quantity | None,
    edition: Edition,
    repairs: list[Repair],
) -> tuple[str, str]:
    """The direction that is better: printed as 以上・以下 or as the target itself 減少, declared in a column of its own
    or for this name, or inferred from target and baseline.

    Where the column is no known word nothing is inferred; where it contradicts the bound neither is taken.
    """
    word = sign or polarity_word(cells)
    declared = edition.polarities.get(squeeze(word)) if squeeze(word) in edition.polarities else declared_polarity(word)
    if named and declared and named != declared:
        raise _contradicted(f"向きの「{word}」", named, cells, edition)
    declared = named or declared
    if declared is None:
        repairs.append(cells.repair("polarity", "unreadable", word, ""))
    told = [(BETTER[value.bound], value.bound) for value in (target, baseline) if value and value.bound]
    said = cells.text("target_text")
    if target is None and (of_target := polarity_of_target(said)):
        told.insert(0, (of_target, said))
    if told:
        printed, by = told[0]
        if named and named != printed:
            raise _contradicted(f"値の「{by}」", named, cells, edition)
        if declared and declared != printed:
            repairs.append(cells.repair("polarity", "contradicts_bound", word, ""))
            return "", ""
        return printed, "printed"
    if word or named:
        return declared or "", "declared" if declared else ""
    return inferred_polarity(value_of(baseline), value_of(target))


def _contradicted(printed: str, named: str, cells: RowCells, edition: Edition) -> SourceError:
    return SourceError(
        f"{printed}と、[edition.directions] の {named} が違います",
        file=edition.source_file,
        column="directions",
        text=cells.text("name"),
        next_step="資料を確かめ、[edition.directions] の行を直すか、消してください。",
    )


def polarity_word(cells: RowCells) -> str:
    """What a column of its own 向き says, or a note 備考 that says nothing else (少ないほど良い); empty where none does."""
    note = cells.text("note")
    said = note if squeeze(note).strip("()").endswith(_BETTER) and declared_polarity(note) else ""
    word = cells.text("polarity")
    return said if missing(word) or not word else word


def inferred_polarity(baseline: Decimal | None, target: Decimal | None) -> tuple[str, str]:
    """More is better where the target is above the baseline, and that this was inferred; empty where they show none.

    A target below the baseline may be one to fall to or one to stay above (宮城県: 74.3万人泊 from 53.4 with a
    target of 50.0 is 達成): nothing is inferred of it.
    """
    rises = baseline is not None and target is not None and target > baseline
    return ("higher", "inferred") if rises else ("", "")


def _target_kind(target: Quantity | None, condition: str) -> str:
    kinds = over_years(f"{target.note}・{condition}") if target else set()
    return next((kind for kind in ("period_average", "cumulative") if kind in kinds), "level")


def _note(values: list[Quantity | None], *more: str) -> str:
    notes = [part for value in values if value for part in value.note.split("・")] + [*more]
    return "・".join(dict.fromkeys(note for note in notes if note and not fiscal_year(note)))
