"""The columns of a table, of its years, and of several indicators in a row, as `source.toml` declares them."""

from collections.abc import Iterable, Mapping

from cityplan.city.entries import check_keys, entry_error, listed_in, tried
from cityplan.city.table_form import COLUMNS, OWN_YEARS, Block
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import fiscal_year


def block_of(table: Mapping[str, object], subject: str, name: str, faults: list[SourceError]) -> Block:
    """The columns of a whole row, or of one of several indicators in it; what is wrong is kept in `faults`."""
    units: dict[str, str] = {}
    columns: dict[str, str] = tried(faults, {}, _columns, table.get("columns", {}), subject, units, name)
    years, role_years = _years(table.get("years", {}), units, name, faults)
    return Block(
        columns=columns,
        years=years,
        role_years=role_years,
        fixed=tried(faults, {}, _fixed, table.get("fixed", {}), subject, name),
        units=units,
    )


def _columns(given: object, subject: str, units: dict[str, str], name: str) -> dict[str, str]:
    columns = pairs_of(given, "columns", name, units)
    _check_columns(columns, "columns", subject, name)
    return columns


def _fixed(given: object, subject: str, name: str) -> dict[str, str]:
    fixed = pairs_of(given, "fixed", name)
    _check_columns(fixed, "fixed", subject, name)
    return fixed


def _check_columns(columns: Iterable[str], key: str, subject: str, name: str) -> None:
    for ours in columns:
        if ours not in COLUMNS[subject]:
            raise entry_error(
                f"[edition.{key}] にない列です（使えるもの: {'、'.join(COLUMNS[subject])}）",
                name,
                key,
                ours,
                "左に当方の列名、右に原文の見出しを書いてください。",
            )


def _years(
    given: object, units: dict[str, str], name: str, faults: list[SourceError]
) -> tuple[dict[int, str], dict[str, dict[int, str]]]:
    """The headings of years: of actual values, and those of each other role."""
    own = {role: years for role, years in given.items() if role in OWN_YEARS} if isinstance(given, dict) else {}
    rest = {key: each for key, each in given.items() if key not in own} if isinstance(given, dict) else given
    none: dict[int, str] = {}
    of_roles = {role: tried(faults, none, _years_of, each, f"years.{role}", units, name) for role, each in own.items()}
    return tried(faults, none, _years_of, rest, "years", units, name), of_roles


def _years_of(given: object, key: str, units: dict[str, str], name: str) -> dict[int, str]:
    years: dict[int, str] = {}
    for text, heading in pairs_of(given, key, name, units).items():
        year = fiscal_year(text)
        if year is None or year in years:
            problem = "年度として読めません" if year is None else "同じ年度が2回書かれています"
            raise entry_error(problem, name, key, text, 'R3 = "原文の見出し" のように書いてください。')
        years[year] = heading
    return years


# several indicators in a row


def repeats_of(table: Mapping[str, object], subject: str, name: str, faults: list[SourceError]) -> tuple[Block, ...]:
    """Each indicator of a row, by `[[edition.table.repeat]]`; what is wrong is kept in `faults`."""
    blocks: list[Block] = []
    given: list[dict[str, object]] = tried(faults, [], listed_in, table, "repeat", dict, name)
    for own in given:
        tried(faults, None, check_keys, own, {"each", "columns", "years", "fixed"}, name, "[[edition.table.repeat]] の")
        each: list[str] = tried(faults, [], listed_in, own, "each", str, name)
        counts = _counts(own)
        times = len(each) if each else max(counts.values(), default=1)
        if uneven := {key: count for key, count in counts.items() if count != times}:
            told = "、".join(f"{key} は{count}" for key, count in uneven.items())
            faults.append(
                entry_error(
                    f"組の数が合いません（{times}組。{told}）",
                    name,
                    "repeat",
                    next(iter(uneven)),
                    "どの列も、組の数だけ見出しを並べてください。",
                )
            )
            continue
        for at in range(times):
            one = {key: _nth(own.get(key, {}), at, each) for key in ("columns", "years", "fixed")}
            own_faults: list[SourceError] = []
            blocks.append(block_of(one, subject, name, own_faults))
            known = {str(fault) for fault in faults}
            faults += [fault for fault in own_faults if str(fault) not in known]
    return tuple(blocks)


def _counts(given: object, key: str = "") -> dict[str, int]:
    """How many headings each list below a repeat has."""
    if isinstance(given, list) and key and key != "each":
        return {key: len(given)}
    found: dict[str, int] = {}
    for own, each in given.items() if isinstance(given, dict) else ():
        found |= _counts(each, own)
    return found


def _nth(given: object, at: int, each: list[str]) -> object:
    """What is given for one of the blocks: the n-th of a list, {} as the n-th of `each`."""
    if isinstance(given, dict):
        return {key: _nth(value, at, each) for key, value in given.items()}
    if isinstance(given, list):
        return given[at]
    return given.replace("{}", each[at]) if isinstance(given, str) and each else given


def pairs_of(given: object, key: str, name: str, units: dict[str, str] | None = None) -> dict[str, str]:
    """Names and the headings given for them; where a unit may stand beside a heading it is entered in `units`."""
    pairs = given if isinstance(given, dict) else {"": None}
    if units is not None:
        pairs = {ours: _with_unit(each, units) for ours, each in pairs.items()}
    if not all(isinstance(text, str) for text in pairs.values()):
        raise entry_error(
            f'[edition.{key}] の下に、名前 = "原文の見出し" の形で書きます',
            name,
            key,
            str(given),
            "書き方を直してください。",
        )
    if empty := [ours for ours, heading in pairs.items() if not str(heading).strip()]:
        raise entry_error("右側が空です", name, key, empty[0], "原文の見出しや表記を書いてください。")
    return dict(pairs)


def _with_unit(given: object, units: dict[str, str]) -> object:
    """The heading of { heading = "決算額", unit = "千円" }."""
    if not isinstance(given, dict) or set(given) != {"heading", "unit"}:
        return given
    if isinstance(given["heading"], str) and isinstance(given["unit"], str):
        units[squeeze(given["heading"])] = given["unit"]
    return given["heading"]
