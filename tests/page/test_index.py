"""The index pages: what is told of each brief, what a manifest keeps of it, and which editions are listed."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag

from cityplan.build.manifest import Manifest, Older, city_index_is_fresh, editions_made, manifest_bytes, reports_left
from cityplan.build.publishing import write_city_index
from cityplan.city.edition import Edition
from cityplan.page.index import SHOWN_EDITIONS, city_index, edition_index
from cityplan.page.listed import ListedBrief, ListedEdition, from_record, listed_edition
from cityplan.tables.rows import TextRows
from tests.aligned import rows
from tests.listed_editions import AOBA_R5, AOBA_R6, EDITIONS, MINATO_R6, NAMES, RULE

EDITION = Edition("aoba", "あおば市", "あおば市", "R6", "R6.txt", "あおば計画", "progress-sheets", RULE)
TABLES = {
    "plans": """
        plan_id | name | group   | has_sheet
        01      | 一つ | しごと  | true
        02      | 二つ | しごと  | false
    """,
    "indicators": """
        plan_id | indicator_no | status_printed | actual_text | polarity
        01      | 1            | ◎              | 9           | higher
        01      | 2            |                | 8           | higher
        01      | 3            |                | —           | higher
    """,
    "indicator_results": """
        plan_id | indicator_no | status | moved
        01      | 1            | ○      | worse
        01      | 2            | △      | same
        01      | 3            |        |
    """,
    "activities": """
        plan_id | activity_no | actual | previous
        01      | 1           | 108    | 100
        01      | 2           | 9      | 10
        01      | 3           | 5      |
    """,
    "activity_results": """
        plan_id | activity_no | ratio
        01      | 1           | 108.0
        01      | 2           | 90.0
        01      | 3           |
    """,
    "findings": """
        plan_id | severity | state
        01      | error    | open
        01      | info     | open
        01      | info     | open
                | warning  | open
    """,
}


def tables(**changed: str) -> dict[str, TextRows]:
    drawn = {name: rows(text) for name, text in (TABLES | changed).items()}
    return {name: [dict(zip(head, row, strict=True)) for row in body] for name, (head, *body) in drawn.items()}


def parsed(page: bytes) -> BeautifulSoup:
    return BeautifulSoup(page.decode(), "html.parser")


def row_of(page: bytes, name: str) -> Tag:
    return next(row for row in parsed(page).select("tbody tr") if name in row.get_text())


def cell(row: Tag, column: str) -> str:
    (found,) = row.select(f".of-{column}")
    return found.get_text()


class TestABriefAsItIsListed:
    listed = listed_edition(EDITION, tables(), ["plan-01.pdf", "plan-01.html"], ["plan-01"], {"plan-02.pdf": "data"})

    def test_marks_are_the_printed_ones_else_the_computed(self) -> None:
        assert self.listed.briefs[0].marks == ("◎", "△")

    def test_a_mark_without_a_direction_has_no_colour(self) -> None:
        known = {"higher": "good", "": "muted"}
        for polarity, tone in known.items():
            of = TABLES["indicators"].replace("9           | higher", f"9           | {polarity}")
            listed = listed_edition(EDITION, tables(indicators=of), ["plan-01.html"], [], {})
            assert listed.briefs[0].unjudged == (() if polarity else ("◎",))
            page = edition_index(EDITION, listed)
            (sign,) = [each for each in parsed(page).select(".of-marks .mark") if each.get_text() == "◎"]
            assert sign["class"] == ["mark", tone]

    def test_counts(self) -> None:
        brief = self.listed.briefs[0]
        assert (brief.fell, brief.above, brief.ratios) == (1, 1, 2)
        assert brief.findings == {"error": 1, "info": 2}
        assert self.listed.findings == {"error": 1, "info": 2, "warning": 1}

    def test_a_brief_with_an_open_contradiction_is_a_draft(self) -> None:
        page = edition_index(EDITION, self.listed)
        assert [brief.draft for brief in self.listed.briefs] == [True, False]
        assert "案" in cell(row_of(page, "一つ"), "name") and "案" not in cell(row_of(page, "二つ"), "name")
        corrected = TABLES["findings"].replace("error    | open", "error    | corrected")
        for edition, decided in ((EDITION, corrected), (replace(EDITION, final=True), TABLES["findings"])):
            listed = listed_edition(edition, tables(findings=decided), ["plan-01.html"], [], {})
            assert not listed.briefs[0].draft and "案" not in cell(
                row_of(edition_index(edition, listed), "一つ"), "name"
            )

    def test_files_that_are_there(self) -> None:
        assert [brief.formats for brief in self.listed.briefs] == [("html", "pdf"), ()]
        assert [brief.is_older for brief in self.listed.briefs] == [True, False]

    def test_without_two_marks_to_compare_nothing_is_said_of_a_fall(self) -> None:
        assert self.listed.briefs[1].fell is None and not self.listed.briefs[1].has_sheet

    def test_a_manifest_keeps_it(self, tmp_path: Path) -> None:
        files = dict.fromkeys(self.listed.files, "")
        older = {name: Older("", why) for name, why in self.listed.older.items()}
        kept = manifest_bytes(Manifest(tmp_path, files, older=older), self.listed)
        assert from_record(json.loads(kept)) == self.listed

    def test_a_manifest_of_an_earlier_version_tells_of_the_edition_only(self) -> None:
        facts = {"city": "a", "city_name": "あ市", "year": "R5", "title": "計画", "plans": 3}
        assert from_record({**facts, "files": {}}) == ListedEdition("a", "あ市", "R5", "計画")
        assert from_record({**facts, "files": {}, "briefs": [{"of": "another"}]}) is not None
        assert from_record({"files": {}}) is None


class TestTheIndexOfAll:
    page = city_index(EDITIONS)

    def test_lists_every_brief_the_newest_first(self) -> None:
        assert [name.find(string=True) for name in parsed(self.page).select("tbody .of-name")] == NAMES

    def test_tells_of_each(self) -> None:
        row = row_of(self.page, "化の推進")
        told = {
            name: cell(row, name) for name in ("plan", "project", "city", "year", "marks", "fell", "ratio", "findings")
        }
        assert told == {
            "plan": "02",
            "project": "しごとプロジェクト",
            "city": "あおば市",
            "year": "令和6年度",
            "marks": "△",
            "fell": "1件",
            "ratio": "2 / 2件",
            "findings": "矛盾1 2件",
        }
        assert [link["href"] for link in row.select("a")] == ["R6/aoba/plan-02.html", "R6/aoba/plan-02.pdf"]

    def test_what_is_not_known_is_not_zero(self) -> None:
        row = row_of(self.page, "港のにぎわい")
        assert [cell(row, name) for name in ("marks", "fell", "ratio")] == ["—"] * 3
        assert cell(row_of(self.page, "文化"), "fell") == "0件"

    def test_a_brief_that_is_not_there_or_older_says_so(self) -> None:
        without = row_of(self.page, "デジタル化")
        assert not without.select("a") and "資料にシートなし" in without.get_text()
        assert "（前の版）" in cell(row_of(self.page, "港のにぎわい"), "name")

    def test_marks_stand_best_first(self) -> None:
        assert cell(row_of(self.page, "子育て支援"), "marks") == "◎○"

    def test_leads_to_each_edition_and_its_reports(self) -> None:
        cards = parsed(self.page).select(".editions li")
        links = [[str(link["href"]) for link in card.select("a")] for card in cards]
        assert links == [
            [f"R6/aoba/{name}" for name in ("index.html", "overview.html", "overview.pdf", "booklet.pdf")],
            ["R6/minato/index.html"],
            ["R5/aoba/index.html"],
        ]
        assert "3プラン　◎1 ○1 △1 —1" in cards[0].get_text()
        assert cards[1]["style"] == "--own:#006B5A"

    def test_many_editions_are_folded_away(self) -> None:
        many = [replace(MINATO_R6, city=f"minato{n}") for n in range(SHOWN_EDITIONS + 1)]
        assert not parsed(self.page).select("details") and parsed(city_index(many)).select("details")

    def test_is_the_same_for_the_same(self) -> None:
        assert city_index(EDITIONS) == city_index(tuple(reversed(EDITIONS)))

    def test_of_nothing_says_so(self) -> None:
        assert "まだ報告がありません" in parsed(city_index([])).get_text()


class TestTheIndexOfAnEdition:
    page = edition_index(EDITION, AOBA_R6, ["overview"])

    def test_has_neither_city_nor_year_in_its_rows(self) -> None:
        heads = [head.get_text() for head in parsed(self.page).select("thead th")]
        assert heads[:3] == ["番号", "プラン", "プロジェクト"] and "市" not in heads

    def test_leads_to_its_reports(self) -> None:
        reports = parsed(self.page).select_one(".reports")
        assert reports and "全体のまとめPDF（前の版）冊子（PDF）" in reports.get_text()
        assert row_of(self.page, "子育て支援").select("a[href='plan-01.html']")

    def test_what_is_no_longer_right_is_told_with_its_reason(self) -> None:
        """On both pages: what is in 前の版/ is no name of a report's any more."""
        older = {"plan-01.pdf": "data", "booklet.pdf": "parts", "notebooks/plan-01.ipynb": "data"}
        files = AOBA_R6.files - older.keys()
        briefs = tuple(replace(brief, formats=("html",)) if brief.plan == "01" else brief for brief in AOBA_R6.briefs)
        edition = replace(AOBA_R6, files=files, older=older, briefs=briefs)
        pages = (("", edition_index(EDITION, edition)), ("R6/aoba/", city_index([edition])))
        for folder, page in pages:
            row = row_of(page, "子育て支援")
            assert "（前の版：データが変わった PDF）" in cell(row, "name") and cell(row, "pdf") == "—"
            links = [unquote(str(link["href"])) for link in row.select("a")]
            assert links == [f"{folder}plan-01.html", f"{folder}前の版/plan-01.pdf"]
            told = parsed(page).select(".reports")[0].get_text()
            assert "冊子（前の版：載せる報告が変わる PDF）" in told

    def test_counts_all_findings(self) -> None:
        verdict = parsed(self.page).select_one(".verdict")
        assert verdict and verdict.get_text() == "3プラン　指摘：矛盾1件・疑い0件・参考2件"


