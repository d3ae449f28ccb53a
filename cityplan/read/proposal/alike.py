"""Columns that say the same 同じ見出し: of two with other values a person says which is used."""

from collections import defaultdict
from collections.abc import Iterator

from cityplan.city.table_form import year_key
from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import squeeze
from cityplan.read.proposal.draft import Block, Work
from cityplan.read.proposal.seen import SeenColumn
from cityplan.read.table.grid import letters


def ask_which(work: Work) -> None:
    """Ask which of several columns is used where one was taken that others are called like; tell it of equal ones."""
    for own in _alike(work):
        first = next((column for column in own if column.at in work.used), None)
        others = [column for column in own if column.at not in work.used]
        if first is None or not others:
            continue
        names = "」「".join(dict.fromkeys(column.heading for column in own))
        places = "、".join(letters(column.at) for column in own)
        if all(column.texts == first.texts for column in others):
            work.out.told.append(
                f"「{names}」の列（{places}列）は、どの行も同じ値なので、{letters(first.at)}列を使います。"
            )
            continue
        for key, ours in list(_released(work.out.block, work.name(first))):
            work.out.ask(
                key,
                f"「{names}」の列が2つ以上あり（{places}列）、値が違います。どの列を使いますか。1行の先頭の # を消し、"
                f"使わない列は left_out に {in_toml(f'列{letters(others[-1].at)}')} のように加えてください。",
                *(f"{ours} = {in_toml(work.name(column))}" for column in (first, *others)),
            )
        work.used |= {column.at for column in others}


def _alike(work: Work) -> list[list[SeenColumn]]:
    """The columns of no repeat that have one heading, or that say one role of one year."""
    groups: dict[tuple[str, int | None], list[SeenColumn]] = defaultdict(list)
    for column in work.rest:
        if column.levels:
            groups[squeeze(column.heading), None].append(column)
        if column.meaning.role and column.meaning.year is not None:
            groups[column.meaning.role, column.meaning.year].append(column)
    return [own for own in groups.values() if len(own) > 1]


def _released(block: Block, name: str) -> Iterator[tuple[str, str]]:
    """Take a heading out of a block; the tables and keys of `source.toml` that it fed."""
    for ours in [ours for ours, text in block.columns.items() if text == name]:
        del block.columns[ours]
        yield "columns", ours
    for key, years in {
        "years": block.years,
        **{f"years.{role}": own for role, own in block.role_years.items()},
    }.items():
        for year in [year for year, text in years.items() if text == name]:
            del years[year]
            yield key, year_key(year)
