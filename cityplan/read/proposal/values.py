"""The headings of values 基準値、目標値、実績値…: what each is, and of which year."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from cityplan.city.table_form import COLUMNS, year_key
from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.proposal.draft import ROLE_OF, ROLES, Block, Namer, Work
from cityplan.read.proposal.seen import SeenColumn

_ByRole = dict[str, list[SeenColumn]]
_COSTS = ("budget", "settled")
OWN_YEAR = {"baseline_year": "baseline", "current_year": "current", "target_year": "target", "actual_year": "actual"}
# the rows on which a value under a heading of a role and a year is of that year
_ON_ROWS = {"baseline": {"baseline", "actual"}, "target": {"target", "expected"}}
_CALLED = {"baseline": "基準値", "target": "目標値", "actual": "実績値"}


def take_values(work: Work, columns: Sequence[SeenColumn], block: Block, name: Namer) -> None:
    """Give each of these columns of values its role and year."""
    by_role: _ByRole = defaultdict(list)
    for column in columns:
        if column.meaning.role or column.meaning.year is not None:
            by_role[column.meaning.role].append(column)
    if work.of["role"]:
        _take_long(work, by_role, block, name)
        return
    roles = _with_current(work, by_role)
    _take_results(work, roles, block, name)
    _take_one(work, "baseline", roles["baseline"], block, name)
    _take_targets(work, roles["target"], block, name)
    for role in ("expected", *_COSTS):
        _take_by_year(work, role, roles[role], block, name)
    _ask_costs(work, roles["cost"], block, name)
    _take_own_years(work, by_role, roles, block, name)


def tell_years(work: Work) -> None:
    """The year of each role, from the headings and the cells; what they do not tell is asked."""
    out = work.out
    columns = {**out.block.columns, **out.repeat.columns}
    if out.actual_years:
        newest = max(out.actual_years)
        out.role_fy["actual"] = newest
        if work.subject == "activity" and (newest - 1 in {*out.block.years} or "previous" in columns):
            out.role_fy["previous"] = newest - 1
    for role in ROLES:
        if role in columns and role not in out.role_fy and f"{role}_year" not in columns:
            _ask_year(work, role, f"「{columns[role]}」は、何年度の値ですか。", ())


def _ask_year(work: Work, role: str, text: str, years: Iterable[int]) -> None:
    lines = [f"{role} = {in_toml(era(year))}" for year in sorted(years)]
    if lines:
        work.out.ask(role, f"{text}1行の先頭の # を消してください。", *lines)
    else:
        work.out.ask(role, f'{text}"" の中に年度（R5 など）を書き、先頭の # を消してください。', f'{role} = ""')


# 現状値


def _with_current(work: Work, by_role: _ByRole) -> _ByRole:
    """The columns by role, 現状値 as those beside it make it: an actual value after a baseline, or the baseline."""
    roles: _ByRole = defaultdict(list, {role: list(found) for role, found in by_role.items()})
    current = roles.pop("current", [])
    if not current or work.subject != "indicator":
        return roles
    has_actual = bool(roles["actual"]) or any(column.meaning.year is not None for column in roles[""])
    if has_actual and not roles["baseline"]:
        roles["baseline"] = current
    elif roles["baseline"] and not has_actual and _is_later(work, current[0], roles["baseline"][0]):
        roles["actual"] = current
    else:
        _ask_current(work, current[0], bool(roles["baseline"]))
    return roles


def _is_later(work: Work, current: SeenColumn, baseline: SeenColumn) -> bool:
    """Whether the years of 現状値, in the headings or in columns of their own, are after those of 基準値."""
    if current.meaning.year is not None and baseline.meaning.year is not None:
        return current.meaning.year > baseline.meaning.year
    told = work.of["baseline_year"], [*work.of["current_year"], *work.of["actual_year"]]
    if not all(told):
        return False
    pairs = zip(*(map(fiscal_year, found[0].texts) for found in told), strict=True)
    known = [(before, after) for before, after in pairs if before is not None and after is not None]
    return any(a < b for a, b in known) and all(a <= b for a, b in known)


def _ask_current(work: Work, current: SeenColumn, has_baseline: bool) -> None:
    words = in_toml(work.name(current))
    work.used.add(current.at)
    work.out.ask(
        "columns",
        f"「{current.heading}」は、基準値（baseline）ですか、今年度の実績値（actual）ですか。1行の先頭の # を消してください。"
        "どちらでもなければ、この見出しを left_out に加えてください。",
        *([] if has_baseline else [f"baseline = {words}"]),
        f"actual = {words}",
    )


# values by year


def _take_results(work: Work, roles: _ByRole, block: Block, name: Namer) -> None:
    """Actual values: of years, of this year, and of last year.

    What was settled 決算額 is no result, but where an activity has none it tells of which years there are any.
    """
    actual = [*roles["actual"], *(column for column in roles[""] if column.meaning.year is not None)]
    if work.subject == "activity" and not actual:
        settled = [column for column in roles["settled"] if _has_values(column)]
        work.out.actual_years += [column.meaning.year for column in settled if column.meaning.year is not None]
    for column in actual:
        if column.meaning.year is not None:
            work.take_year(column.meaning.year, column, block.years, name)
            work.out.actual_years += [column.meaning.year] if _has_values(column) else []
    if not block.years:
        _take_one(work, "actual", [column for column in actual if column.meaning.year is None], block, name)
    for column in roles["previous"]:
        if work.subject == "activity":
            work.take("previous", column, block, name)
        elif work.out.actual_years:
            work.take_year(max(work.out.actual_years) - 1, column, block.years, name)


def _take_one(work: Work, role: str, columns: list[SeenColumn], block: Block, name: Namer) -> None:
    """The one column of a role; which one is asked where there are several."""
    if len(columns) > 1:
        work.used |= {column.at for column in columns}
        work.out.ask(
            "columns",
            f"{_CALLED[role]}の列が{len(columns)}つあります。1行の先頭の # を消し、使わない見出しを left_out に加えてください。",
            *(f"{role} = {in_toml(name(column))}" for column in columns),
        )
    for column in columns if len(columns) == 1 else ():
        if work.take(role, column, block, name) and column.meaning.year is not None:
            work.out.role_fy[role] = column.meaning.year


def _take_targets(work: Work, columns: list[SeenColumn], block: Block, name: Namer) -> None:
    """The target, the last of several years; those of the years beside it."""
    dated = [column for column in columns if column.meaning.year is not None]
    undated = [column for column in columns if column.meaning.year is None]
    _take_one(work, "target", undated or (dated if len(dated) == 1 else []), block, name)
    if dated and (undated or len(dated) > 1):
        _take_by_year(work, "target", dated, block, name)
        if not undated:
            work.out.role_fy["target"] = max(block.role_years["target"])


def _take_by_year(work: Work, role: str, columns: list[SeenColumn], block: Block, name: Namer) -> None:
    for column in columns if role in COLUMNS[work.subject] else ():
        if column.meaning.year is None:
            work.take(role, column, block, name)
        else:
            work.take_year(column.meaning.year, column, block.role_years.setdefault(role, {}), name)


def _ask_costs(work: Work, columns: list[SeenColumn], block: Block, name: Namer) -> None:
    """A cost 事業費 of an activity says not whether it is the budget or what was settled."""
    if not columns or work.subject != "activity" or any(role in block.role_years for role in _COSTS):
        return
    work.used |= {column.at for column in columns}
    text = (
        f"「{'」「'.join(name(column) for column in columns)}」は、決算額（settled）ですか、予算額（budget）ですか。"
        "どちらかの行の先頭の # を消してください。使わない見出しは left_out に加えてください。"
    )
    of_years = [column for column in columns if column.meaning.year is not None]
    for key, own in (("years", of_years), ("columns", [each for each in columns if each not in of_years])):
        lines = [
            f"{role}{f'.{year_key(column.meaning.year)}' if column.meaning.year else ''} = {in_toml(name(column))}"
            for role in reversed(_COSTS)
            for column in own
        ]
        if lines:
            work.out.ask(key, text, *lines)


def _take_own_years(work: Work, by_role: _ByRole, roles: _ByRole, block: Block, name: Namer) -> None:
    """Columns with the year of a value in each row."""
    for word, role in OWN_YEAR.items():
        for column in by_role[word]:
            if role == "current":
                role = next((each for each in ("actual", "baseline") if roles[each] == by_role["current"]), "")
            if role in block.columns and work.take(f"{role}_year", column, block, name):
                _ask_year_words(work, column)
                if role == "actual":
                    work.out.actual_years += [year for text in column.filled if (year := fiscal_year(text))]


def _ask_year_words(work: Work, column: SeenColumn) -> None:
    words = [text for text in dict.fromkeys(column.filled) if not missing(text) and fiscal_year(text) is None]
    if words:
        work.out.ask(
            "year_words",
            f'「{column.heading}」の列の次の語は、どの年度ですか。"" の中に年度（R5 など）を書き、先頭の # を消してください。',
            *(f'{in_toml(word)} = ""' for word in words),
        )


# one row for each value, or for each role


def _take_long(work: Work, by_role: _ByRole, block: Block, name: Namer) -> None:
    """One row for each value, or one for each role with the years across."""
    for column in [*by_role["year"], *by_role["value"]]:
        work.take(column.meaning.role, column, block, name)
    for column in by_role["year"]:
        _ask_year_words(work, column)
    for column in by_role[""]:
        if column.meaning.year is not None:
            work.take_year(column.meaning.year, column, block.years, name)
    years = _years_by_role(work.of["role"][0], by_role)
    work.out.actual_years += sorted(years["actual"])
    work.out.target_years = sorted(years["target"] | years["expected"])
    for role in ("baseline", "target"):
        _take_beside(work, by_role[role], role, block, name)
    asked = [role for role in ("baseline", "target") if role not in {**work.out.role_fy, **block.columns}]
    for role, told in (("baseline", years["baseline"]), ("target", years["target"] or years["expected"])):
        if role not in asked:
            continue
        if len(told) == 1 and years[role]:
            [work.out.role_fy[role]] = told
        elif told:
            _ask_year(work, role, f"{_CALLED[role]}とするのは、どの年度の値ですか。", told)
    if block.years and not years["baseline"] and "baseline" in asked:
        _ask_year(work, "baseline", "基準値とするのは、どの年度の実績値ですか（なければ、そのまま）。", years["actual"])


def _take_beside(work: Work, columns: list[SeenColumn], role: str, block: Block, name: Namer) -> None:
    """The column of a baseline or target beside those of years (R3（基準）): one value over all rows of an indicator, or
    on the row of another role (42 on that of 計画値 is no plan for R2); else the values of its year.
    """
    for column in columns[:1]:
        if column.meaning.year is not None and column.at not in work.table.merged and _has_own_rows(work, column, role):
            work.take_year(column.meaning.year, column, block.years, name)
        else:
            work.take(role, column, block, name)
        if column.meaning.year is not None and column.at in work.used:
            work.out.role_fy[role] = column.meaning.year


def _has_own_rows(work: Work, column: SeenColumn, role: str) -> bool:
    """Whether a value of a column stands on a row that says its role."""
    said = [ROLE_OF.get(squeeze(text), "") for text in work.of["role"][0].texts]
    filled = zip(said, column.texts, strict=True)
    return any(told in _ON_ROWS[role] for told, text in filled if text and not missing(text))


def _years_by_role(roles: SeenColumn, by_role: _ByRole) -> dict[str, set[int]]:
    """The years of which there are values, by what the column of roles says."""
    found: dict[str, set[int]] = defaultdict(set)
    words = [ROLE_OF.get(squeeze(text), "") for text in roles.texts]
    for column in by_role["year"][:1]:
        values = by_role["value"][0].texts if by_role["value"] else column.texts
        for role, text, value in zip(words, column.texts, values, strict=True):
            if (year := fiscal_year(text)) is not None and value and not missing(value):
                found[role].add(year)
    for column in by_role[""]:
        for role, value in zip(words, column.texts, strict=True):
            if column.meaning.year is not None and value and not missing(value):
                found[role].add(column.meaning.year)
    return found


def _has_values(column: SeenColumn) -> bool:
    return any(not missing(text) for text in column.filled)
