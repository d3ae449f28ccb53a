"""Which of our columns each heading feeds 列の割り当て, in one draft or two for a table."""

from collections.abc import Sequence
from dataclasses import replace

from cityplan.japanese.directions import declared_polarity
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing, quantity
from cityplan.japanese.years import fiscal_year
from cityplan.read.proposal.alike import ask_which
from cityplan.read.proposal.draft import ROLE_OF, Draft, Work
from cityplan.read.proposal.plans import take_plans
from cityplan.read.proposal.repeats import Repeat, repeated
from cityplan.read.proposal.rows import ask_unused, left_out_words, take_rest, take_rows
from cityplan.read.proposal.seen import SeenColumn, SeenTable
from cityplan.read.proposal.texts import take_marks, take_repeated_texts, take_texts
from cityplan.read.proposal.values import take_values, tell_years
from cityplan.read.table.heading_words import Meaning, bare_year, meaning, usual
from cityplan.read.table.headings import are_units

_COSTS = ("budget", "settled", "cost")
_MOST_WORDS = 8  # of a column with roles or directions


def drafts(table: SeenTable) -> list[Draft]:
    """The `[[edition.table]]` of one table: of its indicators, and of its activities where it has both."""
    columns = _with_context(table.columns)
    repeat = repeated(columns)
    subject = _subject(columns, repeat)
    works = [_placed(Work(table, columns, repeat, subject))]
    has_costs = any(column.meaning.role in _COSTS for column in columns)
    if subject == "indicator" and has_costs and _one_row_each(columns):
        works.append(_placed(Work(table, columns, repeat, "activity")))
        _leave_to_activities(works[0].out)
    ask_unused(works)
    return [work.out for work in works]


def _leave_to_activities(indicators: Draft) -> None:
    """評価 of a whole row is told once, of its activity."""
    if "grade" in indicators.block.columns:
        indicators.left_out.append(indicators.block.columns.pop("grade"))


def _placed(work: Work) -> Work:
    """A table with its columns in their places."""
    take_plans(work)
    take_texts(work)
    if work.subject == "indicator" and work.repeat is not None:
        work.out.each = list(work.repeat.each)
        names = {column.at: text for column, text in zip(work.repeat.columns, work.repeat.template, strict=True)}
        left = take_repeated_texts(work, work.repeat, names)
        take_values(work, left, work.out.repeat, lambda column: names[column.at])
        unused = {column.at for column in left if column.at not in work.used}
        again = [at for at, column in enumerate(work.repeat.columns) if column.at in unused]
        work.unused = [own[at] for own in work.repeat.every for at in again]
        work.out.left_out += left_out_words(work, work.unused)
        work.used |= work.repeat.all_columns
    take_values(work, work.rest, work.out.block, work.name)
    take_marks(work)
    tell_years(work)
    ask_which(work)
    take_rows(work)
    take_rest(work)
    return work


def _subject(columns: Sequence[SeenColumn], repeat: Repeat | None) -> str:
    """What a row is: an indicator where one is named, or where there is something to reach; else an activity."""
    roles = {column.meaning.role for column in columns}
    if repeat is not None or "indicator" in roles:
        return "indicator"
    is_activity = bool(roles & {"activity", "ratio", *_COSTS})  # 前年度比 and 決算額 are of activities
    return "activity" if is_activity and not roles & {"baseline", "target", "current"} else "indicator"


def _one_row_each(columns: Sequence[SeenColumn]) -> bool:
    """Whether each activity has a row of its own."""
    names = [column.texts for column in columns if column.meaning.role == "activity"]
    return bool(names) and len(set(names[0])) == len(names[0]) and all(names[0])


def _with_context(columns: Sequence[SeenColumn]) -> list[SeenColumn]:
    """The columns with what their cells and their neighbours say of their headings."""
    found: list[SeenColumn] = []
    years: dict[tuple[str, ...], int] = {}
    for column in columns:
        said = column.meaning
        if said.role == "year" and len(column.levels) > 1:
            year = said.year or bare_year(column.levels[-1], years.get(column.levels[:-1]))
            over = meaning(tuple(level for level in column.levels if usual(level) != "year")).role  # 目標値/年度/４
            said = Meaning(over, year)
        if said.year is not None:
            years[column.levels[:-1]] = said.year
        role = _role_here(column, said.role)
        if not column.levels and are_units(column.filled):
            role = "unit"
        elif column.part_of and any(each.at == column.part_of and each.meaning.role == "indicator" for each in found):
            role = "part"
        elif not role and _is_right_of_name(column, found):
            role = "subgroup"
        found.append(replace(column, meaning=Meaning(role, said.year)))
    return found


def _is_right_of_name(column: SeenColumn, before: Sequence[SeenColumn]) -> bool:
    """Whether texts without a heading stand right of the names: their subgroup (小学６年, 国語)."""
    last = before[-1] if before else None
    named = last is not None and last.at == column.at - 1 and last.meaning.role in ("indicator", "activity")
    return named and not column.levels and bool(column.filled) and not column.has_numbers


def _role_here(column: SeenColumn, role: str) -> str:
    """The role of a heading as its cells confirm it."""
    if role in ("subgroup", "year", "") and _are_roles(column.filled):
        return "role"
    if role == "status" and "達成" in column.heading and column.filled and all(map(_is_share, column.filled)):
        return "achieved"  # 達成度 80.0%
    if role in ("indicator", "measure", "activity", "plan", "status", "factors", "content") and column.has_numbers:
        return "target" if squeeze(column.heading) == "数値目標" else ""
    if role == "year" and not any(fiscal_year(text) for text in column.filled):
        return ""
    if role == "polarity" and not _are_directions(column.filled):
        return ""
    return role


def _is_share(text: str) -> bool:
    return missing(text) or ((value := quantity(text)) is not None and value.unit == "%")


def _are_roles(texts: Sequence[str]) -> bool:
    """Whether cells say what the value beside them is: 期待値, 実績値."""
    words = {squeeze(text) for text in texts}
    return bool(words) and len(words) <= _MOST_WORDS and (words <= ROLE_OF.keys() or len(words & ROLE_OF.keys()) > 1)


def _are_directions(texts: Sequence[str]) -> bool:
    """Whether cells may say which way is better: known words, or few (現状維持型)."""
    words = {text for text in texts if not missing(text)}
    known = [word for word in words if declared_polarity(word) is not None]
    return len(words) <= _MOST_WORDS or 2 * len(known) > len(words)
