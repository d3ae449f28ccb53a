"""Figures and claims in the prose against the tables: the real documents, then small ones.

A small document has one activity whose text 要因及び効果 is tried; what is shown is the table that
goes in and the rows of `prose_figures` that come out. A fault that is known stands in a table of its
own, with what would be right, and is expected to fail.
"""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from aligned import body, drawn
from golden_tables import as_text, differences, show, typed
from hypothesis import assume, given
from hypothesis import strategies as st
from small_sheets import INDICATOR, SMALL, several, sheet, small, tables_of

from cityplan import steps
from cityplan.city.edition import Edition
from cityplan.city.rules import rules
from cityplan.clean.document import clean
from cityplan.compute.document import compute
from cityplan.compute.prose import prose_figures
from cityplan.japanese.letters import fold
from cityplan.read.kinds import read
from cityplan.tables.fit import check
from cityplan.tables.schema import Tables

KEY = ["plan_id", "table", "row", "column", "seq"]
RESULT = "補助件数 40件|32件|125.0%"
OTHERS = "転入者数|10人以上|20人以上|12人|○|△"


def results(document: str, edition: Edition = SMALL) -> Tables:
    """The source tables of a document with the computed ones and `prose_figures`."""
    tables = clean(read(document, edition), edition)
    tables = {**tables, **compute(tables, rules()["target-baseline"])}
    return {**tables, "prose_figures": check("prose_figures", prose_figures(tables))}


def said(text: str, cells: str = RESULT, indicators: str = OTHERS, content: str = "何かをする") -> list[dict[str, str]]:
    """The rows for a text beside these results, in a plan with these indicators."""
    document = small(f"あ事業|{content}|{cells}|{text}", indicators=indicators)
    rows = as_text(results(document)["prose_figures"])
    return [row for row in rows if row["column"] == "factors"]


def judged(*args: str, **parts: str) -> str:
    """Each figure or word of a text with its agreement: 41件 differs; 増加 agrees."""
    return "; ".join(f"{row['figure']} {row['agreement']}" for row in said(*args, **parts))


def explained(drawn: str) -> list[Any]:
    """Rows of a drawn table whose last column says what is tried."""
    return [pytest.param(*cells) for *cells, _ in body(drawn)]


class TestTheDocuments:
    def test_hitachi_is_as_typed(self, printed: Tables, computed: Tables) -> None:
        found = prose_figures({**printed, **computed})
        wanted = differences(typed("prose_figures"), as_text(found), KEY)
        assert not wanted, show(wanted)

    def test_counts_of_hitachi(self, printed: Tables, computed: Tables) -> None:
        found = prose_figures({**printed, **computed})
        counts = found["agreement"].value_counts().to_dict()
        assert counts == {"agrees": 20, "no_counterpart": 15}

    def test_every_figure_stands_on_its_line(self, printed: Tables, computed: Tables, document: str) -> None:
        lines = document.split("\n")
        for row in prose_figures({**printed, **computed}).itertuples():
            assert row.figure in fold("".join(lines[row.source_line - 1 : row.source_line + 3]))

    def test_takahagi_has_no_texts_of_that_kind(self, root: Path) -> None:
        tables = steps.clean_document(str(root), "takahagi", "R6")
        assert prose_figures({**tables, **compute(tables, None)}).empty

    def test_a_document_without_rows(self) -> None:
        tables = {name: data.iloc[:0] for name, data in tables_of(small()).items()}
        assert prose_figures({**tables, **compute(tables, None)}).empty


