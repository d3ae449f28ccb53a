"""The page of all declarations: each example is accepted by the reader of source.toml, each key stands on the page."""

import re
from pathlib import Path

import pytest

from cityplan.city import box_form, chapter_form, sheet_form, table_entries, table_form
from cityplan.city.source import known
from cityplan.japanese.directions import declared_polarity
from tests.pages import FENCE

PAGE = Path(__file__).parents[1] / "docs/declarations.ja.md"
TEXT = PAGE.read_text("utf-8")
EXAMPLES = [body for _, kind, body in FENCE.findall(TEXT) if kind == "toml"]
EDITION = '[[edition]]\nyear = "R5"\nfile = "R5.csv"\ntitle = "計画"\nlayout = "tables"\nactual = "R5"\n'
COLUMNS = '[edition.table.columns]\nplan = "施策"\nname = "指標名"\nunit = "単位"\n'


def whole(example: str) -> str:
    """A source.toml with an example in its place: what is not in it is what any table has."""
    if example.startswith("[[edition]]"):
        return example
    keys, header, tables = example.partition("[") if not re.match(r"\w+ =", example) else _split(example)
    columns = "" if "[edition.table.columns]" in example else COLUMNS
    return f"{EDITION}[[edition.table]]\n{keys}{columns}{header}{tables}"


def _split(example: str) -> tuple[str, str, str]:
    """The keys over the first table of an example, and the tables."""
    found = re.search(r"^\[", example, re.MULTILINE)
    at = found.start() if found else len(example)
    return example[:at], example[at : at + 1], example[at + 1 :]


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_is_accepted(tmp_path: Path, example: str) -> None:
    folder = tmp_path / "data/raw/mihon"
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text(f'city = "見本市"\n{whole(example)}', encoding="utf-8")
    found = known(tmp_path)
    assert not found.faults
    [edition] = found.editions
    assert edition.tables or edition.layout == chapter_form.CHAPTER_LAYOUT
    assert not [str(fault) for form in edition.tables for fault in form.faults]


@pytest.mark.parametrize(
    "key", [*table_entries.TABLE_KEYS, *sheet_form.SHEET_KEYS, *box_form.BOX_KEYS, "table", "each"]
)
def test_a_key_stands_on_the_page(key: str) -> None:
    assert re.search(rf"`{key}`|^{key} = |`{key} = |\[edition\.table\.(?:repeat\.)?{key}\]|\[\[edition\.(?:table\.)?{key}\]\]", TEXT, re.MULTILINE)  # fmt: skip


@pytest.mark.parametrize("key", [*chapter_form.CHAPTER_KEYS, *chapter_form.INDICATOR])
def test_a_key_of_a_chapter_stands_on_the_page(key: str) -> None:
    own = TEXT[TEXT.index("## 計画の章") :]
    assert re.search(rf"`{key}`|^{key} = |`{key} = |\[edition\.chapter\.{key}\]", own, re.MULTILINE)


@pytest.mark.parametrize("role", dict.fromkeys((*table_form.OWN_YEARS, *table_form.VALUE_ROLES, *table_form.BANNERS)))
def test_a_role_stands_on_the_page(role: str) -> None:
    assert re.search(rf"[`\"]{role}[`\"]|\b{role}\b", TEXT)


def test_the_columns_of_each_subject_are_those_of_the_code() -> None:
    told: dict[str, set[str]] = {"indicator": set(), "activity": set()}
    for names, indicator, activity in re.findall(r"^\| ((?:`\w+` ?)+)\|[^|]*\|([^|]*)\|([^|]*)\|$", TEXT, re.MULTILINE):
        for subject, mark in (("indicator", indicator), ("activity", activity)):
            told[subject] |= set(re.findall(r"`(\w+)`", names)) if "○" in mark else set()
    assert told == {subject: set(columns) for subject, columns in table_form.COLUMNS.items()}


@pytest.mark.parametrize("box", box_form.BOXES)
def test_a_box_of_a_form_stands_on_the_page(box: str) -> None:
    assert re.search(rf"^\| `{box}` \|", TEXT, re.MULTILINE)


@pytest.mark.parametrize("part", sheet_form.PROSE)
def test_a_part_of_prose_stands_on_the_page(part: str) -> None:
    assert re.search(rf"^\| `prose` \|.*`{part}`", TEXT, re.MULTILINE)


@pytest.mark.parametrize("word", [word for words in table_form.ROLE_WORDS.values() for word in words.split()])
def test_a_word_that_is_known_stands_on_the_page(word: str) -> None:
    assert f"「{word}」" in TEXT


def test_the_words_of_a_direction_are_those_of_the_code() -> None:
    told = dict(re.findall(r"^\| (高いほど良い|低いほど良い|どちらでもない) \| (「.+」) \|$", TEXT, re.MULTILINE))
    read = {
        called: {declared_polarity(word) for word in re.findall("「(.+?)」", words)} for called, words in told.items()
    }
    assert read == {"高いほど良い": {"higher"}, "低いほど良い": {"lower"}, "どちらでもない": {""}}
