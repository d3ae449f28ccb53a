"""`python -m cityplan trace`: every number of a row, from its line to the brief, in words."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest

from cityplan import steps
from cityplan.build.run import run_notebook
from cityplan.city import rules
from cityplan.command import trace_blocks, trace_formulas
from cityplan.command.subcommands import run_act
from cityplan.command.trace import trace
from cityplan.compute.numbers import rounded
from cityplan.files.errors import SourceError, UsageError
from cityplan.page.export import export_html
from cityplan.tables import files as table_files
from cityplan.tables.names import numbered
from cityplan.tables.schema import printed_entries
from cityplan.tables.words import TABLE_SUBJECTS

ROOT = Path(__file__).parents[2]
EDITIONS = [("hitachi", "R5"), ("takahagi", "R6"), ("mihon", "R5"), ("mihon-table", "R5")]
CORRECTIONS = (
    "R5,activities,06,1,ratio_printed,144.4%,125.0%,担当課に確認,2024-06-03\n"
    "R5,indicators,06,2,actual,(延べ) 12社,不明,担当課で再集計中,2024/6/4\n"
)

pytestmark = pytest.mark.xdist_group("trace")


def build(root: Path, city: str, year: str) -> None:
    """The tables of an edition, as the first two notebooks make them."""
    steps.save(str(root), city, year, steps.clean_document(str(root), city, year))
    steps.save(str(root), city, year, steps.compute_document(str(root), city, year, 5))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real documents and the invented ones, without decisions, with their tables."""
    root = tmp_path_factory.mktemp("project")
    for city, year in EDITIONS:
        raw = ROOT / "data/raw" / city
        shutil.copytree(raw if raw.exists() else ROOT / "tests/sample" / city, root / "data/raw" / city)
        for decided in ("corrections.csv", "comments.csv"):
            (root / "data/raw" / city / decided).unlink(missing_ok=True)
        build(root, city, year)
    return root


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    shutil.copytree(project / "data", tmp_path / "data")
    return tmp_path


def told(root: Path, plan: str, row: str, city: str = "hitachi", year: str = "") -> str:
    return trace(root, city=city, year=year, plan=plan, row=row)


def test_it_looks_for_the_page_in_the_folder_of_the_reports(copy: Path) -> None:
    page = copy / "公開/R5/hitachi/plan-06.html"
    page.parent.mkdir(parents=True)
    page.touch()
    wanted = {"city": "hitachi", "year": "R5", "plan": "06", "row": "指標1"}
    assert "公開/R5/hitachi/plan-06.html#" in trace(copy, **wanted, out=copy / "公開")
    assert "まだ作っていません" in trace(copy, **wanted)


def block(text: str, title: str) -> str:
    """The block of a number, from its title to the next empty line."""
    found = [each for each in text.split("\n\n") if each.split("\n")[0] == title]
    assert len(found) == 1, text
    return found[0] + "\n"


def drawn(text: str) -> str:
    return dedent(text).lstrip("\n")


