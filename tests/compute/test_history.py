"""Editions joined over the years: documents of several years in, joined rows and findings out."""

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from aligned import drawn, rows
from hypothesis import given, settings
from hypothesis import strategies as st
from several_years import CITY, Plans, computed, joined, told, write

from cityplan import steps
from cityplan.check.editions import edition_findings
from cityplan.city import source
from cityplan.city.renames import Renamed, renamed_lines, renames
from cityplan.compute.edition_changes import changes
from cityplan.compute.history import Joined, Told, history
from cityplan.compute.renames import check_renames
from cityplan.files.errors import SourceError
from cityplan.files.toml_text import toml_values
from cityplan.japanese.years import era, fiscal_year
from cityplan.tables.fit import check
from cityplan.tables.schema import frame

SAMPLE = Path(__file__).parents[1] / "sample/mihon"


def of(activities: str = "", indicators: str = "", name: str = "移住") -> Plans:
    """One plan; a row that a test does not look at stands where none is given."""
    return {name: (activities or activity("ほか事業", "10件", "10件"), indicators or indicator("ほかの数"))}


def activity(name: str, now: str = "10件", before: str = "8件", measure: str = "") -> str:
    shown = f"{measure} {now}" if measure else now
    return f"{name}|何かをする|{shown}|{before}||周知した。"


def indicator(name: str, now: str = "12件", baseline: str = "8件以上", target: str = "20件以上") -> str:
    return f"{name}|{baseline}|{target}|{now}|○基準値以上|○基準値以上"


def values(found: Joined, name: str) -> list[str]:
    """The values of a row by year: R4 8件 actual R5."""
    (key,) = (key for key, row in found.now.rows.items() if name in (row.name, getattr(row, "alias", "")))
    data = check("history", history(found))
    return [
        f"{row.era} {row.text} {row.role} {row.edition}"
        for row in data.itertuples()
        if (row.subject, row.plan_id, row.no) == key
    ]


def changed(found: Joined, *left_out: str) -> list[str]:
    """The changes but those of some rows: renamed あ事業 い事業."""
    return [
        " ".join(filter(None, (row.kind, row.name, row.before, row.after)))
        for row in check("changes", changes(found)).itertuples()
        if row.name not in left_out
    ]


def findings(found: Joined) -> list[tuple[str, str, str]]:
    return [(f.kind.name, f.place.column, f.message) for f in edition_findings(found)]


class TestValuesOfSeveralYears:
    def test_one_edition_is_its_own_observations(self) -> None:
        now = told("R5", of())
        found = joined(now)
        columns = ["plan_id", "subject", "no", "role", "fiscal_year", "value", "text", "source_line"]
        own = now.tables["observations"].sort_values(columns[:5])[columns]
        assert set(history(found)[columns].itertuples(False)) == set(own.itertuples(False))
        assert set(history(found)["edition"]) == {"R5"}
        assert changes(found).empty and not findings(found)

    def test_of_an_activity_and_of_an_indicator(self) -> None:
        found = joined(
            told("R4", of(activity("相談", "8件", "7件"), indicator("社数", "9件"))),
            told("R5", of(activity("相談", "10件", "8件"), indicator("社数", "11件"))),
            told("R6", of(activity("相談", "12件", "10件"), indicator("社数", "12件"))),
        )
        assert values(found, "相談") == [
            "R3 7件 actual R4",
            "R4 8件 actual R5",
            "R5 10件 previous R6",
            "R6 12件 actual R6",
        ]
        assert values(found, "社数") == [
            "R3 8件以上 baseline R6",
            "R4 9件 actual R4",
            "R5 11件 actual R5",
            "R6 12件 actual R6",
            "R8 20件以上 target R6",
        ]
        assert not changed(found) and not findings(found)

    def test_a_row_that_was_not_listed_for_a_year(self) -> None:
        found = joined(
            told("R4", of(activity("相談", "8件", "7件"))),
            told("R5", of(activity("別の事", "1件", "1件"))),
            told("R6", of(activity("相談", "12件", "10件"))),
        )
        assert values(found, "相談")[:2] == ["R3 7件 actual R4", "R4 8件 actual R4"]
        assert changed(found) == ["new 相談", "not_listed 別の事"]

    def test_the_first_year_of_an_era(self) -> None:
        """R元 in one document is H31 in another."""
        first, second = (indicator("社数", now, "5件以上") for now in ("7件", "9件"))
        found = joined(told("H31", of("", first), baseline="H30"), told("R2", of("", second), baseline="H30"))
        assert values(found, "社数") == [
            "H30 5件以上 baseline R2",
            "R元 7件 actual R元",
            "R2 9件 actual R2",
            "R8 20件以上 target R2",
        ]

    def test_two_baselines_stay_two(self) -> None:
        two = "3,009千人以上 (R元) 925千人以上 (R2)"
        found = joined(
            *(
                told(y, of("", indicator("客数", f"{n}千人", two, "3,100千人以上")))
                for y, n in (("R5", "2,521"), ("R6", "2,600"))
            )
        )
        assert [each.split(" ")[0] for each in values(found, "客数")] == "R元 R2 R5 R6 R8".split()
        assert not changed(found) and not findings(found)

    def test_a_new_baseline_leaves_the_old_one_as_what_was_measured(self) -> None:
        found = joined(
            told("R5", of("", indicator("社数", "9件", "5件以上")), baseline="R2"),
            told("R6", of("", indicator("社数", "12件", "9件以上", "30件以上")), "R5", "R10"),
        )
        assert values(found, "社数") == [
            "R2 5件以上 actual R5",
            "R5 9件以上 baseline R6",
            "R6 12件 actual R6",
            "R8 20件以上 target R5",
            "R10 30件以上 target R6",
        ]
        assert changed(found, "ほか事業") == [
            "baseline 社数 5件以上（R2） 9件以上（R5）",
            "target 社数 20件以上（R8） 30件以上（R10）",
        ]
        assert not findings(found)


