"""source.toml: what it may say, and what is said when it is wrong."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cityplan.city import source
from cityplan.city.choice import choose
from cityplan.city.edition import Edition
from cityplan.city.plan_numbers import plan_of, unknown_plan
from cityplan.files.errors import SourceError, UsageError

PLACE = "data/raw/mito/source.toml"
GOOD = """\
city = "水戸市"
publisher = "水戸市企画課"

[[edition]]
year = "令和５年度"
file = "R5.txt"
title = "計画の進捗"
layout = "progress-sheets"
baseline = "R元"
target = "R8"

[[edition.plan]]
id = "01"
begins = "安心して暮らせる"

[[edition.plan]]
id = "02"
sheet = false
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, GOOD)
    return tmp_path


def write(root: Path, text: str | bytes, city: str = "mito") -> None:
    path = root / "data/raw" / city / "source.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


class TestReading:
    def test_an_edition(self, root: Path) -> None:
        (edition,) = source.editions(root)
        assert (edition.city, edition.city_name, edition.year) == ("mito", "水戸市", "R5")
        assert (edition.baseline, edition.previous, edition.target) == (2019, None, 2026)
        assert edition.raw_file == "data/raw/mito/R5.txt"
        assert edition.processed == Path("data/processed/mito/R5")
        assert [(plan.id, plan.sheet) for plan in edition.plan] == [("01", True), ("02", False)]

    def test_an_edition_is_final_where_a_person_says_so(self, root: Path) -> None:
        for word, final in (("true", True), ("false", False)):
            write(root, GOOD.replace('target = "R8"', f'target = "R8"\nfinal = {word}'))
            assert [each.final for each in source.editions(root)] == [final]

    def test_in_another_encoding_or_with_crlf(self, root: Path) -> None:
        before = source.editions(root)
        for text in (b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode(), GOOD.encode("cp932")):
            write(root, text)
            assert source.editions(root) == before

    def test_editions_are_sorted_by_city_and_year(self, root: Path) -> None:
        more = GOOD + GOOD[GOOD.index("[[edition]]") :].replace("令和５年度", "H30")
        write(root, more)
        write(root, GOOD, "aizu")
        found = [(edition.city, edition.year) for edition in source.editions(root)]
        assert found == [("aizu", "R5"), ("mito", "H30"), ("mito", "R5")]


