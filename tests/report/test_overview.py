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
from cityplan.report.city import verdict as overview_verdict
from cityplan.report.city.overview import Overview
from cityplan.report.plan import brief
from cityplan.report.plan import columns as brief_columns
from cityplan.report.plan import prose as brief_prose
from cityplan.report.plan import text as brief_text
from cityplan.report.plan import years as brief_years
from cityplan.report.report import columns, section
from cityplan.tables.schema import Tables
from tests.other_rows import with_rows
from tests.published import Published
from tests.sample_brief import notebook
from tests.small_tables import City

ROOT = Path(__file__).parents[2]

# Read in the sheets of Hitachi R5: plan, baseline→target, actual, last year's mark; 05 prints three for six parts.
INDICATORS = """
01|86→50|85人/年|↑△から
01|20→30|10世帯/年|↓○から
02|12→15|4人|△のまま
03|||
04|63.00※→77.45※|58.60%※|△のまま
04|45.80→60.00|54.20%|○のまま
05|62.0→70.0※|61.5%|不明
05|57.0→75.0※|59.7%|不明
05|86.1→92.0|85.8%|不明
05|84.3→90.0|79.9%|不明
05|85.0→90.0|84.6%|不明
05|76.3→82.0|75.0%|不明
06|60.0→60.0|89.0%|◎のまま
06|8→40|(延べ)12社|○のまま
07|10,420→10,800|12,094億円|◎のまま
07|5→5|11件|↑△から
08|30→50|36件|○のまま
08|5→6|5件|↓◎から
09|249→300|252件|↓◎から
10|14,259→32,600|23,751件|○のまま
11|35.28→38.00|34.29人/ha|△のまま
11|3,288→3,041※|2,740千人|△のまま
12|28.9→35.0|未公表|不明
12|1→5|5回/年|◎のまま
13|3,009→3,009|2,521千人|△のまま
13|79,067→118,500|81,556件/年|↑△から
14|1,104→1,200|984千人|△のまま
14|4,211→4,400|3,702人|△のまま
15|222→270|191千人|△のまま
15|14,259→32,600|23,751件|○のまま
"""
PROJECTS = ["人財充実プロジェクト", "産業強化プロジェクト", "未来都市プロジェクト", "魅力・地域力強化プロジェクト"]
DECLARED = (
    "人財充実プロジェクト 7割以上（75事業（重複有））、産業強化プロジェクト 7割以上（54事業（重複有））、"
    "未来都市プロジェクト 9割以上（40事業（重複有））、魅力・地域力強化プロジェクト 割合の記載なし（57事業（重複有））"
)

FEWER = """
01 山側住宅団地住み替え促進事業（29件→21件、72.4%）「市内全域での戸建て住宅着工件数が減少したことに伴い、補助件数も減少している状況である。」
02 女性人材育成事業（274人→108人、39.4%）「…また、国の女性人材育成プラン「女性の経済的自立」を更に進めるため、女性デジタル人材育成講座については、初歩的な内容を広く提供した4年度から、5年度は専門性が高く就業に有利な技術を習得するための講座を人数を絞って実施したことから、参加者数の減少につながったと考えられる。」
04 乳児おむつ等購入費助成事業（429件→379件、88.3%）「20～30代女性の人口自体が縮小し、未婚化、晩婚化の進行により出生数が減少しているが、令和5年度からクーポン券の対象医療機関に日立保健医療圏内の高萩協同病院を加え身近な地域で安心して出産できる環境を確保した。」
09 家庭の脱炭素化支援補助事業（475件→252件、53.1%）「市内の新設住宅着工数の減少とともに、当該補助金の申請件数も減少している。また、令和5年度に太陽光発電システムの補助金を廃止し、代わりにZEH住宅の補助を開始したが、太陽光発電システムに比べ、ZEH住宅は、導入する市民の母数が少ないことから、補助金の申請件数全体も減少したと考えられる。」
"""
# Marks of two years in the sheets; no value of R4 is in the document. Three marks of R4 stand for two parts each.
WORSE = (
    "01 子育て世帯・若年夫婦世帯の山側住宅団地への住み替え数（○→△）、08 企業誘致件数（◎→○）、"
    "09 脱炭素促進設備等補助件数（◎→○）"
)
BETTER = (
    "01 子育て世帯の年間転出超過数（△→○）、07 街なかマイクロクリエイションオフィスからの創業者数（△→◎）、"
    "13 市公式SNSのいいね!の数（△→○）"
)


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