class TestNames:
    def test_a_line_wrap_and_full_width_are_no_other_name(self) -> None:
        found = joined(told("R5", of(activity("ＤＸ推 進事業"))), told("R6", of(activity("DX推進事業", "9件", "10件"))))
        assert values(found, "DX推進事業")[0] == "R4 8件 actual R5"
        assert not changed(found, "ほか事業")

    @pytest.mark.parametrize(("old", "new"), [
        ("国際認証取得事業【競争力強化事業】", "競争力強化事業"),
        ("競争力強化事業", "国際認証取得事業【競争力強化事業】"),
    ])  # fmt: skip
    def test_an_alias(self, old: str, new: str) -> None:
        found = joined(told("R5", of(activity(old))), told("R6", of(activity(new, "9件", "10件"))))
        assert values(found, "競争力強化事業")[0] == "R4 8件 actual R5"
        assert [each.split(" ")[0] for each in changed(found)] == ["renamed"]

    def test_what_the_document_says_it_was_called(self) -> None:
        old = told("R5", of(activity("あ事業") + "\n" + activity("い事業", "5件", "4件")))
        new = told("R6", of(activity("い事業", "9件", "10件") + "\n" + activity("う事業", "6件", "5件")))
        said = new.tables["activities"].assign(name_previous=["あ事業", "い事業"])
        found = joined(old, Told("R6", {**new.tables, "activities": said}))
        assert values(found, "い事業") == ["R4 8件 actual R5", "R5 10件 previous R6", "R6 9件 actual R6"]
        assert changed(found) == ["renamed い事業 あ事業 い事業", "renamed う事業 い事業 う事業"]

    def test_what_source_toml_says(self) -> None:
        editions = (
            told("R4", of(activity("あ事業", "8件", "7件"))),
            told("R5", of(activity("まるで違う取組", "10件", "8件"))),
            told("R6", of(activity("支援", "12件", "10件"))),
        )
        renamed = (Renamed("あ事業", "まるで違う取組", 2023), Renamed("まるで違う取組", "支援", 2024, "01"))
        found = joined(*editions, renamed=renamed)
        assert [each[:2] for each in values(found, "支援")] == ["R3", "R4", "R5", "R6"]
        assert changed(found) == ["renamed 支援 まるで違う取組 支援"]
        apart = joined(*editions, renamed=renamed[:1])
        assert [each[:2] for each in values(apart, "支援")] == ["R5", "R6"]
        of_another_plan = (renamed[0], renamed[1]._replace(plan="02"))
        assert [each[:2] for each in values(joined(*editions, renamed=of_another_plan), "支援")] == ["R5", "R6"]
        # both changes lie between two documents where the one of R5 is missing
        skipping = joined(editions[0], editions[2], renamed=renamed)
        assert [each[:2] for each in values(skipping, "支援")] == ["R3", "R4", "R5", "R6"]

    def test_parts_of_an_indicator(self) -> None:
        def packed(name: str, first: str, second: str) -> Told:
            shown = told("R5" if first == "50%" else "R6", of("", indicator("ほか")))
            rows = [
                {
                    "plan_id": "01",
                    "indicator_no": n,
                    "name": name,
                    "subgroup": part,
                    "unit": "%",
                    "actual": Decimal(value[:-1]),
                    "actual_text": value,
                    "source_line": 9,
                }
                for n, (part, value) in enumerate((("小学生", first), ("中学生", second)), start=1)
            ]
            seen = [
                {
                    "plan_id": "01",
                    "subject": "indicator",
                    "no": row["indicator_no"],
                    "role": "actual",
                    "fiscal_year": shown.fiscal_year,
                    "era": shown.year,
                    "value": row["actual"],
                    "unit": "%",
                    "text": row["actual_text"],
                    "source_line": 9,
                }
                for row in rows
            ]
            own = {"indicators": frame("indicators", rows), "observations": frame("observations", seen)}
            return Told(shown.year, {**shown.tables, **own})

        for change in (
            Renamed("満足度", "満足している割合", 2024),
            Renamed("満足度（小学生）", "満足している割合（小学生）", 2024),
        ):
            found = joined(packed("満足度", "50%", "60%"), packed("満足している割合", "51%", "61%"), renamed=(change,))
            joins = {key[2]: item.no for key, item in found.rows_before.items() if key[0] == "indicator"}
            assert joins == ({1: 1, 2: 2} if "小" not in change.old else {1: 1})