class TestErrors:
    @pytest.mark.parametrize(
        ("old", "new", "text"),
        [
            ('city = "水戸市"', 'ciy = "水戸市"', "ciy"),
            ('title = "', 'titel = "', "titel"),
            ("sheet = false", 'sheat = "x"', "sheat"),
            ('year = "令和５年度"\n', "", ""),
            ('file = "R5.txt"\n', "", ""),
            ('title = "計画の進捗"\n', "", ""),
            ('layout = "progress-sheets"\n', "", ""),
            ('begins = "安心して暮らせる"', "", "01"),
            ("sheet = false", 'sheet = false\nbegins = "x"', "02"),
            ('id = "02"', "", ""),
            ('id = "02"', 'id = "1"', "01"),
            ("令和５年度", "5年度", "5年度"),
            ("令和５年度", "1900", "1900"),
            ("R8", "いつか", "いつか"),
            ('"R5.txt"', '"../R5.txt"', "../R5.txt"),
            ('"R5.txt"', '"/etc/passwd"', "/etc/passwd"),
            ('"R5.txt"', '".."', ".."),
            ("[[edition]]", "[edition]", None),
            ('baseline = "R元"', 'left_out = "資料4"', "資料4"),
            ('baseline = "R元"', "left_out = [4]", "[4]"),
            ("[[edition]]", "[[edition", None),
            ('city = "水戸市"', "edition = 5", None),
            ('city = "水戸市"', 'city = ["水戸市"]', "['水戸市']"),
            ("sheet = false", 'sheet = "no"', "no"),
            ('baseline = "R元"', 'final = "true"', "true"),
            ('baseline = "R元"', "final = 1", "1"),
            ('title = "計画の進捗"', "title = true", "True"),
        ],
    )
    def test_names_the_file_and_the_next_step(self, root: Path, old: str, new: str, text: str | None) -> None:
        assert old in GOOD
        write(root, GOOD.replace(old, new, 1))
        with pytest.raises(SourceError) as caught:
            source.editions(root)
        error = caught.value
        assert error.file == PLACE and error.next_step and error.problem
        assert text is None or error.text == text

    @pytest.mark.parametrize(("key", "line"), [("city", 1), ("publisher", 2)])
    def test_an_empty_name_has_its_line(self, root: Path, key: str, line: int) -> None:
        write(root, re.sub(rf'(?m)^{key} = ".*"', f'{key} = " "', GOOD))
        with pytest.raises(SourceError) as caught:
            source.editions(root)
        error = caught.value
        assert (error.file, error.line, error.column) == (PLACE, line, key)
        assert f'{key} = "見本市"' in error.next_step

    @pytest.mark.parametrize(
        ("year", "years", "key", "text"),
        [
            ("R66", 'actual = "R6"', "year", "R66"),
            ("R5", 'actual = "R6"', "year", "R5"),
            ("R10", 'actual = "R6"', "year", "R10"),
            ("R6", 'baseline = "R6"\nactual = "R6"', "baseline", "R6"),
            ("R6", 'actual = "R6"\ntarget = "R5"', "target", "R5"),
        ],
    )
    def test_years_that_are_in_no_order(self, root: Path, year: str, years: str, key: str, text: str) -> None:
        written = GOOD.replace('baseline = "R元"\ntarget = "R8"', years).replace("令和５年度", year)
        write(root, written)
        with pytest.raises(SourceError) as caught:
            source.editions(root)
        error = caught.value
        assert (error.file, error.column, error.text) == (PLACE, key, text) and "R6" in error.problem

    @pytest.mark.parametrize("years", ['baseline = "R5"\nactual = "R6"\ntarget = "R6"', 'actual = "R3"', ""])
    def test_years_in_order(self, root: Path, years: str) -> None:
        write(root, GOOD.replace('baseline = "R元"\ntarget = "R8"', years).replace("令和５年度", "R6"))
        assert [each.year for each in source.editions(root)] == ["R6"]

    @pytest.mark.parametrize(
        ("old", "new", "line"),
        [
            ('title = "計画の進捗"', 'title = "計画の進捗', 7),
            ('city = "水戸市"', 'city = "水戸市"\ncity = "水戸市"', 2),
            ('year = "令和５年度"', "year = 令和５年度", 5),
            ('layout = "', "layout ", 8),
            ("sheet = false", "left_out = [", 18),
        ],
    )
    def test_what_is_no_toml_names_the_line(self, root: Path, old: str, new: str, line: int) -> None:
        write(root, GOOD.replace(old, new, 1))
        with pytest.raises(SourceError) as caught:
            source.editions(root)
        error = caught.value
        assert (error.file, error.line) == (PLACE, line) and error.text and error.next_step
        assert not re.search("[A-Z][a-z]+ [a-z]+", error.problem)

    def test_an_empty_name_of_a_file_is_told_as_such(self, root: Path) -> None:
        write(root, GOOD.replace('"R5.txt"', '""'))
        with pytest.raises(SourceError, match="ファイル名が空です"):
            source.editions(root)

    def test_a_missing_key_is_named(self, root: Path) -> None:
        write(root, GOOD.replace('title = "計画の進捗"\n', ""))
        with pytest.raises(SourceError, match="title"):
            source.editions(root)

    def test_an_unknown_key_lists_the_known_ones(self, root: Path) -> None:
        write(root, GOOD.replace("layout", "layuot"))
        with pytest.raises(SourceError, match="layout"):
            source.editions(root)

    def test_a_year_twice_in_two_forms(self, root: Path) -> None:
        write(root, GOOD + GOOD[GOOD.index("[[edition]]") :].replace("令和５年度", "2023"))
        with pytest.raises(SourceError) as caught:
            source.editions(root)
        assert (caught.value.file, caught.value.text) == (PLACE, "R5")

    @pytest.mark.parametrize("text", [b"\xff\xfe\x00", b"", b"\n\n"])
    def test_no_text_at_all(self, root: Path, text: bytes) -> None:
        write(root, text)
        with pytest.raises(SourceError) as caught:
            source.editions(root)
        assert caught.value.file == PLACE

    def test_no_document_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError) as caught:
            source.editions(tmp_path)
        assert caught.value.file and caught.value.next_step