def text(element: Tag) -> str:
    return " ".join(element.get_text(" ", strip=True).split())


def alts(element: Tag) -> list[str]:
    return [str(svg["aria-label"]) for svg in element.find_all("svg")]


def said_of(element: Tag) -> str:
    """What is told of a figure 図 to those who do not see it, else the text."""
    return alts(element)[0] if alts(element) else element.get_text()


def rows_of(drawn: str) -> list[list[str]]:
    return [line.split("|") for line in drawn.strip().splitlines()]


def listed(html: Fragment | None) -> list[str]:
    """The items of a list, and not its heading."""
    return [p.get_text() for p in BeautifulSoup(html or "", "html.parser").find_all("p")]


def drawn_rows(o: Overview) -> list[Tag]:
    """The rows of the one table, with those that name a project."""
    return list(BeautifulSoup(overview_plans.glance(o) or "", "html.parser").select("tbody > tr"))


def told(row: Tag) -> list[str]:
    cells = row.find_all(["th", "td"])
    return [*(text(cells[place]) for place in (0, 2, 3)), cells[5].get_text()]


class TestAllIndicatorsOnOneRuler:
    def rows(self, o: Overview) -> list[Tag]:
        return [row for row in drawn_rows(o) if len(row.find_all(["th", "td"])) > 1]

    def test_each_has_its_values_and_last_years_move_in_the_order_of_the_plans(self, o: Overview) -> None:
        assert [told(row) for row in self.rows(o)] == rows_of(INDICATORS)

    def test_they_stand_below_their_projects(self, o: Overview) -> None:
        heads = [text(row) for row in drawn_rows(o) if len(row.find_all(["th", "td"])) == 1]
        assert heads == PROJECTS

    def test_a_plan_without_a_sheet_says_so(self, o: Overview) -> None:
        (row,) = (row for row in self.rows(o) if text(row).startswith("03"))
        assert alts(row) == ["資料に個別シートなし。"] and "幸齢社会の形成" in text(row)

    def test_what_is_printed_twice_and_what_has_two_baselines_is_called_so(self, o: Overview) -> None:
        names = [text(row.find_all(["th", "td"])[1]) for row in self.rows(o)]
        assert [name for name in names if name.endswith("（再掲）")] == ["ひたちナビダウンロード数 （再掲）"]
        assert sum(name.endswith("（基準値R元）") for name in names) == 4

    def test_every_ruler_says_its_figures(self, o: Overview) -> None:
        said = [alts(row)[0] for row in self.rows(o)]
        assert "R3 基準値 20世帯/年、R8 目標値 30世帯/年、R5 実績 10世帯/年" in said[1]
        assert said[1].endswith("前年度の基準値以上から。") and said[6].endswith("前年度からの動きは不明。")

    def test_the_heading_has_the_zones_of_the_rule(self, o: Overview) -> None:
        (axis,) = alts(BeautifulSoup(overview_plans.glance(o) or "", "html.parser").find("thead"))  # type: ignore[arg-type]
        assert axis == "基準値と目標値をそろえた目盛、△基準値未満、○基準値以上、◎目標値以上。"

    def test_names_lead_to_the_briefs_on_screen_only(self, o: Overview) -> None:
        links = [a for row in self.rows(o) for a in row.find_all("a")]
        assert [a["href"] for a in links] == [f"plan-{row[0]}.html" for row in rows_of(INDICATORS)]
        assert all(a["class"] == ["ref"] for a in links)

    def test_without_marks_of_last_year_nothing_is_known_of_moves(self, o: Overview) -> None:
        rows = [replace(row, status_previous_printed="", status_change="", moved="") for row in o.indicators]
        shown = {told(row)[-1] for row in self.rows(with_rows(o, indicators=rows))}
        assert shown == {"不明", ""}

    def test_a_value_of_last_year_is_told_before_a_mark(self, o: Overview) -> None:
        row = replace(
            o.indicators[1], previous_value=Decimal(25), value_change="worse", moved="worse", moved_by="value"
        )
        (shown,) = [each for each in self.rows(with_rows(o, indicators=[row])) if "山側" in text(each)]
        assert told(shown)[-1] == "↓25から"  # its unit stands beside the actual

    def test_before_actuals_there_is_nothing_to_show(self, bare: Overview) -> None:
        assert overview_plans.glance(bare) is None and overview_plans.ratios(bare) is None


