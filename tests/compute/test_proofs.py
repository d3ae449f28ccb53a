"""Values held against other sources: editions, plan books, a second reading, 再掲; documents in, states and findings out."""

from dataclasses import replace
from pathlib import Path

import pytest
from aligned import drawn, rows
from several_years import CITY, Plans, computed, told, write

from cityplan.check.readings import plan_book_findings
from cityplan.city.renames import Renamed
from cityplan.city.source import edition
from cityplan.compute.proofs import plan_book_witness, proofs, reading_witness, states
from cityplan.compute.readings import other_passages
from cityplan.report.proofs import proof_rows, proof_words
from cityplan.tables.definitions import TextRow
from cityplan.tables.schema import Tables, frame

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
        assert {row[4] for row in held(found) if row[3] in ("baseline", "target")} == {"contradicted"}

    def test_a_remark_of_the_baseline_alone(self, tmp_path: Path) -> None:
        before = of("8件", "6件", "11社", baseline="（延べ）8社以上")
        found = computed(write(tmp_path, {"R4": before, "R5": of()}), "R5")
        (finding,) = (row for row in found["findings"].itertuples() if row.kind == "goal_changed")
        assert (finding.column, finding.printed) == ("baseline_text", "8社以上")
        assert finding.computed == "R4の文書：（延べ）8社以上"


class TestMeant:
    """Equal digits that are not meant alike: what of the plan book, and whether it proves 8社以上 or 20社以上."""

    @pytest.mark.parametrize(
        ("own", "book", "differs"),
        [
            ("20社以上", "20社以下", "20社以下"),
            ("20社以上", "20社を上回る", "20社を上回る"),
            ("20社以上", "20社", ""),  # a bound that only one prints
            ("20社", "20社以上", ""),
            ("（延べ）20社以上", "20社以上", "20社以上"),
            ("20社以上", "（延べ）20社以上", "（延べ）20社以上"),
            ("20社以上（累計）", "（延べ）20社以上", ""),
            ("約20社以上", "20社以上", ""),
            ("20社以内", "20社以下", ""),
            ("月20社以上", "年20社以上", "年20社以上"),
        ],
    )
    def test_of_a_target(self, own: str, book: str, differs: str) -> None:
        now, then = told("R5", of(goal=own)), told("R4", of(goal=book))
        rows = proof_rows({"proofs": proofs(now, [plan_book_witness(then, "計画", now, ())])})
        (target,) = (row for row in rows if row.role == "target")
        wanted = ("contradicted", differs) if differs else ("proved", book)
        assert (target.state, target.other_text) == wanted

    def test_a_direction_in_a_column_of_its_own(self, tmp_path: Path) -> None:
        more = BOOK.replace('unit = "単位"', 'unit = "単位"\npolarity = "向き"')
        book = "プラン,指標,単位,向き,基準値,目標値\n移住,社数,社,減少,8,20\n"
        found = TestPlanBook().city(tmp_path, book, more)
        own = [row for row in found["findings"].itertuples() if row.kind == "plan_book_differs"]
        assert [(row.column, row.computed) for row in own] == [
            ("baseline_text", "『みほん計画』：8（小さいほどよい）"),
            ("target_text", "『みほん計画』：20（小さいほどよい）"),
        ]

    def test_what_the_name_says_need_not_stand_with_the_value(self) -> None:
        plans = [
            {"移住": (each["移住"][0], each["移住"][1].replace("社数", "延べ社数"))}
            for each in (of(goal="（延べ）20社以上"), of())
        ]
        now, then = told("R5", plans[0]), told("R4", plans[1])
        rows = proof_rows({"proofs": proofs(now, [plan_book_witness(then, "計画", now, ())])})
        assert {row.state for row in rows if row.role == "target"} == {"proved"}


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

    def test_another_unit_is_told_with_both(self, tmp_path: Path) -> None:
        found = self.city(tmp_path, "プラン,指標,単位,基準値,目標値\n移住,社数,台,8以上,20以上\n")
        (finding,) = (row for row in found["findings"].itertuples() if row.kind.startswith("plan_book"))
        assert (finding.kind, finding.severity, finding.column) == ("plan_book_differs", "warning", "unit")
        assert "基準値 8社以上、目標値 20社以上" in finding.message and "renamed" not in finding.suggestion
        assert finding.computed == "『みほん計画』：台（基準値 8以上、目標値 20以上）"
        assert set(found["proofs"]["state"]) == {"single"}

    def test_a_goal_in_another_unit_than_its_row(self, tmp_path: Path) -> None:
        found = self.city(tmp_path, "プラン,指標,単位,基準値,目標値\n移住,社数,社,8以上,20千社以上\n")
        (finding,) = (row for row in found["findings"].itertuples() if row.kind.startswith("plan_book"))
        assert (finding.kind, finding.column) == ("plan_book_differs", "target_text")
        assert (finding.printed, finding.computed) == ("20社以上", "『みほん計画』：20千社以上")

    @pytest.mark.parametrize("times", [1, 2])
    def test_a_doubled_row_is_told_as_one(self, times: int) -> None:
        activity, indicator = of()["移住"] or ("", "")
        now = told("R5", {"移住": (activity, f"{indicator}\n{indicator}")})
        book = told("R4", {"移住": (activity, "\n".join([indicator] * times))})
        (finding,) = plan_book_findings(now, plan_book_witness(book, "計画", now, ()))
        assert finding.kind.name == "plan_book_twice"
        assert f"この文書に2つ、計画に{times}つ" in finding.message and "renamed" not in finding.suggestion

    def test_of_a_later_year_says_nothing_of_this_one(self, tmp_path: Path) -> None:
        found = self.city(
            tmp_path, "プラン,指標,単位,基準値,目標値\n移住,社数,社,8以上,26以上\n", BOOK.replace("R4", "R6")
        )
        assert set(found["proofs"]["state"]) == {"single"}

    def test_each_book_is_asked_and_of_one_book_the_newest(self) -> None:
        now = told("R5", of())
        books = [(told("R5", of()), "計画"), (told("R4", of(goal="30社以上")), "計画")]
        books.append((told("R4", of(goal="26社以上")), "戦略"))
        rows = proof_rows({"proofs": proofs(now, [plan_book_witness(*each, now, ()) for each in books])})
        assert [(row.source, row.state) for row in rows if row.role == "target"] == [
            ("計画", "proved"),
            ("戦略", "contradicted"),
        ]

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


