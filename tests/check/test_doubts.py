"""Values that are not plausible 疑わしい値: rows of a table in, findings out; and nothing of what is right."""

import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aligned import body
from golden_tables import as_text
from hypothesis import given, settings
from hypothesis import strategies as st
from small_form import FormCity
from small_sheets import findings, indicators, kinds, several, sheet, small, tables_of
from small_tables import HEAD, City

from cityplan import steps
from cityplan.check.audit import audit
from cityplan.city.rules import rules
from cityplan.compute.document import compute
from cityplan.compute.doubts import doubtful_rows
from cityplan.compute.used import as_used
from cityplan.japanese.quantities import quantity
from cityplan.tables.definitions import TABLES, ActivityResult, FindingRow, IndicatorResult
from cityplan.tables.schema import NUMBERS, Tables, frame, records

RULE = rules()["target-baseline"]
ROLES = ("baseline", "target", "actual")


def indicator(name: str, baseline: str, target: str, actual: str, **more: Any) -> dict[str, Any]:
    """A row of indicators as it is cleaned; a cell `—` has no value."""
    texts = dict(zip(ROLES, (baseline, target, actual), strict=True))
    found = {role: quantity(text) for role, text in texts.items()}
    units = [each.unit for each in found.values() if each and each.unit]
    row: dict[str, Any] = {
        "plan_id": "01",
        "indicator_no": 1,
        "name": name,
        "polarity": "higher",
        "polarity_source": "printed",
        "unit": units[0] if units else "",
        "target_kind": "level",
        "baseline_fy": 2021,
        "target_fy": 2026,
        "actual_fy": 2023,
        "source_line": 1,
    }
    for role, text in texts.items():
        row |= {f"{role}_text": text, role: found[role].value if found[role] else None}
    return {**row, **more}


def activity(name: str, previous: str, actual: str, printed: str = "") -> dict[str, Any]:
    values = [quantity(text) for text in (previous, actual, printed)]
    numbers = [each.value if each else None for each in values]
    return {
        "plan_id": "01",
        "activity_no": 1,
        "name": name,
        "measure": "",
        "source_line": 1,
        "unit": values[1].unit if values[1] else "",
        "previous_text": previous,
        "actual_text": actual,
        "previous": numbers[0],
        "actual": numbers[1],
        "ratio_printed_text": printed,
        "ratio_printed": numbers[2],
    }


def made(indicators: list[dict[str, Any]], activities: list[dict[str, Any]] | None = None) -> Tables:
    """All source tables of a document of one plan with these rows."""
    tables = {name: frame(name, []) for name in TABLES if name not in ("findings", "prose_figures")}
    plan = {"plan_id": "01", "name": "移住", "has_sheet": True, "source_line": 1}
    return tables | {
        "plans": frame("plans", [plan]),
        "indicators": frame("indicators", indicators),
        "activities": frame("activities", activities or []),
    }


def doubted(tables: Tables) -> list[tuple[str, str]]:
    """Column and printed text of each doubtful value."""
    found = audit({**tables, **compute(tables, None)}, None)
    own = found[found["kind"] == "doubtful_value"]
    return list(zip(own["column"], own["printed"], strict=True))


# What a slip of one cell makes, and which cell it is.
SLIPS = body("""
    name                     | baseline    | target      | actual      | column        | likely
    20代の女性の出生率       | 63.00%以上  | 7745%以上   | 58.60%      | target_text   | 77.45%
    20代の女性の出生率       | 63.00%以上  | 77.45%以上  | △58.60%     | actual_text   | 58.60%
    学校に満足している割合   | 62.0%以上   | 70.0%以上   | - 61.5%     | actual_text   | 61.5%
    住み替え世帯数           | 20世帯/年   | 30世帯/年   | −10世帯/年  | actual_text   | 10世帯/年
    役割分担した市民の割合   | 284%        | 50.0%       | —           | baseline_text | 28.4%
    役割分担した市民の割合   | 28.4%       | 500%        | —           | target_text   | 50%
    役割分担した市民の割合   | 28.4%       | 284.0%      | —           | target_text   |
    役割分担した市民の割合   | - 28.4%     | 50.0%       | —           | baseline_text | 28.4%
    水洗化率                 | 88.2%       | 94.0%       | 901%        | actual_text   | 90.1%
    満足度                   | 58%         | 65%         | 0.65%       | actual_text   | 65%
    生き物調査の満足度       | 58%         | 65%         | 642%        | actual_text   | 64.2%
    相談件数                 | 210件       | 240件       | 22000件     | actual_text   | 220件
    相談件数                 | 210件       | 24000件     | 220件       | target_text   | 240件
    協定の数                 | 100件       | 1,100件     | —           | target_text   | 110件
    観光入込客数             | 1,104千人   | 1,200千人   | 98千人      | actual_text   | 980千人
    観光入込客数             | 1,104千人   | 1,200千人   | 0.65千人    | actual_text   |
    合計特殊出生率           | 1.38        | 145         | 1.31        | target_text   | 1.45
    協定等締結数             | 23.1%       | 50.0%       | —           | unit          |
""")