class TestPlaces:
    def test_each_text_has_its_line_and_its_numbering(self) -> None:
        document = small(
            "あ事業|何か|補助件数 40件|32件|125.0%|補助件数は41件、前年度比125.0%であった。",
            indicators="補助件数|30件以上|50件以上|40件|○|○",
            purpose="住みやすいまち。15世帯を迎え、3校と続ける。",
            directions="【あ事業】\n補助件数は減少している。",
        )
        columns = ("table", "row", "column", "seq", "figure", "agreement", "source_line")
        lines = dict(enumerate(document.split("\n"), start=1))
        found = drawn(results(document)["prose_figures"], *columns)
        assert found == body("""
            table      | row | column      | seq | figure | agreement      | line
            plans      |     | purpose     | 1   | 15世帯 | no_counterpart | 7
            plans      |     | purpose     | 2   | 3校    | no_counterpart | 7
            activities | 1   | actual_text | 1   | 40件   | agrees         | 12
            activities | 1   | factors     | 1   | 41件   | differs        | 12
            activities | 1   | factors     | 2   | 125.0% | agrees         | 12
            activities | 1   | direction   | 1   | 減少   | differs        | 18
        """)
        assert all(row[4] in lines[int(row[-1])] for row in found)

    @pytest.mark.parametrize(
        ("text", "wanted"),
        body("""
            text                                 | figures
            補助件数が増加し、40件となった。     | 増加 40件
            40件となり、補助件数が増加した。     | 40件 増加
            転入者数は目標値を下回ったが、補助件数は増加し、40件となった。 | 目標値を下回った 増加 40件
        """),
    )
    def test_figures_and_words_in_the_order_of_the_text(self, text: str, wanted: str) -> None:
        assert [(row["seq"], row["figure"]) for row in said(text)] == [
            (str(seq), figure) for seq, figure in enumerate(wanted.split(), start=1)
        ]

    def test_only_the_indicators_of_the_plan_are_compared(self) -> None:
        own = "あ事業|何か|10件|8件|125.0%|12人が転入し、70世帯が住む。"
        document, edition = several(
            sheet(own, "転入者数|10人以上|20人以上|12人|○|○", purpose="01。"),
            sheet(own, "世帯数|50世帯以上|90世帯以上|70世帯|○|○", purpose="02。"),
        )
        found = results(document, edition)["prose_figures"]
        assert drawn(found, "plan_id", "figure", "agreement", "counterpart") == body("""
            plan | figure | agreement      | counterpart
            01   | 12人   | agrees         | 「転入者数」の実績値 12人
            01   | 70世帯 | no_counterpart |
            02   | 12人   | no_counterpart |
            02   | 70世帯 | agrees         | 「世帯数」の実績値 70世帯
        """)

    @pytest.mark.parametrize(
        ("cells", "indicator", "wanted"),
        body("""
            cells                        | indicator                               | rows
            補助件数;252件;475件;53.1%   | 設備等補助件数;249件以上;300件以上;252件 | 1
            補助件数;２５２件;475件;53.1% | 設備等補助件数;249件以上;300件以上;252件 | 1
            補助件数;252件;475件;53.1%   | 設備等補助件数;249件以上;300件以上;253件 | 0
            補助件数;252件;475件;53.1%   | 設備等補助者数;249人以上;300人以上;252人 | 0
            申請件数;252件;475件;53.1%   | 設備等補助件数;249件以上;300件以上;252件 | 0
        """),
    )
    def test_a_result_that_is_an_indicator_too(self, cells: str, indicator: str, wanted: str) -> None:
        measure, *values = cells.split(";")
        row = f"あ事業|何か|{measure} {'|'.join(values)}|周知が進んだ。"
        document = small(row, indicators=f"{indicator.replace(';', '|')}|○|○")
        found = as_text(results(document)["prose_figures"])
        assert [each["column"] for each in found] == ["actual_text"] * int(wanted)


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "figure", "value", "unit"),
        body("""
            text                          | figure     | value | unit
            24名を受け入れた。            | 24名       | 24    | 名
            1,265時間を減らした。         | 1,265時間  | 1265  | 時間
            ４０件を補助した。            | 40件       | 40    | 件
            １，２６５時間を減らした。    | 1,265時間  | 1265  | 時間
            2.50ポイント高まった。        | 2.50ポイント | 2.50 | ポイント
            対前年度１２．５％である。    | 12.5%      | 12.5  | %
            100 件を紹介した。            | 100 件     | 100   | 件
            ５か所で開いた。              | 5か所      | 5     | か所
            創業3年後の定着率が高い。     | 3年        | 3     | 年
            5日間の催しを開いた。         | 5日間      | 5     | 日間
            7,684千円を助成した。         | 7,684千円  | 7684  | 千円
            35周年を迎えた。              | 35周年     | 35    | 周年
            約10kmの道を整えた。          | 10km       | 10    | km
        """),
    )
    def test_with_a_unit(self, text: str, figure: str, value: str, unit: str) -> None:
        found = said(text)
        assert [(row["figure"], row["value"], row["unit"]) for row in found] == [(figure, value, unit)]

    @pytest.mark.parametrize(
        ("text", "figure", "value", "unit"),
        explained("""
            text                     | figure        | value     | unit | reason
            396万6千人が訪れた。     | 396万6千人    | 3966000   | 人   | the unit is 千人 beside a value that holds the 千
            ３９６万６千人が訪れた。 | 396万6千人    | 3966000   | 人   | the unit is 千人 beside a value that holds the 千
            1億2,000万円を助成した。 | 1億2,000万円  | 120000000 | 円   | 万2,000 with a comma is read as two figures
            5,000㎡を整えた。        | 5,000m2       | 5000      | ㎡   | japanese.quantity calls the unit ㎡, the figure m2
            5回/年を保った。         | 5回/年        | 5         | 回/年 | a unit with a slash is cut
            3事業所が加わった。      | 3事業所       | 3         | 事業所 | a unit of several characters is cut to its first
            6クラスを増やした。      | 6クラス       | 6         | クラス | a unit of several characters is cut to its first
            5カ所と結んだ。          | 5カ所         | 5         | か所 | カ所 and か所 are two units
            ①40件を補助した。        | 40件          | 40        | 件   | the ① of a list is read as a digit: 140件
        """),
    )
    def test_with_a_unit_of_several_characters(self, text: str, figure: str, value: str, unit: str) -> None:
        self.test_with_a_unit(text, figure, value, unit)

    @pytest.mark.parametrize(
        "text",
        ["令和5年度に始めた。", "令和５年度に始めた。", "R5.12に運用を開始した。", "R4は少なかった。",
         "Ｒ４は少なかった。", "R5年度に始めた。", "2050年までに減らす。", "2025年問題に備える。",
         "7月1日に供用開始した。", "令和5年7月1日に供用開始した。", "4年度から5年度へ続ける。",
         "平成30年度から続ける。", "令和元年度から続ける。", "昭和55年に開いた。", "H30から続ける。",
         "令和6年3月から利用を始めた。", "12月から3月まで休んだ。", "9月末に終えた。",
         "2023(令和5)年度に始めた。", "周知が十分に進んだ。", "COVID-19の影響があった。",
         "1.5.2の手順による。", "一人一人を大切にする。", "第一に周知した。"],
    )  # fmt: skip
    def test_a_date_a_year_or_a_word_is_none(self, text: str) -> None:
        assert judged(text) == ""

    @pytest.mark.parametrize(
        ("text", "wanted"),
        body("""
            text                                     | rows
            補助件数は40件であった。                 | 40件 agrees
            補助件数は41件であった。                 | 41件 differs
            補助件数は４１件であった。               | 41件 differs
            補助件数が41件に達した。                 | 41件 differs
            補助件数も41件となった。                 | 41件 differs
            補助件数41件であった。                   | 41件 differs
            実績は41件であった。                     | 41件 differs
            周知が進み、補助件数は41件となった。     | 41件 differs
            補助件数は32件から40件になった。         | 32件 agrees; 40件 agrees
            令和4年度の補助件数は32件であった。      | 32件 agrees
            前年度比125.0%となった。                 | 125.0% agrees
            前年度比125%となった。                   | 125% agrees
            転入者12人を迎え、20人を目指す。         | 12人 agrees; 20人 agrees
            40名を招いた。                           | 40名 no_counterpart
            新規254件に取り組んだ。                  | 254件 no_counterpart
        """),
    )
    def test_against_the_result(self, text: str, wanted: str) -> None:
        assert judged(text) == wanted

    @pytest.mark.parametrize(
        ("text", "wanted"),
        body("""
            text                    | rows
            369名が利用した。       | 369名 agrees
            利用者は370名であった。 | 370名 differs
            利用者数は370人となった。 | 370人 differs
            利用者数は232人から増えた。 | 232人 agrees
        """),
    )
    def test_people_are_counted_in_two_words(self, text: str, wanted: str) -> None:
        assert judged(text, "利用者数 369人|232人|159.1%") == wanted

    def test_what_a_figure_was_compared_with(self) -> None:
        text = "補助件数は41件、前年度は32件、前年度比125.0%、転入者12人、目標20人、10人。"
        found = said(text)
        assert [[row["figure"], row["counterpart"]] for row in found] == body("""
            figure | counterpart
            41件   | 今年度の実績 40件、前年度の実績 32件
            32件   | 前年度の実績 32件
            125.0% | 前年度比（記載） 125.0%
            12人   | 「転入者数」の実績値 12人
            20人   | 「転入者数」の目標値 20人以上
            10人   | 「転入者数」の基準値 10人以上
        """)

    def test_a_ratio_that_is_not_the_printed_one(self) -> None:
        rows = said("前年度比125.0%となった。", "補助件数 40件|32件|144.4%")
        assert [(row["agreement"], row["counterpart"]) for row in rows] == [("agrees", "前年度比（計算） 125.0%")]

    @pytest.mark.parametrize(
        "text",
        ["補助件数は約41件であった。", "補助件数は 約 41件であった。", "補助件数は41件以上であった。",
         "補助件数は41件未満であった。", "補助件数は41件超となった。", "補助件数は41件程度であった。",
         "補助件数は41件前後であった。", "補助件数は41件余となった。", "補助件数は8件増となった。",
         "補助件数は8件増加した。", "補助件数が10件減少した。", "令和3年度の補助件数は41件であった。",
         "R3の補助件数は41件であった。", "補助件数のうち新規は5件であった。",
         "補助件数は41件のうち新規が5件であった。", "新規の補助件数は5件であった。",
         "補助件数（新規5件）が伸びた。", "補助件数は、窓口で5件であった。", "申請件数は41件であった。",
         "住宅取得に係る補助件数は41件であった。", "補助件数は月平均3件であった。",
         "補助件数は累計120件となった。", "目標の補助件数は50件である。", "相談は41件であった。",
         "件数は41件であった。", "補助件数は41人であった。"],
    )  # fmt: skip
    def test_what_is_not_said_of_the_result_contradicts_nothing(self, text: str) -> None:
        assert "differs" not in judged(text)

    @pytest.mark.parametrize(
        "text",
        explained("""
            text                           | reason
            補助件数は30件を上回った。     | true of 40件: a bound is taken for the result
            補助件数は50件には届かなかった。 | true of 40件: a bound is taken for the result
            補助件数は8件の増となった。    | true of 40件 after 32件: a change is taken for the result
            補助件数は8件伸びた。          | true of 40件 after 32件: a change is taken for the result
            補助件数は41件弱であった。     | 弱 is no exact number
            補助件数は50件を目指す。       | an aim is taken for the result
            補助件数は50件を見込む。       | a hope is taken for the result
        """),
    )
    def test_a_bound_a_change_or_an_aim_contradicts_nothing(self, text: str) -> None:
        assert "differs" not in judged(text)

    @pytest.mark.parametrize("cells", ["・視察|・協議|", "—|—|", "40件|—|"])
    @pytest.mark.parametrize("text", ["補助件数は41件であった。", "補助件数が増加した。"])
    def test_beside_results_that_cannot_be_compared(self, cells: str, text: str) -> None:
        assert "differs" not in judged(text, cells)

    def test_the_result_of_an_activity_in_prose_is_no_value_of_an_indicator(self) -> None:
        assert judged("実績は41人であった。", "・視察|・協議|") == "41人 no_counterpart"

    @pytest.mark.parametrize(
        ("text", "cells"),
        explained("""
            text                               | cells              | reason
            補助件数は 41 件であった。         | 40件;32件;125.0%   | a blank after は
            補助件数は、41件であった。         | 40件;32件;125.0%   | a comma after は
            補助件数は前年度に比べ減少した。   | 40件;32件;125.0%   | words between subject and movement
            補助件数は前年度と比べて減少した。 | 40件;32件;125.0%   | words between subject and movement
            補助件数は横ばいで推移した。       | 40件;32件;125.0%   | で推移した is not known
            補助件数は概ね横ばいであった。     | 40件;32件;125.0%   | 概ね is not known
        """),
    )
    def test_a_contradiction_is_seen(self, text: str, cells: str) -> None:
        assert "differs" in judged(text, f"補助件数 {cells.replace(';', '|')}")

    @pytest.mark.parametrize(
        ("text", "cells"),
        [("利用者数は396万6千人であった。", "利用者数 396万6千人|300万人|132.2%"),
         ("事業費は1億2,000万円であった。", "事業費 1億2,000万円|1億円|120.0%"),
         ("整備面積は5,000㎡であった。", "整備面積 5,000㎡|4,000㎡|125.0%"),
         ("開催数は5回/年であった。", "開催数 5回/年|4回/年|125.0%"),
         ("参加数は5事業所であった。", "参加数 5事業所|4事業所|125.0%")],
    )  # fmt: skip
    def test_the_same_number_as_in_the_table_agrees(self, text: str, cells: str) -> None:
        assert [row["agreement"] for row in said(text, cells)] == ["agrees"]


