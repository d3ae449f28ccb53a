"""How the tables 表 of a document are read: the keys of an `[[edition]]` and its `[[edition.table]]`.

What each says is told, with an example, in docs/declarations.ja.md.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from cityplan.city.box_form import BOX_KEYS, FORMS_LAYOUT
from cityplan.city.chapter_form import CHAPTER_LAYOUT
from cityplan.city.entries import check_keys, check_place, count_of, listed_in, year_of
from cityplan.city.sheet_form import SHEET_KEYS, SHEETS_LAYOUT
from cityplan.files.errors import SourceError, all_of
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import era, fiscal_year

TABLE_LAYOUT = "plain-table"
TABLES_LAYOUT = "tables"
TEXT_LAYOUT = "progress-sheets"
_Read = TypeVar("_Read")
_BOTH = ("plan", "plan_id", "group", "name", "division")
_LONG = ("role", "year", "value")  # of a table with one row for each value, or for each role
_VALUE_YEARS = {"baseline_year": "baseline_fy", "target_year": "target_fy", "actual_year": "actual_fy"}
# our column -> the column of its cells, for each subject
COLUMNS: dict[str, dict[str, str]] = {
    "indicator": {
        **{name: name for name in (*_BOTH, "subgroup", "unit", "polarity")},
        "baseline": "baseline_text",
        "target": "target_text",
        "actual": "actual_text",
        "expected": "expected_text",
        **_VALUE_YEARS,
        "status": "status_printed",
        "status_previous": "status_previous_printed",
        "achievement": "achievement_printed_text",
        **{name: name for name in ("factors", "grade", "note", *_LONG)},
    },
    "activity": {
        **{name: name for name in (*_BOTH, "content", "measure", "unit")},
        "actual": "actual_text",
        "previous": "previous_text",
        "budget": "budget_text",
        "settled": "settled_text",
        "ratio": "ratio_printed_text",
        **{name: name for name in ("factors", "direction", "grade", *_LONG)},
    },
}
ROLES = {"indicator": ("baseline", "target", "actual"), "activity": ("previous", "actual")}
YEAR_ROLES = ("baseline", "previous", "actual", "target")  # whose year an edition tells
# the values of years that have a column of their own 年度別の値; those of `years` itself are actual ones
OWN_YEARS = ("target", "expected", "budget", "settled")
VALUE_ROLES = ("baseline", "target", "actual", "expected", "budget", "settled", "achievement")
# what a cell of a column `role` says; other words are declared
ROLE_WORDS = {
    "baseline": "基準 基準値 現状値 当初値 策定時",
    "target": "目標 目標値 最終目標 最終目標値",
    "actual": "実績 実績値",
    "expected": "期待値 計画 計画値",
    "budget": "予算 予算額",
    "settled": "決算 決算額",
    "achievement": "達成率",
}
FILLED = ("group", "plan", "plan_id", "name", "division", "subgroup", "unit", "role", *_VALUE_YEARS)
BANNERS = ("group", "plan")
MOST_HEADING_ROWS = 3
DIRECTIONS = ("higher", "lower")
POLARITIES = (*DIRECTIONS, "")


@dataclass(frozen=True)
class Block:
    """Columns 列 that go together: those of a whole row, or of one of several indicators in it."""

    columns: Mapping[str, str] = field(default_factory=dict)  # our column -> the source's heading
    years: Mapping[int, str] = field(default_factory=dict)  # fiscal year -> the source's heading
    role_years: Mapping[str, Mapping[int, str]] = field(default_factory=dict)  # the same for target, expected …
    units: Mapping[str, str] = field(default_factory=dict)  # the source's heading, squeezed -> its declared unit
    fixed: Mapping[str, str] = field(default_factory=dict)  # our column -> what it says in every row

    def headings(self) -> Iterator[str]:
        """All headings of the source that it names."""
        yield from self.columns.values()
        yield from self.years.values()
        for years in self.role_years.values():
            yield from years.values()


@dataclass(frozen=True)
class TableForm(Block):
    """What `source.toml` says about a table: its subject, place in the file, columns and years."""

    subject: str = "indicator"
    file: str = ""  # of its own, beside the edition's
    sheet: str = ""
    sheets: str = ""  # the names of sheets with a plan each: 施策{id} {name}
    plan_heading: str = ""  # the paragraph above the tables of each plan: 基本目標{id} {name}
    skip_rows: int | None = None  # None: the first rows in which the headings are found
    heading_rows: int = 1
    fill_down: tuple[str, ...] = ()
    total_rows: tuple[str, ...] = ()
    banner_rows: str = ""
    left_out: tuple[str, ...] = ()
    repeats: tuple[Block, ...] = ()  # each indicator of a row
    spellings: Mapping[str, str] = field(default_factory=dict)  # of plans and groups, squeezed
    roles: Mapping[str, str] = field(default_factory=dict)  # of cells of `role`, squeezed
    year_words: Mapping[str, int] = field(default_factory=dict)  # of cells with a year, squeezed
    polarities: Mapping[str, str] = field(default_factory=dict)  # of cells of `polarity`, squeezed
    directions: Mapping[str, str] = field(default_factory=dict)  # of indicators, by their names, squeezed
    marks: Mapping[str, str] = field(default_factory=dict)  # of cells of `status`, squeezed -> mark of the rule
    role_fy: Mapping[str, int] = field(default_factory=dict)  # the years of its roles, where not the edition's
    boxes: tuple[str, ...] = ()  # those of its headings that are labels of boxes, in a form
    headings_left: bool = False  # in a form: the headings stand below one another, the indicators beside one another
    is_whole: bool = True  # whether all that is said of it could be read
    faults: tuple[SourceError, ...] = ()  # told together with what does not fit the file

    @property
    def table(self) -> str:
        """The table that the rows go into."""
        return {"indicator": "indicators", "activity": "activities"}[self.subject]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All its blocks, its own first."""
        return (self, *self.repeats)