# What is right, or what no one can tell to be wrong.
RIGHT = body("""
    name                     | baseline    | target      | actual
    社会増減数               | ▲86人       | 0人以上     | ▲52人
    転入者と転出者の人数     | ▲86人       | 0人以上     | 12人
    二酸化炭素の削減率       | 12%         | 46%         | ▲3%
    経常収支比率             | 89.1%       | 90.0%       | 101.2%
    病床利用率               | 96.0%       | 98.0%       | 103.5%
    計画の達成率             | 98%         | 100%        | 120%
    定員に対する割合         | 95%         | 98%         | 104%
    行財政健全化の達成状況   | 94.1%       | 100%        | —
    売上                     | 0.3百万円   | 20百万円    | 12百万円
    創業件数                 | 8件         | 100件       | 70件
    登録者数                 | 12人        | 120人       | 30人
    導入率                   | 1.0%        | 100%        | 48.2%
    整備率                   | 19.3%       | 100%        | 85.0%
    待機児童数               | 12人        | 0人         | 0人
    保健指数                 | 101%        | 105%        | 99%
    就業者数                 | 30人        | 35人        | 3人
    観光入込客数             | 1,104千人   | 1,200千人   | 400千人
    人口の割合の変化         | 3.1%        | 2.0%        | -0.4%
    利用件数（前年度比）     | 98%         | 110%        | 103%
""")


