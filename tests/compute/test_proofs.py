"""Values held against other sources: editions, plan books, a second reading, 再掲; documents in, states and findings out."""

from pathlib import Path

import pytest
from aligned import drawn, rows
from several_years import CITY, Plans, computed, told, write

from cityplan.city.renames import Renamed
from cityplan.city.source import edition
from cityplan.compute.proofs import plan_book_witness, proofs, reading_witness, states
from cityplan.report.proofs import proof_rows, proof_words
from cityplan.tables.schema import Tables

BOOK = """
[[source]]
year = "R4"
file = "keikaku.csv"
title = "みほん計画"
layout = "tables"
baseline = "R3"
target = "R8"
[source.columns]
plan = "プラン"
name = "指標"
unit = "単位"
baseline = "基準値"
target = "目標値"
"""
SHOWN = ("plan_id", "subject", "name", "role", "state", "source")


def of(
    now: str = "10件", before: str = "8件", social: str = "12社", baseline: str = "8社以上", goal: str = "20社以上"
) -> Plans:
    """A plan with one activity and one indicator."""
    return {
        "移住": (f"相談|する|{now}|{before}||周知した。", f"社数|{baseline}|{goal}|{social}|○基準値以上|○基準値以上")
    }


def held(tables: Tables) -> list[list[str]]:
    return drawn(tables["proofs"], *SHOWN)


def kinds(tables: Tables) -> list[str]:
    return list(tables["findings"]["kind"])


class TestEditions:
    def test_an_earlier_one_proves_last_year_and_the_goals(self, tmp_path: Path) -> None:
        root = write(tmp_path, {"R4": of("8件", "6件", "11社"), "R5": of()})
        assert held(computed(root, "R5")) == rows("""
        01 | activity  | 相談 | previous | proved | R4の文書
        01 | activity  | 相談 | actual   | single |
        01 | indicator | 社数 | baseline | proved | R4の文書
        01 | indicator | 社数 | actual   | single |
        01 | indicator | 社数 | target   | proved | R4の文書
        """)

    def test_a_later_one_proves_this_year(self, tmp_path: Path) -> None:
        root = write(tmp_path, {"R5": of(), "R6": of("14件", "10件", "13社")})
        found = computed(root, "R5")
        assert [row[4:] for row in held(found) if row[3] == "actual"] == [["proved", "R6の文書"], ["single", ""]]
        assert "later_differs" not in kinds(found)

    def test_a_later_one_that_has_it_otherwise(self, tmp_path: Path) -> None:
        found = computed(write(tmp_path, {"R5": of(), "R6": of("14件", "11件", "13社")}), "R5")
        (finding,) = (row for row in found["findings"].itertuples() if row.kind == "later_differs")
        assert (finding.severity, finding.column, finding.printed) == ("info", "actual_text", "10件")
        assert "R6の文書では11件" in finding.message and "行" in finding.suggestion

    def test_of_two_the_one_next_to_it_speaks(self) -> None:
        """R4 and R3 differ of the baseline, as R4 itself tells; R5 is as R4."""
        three = [told(y, of(baseline=b)) for y, b in (("R3", "7社以上"), ("R4", "8社以上"), ("R5", "8社以上"))]
        witnesses = [reading_witness(each, each.year, three[2]) for each in (three[1], three[0])]
        found = {row.role: row.state for row in proof_rows({"proofs": proofs(three[2], witnesses)})}
        assert found["baseline"] == "proved"

    @pytest.mark.parametrize(("unit", "wanted"), [("箇所", "proved"), ("件", "single")])
    def test_only_in_one_unit_however_it_is_spelled(self, tmp_path: Path, unit: str, wanted: str) -> None:
        """The same digits in another unit prove nothing."""
        now = of(social="12ヶ所", baseline="8ヶ所以上", goal="20ヶ所以上")
        before = of("8件", "6件", f"11{unit}", f"8{unit}以上", f"20{unit}以上")
        found = computed(write(tmp_path, {"R4": before, "R5": now}), "R5")
        assert {row[4] for row in held(found) if row[3] in ("baseline", "target")} == {wanted}
        assert ("goal_changed" in kinds(found)) == (wanted == "single")


class TestGoals:
    def test_a_moved_target_is_a_finding_with_both(self, tmp_path: Path) -> None:
        found = computed(write(tmp_path, {"R4": of("8件", "6件", "11社", goal="30社以上"), "R5": of()}), "R5")
        (finding,) = (row for row in found["findings"].itertuples() if row.kind == "goal_changed")
        assert (finding.severity, finding.column, finding.printed) == ("warning", "target_text", "20社以上（R8）")
        assert finding.computed == "R4の文書：30社以上（R8）"

    def test_over_all_editions(self, tmp_path: Path) -> None:
        goals = {"R3": "30社以上", "R4": "30社以上", "R5": "20社以上"}
        found = computed(write(tmp_path, {year: of(goal=goal) for year, goal in goals.items()}, baseline="R2"), "R5")
        assert drawn(found["goals"], "goal", "edition", "words") == rows("""
        target | R3 | 30社以上（R8）
        target | R4 | 30社以上（R8）
        target | R5 | 20社以上（R8）
        """)
        (finding,) = (row for row in found["findings"].itertuples() if row.kind == "goal_changed")
        assert "R3：30社以上（R8）、R4：30社以上（R8）、R5：20社以上（R8）" in finding.message

    def test_a_turned_direction(self, tmp_path: Path) -> None:
        before = of("8件", "6件", "11社", "8社以下", "20社以下")
        found = computed(write(tmp_path, {"R4": before, "R5": of()}), "R5")
        assert [row.column for row in found["findings"].itertuples() if row.kind == "goal_changed"] == ["polarity"]