class TestAnActivity:
    def test_a_printed_ratio_that_does_not_follow(self, project: Path) -> None:
        text = told(project, "06", "まちなか空き店舗活用事業")
        finding = (
            "  指摘   06-b7216eb3 ratio_mismatch（矛盾） 498行 「まちなか空き店舗活用事業」の前年度比は、資料の記載が"
            "144.4%、実績からの計算が125.0%（40件÷32件）で、一致しません。"
        )
        assert re.sub("一致しません。.*", "一致しません。", text) + "\n" == drawn(f"""
            日立市 R5　PLAN 06 新しい産業の創出

            事業1 まちなか空き店舗活用事業
              原文   data/raw/hitachi/R5.txt 498行 1列「まちなか空き店舗活用事業」

            今年度の実績
              原文   data/raw/hitachi/R5.txt 499行 3列「40件」
              直し   なし
              訂正   なし
              値　   40 件
              計算   前年度比 = 40 ÷ 32 × 100 = 125.0%（資料の記載 144.4%：一致しません）
            {finding}
              報告   まだ作っていません

            前年度の実績
              原文   data/raw/hitachi/R5.txt 499行 4列「32件」
              直し   なし
              訂正   なし
              値　   32 件
              計算   前年度比 = 40 ÷ 32 × 100 = 125.0%（資料の記載 144.4%：一致しません）
            {finding}
              報告   まだ作っていません

            前年度比
              原文   data/raw/hitachi/R5.txt 498行 5列「144.4%」
              直し   なし
              訂正   なし
              値　   144.4%
              計算   前年度比 = 40 ÷ 32 × 100 = 125.0%（資料の記載 144.4%：一致しません）
            {finding}
              報告   まだ作っていません

            増減
              計算   増減 = 40 − 32 = +8 件：増
              報告   まだ作っていません
        """).replace("\n            ", "\n")

    def test_two_values_in_one_cell(self, project: Path) -> None:
        shown = block(told(project, "04", "産前・産後ママサポート事業"), "前年度の実績")
        assert shown.split("  指摘")[0] == drawn("""
            前年度の実績
              原文   data/raw/hitachi/R5.txt 342行 3列「利用人数 369人 / 232人」
              直し   1つのセルの2つの値を分けた: 「利用人数 369人 / 232人」 → 「232人」 342行
              　　   測り方と値を分けた: 「利用人数 369人 / 232人」 → 「利用人数」 342行
              訂正   なし
              値　   232 人
              計算   前年度比 = 369 ÷ 232 × 100 = 159.1%（資料の記載 153.0%：一致しません）
        """)

    def test_prose_instead_of_values(self, project: Path) -> None:
        shown = block(told(project, "15", "事業1"), "今年度の実績")
        assert "値　   なし（「デジタル支援員の派遣（10回/年・各交流センター）」は数として使えない）" in shown
        assert "計算しません（実績の数値がない）（資料の記載 131.9%：隣の行のものとみられます）" in shown
        assert "ratio_misplaced" in shown

    def test_a_table_without_the_column(self, project: Path) -> None:
        shown = block(told(project, "14", "事業1"), "前年度比")
        assert "  原文   記載なし\n" in shown and "missing_column" in shown and "記載なし）\n" in shown

    def test_a_unit_that_is_not_printed(self, project: Path) -> None:
        shown = block(told(project, "08", "雇用センター多賀運営事業"), "今年度の実績")
        assert "  　　   同じ行の単位を補った: 空欄 → 「件」 570行\n" in shown
        assert "570行 3列「職業相談受付数 1,062」" in shown and "値　   1,062 件\n" in shown

    def test_its_name_is_a_block_of_its_own(self, project: Path) -> None:
        text = told(project, "07", "競争力強化支援")
        assert block(text, "事業1 中小企業国際認証等取得支援事業【中小企業競争力強化支援事業】") == drawn("""
            事業1 中小企業国際認証等取得支援事業【中小企業競争力強化支援事業】
              原文   data/raw/hitachi/R5.txt 536行 1列「中小企業国際認証等取得支援事業 【中小企業競争力強化支援事業】」
              直し   別名を分けた: 「中小企業国際認証等取得支援事業 【中小企業競争力強化支援事業】」 → 「中小企業競争力強化支援事業」 536行
        """)