class TestVerdict:
    def test_counts_each_indicator_once_and_says_so(self, o: Overview) -> None:
        said = BeautifulSoup(overview_verdict.verdict(o, overview_verdict.Words()), "html.parser")
        assert said.p and said.p.get_text() == (
            "28指標（再掲1を除く）のうち14指標が基準値に届いていない。4指標が目標値に届いている。"
            "9指標が基準値に届いているが、目標値に届いていない。"
            "地域活動(行事)に参加している人の割合は、実績値が未公表のため、目標値35.0%以上に届いているか分からない。"
            "前年度より印が下がったのは3指標、印が上がったのは3指標。"
        )
        assert "23事業のうち、前年度より増えたのは19事業、減ったのは4事業。ほかの5事業は" in said.get_text()

    def test_before_actuals_it_says_what_is_aimed_at(self, bare: Overview) -> None:
        said = BeautifulSoup(overview_verdict.verdict(bare, overview_verdict.Words()), "html.parser").get_text()
        assert said == (
            "7指標の目標値は、現状値より大きいものが6指標、現状値と比べられないものが1指標。R7以降の実績はまだ資料になく、目標値に届くかは分からない。"
        )

    def test_why_a_move_is_not_known(self, o: Overview, bare: Overview) -> None:
        said = overview_verdict.unknown_moves(o, "不明{件数}：{理由}")
        assert listed(said) == ["不明7：前年度の印が区分の数より少ない6、実績値が未公表1"]
        assert overview_verdict.unknown_moves(bare, "不明{件数}：{理由}") is None

    def test_without_indicators_it_is_whole(self, o: Overview) -> None:
        words = overview_verdict.Words(no_indicators="指標はない。", no_sheet="指標はない。")
        said = str(overview_verdict.verdict(with_rows(o, indicators=[]), words))
        assert said.startswith('<p class="verdict">指標はない。</p>')


