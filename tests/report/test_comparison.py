"""Two editions compared: which row is which, how it moved, what is said, and what cannot be said."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aligned import table
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from several_years import computed, told, write

from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.city.renames import Renamed
from cityplan.city.rules import rules
from cityplan.compute.document import compute
from cityplan.compute.edition_changes import changes
from cityplan.compute.history import Told, join
from cityplan.compute.links import links
from cityplan.draw.chart import WayStrips, mark_move
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.markup import Fragment
from cityplan.page.export import export_html, export_pdf
from cityplan.page.pdf import page_count
from cityplan.report.proofs import goals_table
from cityplan.report.report import Report
from cityplan.report.years import comparison
from cityplan.report.years import lists as comparison_lists
from cityplan.report.years import plans as comparison_plans
from cityplan.report.years.comparison import Comparison, compared, open_comparison
from cityplan.report.years.pairs import (
    Pair,
    apart_reason,
    mark_moved,
    marks_apart,
    moved,
    paired,
    previous_differs,
    results_apart,
    results_moved,
    results_ratio,
    value_moved,
)
from cityplan.report.years.sources import both_values
from cityplan.tables.names import full_name
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import Tables, frame
from tests.page.test_accessible_html import CHECKS
from tests.page.test_accessible_pages import Windows, broken_rules, lost
from tests.pdf_checks import PROFILES, failures
from tests.second_year import sample_city, two_years
from tests.shown_notebook import shown_by

pytestmark = pytest.mark.xdist_group("comparison")

ROOT = Path(__file__).parents[2]
RULE = rules()["target-baseline"]
HEAD = "plan_id|indicator_no|name|subgroup|unit|polarity|baseline|target|actual|status_printed"
WORK = "plan_id|activity_no|name|measure|unit|actual|previous"
LINK = "plan_id|subject|no|edition|plan_id_before|no_before|is_remeasured"
EDITION = source.edition(ROOT, "hitachi", "R5")


def document(indicators: str = "", activities: str = "", changes: str = "", links: str = "") -> Tables:
    """The tables of a document, as far as a comparison looks at them."""
    made = {
        "links": table("links", f"{LINK}\n{links}") if links else frame("links", []),
        "indicators": table("indicators", f"{HEAD}\n{indicators}") if indicators else frame("indicators", []),
        "activities": table("activities", f"{WORK}\n{activities}") if activities else frame("activities", []),
        "changes": table("changes", f"plan_id|subject|no|kind|name|before|after\n{changes}", edition="R5")
        if changes
        else frame("changes", []),
    }
    for name, number in (("indicator_results", "indicator_no"), ("activity_results", "activity_no")):
        rows = made[f"{name.split('_')[0]}s".replace("activitys", "activities")]
        keys = rows[["plan_id", number]].to_dict("records")
        band = {"band": Decimal(5)} if number == "activity_no" else {}
        made[name] = frame(name, [{str(k): v for k, v in key.items()} | band for key in keys])
    return made


def names(found: list[Pair]) -> list[tuple[str, str]]:
    """The earlier and the later name of each pair, empty for none."""
    return [(p.before.name if p.before else "", p.now.name if p.now else "") for p in found]


def report(year: str, tables: Tables) -> Report:
    return Report(replace(EDITION, year=year), RULE, tables, Fragment())


def documents(*tables: Tables) -> list[Report]:
    """Documents of following years, the latest first; R6 is the first of two or three."""
    years = ("R6", "R5", "R4")
    return [report(y, {"plans": frame("plans", []), **each}) for y, each in zip(years, tables, strict=False)]


def joined_years(*years: Told, renamed: tuple[Renamed, ...] = ()) -> list[Report]:
    """The same documents with what the join tells of them, from the earliest to the latest."""
    found = []
    for number, each in enumerate(years):
        own = join(each, years[:number], renamed)
        tables = {**each.tables, "links": links(own), "changes": changes(own)}
        found.append(report(each.year, {**tables, **compute(tables, RULE)}))
    return found[::-1]


def rows(*indicators: str, activities: str = "相談|相談する|10件|8件||進んだ。") -> tuple[str, str]:
    """The rows of a plan: indicators by name, with a value each."""
    made = [f"{name}|{10 + n}件以上|20件以上|12件|○基準値以上|○基準値以上" for n, name in enumerate(indicators)]
    return activities, "\n".join(made)


def standings(found: list[Pair]) -> dict[str, str]:
    return {full_name(p.row): p.standing for p in found if not p.in_both}


class TestWhichRowIsWhich:
    def test_a_row_is_the_one_that_the_join_tells(self) -> None:
        """By number and plan in each document, whatever their names."""
        now = document("02|1|新しい名|||||||", links="02|indicator|1|R5|01|3|false")
        before = document("01|3|古い名|||||||\n02|1|新しい名|||||||")
        found = paired("indicator", documents(now, before))
        assert names(found) == [("古い名", "新しい名"), ("新しい名", "")]

    def test_what_no_join_tells_has_no_counterpart(self) -> None:
        row = "01|1|人数|||||||"
        now = document(row, changes="01|indicator|1|new|人数||")
        found = paired("indicator", documents(now, document(row)))
        assert [(p.in_both, p.standing) for p in found] == [(False, "新規"), (False, "対応不明")]

    def test_parts_of_one_indicator_that_change_their_places(self) -> None:
        found = paired(
            "indicator",
            joined_years(
                told("R5", {"移住": rows("割合（小学生）", "割合（中学生）")}),
                told("R6", {"移住": rows("割合（中学生）", "割合（小学生）")}),
            ),
        )
        assert all(before == now for before, now in names(found)) and len(found) == 2

    def test_activities_of_one_name_by_what_they_count(self) -> None:
        one, two = "相談|相談する|窓口 10件|8件||進んだ。", "相談|相談する|電話 20件|18件||進んだ。"
        found = paired(
            "activity",
            joined_years(
                told("R5", {"移住": rows("数", activities=f"{one}\n{two}")}),
                told("R6", {"移住": rows("数", activities=f"{two}\n{one}")}),
            ),
        )
        assert [(p.before.measure, p.now.measure) for p in found] == [("電話", "電話"), ("窓口", "窓口")]

    def test_plans_that_are_numbered_anew(self) -> None:
        found = paired(
            "indicator",
            joined_years(
                told("R5", {"防災": rows("人数", "率"), "仕事": rows("社数")}),
                told("R6", {"新しい計画": rows("緑の量"), "防災": rows("人数"), "仕事": rows("社数")}),
            ),
        )
        assert ("人数", "人数") in names(found) and ("社数", "社数") in names(found)
        assert standings(found) == {"緑の量": "新規", "率": "掲載なし"}

    def test_a_row_that_was_renamed_and_is_gone_then(self) -> None:
        """Its last name is the one of which the next document tells."""
        changed_name = (Renamed("古い名の数", "新しい名の量", 2023, ""),)
        years = [
            told("R4", {"移住": rows("古い名の数", "社数")}),
            told("R5", {"移住": rows("新しい名の量", "社数")}),
            told("R6", {"移住": rows("社数")}),
        ]
        found = paired("indicator", joined_years(*years, renamed=changed_name))
        assert standings(found) == {"古い名の数": "掲載なし"}

    def test_a_row_that_came_and_went_between_is_counted_in_neither_way(self) -> None:
        found = paired(
            "indicator",
            joined_years(
                told("R4", {"移住": rows("社数")}),
                told("R5", {"移住": rows("社数", "短い間の量")}),
                told("R6", {"移住": rows("社数")}),
            ),
        )
        assert [p.kinds for p in found] == [set()]

    def test_a_row_that_was_not_listed_for_a_year_is_in_both(self) -> None:
        found = paired(
            "indicator",
            joined_years(
                told("R4", {"移住": rows("社数", "緑の量")}),
                told("R5", {"移住": rows("社数")}),
                told("R6", {"移住": rows("社数", "緑の量")}),
            ),
        )
        assert [(p.in_both, p.kinds) for p in found] == [(True, set())] * 2

    def test_a_row_is_followed_over_the_years_between(self) -> None:
        now = document(
            "01|1|C|||||||",
            changes="01|indicator|1|renamed|C|B|C",
            links="01|indicator|1|R5|01|3|false\n01|indicator|1|R4|01|2|false",
        )
        between = document(
            "01|3|B|||||||",
            changes="01|indicator|3|renamed|B|A|B\n01|indicator|3|target|B|10|12",
            links="01|indicator|3|R4|01|2|false",
        )
        found = paired("indicator", documents(now, between, document("01|2|A|||||||")))
        assert names(found) == [("A", "C")]
        assert [each.kind for each in found[0].changes] == ["renamed", "renamed", "target"]


def pair(before: str, now: str, changes: str = "", remeasured: str = "false") -> Pair:
    subject = "indicator" if before.count("|") == HEAD.count("|") else "activity"
    sides = [{f"{'indicators' if subject == 'indicator' else 'activities'}": each} for each in (now, before)]
    later = document(**sides[0], changes=changes, links=f"01|{subject}|1|R5|01|1|{remeasured}")
    return paired(subject, documents(later, document(**sides[1])))[0]


class TestMarks:
    @pytest.mark.parametrize(
        ("before", "now", "moved", "why"),
        [
            ("人|higher|10|20|15|○", "人|higher|10|20|20|◎", "improved", ""),
            ("人|higher|10|20|15|○", "人|higher|10|20|5|△", "worsened", ""),
            ("人|higher|10|20|15|○", "人|higher|10|20|16|○", "same", ""),
            ("人|higher|10|20|15|○", "人|higher|10|20||—", "", "未公表"),
            ("人|higher|10|20|15|○", "人|higher|10|20|15|", "", "印の記載なし"),
            ("人|higher|10|20|15|○", "人|higher|10|20|15|—", "", "指標未公表"),
            ("人|higher|10|20|15|○", "人|higher|10|12|15|◎", "", "目標値の変更"),
            ("人|higher|10|20|15|○", "人|higher|16|14|15|◎", "", "基準値の変更・目標値の変更"),
            ("人|higher|10|20|15|○", "人|lower|10|20|20|△", "", "向きの変更"),
        ],
    )
    def test_move_or_the_reason_why_not(self, before: str, now: str, moved: str, why: str) -> None:
        found = pair(f"01|1|数||{before}", f"01|1|数||{now}")
        assert (mark_moved(found, RULE), marks_apart(found, RULE)) == (moved, why)

    def test_a_change_that_only_the_table_tells_is_one(self) -> None:
        row = "01|1|数||人|higher|10|20|20|◎"
        told = pair(row, row, "01|indicator|1|baseline|数|9（旧）|10")
        assert marks_apart(told, RULE) == "基準値の変更"

    def test_another_unit_is_another_measure(self) -> None:
        told = pair("01|1|数||人|higher|10|20|20|◎", "01|1|数||%|higher|10|20|20|◎", "", "true")
        assert marks_apart(told, RULE) == "単位・測り方の変更"

    def test_of_values_of_two_kinds_nothing_is_made(self) -> None:
        """11 and 9 社 (Hitachi, DXを推進する企業数): one is a total 累計, the other that of a year."""
        row = "01|1|数||社|higher|8|40"
        found = pair(f"{row}|11|", f"{row}|9|")
        mixed = Pair("indicator", replace(found.now, progress_reason=Reason.MIXED), found.before)
        assert value_moved(found) == "worse"
        assert (value_moved(mixed), moved(mixed, RULE), apart_reason(mixed, RULE)) == ("", "", Reason.MIXED)

    def test_two_rules_are_not_compared(self) -> None:
        row = "01|1|数||人|higher|10|20|20|◎"
        assert mark_moved(pair(row, row), None) == "" and marks_apart(pair(row, row), None)


class TestResults:
    @pytest.mark.parametrize(
        ("before", "now", "moved", "ratio", "why"),
        [
            ("件数|件|82|", "件数|件|108|82", "up", "131.7", ""),
            ("件数|件|100|", "件数|件|104|100", "up", "104.0", ""),
            ("件数|件|100|", "件数|件|100|100", "same", "100.0", ""),
            ("件数|件|29|", "件数|件|21|29", "down", "72.4", ""),
            ("件数|件|10000|", "件数|件|10504|", "up", "105.0", ""),
            ("件数|件|0|", "件数|件|21|0", "up", None, ""),  # more, but no ratio
            ("件数|件||", "件数|件|21|", "", None, "前年度の数値がない"),
            # the join says that it is one measure
            ("申請数|件|29|", "補助数|件|21|29", "down", "72.4", ""),
        ],
    )
    def test_of_the_two_documents(self, before: str, now: str, moved: str, ratio: str | None, why: str) -> None:
        found = pair(f"01|1|事業|{before}", f"01|1|事業|{now}")
        assert (results_moved(found), results_apart(found)) == (moved, why)
        assert results_ratio(found) == (Decimal(ratio) if ratio else None)

    def test_measured_otherwise_is_not_compared(self) -> None:
        found = pair("01|1|事業|申請数|件|29|", "01|1|事業|補助数|件|21|", "", "true")
        assert results_apart(found) == "単位・測り方の変更" and results_ratio(found) is None

    def test_another_value_of_the_earlier_year_is_seen(self) -> None:
        said = [pair("01|1|事業|件数|件|29|", f"01|1|事業|件数|件|21|{v}") for v in ("29", "28", "")]
        assert [previous_differs(each) for each in said] == [False, True, False]

    @pytest.mark.parametrize(
        ("unit", "before", "now", "said"),
        [
            ("件", "1,062件", "940件", "1,062→940件"),
            ("%", "61.5%", "未公表", "61.5%→未公表"),
            ("社", "(延べ) 12社", "(延べ) 14社", "(延べ) 12→(延べ) 14社"),
            ("", "", "5", "記載なし→5"),
        ],
    )
    def test_a_shared_unit_is_told_once(self, unit: str, before: str, now: str, said: str) -> None:
        found = pair(f"01|1|事業||{unit}||", f"01|1|事業||{unit}||")
        sides = [replace(found.before, actual_text=before), replace(found.now, actual_text=now)]
        assert both_values(Pair("activity", sides[1], sides[0]), (2022, 2023)) == said


class TestCharts:
    def test_two_marks_are_said_in_words(self) -> None:
        assert mark_move("○", "△", rule=RULE).alt == "○基準値以上から△基準値未満へ"
        assert "判定なし" in mark_move("", "△", rule=RULE).alt

    def test_a_place_beyond_the_axis_stands_at_its_edge_and_is_said(self) -> None:
        strips = WayStrips("R5", "R6", width_mm=30)
        assert strips.x(Decimal(-900)) == strips.x(Decimal(-50)) < strips.x(Decimal(0))
        assert strips.x(Decimal(100)) < strips.x(Decimal(150)) == strips.x(Decimal(900))
        said = strips.strip(Decimal("-269.3"), Decimal("12.5"), change="better").alt
        assert said == "進捗率 R5 −269.3%、R6 12.5%"


@pytest.fixture(scope="module")
def project(
    tmp_path_factory: pytest.TempPathFactory,
    edition: Edition,
    printed: Tables,
    computed: Tables,
    findings: pd.DataFrame,
) -> Path:
    """Hitachi's R5 and an invented R6."""
    tables = {**printed, **computed, "findings": findings, "cutouts": frame("cutouts", [])}
    return two_years(ROOT, tmp_path_factory.mktemp("two years"), tables, edition, 7)


