"""Tables in which a row says of which role 区分 its values are: one value a row, or the years across."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from cityplan.city.edition import Edition
from cityplan.city.table_form import ROLE_WORDS, ROLES, VALUE_ROLES
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.printed import year_column
from cityplan.read.table.grid import letters
from cityplan.read.table.records import Piece, Record
from cityplan.read.table.role_years import role_year

_IDENTITY = ("group", "plan", "name", "subgroup", "unit")
_OF_A_ROW = ("role", "year", "value")


class _Value(NamedTuple):
    role: str
    year: int
    piece: Piece


def joined(found: Iterable[Record], edition: Edition, faults: list[SourceError]) -> list[Record]:
    """The records of one indicator or activity as one, each value in the column of its role and year.

    A role or a year that is none is told in `faults`.
    """
    records: dict[tuple[str, ...], Record] = {}
    values: dict[tuple[str, ...], list[_Value]] = defaultdict(list)
    for record in found:
        key = tuple(squeeze(record.text(column)) for column in _IDENTITY)
        own = records.setdefault(key, replace(record, pieces={}, gone=[]))
        if own.row is not record.row:
            own.more_rows.append(record.row)
        for name, piece in record.pieces.items():
            if name not in _OF_A_ROW and not name.startswith("value_"):
                _keep(own, name, piece, edition, faults)
        values[key] += _values(record, edition, faults)
        own.gone += _gone(record, edition)
        own.pieces |= {f"role {record.row.number}": replace(piece, names=["role"]) for piece in _role(record)}
    for key, record in records.items():
        _enter(record, values[key], edition, faults)
    return list(records.values())


def _gone(record: Record, edition: Edition) -> list[Piece]:
    """The cells of a row of which nothing is left, each in the column of its role and year."""
    role = said_role(squeeze(record.text("role")), edition)
    return [
        replace(piece, names=_columns(_Value(role, int(piece.names[0].removeprefix("value_")), piece), {}, edition))
        if role and piece.names[0].startswith("value_")
        else piece
        for piece in record.gone
    ]


def _role(record: Record) -> list[Piece]:
    return [record.pieces["role"]] if "role" in record.pieces else []


def _keep(own: Record, name: str, piece: Piece, edition: Edition, faults: list[SourceError]) -> None:
    """What a row says beside its values; another row of the same indicator may not say something else."""
    there = own.pieces.setdefault(name, piece)
    if squeeze(there.text) != squeeze(piece.text):
        faults.append(
            _fault(
                piece,
                f"同じ指標の上の行では「{there.text}」です",
                "行をそろえるか、この列を left_out に加えてください。",
                edition,
            )
        )


def _values(record: Record, edition: Edition, faults: list[SourceError]) -> list[_Value]:
    role = _role_of(record, edition, faults)
    if not role:
        return []
    across = [
        _Value(role, int(name.removeprefix("value_")), piece)
        for name, piece in record.pieces.items()
        if name.startswith("value_")
    ]
    if "value" not in record.pieces:
        return across
    year = _year_of(record, role, edition, faults)
    return [*across, _Value(role, year, record.pieces["value"])] if year else across


def _role_of(record: Record, edition: Edition, faults: list[SourceError]) -> str:
    """The role that a row names; empty where its values are declared to be of none."""
    piece = record.pieces.get("role")
    word = squeeze(piece.text) if piece else ""
    role = said_role(word, edition)
    if role is not None:
        return role
    line = f'"{word or "…"}" = "actual"'
    faults.append(
        _fault(
            piece or next(iter(record.pieces.values())),
            "何の値か分からない語です" if word else "何の値かを示すセルが空です",
            f'[edition.table.roles] の下に、次の1行を書いてください（右は {"、".join(VALUE_ROLES)}、使わない行なら ""）。\n{line}',
            edition,
        )
    )
    return ""


def said_role(word: str, edition: Edition) -> str | None:
    """The role that a squeezed word says, empty where it is declared to say none; None where it is no known word."""
    if word in edition.form.roles:
        return edition.form.roles[word]
    return next((role for role, words in ROLE_WORDS.items() if word in words.split()), None)


def _year_of(record: Record, role: str, edition: Edition, faults: list[SourceError]) -> int | None:
    piece = record.pieces.get("year")
    year = (year_said(piece.text, edition) if piece else None) or (None if piece else role_year(role, edition))
    if year is None:
        faults.append(year_fault(piece or record.pieces["value"], edition))
    return year


def year_said(text: str, edition: Edition) -> int | None:
    """The fiscal year that a cell says, as a year or in a word that is declared."""
    return fiscal_year(text) or edition.form.year_words.get(squeeze(text))


def year_fault(piece: Piece, edition: Edition) -> SourceError:
    """The error for a cell that says no year."""
    return _fault(
        piece,
        "年度として読めません",
        f'年度を表す語なら、[edition.table.year_words] の下に、次の1行を書いてください。\n"{squeeze(piece.text)}" = "R…"',
        edition,
    )


def _enter(record: Record, values: list[_Value], edition: Edition, faults: list[SourceError]) -> None:
    """Enter the values into a record, each in its column.

    Of two rows that name the same role for the same year none is used, as one of them is of another; that is told. A
    role that has a column of its own (最終目標) beside the years keeps its value: that of a row is of its year.
    """
    unclear = _of_one_role(values)
    own = {role for role in ROLES[edition.form.subject] if f"{role}_text" in record.pieces}
    seen: dict[tuple[str, int], _Value] = {}
    for value in values:
        piece = value.piece
        if (value.role, piece.row.number) not in unclear:
            seen.setdefault(value[:2], value)
        elif not missing(piece.text):
            role = _word(record, piece)
            record.told.append((_columns(value, {}, edition)[0], "repeated_role", piece.text, role, piece.row.line))
    by_role: dict[str, list[int]] = defaultdict(list)
    for role, year in seen:
        by_role[role].append(year)
    faults += [fault for value in seen.values() if value.role in own and (fault := _beside(record, value, edition))]
    for value in seen.values():
        names = _columns(value, by_role, edition, own)
        record.pieces[names[0]] = replace(value.piece, names=names)
        for role in ("baseline", "target"):
            if f"{role}_text" in names and role_year(role, edition) != value.year:
                record.pieces[f"{role}_fy"] = replace(value.piece, names=[f"{role}_fy"], text=era(value.year), at=0)


def _beside(record: Record, value: _Value, edition: Edition) -> SourceError | None:
    """The error for a value of a row that is not that of the column of its own role and year."""
    column, piece = record.pieces[f"{value.role}_text"], value.piece
    if value.year != role_year(value.role, edition) or missing(piece.text) or missing(column.text):
        return None
    if squeeze(piece.text) == squeeze(column.text) or not piece.text.strip():
        return None
    problem = f"同じ年度（{era(value.year)}）の値が、別の列に「{column.text}」とあります"
    return _fault(piece, problem, "使わない方の列の見出しを left_out に移してください。", edition)


def _of_one_role(values: list[_Value]) -> set[tuple[str, int]]:
    """The roles and the numbers of the rows that have a value where another row of the same role has one too."""
    rows: dict[tuple[str, int], set[int]] = defaultdict(set)
    for value in values:
        rows[value[:2]].add(value.piece.row.number)
    filled = {(*value[:2], value.piece.row.number) for value in values if not missing(value.piece.text)}
    twice = {each: own for each, own in rows.items() if len(own) > 1 and any((*each, row) in filled for row in own)}
    return {(role, row) for (role, _), own in twice.items() for row in own}


def _word(record: Record, piece: Piece) -> str:
    """The word of a row for its role."""
    own = record.pieces.get(f"role {piece.row.number}")
    return own.text if own else ""


def _columns(
    value: _Value, by_role: Mapping[str, list[int]], edition: Edition, taken: Collection[str] = ()
) -> list[str]:
    """The columns of cells that a value of a role and year is for; the roles that are `taken` have another."""
    role, year, _ = value
    names = [name for name in _possible(value, by_role, edition) if name.removesuffix("_text") not in taken]
    return names or [year_column(year, role)]


def _possible(value: _Value, by_role: Mapping[str, list[int]], edition: Edition) -> list[str]:
    """The columns that a value is for where none of them has a value of its own."""
    role, year, _ = value
    if role in ("baseline", "target"):
        own = role_year(role, edition)
        years = by_role.get(role, [year])
        chosen = own if own in years else (min if role == "baseline" else max)(years)
        return [f"{role}_text" if year == chosen else year_column(year, role)]
    if role == "achievement":
        is_own = year == role_year("actual", edition)
        return ["achievement_printed_text" if is_own else year_column(year, role)]
    if role == "expected":
        is_target = year == role_year("target", edition) and not by_role.get("target")
        return ["target_text"] if is_target else [year_column(year, role)]
    if role != "actual":
        return [year_column(year, role)]
    roles = ["previous", "actual"] if edition.form.subject == "activity" else ["actual"]
    if edition.form.subject == "indicator" and not by_role.get("baseline"):
        roles.insert(0, "baseline")
    return [f"{each}_text" for each in roles if role_year(each, edition) == year] or [year_column(year)]


def _fault(piece: Piece, problem: str, next_step: str, edition: Edition) -> SourceError:
    at = piece.cell.column if piece.cell else piece.at
    words = piece.cell.place.words if piece.cell else piece.row.place
    return SourceError(
        problem,
        file=edition.raw_file,
        sheet=edition.form.sheet,
        cell=words or (f"{letters(at)}{piece.row.number}" if at else ""),
        text=piece.text,
        next_step=next_step,
    )