class TestAnIndicator:
    def test_two_baselines(self, project: Path) -> None:
        text = told(project, "13", "観光入込客数")
        titles = [each.split("\n")[0] for each in text.split("\n\n")[2:]]
        assert titles == [
            "基準値（R元）",
            "基準値（R2）",
            "目標値（R8）",
            "実績値（R5）",
            "達成状況",
            "前年度の達成状況",
            "進捗率",
            "達成率",
            "目標まで毎年必要な量",
            "直線で進んだ場合の値",
            "これまでの1年あたりの変化",
            "見込み",
        ]
        for year, value, used in (
            ("R元", "3,009 千人", "達成状況、直線で進んだ場合の値に使います（下にあります）"),
            ("R2", "925 千人", "これまでの1年あたりの変化に使います（下にあります）"),
        ):
            shown = block(text, f"基準値（{year}）")
            assert "baseline_choice" in shown
            assert shown.split("  指摘")[0] == drawn(f"""
                基準値（{year}）
                  原文   data/raw/hitachi/R5.txt 922行 2列「3,009千人以上 (R元) 925千人以上 (R2)」
                  直し   なし
                  訂正   なし
                  値　   {value}
                  計算   {used}
            """)
        assert block(text, "達成状況") == drawn("""
            達成状況
              原文   data/raw/hitachi/R5.txt 922行 5列「△基準値未滿」
              直し   字の形をそろえた: 「△基準値未滿」 → 「△基準値未満」 922行
              訂正   なし
              値　   △ 基準値未満
              計算   規則「目標値・基準値による4区分」: △ 基準値未満（実績値 2,521、基準値 3,009、目標値 3,009 は、ほかの区分のどれにも当てはまらない）（資料の記載 △：一致します）
              　　   前年度からの動き = △ → △：同じです
              報告   まだ作っていません
        """)

    def test_all_its_computed_numbers(self, project: Path) -> None:
        text = told(project, "06", "DXを推進する企業数")
        lines = [line.removeprefix("  計算   ") for line in text.split("\n") if "  計算" in line]
        assert lines[3:] == [
            "規則「目標値・基準値による4区分」: ○ 基準値以上（実績値 12 は基準値 8 に達した）（資料の記載 ○：一致します）",
            "前年度からの動き = ○ → ○：同じです",
            "進捗率 = (12 − 8) ÷ (40 − 8) × 100 = 12.5%",
            "達成率 = 12 ÷ 40 × 100 = 30.0%",
            "目標まで毎年必要な量 = (40 − 12) ÷ 3 = +9.3 社（R5からR8まで3年）",
            "直線で進んだ場合の値 = 8 + (40 − 8) × 2 ÷ 5 = 20.8 社（R3からR8への直線のR5の所）",
            "これまでの1年あたりの変化 = (12 − 8) ÷ 2 = +2.0 社（R3からR5まで2年）",
            "見込み = 計算しません（実績が基準値を含めて2年度分しかない（5年度分から））",
        ]

    def test_no_progress_with_its_reason(self, project: Path) -> None:
        text = told(project, "11", "路線バス")
        assert block(text, "進捗率") == drawn("""
            進捗率
              計算   進捗率 = 計算しません（目標値が基準値より手前にある）
              報告   まだ作っていません
        """)
        assert "11-52bfe505 target_behind_baseline（疑い）" in block(text, "目標値（R8）")

    def test_one_that_should_fall(self, project: Path) -> None:
        text = told(project, "01", "年間転出超過数")
        assert "達成率 = 50 ÷ 85 × 100 = 58.8%（小さいほどよい指標）" in text
        assert "○ 基準値以上（実績値 85 は基準値 86 に達した。小さいほどよい指標）" in text
        assert "(50 − 85) ÷ 3 = −11.7 人/年（R5からR8まで3年）" in text
        assert "前年度からの動き = △ → ○：上がりました" in text

    def test_a_step_back(self, project: Path) -> None:
        text = told(project, "01", "指標2")
        assert "(10 − 20) ÷ (30 − 20) × 100 = −100.0%（基準値から後退）" in text

    def test_unpublished(self, project: Path) -> None:
        text = told(project, "12", "地域活動")
        assert block(text, "実績値（R5）") == drawn("""
            実績値（R5）
              原文   data/raw/hitachi/R5.txt 888行 4列「—」
              直し   なし
              訂正   なし
              値　   なし（「—」は値がないという記載）
              計算   達成状況に使います（下にあります）
              報告   まだ作っていません
        """)
        assert "— 指標未公表（実績値が公表されていない）（資料の記載 —：一致します）" in text
        assert "(35.0 − 28.9) ÷ 5 = +1.22 ポイント（R3からR8まで5年。実績値がないため基準値から）" in text

    def test_several_in_one_row(self, project: Path) -> None:
        text = told(project, "05", "授業の内容がよく分かる割合　小６国")
        shown = block(text, "目標値（R8）")
        assert "383行 7列「92.0%以上」" in shown and "1行に並ぶ区分を分けた: 「小6 国語" in shown
        assert "384行 1列「授業の内容がよく分かる割合」" in text and "ambiguous_cell" in text
        assert "○ → △：下がりました（読み方か印に疑いがあります）" in text

    def test_a_plan_without_actuals_and_without_a_rule(self, project: Path) -> None:
        text = told(project, "7", "転入世帯", city="高萩市")
        assert block(text, "基準値（R6）") == drawn("""
            基準値（R6）
              原文   data/raw/takahagi/R6.txt 50行 2列「4 世帯」
              直し   なし
              訂正   なし
              値　   4 世帯
              計算   使っていません（理由は下にあります）
              報告   まだ作っていません
        """)
        assert block(text, "実績値").startswith("実績値\n  原文   記載なし\n")
        for reason in (
            "判定しません（判定規則を読み取っていません）",
            "進捗率 = 計算しません（値がそろわない）",
            "毎年必要な量 = 計算しません（期間の平均の目標は、毎年の変化では比べない）",
        ):
            assert reason in text

    def test_units_and_years_with_columns_of_their_own(self, project: Path) -> None:
        text = told(project, "1", "来所", city="mihon-table")
        assert block(text, "R4の実績") == drawn("""
            R4の実績
              原文   data/raw/mihon-table/R5.csv 7行 9列「1,100」
              　　   data/raw/mihon-table/R5.csv 7行 5列「件」（単位）
              直し   なし
              訂正   なし
              値　   1,100 件
              報告   まだ作っていません
        """)