class TestOneRow:
    @pytest.mark.parametrize(("name", "baseline", "target", "actual", "column", "likely"), SLIPS)
    def test_a_slip_is_told_where_it_is(
        self, name: str, baseline: str, target: str, actual: str, column: str, likely: str
    ) -> None:
        tables = made([indicator(name, baseline, target, actual)])
        found = audit({**tables, **compute(tables, RULE)}, RULE)
        (told,) = (each for each in records(found, FindingRow) if each.kind == "doubtful_value")
        assert (told.column, told.computed, told.severity) == (column, likely, "warning")
        assert name in told.message and told.suggestion

    @pytest.mark.parametrize(("name", "baseline", "target", "actual", "column", "likely"), SLIPS)
    def test_nothing_is_computed_of_it(
        self, name: str, baseline: str, target: str, actual: str, column: str, likely: str
    ) -> None:
        tables = made([indicator(name, baseline, target, actual)])
        (row,) = records(compute(tables, RULE)["indicator_results"], IndicatorResult)
        assert row.progress_reason == row.forecast_reason == "値に疑いがある"
        for column in (
            "progress_ratio",
            "achievement_ratio",
            "required_per_year",
            "mean_per_year",
            "expected_value",
            "forecast_low",
        ):
            assert getattr(row, column) is None, column
        assert row.status == ""

    @pytest.mark.parametrize(("name", "baseline", "target", "actual"), RIGHT)
    def test_what_is_right_is_not_told(self, name: str, baseline: str, target: str, actual: str) -> None:
        assert doubted(made([indicator(name, baseline, target, actual)])) == []

    @pytest.mark.parametrize(
        ("previous", "actual", "printed", "wanted"),
        [
            ("220件", "22000件", "", ["actual_text"]), ("22000件", "220件", "", ["actual_text"]),
            ("9.8万人", "124万人", "", ["actual_text"]), ("3件", "-5件", "", ["actual_text"]),
            ("3,101件", "32,487件", "1047.6%", []), ("3,101件", "32,487件", "", ["actual_text"]),
            ("220件", "22000件", "100.0%", []),  # the ratio is told not to follow
            ("0.3%", "12%", "", []), ("1件", "10件", "", []), ("19.3%", "100%", "", []),
            ("0件", "22000件", "", []), ("▲3,703千円", "▲54,317千円", "", []),
        ],
    )  # fmt: skip
    def test_of_an_activity(self, previous: str, actual: str, printed: str, wanted: list[str]) -> None:
        tables = made([], [activity("あ事業", previous, actual, printed)])
        assert [column for column, _ in doubted(tables)] == wanted
        (row,) = records(compute(tables, None)["activity_results"], ActivityResult)
        assert (row.ratio_reason == "値に疑いがある") == bool(wanted)
        assert (row.ratio is None) or not wanted

    def test_a_printed_ratio_names_the_digits(self) -> None:
        tables = made([], [activity("あ事業", "220件", "22000件", "100.0%")])
        found = records(audit({**tables, **compute(tables, None)}, None), FindingRow)
        (told,) = (each for each in found if each.kind == "ratio_mismatch")
        assert "doubtful_value" not in {each.kind for each in found}
        assert "今年度の実績 22000件の100分の1" in told.explanation

    def test_a_value_between_those_of_other_years(self) -> None:
        tables = made([indicator("相談件数", "210件", "300件", "260件")])
        own = {"plan_id": "01", "subject": "indicator", "no": 1, "role": "actual", "unit": "件"}
        tables["observations"] = frame(
            "observations",
            [
                {**own, "fiscal_year": 2022, "value": Decimal(22000), "text": "22000件"},
                {**own, "fiscal_year": 2023, "value": Decimal(260), "text": "260件"},
            ],
        )
        assert doubted(tables) == [("actual_2022_text", "22000件")]

    def test_what_the_analyst_decided_is_in_no_doubt(self) -> None:
        tables = made([indicator("相談件数", "210件", "240件", "22000件")])
        decided = {"plan_id": "01", "table": "indicators", "row": 1, "column": "actual"}
        tables["corrections"] = frame("corrections", [decided])
        assert doubted(tables) == [] and not doubtful_rows(tables)

    def test_what_a_form_tells_already_is_told_once(self) -> None:
        tables = made([indicator("相談件数", "210件", "240件", "-220件")])
        told = {
            "plan_id": "01",
            "table": "indicators",
            "row": 1,
            "column": "actual_text",
            "rule": "negative",
            "before": "-220",
            "source_line": 1,
        }
        tables["repairs"] = frame("repairs", [told])
        found = audit({**tables, **compute(tables, None)}, None)
        assert list(found["kind"]) == ["doubtful_value"]


class TestSeveralRows:
    TAKAHAGI = (("あらゆる場面で平等だと思う市民割合", "23.1%", "50.0%"), ("協定等締結数", "23.1%", "50.0%"))

    def test_a_line_that_was_copied(self) -> None:
        rows = [indicator(*cells, "—", plan_id=f"{number:02d}") for number, cells in enumerate(self.TAKAHAGI, start=4)]
        tables = made(rows)
        found = audit({**tables, **compute(tables, None)}, None)
        (told,) = (each for each in records(found, FindingRow) if each.kind == "doubtful_value")
        assert (told.plan_id, told.column) == ("05", "unit")
        assert self.TAKAHAGI[0][0] in told.message

    @pytest.mark.parametrize(
        ("first", "second", "wanted"),
        [
            ("参加者数|1,234人|1,500人|1,301人", "相談者数|1,234人|1,500人|1,301人", ["unit"]),
            ("参加者数|1,234人|1,500人|1,301人", "参加者数|1,234人|1,500人|1,301人", []),  # parts of one
            ("参加者数|1,234人|1,500人|1,301人", "相談者数|1,234人|1,500人|1,302人", []),
            ("参加者数|100人|200人|100人", "相談者数|100人|200人|100人", []),
        ],
    )
    def test_a_neighbour_with_the_same_values(self, first: str, second: str, wanted: list[str]) -> None:
        rows = [
            indicator(*cells.split("|"), indicator_no=number) for number, cells in enumerate((first, second), start=1)
        ]
        assert [column for column, _ in doubted(made(rows))] == wanted

    def test_the_one_plan_without_indicators(self) -> None:
        one = "転入者数|10人以上|20人以上|12人|○|△"
        parts = (
            {"indicators": f"{one}\n転出者数|9人以下|8人以下|9人|○|○"},
            {"indicators": ""},
            {"indicators": one.replace("転入", "移住")},
        )
        sheets = [sheet(purpose=f"{at:02d}。", **part) for at, part in enumerate(parts, start=1)]
        sheets[1] = sheets[1].replace("\n\n", "\n")
        text, edition = several(*sheets)
        tables = tables_of(text, edition)
        found = audit({**tables, **compute(tables, RULE)}, RULE)
        (told,) = (each for each in records(found, FindingRow) if each.kind == "doubtful_value")
        assert (told.plan_id, told.table, told.row) == ("02", "indicators", None)
        assert "プラン01に2件" in told.message