@pytest.mark.parametrize("page", [city_index(EDITIONS), edition_index(EDITION, AOBA_R6)])
def test_a_page_lets_its_own_script_run_and_no_other(page: bytes) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", page.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = parsed(page).select_one("meta[http-equiv='Content-Security-Policy']")
    assert policy and f"; script-src 'sha256-{digest}';" in str(policy["content"])


def test_a_hostile_manifest_is_only_text() -> None:
    hostile = '"><script>x</script><a href="javascript:x">'
    brief = ListedBrief("1", hostile, hostile, marks=(hostile,), formats=("html",))
    page = parsed(city_index([ListedEdition("x", hostile, "R5", hostile, briefs=(brief,))]))
    assert len(page.select("script")) == 1 and not page.select("[href^=javascript]")
    assert cell(page.select("tbody tr")[0], "project") == hostile
    told = {"city": "x", "city_name": "x", "year": "R5", "title": "x", "files": [], "colour": "red;x"}
    found = from_record(told)
    assert found and found.colour == ""


class TestEditionsOfAFolder:
    @pytest.fixture
    def out(self, tmp_path: Path) -> Path:
        for listed in EDITIONS:
            folder = tmp_path / listed.folder
            folder.mkdir(parents=True)
            made = Manifest(folder, dict.fromkeys(listed.files, ""))
            (folder / "manifest.json").write_bytes(manifest_bytes(made, listed))
        return tmp_path

    known = frozenset((listed.year, listed.city) for listed in EDITIONS)

    def test_all_that_are_known(self, out: Path) -> None:
        assert editions_made(out, self.known) == [AOBA_R5, AOBA_R6, MINATO_R6]
        assert not reports_left(out, self.known)

    def test_one_whose_document_is_gone_is_left_and_not_listed(self, out: Path) -> None:
        known = self.known - {("R5", "aoba")}
        write_city_index(out, self.known)
        assert city_index_is_fresh(out, self.known) and not city_index_is_fresh(out, known)
        assert "子育て応援" in (out / "index.html").read_text("utf-8")
        write_city_index(out, known)
        assert city_index_is_fresh(out, known)
        assert "子育て応援" not in (out / "index.html").read_text("utf-8")
        assert reports_left(out, known) == [out / "R5/aoba"]
        assert (out / "R5/aoba/manifest.json").exists()

    def test_the_last_one_too(self, out: Path) -> None:
        write_city_index(out, self.known)
        write_city_index(out, ())
        assert "まだ報告がありません" in (out / "index.html").read_text("utf-8")

    def test_nothing_is_written_where_nothing_was_made(self, tmp_path: Path) -> None:
        write_city_index(tmp_path, self.known)
        assert not list(tmp_path.iterdir())

    def test_a_manifest_in_the_folder_of_another_is_not_listed(self, out: Path) -> None:
        """A folder that was copied by hand: its links would lead elsewhere."""
        manifest = out / "R6/aoba/manifest.json"
        manifest.write_text(manifest.read_text("utf-8").replace('"R6"', '"R1"'), encoding="utf-8")
        assert editions_made(out, self.known) == [AOBA_R5, MINATO_R6]