class TestShares:
    CELLS = "32,487件|3,101件|1047.6%"
    TOTAL = "交付件数109,866件のうち、"

    @pytest.mark.parametrize(
        ("share", "wanted"),
        body("""
            share                          | rows
            本システムは29.6%であった。    | agrees
            本システムは29.6%（R4は2.4%）まで増加した。 | agrees
            本システムは２９．６％である。 | agrees
            本システムは30%であった。      | agrees
            当事業が29.57%を占めた。       | agrees
            同事業も約30%となった。        | agrees
            本システムは29.7%であった。    | differs
            本システムは29.5%であった。    | differs
            本システムは31%であった。      | differs
            コンビニ交付は29.6%であった。  | no_counterpart
            郵送は40.0%であった。          | no_counterpart
            支所が増えた。本システムは40.0%であった。 | no_counterpart
        """),
    )
    def test_of_a_total_in_the_same_sentence(self, share: str, wanted: str) -> None:
        rows = said(self.TOTAL + share, self.CELLS)
        # A wrong share is told once, at the percentage.
        total = "no_counterpart" if wanted == "differs" else wanted
        assert [row["agreement"] for row in rows[:2]] == [total, wanted]
        assert [row["figure"] for row in rows[:1]] == ["109,866件"]

    @pytest.mark.parametrize(
        ("total", "wanted"),
        body("""
            total               | agreement
            交付件数10,986件    | no_counterpart
            交付件数32,487件    | no_counterpart
            交付者数109,866人   | no_counterpart
            交付件数0件         | no_counterpart
            交付件数109,866件   | differs
        """),
    )
    def test_of_a_total_that_can_be_none(self, total: str, wanted: str) -> None:
        rows = said(f"{total}のうち、本システムは40.0%であった。", self.CELLS)
        assert rows[-1]["agreement"] == wanted

    def test_what_it_was_compared_with(self) -> None:
        text = "交付件数109,866件のうち、本システムは{}であった。"
        assert [
            [share, row["figure"], row["counterpart"]]
            for share in ("29.6%", "29.7%")
            for row in said(text.format(share), self.CELLS)
        ] == body("""
            share | figure    | counterpart
            29.6% | 109,866件 | 32,487件÷109,866件
            29.6% | 29.6%     | 32,487件÷109,866件
            29.7% | 109,866件 |
            29.7% | 29.7%     | 32,487件÷109,866件＝29.6%
        """)

    @pytest.mark.parametrize(
        "text",
        explained("""
            text                                          | reason
            交付件数109,866件のうち、本市の世帯は40.0%であった。 | 本市, 当課 and 本年度 are not the activity
            交付件数109,866件のうち、前年度の実績は2.4%であった。 | the share of another year is compared
            R4の交付件数129,866件のうち、本システムは2.4%であった。 | the share of another year is compared
            交付件数109,866件のうち、本システムは20%を超えた。 | true of 29.6%: a bound is taken for the share
        """),
    )
    def test_a_share_of_another_thing_contradicts_nothing(self, text: str) -> None:
        assert "differs" not in judged(text, self.CELLS)