class TestYears:
    """The heading of each column has its year: 基準値(R3), 目標値(R8), 実績値(R5)."""

    @pytest.mark.parametrize(
        ("cells", "column", "severity", "computes"),
        [
            ("12人以上|15人以上(R2)|14人", "target_text", "error", False),
            ("12人以上|15人以上(R4)|14人", "target_text", "error", False),
            ("12人以上|15人以上(R9)|14人", "target_text", "warning", True),
            ("12人以上(R9)|15人以上|14人", "baseline_text", "error", False),
            ("12人以上(R元)|15人以上|14人", "baseline_text", "warning", True),
            ("12人以上|15人以上|14人(R3)", "actual_text", "warning", False),
        ],
    )
    def test_one_that_is_not_the_headings(self, cells: str, column: str, severity: str, computes: bool) -> None:
        text = small(indicators=f"転入|{cells}|○|○")
        (told,) = (e for e in records(findings(text), FindingRow) if e.kind == "doubtful_value")
        assert (told.column, told.severity) == (column, severity)
        assert (not doubtful_rows(tables_of(text))) is computes

    @pytest.mark.parametrize(
        ("cells", "column"), [("R4 100件|103件", "actual_text"), ("100件|R5 103件", "previous_text")]
    )
    def test_one_that_is_not_the_headings_of_activities(self, cells: str, column: str) -> None:
        """Their columns are 実績 R5 and R4."""
        text = small(f"あ事業|支援する|{cells}||周知した。")
        (told,) = (e for e in records(findings(text), FindingRow) if e.kind == "doubtful_value")
        assert (told.table, told.column) == ("activities", column)
        assert doubtful_rows(tables_of(text)) == {("activities", "01", 1)}

    @pytest.mark.parametrize(
        ("cells", "wanted"),
        [("210（R9）|220|240", ["baseline_text"]), ("100|110|120（H30）", ["target_text"]), ("100（R元）|110|120", [])],
    )
    def test_a_target_before_its_baseline_under_any_heading(
        self, tmp_path: Path, cells: str, wanted: list[str]
    ) -> None:
        city = City(tmp_path).describe().csv(f"{HEAD}\n相談件数|件|{cells}")
        told = [column for kind, column, _ in city.kinds() if kind == "doubtful_value"]
        assert told == wanted

    @pytest.mark.parametrize("cells", ["12人以上(R3)|15人以上(R8)|14人(R5)", "12人以上|15人以上|14人",
                                       "9人以上 (R元) 8人以上 (R2)|15人以上|14人"])  # fmt: skip
    def test_one_that_is_and_two_baselines(self, cells: str) -> None:
        found = kinds(small(indicators=f"転入|{cells}|○|○"))
        assert "doubtful_value" not in {kind for kind, _ in found}

    def test_where_each_value_has_its_own(self) -> None:
        rows = "\n".join(f"転入{at}|12人以上(R{at})|15人以上|14人|○|○" for at in "124")
        assert not [kind for kind, _ in kinds(small(indicators=rows)) if kind == "doubtful_value"]