class TestPlansThatChange:
    def test_a_row_moves_to_another_plan(self) -> None:
        old = {
            "移住": (activity("あ事業"), indicator("数")),
            "学び": (activity("ほか"), indicator("率", "1人", "1人以上", "2人以上")),
        }
        new = {
            "移住": (activity("新しい事"), indicator("数")),
            "学び": (
                activity("ほか") + "\n" + activity("あ事業", "9件", "10件"),
                indicator("率", "1人", "1人以上", "2人以上"),
            ),
        }
        found = joined(told("R5", old), told("R6", new))
        assert changed(found) == ["new 新しい事", "moved あ事業 01 移住 02 学び"]
        assert values(found, "あ事業")[0] == "R4 8件 actual R5"

    def test_a_common_name_in_another_plan_is_another_row_unless_its_values_say_so(self) -> None:
        one, other = indicator("数"), indicator("率", "1人", "1人以上", "2人以上")
        old = {"移住": (activity("普及啓発事業"), one), "学び": (activity("ほか"), other)}
        new = {
            "移住": (activity("新しい事"), one),
            "学び": (activity("ほか") + "\n" + activity("普及啓発事業", "9件", "7件"), other),
        }
        found = joined(told("R5", old), told("R6", new))
        assert changed(found) == ["new 新しい事", "not_listed 普及啓発事業", "new 普及啓発事業"]
        (doubt,) = [f for f in edition_findings(found) if f.kind.name == "doubtful_match"]
        assert doubt.printed == "普及啓発事業" and "別のプランへ移った" in doubt.suggestion

    def test_an_indicator_moves_with_its_goals(self) -> None:
        rest = activity("ほか")
        old = {"移住": (rest, indicator("満足度") + "\n" + indicator("数")), "学び": (rest, indicator("率"))}
        new = {"移住": (rest, indicator("数")), "学び": (rest, indicator("率") + "\n" + indicator("満足度"))}
        assert changed(joined(told("R5", old), told("R6", new))) == ["moved 満足度 01 移住 02 学び"]

    def test_plans_are_known_by_name_not_by_number(self) -> None:
        one, other = (activity("あ事業"), indicator("数")), (activity("い事業"), indicator("率"))
        found = joined(told("R5", {"移住": one, "学び": other}), told("R6", {"学び": other, "移住": one}))
        assert found.plans == {"01": "02", "02": "01"} and not changed(found)

    def test_a_plan_with_another_name_is_asked_for(self) -> None:
        old = told("R5", of(name="移住"))
        new = told("R6", of(activity("ほか事業", "12件", "10件"), name="くらし"))
        found = joined(old, new)
        assert changed(found) == ["new くらし", "not_listed 移住 01 移住"]  # and nothing has moved
        ((kind, column, message),) = [f for f in findings(found) if "プラン「" in f[2]]
        assert (kind, column) == ("doubtful_match", "name") and "「移住」" in message
        declared = joined(old, new, renamed=(Renamed("移住", "くらし", 2024),))
        assert changed(declared) == ["renamed くらし 移住 くらし"]
        assert not [f for f in findings(declared) if f[0] == "doubtful_match"]

    def test_a_plan_that_had_no_sheet(self) -> None:
        """Hitachi R5 has no sheet of PLAN 03: its rows of R6 are not known to be new."""
        one = (activity("あ事業"), indicator("数"))
        found = joined(
            told("R5", {"移住": one, "学び": None}),
            told("R6", {"移住": one, "学び": (activity("い事業"), indicator("率"))}),
        )
        assert changed(found) == ["new 学び シートなし シートあり"]
        back = joined(
            told("R5", {"移住": one, "学び": (activity("い事業"), indicator("率"))}),
            told("R6", {"移住": one, "学び": None}),
        )
        assert changed(back) == ["not_listed 学び シートあり シートなし"]

    def test_a_plan_that_is_gone(self) -> None:
        one = (activity("あ事業"), indicator("数"))
        found = joined(
            told("R5", {"移住": one, "学び": (activity("い事業"), indicator("率"))}), told("R6", {"移住": one})
        )
        assert changed(found) == ["not_listed 学び 02 学び", "not_listed 率 02 学び", "not_listed い事業 02 学び"]