_OF_BOTH = (
    "subject", "sheet", "sheets", "plan_heading", "skip_rows", "heading_rows", "columns", "years", "fixed", "repeat", "fill_down",
    "total_rows", "banner_rows", "spellings", "roles", "year_words", "polarities", "directions", "marks",
)  # fmt: skip
KEYS = (*_OF_BOTH, "table")
TABLE_KEYS = (*_OF_BOTH, "file", "left_out", "boxes", "headings", *YEAR_ROLES)  # of an `[[edition.table]]`
_INHERITED = tuple(key for key in _OF_BOTH if key not in ("columns", "years", "fixed", "repeat"))
# The kinds of document, by their `layout`, that have keys of their own in an `[[edition]]`.
OWN_KEYS = {
    TABLES_LAYOUT: KEYS,
    TABLE_LAYOUT: KEYS,
    SHEETS_LAYOUT: (*KEYS, *SHEET_KEYS),
    TEXT_LAYOUT: ("sheet_begins", "prose", "table"),
    FORMS_LAYOUT: (*KEYS, *BOX_KEYS),
    CHAPTER_LAYOUT: ("chapter",),
}


def check_own_keys(table: Mapping[str, object], name: str) -> None:
    """SourceError where an `[[edition]]` holds a key of another kind of document."""
    layout = table.get("layout")
    own = OWN_KEYS.get(layout, ()) if isinstance(layout, str) else ()
    for owner, keys in OWN_KEYS.items():
        for key in keys:
            if key in table and key not in own:
                raise _error(
                    f"layout が {owner} のときだけ使える項目です",
                    name,
                    key,
                    str(table[key]),
                    f'layout = "{owner}" とするか、{key} を消してください。',
                )


def table_form(table: Mapping[str, object], name: str) -> TableForm:
    """Read the keys of a table's form from an `[[edition]]`; SourceError where any is wrong.

    `name` is the file that a message names.
    """
    faults: list[SourceError] = []
    form = _form(table, name, faults)
    _check_headings(form, name, faults)
    if faults:
        raise all_of(faults)
    return form


def table_forms(table: Mapping[str, object], name: str) -> tuple[TableForm, ...]:
    """The forms of each `[[edition.table]]`, which have what the `[[edition]]` says where they say nothing.

    What is wrong in them is held in the forms, and told when the file is read.
    """
    forms = []
    inherited = {key: table[key] for key in _INHERITED if key in table}
    for number, own in enumerate(listed_in(table, "table", dict, name), start=1):
        faults: list[SourceError] = []
        _tried(faults, None, check_keys, own, TABLE_KEYS, name, "[[edition.table]] の")
        form = _with_boxes(_form(inherited | own, name, faults), own, table.get("layout"), name, faults)
        form = replace(form, headings_left=_headings_left(own, table.get("layout"), name, faults))
        form = replace(
            form,
            file=_tried(faults, "", _file, own, name),
            left_out=tuple(_tried(faults, [], listed_in, own, "left_out", str, name)),
            role_fy={role: year for role in YEAR_ROLES if (year := _tried(faults, None, _own_year, own, role, name))},
        )
        before = year_before(form, form.role_fy.get("actual"))
        if before and "previous" not in form.role_fy:
            form = replace(form, role_fy={**form.role_fy, "previous": before})
        whole = not faults
        _check_headings(form, name, faults)
        told = [replace(fault, problem=f"{fault.problem}（{number}番目の [[edition.table]]）") for fault in faults]
        forms.append(replace(form, is_whole=whole, faults=tuple(told)))
    return tuple(forms)


