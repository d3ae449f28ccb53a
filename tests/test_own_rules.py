"""Every rule of marks 印, shipped or a city's own, through the whole pipeline: pages, PDF, index, trace."""

import io
import re
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import cycle
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from own_rules import OWN, RULES
from playwright.sync_api import Browser
from small_sheets import SMALL, small, tables_of

from cityplan.check.audit import audit
from cityplan.city.rules import Rule, Standing, judged, read_rules
from cityplan.city.source import known
from cityplan.command.trace import trace
from cityplan.compute.document import compute
from cityplan.draw.chart import mark_move, mark_row, svg
from cityplan.files.errors import SourceError
from cityplan.tables.files import read
from tests.pages import FENCE
from tests.pdf_structure import spoken
from tests.published import ROOT, pipeline, project

pytestmark = pytest.mark.xdist_group("own_rules")

SHAPES = "◎○△"
# name, polarity, baseline, target, actual; the year is R5 of R3 to R8
INDICATORS = (
    ("転入者数", "以上", 100, 200, 210),
    ("相談件数", "以上", 100, 200, 200),
    ("講座の数", "以上", 100, 200, 150),
    ("見学者数", "以上", 100, 200, 130),
    ("会員数", "以上", 100, 200, 101),
    ("店舗数", "以上", 100, 200, 95),
    ("参加者数", "以上", 100, 200, 40),
    ("待機児童数", "以下", 50, 10, 60),
    ("同じ値の数", "以上", 60, 60, 60),
    ("利用者数", "以上", 100, 200, None),
)
COLUMNS = {
    "name": "指標",
    "unit": "単位",
    "polarity": "向き",
    "baseline": "基準値",
    "actual": "実績値",
    "target": "目標値",
}
MARKS = {"status": "評価", "status_previous": "前年度の評価"}


@dataclass(frozen=True)
class Case:
    """A city of one rule, with or without printed marks."""

    rule: str
    printed: bool

    @property
    def city(self) -> str:
        return f"city-{list(RULES).index(self.rule)}{'-printed' * self.printed}"


CASES = [Case(rule, printed) for rule in RULES for printed in (True, False)]


def computed(rule: Rule, row: tuple[str, str, int, int, int | None]) -> str:
    """The mark of an indicator."""
    _, polarity, baseline, target, actual = row
    expected = Decimal(baseline) + Decimal(target - baseline) * 2 / 5
    value = None if actual is None else Decimal(actual)
    way = {"以上": "higher", "以下": "lower"}[polarity]
    return judged(rule, Standing(Decimal(baseline), Decimal(target), value, way, expected))


def table(rule: Rule, printed: bool) -> str:
    """The document as CSV; each other printed mark has its word beside it."""
    lines = [",".join([*COLUMNS.values(), *(MARKS.values() if printed else ())])]
    for number, (row, before) in enumerate(zip(INDICATORS, cycle(rule.marks), strict=False)):
        name, polarity, baseline, target, actual = row
        cells = [name, "人", polarity, baseline, "未公表" if actual is None else actual, target]
        mark = computed(rule, row)
        word = f"（{rule.word(mark)}）" if number % 2 and rule.word(mark) else ""
        lines.append(",".join(map(str, [*cells, *([f"{mark}{word}", before] if printed else ())])))
    return "\n".join([*lines, ""])