@pytest.fixture(scope="module")
def opened(project: Path) -> Comparison:
    return open_comparison(str(project), "hitachi", "R5", "令和6年度")


@pytest.fixture(scope="module")
def notebook(project: Path) -> Any:
    path = ROOT / "notebooks/70_compare.ipynb"
    return shown_by(path, root=str(project), city="hitachi", year="R6", previous="R5")


@pytest.fixture(scope="module")
def html(notebook: Any) -> str:
    return export_html(notebook, "compare-R5").decode()


class TestAWholeCity:
    def test_the_years_are_put_in_order(self, opened: Comparison) -> None:
        assert opened.years == ("R5", "R6")

    def test_counts_add_up_to_their_denominators(self, opened: Comparison) -> None:
        known: dict[str, Any] = opened.facts
        assert (
            sum(known[n] for n in ("良くなった", "下がった", "同じ", "指標を比べられない"))
            == sum(known[n] for n in ("上がった印", "下がった印", "同じ印", "印を比べられない"))
            == known["両年度の指標"]
        )
        assert sum(known[n] for n in ("増", "減", "同じ実績", "実績を比べられない")) == known["両年度の事業"]
        for word, ended in (("指標", "なくなった指標"), ("事業", "なくなった事業")):
            assert known[f"前の{word}数"] - known[ended] == known[f"両年度の{word}"]
            assert known[f"{word}数"] - known[f"新規の{word}"] == known[f"両年度の{word}"]

    def test_marks_are_those_of_their_own_documents(self, opened: Comparison) -> None:
        """Counted once more, from the tables by name; what was renamed keeps its （新） apart."""
        before = {(r.plan_id, r.name, r.subgroup): r for r in opened.before.indicators}
        moved: Counter[str] = Counter()
        for row in opened.indicators:
            old = before[row.plan_id, row.name.removesuffix("（新）"), row.subgroup]
            marks = [old.status_printed, row.status]
            if old.target == row.target and "—" not in marks:
                ranks = ["◎○△".index(mark) for mark in marks]
                moved[("同じ印", "上がった印", "下がった印")[(ranks[0] > ranks[1]) - (ranks[0] < ranks[1])]] += 1
        known = opened.facts
        assert {word: known[word] for word in moved} == moved

    def test_every_plan_and_indicator_stands_in_the_overview(self, opened: Comparison) -> None:
        page = BeautifulSoup(str(comparison_plans.glance(opened)), "html.parser")
        plans = {str(link["href"]) for link in page.select("a[href^=plan-]")}
        assert plans == {f"plan-{p}.html" for p in opened.exact["plans"]["plan_id"]}
        shown = [row.get_text() for row in page.select("tbody tr")]
        for each in opened.indicator_pairs:
            assert any(each.row.name in row for row in shown)

    def test_what_moved_is_listed_with_both_values_and_its_cause(self, opened: Comparison) -> None:
        fell = str(comparison_lists.fewer(opened, "{件数}件"))
        rows = [p for p in opened.activity_pairs if p.in_both and results_moved(p) == "down"]
        assert f"<h2>{len(rows)}件</h2>" in fell
        for each in rows:
            assert f"{results_ratio(each)}%" in fell and both_values(each, opened.result_years) in fell
        quoted = re.findall(r"）「(?:…)?([^」…]+)", fell)
        said = "".join(p.now.factors for p in rows)
        assert quoted and all(words in said for words in quoted)

    def test_indicators_stand_by_their_values(self, opened: Comparison) -> None:
        """Of two actuals of one unit, the values decide, whatever the marks did."""
        known = [pair for pair in opened.indicator_pairs if pair.in_both and value_moved(pair)]
        assert len(known) > 15
        for word, sign in (("better", 1), ("worse", -1)):
            shown = BeautifulSoup(
                str(getattr(comparison_lists, word)(opened, "{件数}", *["要因なし"] * (word == "worse"))), "html.parser"
            ).get_text()
            rows = [pair for pair in known if moved(pair, opened.common_rule) == word]
            assert rows and str(len(rows)) in shown
            for pair in rows:
                risen = (pair.now.actual - pair.before.actual) * sign
                assert risen < 0 if pair.now.polarity == "lower" else risen > 0

    def test_what_cannot_be_compared_is_named_with_the_reason(self, opened: Comparison) -> None:
        said = BeautifulSoup(str(comparison_lists.not_compared(opened)), "html.parser").get_text()
        assert "未公表" in said and "実績の数値がない" in said
        assert "目標値の変更" not in said  # their values can be compared

    def test_the_parts_stand_in_the_order_of_a_reader(self, html: str) -> None:
        page = BeautifulSoup(html, "html.parser")
        found = [head.get_text() for head in page.select("h1, h2")]
        wanted = [
            "年度の比較",
            "悪い方へ動いた指標",
            "良い方へ動いた指標",
            "新規",
            "減った事業",
            "増えた事業",
            "すべての指標の変化",
            "比べられない",
            "見方",
        ]
        assert len(found) == len(wanted)
        assert all(word in head for word, head in zip(wanted, found, strict=True))

    def test_the_verdict_is_in_sentences_each_number_a_fact(self, html: str, opened: Comparison) -> None:
        page = BeautifulSoup(html, "html.parser")
        said = [page.select_one(".verdict"), *page.select(".verdict ~ p")]
        texts = [each.get_text() for each in said if each]
        f = opened.facts
        assert texts == [
            f"両年度にある{f['両年度の指標']}指標{f['再掲']}のうち、R5より良い方へ動いたのは{f['良くなった']}指標、"
            f"悪い方へ動いたのは{f['下がった']}指標、同じは{f['同じ']}指標。{f['指標を比べられない']}指標は比べられない。",
            f"両年度にある{f['両年度の事業']}事業のうち、実績が増えたのは{f['増']}事業、減ったのは{f['減']}事業、"
            f"同じは{f['同じ実績']}事業。{f['実績を比べられない']}事業は比べられない。",
        ]

    def test_an_indicator_of_two_plans_is_told_to_be_counted_twice(self, opened: Comparison) -> None:
        assert opened.facts["再掲"] == "", "one of them is renamed in the invented year"
        row = opened.indicator_pairs[0]
        twice = replace(opened)
        vars(twice)["indicator_pairs"] = [row, row]
        assert twice.facts["再掲"] == "（再掲1を含む）"

    def test_it_is_a_draft_while_a_contradiction_of_either_document_is_open(
        self, html: str, opened: Comparison
    ) -> None:
        assert opened.before.is_draft  # R5 prints two ratios that do not follow
        assert BeautifulSoup(html, "html.parser").select_one(".masthead .draft") is not None
        none = frame("findings", [])
        calm = [replace(each, exact={**each.exact, "findings": none}) for each in (opened, opened.before)]
        settled = replace(calm[0], before=calm[1])
        assert not settled.is_draft and "案" not in str(comparison.masthead(settled, "年度の比較").data)

    def test_no_line_no_path_and_no_request_is_on_the_public_page(self, html: str) -> None:
        page = BeautifulSoup(html, "html.parser")
        for item in page.select(".screen, details"):
            item.decompose()
        told = page.get_text()
        assert "R5は日立市『ひたち成長戦略プランの取組状況』" in told
        assert not re.search(r"data/raw|\.txt|\.xlsx|[0-9]行|正誤表案|確かめてください|担当課", told)

    def test_colour_tells_a_move_and_nothing_else(self, opened: Comparison) -> None:
        """The marks of a △ that rose were red."""
        page = BeautifulSoup(str(comparison_plans.glance(opened)), "html.parser")
        for row in page.select("tbody tr"):
            signs = str(row.select_one("td.center svg") or "")
            assert "#1a56b0" not in signs and "#962a00" not in signs

    def test_activities_stand_in_the_order_of_their_plans(self, opened: Comparison) -> None:
        """A rank of unlike measures says nothing."""
        for word in ("more", "fewer"):
            page = BeautifulSoup(str(getattr(comparison_lists, word)(opened, "{件数}")), "html.parser")
            plans = [each.get_text().split()[0] for each in page.select("p.note strong")]
            assert plans and plans == sorted(plans)

    def test_names_and_values_lead_to_the_lines_of_both_documents(self, html: str) -> None:
        page = BeautifulSoup(html, "html.parser")
        places = {str(item["id"]): item.get_text() for item in page.select("li[id]")}
        links = {str(link["href"])[1:] for link in page.select('a.ref[href^="#"]')}
        assert links and links <= set(places)
        unknown = [text for text in places.values() if not re.search(r"R[56]（\d+.*行）", text)]
        assert [text.split()[1].partition("　")[0] for text in unknown] == ["若者の居場所づくり事業"]

    @pytest.mark.parametrize("check", CHECKS)
    def test_the_page_has_what_a_listener_needs(self, html: str, check: Callable[[BeautifulSoup], list[str]]) -> None:
        assert not check(BeautifulSoup(html, "html.parser"))
        assert len(html.encode()) < 200_000 and "<script" not in html

    def test_the_paper_has_three_pages_by_the_standards(self, notebook: Any) -> None:
        """Two were enough while causes were cut within their sentences."""
        pdf = export_pdf(notebook, "compare-R5")
        assert page_count(pdf) == 3
        for profile in PROFILES:
            assert not failures(pdf, profile)

    @pytest.mark.parametrize("name", ["desk", "phone"])
    def test_the_page_in_a_browser(self, html: str, browser: Browser, name: str) -> None:
        page = Windows(browser).show(html, name)
        assert not broken_rules(page) and not lost(page)