def _headings_left(own: Mapping[str, object], layout: object, name: str, faults: list[SourceError]) -> bool:
    """Whether the headings of a small table in a form stand left of its values: `headings = "left"`."""
    if "headings" in own and (layout != FORMS_LAYOUT or own["headings"] != "left"):
        where = f'layout = "{FORMS_LAYOUT}" のときだけ、headings = "left" と書きます（見出しが左に並ぶ表）'
        faults.append(_error("headings の書き方が違います", name, "headings", str(own["headings"]), f"{where}。"))
    return "headings" in own


def _with_boxes(
    form: TableForm, own: Mapping[str, object], layout: object, name: str, faults: list[SourceError]
) -> TableForm:
    """A form with the labels of boxes among its headings: `[edition.table.boxes]`, and the years in it."""
    if "boxes" not in own:
        return form
    given = own["boxes"]
    if layout != FORMS_LAYOUT or not isinstance(given, dict):
        where = f'layout = "{FORMS_LAYOUT}" のときだけ、[edition.table.boxes] の見出しの下に書きます'
        faults.append(_error("boxes の書き方が違います", name, "boxes", str(given), f"{where}。"))
        return form
    columns = {key: each for key, each in given.items() if key != "years"}
    block = _block({"columns": columns, "years": given.get("years", {})}, form.subject, name, faults)
    return replace(
        form,
        columns={**form.columns, **block.columns},
        years={**form.years, **block.years},
        role_years={
            role: {**form.role_years.get(role, {}), **block.role_years.get(role, {})}
            for role in (*form.role_years, *block.role_years)
        },
        units={**form.units, **block.units},
        boxes=tuple(block.headings()),
    )


def year_before(form: TableForm, actual: int | None) -> int | None:
    """The year directly before the actuals 前年度 that a table of activities has a column of values for, else None.

    Where a row says of which role its values are, the column alone tells nothing.
    """
    if actual is None or form.subject != "activity" or any("role" in block.columns for block in form.blocks):
        return None
    return actual - 1 if any(actual - 1 in block.years for block in form.blocks) else None


def _form(table: Mapping[str, object], name: str, faults: list[SourceError]) -> TableForm:
    subject = _tried(faults, "indicator", _subject, table, name)
    block = _block(table, subject, name, faults)
    skip = _tried(faults, 0, count_of, table, "skip_rows", range(10_000), name)
    return TableForm(
        **vars(block),
        subject=subject,
        sheet=_tried(faults, "", _text, table.get("sheet", ""), "sheet", name),
        sheets=_tried(faults, "", _plan_form, table.get("sheets", ""), "sheets", name),
        plan_heading=_tried(faults, "", _plan_form, table.get("plan_heading", ""), "plan_heading", name),
        skip_rows=skip if "skip_rows" in table else None,
        heading_rows=_tried(faults, 1, count_of, table, "heading_rows", range(1, MOST_HEADING_ROWS + 1), name),
        fill_down=_tried(faults, (), _fill_down, table.get("fill_down", []), name),
        total_rows=tuple(_tried(faults, [], listed_in, table, "total_rows", str, name)),
        banner_rows=_tried(faults, "", _one_of, table.get("banner_rows", ""), ("", *BANNERS), "banner_rows", name),
        repeats=_repeats(table, subject, name, faults),
        spellings=_tried(faults, {}, _spellings, table.get("spellings", {}), name),
        roles=_tried(faults, {}, _words_for, table, "roles", ("", *VALUE_ROLES), name),
        year_words=_tried(faults, {}, _year_words, table, name),
        polarities=_tried(faults, {}, _words_for, table, "polarities", POLARITIES, name),
        directions=_tried(faults, {}, _words_for, table, "directions", DIRECTIONS, name),
        marks=_tried(faults, {}, _words_for, table, "marks", None, name),
    )


def _tried(faults: list[SourceError], default: _Read, act: Callable[..., _Read], *args: object) -> _Read:
    """What is read; where it is wrong the default, and the fault is kept."""
    try:
        return act(*args)
    except SourceError as fault:
        faults.append(fault)
        return default