def described(case: Case) -> str:
    columns = COLUMNS | (MARKS if case.printed else {})
    return "\n".join(
        [
            'city = "見本市"',
            OWN.get(case.rule, ""),
            "[[edition]]",
            'year = "R5"\nfile = "R5.csv"\ntitle = "見本計画"\nlayout = "plain-table"',
            f'rule = "{case.rule}"' if case.rule else "",
            'baseline = "R3"\nprevious = "R4"\nactual = "R5"\ntarget = "R8"',
            "[edition.columns]",
            *(f'{ours} = "{heading}"' for ours, heading in columns.items()),
        ]
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All cities, made by one run."""
    root = project(tmp_path_factory.mktemp("rules"))
    for case in CASES:
        folder = root / "data/raw" / case.city
        folder.mkdir(parents=True)
        (folder / "source.toml").write_text(described(case), encoding="utf-8")
        (folder / "R5.csv").write_text(table(RULES[case.rule], case.printed), encoding="utf-8")
    done = pipeline(root)
    assert done.returncode == 0, done.stderr
    return root


def page(made: Path, case: Case, name: str) -> BeautifulSoup:
    return BeautifulSoup((made / f"reports/R5/{case.city}/{name}.html").read_bytes(), "html.parser")


def wanted(case: Case) -> set[str]:
    """The marks that the indicators of a city have."""
    return {mark for row in INDICATORS if (mark := computed(RULES[case.rule], row))}


def is_told(case: Case, mark: str, said: str) -> bool:
    """Whether a page says a mark, or the words of its rule for it, as the rulers of an overview do."""
    words = RULES[case.rule].aloud(mark)
    return mark in said or bool(words and words in said)


@pytest.fixture(params=CASES, ids=lambda case: case.city)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.mark.long
class TestAllReports:
    def test_the_tables_have_the_marks_of_the_rule(self, made: Path, case: Case) -> None:
        tables = read(made / f"data/processed/{case.city}/R5", "indicators", "indicator_results", "findings")
        own = [computed(RULES[case.rule], row) for row in INDICATORS]
        assert list(tables["indicator_results"]["status"]) == own
        assert list(tables["indicators"]["status_printed"]) == (own if case.printed else [""] * len(own))
        assert not set(tables["findings"]["kind"]) & {"unreadable", "status_mismatch"}

    @pytest.mark.parametrize("name", ["plan-01", "overview"])
    def test_a_page_shows_them_and_no_others(self, made: Path, case: Case, name: str) -> None:
        shown = page(made, case, name)
        boxed = {each.get_text() for each in shown.select(".mark")}
        assert boxed <= set(RULES[case.rule].marks)
        said = shown.get_text() + "".join(each.get("aria-label", "") for each in shown.select("[aria-label]"))
        assert wanted(case) <= boxed if name == "plan-01" else all(is_told(case, mark, said) for mark in wanted(case))
        assert not set(re.findall(f"[{SHAPES}]", said)) - set(RULES[case.rule].marks)
        assert "判定なし" not in said or "" in {computed(RULES[case.rule], row) for row in INDICATORS}

    @pytest.mark.parametrize("name", ["plan-01", "overview", "booklet"])
    def test_so_does_its_pdf(self, made: Path, case: Case, name: str) -> None:
        with pikepdf.open(io.BytesIO((made / f"reports/R5/{case.city}/{name}.pdf").read_bytes())) as opened:
            figures = (each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each)
            said = spoken(opened) + "".join(str(each.Alt) for each in figures)
        assert all(mark in said if name != "overview" else is_told(case, mark, said) for mark in wanted(case))
        assert not set(re.findall(f"[{SHAPES}]", said)) - set(RULES[case.rule].marks)

    def test_the_index_lists_them_from_better_to_worse(self, made: Path, case: Case) -> None:
        index = page(made, case, "index")
        ticks = [each["value"] for each in index.select('input[name="mark"]')]
        assert ticks == [mark for mark in RULES[case.rule].marks if mark in wanted(case)]
        assert index.select_one("tbody tr")["data-mark"].split() == ticks
        tones = {each.get_text(): each["class"][1] for each in index.select("tbody .mark")}
        assert tones == {mark: RULES[case.rule].tone(mark) for mark in ticks}

    def test_a_trace_tells_the_rule_and_its_class(self, made: Path, case: Case) -> None:
        said = trace(made, city=case.city, year="R5", plan="1", row="転入者数", out=made / "reports")
        rule = RULES[case.rule]
        best = computed(rule, INDICATORS[0])
        assert f"規則「{rule.title}」: {f'{best} {rule.word(best)}'.strip()}（" in said

    def test_the_list_of_errata_holds_the_own_rule_against_the_others(self, made: Path, case: Case) -> None:
        said = page(made, case, "findings").get_text()
        assert "この市の規則" in said and all(each.word in said for each in RULES[case.rule].classes)


@pytest.mark.long
def test_the_index_of_all_finds_by_a_mark(made: Path, browser: Browser) -> None:
    window = browser.new_page()
    window.goto((made / "reports/index.html").as_uri())
    window.get_by_label("未達成", exact=True).check()
    shown = window.locator("table.briefs tbody tr:visible")
    cities = {each.get_attribute("data-city") for each in shown.all()}
    window.close()
    assert cities == {case.city for case in CASES if "未達成" in wanted(case)}


class TestPrintedMarks:
    """Sheets that print marks of a rule of letters."""

    def found(self, now: str, before: str, rule: Rule | None) -> tuple[list[str], list[str]]:
        """The two marks as read, and the kinds of findings about them."""
        text = small(indicators=f"転入者数|10人以上|20人以上|25人|{now}|{before}")
        tables = tables_of(text, replace(SMALL, rule=rule))
        row = tables["indicators"].iloc[0]
        results = audit({**tables, **compute(tables, rule)}, rule)
        about = results[results["column"].isin(["status_printed", "status_previous_printed"])]
        return [row["status_printed"], row["status_previous_printed"]], list(about["kind"])

    @pytest.mark.parametrize(
        ("rule", "now", "before", "read", "kinds"),
        [
            ("letters", "Ａ", "D 基準値未満", ["A", "D"], []),
            ("letters", "A（目標値以上）", "B", ["A", "B"], []),
            ("letters", "A（基準値未満）", "B", ["A", "B"], ["status_mismatch"]),
            ("letters", "A/B", "ABC", ["", ""], ["unreadable", "unreadable"]),
            ("letters", "○", "A", ["", "A"], ["unreadable"]),
            ("達成か", "達成", "未達成", ["達成", "未達成"], []),
            ("達成か", "達成見込み", "未達成", ["", "未達成"], ["unreadable"]),
            ("target-only", "◎", "×", ["◎", "×"], []),
            ("", "達成", "A (95%)", ["達成", "A(95%)"], []),
        ],
    )
    def test_are_those_of_the_rule(self, rule: str, now: str, before: str, read: list[str], kinds: list[str]) -> None:
        marks, found = self.found(now, before, RULES.get(rule))
        assert (marks, [each for each in found if each != "status_missing"]) == (read, kinds)


class TestSigns:
    def test_a_word_is_drawn_and_said_whole(self) -> None:
        drawn = mark_row(["達成", "未達成", ""], rule=RULES["達成か"], width_mm=30)
        assert [*re.findall(">([^<>]+)</text>", svg(drawn))] == ["達成", "未達成"]
        assert drawn.alt == "達成、未達成、判定なし"

    def test_two_years_of_letters_are_told_with_their_words(self) -> None:
        assert mark_move("D", "A", rule=RULES["letters"]).alt == "D（基準値未満）からA（目標値以上）へ"

    def test_without_a_rule_a_mark_is_drawn_as_printed_in_no_colour(self) -> None:
        drawn = mark_row(["順調", "順調"], rule=None)
        assert drawn.alt == "順調、順調" and "順調" in svg(drawn)

    def test_words_stand_side_by_side_or_on_lines_of_their_own(self) -> None:
        rule = RULES["expected-path"]
        one, two = (mark_row(["着実"] * count, rule=rule, width_mm=20) for count in (3, 4))
        assert two.figure.get_size_inches()[1] == pytest.approx(2 * one.figure.get_size_inches()[1])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('rules = "A"', "rules"),
        ('[rules.own]\ntitle = "題"', "classes"),
        ('[rules.target-only]\ntitle = "題"', "target-only"),
        ('[rules.own]\ntitle = "題"\nclasses = [{ mark = "A", when = "good" }]', "good"),
        ("", "letters"),
    ],
)
def test_a_wrong_rule_stops_its_city_with_the_next_step(tmp_path: Path, text: str, told: str) -> None:
    folder = tmp_path / "data/raw/mihon"
    folder.mkdir(parents=True)
    written = described(Case("letters", printed=False)).replace(OWN["letters"], text)
    (folder / "source.toml").write_text(written, encoding="utf-8")
    fault = known(tmp_path).faults["mihon"]
    assert isinstance(fault, SourceError)
    assert fault.file.endswith("source.toml") and told in str(fault) and fault.next_step


@pytest.mark.parametrize("name", ["new-city.md", "new-city.ja.md"])
def test_the_example_for_readers_is_a_rule(tmp_path: Path, name: str) -> None:
    written = FENCE.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))[-1][2]
    [rule] = read_rules(tomllib.loads(written)["rules"], "source.toml", RULES).values()
    assert rule.marks == ["A", "B", "C", "D", "—"] and rule.tone("C") == "muted"