def test_a_city_of_one_year_is_told_that_two_are_needed() -> None:
    with pytest.raises(UsageError, match="2つの年度の文書"):
        comparison.compared(ROOT, "日立市", "R5", "R4")


class TestThreeYears:
    @pytest.fixture
    def three(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Comparison:
        """R4 to R6: what R5 changed is of R5, whose lines and plan numbers are other ones."""
        monkeypatch.setattr(comparison_lists, "MOST", 9)
        plans = {
            "R4": {"移住": rows("社数", "古い量")},
            "R5": {"移住": rows("社数", "短い間の量")},
            "R6": {"新しい計画": rows("緑の量"), "移住": rows("社数")},
        }
        root = write(tmp_path, plans)
        for year in plans:
            computed(root, year)
        return open_comparison(str(root), "mihon", "R6", "R4")

    def test_each_change_is_cited_from_its_own_document(self, three: Comparison) -> None:
        said = str(comparison_lists.changed(three, "変更"))
        text = BeautifulSoup(said, "html.parser").get_text()
        line = three.between[0].exact["indicators"].set_index("name")["source_line"]["短い間の量"]
        assert "02 新規　指標「短い間の量」（R5の資料）" in text
        assert f'href="#L{line}"' not in said and f"{line}行" not in text
        assert "「古い量」（R4の資料にあり、R5の資料になし）" in text
        assert "「短い間の量」（R5の資料にあり、この資料になし）" in text
        known = three.facts  # from end to end
        assert (known["新規の指標"], known["なくなった指標"]) == (1, 1)
        assert known["両年度の指標"] == 1


def test_a_moved_goal_stands_as_each_document_has_it(tmp_path: Path) -> None:
    years = {"R4": rows("社数"), "R5": rows("社数"), "R6": rows("新しい量", "社数")}
    root = write(tmp_path, {year: {"移住": own} for year, own in years.items()})
    for year in years:
        computed(root, year)
    told = goals_table(open_comparison(str(root), "mihon", "R6", "R5"))
    cells = [cell.get_text() for cell in BeautifulSoup(str(told), "html.parser").select("td, th")]
    assert cells[3:6] == ["R4の文書", "R5の文書", "R6の文書"]
    assert [cell[:2] for cell in cells[-3:]] == ["10", "10", "11"]


class TestWhatIsAskedFor:
    @pytest.fixture
    def city(self, tmp_path: Path) -> Path:
        return sample_city(tmp_path)

    def test_years_as_people_write_them(self, city: Path) -> None:
        for years in (("R5", "R6"), ("2024", "令和５年度")):
            assert [each.year for each in compared(city, "見本市", *years)] == ["R6", "R5"]
        assert compared(city, "", "R5", "R6")[0].city == "mihon"

    @pytest.mark.parametrize(
        ("name", "years", "word"),
        [("nowhere", ("R5", "R6"), "mihon"), ("mihon", ("R5", "R9"), "R6"), ("mihon", ("R6", "2024"), "R5、R6")],
    )  # fmt: skip
    def test_an_error_lists_what_there_is(self, city: Path, name: str, years: tuple[str, str], word: str) -> None:
        with pytest.raises(UsageError, match=word):
            compared(city, name, *years)

    def test_tables_that_are_not_made_yet(self, city: Path) -> None:
        with pytest.raises(SourceError) as caught:
            open_comparison(str(city), "mihon", "R6", "R5")
        assert caught.value.file == "data/processed/mihon/R6/"
        assert "pipeline.py --city mihon --year R6" in caught.value.next_step

    def test_hostile_words_are_text(self, opened: Comparison) -> None:
        evil = '<script>alert("x")</script>'
        row = opened.exact["indicators"].iloc[0]
        data = opened.exact["indicators"].replace(row["name"], evil)
        hostile = replace(opened, exact={**opened.exact, "indicators": data})
        shown = str(comparison_plans.glance(hostile))
        assert evil not in shown and "&lt;script&gt;" in shown
        assert hostile.facts