class TestLists:
    def test_what_became_fewer_with_its_cause(self, o: Overview) -> None:
        assert listed(overview_lists.fewer(o)) == FEWER.strip().splitlines()

    def test_a_cause_is_whole_sentences_of_the_source(self, o: Overview) -> None:
        factors = {row.name: row.factors for row in o.activities}
        for item in listed(overview_lists.fewer(o)):
            name, cause = re.match(r"\d\d (.+?)（[^）]+→[^）]+）「(.+)」", item).groups()  # type: ignore[union-attr]
            assert cause.strip("…") in factors[name] and cause.strip("…").endswith("。")

    def test_what_fell_and_what_became_better(self, o: Overview) -> None:
        assert listed(overview_lists.worse(o, "下がった{件数}")) == [f"下がった3　{WORSE}"]
        assert listed(overview_lists.better(o, "上がった{件数}")) == [f"上がった3　{BETTER}"]

    def test_an_empty_list_is_left_out(self, bare: Overview) -> None:
        assert overview_lists.fewer(bare) is None
        assert overview_lists.worse(bare, "見出し") is None and overview_lists.better(bare, "見出し") is None
        assert overview_lists.disagreements(bare) is None

    def test_what_is_printed_in_two_plans_is_told_once(self, o: Overview) -> None:
        rows = [replace(row, status_change="worsened") for row in o.indicators if row.plan_id in ("10", "15")]
        (found,) = listed(overview_lists.worse(with_rows(o, indicators=rows), "{件数}"))
        assert (
            found.startswith("2　10・15 ひたちナビダウンロード数（○→○）、15 図書館") and found.count("ひたちナビ") == 1
        )

    def test_a_value_and_a_mark_that_disagree_are_told(self, o: Overview) -> None:
        row = replace(o.indicators[1], moves_disagree=True, previous_value=Decimal(5))
        said = overview_lists.disagreements(with_rows(o, indicators=[row]))
        assert said and "値が5世帯/年から10世帯/年に増えたが、印は○から△に下がった。" in said.striptags()
        assert '<span aria-label="基準値以上">○</span>から' in said

    def test_a_long_list_says_how_many_more(self, o: Overview) -> None:
        rows = [replace(o.activities[1], activity_no=n) for n in range(40)]
        items = listed(overview_lists.fewer(with_rows(o, activities=rows)))
        assert len(items) == 11 and items[-1] == "ほか30件は、プランごとの報告に"

    def test_ratios_are_one_figure_and_shares_are_told_in_points(self, o: Overview) -> None:
        drawn = overview_plans.ratios(o)
        assert (
            drawn
            and drawn.alt.split("）: ")[1].count("%") == 22
            and "01 山側住宅団地住み替え促進事業 72.4%（減）" in drawn.alt
        )
        assert listed(overview_plans.points(o, "差：{割合の事業}")) == ["差：05 情報教育環境整備事業 ＋80.7ポイント"]
        assert overview_plans.declared_shares(o) == DECLARED