class TestPlanBook:
    def city(self, tmp_path: Path, book: str, more: str = BOOK) -> Tables:
        root = write(tmp_path, {"R5": of()}, more)
        (root / "data/raw" / CITY / "keikaku.csv").write_text(book, encoding="utf-8")
        return computed(root, "R5")

    def test_proves_the_goals(self, tmp_path: Path) -> None:
        found = self.city(tmp_path, "プラン,指標,単位,基準値,目標値\n移住,社数,社,8以上,20以上\n")
        told = {row[3]: row[4:] for row in held(found) if row[1] == "indicator"}
        assert told["baseline"] == told["target"] == ["proved", "『みほん計画』"] and told["actual"] == ["single", ""]
        assert proof_words(proof_rows(found)) == "数値5件のうち2件は、ほかの記載と同じ値（『みほん計画』2件）。"

    def test_has_one_otherwise(self, tmp_path: Path) -> None:
        found = self.city(tmp_path, "プラン,指標,単位,基準値,目標値\n移住,社数,社,8以上,26以上\n")
        (finding,) = (row for row in found["findings"].itertuples() if row.kind == "plan_book_differs")
        assert (finding.column, finding.printed, finding.computed) == (
            "target_text",
            "20社以上",
            "『みほん計画』：26社",
        )
        assert "2行" in finding.suggestion

    def test_equal_digits_of_another_name_prove_nothing(self, tmp_path: Path) -> None:
        found = self.city(tmp_path, "プラン,指標,単位,基準値,目標値\n移住,店の数,社,8以上,20以上\n")
        assert set(found["proofs"]["state"]) == {"single"} and "plan_book_only" in kinds(found)

    def test_of_a_later_year_says_nothing_of_this_one(self, tmp_path: Path) -> None:
        found = self.city(
            tmp_path, "プラン,指標,単位,基準値,目標値\n移住,社数,社,8以上,26以上\n", BOOK.replace("R4", "R6")
        )
        assert set(found["proofs"]["state"]) == {"single"}

    def test_that_cannot_be_read_is_told(self, tmp_path: Path) -> None:
        found = self.city(tmp_path, "プラン,指標,単位,基準値\n移住,社数,社,8以上\n")
        (finding,) = (row for row in found["findings"].itertuples() if row.kind == "source_unread")
        assert "『みほん計画』" in finding.message and "[[edition" not in finding.message

    def test_a_declared_name_is_followed(self) -> None:
        book, now = (
            told("R4", of()),
            told("R5", {"移住": (of()["移住"][0], of()["移住"][1].replace("社数", "企業の数"))}),
        )
        for renamed, wanted in (((), 0), ((Renamed("社数", "企業の数", 2023),), 2)):
            found = states(proof_rows({"proofs": proofs(now, [plan_book_witness(book, "計画", now, renamed)])}))
            goals = [state for (_, subject, *_), state in found.items() if subject == "indicator"]
            assert goals.count("proved") == wanted


class TestSecondReading:
    def city(self, tmp_path: Path, change: tuple[str, str]) -> Tables:
        root = write(tmp_path, {"R5": of()})
        folder = root / "data/raw" / CITY
        text = (folder / "R5.txt").read_text(encoding="utf-8")
        assert change[0] in text
        (folder / "R5-2.txt").write_text(text.replace(*change), encoding="utf-8")
        toml = (folder / "source.toml").read_text(encoding="utf-8")
        (folder / "source.toml").write_text(toml.replace('file = "R5.txt"', 'file = "R5.txt"\ntext = "R5-2.txt"'))
        return computed(root, "R5")

    def test_proves_every_value(self, tmp_path: Path) -> None:
        found = self.city(tmp_path, ("周知した。", "周知した。"))
        assert {tuple(row[4:]) for row in held(found)} == {("proved", "R5-2.txt")}
        assert not {"reading_differs", "reading_lost"} & set(kinds(found))

    @pytest.mark.parametrize(
        ("before", "after", "column"),
        [
            ("10件", "16件", "actual_text"),
            ("20社以上", "26社以上", "target_text"),
            ("12社", "l2社", "actual_text"),
            ("○基準値以上\t○", "△基準値以上\t○", "status_printed"),
            ("周知した。", "3回周知した。", "factors"),
        ],
    )
    def test_has_a_cell_otherwise(self, tmp_path: Path, before: str, after: str, column: str) -> None:
        found = self.city(tmp_path, (before, after))["findings"]
        own = found[found["kind"] == "reading_differs"]
        assert list(own["column"]) == [column] and "R5-2.txt" in own["message"].iloc[0]

    def test_has_lost_a_row(self, tmp_path: Path) -> None:
        found = self.city(tmp_path, ("社数\t", "杜数\t"))
        lost = found["findings"][found["findings"]["kind"] == "reading_lost"]
        assert list(lost["row"].isna()) == [True, False] or list(lost["row"].isna()) == [False, True]


def test_a_source_is_declared_as_an_edition_is(tmp_path: Path) -> None:
    root = write(tmp_path, {"R5": of()}, BOOK)
    (book,) = edition(root, CITY, "R5").plan_books
    assert (book.title, book.baseline, book.target, book.file) == ("みほん計画", 2021, 2026, "keikaku.csv")