class TestDoubts:
    def test_a_similar_name_is_asked_for_and_not_joined(self) -> None:
        found = joined(
            told("R5", of(activity("食品ロス削減推進事業"))),
            told("R6", of(activity("食品ロス・フードドライブ推進事業", "9件", "7件"))),
        )
        assert [each[:2] for each in values(found, "食品ロス・フードドライブ推進事業")] == ["R5", "R6"]
        assert changed(found) == ["new 食品ロス・フードドライブ推進事業", "not_listed 食品ロス削減推進事業"]
        (finding,) = edition_findings(found)
        assert (finding.kind.name, finding.weight) == ("doubtful_match", "warning")
        assert (finding.printed, finding.computed) == ("食品ロス・フードドライブ推進事業", "食品ロス削減推進事業")
        declared = finding.suggestion.partition("行を加えます。\n")[2]
        (change,) = renames_of(declared)
        after = joined(
            *(told(y, of(activity(n, "9件", p))) for y, n, p in (("R5", change.old, "8件"), ("R6", change.new, "9件"))),
            renamed=(change,),
        )
        assert not findings(after) and len(values(after, change.new)) == 3

    def test_another_name_with_the_same_value_of_last_year(self) -> None:
        def shown(value: str) -> list[str]:
            found = joined(
                told("R5", of(activity("相談", "1,062件"))), told("R6", of(activity("見守り", "9件", value)))
            )
            return [kind for kind, _, _ in findings(found)]

        assert (shown("1062件"), shown("1,063件")) == (["doubtful_match"], [])

    def test_names_that_are_not_alike(self) -> None:
        found = joined(
            told("R5", of(activity("空き家利活用促進事業"))), told("R6", of(activity("恋活応援事業", "9件", "7件")))
        )
        assert not findings(found)

    def test_one_name_twice_is_not_guessed(self) -> None:
        other = (activity("い事業"), indicator("率"))
        twice = {"移住": (activity("相談"), indicator("数")), "学び": (activity("相談"), indicator("率"))}
        found = joined(
            told("R5", twice),
            told(
                "R6",
                {
                    "移住": (activity("ほ事業"), indicator("数")),
                    "学び": other,
                    "守り": (activity("相談", "9件", "10件"), indicator("件数")),
                },
            ),
        )
        assert len(values(found, "相談")) == 2
        (finding,) = [f for f in edition_findings(found) if f.kind.name == "doubtful_match"]
        assert "[[renamed]]" not in finding.suggestion and finding.computed == "相談、相談"

    def test_the_parts_of_the_real_document_are_not_confused(self, printed) -> None:
        """Each row of Hitachi R5 is joined to itself a year later, and nothing is doubted."""
        found = joined(Told("R4", printed), Told("R5", printed))
        assert {key: item.key for key, item in found.rows_before.items()} == {key: key for key in found.now.rows}
        assert not found.doubts and not changed(found)


def renames_of(text: str) -> tuple[Renamed, ...]:
    return renames(toml_values(text, "source.toml"), "source.toml")


