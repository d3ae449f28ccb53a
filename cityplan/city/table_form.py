"""How a plain table 表 is read: the keys of an `[[edition]]` whose layout is `plain-table`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from cityplan.city.entries import count_of
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import era, fiscal_year

TABLE_LAYOUT = "plain-table"
_BOTH = ("plan", "group", "name")
# our column -> the column of its cells, for each subject
COLUMNS: dict[str, dict[str, str]] = {
    "indicator": {
        **{name: name for name in (*_BOTH, "subgroup", "unit", "polarity")},
        "baseline": "baseline_text",
        "target": "target_text",
        "actual": "actual_text",
        "status": "status_printed",
        "status_previous": "status_previous_printed",
        "note": "note",
    },
    "activity": {
        **{name: name for name in (*_BOTH, "content", "measure", "unit")},
        "actual": "actual_text",
        "previous": "previous_text",
        "ratio": "ratio_printed_text",
        "factors": "factors",
        "direction": "direction",
    },
}
ROLES = {"indicator": ("baseline", "target", "actual"), "activity": ("previous", "actual")}
FILLED = (*_BOTH, "subgroup", "unit")


@dataclass(frozen=True)
class TableForm:
    """What `source.toml` says about a table: its subject, place in the file, columns and years."""

    subject: str = "indicator"
    sheet: str = ""
    skip_rows: int = 0
    heading_rows: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)  # our column -> the source's heading
    years: Mapping[int, str] = field(default_factory=dict)  # fiscal year -> the source's heading
    fill_down: tuple[str, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)  # of plans and groups, squeezed

    @property
    def table(self) -> str:
        """The table that the rows go into."""
        return {"indicator": "indicators", "activity": "activities"}[self.subject]


KEYS = tuple(TableForm.__dataclass_fields__)
# The kinds of document, by their `layout`, that have keys of their own in an `[[edition]]`.
OWN_KEYS = {TABLE_LAYOUT: KEYS}


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
    """Read the keys of a table's form from an `[[edition]]`; SourceError where one is wrong.

    `name` is the file that a message names.
    """
    subject = table.get("subject", "indicator")
    if not isinstance(subject, str) or subject not in COLUMNS:
        raise _error(
            "subject は indicator（目標指標）か activity（掲載事業）です",
            name,
            "subject",
            str(subject),
            f"使えるもの: {'、'.join(COLUMNS)}。",
        )
    form = TableForm(
        subject=subject,
        sheet=_text(table.get("sheet", ""), "sheet", name),
        skip_rows=count_of(table, "skip_rows", range(10_000), name),
        heading_rows=count_of(table, "heading_rows", range(1, 3), name),
        columns=_columns(table.get("columns", {}), subject, name),
        years=_years(table.get("years", {}), name),
        fill_down=_fill_down(table.get("fill_down", []), name),
        spellings=_spellings(table.get("spellings", {}), name),
    )
    _check_headings(form, name)
    return form


def _columns(given: object, subject: str, name: str) -> dict[str, str]:
    columns = _pairs(given, "columns", name)
    for ours in columns:
        if ours not in COLUMNS[subject]:
            raise _error(
                f"[edition.columns] にない列です（使えるもの: {'、'.join(COLUMNS[subject])}）",
                name,
                "columns",
                ours,
                "左に当方の列名、右に原文の見出しを書いてください。",
            )
    return columns


def _years(given: object, name: str) -> dict[int, str]:
    years: dict[int, str] = {}
    for text, heading in _pairs(given, "years", name).items():
        year = fiscal_year(text)
        if year is None or year in years:
            problem = "年度として読めません" if year is None else "同じ年度が2回書かれています"
            raise _error(problem, name, "years", text, 'R3 = "原文の見出し" のように書いてください。')
        years[year] = heading
    return years


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


def _check_headings(form: TableForm, name: str) -> None:
    """A heading of the source feeds one column, and what is filled down is a column of it."""
    headings = Counter(map(squeeze, [*form.columns.values(), *form.years.values()]))
    if twice := [heading for heading, times in headings.items() if times > 1]:
        raise _error("1つの見出しが2か所に書かれています", name, "columns", twice[0], "どちらか1つにしてください。")
    for column in form.fill_down:
        if column not in form.columns:
            raise _error(
                "fill_down の列が [edition.columns] にありません",
                name,
                "fill_down",
                column,
                f'[edition.columns] に {column} = "原文の見出し" を加えてください。',
            )


def _pairs(given: object, key: str, name: str) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
        raise _error(
            f'[edition.{key}] の下に、名前 = "原文の見出し" の形で書きます',
            name,
            key,
            str(given),
            "書き方を直してください。",
        )
    if empty := [ours for ours, heading in given.items() if not heading.strip()]:
        raise _error("右側が空です", name, key, empty[0], "原文の見出しや表記を書いてください。")
    return dict(given)


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