def _subject(table: Mapping[str, object], name: str) -> str:
    subject = table.get("subject", "indicator")
    if not isinstance(subject, str) or subject not in COLUMNS:
        raise _error(
            "subject は indicator（目標指標）か activity（掲載事業）です",
            name,
            "subject",
            str(subject),
            f"使えるもの: {'、'.join(COLUMNS)}。",
        )
    return subject


def _file(table: Mapping[str, object], name: str) -> str:
    file = _text(table.get("file", ""), "file", name)
    if file:
        check_place(file, name, "file")
    return file


def _own_year(table: Mapping[str, object], role: str, name: str) -> int | None:
    return year_of(str(table[role]), name, role) if role in table else None


def _plan_form(given: object, key: str, name: str) -> str:
    text = _text(given, key, name)
    if text and not ("{id}" in text or "{name}" in text):
        raise _error(
            f"{key} は、プランの番号の所に {{id}}、名前の所に {{name}} と書きます",
            name,
            key,
            text,
            f'{key} = "施策{{id}} {{name}}" のように書いてください。',
        )
    return text


# columns and years


def _block(table: Mapping[str, object], subject: str, name: str, faults: list[SourceError]) -> Block:
    units: dict[str, str] = {}
    columns: dict[str, str] = _tried(faults, {}, _columns, table.get("columns", {}), subject, units, name)
    years, role_years = _years(table.get("years", {}), units, name, faults)
    return Block(
        columns=columns,
        years=years,
        role_years=role_years,
        fixed=_tried(faults, {}, _fixed, table.get("fixed", {}), subject, name),
        units=units,
    )


def _columns(given: object, subject: str, units: dict[str, str], name: str) -> dict[str, str]:
    columns = _pairs(given, "columns", name, units)
    _check_columns(columns, "columns", subject, name)
    return columns


def _fixed(given: object, subject: str, name: str) -> dict[str, str]:
    fixed = _pairs(given, "fixed", name)
    _check_columns(fixed, "fixed", subject, name)
    return fixed