class TestMovements:
    @pytest.mark.parametrize(
        ("cells", "text", "wanted"),
        body("""
            cells                          | text                             | rows
            補助件数 40件;32件;125.0%      | 補助件数が増加した。             | 増加 agrees
            補助件数 40件;32件;125.0%      | 補助件数が減少した。             | 減少 differs
            補助件数 32件;40件;80.0%       | 補助件数が減少した。             | 減少 agrees
            補助件数 32件;40件;80.0%       | 補助件数は低下したものの続ける。 | 低下 agrees
            補助件数 32件;40件;80.0%       | 補助件数は増加している。         | 増加 differs
            補助件数 40件;32件;125.0%      | 補助件数は大きく増加した。       | 増加 agrees
            補助件数 40件;32件;125.0%      | 周知が進み、補助件数も増加した。 | 増加 agrees
            補助件数 40件;32件;125.0%      | 補助件数の増加に伴い、続ける。   | 増加 agrees
            補助件数 40件;32件;125.0%      | 実績の増加につながった。         | 増加 agrees
            補助件数 40件;32件;125.0%      | 実績の減少につながった。         | 減少 differs
            補助件数(新規・継続) 40件;32件;125.0% | 補助件数が減少した。      | 減少 differs
            支援件数等 40件;32件;125.0%    | 支援件数等の増加につながった。   | 増加 agrees
            利用人数 369人;232人;159.1%    | 利用者数の増加につながった。     | 増加 agrees
            利用者数 369人;232人;159.1%    | 利用者が減少した。               | 減少 differs
            369人;232人;159.1%             | 参加者数の減少につながった。     | 減少 differs
            補助件数 40件;40件;100.0%      | 補助件数は増加した。             | 増加 differs
            補助件数 40件;0件;皆増         | 補助件数は増加した。             |
        """),
    )
    def test_of_the_result(self, cells: str, text: str, wanted: str) -> None:
        assert judged(text, cells.replace(";", "|")) == wanted

    @pytest.mark.parametrize(
        "text",
        ["利用者数の減少を図る。", "利用者数の減少につながるため、引き続き実施する。",
         "利用者数の減少を防ぐ。", "利用者数が減少しないよう周知する。", "利用者数は減少しなかった。",
         "利用者数は減少していない。", "利用者数が減少すると想定される。", "申請件数が減少した。",
         "不登校の児童生徒が減少している。", "世帯が減少した。", "人口が減少する中で続ける。",
         "窓口に係る利用者数が減少した。", "高齢者の利用者数が減少した。",
         "利用者数のうち高齢者は減少した。", "来訪者に占める利用者数が減少した。",
         "令和2年度の利用者数は減少した。", "支所からの利用者数は減少した。",
         "「利用者数」が減少した。"],
    )  # fmt: skip
    def test_an_aim_a_hope_or_another_thing_contradicts_nothing(self, text: str) -> None:
        assert "differs" not in judged(text, "利用者数 369人|232人|159.1%")

    @pytest.mark.parametrize(
        "text",
        ["利用者数の増加を図る。", "利用者数の増加につながるため、引き続き実施する。",
         "利用者数が増加するよう周知する。", "申請件数が増加した。", "世帯が増加した。"],
    )  # fmt: skip
    def test_an_aim_a_hope_or_another_thing_is_no_row(self, text: str) -> None:
        assert judged(text, "利用者数 369人|232人|159.1%") == ""

    def test_a_part_that_the_activity_itself_names(self) -> None:
        text = "高齢者の利用者数が減少した。"
        cells = "利用者数 369人|232人|159.1%"
        assert judged(text, cells, content="高齢者の送迎") == "減少 differs"
        assert judged(text, cells, content="子どもの送迎") == ""

    @pytest.mark.parametrize(
        "text",
        explained("""
            text                                   | reason
            利用者数は減少しているわけではない。   | してい(?!な) lets 減少しているわけ… through
            利用者数は減少したわけではない。       | only 減少しているわけ is meant to be refused
            利用者数が減少した場合は見直す。       | a condition is taken for what happened
            コロナ禍で利用者数が減少したが、増加に転じた。 | another year is taken for this one
            利用者数が減少した前年度から回復した。 | another year is taken for this one
        """),
    )
    def test_what_did_not_happen_this_year_contradicts_nothing(self, text: str) -> None:
        assert "differs" not in judged(text, "利用者数 369人|232人|159.1%")

    @pytest.mark.parametrize(
        ("actual", "previous", "ratio", "wanted"),
        body("""
            actual | previous | ratio  | agreement
            100件  | 100件    | 100.0% | agrees
            105件  | 100件    | 105.0% | agrees
            95件   | 100件    | 95.0%  | agrees
            106件  | 100件    | 106.0% | differs
            94件   | 100件    | 94.0%  | differs
            1,051件 | 1,000件 | 105%   | differs
            949件  | 1,000件  | 95%    | differs
            86件   | 85件     | 101.2% | agrees
        """),
    )
    def test_flat_within_the_band(self, actual: str, previous: str, ratio: str, wanted: str) -> None:
        cells = f"補助件数 {actual}|{previous}|{ratio}"
        assert judged("補助件数は横ばいである。", cells) == f"横ばい {wanted}"

    @given(st.integers(0, 2000), st.integers(1, 2000), st.sampled_from(["増加", "減少", "横ばい"]))
    def test_any_movement(self, actual: int, previous: int, word: str) -> None:
        right = {
            "増加": actual > previous,
            "減少": actual < previous,
            "横ばい": abs(Fraction(actual, previous) - 1) <= Fraction(5, 100),
        }[word]
        happened = "である" if word == "横ばい" else "した"
        cells = f"補助件数 {actual:,}件|{previous:,}件|"
        wanted = f"{word} {'agrees' if right else 'differs'}"
        assert judged(f"補助件数は{word}{happened}。", cells) == wanted


