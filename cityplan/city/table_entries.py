"""The entries of `source.toml` that say how tables are read: the keys of an `[[edition]]` and its `[[edition.table]]`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from cityplan.city.box_form import BOX_KEYS, FORMS_LAYOUT
from cityplan.city.chapter_form import CHAPTER_LAYOUT
from cityplan.city.entries import check_keys, check_place, count_of, entry_error, listed_in, tried, year_of
from cityplan.city.sheet_form import SHEET_KEYS, SHEETS_LAYOUT
from cityplan.city.table_columns import block_of, repeats_of
from cityplan.city.table_form import (
    BANNERS,
    COLUMNS,
    DIRECTIONS,
    FILLED,
    MOST_HEADING_ROWS,
    POLARITIES,
    TABLE_LAYOUT,
    TABLES_LAYOUT,
    TEXT_LAYOUT,
    VALUE_ROLES,
    YEAR_ROLES,
    TableForm,
    year_before,
)
from cityplan.city.table_words import spellings, words_for, year_words
from cityplan.files.errors import SourceError, all_of
from cityplan.japanese.letters import squeeze

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
                raise entry_error(
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
        tried(faults, None, check_keys, own, TABLE_KEYS, name, "[[edition.table]] の")
        form = _with_boxes(_form(inherited | own, name, faults), own, table.get("layout"), name, faults)
        form = replace(form, headings_left=_headings_left(own, table.get("layout"), name, faults))
        form = replace(
            form,
            file=tried(faults, "", _file, own, name),
            left_out=tuple(tried(faults, [], listed_in, own, "left_out", str, name)),
            role_fy={role: year for role in YEAR_ROLES if (year := tried(faults, None, _own_year, own, role, name))},
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
        faults.append(entry_error("headings の書き方が違います", name, "headings", str(own["headings"]), f"{where}。"))
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
        faults.append(entry_error("boxes の書き方が違います", name, "boxes", str(given), f"{where}。"))
        return form
    columns = {key: each for key, each in given.items() if key != "years"}
    block = block_of({"columns": columns, "years": given.get("years", {})}, form.subject, name, faults)
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


def _form(table: Mapping[str, object], name: str, faults: list[SourceError]) -> TableForm:
    subject = tried(faults, "indicator", _subject, table, name)
    block = block_of(table, subject, name, faults)
    skip = tried(faults, 0, count_of, table, "skip_rows", range(10_000), name)
    return TableForm(
        **vars(block),
        subject=subject,
        sheet=tried(faults, "", _text, table.get("sheet", ""), "sheet", name),
        sheets=tried(faults, "", _plan_form, table.get("sheets", ""), "sheets", name),
        plan_heading=tried(faults, "", _plan_form, table.get("plan_heading", ""), "plan_heading", name),
        skip_rows=skip if "skip_rows" in table else None,
        heading_rows=tried(faults, 1, count_of, table, "heading_rows", range(1, MOST_HEADING_ROWS + 1), name),
        fill_down=tried(faults, (), _fill_down, table.get("fill_down", []), name),
        total_rows=tuple(tried(faults, [], listed_in, table, "total_rows", str, name)),
        banner_rows=tried(faults, "", _one_of, table.get("banner_rows", ""), ("", *BANNERS), "banner_rows", name),
        repeats=repeats_of(table, subject, name, faults),
        spellings=tried(faults, {}, spellings, table.get("spellings", {}), name),
        roles=tried(faults, {}, words_for, table, "roles", ("", *VALUE_ROLES), name),
        year_words=tried(faults, {}, year_words, table, name),
        polarities=tried(faults, {}, words_for, table, "polarities", POLARITIES, name),
        directions=tried(faults, {}, words_for, table, "directions", DIRECTIONS, name),
        marks=tried(faults, {}, words_for, table, "marks", None, name),
    )


def _subject(table: Mapping[str, object], name: str) -> str:
    subject = table.get("subject", "indicator")
    if not isinstance(subject, str) or subject not in COLUMNS:
        raise entry_error(
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
        raise entry_error(
            f"{key} は、プランの番号の所に {{id}}、名前の所に {{name}} と書きます",
            name,
            key,
            text,
            f'{key} = "施策{{id}} {{name}}" のように書いてください。',
        )
    return text


def _fill_down(given: object, name: str) -> tuple[str, ...]:
    if not isinstance(given, list) or (unknown := [each for each in given if each not in FILLED]):
        raise entry_error(
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
            entry_error("1つの見出しが2か所に書かれています", name, "columns", twice, "どちらか1つにしてください。")
        )
    if form.plan_heading and any("plan" in {**block.columns, **block.fixed} for block in form.blocks):
        faults.append(
            entry_error(
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
                entry_error(
                    "fill_down の列が columns にありません",
                    name,
                    "fill_down",
                    column,
                    f'columns に {column} = "原文の見出し" を加えてください。',
                )
            )


def _one_of(given: object, known: tuple[str, ...], key: str, name: str) -> str:
    text = _text(given, key, name)
    if text not in known:
        raise entry_error(
            f"{key} に書けるのは {'、'.join(filter(None, known))} です", name, key, text, "どれか1つを書いてください。"
        )
    return text


def _text(given: object, key: str, name: str) -> str:
    if not isinstance(given, str):
        raise entry_error(f"{key} は文字列です", name, key, str(given), f'{key} = "…" と書いてください。')
    return given