class TestUnits:
    def test_another_unit_is_not_compared(self) -> None:
        found = joined(
            told(
                "R5",
                of(
                    activity("相談", "369人", "232人"), indicator("客数", "3,009千人", "3,000千人以上", "4,000千人以上")
                ),
            ),
            told(
                "R6",
                of(
                    activity("相談", "10件", "8件"),
                    indicator("客数", "3,100,000人", "3,000,000人以上", "4,000,000人以上"),
                ),
            ),
        )
        assert values(found, "相談") == ["R5 8件 previous R6", "R6 10件 actual R6"]
        assert [each for each in changed(found) if each.startswith("unit")] == ["unit 客数 千人 人", "unit 相談 人 件"]
        assert not findings(found)

    def test_once_another_it_stays_another(self) -> None:
        found = joined(
            *(
                told(y, of(activity("相談", f"{n}{u}", f"{b}{u}")))
                for y, n, b, u in (("R4", 3, 2, "件"), ("R5", 5, 4, "人"), ("R6", 7, 6, "件"))
            )
        )
        assert [each[:2] for each in values(found, "相談")] == ["R5", "R6"]

    def test_a_unit_that_is_not_printed_contradicts_nothing(self) -> None:
        found = joined(told("R5", of(activity("貸出", "10", "8"))), told("R6", of(activity("貸出", "12件", "10件"))))
        assert len(values(found, "貸出")) == 3 and not changed(found)

    @pytest.mark.parametrize(("before", "wanted"), [("10件", 3), ("9件", 2)])
    def test_a_measure_in_other_words(self, before: str, wanted: int) -> None:
        """It is the same where the document prints for last year what was measured then."""
        old = told("R5", of("空き店舗|使う|補助件数||125.0%|伸びた。\n||10件|8件||"))
        new = told("R6", of(f"空き店舗|使う|補助件数（新規）||120.0%|伸びた。\n||12件|{before}||"))
        found = joined(old, new)
        assert [t.rows["activity", "01", 1].measure for t in (old, new)] == ["補助件数", "補助件数（新規）"]
        assert len(values(found, "空き店舗")) == wanted
        assert [each.split(" ")[0] for each in changed(found)] == ["unit"] * (wanted == 2)


class TestConflicts:
    def test_the_value_of_last_year_is_another_one(self) -> None:
        found = joined(told("R5", of(activity("相談", "10件"))), told("R6", of(activity("相談", "12件", "11件"))))
        (finding,) = edition_findings(found)
        assert (finding.kind.name, finding.weight, finding.place.column, finding.difference) == (
            "previous_changed",
            "warning",
            "previous_text",
            "+1",
        )
        for word in ("R6", "R5の文書", "11件", "10件", "R5の値"):
            assert word in finding.message
        assert values(found, "相談")[1] == "R5 11件 previous R6"  # the newer one governs

    def test_of_an_indicator_with_a_column_of_its_own_year(self) -> None:
        new = told("R6", of("", indicator("社数", "12件")))
        added = frame(
            "observations",
            [
                {
                    "plan_id": "01",
                    "subject": "indicator",
                    "no": 1,
                    "role": "actual",
                    "fiscal_year": 2023,
                    "era": "R5",
                    "value": Decimal(10),
                    "unit": "件",
                    "text": "10件",
                    "source_line": 9,
                }
            ],
        )
        seen = pd.concat([new.tables["observations"], added], ignore_index=True)
        found = joined(told("R5", of("", indicator("社数", "11件"))), Told("R6", {**new.tables, "observations": seen}))
        assert [f[:2] for f in findings(found)] == [("previous_changed", "actual_2023_text")]

    def test_a_baseline_is_another_one(self) -> None:
        found = joined(
            told("R5", of("", indicator("社数", "11件", "8件以上"))),
            told("R6", of("", indicator("社数", "12件", "9件以上"))),
        )
        assert [f[:2] for f in findings(found)] == [("edition_conflict", "baseline_text")]
        assert changed(found) == ["baseline 社数 8件以上（R3） 9件以上（R3）"]

    def test_each_difference_is_told_once(self) -> None:
        """R4 and R5 differ about R3, which is a finding of R5; R6 agrees with R5."""
        years = [
            told(y, of("", indicator("社数", n, b)))
            for y, n, b in (("R4", "9件", "7件以上"), ("R5", "10件", "8件以上"), ("R6", "11件", "8件以上"))
        ]
        assert [f[0] for f in findings(joined(*years[:2]))] == ["edition_conflict"]
        assert not findings(joined(*years))

    @pytest.mark.parametrize("before", ["1,062件", "1062.0件", "１，０６２件"])
    def test_numbers_are_compared_by_value(self, before: str) -> None:
        found = joined(told("R5", of(activity("相談", "1062件"))), told("R6", of(activity("相談", "9件", before))))
        assert not findings(found)

    def test_what_is_not_published_contradicts_nothing(self) -> None:
        found = joined(
            told("R5", of(activity("相談", "集計中"), indicator("社数", "未公表"))),
            told("R6", of(activity("相談", "9件", "10件"), indicator("社数", "12件"))),
        )
        assert not findings(found)

    def test_another_target_is_a_change_and_no_conflict(self) -> None:
        found = joined(told("R5", of("", indicator("社数"))), told("R6", of("", indicator("社数", target="30件以上"))))
        assert not findings(found)
        assert changed(found) == ["target 社数 20件以上（R8） 30件以上（R8）"]
        assert [each for each in values(found, "社数") if "target" in each] == ["R8 30件以上 target R6"]