class TestPrintedAgain:
    """社数 8社以上, 20社以上 and 12社 in one plan, and what another plan prints under the same name."""

    @pytest.mark.parametrize(
        ("baseline", "goal", "actual", "wanted"),
        [
            ("8社以上", "20社以上", "12社", ["proved", "proved", "proved"]),
            ("8社以上", "20社以上", "13社", ["proved", "proved", "contradicted"]),
            ("9社以上", "20社以上", "12社", ["contradicted", "proved", "proved"]),
            ("8社以上", "15社以上", "13社", ["single", "single", "single"]),  # one equal value of three
            ("8社以上", "15社以上", "—", ["single", "single", "single"]),
            ("8社以上", "20社以上", "—", ["proved", "proved", "single"]),
        ],
    )
    def test_by_most_values(self, baseline: str, goal: str, actual: str, wanted: list[str]) -> None:
        plans = {**of(), "産業": of(social=actual, baseline=baseline, goal=goal)["移住"]}
        rows = proof_rows({"proofs": proofs(told("R5", plans), [])})
        found = {row.role: row.state for row in rows if row.plan_id == "01" and row.subject == "indicator"}
        assert [found[role] for role in ("baseline", "target", "actual")] == wanted


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
            ("ちにします", "ちに3つします", "purpose"),
            ("続ける。", "年に4回続ける。", "direction"),
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


TWO_FILES = """
city = "見本市"
publisher = "見本市（架空）"
[[edition]]
year = "R5"
file = "R5.csv"
text = "R5-2.csv"
title = "施策の取組状況"
layout = "tables"
baseline = "R3"
actual = "R5"
target = "R8"
[[edition.table]]
subject = "indicator"
[edition.table.columns]
plan = "施策"
name = "指標"
baseline = "基準値"
target = "目標値"
actual = "R5実績"
note = "備考"
grade = "評価"
[edition.table.years]
R4 = "R4実績"
[edition.table.years.expected]
R5 = "R5目安"
[edition.table.years.settled]
R4 = "R4決算"
[edition.table.years.budget]
R5 = "R5予算"
"""
TWO_HEADS = "施策,指標,基準値,目標値,R4実績,R5実績,備考,評価,R5目安,R4決算,R5予算"


