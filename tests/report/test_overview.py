"""The overview of a whole city: its counts and lists as a careful person reads them in the tables."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from cityplan import steps
from cityplan.files.errors import UsageError
from cityplan.files.markup import Fragment
from cityplan.page.export import export_html, export_pdf
from cityplan.page.pdf import page_count
from cityplan.report.city import lists as overview_lists
from cityplan.report.city import overview
from cityplan.report.city import plans as overview_plans
from cityplan.report.city import trends as overview_trends
from cityplan.report.city.overview import Overview
from cityplan.report.plan import brief
from cityplan.report.plan import columns as brief_columns
from cityplan.report.plan import text as brief_text
from cityplan.report.report import columns, section
from cityplan.tables.schema import Tables
from tests.other_rows import with_rows
from tests.published import Published
from tests.sample_brief import notebook
from tests.small_tables import City

ROOT = Path(__file__).parents[2]

# Read in the sheets of Hitachi R5, one line a plan: marks in their order, how they moved since R4,
# and for each activity the computed ratio (with ↓ for a fall) or 数値なし.
PLANS = """
01 移住・定住支援|○△|↑1 ↓1|131.7% ↓72.4%
02 若者・女性の活躍|△|同じ|277.1% ↓39.4%
04 子どもにやさしいまちづくり|△○|同じ|159.1% ↓88.3%
05 教育は日立市で|△○△△△△|↓3※ 不明3|＋80.7 ポイント 185.7%
06 新しい産業の創出|◎○|同じ|125.0% 212.5%
07 産業の多角化・人材確保|◎◎|↑1 同じ1|133.3% 169.1%
08 魅力的な雇用・就業支援|○○|↓1 同じ1|132.1% 117.6%
09 未来型環境先進都市の推進|○|↓1|114.3% ↓53.1%
10 ひたち型スマートライフの構築|○|同じ|1047.6% 128.4%
11 コンパクト・プラス・ネットワークの推進|△△|同じ|283.5% 400.0%
12 共助の力と安全・安心力のパワーアップ|—◎|同じ1 未公表1|数値なし 151.9%
13 ひたちらしさのプロモーション|△○|↑1 同じ1|158.1% 101.2%
14 スポーツ・文化を活用したまちづくり|△△|同じ|数値なし 数値なし
15 しなやかな新しい生活様式の普及|△○|同じ|数値なし 数値なし
"""

# Project, marks counted ◎ ○ △ —, activities declared, share as declared and as computed
PROJECTS = """
人財充実プロジェクト|0 3 8 0|全75事業（重複有）|前年度以上 資料7割以上・計算5/8件
産業強化プロジェクト|3 3 0 0|全54事業（重複有）|前年度以上 資料7割以上・計算6/6件
未来都市プロジェクト|0 2 2 0|全40事業（重複有）|前年度以上 資料9割以上・計算5/6件
魅力・地域力強化プロジェクト|1 2 4 1|全57事業（重複有）|前年度以上 資料記載なし・計算3/3件
"""

FEWER = """
02 女性人材育成事業（274人→108人、−166人（39.4%））…また、国の女性人材育成プラン「女性の経済的自立」を更に進めるため、女性デジタル人材育成講座については、初歩的な内容を広く提供した4年度から、5年度は専門性が高く就業に有利な技術を習得するための講座を人数を絞って実施したことから、参加者数の減少につながったと考えられる。
09 家庭の脱炭素化支援補助事業（475件→252件、−223件（53.1%））市内の新設住宅着工数の減少とともに、当該補助金の申請件数も減少している。また、令和5年度に太陽光発電システムの補助金を廃止し、代わりにZEH住宅の補助を開始したが、太陽光発電システムに比べ、ZEH住宅は、導入する市民の母数が少ないことから、補助金の申請件数全体も減少したと考えられる。
01 山側住宅団地住み替え促進事業（29件→21件、−8件（72.4%））市内全域での戸建て住宅着工件数が減少したことに伴い、補助件数も減少している状況である。
04 乳児おむつ等購入費助成事業（429件→379件、−50件（88.3%））20～30代女性の人口自体が縮小し、未婚化、晩婚化の進行により出生数が減少しているが、令和5年度からクーポン券の対象医療機関に日立保健医療圏内の高萩協同病院を加え身近な地域で安心して出産できる環境を確保した。
"""
# Marks of two years in the sheets; no value of R4 is in the document.
WORSE = """
01 子育て世帯・若年夫婦世帯の山側住宅団地への住み替え数 ○→△
05 学校生活に満足している割合 小学生 ○→△※
05 授業の内容がよく分かる割合 小6 国語 ○→△※、中3 国語 ○→△※
08 企業誘致件数 ◎→○
09 脱炭素促進設備等補助件数 ◎→○
"""
BETTER = """
01 子育て世帯の年間転出超過数 △→○
07 街なかマイクロクリエイションオフィスからの創業者数 △→◎
13 市公式SNSのいいね!の数 △→○
"""
BELOW = """
01 子育て世帯・若年夫婦世帯の山側住宅団地への住み替え数 10世帯/年（基準値 20世帯/年以上）
02 就業専門資格取得等補助を受けて就業した女性の人数 4人（基準値 12人以上）
04 20代～30代の女性1,000人当たりの出生率 58.60%（基準値 63.00%以上）
05 学校生活に満足している割合 小学生 61.5%（基準値 62.0%以上）
05 授業の内容がよく分かる割合 小6 国語 85.8%（基準値 86.1%以上）、小6 算数 79.9%（基準値 84.3%以上）、中3 国語 84.6%（基準値 85.0%以上）、中3 算数 75.0%（基準値 76.3%以上）
11 ひたちBRT沿線地域での人口密度 34.29人/ha（基準値 35.28人/ha以上）
11 路線バス年間利用者数 2,740千人（基準値 3,288千人以上）
13 観光入込客数(市独自集計) 2,521千人（基準値 3,009千人以上 (R元)。R2の基準値925千人に届いている）
14 スポーツ施設利用者数 984千人（基準値 1,104千人以上 (R元)。R2の基準値558千人に届いている）
14 国際交流事業の参加者数 3,702人（基準値 4,211人以上 (R元)。R2の基準値938人に届いている）
15 図書館の利用者数（電子書籍含む） 191千人（基準値 222千人以上（R元）。R2の基準値157千人に届いている）
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the tables of both editions."""
    root = tmp_path_factory.mktemp("project")
    for city, year in (("hitachi", "R5"), ("takahagi", "R6")):
        (root / "data/raw").mkdir(parents=True, exist_ok=True)
        (root / "data/raw" / city).symlink_to(ROOT / "data/raw" / city)
        made(root, city, year)
    return root


def made(root: Path, city: str, year: str) -> Overview:
    """The overview of a document, its tables made first."""
    steps.save(str(root), city, year, steps.clean_document(str(root), city, year))
    steps.save(str(root), city, year, steps.compute_document(str(root), city, year, 5))
    return overview.open_overview(str(root), city, year)


@pytest.fixture(scope="module")
def o(project: Path) -> Overview:
    return overview.open_overview(str(project), "hitachi", "R5")


@pytest.fixture(scope="module")
def bare(project: Path) -> Overview:
    """An edition without actuals."""
    return overview.open_overview(str(project), "takahagi", "R6")


def drawn_tables(o: Overview) -> list[Tag]:
    return list(BeautifulSoup(overview_plans.glance(o) or "", "html.parser").find_all("table"))


def text(element: Tag) -> str:
    return " ".join(element.get_text(" ", strip=True).split())


def alts(element: Tag) -> list[str]:
    return [str(svg["aria-label"]) for svg in element.find_all("svg")]


def rows_of(drawn: str) -> list[list[str]]:
    return [line.split("|") for line in drawn.strip().splitlines()]


def listed(html: Fragment | None) -> list[str]:
    """The items of a list, and not its heading."""
    return [p.get_text() for p in BeautifulSoup(html or "", "html.parser").find_all("p")]


class TestAllPlansAtAGlance:
    def plans(self, o: Overview) -> list[list[Tag]]:
        """The rows of each plan."""
        found: list[list[Tag]] = []
        for table in drawn_tables(o):
            for row in table.select("tbody > tr"):
                if row.find("td", class_="center"):
                    found.append([])
                found[-1].append(row)
        return found

    def test_each_plan_has_its_marks_moves_and_ratios(self, o: Overview) -> None:
        said = []
        for rows in self.plans(o):
            cells = rows[0].find_all(["th", "td"])
            marks = "".join(each[0] for each in alts(cells[2])[0].split("、")) if alts(cells[2]) else ""
            ratios = " ".join(text(row.find_all(["th", "td"])[-1]) for row in rows)
            said.append([f"{text(cells[0])} {cells[1].get_text()}", marks, text(cells[2]), ratios])
        assert [row for row in said if row[0][:2] != "03"] == rows_of(PLANS)

    def test_a_plan_without_a_sheet_says_so(self, o: Overview) -> None:
        (row,) = next(rows for rows in self.plans(o) if text(rows[0]).startswith("03"))
        assert "資料に個別シートなし" in text(row) and alts(row) == ["数値なし（指標も実績も不明）"]

    def test_each_project_has_its_sums(self, o: Overview) -> None:
        sums = []
        for table in drawn_tables(o):
            name, counts, above = table.select("thead > tr")[-1].find_all("th")
            found = " ".join(re.findall(r" (\d+)件", alts(counts)[0]))
            sums.append([text(name), found, text(counts).split()[-1], text(above)])
        assert sums == rows_of(PROJECTS)

    def test_every_strip_says_its_figures(self, o: Overview) -> None:
        said = [alt for rows in self.plans(o) for row in rows for alt in alts(row.find_all(["th", "td"])[-2])]
        assert len(said) == 29
        assert said[0] == "前年度比 計算131.7%、増" and said[1] == "前年度比 計算72.4%、減"
        assert "前年度比 計算159.1%、記載153.0%（計算と合わない）、増" in said
        assert "前年度比 計算125.0%、記載144.4%（計算と合わない）、増" in said
        assert "前年度比 計算283.5%、記載283.6%（端数の差）、増" in said
        assert said[-6:] == [
            "前年度比 計算158.1%、増",
            "前年度比 計算101.2%、増",
            "数値なし（文章による実績）",
            "数値なし（文章による実績）",
            "数値なし（文章による実績）記載131.9%は対応不明",
            "数値なし（実績の記載なし）",
        ]

    def test_the_first_heading_has_the_axis(self, o: Overview) -> None:
        heads = [alts(table.thead) for table in drawn_tables(o) if table.thead]
        assert [sum("対数目盛" in alt for alt in head) for head in heads] == [1, 0, 0, 0]

    def test_names_lead_to_the_briefs_on_screen_only(self, o: Overview) -> None:
        links = [a for table in drawn_tables(o) for a in table.find_all("a")]
        assert [a["href"] for a in links] == [f"plan-{n:02d}.html" for n in range(1, 16)]
        assert all(a["class"] == ["ref"] for a in links)

    def test_marks_without_a_rule_are_only_counted(self, o: Overview) -> None:
        tables = drawn_tables(replace(o, rule=None))
        assert "指標11件" in text(tables[0]) and "指標6件" in text(tables[0])

    def test_without_marks_of_last_year_nothing_moved(self, o: Overview) -> None:
        rows = [replace(row, status_previous_printed="", status_change="", moved="") for row in o.indicators]
        marks = [text(rows[0].find_all(["th", "td"])[2]) for rows in self.plans(with_rows(o, indicators=rows))]
        assert not any(re.search("同じ|不明|[↑↓]", each) for each in marks)

    def test_without_activities_the_marks_remain(self, o: Overview) -> None:
        tables = drawn_tables(with_rows(o, activities=[]))
        assert {len(row.find_all(["th", "td"])) for table in tables for row in table.select("tbody > tr")} == {3}
        assert "↑1 ↓1" in text(tables[0]) and "資料に個別シートなし" in text(tables[0])

    def test_without_any_ratio_the_reasons_remain(self, o: Overview) -> None:
        rows = [replace(row, ratio=None, actual=None, previous=None) for row in o.activities]
        assert "数値なし（文章による実績）" in text(drawn_tables(with_rows(o, activities=rows))[0])

    def test_a_previous_value_of_zero_is_the_reason(self, o: Overview) -> None:
        row = replace(o.activities[0], ratio=None, ratio_reason="前年度が0", ratio_printed=None)
        rows = [row, *o.activities[1:]]
        assert alts(drawn_tables(with_rows(o, activities=rows))[0])[3:][0] == "比べられない（前年度が0）"

    def test_before_actuals_there_is_nothing_to_show(self, bare: Overview) -> None:
        assert overview_plans.glance(bare) is None


class TestLists:
    def test_what_became_fewer_with_its_cause(self, o: Overview) -> None:
        found = overview_lists.fewer(o, "減った事業{件数}件")
        assert listed(found) == FEWER.strip().splitlines()
        assert "<h2>減った事業4件</h2>" in (found or "")

    def test_a_cause_is_whole_sentences_of_the_source(self, o: Overview) -> None:
        factors = {row.name: row.factors for row in o.activities}
        for item in listed(overview_lists.fewer(o, "")):
            name, cause = re.match(r"\d\d (.+?)（[^）]+→[^）]+）+(.+)", item).groups()  # type: ignore[union-attr]
            assert cause.strip("…") in factors[name] and cause.strip("…").endswith("。")

    def test_what_fell_and_what_became_better(self, o: Overview) -> None:
        found = overview_lists.worse(o, "下がった{件数}件")
        assert listed(found) == WORSE.strip().splitlines() and "下がった6件" in (found or "")
        assert listed(overview_lists.better(o, "")) == BETTER.strip().splitlines()

    def test_what_is_below_its_baseline(self, o: Overview) -> None:
        found = overview_lists.below(o, "届いていない{件数}件")
        assert listed(found) == BELOW.strip().splitlines() and "届いていない14件" in (found or "")

    def test_an_empty_list_is_left_out_with_its_heading(self, bare: Overview) -> None:
        for each in ("fewer", "worse", "better", "below"):
            assert getattr(overview_lists, each)(bare, "見出し") is None
        assert overview_lists.disagreements(bare) is None

    def test_what_is_printed_in_two_plans_is_told_once(self, o: Overview) -> None:
        rows = [replace(row, moved="worse") for row in o.indicators if row.plan_id in ("10", "15")]
        found = overview_lists.worse(with_rows(o, indicators=rows), "{件数}件") or ""
        (once,) = [item for item in listed(found) if "ひたちナビ" in item]
        assert once.startswith("10・15 ひたちナビ") and "2件" in found

    def test_a_value_and_a_mark_that_disagree_are_told(self, o: Overview) -> None:
        row = replace(o.indicators[1], moves_disagree=True, previous_value=Decimal(5))
        said = overview_lists.disagreements(with_rows(o, indicators=[row]))
        assert "値が5世帯/年から10世帯/年に増えたが、印は○から△に下がった。" in (said or "")

    def test_a_long_list_says_how_many_more(self, o: Overview) -> None:
        rows = [replace(o.activities[1], activity_no=n) for n in range(40)]
        items = listed(overview_lists.fewer(with_rows(o, activities=rows), "減った事業{件数}件"))
        assert len(items) == 11 and items[-1] == "ほか30件は、プランごとの報告に"


class TestFacts:
    def test_of_the_marks_and_activities(self, o: Overview) -> None:
        wanted = {
            "良くなった指標": 3,
            "下がった指標": 6,
            "基準値に届いていない指標": 14,
            "動きの分からない指標": 4,
            "増えた事業": 19,
            "同じ事業": 0,
            "減った事業": 4,
            "プラン数": 15,
            "シートのないプラン": 1,
            "指標数": 29,
            "上がった印": 3,
            "下がった印": 6,
            "変わらない印": 16,
            "疑いのある下がった印": 3,
            "印の動きが分からない指標": 4,
            "事業数": 28,
            "計算できる事業数": 23,
            "前年度以上": 19,
            "前年度未満": 4,
            "数値なし": 5,
            "延べ事業数": 226,
            "矛盾": 2,
            "疑い": 17,
            "再掲": 1,
        }
        known = o.facts
        assert {name: known[name] for name in wanted} == wanted
        marks = BeautifulSoup(str(known["印の件数"]), "html.parser").get_text()
        assert marks == "◎4 ○10 △14 —1"

    def test_the_verdict_is_two_lines(self, o: Overview, bare: Overview) -> None:
        words = {"indicators": "指標{指標数}件", "activities": "事業{事業数}件", "outlook": "施策{プラン数}件"}
        assert overview.verdict(o, **words) == '<p class="verdict">指標29件<br>事業28件</p>'
        assert overview.verdict(bare, **words) == '<p class="verdict">施策7件</p>'
        uncompared = [row for row in o.activities if row.ratio is None]
        without = overview.verdict(with_rows(o, activities=uncompared), **words)
        assert without == '<p class="verdict">指標29件</p>'

    def test_a_sentence_has_words_for_both_editions(self, o: Overview, bare: Overview) -> None:
        words = ("上がった印{上がった印}件", "疑い{疑い}件：{正誤表案}")
        assert overview.paragraph(o, *words) == "<p>上がった印3件</p>"
        link = '<a class="ref" href="findings.html">正誤表案</a>'
        assert overview.paragraph(bare, *words) == f"<p>疑い2件：{link}</p>"

    def test_notes_stand_only_where_they_have_a_subject(self, o: Overview, bare: Overview) -> None:
        words = {
            "marks": "印{印の意味}",
            "ratios": "比",
            "declared": "延べ{延べ事業数}事業",
            "moves": "動き{動きの分からない指標}件",
            "outlook": "毎年",
            "source": "典{資料}",
        }
        said = listed(overview_lists.notes(o, **words))[0]
        assert said == (
            "印◎目標値以上　○基準値以上　△基準値未満　—指標未公表　比　延べ226事業　動き4件　典ひたち成長戦略プランの取組状況"
        )
        assert listed(overview_lists.notes(bare, **words))[0].startswith("毎年　典")

    def test_an_unknown_name_lists_the_known_ones(self, o: Overview) -> None:
        for wrong in ("{事業}", "{", "{指標数.x}"):
            with pytest.raises(UsageError, match="事業数"):
                overview.sentence(o, wrong)
        with pytest.raises(UsageError, match="件数"):
            overview_lists.fewer(o, "{数}件")


class TestBeforeActuals:
    def test_its_plans_go_by_their_own_word(self, bare: Overview) -> None:
        assert "施策と指標" in (overview_plans.outlook_table(bare) or "")
        said = overview.verdict(bare, indicators="", activities="", outlook="{プラン数}の{プランの語}")
        assert said == '<p class="verdict">7の施策</p>'

    def test_a_brief_quotes_its_policies(self, project: Path) -> None:
        """Whole, where no activity tells what comes next."""
        own = brief.open_plan(str(project), "takahagi", "R6", "02")
        said = BeautifulSoup(brief_columns.points(own, "めざすこと", "施策の基本方針"), "html.parser")
        assert [item.get_text() for item in said.find_all("li")] == [
            "持続可能な行財政運営の実現に向け、税及び税外収入の確保に努めるとともに、行政コストの適正化に取り組めます。",
            "行政サービスの効率化、市民サービスの向上に向け、自治体DXやAIの活用など、デジタル技術の活用を推進します。",
            "行政サービスの維持、適正化を図るため、職員の確保と能力開発、行政施策の検証に取り組めます。",
        ]
        assert not brief_columns.points(own, "めざすこと", "ない節")

    def test_of_a_box_with_pictures_only_sentences_are_prose(self, project: Path) -> None:
        own = brief.open_plan(str(project), "takahagi", "R6", "06")
        said = brief_text.prose(own, "コラム", "囲み")
        assert "アプリをダウンロードしてご利用ください。" in said
        assert "Androidの方" not in said and "Google Play" not in said

    def test_each_indicator_has_its_path(self, bare: Overview) -> None:
        drawn = BeautifulSoup(overview_plans.outlook_table(bare) or "", "html.parser")
        rows = [[cell.get_text("|") for cell in row.find_all(["th", "td"])] for row in drawn.select("tbody > tr")]
        assert [row[0] for row in rows] == [f"{n:02d}" for n in range(1, 8)]
        upward = "大きいほどよい※"
        assert rows[3][1:] == [
            "多様性社会|あらゆる場面で、男女が平等だと思う市民割合",
            "23.1%",
            "50.0%",
            "+4.48ポイント",
            upward,
        ]
        assert rows[4][1:] == [
            "交流・連携|他自治体、企業や大学等との協定等締結数",
            "100 件",
            "110 件",
            "+1.7件",
            upward,
        ]
        assert rows[6][2:] == ["4 世帯", "7 世帯（6 カ年平均）", "各年度で目標値（期間の平均）", upward]

    def test_its_charts_say_all_values(self, bare: Overview) -> None:
        drawn = overview_plans.paths(bare)
        assert drawn and "市ホームページ閲覧数: R6 基準 2,565,757件、R12 目標 2,604,485件" in drawn.alt
        many = with_rows(bare, indicators=bare.indicators * 2)
        assert overview_plans.paths(many) is None

    def test_a_direction_known_from_the_target_alone_is_explained(self, bare: Overview) -> None:
        assert overview_plans.directions_note(bare, "推定") == '<p class="note">推定</p>'
        rows = [replace(row, polarity_source="printed") for row in bare.indicators]
        printed = with_rows(bare, indicators=rows)
        assert overview_plans.directions_note(printed, "推定") is None
        assert "※" not in (overview_plans.outlook_table(printed) or "")

    def test_it_is_not_for_an_edition_with_actuals(self, o: Overview) -> None:
        assert overview_plans.outlook_table(o) is None and overview_plans.paths(o) is None
        assert overview_plans.directions_note(o, "推定") is None


def test_the_trends_show_each_indicator_once(o: Overview) -> None:
    drawn = BeautifulSoup(overview_trends.all_years(o), "html.parser")
    assert [h.get_text() for h in drawn.find_all("h3")] == [row[0] for row in rows_of(PROJECTS)]
    assert " ".join(alts(drawn)).count("ひたちナビダウンロード数") == 1


def test_the_trends_show_another_indicator_of_the_same_name(o: Overview) -> None:
    twice = [row for row in o.indicators if row.name == "ひたちナビダウンロード数"]
    other = replace(twice[1], baseline=twice[1].baseline + 1)
    rows = [other if row is twice[1] else row for row in o.indicators]
    drawn = alts(BeautifulSoup(overview_trends.all_years(with_rows(o, indicators=rows)), "html.parser"))
    assert " ".join(drawn).count("ひたちナビダウンロード数") == 2


def enlarged(o: Overview, times: int, name: str = "") -> Overview:
    """The same city with several times its plans, all with names as long as wished."""
    tables: Tables = {**o.exact}
    parts = []
    for n in range(times):
        part = o.exact["plans"].assign(plan_id=o.exact["plans"]["plan_id"].map(lambda p, n=n: f"{n}{p}"))
        parts.append(part.assign(name=part["name"] + name))
    tables["plans"] = pd.concat(parts, ignore_index=True)

    def again(rows: list[Any]) -> list[Any]:
        return [replace(row, plan_id=f"{n}{row.plan_id}", name=row.name + name) for n in range(times) for row in rows]

    return with_rows(replace(o, exact=tables), indicators=again(o.indicators), activities=again(o.activities))


def all_parts(o: Overview) -> list[str]:
    """The pieces of the notebook whose length grows with the city."""
    lists = columns(
        overview_lists.fewer(o, "減った事業{件数}件"),
        overview_lists.worse(o, "下がった{件数}件"),
        overview_lists.better(o, "良くなった"),
        overview_lists.below(o, "基準値"),
        widths="2 1 1 1",
    )
    return [str(part) for part in (section("プランごと", overview_plans.glance(o)), lists) if part]


class TestLargerCities:
    def test_sixty_plans_run_on_with_the_axis_in_each_project(self, o: Overview) -> None:
        large = enlarged(o, 4)
        assert len(large.exact["plans"]) == 60
        heads = [alts(table.thead) for table in drawn_tables(large) if table.thead]
        assert all("対数目盛" in head[0] for head in heads)
        assert 3 < page_count(export_pdf(notebook(*all_parts(large)))) < 9

    def test_one_plan_with_all_activities_and_indicators(self, o: Overview) -> None:
        def here(rows: list[Any]) -> list[Any]:
            return [replace(row, plan_id="01") for row in rows * 4]

        large = with_rows(o, activities=here(o.activities), indicators=here(o.indicators))
        assert "移住・定住支援（続き）" in drawn_tables(large)[0].get_text()
        assert page_count(export_pdf(notebook(*all_parts(large)))) > 2

    def test_long_and_hostile_names(self, o: Overview) -> None:
        hostile = enlarged(o, 1, "<script>alert(1)</script> & \"' $x$ #set" + "とても長い名前" * 12)
        written = export_html(notebook(*all_parts(hostile))).decode()
        assert "<script>alert" not in written
        assert page_count(export_pdf(notebook(*all_parts(hostile)))) > 1

    def test_plans_without_projects(self, tmp_path: Path) -> None:
        City(tmp_path).describe().csv("指標|単位|基準値|実績値|目標値\n満足度|％|60|65|70\n参加者|人|100|90|120")
        own = made(tmp_path, "mihon", "R5")
        own = replace(own, exact={**own.exact, "groups": own.exact["groups"].iloc[:0]})
        parts = all_parts(own)
        assert "プロジェクトの記載なし" in parts[0]
        assert "参加者</strong> 90人（基準値 100人）" in parts[1]
        assert "プロジェクトの記載なし" in overview_trends.all_years(own)
        assert page_count(export_pdf(notebook(*parts))) >= 1


def test_the_overview_is_one_page_or_two(published: Published) -> None:
    for edition, most in (("R5/hitachi", 2), ("R6/takahagi", 1)):
        assert page_count(published.pdf(f"{edition}/overview").read_bytes()) <= most
        assert "矛盾と疑い" not in published.page(f"{edition}/overview").read_text("utf-8")