def _check_columns(columns: Iterable[str], key: str, subject: str, name: str) -> None:
    for ours in columns:
        if ours not in COLUMNS[subject]:
            raise _error(
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
    of_roles = {role: _tried(faults, none, _years_of, each, f"years.{role}", units, name) for role, each in own.items()}
    return _tried(faults, none, _years_of, rest, "years", units, name), of_roles


def _years_of(given: object, key: str, units: dict[str, str], name: str) -> dict[int, str]:
    years: dict[int, str] = {}
    for text, heading in _pairs(given, key, name, units).items():
        year = fiscal_year(text)
        if year is None or year in years:
            problem = "年度として読めません" if year is None else "同じ年度が2回書かれています"
            raise _error(problem, name, key, text, 'R3 = "原文の見出し" のように書いてください。')
        years[year] = heading
    return years


# several indicators in a row


def _repeats(table: Mapping[str, object], subject: str, name: str, faults: list[SourceError]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    given: list[dict[str, object]] = _tried(faults, [], listed_in, table, "repeat", dict, name)
    for own in given:
        _tried(
            faults, None, check_keys, own, {"each", "columns", "years", "fixed"}, name, "[[edition.table.repeat]] の"
        )
        each: list[str] = _tried(faults, [], listed_in, own, "each", str, name)
        counts = _counts(own)
        times = len(each) if each else max(counts.values(), default=1)
        if uneven := {key: count for key, count in counts.items() if count != times}:
            told = "、".join(f"{key} は{count}" for key, count in uneven.items())
            faults.append(
                _error(
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
            blocks.append(_block(one, subject, name, own_faults))
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


# words


def _words_for(table: Mapping[str, object], key: str, known: tuple[str, ...] | None, name: str) -> dict[str, str]:
    """Words of cells, squeezed, and what each is for us; `known` are those that there are, None any."""
    given = table.get(key, {})
    if not isinstance(given, dict) or not all(isinstance(each, str) for each in given.values()):
        raise _error(
            f'[edition.{key}] の下に、"原文の語" = "…" の形で書きます',
            name,
            key,
            str(given),
            "書き方を直してください。",
        )
    if known is not None and (unknown := [each for each in given.values() if each not in known]):
        raise _error(
            f"[edition.{key}] の右に書けるのは {'、'.join(filter(None, known))} です",
            name,
            key,
            unknown[0],
            'どれでもないものは "" と書いてください。' if "" in known else "どれか1つを書いてください。",
        )
    return {squeeze(word): ours for word, ours in given.items()}


def _year_words(table: Mapping[str, object], name: str) -> dict[str, int]:
    words = _words_for(table, "year_words", None, name)
    return {word: year_of(year, name, "year_words") for word, year in words.items()}


def _spellings(given: object, name: str) -> dict[str, str]:
    """The spelling 表記 that stands for another of the name of a plan or a group."""
    read = {squeeze(other): right for other, right in _pairs(given, "spellings", name).items()}
    if chained := [right for right in read.values() if squeeze(right) in read]:
        raise _error(
            "[edition.spellings] の右の表記が、左にもあります",
            name,
            "spellings",
            chained[0],
            "左に資料の表記、右に使う表記を書いてください。",
        )
    return read


def _fill_down(given: object, name: str) -> tuple[str, ...]:
    if not isinstance(given, list) or (unknown := [each for each in given if each not in FILLED]):
        raise _error(
            f"fill_down に書けるのは {'、'.join(FILLED)} です",
            name,
            "fill_down",
            str(unknown if isinstance(given, list) else given),
            'fill_down = ["plan"] のように書いてください。',
        )
    return tuple(given)


def _check_headings(form: TableForm, name: str, faults: list[SourceError]) -> None:
    """A heading of the source feeds one column, and what is filled down is a column of it."""
    headings = Counter(squeeze(heading) for block in form.blocks for heading in block.headings())
    own = form.columns.get("plan", "")
    headings[squeeze(own)] -= bool(own) and squeeze(own) == squeeze(form.columns.get("name", ""))  # a plan of one row
    for twice in [heading for heading, times in headings.items() if times > 1]:
        faults.append(
            _error("1つの見出しが2か所に書かれています", name, "columns", twice, "どちらか1つにしてください。")
        )
    if form.plan_heading and any("plan" in {**block.columns, **block.fixed} for block in form.blocks):
        faults.append(
            _error(
                "プランの名前が、列（plan）と plan_heading の2か所に書かれています",
                name,
                "plan_heading",
                form.plan_heading,
                "どちらか1つにしてください。",
            )
        )
    for column in form.fill_down if not faults else ():  # with columns that cannot be read all would be missing
        if not any(column in block.columns for block in form.blocks):
            faults.append(
                _error(
                    "fill_down の列が columns にありません",
                    name,
                    "fill_down",
                    column,
                    f'columns に {column} = "原文の見出し" を加えてください。',
                )
            )


def _pairs(given: object, key: str, name: str, units: dict[str, str] | None = None) -> dict[str, str]:
    """Names and the headings given for them; where a unit may stand beside a heading it is entered in `units`."""
    pairs = given if isinstance(given, dict) else {"": None}
    if units is not None:
        pairs = {ours: _with_unit(each, units) for ours, each in pairs.items()}
    if not all(isinstance(text, str) for text in pairs.values()):
        raise _error(
            f'[edition.{key}] の下に、名前 = "原文の見出し" の形で書きます',
            name,
            key,
            str(given),
            "書き方を直してください。",
        )
    if empty := [ours for ours, heading in pairs.items() if not str(heading).strip()]:
        raise _error("右側が空です", name, key, empty[0], "原文の見出しや表記を書いてください。")
    return dict(pairs)


def _with_unit(given: object, units: dict[str, str]) -> object:
    """The heading of { heading = "決算額", unit = "千円" }."""
    if not isinstance(given, dict) or set(given) != {"heading", "unit"}:
        return given
    if isinstance(given["heading"], str) and isinstance(given["unit"], str):
        units[squeeze(given["heading"])] = given["unit"]
    return given["heading"]


def _one_of(given: object, known: tuple[str, ...], key: str, name: str) -> str:
    text = _text(given, key, name)
    if text not in known:
        raise _error(
            f"{key} に書けるのは {'、'.join(filter(None, known))} です", name, key, text, "どれか1つを書いてください。"
        )
    return text


def _text(given: object, key: str, name: str) -> str:
    if not isinstance(given, str):
        raise _error(f"{key} は文字列です", name, key, str(given), f'{key} = "…" と書いてください。')
    return given


def _error(problem: str, name: str, column: str, text: str, next_step: str) -> SourceError:
    return SourceError(problem, file=name, column=column, text=text, next_step=next_step)


def year_key(year: int) -> str:
    """A fiscal year as a key of `[edition.years]`: R3, and "R元" in quotes.

    >>> year_key(2021), year_key(2019)
    ('R3', '"R元"')
    """
    text = era(year)
    return text if text.isascii() else f'"{text}"'