class TestACorrection:
    @pytest.fixture
    def decided(self, project: Path, tmp_path: Path) -> Path:
        for name in ("R5.txt", "source.toml"):
            (tmp_path / "data/raw/hitachi").mkdir(parents=True, exist_ok=True)
            shutil.copy(project / "data/raw/hitachi" / name, tmp_path / "data/raw/hitachi")
        heading = "year,table,plan_id,row,column,printed,use,reason,date\n"
        (tmp_path / "data/raw/hitachi/corrections.csv").write_text(heading + CORRECTIONS, "utf-8")
        build(tmp_path, "hitachi", "R5")
        return tmp_path

    def test_it_stands_between_print_and_value(self, decided: Path) -> None:
        text = told(decided, "06", "まちなか")
        assert block(text, "前年度比") == drawn("""
            前年度比
              原文   data/raw/hitachi/R5.txt 498行 5列「144.4%」
              直し   なし
              訂正   「144.4%」 → 「125.0%」 担当課に確認、2024-06-03、data/raw/hitachi/corrections.csv 2行
              値　   125.0%（訂正）
              計算   前年度比 = 40 ÷ 32 × 100 = 125.0%（訂正した記載 125.0%：一致します）
              報告   まだ作っていません
        """)
        assert "  訂正   なし\n" in block(text, "今年度の実績")

    def test_a_value_that_is_unknown_now(self, decided: Path) -> None:
        text = told(decided, "06", "指標2")
        shown = block(text, "実績値（R5）")
        assert "  訂正   「(延べ) 12社」 → 「不明」 担当課で再集計中、2024-06-04、" in shown
        assert "  値　   なし（訂正）\n" in shown
        assert "進捗率 = 計算しません（値がそろわない）" in text


@pytest.fixture(scope="module")
def texts(project: Path) -> list[str]:
    found = []
    for city, year in EDITIONS:
        data = table_files.read(project / "data/processed" / city / year, "activities", "indicators")
        for name in TABLE_SUBJECTS:
            for row in printed_entries(data, name):
                found.append(told(project, row.plan_id, numbered(name, row.no), city))
    return found


class TestEveryRow:
    """Of all four documents."""

    def test_each_formula_gives_the_result_beside_it(self, texts: list[str]) -> None:
        checked = [formula for text in texts for formula in formulas(text)]
        assert len(checked) > 150
        for formula, result in checked:
            exact = evaluate(formula)
            shown = Decimal(result.replace(",", "").replace("−", "-").lstrip("+"))
            digits = max(0, -int(shown.as_tuple().exponent))
            assert rounded(Decimal(exact.numerator) / exact.denominator, digits) == shown, formula

    def test_no_code_word_is_left(self, texts: list[str]) -> None:
        for text in texts:
            own = [line for line in text.split("\n") if not re.match(r"  (指摘|　　)   \S+-[0-9a-f]{8}(-\d+)? ", line)]
            assert not re.search(r"None|<NA>|nan|\b[a-z]+_[a-z]+\b|\{|\}", "\n".join(own)), text