class TestDirections:
    def test_a_target_below_the_baseline_says_nothing(self) -> None:
        """宮城県: 外国人延べ宿泊者数 53.4 to 74.3 with a target of 50.0 is reached; リサイクル率 likewise."""
        text = small(indicators="宿泊者数|53.4万人|50.0万人|74.3万人||")
        (row,) = indicators(text)
        assert (row["polarity"], row["polarity_source"]) == ("", "")
        (told,) = (e for e in records(findings(text), FindingRow) if e.kind == "polarity_unknown")
        assert told.severity == "info" and told.column == "target_text"
        tables = tables_of(text)
        (result,) = records(compute(tables, RULE)["indicator_results"], IndicatorResult)
        assert result.progress_reason == "良し悪しの向きが分からない" and result.status == ""
        for column in ("progress_ratio", "achievement_ratio", "required_per_year", "expected_value"):
            assert getattr(result, column) is None, column

    @pytest.mark.parametrize("cells", ["86人以下|50人以下|85人", "20人以上|30人以上|10人"])
    def test_a_printed_one_is_told_nowhere(self, cells: str) -> None:
        assert "polarity_unknown" not in {kind for kind, _ in kinds(small(indicators=f"転入|{cells}|○|△"))}

    @pytest.mark.parametrize(
        ("cells", "told"),
        [("60人|50人|45人", False), ("50人|50人|45人", False), ("60人以下|50人以下|45人", False),
         ("40人以上|50人以上|45人", True)],
    )  # fmt: skip
    def test_a_text_that_says_reached_is_held_against_a_known_one(self, cells: str, told: bool) -> None:
        activities = "あ事業|い|10件|8件|125.0%|転入者数は目標値を達成した。"
        found = kinds(small(activities, indicators=f"転入者数|{cells}||"))
        assert ("prose_mismatch" in {kind for kind, _ in found}) is told


class TestTotals:
    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ("100件|110件（累計）|105件", "target_text"), ("100件（累計）|110件|105件", "baseline_text"),
            ("100件（累計）|110件（累計）|105件", "baseline_text"), ("4件|7件（6カ年平均）|5件", "target_text"),
            ("4件（3カ年平均）|7件|5件", "baseline_text"),
            (unicodedata.normalize("NFD", "100件|（延べ）110件|105件"), "target_text"), ("100件|のべ110件|105件", "target_text"),
        ],
    )  # fmt: skip
    def test_beside_values_of_one_year(self, cells: str, column: str) -> None:
        found = kinds(small(indicators=f"協定の数|{cells}|○|△"))
        assert ("not_comparable", column) in found

    @pytest.mark.parametrize(
        "row",
        ["協定の数|100件（累計）|110件（延べ）|(累計) 105件", "協定の累計数|100件|110件（累計）|105件",
         "協定の数|100件|110件|105件", "協定の数|100件（累計）|110件（累計）|—"],
    )  # fmt: skip
    def test_that_are_alike(self, row: str) -> None:
        assert "not_comparable" not in {kind for kind, _ in kinds(small(indicators=f"{row}|○|△"))}

    def test_no_progress_is_made_of_both(self) -> None:
        tables = tables_of(small(indicators="協定の数|100件以上|110件以上（累計）|105件|○|△"))
        (row,) = records(compute(tables, RULE)["indicator_results"], IndicatorResult)
        assert (row.progress_ratio, row.progress_reason) == (None, "累計の値と1年の値がまじっている")


class TestEveryKindOfDocument:
    """The check sees the tables: a form and a plain table are held to the same."""

    def test_a_form(self, tmp_path: Path) -> None:
        entries = {
            ("02", "事業1", "actual_text"): 106200,  # after 1,062件
            ("01", "指標2", "actual_text"): 6.55,  # beside 60.0%, 70.0% and 65.5%
        }
        city = FormCity(tmp_path).fill(entries)
        assert {each[:2] for each in city.told("doubtful_value")} == {("doubtful_value", "warning")}
        found = city.computed()["findings"]
        own = found[found["kind"] == "doubtful_value"]
        assert list(own["table"]) == ["indicators", "activities"]
        results = city.computed()["activity_results"]
        assert list(results[results["plan_id"] == "02"]["ratio_reason"]) == ["値に疑いがある"]

    def test_a_plain_table(self, tmp_path: Path) -> None:
        rows = "相談件数|件|210|22000|240\n満足した市民の割合|%|58|0.65|65\n登録者数|人|210|220|240"
        city = City(tmp_path).describe().csv(f"{HEAD}\n{rows}")
        told = [each for each in city.kinds() if each[0] == "doubtful_value"]
        assert told == [("doubtful_value", "actual_text", "22000"), ("doubtful_value", "actual_text", "0.65")]