class TestEveryNumberOfTwoFiles:
    ROW = "移住,社数,8社,20社,10社,12社,うち3社は市外,Ａ,13社,40千円,51千円"

    def told(self, tmp_path: Path, own: str, other: str) -> list[list[str]]:
        folder = tmp_path / "data/raw" / CITY
        folder.mkdir(parents=True)
        (folder / "source.toml").write_text(TWO_FILES, encoding="utf-8")
        for name, row in (("R5.csv", own), ("R5-2.csv", other)):
            (folder / name).write_text(f"{TWO_HEADS}\n{row}\n", encoding="utf-8")
        found = computed(tmp_path, "R5")["findings"]
        return drawn(found[found["kind"] == "reading_differs"], "column", "printed", "computed")

    @pytest.mark.parametrize(
        ("own", "other", "column"),
        [
            ("10社", "11社", "actual_2022_text"),
            ("13社", "31社", "expected_2023_text"),
            ("40千円", "4千円", "settled_2022_text"),
            ("51千円", "15千円", "budget_2023_text"),
            ("51千円", "", "budget_2023_text"),
            ("うち3社は市外", "うち8社は市外", "note"),
            ("Ａ", "Ｂ", "grade"),
        ],
    )
    def test_is_told_once(self, tmp_path: Path, own: str, other: str, column: str) -> None:
        """Also money, what was expected and past years, which no other source is asked of."""
        ((found, printed, theirs),) = self.told(tmp_path, self.ROW, self.ROW.replace(own, other))
        assert (found, printed, theirs) == (column, own, f"R5-2.csv：{other or '記載なし'}")

    def test_other_letters_are_the_same(self, tmp_path: Path) -> None:
        assert self.told(tmp_path, self.ROW, self.ROW.replace("13社", "１３社").replace("3社は", "３社は")) == []


class TestTexts:
    """Numbers of the texts of a plan, told where they part, however the lines are broken."""

    def told(self, own: list[str], other: list[str]) -> list[tuple[str, str]]:
        editions = []
        for texts in (own, other):
            now = told("R5", of())
            rows = [
                TextRow("plan", "", "01", "成果", seq, "", text, 90 + seq) for seq, text in enumerate(texts, start=1)
            ]
            editions.append(replace(now, tables={**now.tables, "texts": frame("texts", rows)}))
        now, then = editions
        return [(each.own_words, each.other_words) for each in other_passages(now, reading_witness(then, "R5b", now))]

    @pytest.mark.parametrize(
        ("own", "other", "wanted"),
        [
            (["54.3％が満足。", "3回開いた。"], ["54.3％が満足。3回開いた。"], []),
            (["1,200人。"], ["１２００人。"], []),
            (["54.3％が満足。"], ["45.3％が満足。"], [("54.3％が満足。", "45.3％が満足。")]),
            (["3回。", "5人。", "7社。"], ["3回。", "7社。"], [("5人。", "3回。")]),
            (["5人。"], [], [("5人。", "")]),
            (["Ａ"], ["Ｂ"], [("Ａ", "Ｂ")]),
            (["拡充する。"], ["見直す。"], []),  # words, but for a grade, are not held against each other
            (["あ" * 70 + "5人"], ["あ" * 70 + "6人"], [("…" + "あ" * 12 + "5人…", "…" + "あ" * 12 + "6人…")]),
        ],
    )
    def test_two_texts(self, own: list[str], other: list[str], wanted: list[tuple[str, str]]) -> None:
        assert self.told(own, other) == wanted


def test_a_source_is_declared_as_an_edition_is(tmp_path: Path) -> None:
    root = write(tmp_path, {"R5": of()}, BOOK)
    (book,) = edition(root, CITY, "R5").plan_books
    assert (book.title, book.baseline, book.target, book.file) == ("みほん計画", 2021, 2026, "keikaku.csv")
