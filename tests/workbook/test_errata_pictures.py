"""The printed cells of the findings in findings.xlsx: on their rows, told in words, and no hindrance to an answer."""

from base64 import b64decode
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from sample_edition import SAMPLE, computed, placed

from cityplan import steps
from cityplan.city import source
from cityplan.tables import files as table_files
from cityplan.tables.definitions import CutoutRow
from cityplan.tables.schema import table_rows
from cityplan.workbook import errata
from cityplan.workbook.errata import errata_workbook
from tests.answered import RIGHT, answer

HEADING = "原文の切り抜き"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forms of an invented city, from their PDF."""
    root = tmp_path_factory.mktemp("pictures")
    computed(root, placed(root, SAMPLE / "forms/F3", "shisaku_sheet_r5.pdf"))
    return root


def test_each_stands_on_the_row_of_its_finding(project: Path) -> None:
    edition = source.editions(project)[0]
    cut = table_rows(table_files.read(project / edition.processed, "cutouts"), CutoutRow)
    page = openpyxl.load_workbook(BytesIO(errata_workbook(project, edition)))["指摘"]
    column = [cell.value for cell in page[1]].index(HEADING)
    shown = {}
    for image in page._images:
        at = image.anchor._from
        assert at.col == column
        shown[page.cell(at.row + 1, 1).value] = (image._data(), image.anchor.pic.nvPicPr.cNvPr.descr)
    assert shown == {each.finding_id: (b64decode(each.png), f"原文の印字：{each.text}") for each in cut}
    assert len(shown) == 4


def test_its_bytes_are_the_same_each_time(project: Path) -> None:
    edition = source.editions(project)[0]
    assert errata_workbook(project, edition) == errata_workbook(project, edition)


def test_an_answer_beside_a_picture_is_read(project: Path) -> None:
    edition = source.editions(project)[0]
    (first, *_) = table_rows(table_files.read(project / edition.processed, "cutouts"), CutoutRow)
    path = answer(project, edition.city, "R5", "課.xlsx", {first.finding_id: RIGHT})
    answers = steps.clean_document(str(project), edition.city, "R5")["answers"]
    path.unlink()
    assert [*answers["finding_id"]] == [first.finding_id] and [*answers["outcome"]] == ["kept"]


def test_too_many_are_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errata, "_MOST_PICTURES", 700)
    page = openpyxl.load_workbook(BytesIO(errata_workbook(project, source.editions(project)[0])))["指摘"]
    column = [cell.value for cell in page[1]].index(HEADING) + 1
    texts = [page.cell(row, column).value or "" for row in range(2, page.max_row + 1)]
    assert [bool(text) for text in texts] == [False, True, True, True] and len(page._images) == 1
    assert "findings.html" in texts[-1]


def test_a_document_without_pages_has_no_column(tmp_path: Path) -> None:
    computed(tmp_path, placed(tmp_path, SAMPLE / "forms/F3", "shisaku_sheet_r5.xlsx"))
    page = openpyxl.load_workbook(BytesIO(errata_workbook(tmp_path, source.editions(tmp_path)[0])))["指摘"]
    assert HEADING not in [cell.value for cell in page[1]]
