"""A brief that carries its plan's rows: the files as they come out of the PDF, and the standards that it keeps."""

import shutil
import subprocess
from pathlib import Path

import pytest
from frictionless import validate
from nbformat.v4 import new_notebook

from cityplan import steps
from cityplan.city import source
from cityplan.files.errors import SourceError
from cityplan.page.export import export_html, export_pdf
from cityplan.report.plan import brief
from cityplan.report.plan.brief import Brief
from tests.pdf_checks import failures
from tests.sample_brief import shown

ROOT = Path(__file__).parents[2]
KEYS = 'city = "見本市"\narea_code = "082015"\ndata_in_pdf = true\n'


def with_keys(folder: Path, keys: str) -> Path:
    """The sample city with more keys in its source.toml."""
    own = folder / "data/raw/mihon"
    shutil.copytree(ROOT / "tests/sample/mihon", own)
    lines = (own / "source.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("city ="))
    (own / "source.toml").write_text(keys + text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def carrying(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    root = with_keys(tmp_path_factory.mktemp("carrying"), KEYS)
    steps.save(str(root), "mihon", "R5", steps.clean_document(str(root), "mihon", "R5"))
    steps.save(str(root), "mihon", "R5", steps.compute_document(str(root), "mihon", "R5", 5))
    return brief.open_plan(str(root), "mihon", "R5", "01")


@pytest.fixture(scope="module")
def pdf(carrying: Brief) -> bytes:
    return export_pdf(notebook(carrying), "plan-01")


def notebook(b: Brief) -> object:
    heading = brief.masthead(b)
    return new_notebook(cells=[shown(heading.data, {"text/html": heading.metadata})])  # type: ignore[no-untyped-call]


def taken_out(pdf: bytes, folder: Path) -> dict[str, bytes]:
    """The files of a PDF as a reader's tool saves them."""
    if shutil.which("pdfdetach") is None:
        pytest.skip("poppler is not installed")
    (folder / "a.pdf").write_bytes(pdf)
    out = folder / "out"
    out.mkdir()
    subprocess.run(["pdfdetach", "-saveall", "-o", str(out), str(folder / "a.pdf")], check=True)
    return {path.name: path.read_bytes() for path in out.iterdir()}


@pytest.mark.parametrize("profile", ["PDF/UA-1", "PDF/A-3a"])
def test_it_keeps_the_standards(pdf: bytes, profile: str) -> None:
    assert not failures(pdf, profile)


def test_it_is_the_same_bytes_again(carrying: Brief, pdf: bytes) -> None:
    assert export_pdf(notebook(carrying), "plan-01") == pdf


def test_the_files_come_out_as_they_went_in(carrying: Brief, pdf: bytes, tmp_path: Path) -> None:
    files = taken_out(pdf, tmp_path)
    assert files == {name: text.encode() for name, text in carrying.data.items()}
    assert set(files) == {
        "plans.csv",
        "activities.csv",
        "activity_results.csv",
        "indicators.csv",
        "indicator_results.csv",
        "observations.csv",
        "datapackage.json",
    }
    heading, first, *_ = files["activities.csv"].decode("utf-8-sig").splitlines()
    assert heading.startswith("area_code,area,edition_fiscal_year,plan_id,activity_no,name,")
    assert first.startswith("082015,見本市,2023,01,1,子育て相談事業,")
    report = validate(tmp_path / "out/datapackage.json")
    assert report.valid, report.flatten(["title", "message"])
    assert "data/raw" not in files["datapackage.json"].decode()


def test_a_page_is_as_without(carrying: Brief) -> None:
    assert b"area_code" not in export_html(notebook(carrying))


@pytest.mark.parametrize(
    ("keys", "column"),
    [
        ('area_code = "082016"', "area_code"),
        ('area_code = "8201"', "area_code"),
        ('data_in_pdf = "はい"', "data_in_pdf"),
    ],
)
def test_a_key_that_cannot_be_used(tmp_path: Path, keys: str, column: str) -> None:
    with_keys(tmp_path, f'city = "見本市"\n{keys}\n')
    with pytest.raises(SourceError) as caught:
        source.edition(tmp_path, "mihon", "R5")
    assert caught.value.column == column and caught.value.next_step