class TestOneCityThatCannotBeUsed:
    """The others are there; the reason is told where it is asked for, and by `known`."""

    @pytest.fixture
    def two(self, root: Path) -> Path:
        write(root, "city = ", "aizu")
        return root

    def test_the_others_are_there(self, two: Path) -> None:
        assert [each.city for each in source.editions(two)] == ["mito"]
        found = source.known(two)
        assert list(found.faults) == ["aizu"] and found.faults["aizu"].line == 1
        assert source.edition(two, "mito", "R5").city == "mito"

    @pytest.mark.parametrize(("cities", "told"), [((), 1), (("mito",), 0), (("aizu", "mito"), 1)])
    def test_it_is_told_only_to_whom_it_concerns(self, two: Path, cities: tuple[str, ...], told: int) -> None:
        assert len(source.known(two).faults_for(cities)) == told
        assert [e.city for e in source.chosen_of(source.known(two), (), cities)] == ["mito"]

    def test_asked_for_alone_it_says_why(self, two: Path) -> None:
        with pytest.raises(SourceError) as caught:
            source.edition(two, "aizu", "R5")
        assert caught.value.file == "data/raw/aizu/source.toml"
        with pytest.raises(UsageError, match=r"aizu/source\.toml"):  # it may be this one
            source.edition(two, "会津若松市", "R5")

    def test_a_folder_without_source_toml(self, root: Path) -> None:
        for name in ("empty", "kept", ".hidden"):
            (root / "data/raw" / name).mkdir()
        (root / "data/raw/kept/R5.txt").write_text("x")
        (root / "data/raw/.hidden/R5.txt").write_text("x")
        faults = source.known(root).faults
        assert list(faults) == ["kept"] and "new-city kept" in faults["kept"].next_step

    def test_its_reports_are_still_known(self, two: Path, tmp_path: Path) -> None:
        for place in ("R4/aizu", "R5/mito", "R5/gone"):
            (tmp_path / "out" / place).mkdir(parents=True)
        assert source.document_places(two, tmp_path / "out") == {("R4", "aizu"), ("R5", "mito")}

    def test_two_cities_of_one_name_are_told_apart_by_folder(self, root: Path) -> None:
        write(root, GOOD, "mito-2")
        assert len(source.editions(root)) == 2
        assert source.edition(root, "mito-2", "R5").city == "mito-2"
        with pytest.raises(UsageError) as caught:
            source.edition(root, "水戸市", "R5")
        assert "mito、mito-2" in str(caught.value)


class TestPlans:
    PLANS = (("01", "安心"), ("06", "産業"), ("10", "行革"))

    @pytest.mark.parametrize(
        ("text", "plan"),
        [("06", "06"), ("6", "06"), (6, "06"), ("６", "06"), (" 6", "06"), (10, "10"), (0, ""), ("", ""), ("x", "")],
    )
    def test_a_number_as_people_write_it(self, text: str | int, plan: str) -> None:
        assert plan_of(text, dict(self.PLANS)) == plan

    def test_an_unknown_one(self) -> None:
        told = str(unknown_plan([60, "産業"], self.PLANS))
        assert "60、産業" in told and "もしかして: 06。" in told and "01、06、10" in told


class TestChoosing:
    def test_a_year_as_a_number(self, root: Path) -> None:
        assert source.edition(root, "mito", 2023).year == "R5"

    @pytest.fixture
    def found(self, root: Path) -> list[Edition]:
        (one,) = source.editions(root)
        return [one, replace(one, year="R6"), replace(one, city="kasama", city_name="笠間市")]

    @pytest.mark.parametrize("text", ["R5", "Ｒ５", "r5", "令和5", "令和５年度", "2023", "２０２３", "H35"])
    def test_a_year_as_people_write_it(self, found: list[Edition], text: str) -> None:
        chosen = choose(found, [text], [])
        assert [(e.city, e.year) for e in chosen] == [("mito", "R5"), ("kasama", "R5")]

    def test_a_city_by_folder_or_name(self, found: list[Edition]) -> None:
        for city in ("mito", "水戸市"):
            assert [e.year for e in choose(found, [], [city])] == ["R5", "R6"]

    def test_none_named_means_all(self, found: list[Edition]) -> None:
        assert choose(found, [], []) == found

    @pytest.mark.parametrize(
        ("years", "cities"), [(["R9"], []), (["きのう"], []), ([], ["水戸"]), (["R6"], ["kasama"])]
    )
    def test_an_unknown_one_lists_those_there_are(
        self, found: list[Edition], years: list[str], cities: list[str]
    ) -> None:
        with pytest.raises(UsageError) as caught:
            choose(found, years, cities)
        for known in ("mito", "kasama", "水戸市", "R5", "R6"):
            assert known in str(caught.value)
        assert all(text in str(caught.value) for text in years + cities if len(years + cities) == 1)