class TestTheRealDocuments:
    @pytest.mark.parametrize("place", [("hitachi", "R5"), ("takahagi", "R6")])
    def test_no_value_is_doubtful(self, place: tuple[str, str], root: Path) -> None:
        tables = steps.clean_document(str(root), *place)
        assert not doubtful_rows(tables) and doubted(tables) == []


class TestMarks:
    def test_a_doubtful_value_bears_its_mark_where_it_is_read(self) -> None:
        tables = made([indicator("相談件数", "210件", "240件", "22000", unit="件")])
        found = audit({**tables, **compute(tables, None)}, None)
        shown = as_text(as_used({**tables, "findings": found})["indicators"])[0]
        assert [shown[f"{role}_text"] for role in ROLES] == ["210件", "240件", "22000※"]

    def test_all_values_of_a_row_do_where_its_unit_cannot_be(self) -> None:
        tables = made([indicator("協定等締結数", "23.1%", "50.0%", "—", actual_text="")])
        found = audit({**tables, **compute(tables, None)}, None)
        shown = as_text(as_used({**tables, "findings": found})["indicators"])[0]
        assert [shown[f"{role}_text"] for role in ROLES] == ["23.1%※", "50.0%※", ""]


# Any small table: numbers of every size, signs, decimals, units and names.
_NUMBERS = st.one_of(
    st.none(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1000, max_value=100_000),
    st.sampled_from([Decimal(0), Decimal(10**25), Decimal("1e-40"), Decimal(f"{10**26 - 1}.{'7' * 40}"),
                     Decimal("1e100"), -Decimal(10**30)]),
)  # fmt: skip
_NAMES = st.sampled_from(["参加者数", "市民の割合", "増減数", "出生率", "（累計）件数", "あ"])
_UNITS = st.sampled_from(["%", "件", "", "‰", "千人"])
_POLARITIES = st.sampled_from(["higher", "lower", ""])


@st.composite
def any_tables(draw: st.DrawFn) -> Tables:
    def text(value: Decimal | None, unit: str) -> str:
        return draw(st.sampled_from(["", "—", "未公表"])) if value is None else f"{value}{unit}"

    indicators, activities = [], []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        unit, row = draw(_UNITS), {}
        for role in ROLES:
            row[role] = draw(_NUMBERS)
            row[f"{role}_text"] = text(row[role], unit)
            row[f"{role}_fy"] = draw(st.sampled_from([None, 2018, 2021, 2026]))
        indicators.append(
            {
                "plan_id": draw(st.sampled_from(["01", "02"])),
                "indicator_no": number,
                "name": draw(_NAMES),
                "unit": unit,
                "polarity": draw(_POLARITIES),
                "target_kind": "level",
                "source_line": number,
                **row,
            }
        )
    for number in range(1, draw(st.integers(0, 3)) + 1):
        unit, values = draw(_UNITS), [draw(_NUMBERS) for _ in range(3)]
        activities.append(
            {
                "plan_id": "01",
                "activity_no": number,
                "name": draw(_NAMES),
                "unit": unit,
                "measure": draw(st.sampled_from(["", "参加者数"])),
                "source_line": 10 + number,
                "actual": values[0],
                "previous": values[1],
                "ratio_printed": values[2],
                "actual_text": text(values[0], unit),
                "previous_text": text(values[1], unit),
                "ratio_printed_text": text(values[2], "%"),
            }
        )
    return made(indicators, activities)


class TestAnyTable:
    @settings(max_examples=60)
    @given(any_tables())
    def test_every_check_ends_and_each_finding_stands_where_it_says(self, tables: Tables) -> None:
        found = audit({**tables, **compute(tables, RULE)}, RULE)
        for each in records(found, FindingRow):
            assert each.message and each.suggestion and each.severity in ("error", "warning", "info")
            if each.row is not None:
                self.check_place(each, tables)
        as_used({**tables, "findings": found})

    @staticmethod
    def check_place(each: Any, tables: Tables) -> None:
        data: pd.DataFrame = tables[each.table]
        own = (data["plan_id"] == each.plan_id) & (data[NUMBERS[each.table]] == each.row)
        assert own.sum() == 1 and each.column in data
