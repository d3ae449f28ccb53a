"""A chapter of a basic plan: the whole of Takahagi R6 against typed tables, and what is refused."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from golden_tables import GOLDEN_CHAPTER, KEYS, as_text, differences, show, typed

from cityplan import steps
from cityplan.check.audit import audit
from cityplan.city import source
from cityplan.city.chapter_form import chapter_form
from cityplan.city.edition import Edition
from cityplan.clean.document import clean
from cityplan.compute.document import compute
from cityplan.files.errors import SourceError
from cityplan.files.files import read_text
from cityplan.read import kinds as layouts
from cityplan.tables.files import to_csv
from cityplan.tables.schema import Tables

# Judged one by one against the text; seven more say that a polarity was inferred.
FINDINGS = [
    ("02", "ambiguous_cell", "warning", 186),
    ("02", "odd_verb", "info", 165),
    ("02", "odd_verb", "info", 167),
    ("05", "repeated_item", "info", 382),
    ("06", "odd_verb", "info", 414),
    ("07", "not_comparable", "warning", 50),
]


@pytest.fixture(scope="module")
def chapter(root: Path) -> Edition:
    return source.edition(root, "takahagi", "R6")


@pytest.fixture(scope="module")
def text(root: Path, chapter: Edition) -> str:
    return read_text(root / chapter.raw_file)


@pytest.fixture(scope="module")
def tables(root: Path) -> Tables:
    return steps.clean_document(str(root), "takahagi", "R6")


def read(text: str, chapter: Edition) -> Tables:
    return clean(layouts.read(text, chapter), chapter)


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN_CHAPTER.glob("*.csv") if path.stem in KEYS))
def test_a_table_is_as_typed(tables: Tables, name: str) -> None:
    wanted = typed(name, GOLDEN_CHAPTER)
    read = [{column: row[column] for column in wanted[0]} for row in as_text(tables[name])]
    found = differences(wanted, read, KEYS[name])
    assert not found, show(found)


def test_the_counts_of_the_document(tables: Tables) -> None:
    kinds = tables["program_items"]["kind"].value_counts()
    sections = tables["texts"]["section"].value_counts()
    assert (len(tables["plans"]), len(tables["programs"]), kinds["policy"]) == (7, 16, 30)
    assert (sections["現状と課題"], sections["施策の基本方針"]) == (23, 16)
    assert tables["texts"]["heading"][tables["texts"]["section"] == "コラム"].nunique() == 6
    assert tables["program_items"]["and_others"].sum() == 16


def test_every_line_is_accounted_for(tables: Tables, text: str) -> None:
    used = {n for c in tables["cells"].itertuples() for n in range(c.source_line, c.source_line_end + 1)}
    left_out = set(tables["skipped_lines"]["source_line"])
    there = {n for n, line in enumerate(text.split("\n"), 1) if line.strip()}
    assert (used & there) | left_out == there  # a strategy on two lines has an empty one between
    assert not used & left_out


def test_findings_are_those_judged_by_eye(tables: Tables) -> None:
    found = audit({**tables, **compute(tables, None)})
    others = found[found["kind"] != "polarity_inferred"]
    told = sorted(zip(others["plan_id"], others["kind"], others["severity"], others["source_line"], strict=True))
    assert told == FINDINGS
    assert len(found) - len(others) == 7


def test_nothing_is_claimed_before_there_is_an_actual(tables: Tables) -> None:
    results = compute(tables, None)["indicator_results"]
    assert set(results["status"]) == {""} and results["progress_ratio"].isna().all()
    assert [str(value) for value in results["required_per_year"][:2]] == ["3.60", "0.98"]
    assert results["required_per_year"][6] is None  # an average over six years is no climb


def test_sheets_in_another_order_are_read_alike(text: str, chapter: Edition, tables: Tables) -> None:
    starts = [match.start() for match in re.finditer(r"^\d$", text, re.MULTILINE)]
    sheets = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    turned = read(text[: starts[0]] + "\n".join(reversed(sheets)), chapter)
    for name in ("indicators", "programs", "program_items"):
        same = [data.drop(columns=["source_line"]) for data in (tables[name], turned[name])]
        assert to_csv(same[0]) == to_csv(same[1])


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("現状値（令和 6 年度）", "現状値（令和 5 年度）", 19),
        ("●現状と課題", "●現状", 92),
        ("テーマ", "テーマについて", 5),
        ("\t28.4%\t50.0%", "\t28.4%\t50.0%\t9%", 20),
        ("担当課 環境市民協働課、総務課、関係各課", "環境市民協働課", 108),
        ("モデル地区のワークショップ\n\n★", "モデル地区のワークショップ★", 143),
        ("★コラム 誰もが自分らしく", "★コラム 誰もが自分\nらしく", 321),
        ("郵送による意見や要望", "郵送による意\n見や要望", 446),
        ("持続可能なまち\n\n\n\n基本政策", "持続可能なまち基本政策", 9),
        ("- 高萩市公共施設等", "◆取組施策1 市民協働\n- 高萩市公共施設等", 64),
    ],
)
def test_what_is_not_understood_is_refused(text: str, chapter: Edition, before: str, after: str, line: int) -> None:
    assert before in text
    with pytest.raises(SourceError) as raised:
        read(text.replace(before, after, 1), chapter)
    assert raised.value.file == "data/raw/takahagi/R6.txt" and raised.value.next_step
    assert raised.value.line == line


def test_a_chapter_without_its_indicators_is_told(text: str, chapter: Edition) -> None:
    start, end = text.index("【成果指標】"), text.index("【関連計画・制度】")
    tables = read(text[:start] + text[end:], chapter)
    found = audit({**tables, **compute(tables, None)})
    assert ("value_missing", "indicators") in set(zip(found["kind"], found["table"], strict=True))


def test_a_heading_of_indicators_that_is_lost_is_refused(text: str, chapter: Edition) -> None:
    with pytest.raises(SourceError) as raised:
        read(text.replace("【成果指標】\n", ""), chapter)
    assert raised.value.line == 17


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- 市民協働", "- 基本政策6「地域経営」に基づき、市民協働"),
        ("ふるさとまつり」\n", "ふるさとまつり」（★コラム参照）\n"),
        ("- 女性リーダー", "- 図は★コラム参照。女性リーダー"),
    ],
)
def test_a_sentence_that_speaks_of_a_heading_is_none(text: str, chapter: Edition, before: str, after: str) -> None:
    read(text.replace(before, after, 1), chapter)


def test_declared_lines_are_left_out(text: str, chapter: Edition) -> None:
    drawn = text.replace("【成果指標】", "地域の図\n\n【成果指標】", 1)
    with pytest.raises(SourceError):
        read(drawn, replace(chapter, left_out=()))
    skipped = read(drawn, replace(chapter, left_out=("地域の図",)))["skipped_lines"]
    assert list(skipped[skipped["reason"] == "declared"]["text"]) == ["地域の図"]


def test_other_brackets_of_the_title_and_a_rule_say_nothing(text: str, chapter: Edition, tables: Tables) -> None:
    other = read(text.replace("「地域経営」", "『地域経営』").replace("\n- -\n", "\n- －\n"), chapter)
    assert list(other["groups"]["strategy"]) == list(tables["groups"]["strategy"])
    assert to_csv(other["texts"]) == to_csv(tables["texts"])
    ruled = read(text.replace("【関連計画・制度】", "-----\n【関連計画・制度】"), chapter)
    assert "rule" in set(ruled["skipped_lines"]["reason"])


@pytest.mark.parametrize(
    ("left", "below"),
    [
        ("- 12 -", "- 女性リーダーの育成に向け"),
        ("- 12/30", "- 女性リーダーの育成に向け"),
        ("12", "\n高萩市観光商工課から、市の観光"),
    ],
)
def test_what_a_page_leaves_among_the_items_is_found(text: str, chapter: Edition, left: str, below: str) -> None:
    assert below in text
    tables = read(text.replace(below, f"{left}\n{below}"), chapter)
    found = audit({**tables, **compute(tables, None)})
    assert list(found["kind"]).count("doubtful_extraction") == 1


def test_a_missing_sheet_is_named(text: str, chapter: Edition) -> None:
    with pytest.raises(SourceError) as raised:
        read(text.replace("\n7\n\n移住・定住\n", "\n"), chapter)
    assert "07" in raised.value.problem or raised.value.line


def test_findings_call_the_present_value_as_the_document_does(tables: Tables) -> None:
    found = audit({**tables, **compute(tables, None)})
    said = "".join(found.loc[found["kind"].isin(["not_comparable", "polarity_inferred"]), "message"])
    assert "現状値（4 世帯）は1年の値です" in said and "目標値と現状値から" in said
    assert "基準値" not in said


def test_other_words_are_declared(text: str, chapter: Edition) -> None:
    """The same chapter with another city's words, which `[edition.chapter]` declares."""
    words = {
        "◆取組施策": "◆基本施策",
        "【成果指標】": "【数値目標】",
        "【関連計画・制度】": "【個別計画】",
        "●施策の基本方針": "●めざす方向",
        "施策を評価する指標": "目標とする指標",
        "主な事業取組": "主要事業",
        "★コラム": "★トピックス",
    }
    other = text
    for old, new in words.items():
        other = other.replace(old, new)
    form = chapter_form(
        {
            "layout": "policy-chapter",
            "chapter": {
                "plan": "◆基本施策{id} {name}",
                "indicators": "【数値目標】",
                "related": "【個別計画】",
                "texts": ["●現状と課題", "●めざす方向"],
                "works": "主要事業",
                "aside": "★トピックス {name}",
                "indicator": {"name": "目標とする指標", "baseline": "現状値", "target": "目標値"},
            },
        },
        "source.toml",
    )
    wanted, found = read(text, chapter), read(other, replace(chapter, chapter=form))
    for name in ("plans", "indicators", "observations", "programs", "program_items"):
        assert as_text(found[name]) == as_text(wanted[name])
    sections = {"施策の基本方針": "めざす方向", "関連計画・制度": "個別計画"}
    assert list(found["texts"]["section"]) == [sections.get(each, each) for each in wanted["texts"]["section"]]
