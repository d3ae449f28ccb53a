"""Progress sheets: read by the layout's rules, wherever a sheet stands and whatever its values are."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from golden_tables import KEYS, as_text, differences, show, typed
from hypothesis import given, settings
from hypothesis import strategies as st
from small_sheets import SMALL, activity, indicators, kinds, part, small, tables_of

from cityplan import steps
from cityplan.check.audit import audit
from cityplan.city import source
from cityplan.city.edition import Edition, PlanEntry
from cityplan.city.rules import rules
from cityplan.compute.document import compute
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.files import read_text
from cityplan.read.kinds import read
from cityplan.tables.files import to_csv
from cityplan.tables.schema import Tables

ROOT = Path(__file__).parents[2]
EDITION = source.edition(ROOT, "hitachi", "R5")
DOCUMENT = read_text(ROOT / EDITION.raw_file)
LINES = DOCUMENT.split("\n")


def whole(text: str) -> Tables:
    return tables_of(text, EDITION)


# the same document in another shape


def parts(document: str) -> tuple[list[str], list[str]]:
    """The document cut at its sheets: what stands before each (and at the end), and the sheets."""
    fronts, sheets, inside = [""], [], False
    for line in document.split("\n"):
        if line == "目的":
            sheets.append("")
            fronts.append("")
            inside = True
        elif line == EDITION.title:
            inside = False
        if inside:
            sheets[-1] += line + "\n"
        else:
            fronts[-1] += line + "\n"
    return fronts, sheets


def woven(fronts: list[str], sheets: list[str]) -> str:
    padded = [*sheets, *[""] * (len(fronts) - len(sheets))]
    return "".join(front + sheet for front, sheet in zip(fronts, padded, strict=True))


def without_places(tables: Tables) -> dict[str, list[dict[str, str]]]:
    """Tables as sorted text, without the columns that tell where in the source a thing stands."""
    places = {"source_line", "source_line_end", "place"}
    plain = {}
    for name, data in tables.items():
        rows = [{k: v for k, v in row.items() if k not in places} for row in as_text(data)]
        for row in rows:
            if name == "cells" and row["table"] == "texts":
                row["row"] = ""  # the number of the paragraph in the document
        plain[name] = sorted(rows, key=str)
    return plain


class TestOrder:
    def test_the_parts_make_the_document(self) -> None:
        fronts, sheets = parts(DOCUMENT)
        assert len(sheets) == 14 and woven(fronts, [*sheets, ""]).rstrip() == DOCUMENT.rstrip()

    @settings(max_examples=6)
    @given(st.permutations(range(14)))
    def test_sheets_in_any_order_and_in_any_project(self, order: list[int]) -> None:
        fronts, sheets = parts(DOCUMENT)
        moved = whole(woven(fronts, [sheets[i] for i in order]))
        assert without_places(moved) == without_places(whole(DOCUMENT))

    @pytest.mark.parametrize("at", [1, 5, 8, 14])
    def test_all_sheets_in_one_project(self, at: int) -> None:
        fronts, sheets = parts(DOCUMENT)
        text = "".join(fronts[:at]) + "".join(sheets) + "".join(fronts[at:])
        assert without_places(whole(text)) == without_places(whole(DOCUMENT))

    def test_values_lead_to_their_lines(self) -> None:
        fronts, sheets = parts(DOCUMENT)
        text = woven(fronts, list(reversed(sheets)))
        lines = text.split("\n")
        for row in whole(text)["observations"].itertuples():
            assert row.text in lines[row.source_line - 1]


class TestEveryDigitChanged:
    """Each number of a value becomes another one of the same length; R2 and 小6 stay."""

    NUMBER = re.compile(r"(?<![RHＲ\d.,])\d[\d,]*(?:\.\d+)?")

    def changed(self, text: str, seed: int) -> str:
        return self.NUMBER.sub(lambda match: self.another(match[0], seed), text)

    def another(self, number: str, seed: int) -> str:
        digits = random.Random(f"{seed} {number}")
        new = [
            digits.choice([d for d in ("123456789" if at == 0 else "0123456789") if d != old]) if old.isdigit() else old
            for at, old in enumerate(number)
        ]
        return "".join(new)

    def document(self, seed: int) -> str:
        return "\n".join(
            line
            if "事業名" in line or "項目" in line or "\tR5\t" in line
            else "\t".join(self.cells(line.split("\t"), seed))
            for line in LINES
        )

    def cells(self, cells: list[str], seed: int) -> Iterator[str]:
        """All but names and prose: what holds a value and, perhaps, the label before it."""
        for at, cell in enumerate(cells):
            prose = len(cell) > 40 or re.search("[・、。]|小6|中3", cell)
            yield cell if at == 0 or prose else self.changed(cell, seed)

    def golden(self, name: str, seed: int) -> list[dict[str, str]]:
        rows = []
        for row in typed(name):
            for column in ("actual", "previous", "ratio_printed", "baseline", "target"):
                text = row.get(f"{column}_text", "")
                if text and row[column]:
                    number = next(n for n in self.NUMBER.findall(text) if n.replace(",", "") == row[column])
                    row[column] = self.another(number, seed).replace(",", "")
                    row[f"{column}_text"] = self.changed(text, seed)
            rows.append(row)
        return rows

    @pytest.mark.parametrize("seed", range(6))
    @pytest.mark.parametrize("name", ["activities", "indicators"])
    def test_is_read_as_rightly(self, name: str, seed: int) -> None:
        text = self.document(seed)
        assert sum(a != b for a, b in zip(text.split("\n"), LINES, strict=True)) > 55
        found = differences(self.golden(name, seed), as_text(whole(text)[name]), KEYS[name])
        assert not found, show(found)


# forms, each in a small document


class TestActivities:
    COLUMNS = ("measure", "unit", "actual", "previous", "ratio_printed")

    @pytest.mark.parametrize(
        ("printed", "wanted"),
        [
            ("あ|い|10件|8件|125.0%|う", "· 件 10 8 125.0"),
            # the label above, the values on the next line
            ("あ|い|補助件数||131.7%|う\n||108件|82件||", "補助件数 件 108 82 131.7"),
            # label and value, or both values, in one cell
            ("あ|い|補助件数 40件|34件|117.6%|う", "補助件数 件 40 34 117.6"),
            ("あ|い|利用人数 369人 / 232人||153.0%|う", "利用人数 人 369 232 153.0"),
            ("あ|い|369 / 232||153.0%|う", "· · 369 232 153.0"),
            ("あ|い|369人 / 232人||153.0%|う", "· 人 369 232 153.0"),
            ("あ|い|利用 人数 369人 232人||153.0%|う", "利用 人数 人 369 232 153.0"),
            # a unit on one side only
            ("あ|い|職業相談受付数 1,062|804件|132.1%|う", "職業相談受付数 件 1062 804 132.1"),
            ("あ|い|1,062件/年|804/年||う", "· 件/年 1062 804 ·"),
            # prose, a label without values, nothing
            ("あ|い|・先行利用|・先進地視察||う", "· · · · ·"),
            ("あ|い|派遣（10回/年・各所）|整備（PC等）|131.9%|う", "· · · · 131.9"),
            ("あ|い|貸出回数|||う", "貸出回数 · · · ·"),
            ("あ|い|—|8件||う", "· 件 · 8 ·"),
            ("あ|い|未公表|||う", "· · · · ·"),
            ("あ|い|0件|8件|0.0%|う", "· 件 0 8 0.0"),
            ("あ|い|１０件|８件|１２５％|う", "· 件 10 8 125"),
        ],
    )
    def test_the_forms_of_a_row(self, printed: str, wanted: str) -> None:
        row = activity(small(printed, directions="【あ】\nえ。"))
        assert part(row, *self.COLUMNS) == wanted

    @pytest.mark.parametrize(
        "results",
        ["利用人数 3O9人 / 232人||", "利用人数 369人 / 2E2人||", "受付数 1,0 62|804件|", "1O8件|82件|",
         "補助件数 4O件|34件|", "######|######|", "受付数 1 062||", "1 062件||", "第1回 30人 第2回 25人||", "10人以内|8人|", "1△ 1|3件|",
         "118②|82件|", "369人 / 232人|200人|", "10件|8件|125.O%",
         "10件|8件|125件"],
    )  # fmt: skip
    def test_a_doubtful_value_is_named_and_never_a_wrong_number(self, results: str) -> None:
        text = small(f"あ|い|{results}|う", directions="【あ】\nえ。")
        row = activity(text)
        column = "ratio_printed_text" if "125" in results else "actual_text"
        assert ("unreadable", column) in kinds(text)
        assert row[column.removesuffix("_text")] == ""
        assert row[column].replace(" ", "") in results.replace(" ", "")

    def test_another_unit_is_no_value_of_this_row(self) -> None:
        text = small("あ|い|2,740千人|3,041人||う", directions="【あ】\nえ。")
        assert part(activity(text), "unit", "actual", "previous") == "千人 2740 ·"
        assert kinds(text) == [("unit_doubtful", "previous_text")]

    def test_columns_are_found_by_their_year(self) -> None:
        text = small(
            "あ|い|8件|10件|う", activity_head="事業名|事業内容|実績||要因及び効果\n||R4|R5|", directions="【あ】\nえ。"
        )
        row = activity(text)
        assert part(row, "actual", "previous", "ratio_printed") == "10 8 ·"
        assert row["factors"] == "う"

    def test_a_ratio_on_the_neighbours_row(self) -> None:
        rows = "あ|い|派遣（10回/年・各所）|整備（PC等）|131.9%|う\nか|き|貸出回数|||く"
        printed = tables_of(small(rows, directions="【あ】\nえ。\n\n【か】\nけ。"))
        results = compute(printed, None)["activity_results"]
        assert list(results["ratio_agreement"]) == ["misplaced", "not_numeric"]

    def test_a_name_with_an_alias_and_a_wrap(self) -> None:
        row = activity(small("支援 事業 【競争力強化事業】|い|1件|1件||う", directions="【支援事業】\nえ。"))
        assert part(row, "name", "alias", "direction") == "支援事業 競争力強化事業 え。"

    @pytest.mark.parametrize(
        "name", ["支援事業", "競争力強化事業", "支援事業（競争力強化事業）", "支援事業【競争力強化事業】"]
    )
    def test_a_direction_names_it_in_several_ways(self, name: str) -> None:
        text = small("支援事業【競争力強化事業】|い|1件|1件||う", directions=f"【{name}】\nえ。")
        assert activity(text)["direction"] == "え。"

    def test_a_direction_of_two_lines_and_a_caption(self) -> None:
        text = small(directions="【あ事業】\n\n続けて\nいく。\n\n図の一例")
        tables = tables_of(text)
        assert tables["activities"]["direction"][0] == "続けていく。"
        (caption,) = as_text(tables["texts"])
        assert (caption["section"], caption["text"]) == ("図の説明", "図の一例")

    def test_a_direction_of_no_activity_is_kept_and_found(self) -> None:
        text = small(directions="【あ事業】\n続ける。\n\n【別の事業】\nやめる。")
        tables = tables_of(text)
        assert list(tables["texts"]["text"]) == ["【別の事業】", "やめる。"]
        assert kinds(text) == [("name_variant", "")]

    def test_a_misspelt_heading(self) -> None:
        assert activity(small(heading="登載事業の実績"))["name"] == "あ事業"


class TestIndicators:
    COLUMNS = ("unit", "polarity", "baseline", "target", "actual", "note")

    @pytest.mark.parametrize(
        ("printed", "wanted"),
        [
            ("あ|86人/年以下|50人/年以下|85人/年|○|△", "人/年 lower 86 50 85 ·"),
            ("あ|8社以上|40社以上|12社|○|○", "社 higher 8 40 12 ·"),
            ("あ|(延べ) 8社以上|(延べ) 40社以上|(延べ) 12社|○|○", "社 higher 8 40 12 延べ"),
            ("あ|79,067件/年以上|118,500/年以上|81,556件/年|○|△",
             "件/年 higher 79067 118500 81556 ·"),
            ("あ|63.00%以上|77.45%以上|58.60%|△|△", "% higher 63.00 77.45 58.60 ·"),
            ("あ|8世帯|7世帯（6カ年平均）|5世帯|△|△", "世帯 · 8 7 5 6カ年平均"),
            ("あ|8|7以上|—|—|—", "· higher 8 7 · ·"),
        ],
    )  # fmt: skip
    def test_the_forms_of_a_row(self, printed: str, wanted: str) -> None:
        (row,) = indicators(small(indicators=printed))
        assert part(row, *self.COLUMNS) == wanted

    def test_two_baselines_the_first_governs(self) -> None:
        text = small(indicators="あ|3,009千人以上 (R元) 925千人以上（R2）|3,100千人以上|2,521千人|△|△")
        (row,) = indicators(text)
        assert part(row, "baseline", "baseline_fy", "note") == "3009 2019 ·"
        observed = as_text(tables_of(text)["observations"])
        years = [part(o, "era", "value", "text") for o in observed if o["role"] == "baseline"]
        assert years == ["R元 3009 3,009千人以上 (R元)", "R2 925 925千人以上（R2）"]

    @pytest.mark.parametrize("baseline", ["3,009千人 925千人", "3,009千人 (R元) 925千人 (R元)"])
    def test_two_baselines_that_nothing_tells_apart(self, baseline: str) -> None:
        text = small(indicators=f"あ|{baseline}|3,100千人以上|2,521千人|△|△")
        (row,) = indicators(text)
        assert part(row, "baseline", "baseline_fy") == "· 2021"
        assert ("unreadable", "baseline_text") in kinds(text)

    def test_a_second_baseline_in_another_unit_is_not_observed(self) -> None:
        text = small(indicators="あ|3,009千人以上 (R元) 925人以上 (R2)|3,100千人以上|2,521千人|△|△")
        observed = as_text(tables_of(text)["observations"])
        assert [o["value"] for o in observed if o["role"] == "baseline"] == ["3009"]
        assert ("unit_doubtful", "baseline_text") in kinds(text)

    def test_a_year_beside_a_value_is_its_year(self) -> None:
        (row,) = indicators(small(indicators="あ|8社 (R2)|40社以上 (R10)|12社 (R4)|○|○"))
        assert part(row, "baseline_fy", "target_fy", "actual_fy", "note") == "2020 2028 2022 ·"

    def test_thousands_beside_ones_is_no_value(self) -> None:
        text = small(indicators="あ|3,288千人以上|3,041千人以上|2,740,000人|△|△")
        (row,) = indicators(text)
        assert part(row, "unit", "actual") == "千人 ·"
        assert ("unit_doubtful", "actual_text") in kinds(text)

    def test_old_characters_in_a_mark(self) -> None:
        (row,) = indicators(small(indicators="あ|8人以上|9人以上|7人|△基準値未滿|〇基準値以上"))
        assert part(row, "status_printed", "status_previous_printed") == "△ ○"
        assert kinds(small(indicators="あ|8人以上|9人以上|7人|△基準値未滿|△")) == [("spelling_variant", "")]

    NESTED = "項目||基準値(R3)||目標値(R8)||実績値(R5)||達成状況(R5)||達成状況(R4)|"

    def test_a_nested_pair(self) -> None:
        row = "満足度|小学生|中学生|62.0%以上|57.0%以上|70.0%以上|75.0%以上|61.5%|59.7%|△|○|○|"
        rows = indicators(small(indicators=row, indicator_head=self.NESTED))
        assert [part(r, "name", "subgroup", *self.COLUMNS[2:5]) for r in rows] == [
            "満足度 小学生 62.0 70.0 61.5",
            "満足度 中学生 57.0 75.0 59.7",
        ]
        # one mark for a pair belongs to the first of it
        marks = [part(r, "status_printed", "status_previous_printed") for r in rows]
        assert marks == ["△ ○", "○ ·"]

    def test_a_merged_name_stands_on_the_next_or_the_last_line(self) -> None:
        values = "86.1%以上|84.3%以上|92.0%以上|90.0%以上|85.8%|79.9%|△|△|○"
        other = f"満足度|小学生|中学生|{values}|"
        named, bare = f"割合|中3|国語|算数|{values}", f"|小6|国語|算数|{values}"
        for order in ([other, bare, named], [named, bare], [bare, named, other]):
            text = small(indicators="\n".join(order), indicator_head=self.NESTED)
            rows = [r for r in indicators(text) if r["subgroup"].startswith(("小6", "中3"))]
            assert {r["name"] for r in rows} == {"割合"} and len(rows) == 4
            for row in rows:  # each row is of its own line, whoever lends the name
                line = text.split("\n")[int(row["source_line"]) - 1]
                assert row["subgroup"].split()[0] in line
        with pytest.raises(SourceError) as caught:
            indicators(small(indicators=f"{other}\n{bare}", indicator_head=self.NESTED))
        assert "小6" in caught.value.text

    def test_an_empty_cell_stays_empty_and_is_found(self) -> None:
        text = small(indicators="あ|8人以上|9人以上||△|△")
        assert indicators(text)[0]["actual"] == ""
        assert ("value_missing", "actual_text") in kinds(text)


class TestDeck:
    @pytest.mark.parametrize("count", ["0", "2", "１０"])
    def test_another_count_of_projects_is_refused(self, count: str) -> None:
        with pytest.raises(SourceError, match="印字の数"):
            tables_of(small(deck=f"{count}つのプロジェクト\n育ちプロジェクトの1プラン\nPLAN 01 移住\n「定住」"))

    def test_a_plan_list_in_tags(self) -> None:
        deck = "<p>PLAN 01 移住</p>  <p>《定住・交流》</p>\n------------|-----------"
        (plan,) = as_text(tables_of(small(deck=deck))["plans"])
        assert part(plan, "name", "theme", "has_sheet") == "移住 定住・交流 true"

    def test_a_box_of_prose(self) -> None:
        deck = "PLAN 01 移住\n2050年までに減らします。\n続けます。\n「定住」"
        (one, two) = as_text(tables_of(small(deck=deck))["texts"])
        assert part(one, "plan_id", "text") == "01 2050年までに減らします。"
        assert two["text"] == "続けます。"

    def test_a_spoiled_box_is_left_out_as_a_whole(self) -> None:
        deck = "PLAN 01 移住\n\n宣言\n目標です。\n目標です。\n令和5年3月2日 X市長 名前\n「定住」"
        tables = tables_of(small(deck=deck))
        skipped = tables["skipped_lines"]
        doubtful = skipped[skipped["reason"] == "doubtful_extraction"]
        assert list(doubtful["text"]) == ["宣言", "目標です。", "目標です。", "令和5年3月2日 X市長 名前"]
        assert "X市長" not in to_csv(tables["texts"]) + to_csv(tables["cells"])

    def test_a_sentence_that_recurs_on_one_line_spoils_the_box_too(self) -> None:
        deck = "PLAN 01 移住\n\n二酸化炭素を減らします。二酸化炭素を減らします。\n「定住」"
        skipped = tables_of(small(deck=deck))["skipped_lines"]
        assert "doubtful_extraction" in set(skipped["reason"])

    def test_what_a_page_leaves_is_left_out(self) -> None:
        text = small(deck="PLAN 01 移住\n\n計画の取組状況\n「定住」")
        skipped = tables_of(text.replace("【あ事業】", "-----\n【あ事業】"))["skipped_lines"]
        assert list(skipped["reason"]).count("title") == 2
        assert list(skipped["reason"]).count("rule") == 1

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("10件|8件|125.0%", "計画を策定した。|計画を検討した。|"),
            ("続ける。", "計画の取組状況を示す。"),
            ("PLAN 01 移住", "PLAN 01 「住みたい」まち「移住」"),
            ("《定住》", "《定住》\n事業数：43事業（うち再掲3事業）"),
        ],
    )
    def test_what_only_looks_like_it_is_read(self, old: str, new: str) -> None:
        text = small()
        assert old.replace("|", "\t") in text
        tables_of(text.replace(old.replace("|", "\t"), new.replace("|", "\t"), 1))

    def test_a_title_at_the_end_of_a_paragraph_is_refused(self) -> None:
        """The page under it would be a part of the sheet."""
        text = small(deck="PLAN 01 移住\n《定住》").replace("続ける。", "続ける。計画の取組状況", 1)
        with pytest.raises(SourceError, match="つながっています"):
            tables_of(text)

    def test_a_cell_that_begins_as_the_title_is_one(self) -> None:
        text = small().replace("転入者数", "計画の取組状況の認知度")
        assert "計画の取組状況の認知度" in set(tables_of(text)["indicators"]["name"])

    def test_a_heading_that_begins_as_a_line_that_is_left_out(self) -> None:
        deck = "資料9\n資料9計画とは\n架空です。\nPLAN 01 移住\n《定住》"
        tables = tables_of(small(deck=deck), replace(SMALL, left_out=("資料9",)))
        assert list(tables["texts"]["section"]) == ["資料9計画とは"]

    @pytest.mark.parametrize("rule", ["-----", "－－－－－－", "━━━━━", "* * * * *", "　――――――　"])
    def test_a_rule_in_any_form(self, rule: str) -> None:
        text = small().replace("【あ事業】", f"{rule}\n【あ事業】")
        assert "rule" in set(tables_of(text)["skipped_lines"]["reason"])

    def test_numbers_are_padded_to_the_widest(self) -> None:
        deck = "PLAN 1 移住\n《定住》\nPLAN 100 雇用\n《雇用》"
        text = small(deck=deck).replace("の1プラン", "の2プラン")
        edition = replace(SMALL, plan=(*SMALL.plan, PlanEntry("100", sheet=False)))
        assert list(tables_of(text, edition)["plans"]["plan_id"]) == ["001", "100"]

    def test_a_declared_line_is_left_out(self) -> None:
        text = small(deck="資料 4\nPLAN 01 移住\n《定住》")
        with pytest.raises(SourceError) as caught:
            tables_of(text)
        assert (caught.value.line, caught.value.text) == (3, "資料 4")
        tables_of(text, replace(SMALL, left_out=("資料4",)))

    def test_controls_and_bidi_marks_are_removed_with_a_repair(self) -> None:
        tables = tables_of(small().replace("10件", "\u202e1\u200b0件"))
        assert tables["activities"]["actual"][0] == Decimal(10)
        assert list(tables["repairs"]["rule"]) == ["control_removed"]


class TestRefused:
    """Structure that is not understood stops the run, with file, line, text and next step."""

    def refused(self, text: str, line_of: str, edition: Edition = SMALL) -> None:
        with pytest.raises(SourceError) as caught:
            tables_of(text, edition)
        error = caught.value
        assert error.file == edition.raw_file and error.next_step
        assert error.line is not None
        assert line_of in text.split("\n")[error.line - 1]

    @pytest.mark.parametrize(
        ("old", "new", "line_of"),
        [
            ("周知が進んだ。", "周知|が|進んだ。", "周知"),  # more cells than the heading
            ("あ事業|", "|", "何かをする"),  # values of no activity
            ("R5|R4", "R5|R3", "R3"),
            ("R5|R4", "R5|R5", "R5"),
            ("要因及び効果", "所管課", "所管課"),
            ("達成状況(R4)", "達成状況(R5)", "達成状況"),
            ("基準値(R3)", "基準値(R2)", "R2"),
            ("転入者数|", "|", "10人以上"),
            ("事業の取組状況\n", "事業の取組状況\n飾り\n", "飾り"),
            ("関連する主な目標指標", "関連する主な目標指標\n関連する主な目標指標", "関連する"),
            ("《定住》", "《定住》\n飾り", "飾り"),
            ("の1プラン", "の2プラン", "プラン"),
            # two lines became one
            ("計画の取組状況\n", "計画の取組状況", "計画の取組状況未来"),
            ("PLAN 01 移住\n\n", "PLAN 01 移住", "移住《定住》"),
            ("PLAN 01 移住\n\n", "PLAN 01 移住 説明です。\n\n", "説明です。"),
            ("《定住》", "《定住》\n事業数：43事業前年度以上\n5割以上", "43事業"),
            ("PLAN 01", "未来プロジェクト\n計画の取組状況\n支え合う戦略\nPLAN 01", "支え合う"),
            ("《定住》", "《定住》\n資料9計画とは", "資料9"),
        ],
    )
    def test_names_the_line(self, old: str, new: str, line_of: str) -> None:
        text, old, new = small(), old.replace("|", "\t"), new.replace("|", "\t")
        assert old in text
        self.refused(text.replace(old, new, 1), line_of, replace(SMALL, left_out=("資料9",)))

    @pytest.mark.parametrize("heading", ["掲載事業の実績等", "関連する主な目標指標", "今後の取組の方向性"])
    def test_a_missing_heading(self, heading: str) -> None:
        with pytest.raises(SourceError) as caught:
            tables_of(small().replace(f"{heading}\n", ""))
        assert caught.value.file == SMALL.raw_file and caught.value.line

    @pytest.mark.parametrize("start", ["目的", "掲載事業", "関連する", "今後の"])
    def test_cut_in_the_middle(self, start: str) -> None:
        text = small()
        with pytest.raises(SourceError) as caught:
            tables_of(text[: text.index(start) + len(start)], SMALL)
        assert caught.value.file == SMALL.raw_file and caught.value.next_step


class TestSheetsAndPlans:
    @pytest.mark.parametrize(
        ("entries", "text"),
        [
            ([PlanEntry("01", "働きやすい")], "住みやすいまちにします。"),  # not found
            ([PlanEntry("01", sheet=False)], "住みやすいまちにします。"),  # declared to be none
            ([PlanEntry("01", "住み"), PlanEntry("02", "住みやすい")], "住みやすいまちにします。"),
            ([], "01"),
            ([PlanEntry("01", "住み"), PlanEntry("03", sheet=False)], "02、03"),
        ],
    )
    def test_a_sheet_that_no_plan_or_two_plans_claim(self, entries: list[PlanEntry], text: str) -> None:
        deck = "PLAN 01 移住\n《定住》" + "\nPLAN 02 雇用\n《雇用》" * (len(entries) > 1)
        document = small(deck=deck).replace("の1プラン", "の2プラン" if len(entries) > 1 else "の1プラン")
        with pytest.raises(SourceError) as caught:
            tables_of(document, replace(SMALL, plan=tuple(entries)))
        assert (caught.value.file, caught.value.text) == (SMALL.raw_file, text)
        assert "[[edition.plan]]" in caught.value.next_step

    def test_two_sheets_of_one_plan(self) -> None:
        sheet = small()[small().index("目的") :]
        with pytest.raises(SourceError) as caught:
            tables_of(small() + sheet, SMALL)
        assert caught.value.line == small().count("\n") + 1
        assert caught.value.text == "住みやすいまちにします。"

    def test_a_plan_whose_words_are_not_found(self) -> None:
        fronts, sheets = parts(DOCUMENT)
        with pytest.raises(SourceError) as caught:
            whole(woven(fronts, [*sheets[:4], "", *sheets[5:]]))
        assert caught.value.text == "脱炭素経営に向けた取組の支援"
        assert caught.value.file == EDITION.raw_file and "begins" in caught.value.next_step

    def test_an_unknown_layout(self) -> None:
        with pytest.raises(SourceError) as caught:
            read(DOCUMENT, replace(EDITION, layout="scroll"))
        assert caught.value.text == "scroll" and caught.value.file.endswith("source.toml")


# bad input, as a file


class TestBadFile:
    @pytest.fixture
    def raw(self, tmp_path: Path) -> Path:
        folder = tmp_path / "data/raw/hitachi"
        folder.mkdir(parents=True)
        toml = (ROOT / "data/raw/hitachi/source.toml").read_bytes()
        (folder / "source.toml").write_bytes(toml)
        return folder / "R5.txt"

    def error(self, raw: Path) -> SourceError:
        with pytest.raises(SourceError) as caught:
            steps.clean_document(str(raw.parents[3]), "hitachi", "R5")
        assert caught.value.file == EDITION.raw_file and caught.value.next_step
        return caught.value

    def test_missing(self, raw: Path) -> None:
        self.error(raw)

    @pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf\r\n", b"\xff\xfe\xfd"])
    def test_empty_or_no_text(self, raw: Path, data: bytes) -> None:
        raw.write_bytes(data)
        self.error(raw)

    @pytest.mark.parametrize("share", [5, 10, 25, 33, 50, 66, 75, 90, 95])
    def test_cut_at_a_byte(self, raw: Path, share: int) -> None:
        data = DOCUMENT.encode()
        raw.write_bytes(data[: len(data) * share // 100])
        self.error(raw)

    @pytest.mark.parametrize("line", [3, 179, 215, 265, 299, 345, 486, 620, 834, 981, 986])
    def test_cut_after_a_line(self, raw: Path, line: int) -> None:
        raw.write_text("\n".join(LINES[:line]), encoding="utf-8")
        self.error(raw)

    def test_no_progress_sheet_at_all(self, raw: Path) -> None:
        raw.write_text("".join(parts(DOCUMENT)[0]), encoding="utf-8")
        self.error(raw)
        raw.write_text("市からのお知らせ\n本日は晴天です。\n", encoding="utf-8")
        self.error(raw)

    def test_in_cp932_it_is_read(self, raw: Path, printed: Tables) -> None:
        raw.write_bytes(DOCUMENT.replace("—", "―").replace("\n", "\r\n").encode("cp932"))
        read = steps.clean_document(str(raw.parents[3]), "hitachi", "R5")
        for name in ("plans", "activities", "observations"):
            assert to_csv(read[name]) == to_csv(printed[name])
        assert list(read["indicators"]["status_printed"]) == list(printed["indicators"]["status_printed"])

    def test_what_cp932_lacks_is_a_finding_and_no_value(self, raw: Path) -> None:
        raw.write_bytes(DOCUMENT.encode("cp932", errors="replace"))
        tables = steps.clean_document(str(raw.parents[3]), "hitachi", "R5")
        rule = rules()["target-baseline"]
        found = audit({**tables, **compute(tables, rule)}, rule)
        own = found[(found["plan_id"] == "12") & (found["table"] == "indicators")]
        told = {(f.kind, f.row, f.printed) for f in own.itertuples()}
        assert told == {("unreadable", 1, "?"), ("unreadable", 1, "?指標未公表")}

    def test_an_unknown_rule(self, raw: Path) -> None:
        raw.write_text(DOCUMENT, encoding="utf-8")
        toml = raw.with_name("source.toml")
        toml.write_text(toml.read_text(encoding="utf-8").replace("target-baseline", "tagret"))
        with pytest.raises(SourceError) as caught:
            steps.clean_document(str(raw.parents[3]), "hitachi", "R5")
        assert caught.value.text == "tagret"


# every line is accounted for


def accounted(text: str, tables: Tables) -> None:
    """The lines of cells and of skipped_lines together are exactly the non-empty lines."""
    full = {no for no, line in enumerate(text.split("\n"), start=1) if line.strip()}
    cells = {
        no for row in tables["cells"].itertuples() for no in range(row.source_line, row.source_line_end + 1)
    } & full
    skipped = set(tables["skipped_lines"]["source_line"])
    assert cells | skipped == full and not cells & skipped


class TestEveryLine:
    def test_of_the_document_is_accounted_for(self) -> None:
        accounted(DOCUMENT, whole(DOCUMENT))

    def test_of_prose_is_used(self, printed: Tables) -> None:
        """Text of 目的, 目指す姿 or a strategy is never skipped."""
        skipped = printed["skipped_lines"]
        skipped = skipped[skipped["reason"] != "doubtful_extraction"]
        assert not skipped["text"].str.contains("。|◆|戦略$", regex=True).any()

    @settings(max_examples=50)
    @given(at=st.sampled_from([no for no, line in enumerate(LINES) if line.strip()]), times=st.sampled_from([0, 2]))
    def test_with_a_line_deleted_or_twice(self, at: int, times: int) -> None:
        text = "\n".join([*LINES[:at], *[LINES[at]] * times, *LINES[at + 1 :]])
        try:
            tables = whole(text)
        except (SourceError, UsageError) as error:
            assert not isinstance(error, SourceError) or (error.file and error.next_step)
        else:
            accounted(text, tables)

    @settings(max_examples=50)
    @given(
        at=st.sampled_from([no for no, line in enumerate(LINES) if line.strip() and no > 260]),
        place=st.integers(0, 400),
        char=st.sampled_from(list("O①、 \t—%人0５滿<\u200b/・(【")),
    )
    def test_with_one_character_changed(self, at: int, place: int, char: str) -> None:
        line = LINES[at]
        place %= len(line)
        text = "\n".join([*LINES[:at], line[:place] + char + line[place + 1 :], *LINES[at + 1 :]])
        try:
            tables = whole(text)
        except SourceError as error:
            assert error.file and error.next_step
        else:
            accounted(text.replace("\u200b", ""), tables)
