"""The prose of a brief: under the document's own headings, whatever kind of document; a figure that is contradicted bears its note."""

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cityplan import steps
from cityplan.report.plan import brief, prose, sources, tables, text, verdict
from cityplan.report.plan.brief import Brief

FORMS = Path(__file__).parents[1] / "sample/forms"


def opened(root: Path, form: str, year: str, plan: str, file: str = "") -> Brief:
    folder = root / "data/raw/minato"
    shutil.copytree(FORMS / form, folder)
    if file:
        source = (folder / "source.toml").read_text(encoding="utf-8")
        (folder / "source.toml").write_text(re.sub('file = ".*"', f'file = "{file}"', source), encoding="utf-8")
    steps.save(str(root), "minato", year, steps.clean_document(str(root), "minato", year))
    steps.save(str(root), "minato", year, steps.compute_document(str(root), "minato", year, 5))
    return brief.open_plan(str(root), "minato", year, plan)


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    return opened(tmp_path_factory.mktemp("chapter"), "F6", "R6", "03")


def words(fragment: object) -> str:
    return BeautifulSoup(str(fragment), "html.parser").get_text()


def test_headings_are_the_documents_or_the_notebooks_over_them(chapter: Brief) -> None:
    said = BeautifulSoup(prose.of_plan(chapter, {"現状と課題": "いま"}), "html.parser")
    assert [each.get_text() for each in said.find_all("h2")] == ["いま 現状と課題", "施策の基本方針"]
    assert words(prose.related(chapter)).startswith("関連する計画　みなと市中小企業振興計画")


def test_a_contradicted_figure_bears_its_note_in_the_text_and_in_the_box(chapter: Brief) -> None:
    assert "19.5％（注1）となり" in words(prose.of_plan(chapter, {}))
    assert "15.9％（注1）" in words(tables.indicators_table(chapter))


def test_a_doubtful_value_is_no_aim(chapter: Brief) -> None:
    said = words(verdict.verdict(chapter, verdict.Words()))
    assert "中心市街地の空き店舗率は15.9％※（R6）で、目標値は12.0％（R12）。" in said and "下げる" not in said


def test_the_parts_of_an_activity_are_called_as_printed(chapter: Brief) -> None:
    assert chapter.program_parts == {"division": "担当課", "policy": "取組方針", "activity": "主な事業"}


def test_boxes_of_a_form_stand_under_their_labels(tmp_path: Path) -> None:
    own = opened(tmp_path, "F3", "R5", "1-1")
    said = BeautifulSoup(prose.of_plan(own, {}), "html.parser")
    assert {"担当課", "今後の方向性"} <= {each.get_text() for each in said.find_all("strong")}
    assert "達成率（印字）" in words(sources.source_list(own, "出典の一覧"))


def test_a_number_that_stands_twice_is_told(tmp_path: Path) -> None:
    own = opened(tmp_path, "F6", "R6", "05")
    assert "番号「4」の施策が2つ以上あります" in words(text.notes(own))