def test_what_the_document_says_has_ended() -> None:
    """A row of an entry form whose 状況 is 終了: on the sheet of its plan, in its block, by its name cell."""
    rest = (activity("ほか"), indicator("率"))
    old = told(
        "R5",
        {
            "移住": ("\n".join(map(activity, ("相談事業", "電話相談事業", "残る事業"))), indicator("数")),
            "学び": ("\n".join(map(activity, ("電話相談事業", "ほか"))), indicator("率")),
        },
    )
    new = told("R6", {"移住": (activity("残る事業", "9件", "10件"), indicator("数")), "学び": rest})
    lines = [
        (1012, "事業2\t2\t電話相談事業\t\t終了\t\t相談事業"),
        (1020, "指標1\t1\t相談事業\t\t終了"),  # of the other block
        (2012, "事業9\t9\tほか\t\t終了\t\t相談事業"),
    ]
    said = frame("skipped_lines", [{"source_line": line, "text": text, "reason": "ended"} for line, text in lines])
    skipped = pd.concat([new.tables["skipped_lines"], said], ignore_index=True)
    found = joined(old, Told("R6", {**new.tables, "skipped_lines": skipped}))
    data = changes(found)
    assert drawn(data, "plan_id", "kind", "name") == [
        ["01", "ended", "電話相談事業"],
        ["01", "not_listed", "相談事業"],
        ["02", "not_listed", "電話相談事業"],
    ]
    assert data["source_line"].iloc[0] == 1012


def test_a_corrected_goal_is_told_by_its_value() -> None:
    old, new = (told(year, of("", indicator("社数"))) for year in ("R5", "R6"))
    data = old.tables["indicators"].assign(target=Decimal(25))
    found = joined(Told("R5", {**old.tables, "indicators": data}), new)
    assert changed(found) == ["target 社数 25件（R8） 20件以上（R8）"]


values_of_rows = st.dictionaries(
    st.sampled_from("あ事業 い事業 う事業 え事業".split()),
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from("件 人".split())),
    min_size=1,
)


def made_up(year: int, each: dict[str, tuple[int, int, str]]) -> Told:
    """An edition of activities with this year's value, last year's, and the unit."""
    named = [
        {
            "plan_id": "01",
            "activity_no": n,
            "name": name,
            "unit": unit,
            "actual": Decimal(now),
            "previous": Decimal(then),
            "source_line": 10 + n,
        }
        for n, (name, (now, then, unit)) in enumerate(each.items(), start=1)
    ]
    seen = [
        {
            "plan_id": "01",
            "subject": "activity",
            "no": row["activity_no"],
            "role": role,
            "fiscal_year": year - back,
            "era": era(year - back),
            "value": row[role],
            "unit": row["unit"],
            "text": f"{row[role]}",
            "source_line": row["source_line"],
        }
        for row in named
        for role, back in (("previous", 1), ("actual", 0))
    ]
    plan = [{"plan_id": "01", "name": "移住", "has_sheet": True, "source_line": 1}]
    rows = {
        "plans": plan,
        "activities": named,
        "indicators": [],
        "observations": seen,
        "skipped_lines": [],
        "repairs": [],
    }
    return Told(era(year), {name: frame(name, data) for name, data in rows.items()})


@settings(max_examples=30)
@given(st.lists(values_of_rows, min_size=2, max_size=4))
def test_no_value_is_lost_or_invented(years: list[dict[str, tuple[int, int, str]]]) -> None:
    editions = [made_up(year, each) for year, each in enumerate(years, start=2021)]
    found = joined(*editions)
    printed, own = [
        {
            (each.year, o.fiscal_year, o.value, o.source_line)
            for each in some
            for o in each.tables["observations"].itertuples()
        }
        for some in (editions, editions[-1:])
    ]
    data = list(history(found).itertuples())
    shown = {(row.edition, row.fiscal_year, row.value, row.source_line) for row in data}
    assert own <= shown <= printed and len(data) == len(shown)
    covered = {(row.subject, row.plan_id, row.no, row.fiscal_year) for row in data}
    for key, links in found.links.items():
        for link in (each for each in links if not each.other):
            for each in link.told.values[link.item.key]:
                assert (*key, each.fiscal_year) in covered
    told_of = changes(found)
    absent = told_of[told_of["kind"].isin(["new", "not_listed"])]
    before, now = ({row.name for row in each.rows.values()} for each in editions[-2:])
    assert set(absent["name"]) == before ^ now