class TestTargets:
    @pytest.mark.parametrize(
        ("values", "text", "wanted"),
        body("""
            values                    | text                           | rows
            5件以上;8件以上;11件      | 創業者数が目標値を大きく上回る。 | 目標値を大きく上回る agrees
            5件以上;8件以上;11件      | 創業者数は目標を達成した。     | 目標を達成した agrees
            5件以上;8件以上;11件      | 創業者数は目標値を下回った。   | 目標値を下回った differs
            5件以上;8件以上;8件       | 創業者数は目標値を上回った。   | 目標値を上回った differs
            5件以上;8件以上;8件       | 創業者数は目標値を達成した。   | 目標値を達成した agrees
            5件以上;8件以上;8件       | 創業者数は目標値を下回った。   | 目標値を下回った differs
            5件以上;8件以上;7件       | 創業者数は目標値を達成した。   | 目標値を達成した differs
            5件以上;8件以上;7件       | 創業者数は目標値を下回った。   | 目標値を下回った agrees
            5件以上;8件以上;7件       | 創業者数は基準値を上回った。   | 基準値を上回った agrees
            5件以上;8件以上;4件       | 創業者数は基準値を下回った。   | 基準値を下回った agrees
            90件以下;86件以下;85件    | 創業者数は目標値を下回った。   | 目標値を下回った agrees
            90件以下;86件以下;85件    | 創業者数は目標を達成した。     | 目標を達成した agrees
            90件以下;86件以下;86件    | 創業者数は目標を達成した。     | 目標を達成した agrees
            90件以下;86件以下;88件    | 創業者数は目標を達成した。     | 目標を達成した differs
            90件以下;86件以下;88件    | 創業者数は目標値を上回った。   | 目標値を上回った agrees
            90件以下;86件以下;88件    | 創業者数は基準値を達成した。   | 基準値を達成した agrees
            90件以下;86件以下;—       | 創業者数は目標値を上回った。   |
            5件以上;8件以上;11件      | 相談件数は目標値を下回った。   |
            5件以上;8件以上;11件      | 件数は目標値を下回った。       |
            5件以上;8件以上;11件      | 目標値を下回った。             |
        """),
    )
    def test_of_an_indicator(self, values: str, text: str, wanted: str) -> None:
        cells = values.replace(";", "|")
        mark = "—" if "—" in cells else "○"
        assert judged(text, indicators=f"創業者数|{cells}|{mark}|○") == wanted

    def test_a_name_of_two_indicators_is_none(self) -> None:
        two = "市内創業者数|5件以上|8件以上|11件|◎|○\n市外創業者数|5件以上|8件以上|7件|○|○"
        assert judged("創業者数は目標値を下回った。", indicators=two) == ""
        assert judged("市外創業者数は目標値を下回った。", indicators=two) == ("目標値を下回った agrees")

    def test_what_it_was_compared_with(self) -> None:
        rows = said("創業者数は基準値を下回った。", indicators="創業者数|5件以上|8件以上|7件|○|○")
        assert [row["counterpart"] for row in rows] == ["7件、基準値5件以上"]

    @pytest.mark.parametrize(
        ("actual", "text"),
        explained("""
            actual | text                                   | reason
            7件    | 創業者数は目標値を達成できなかった。   | a denial is taken for its opposite
            7件    | 創業者数は目標を達成していない。       | a denial is taken for its opposite
            7件    | 創業者数は目標値を上回らなかった。     | a denial is taken for its opposite
            7件    | 創業者数が目標値を上回るよう努める。   | an aim is taken for what happened
            7件    | 創業者数が目標値を達成するため続ける。 | an aim is taken for what happened
            7件    | 創業者数は目標値を上回る見込みである。 | a hope is taken for what happened
            11件   | 創業者数が目標値を下回ることのないよう努める。 | a fear is taken for what happened
            11件   | R4の創業者数は目標値を下回った。       | another year is taken for this one
            11件   | 若者の創業者数は目標値を下回った。     | a part is taken for the whole
        """),
    )
    def test_what_did_not_happen_contradicts_nothing(self, actual: str, text: str) -> None:
        indicators = f"創業者数|5件以上|8件以上|{actual}|○|○"
        assert "differs" not in judged(text, indicators=indicators)

    @pytest.mark.parametrize("words", ["達成できなかった", "達成していない", "上回らなかった"])
    def test_a_denial_does_not_agree_with_what_it_denies(self, words: str) -> None:
        indicators = "創業者数|5件以上|8件以上|11件|◎|○"
        assert "agrees" not in judged(f"創業者数は目標値を{words}。", indicators=indicators)

    @given(
        st.integers(0, 99), st.integers(0, 99), st.sampled_from(["以上", "以下"]),
        st.sampled_from(["上回った", "下回った", "達成した"]),
    )  # fmt: skip
    def test_any_value(self, target: int, actual: int, bound: str, word: str) -> None:
        right = {
            "上回った": actual > target,
            "下回った": actual < target,
            "達成した": actual >= target if bound == "以上" else actual <= target,
        }[word]
        indicators = f"創業者数|50件{bound}|{target}件{bound}|{actual}件|○|○"
        wanted = f"目標値を{word} {'agrees' if right else 'differs'}"
        assert judged(f"創業者数は目標値を{word}。", indicators=indicators) == wanted