def formulas(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        if found := re.search(r" = ([-−(),.\d +÷×]+) = ([+−]?[\d,.]+)", line):
            yield found[1], found[2]


def evaluate(formula: str) -> Fraction:
    python = formula.replace(",", "").replace("−", "-").replace("÷", "/").replace("×", "*")
    exact = re.sub(r"[\d.]+", lambda number: f"Fraction('{number[0]}')", python)
    value = eval(exact, {"Fraction": Fraction})
    assert isinstance(value, Fraction)
    return value


class TestTheWords:
    def test_for_every_condition_of_the_rules(self) -> None:
        assert {*trace_formulas.CONDITION_WORDS, "not_from_values"} == set(rules.CONDITIONS)

    def test_for_every_kind_of_repair(self) -> None:
        assert repairs_in_code() <= set(trace_blocks.REPAIRS)


def repairs_in_code() -> set[str]:
    """The rules that the code gives repairs, where they stand as words."""
    place = {"Repair": 4, "repair": 1, "_repair": 2, "Piece": 5}
    found = set()
    for path in (ROOT / "cityplan").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                rule = node.args[place[name]] if len(node.args) > place.get(name, 99) else None
                found |= {rule.value} if isinstance(rule, ast.Constant) else set()
    assert "split_pair" in found and "tags_removed" in found and "filled_down" in found
    # A correction is told as 訂正; what source.toml declares, or a merged heading gives, needs no repair.
    return {str(each) for each in found} - {"correction", "fixed", "cell_above"}


class TestTheBrief:
    def test_its_places_are_there(self, copy: Path) -> None:
        shutil.copytree(ROOT / "notebooks", copy / "notebooks")
        parameters = {"city": "hitachi", "year": "R5", "plan": "06"}
        page = copy / "reports/R5/hitachi/plan-06.html"
        page.parent.mkdir(parents=True)
        page.write_bytes(export_html(run_notebook(copy / "notebooks/40_brief.ipynb", parameters)))
        html = page.read_text("utf-8")
        for row in ("事業1", "事業2", "指標1", "指標2"):
            text = told(copy, "06", row)
            places = re.findall(r"  報告   reports/R5/hitachi/plan-06\.html#(\S+)", text)
            assert len(places) == text.count("  報告") > 3
            assert [place for place in places if f'id="{place}"' not in html] == []
        assert "#L499\n" in block(told(copy, "06", "事業1"), "今年度の実績")
        assert "#C-indicators-2\n" in block(told(copy, "06", "指標2"), "進捗率")


class TestTheRow:
    @pytest.mark.parametrize(
        ("plan", "row", "found"),
        [
            ("06", "まちなか空き店舗活用事業", "事業1"),
            ("06", "事業１", "事業1"),
            ("06", "まちなか", "事業1"),
            ("６", "ＤＸを推進", "指標2"),
            ("6", "dxを推進する企業数", "指標2"),
            ("07", "【中小企業競争力強化支援事業】", "事業1"),
            ("07", "街なかマイクロクリエイション オフィス運営事業", "事業2"),
            ("05", "学校生活に満足している割合（中学生）", "指標2"),
            ("05", "授業の内容がよく分かる割合 中3 算数", "指標6"),
            ("05", "中3 算数", "指標6"),
        ],
    )
    def test_by_number_name_part_alias_or_subgroup(self, project: Path, plan: str, row: str, found: str) -> None:
        assert told(project, plan, row).split("\n\n")[1].startswith(f"{found} ")

    @pytest.mark.parametrize(
        ("plan", "row", "nearest"),
        [
            ("06", "まちなかの空き店舗事業", ["事業1 まちなか空き店舗活用事業"]),
            ("06", "事業9", []),
            ("06", "", []),
            ("05", "授業の内容がよく分かる割合 国語",
             ["指標3 授業の内容がよく分かる割合（小6 国語）", "指標5 授業の内容がよく分かる割合（中3 国語）"]),
            ("05", "学校生活に満足している割合",
             ["指標1 学校生活に満足している割合（小学生）", "指標2 学校生活に満足している割合（中学生）"]),
        ],
    )  # fmt: skip
    def test_none_or_several_lists_the_rows_nearest_first(
        self, project: Path, plan: str, row: str, nearest: list[str]
    ) -> None:
        with pytest.raises(UsageError) as raised:
            told(project, plan, row)
        listed = [line.strip() for line in str(raised.value).split("\n")[1:]]
        assert len(listed) == {"06": 4, "05": 8}[plan] and listed[: len(nearest)] == nearest

    def test_of_a_plan_without_a_sheet(self, project: Path) -> None:
        with pytest.raises(UsageError, match="幸齢社会の形成"):
            told(project, "03", "事業1")


class TestTheEdition:
    @pytest.mark.parametrize(
        ("city", "year", "plan", "known"),
        [
            ("mito", "R5", "06", "hitachi"),
            ("hitachi", "R9", "06", "R5"),
            ("takahagi", "R5", "06", "R6"),
            ("", "R5", "06", "mihon-table"),
            ("", "", "06", "takahagi"),
            ("hitachi", "R5", "16", "06 新しい産業の創出"),
            ("hitachi", "R5", "", "06 新しい産業の創出"),
        ],
    )
    def test_a_wrong_one_lists_those_that_exist(
        self, project: Path, city: str, year: str, plan: str, known: str
    ) -> None:
        with pytest.raises(UsageError, match=known):
            told(project, plan, "事業1", city, year)

    def test_what_is_the_only_one_need_not_be_named(self, project: Path) -> None:
        assert told(project, "7", "指標1", city="", year="令和6年度").startswith("高萩市 R6　")
        assert told(project, "6", "指標1", city="日立市").startswith("日立市 R5　PLAN 06 ")

    def test_tables_not_made(self, copy: Path) -> None:
        (copy / "data/processed/hitachi/R5/indicator_results.csv").unlink()
        with pytest.raises(SourceError) as raised:
            told(copy, "06", "事業1")
        assert raised.value.file == "data/processed/hitachi/R5/"
        assert "python pipeline.py --city hitachi --year R5" in raised.value.next_step

    def test_results_of_other_values(self, copy: Path) -> None:
        """Only the first notebook was run again, after a correction."""
        path = copy / "data/processed/hitachi/R5/activities.csv"
        text = path.read_text("utf-8")
        assert text.count(",40件,40,32件,") == 1
        path.write_text(text.replace(",40件,40,32件,", ",40件,41,32件,"), encoding="utf-8")
        with pytest.raises(SourceError) as raised:
            told(copy, "06", "事業1")
        assert raised.value.file.endswith("activity_results.csv") and raised.value.next_step


class TestTheCommand:
    ARGUMENTS = ("trace", "--city", "hitachi", "--year", "R5", "--plan", "06", "--row", "まちなか")

    def test_it_prints(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_act(self.ARGUMENTS, project) == 0
        assert capsys.readouterr().out == told(project, "06", "まちなか") + "\n"

    @pytest.mark.parametrize(("more", "code"), [(["--row", "無い"], 2), (["--plan", "99"], 2)])
    def test_exit_codes(self, project: Path, more: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_act([*self.ARGUMENTS, *more], project) == code
        shown = capsys.readouterr()
        assert shown.err.startswith("エラー: ") and not shown.out

    def test_a_document_without_tables(self, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        shutil.rmtree(copy / "data/processed")
        assert run_act(self.ARGUMENTS, copy) == 1
        assert "→ python pipeline.py" in capsys.readouterr().err

    def test_help_in_japanese_and_light(self) -> None:
        code = (
            "import sys\nfrom cityplan.command.subcommands import run_act\ntry:\n  run_act(['trace', '--help'])\n"
            "finally:\n  assert not {'pandas', 'cityplan.command.trace'} & set(sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr
        assert "使い方: python -m cityplan trace" in done.stdout and "usage" not in done.stdout
        for option in ("--city", "--year", "--plan", "--row", "例:"):
            assert option in done.stdout

    def test_a_console_that_lacks_a_sign(self, project: Path) -> None:
        """Windows writes cp932 into a file: it has no − (U+2212)."""
        (project / "pipeline.py").touch()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp932"}
        command = [sys.executable, "-m", "cityplan", *self.ARGUMENTS[:-1], "指標2"]
        done = subprocess.run(command, capture_output=True, cwd=project, env=environment)
        assert done.returncode == 0, done.stderr.decode("cp932")
        assert "進捗率" in done.stdout.decode("cp932")