class TestTheSampleCity:
    """A second edition of the invented city, made of the first by editing its text."""

    EDITS = (
        ("108件\t82件", "120件\t108件"),
        (
            "図書の購入事業\t図書を買う\t約1100冊\t1,050冊\t104.8%",
            "図書の購入事業\t図書を買う\t1,200冊\t約1,110冊\t108.1%",
        ),
        ("見学会事業", "見学の会事業"),
        ("講座事業\t講座を開く\t23(8)\t43（16）\t53.5%\t回数を減らした。（　）は夜間の講座\n", ""),
        ("【講座事業】\n内容を見直しながら続ける。\n\n", ""),
        ("交流事業\t交流会を開く\t220回\t21回\t1047.6%", "交流の集い事業\t交流会を開く\t230回\t220回\t104.5%"),
        ("【交流事業】", "【交流の集い事業】"),
        ("体験事業\t体験の会を開く\t15回\t10回", "体験事業\t体験の会を開く\t16人\t15人"),
        ("募集事業\t募集をする\t0件\t0件", "募集事業\t募集をする\t4件\t0件"),
        ("86人/年以下\t50人/年以下\t85人/年", "86人/年以下\t40人/年以下\t80人/年"),
        ("20世帯/年以上\t30世帯/年以上\t10世帯/年", "21世帯/年以上\t30世帯/年以上\t12世帯/年"),
        ("R5", "R6"),
        ("R4", "R5"),
    )
    RENAMED = '\n[[renamed]]\nfrom = "交流事業"\nto = "交流の集い事業"\nplan = "01"\nyear = "R6"\n'

    @pytest.fixture(scope="class")
    @classmethod
    def root(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        root = tmp_path_factory.mktemp("sample")
        folder = root / "data/raw/mihon"
        shutil.copytree(SAMPLE, folder)
        text = (folder / "R5.txt").read_text("utf-8")
        for old, new in cls.EDITS:
            assert old in text, old
            text = text.replace(old, new)
        (folder / "R6.txt").write_text(text, encoding="utf-8")
        described = (folder / "source.toml").read_text("utf-8")
        entry = described[described.index("[[edition]]") :]
        for old, new in (('"R5', '"R6'), ('"R4"', '"R5"')):
            entry = entry.replace(old, new)
        (folder / "source.toml").write_text(f"{described}\n{entry}{cls.RENAMED}", encoding="utf-8")
        return root

    @pytest.fixture(scope="class")
    @classmethod
    def tables(cls, root: Path):
        return computed(root, "R6")

    def test_what_changed(self, tables) -> None:
        assert drawn(tables["changes"], "subject", "no", "kind", "name", "before", "after") == rows("""
            indicator | 1 | target   | 待機児童の数     | 50人/年以下（R8）  | 40人/年以下（R8）
            indicator | 2 | baseline | 住み替え世帯の数 | 20世帯/年以上（R3） | 21世帯/年以上（R3）
            activity  | 3 | new      | 見学の会事業     |                    |
            activity  | 7 | renamed  | 交流の集い事業   | 交流事業           | 交流の集い事業
            activity  | 9 | unit     | 体験事業         | 回                 | 人
            activity  |   | not_listed | 見学会事業     |                    |
            activity  |   | not_listed | 講座事業       |                    |
        """)

    def test_what_is_doubted(self, tables) -> None:
        kinds = ["previous_changed", "edition_conflict", "doubtful_match"]
        data = tables["findings"]
        found = data[data["kind"].isin(kinds) & (data["plan_id"] == "01") & (data["row"] <= 3)]
        assert sorted(zip(found["kind"], found["row"], strict=True)) == [
            ("doubtful_match", 3),
            ("edition_conflict", 2),
            ("previous_changed", 2),
        ]

    def test_the_values_of_two_documents(self, tables) -> None:
        data = tables["history"]
        own = data[(data["subject"] == "activity") & (data["no"] == 1) & (data["plan_id"] == "01")]
        assert drawn(own, "era", "value", "role", "edition") == rows("""
            R4 | 82  | actual   | R5
            R5 | 108 | previous | R6
            R6 | 120 | actual   | R6
        """)

    def test_the_first_edition_stands_alone(self, root: Path) -> None:
        tables = computed(root, "R5")
        assert tables["changes"].empty and set(tables["history"]["edition"]) == {"R5"}


class TestStages:
    DOCUMENTS = {"R5": of(activity("相談", "10件")), "R6": of(activity("相談", "12件", "11件"))}  # noqa: RUF012

    def test_the_analysts_corrections_of_an_earlier_year_apply(self, tmp_path: Path) -> None:
        root = write(tmp_path, self.DOCUMENTS)
        assert "previous_changed" in set(computed(root, "R6")["findings"]["kind"])
        (root / "data/raw" / CITY / "corrections.csv").write_text(
            "year,table,plan_id,row,column,printed,use,reason,date\n"
            "R5,activities,01,1,actual,10件,11件,担当課に確認,2025-01-01\n",
            encoding="utf-8",
        )
        assert "previous_changed" not in set(computed(root, "R6")["findings"]["kind"])

    def test_a_broken_earlier_document_is_told_and_left_out(self, tmp_path: Path) -> None:
        root = write(tmp_path, self.DOCUMENTS)
        steps.save(str(root), CITY, "R6", steps.clean_document(str(root), CITY, "R6"))
        (root / "data/raw" / CITY / "R5.txt").write_text("何の文書か分からない\n", encoding="utf-8")
        found = steps.compute_document(str(root), CITY, "R6", 5)
        unread = found["findings"][found["findings"]["kind"] == "earlier_unread"]
        (message,) = unread["message"]
        assert "R5の文書" in message and "R5.txt" in message
        assert set(found["history"]["edition"]) == {"R6"} and found["changes"].empty

    @pytest.mark.parametrize(("change", "key"), [
        (renamed_lines("相談", "ない名前", 2024), "to"), (renamed_lines("ない名前", "相談", 2024), "from"),
        (renamed_lines("あ", "相談", 2024, "07"), "to"),
    ])  # fmt: skip
    def test_a_declared_name_that_is_nowhere(self, change: str, key: str) -> None:
        editions = [told(year, plans) for year, plans in self.DOCUMENTS.items()]
        with pytest.raises(SourceError) as raised:
            check_renames(editions[1], editions[:1], renames_of(change), "source.toml")
        assert (raised.value.column, raised.value.file) == (key, "source.toml")
        check_renames(editions[0], [], renames_of(change), "source.toml")  # it does not hold yet

    def test_a_declared_name_joins(self, tmp_path: Path) -> None:
        renamed = {"R5": of(activity("相談", "10件")), "R6": of(activity("見守り", "12件", "10件"))}
        root = write(tmp_path, renamed, more=renamed_lines("相談", "見守り", 2024))
        assert list(computed(root, "R6")["changes"]["kind"]) == ["renamed"]

    def test_editions_know_those_before_them(self, tmp_path: Path) -> None:
        documents = {year: of() for year in ("R6", "R4", "R5")}
        change = renamed_lines("あ", "い", 2023) + "\n" + renamed_lines("い", "う", 2024)
        found = source.editions(write(tmp_path, documents, more=change))
        assert [[e.year for e in each.earlier] for each in found] == [[], ["R4"], ["R4", "R5"]]
        assert [len(each.renamed) for each in found] == [0, 1, 2]
        assert replace(found[1], before=None) != found[1]


class TestRenamedTables:
    GOOD = '[[renamed]]\nfrom = "あ"\nto = "い"\nyear = "令和６年度"\n'

    def test_one(self) -> None:
        assert renames_of(self.GOOD) == (Renamed("あ", "い", 2024),)
        assert renames_of(renamed_lines('「"引用"\\」', "い", 2019, "06")) == (
            Renamed('「"引用"\\」', "い", 2019, "06"),
        )
        assert fiscal_year("R元") == 2019

    @pytest.mark.parametrize(("text", "column"), [
        ('renamed = "あ"', "renamed"),
        (GOOD + 'until = "R7"', ""),
        (GOOD.replace('"令和６年度"', "2024"), "year"),
        (GOOD.replace("令和６年度", "いつか"), "year"),
        (GOOD.replace('to = "い"\n', ""), "to"),
        (GOOD.replace('"あ"', '" "'), "from"),
        (GOOD.replace('"い"', '" あ"'), "to"),
        (GOOD + GOOD.replace('"あ"', '"え"'), "to"),
    ])  # fmt: skip
    def test_what_is_wrong_is_said(self, text: str, column: str) -> None:
        with pytest.raises(SourceError) as raised:
            renames_of(text)
        assert raised.value.column == column and raised.value.next_step