class TestAnyText:
    WORDS = (
        "補助件数",
        "実績",
        "転入者数",
        "高齢者の",
        "本システム",
        "は",
        "が",
        "の",
        "を",
        "も",
        "、",
        "。",
        "（",
        "）",
        "増加",
        "減少",
        "横ばい",
        "した",
        "である",
        "していない",
        "を図る",
        "目標値を",
        "基準値を",
        "上回る",
        "下回った",
        "達成し",
        "のうち、",
        "約",
        "以上",
        "令和5年度",
        "R4",
        "2050年",
        "7月1日",
        "40件",
        "４１件",
        "1,062件",
        "29.6%",
        "0件",
        "396万6千人",
        "1億2,000万円",
        "5,000㎡",
        "①",
        "½",
        "10²",
        " ",
        "　",
    )
    TABLES = results(small(f"あ事業|何か|{RESULT}|う", indicators=INDICATOR))

    def rows(self, text: str) -> list[dict[str, str]]:
        """The rows of a text in 目的, 要因及び効果 and 今後の取組の方向性, as they come."""
        tables = {
            **self.TABLES,
            "activities": self.TABLES["activities"].assign(factors=text, direction=text),
            "plans": self.TABLES["plans"].assign(purpose=text),
        }
        return as_text(check("prose_figures", prose_figures(tables)))

    @given(st.text() | st.lists(st.sampled_from(WORDS) | st.text(max_size=3)).map("".join))
    def test_every_figure_stands_in_the_text(self, text: str) -> None:
        for row in self.rows(text):
            assert row["figure"] in fold(text)
            assert row["value"] == "" or Decimal(row["value"]).is_finite()

    @given(st.lists(st.sampled_from(WORDS)).map("".join))
    def test_rows_are_numbered_in_the_order_of_the_text(self, text: str) -> None:
        rows = [row for row in self.rows(text) if row["column"] == "factors"]
        assert [row["seq"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
        at = 0
        for row in rows:
            at = fold(text).find(row["figure"], at)
            assert at >= 0, row["figure"]

    @given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 5000))
    def test_any_number_of_the_measure(self, actual: int, previous: int, number: int) -> None:
        wanted = "agrees" if number in (actual, previous) else "differs"
        cells = f"補助件数 {actual:,}件|{previous:,}件|"
        text = f"補助件数は{number:,}件であった。"
        assert judged(text, cells) == f"{number:,}件 {wanted}"

    @given(st.integers(1, 9999), st.integers(1, 99999), st.integers(0, 2), st.sampled_from([-1, 0, 1]))
    def test_any_share(self, actual: int, total: int, digits: int, off: int) -> None:
        assume(total > actual and total not in (1000, 2000))
        units = int(Fraction(actual * 100, total) * 10**digits + Fraction(1, 2)) + off
        assume(units >= 0)
        percent = f"{Decimal(units).scaleb(-digits):f}%"
        rows = said(f"交付件数{total:,}件のうち、本事業は{percent}であった。", f"{actual:,}件|5件|")
        wanted = "agrees" if off == 0 else "differs"
        total_wanted = "no_counterpart" if wanted == "differs" else wanted
        assert [row["agreement"] for row in rows] == [total_wanted, wanted]
