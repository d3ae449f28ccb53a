"""The lines that `source.toml` lacks for a table 足りない行: what a run that stops tells, all at once, ready to paste."""

from collections.abc import Iterator, Mapping, Sequence

from cityplan.city.source import Edition
from cityplan.city.table_form import Block as Declared
from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import era
from cityplan.read.file.contents import CellGrid
from cityplan.read.proposal.columns import drafts
from cityplan.read.proposal.draft import ROLES, Block, Draft
from cityplan.read.proposal.seen import table_of
from cityplan.read.proposal.source_text import asked_lines, table_lines


def lines_to_paste(unmapped: Mapping[int, str], missing: Sequence[str], grid: CellGrid, edition: Edition) -> str:
    """What `source.toml` should say of a table, from its rows of headings to its years: what it says, and the rest.

    `unmapped` are the headings that stand nowhere in it, by their column; `missing` are those that the source has not,
    which become comments. What the headings do not tell is asked.
    """
    form = edition.form
    proposed = _proposed(grid, edition)
    is_new = not any(block.columns or block.years or block.role_years for block in form.blocks)
    out = Draft(form.subject, left_out=[*form.left_out] or [*edition.left_out], block=_kept(form, missing))
    repeated = set() if form.repeats else _take_repeat(proposed, out)
    for at, heading in unmapped.items():
        name = proposed.names.get(at, heading)
        if name not in repeated and not _take(name, name if is_new else heading, proposed.block, out):
            out.left_out.append(name if is_new else heading)
    lost = {ours: text for ours, text in form.columns.items() if squeeze(text) in missing}
    lines = [
        *_above(proposed, out, is_new, edition),
        *table_lines(out, "edition.table" if edition.tables else "edition"),
    ]
    named = "name" in out.block.columns or "name" in lost or bool(out.each or form.repeats)
    comments = lost if named else {"name": "…"} | lost
    return "\n".join([*lines, *(f"# {ours} = {in_toml(text)} # 原文にありません" for ours, text in comments.items())])


def _proposed(grid: CellGrid, edition: Edition) -> Draft:
    """The draft of the table's subject; an empty one where no headings are seen."""
    table = table_of(grid)
    found = drafts(table) if table is not None else []
    return next((each for each in found if each.subject == edition.form.subject), Draft(edition.form.subject))


def _kept(form: Declared, missing: Sequence[str]) -> Block:
    """What is declared and is in the source."""
    return Block(
        {ours: text for ours, text in form.columns.items() if squeeze(text) not in missing},
        {year: text for year, text in form.years.items() if squeeze(text) not in missing},
        {
            role: {year: text for year, text in years.items() if squeeze(text) not in missing}
            for role, years in form.role_years.items()
        },
    )


def _take_repeat(proposed: Draft, out: Draft) -> set[str]:
    """Take over several indicators in a row; the headings of all of them."""
    out.each, out.repeat = proposed.each, proposed.repeat
    block = proposed.repeat
    texts = [*block.columns.values(), *block.years.values()]
    texts += [text for years in block.role_years.values() for text in years.values()]
    return {text.replace("{}", each) for text in texts for each in proposed.each}


def _take(name: str, heading: str, proposed: Block, out: Draft) -> bool:
    """Enter a heading where the proposal has it; False where it has it nowhere, or something is there."""
    taken = False
    for ours, text in proposed.columns.items():
        if text == name and ours not in out.block.columns:
            out.block.columns[ours] = heading
            taken = True
    for role, years in {"": proposed.years, **proposed.role_years}.items():
        own = out.block.role_years.setdefault(role, {}) if role else out.block.years
        for year, text in years.items():
            if text == name and year not in own:
                own[year] = heading
                taken = True
    return taken


def _above(proposed: Draft, out: Draft, is_new: bool, edition: Edition) -> Iterator[str]:
    """The lines over the columns: rows of headings, and the years of the roles that have none."""
    form = edition.form
    if is_new and proposed.heading_rows != form.heading_rows:
        yield f"heading_rows = {proposed.heading_rows}"
    for role in ROLES:
        if getattr(edition, role, None) is None and role not in form.role_fy:
            has_years = bool(out.block.years or out.repeat.years)
            used = role in {*out.block.columns, *out.repeat.columns} or (role == "actual" and has_years)
            if used and role in proposed.role_fy:
                yield f"{role} = {in_toml(era(proposed.role_fy[role]))}"
            yield from asked_lines(proposed.questions, role)
