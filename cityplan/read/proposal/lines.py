"""The lines that `source.toml` lacks for a table 足りない行: what a run that stops tells, all at once, ready to paste."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from cityplan.city.edition import Edition
from cityplan.city.table_form import Block as Declared
from cityplan.city.table_form import TableForm, year_key
from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import era
from cityplan.read.file.contents import CellGrid
from cityplan.read.proposal.columns import drafts
from cityplan.read.proposal.draft import ROLES, Block, Draft
from cityplan.read.proposal.seen import table_of
from cityplan.read.proposal.source_text import asked_lines, table_lines


def lines_to_paste(unmapped: Mapping[int, str], wrong: Mapping[str, str], grid: CellGrid, edition: Edition) -> str:
    """What `source.toml` should say of a table, from its rows of headings to its years: what it says, and the rest.

    `unmapped` are the headings that no key claims rightly, by their column; `wrong` are those that are named and are
    not in the source, or in two keys, squeezed, with why. They become comments, and no heading that may be meant
    instead of them is left out. What the headings do not tell is asked.
    """
    form = edition.form
    proposed = _proposed(grid, edition)
    is_new = not any(block.columns or block.years or block.role_years for block in form.blocks)
    out = Draft(form.subject, left_out=[*form.left_out] or [*edition.left_out], block=_kept(form, wrong))
    repeated = set() if form.repeats else _take_repeat(proposed, out)
    names = {proposed.names.get(at, heading): heading for at, heading in unmapped.items()}
    rest = {
        name: name if is_new else heading
        for name, heading in names.items()
        if name not in repeated and not _take(name, name if is_new else heading, proposed.block, out)
    }
    replaced = _replaced(form, wrong, out.block)
    asked = _ask_claimed(rest, proposed, out)
    asked |= _ask_wrong({name: text for name, text in rest.items() if name not in asked}, form, wrong, out)
    asked |= _ask_name({name: text for name, text in rest.items() if name not in asked}, proposed, form, out)
    out.left_out += [heading for name, heading in rest.items() if name not in asked]
    lines = [
        *_above(proposed, out, is_new, edition),
        *table_lines(out, "edition.table" if edition.tables else "edition"),
    ]
    return "\n".join([*lines, *(f"# {line}" for line in replaced)])


def _proposed(grid: CellGrid, edition: Edition) -> Draft:
    """The draft of the table's subject; an empty one where no headings are seen."""
    table = table_of(grid)
    found = drafts(table) if table is not None else []
    return next((each for each in found if each.subject == edition.form.subject), Draft(edition.form.subject))


def _kept(form: Declared, wrong: Collection[str]) -> Block:
    """What is declared rightly."""
    return Block(
        {ours: text for ours, text in form.columns.items() if squeeze(text) not in wrong},
        {year: text for year, text in form.years.items() if squeeze(text) not in wrong},
        {
            role: {year: text for year, text in years.items() if squeeze(text) not in wrong}
            for role, years in form.role_years.items()
        },
    )


def _keys(block: Declared | Block) -> Iterator[tuple[str, str, str]]:
    """The table and the key of `source.toml` for each heading of a block, and the heading."""
    yield from (("columns", ours, text) for ours, text in block.columns.items())
    yield from (("years", year_key(year), text) for year, text in block.years.items())
    for role, years in block.role_years.items():
        yield from ((f"years.{role}", year_key(year), text) for year, text in years.items())


def _replaced(form: Declared, wrong: Mapping[str, str], block: Block) -> list[str]:
    """The lines whose heading is wrong and for which another was found."""
    there = {(key, ours): text for key, ours, text in _keys(block)}
    return [
        f"{ours} = {in_toml(text)} # {wrong[squeeze(text)]}"
        for key, ours, text in _keys(form)
        if squeeze(text) in wrong and there.get((key, ours), text) != text
    ]


# what is asked, and of which headings


def _ask_claimed(rest: Mapping[str, str], proposed: Draft, out: Draft) -> set[str]:
    """Headings of which a key says what another feeds, and those that a new proposal would ask about."""
    asked: set[str] = set()
    there = {(key, ours): text for key, ours, text in _keys(out.block)}
    for key, ours, name in _keys(proposed.block):
        if name in rest and (key, ours) in there:
            out.ask(
                key,
                f"「{rest[name]}」も {ours} の見出しのようですが、{ours} には「{there[key, ours]}」とあります。"
                f"直すなら、その行を消し、次の行の先頭の # を消してください。使わないなら、left_out に加えてください。",
                f"{ours} = {in_toml(rest[name])}",
            )
            asked.add(name)
    for question in proposed.questions:
        lines = [line for line in question.lines if not line.startswith("name = ")]
        own = {line: name for line in lines for name in rest if in_toml(name) in line}
        if own and question.key.startswith(("columns", "years")):
            out.ask(question.key, question.text, *own)
            asked |= {*own.values()}
    return asked


def _ask_wrong(rest: Mapping[str, str], form: Declared, wrong: Mapping[str, str], out: Draft) -> set[str]:
    """The keys whose heading is wrong, where none was found for them; any heading that is left may be meant."""
    there = {(key, ours) for key, ours, _ in _keys(out.block)}
    declared = [(key, ours, text) for key, ours, text in _keys(form) if squeeze(text) in wrong]
    lines: dict[str, list[str]] = defaultdict(list)
    for key, ours, text in declared:
        if (key, ours) not in there:
            lines[key].append(f"{ours} = {in_toml(text)} # {wrong[squeeze(text)]}")
    if wrong.keys() - {squeeze(text) for _, _, text in declared}:
        lines.setdefault("columns", [])  # they stand in the columns of several indicators
    left = (
        f"まだ使っていない見出し:「{'」「'.join(rest.values())}」。使わないものは left_out に加えてください。"
        if rest
        else ""
    )
    for key, own in lines.items():
        told = "次の行の見出しを直し、先頭の # を消してください。" if own else "repeat の見出しを直してください。"
        out.ask(key, f"{told}{left}", *own)
    return {*rest} if lines else set()


def _ask_name(rest: Mapping[str, str], proposed: Draft, form: TableForm, out: Draft) -> set[str]:
    """The heading of the names, where none says so: one of texts that feeds nothing."""
    if out.each or form.repeats or "name" in {**form.columns, **form.fixed, **out.block.columns}:
        return set()
    lines = [line for question in proposed.questions for line in question.lines if line.startswith("name = ")]
    names = {name: heading for name, heading in rest.items() if f"name = {in_toml(name)}" in lines}
    out.ask(
        "columns",
        "名前の列はどれですか。1行の先頭の # を消し、使わない見出しは left_out に加えてください。",
        *([f"name = {in_toml(heading)}" for heading in names.values()] or ['name = "…"']),
    )
    return {*names}


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