class TestFacts:
    def test_of_the_marks_and_activities(self, o: Overview) -> None:
        wanted = {
            "良くなった指標": 3,
            "下がった指標": 3,
            "基準値に届いていない指標": 14,
            "動きの分からない指標": 7,
            "増えた事業": 19,
            "同じ事業": 0,
            "減った事業": 4,
            "プラン数": 15,
            "シートのないプラン": 1,
            "指標数": 29,
            "上がった印": 3,
            "下がった印": 6,
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

    def test_a_sentence_has_words_for_both_editions(self, o: Overview, bare: Overview) -> None:
        words = ("上がった印{上がった印}件", "疑い{疑い}件：{正誤表案}")
        assert overview.paragraph(o, *words) == "<p>上がった印3件</p>"
        link = '<a class="ref" href="findings.html">正誤表案</a>'
        assert overview.paragraph(bare, *words) == f"<p>疑い2件：{link}</p>"

    def test_notes_stand_only_where_they_have_a_subject(self, o: Overview, bare: Overview) -> None:
        words = {
            "ruler": "位置{指標数}",
            "ratios": "比",
            "declared": "割合{資料の記載}",
            "outlook": "毎年",
            "doubtful": "※{正誤表案}",
        }
        assert listed(overview_lists.notes(o, **words)) == [f"位置29　比　割合{DECLARED}　※正誤表案"]
        assert listed(overview_lists.notes(bare, **words)) == ["毎年"]

    def test_an_unknown_name_lists_the_known_ones(self, o: Overview) -> None:
        for wrong in ("{事業}", "{", "{指標数.x}"):
            with pytest.raises(UsageError, match="事業数"):
                overview.sentence(o, wrong)
        with pytest.raises(UsageError, match="件数"):
            overview_lists.worse(o, "{数}件")


class TestBeforeActuals:
    def test_its_plans_go_by_their_own_word(self, bare: Overview) -> None:
        assert "施策と指標" in (overview_plans.outlook_table(bare) or "")
        assert overview.sentence(bare, "{プラン数}の{プランの語}") == '<p class="verdict">7の施策</p>'

    def test_a_brief_quotes_its_policies(self, project: Path) -> None:
        """Whole, where no activity tells what comes next; under the heading of the notebook, or the document's own."""
        own = brief.open_plan(str(project), "takahagi", "R6", "02")
        said = BeautifulSoup(brief_prose.of_plan(own, {"施策の基本方針": "めざすこと"}), "html.parser")
        assert [each.get_text() for each in said.find_all("h2")] == ["現状と課題", "めざすこと 施策の基本方針"]
        assert [item.get_text() for item in said.find_all("ul")[1].find_all("li")] == [
            "持続可能な行財政運営の実現に向け、税及び税外収入の確保に努めるとともに、行政コストの適正化に取り組めます。",
            "行政サービスの効率化、市民サービスの向上に向け、自治体DXやAIの活用など、デジタル技術の活用を推進します。",
            "行政サービスの維持、適正化を図るため、職員の確保と能力開発、行政施策の検証に取り組めます。",
        ]

    def test_a_box_stands_whole_under_its_own_heading(self, project: Path) -> None:
        own = brief.open_plan(str(project), "takahagi", "R6", "06")
        said = BeautifulSoup(brief_text.box(own, "囲み") or "", "html.parser")
        assert [heading.get_text() for heading in said.find_all("h2")] == ["高萩市の情報発信"]
        assert listed(brief_text.box(own, "囲み")) == [
            "高萩市公式SNS　高萩市秘書広報課から、市の最新情報を随時発信しています。 LINE、Facebook、X(エックス)",
            "MyRideのるる　お客様の呼出に合わせてバスがお迎えに行きます。アプリをダウンロードしてご利用ください。",
            "高萩市公式防災アプリ　市内の災害情報や、防災行政無線の内容・避難所情報等が確認できます。",
            "高萩市観光公式Instagram　高萩市観光商工課から、市の観光情報を随時発信しています。",
            "高萩市ふるさと納税　高萩市ふるさと納税特設ページになります。",
            "メールマガジンメルたか　",
        ]
        assert brief_text.box(own, "ない囲み") is None

    @pytest.mark.parametrize(
        ("program", "printed"),
        [(0, "女性の視点を生かした防災等の取組等"), (1, "共生施策に対する協力依頼、国際交流推進等")],
    )
    def test_a_programme_is_told_as_it_is_printed(self, project: Path, program: int, printed: str) -> None:
        own = brief.open_plan(str(project), "takahagi", "R6", "04")
        drawn = BeautifulSoup(brief_columns.programs(own, {}) or "", "html.parser").select("section")[program]
        notes = [note.get_text() for note in drawn.select("p.note")]
        assert notes[0].startswith("担当課　環境市民協働課、")
        assert notes[1].startswith("主な事業取組　") and notes[1].endswith(printed)

    @pytest.mark.parametrize(
        ("city", "year", "plan", "said"),
        [
            ("takahagi", "R6", "02", "文と数値は資料による。毎年必要な変化は、資料の数値からの計算。"),
            ("takahagi", "R6", "07", "文と数値は資料による。"),
            ("hitachi", "R5", "03", "「 」の中の文は資料による。"),
            (
                *("hitachi", "R5", "08"),
                "「 」の中の文と数値・印は資料による。値の差、前年度比の「計算」、目安は、資料の数値からの計算。",
            ),
        ],
    )
    def test_the_source_tells_what_is_computed_on_this_page(
        self, project: Path, city: str, year: str, plan: str, said: str
    ) -> None:
        own = brief.open_plan(str(project), city, year, plan)
        assert brief_text.source_words(own).partition("」。")[2] == said

    def test_each_indicator_has_its_path(self, bare: Overview) -> None:
        drawn = BeautifulSoup(overview_plans.outlook_table(bare) or "", "html.parser")
        rows = [[said_of(cell) for cell in row.find_all(["th", "td"])] for row in drawn.select("tbody > tr")]
        assert [row[0] for row in rows] == [f"{n:02d}" for n in range(1, 8)]
        assert rows[3][1:] == [
            "多様性社会あらゆる場面で、男女が平等だと思う市民割合 （大きいほどよい＊）",
            "23.1%",
            "50.0%",
            "R6 23.1%、R12 50.0%。",
            "＋4.48ポイント",
        ]
        assert rows[4][1:] == [
            "交流・連携他自治体、企業や大学等との協定等締結数 （大きいほどよい＊）",
            "100 件",
            "110 件",
            "R6 100件、R12 110件。",
            "＋約2件",
        ]
        assert rows[6][2:] == [
            "4 世帯",
            "7 世帯（6 カ年平均）",
            "単年の値と期間の平均は、そのままでは比べられない",
            "期間の平均のため、毎年の変化では比べない",
        ]

    def test_a_chart_over_the_years_waits_for_results(self, project: Path, bare: Overview) -> None:
        own = brief.open_plan(str(project), "takahagi", "R6", "06")
        assert brief_years.years(own) is None
        assert not overview_trends.all_years(bare)

    def test_a_direction_known_from_the_target_alone_is_explained(self, bare: Overview) -> None:
        assert overview_plans.directions_note(bare, "推定") == '<p class="note">推定</p>'
        rows = [replace(row, polarity_source="printed") for row in bare.indicators]
        printed = with_rows(bare, indicators=rows)
        assert overview_plans.directions_note(printed, "推定") is None
        assert "※" not in (overview_plans.outlook_table(printed) or "")

    def test_it_is_not_for_an_edition_with_actuals(self, o: Overview) -> None:
        assert overview_plans.outlook_table(o) is None
        assert overview_plans.directions_note(o, "推定") is None


def test_the_trends_show_each_indicator_once(o: Overview) -> None:
    drawn = BeautifulSoup(overview_trends.all_years(o), "html.parser")
    assert [h.get_text() for h in drawn.find_all("h3")] == PROJECTS
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
        section(
            "動き",
            overview_lists.worse(o, "下がった{件数}"),
            overview_lists.better(o, "上がった"),
            overview_plans.ratios(o),
        ),
        section("減った事業", overview_lists.fewer(o)),
        widths="1 1",
    )
    return [str(part) for part in (section("指標", overview_plans.glance(o)), lists) if part]


class TestLargerCities:
    def test_sixty_plans_run_on(self, o: Overview) -> None:
        large = enlarged(o, 4)
        assert len(large.exact["plans"]) == 60
        assert 2 < page_count(export_pdf(notebook(*all_parts(large)))) < 9

    def test_one_plan_with_all_activities_and_indicators(self, o: Overview) -> None:
        def here(rows: list[Any]) -> list[Any]:
            return [replace(row, plan_id="01") for row in rows * 4]

        large = with_rows(o, activities=here(o.activities), indicators=here(o.indicators))
        assert len([row for row in drawn_rows(large) if text(row).startswith("01")]) == 116
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
        assert "100→120" in parts[0] and "90人" in parts[0]
        assert "プロジェクトの記載なし" in overview_trends.all_years(own)
        assert page_count(export_pdf(notebook(*parts))) >= 1


def test_the_overview_is_one_page(published: Published) -> None:
    for edition, most in (("R5/hitachi", 1), ("R6/takahagi", 1)):
        assert page_count(published.pdf(f"{edition}/overview").read_bytes()) <= most
        assert "矛盾と疑い" not in published.page(f"{edition}/overview").read_text("utf-8")
