"""datapackage.json by the reference implementation of Frictionless Data, and the licence of a document."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, validate

from cityplan import steps
from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.city.licence import Licence
from cityplan.files.errors import SourceError
from cityplan.tables import datapackage
from tests.published import Published

ROOT = Path(__file__).parents[2]
UNKNOWN = "利用条件は発行者に確認"


def problems(folder: Path) -> list[tuple[str, str]]:
    """What the reference implementation finds in a package and in its data: resource, kind of error."""
    report = validate(folder / "datapackage.json")
    of_data = [(task.name, error.type) for task in report.tasks for error in task.errors]
    return [*(("", error.type) for error in report.errors), *of_data]


def package(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return read


def made_of_sample(root: Path, city: str) -> Path:
    """The tables of one of the invented cities."""
    shutil.copytree(ROOT / "tests/sample" / city, root / "data/raw" / city)
    steps.save(str(root), city, "R5", steps.clean_document(str(root), city, "R5"))
    folder = steps.save(str(root), city, "R5", steps.compute_document(str(root), city, "R5", 5))
    return root / folder


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_of_sample(tmp_path_factory.mktemp("open"), "mihon")


@pytest.fixture
def copy(sample: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sample, tmp_path / "tables")


class TestValid:
    @pytest.mark.parametrize(("city", "year"), [("hitachi", "R5"), ("takahagi", "R6")])
    def test_of_real_documents(self, published: Published, city: str, year: str) -> None:
        folder = published.root / source.edition(published.root, city, year).processed
        assert problems(folder) == []
        paths = {each["path"] for each in package(folder)["resources"]}
        assert paths == {path.name for path in folder.glob("*.csv")}

    def test_of_the_sample_of_sheets(self, sample: Path) -> None:
        assert problems(sample) == []

    def test_of_the_sample_of_a_table(self, tmp_path: Path) -> None:
        assert problems(made_of_sample(tmp_path, "mihon-table")) == []

    def test_it_is_read_with_its_types(self, sample: Path) -> None:
        """The BOM is no part of a name, and 01 is no number."""
        rows = Package(str(sample / "datapackage.json")).get_resource("activities").read_rows()
        assert rows[0]["plan_id"] == "01" and rows[0]["activity_no"] == 1


class TestNotValid:
    @pytest.mark.parametrize(
        ("name", "column", "value", "kind"),
        [
            ("activities", "activity_no", "一", "type-error"),
            ("activities", "activity_no", "", "constraint-error"),
            ("indicators", "actual", "1062件", "type-error"),
            ("indicators", "status_printed", "×", "constraint-error"),
            ("plans", "has_sheet", "はい", "type-error"),
            ("plans", "plan_id", "02", "unique-error"),
            ("plans", "plan_id", "", "constraint-error"),
        ],
    )
    def test_a_value_that_does_not_fit(self, copy: Path, name: str, column: str, value: str, kind: str) -> None:
        path = copy / f"{name}.csv"
        heading, first, *rest = path.read_text("utf-8-sig").split("\n")
        at = heading.split(",").index(column)
        cells = first.split(",")
        assert '"' not in first
        changed = ",".join([*cells[:at], value, *cells[at + 1 :]])
        path.write_text("\n".join([heading, changed, *rest]), encoding="utf-8-sig")
        assert (name, kind) in problems(copy)

    def test_a_row_twice(self, copy: Path) -> None:
        path = copy / "activities.csv"
        lines = path.read_text("utf-8-sig").split("\n")
        path.write_text("\n".join([*lines[:2], *lines[1:]]), encoding="utf-8-sig")
        assert ("activities", "primary-key") in problems(copy)


class TestSourceAndLicence:
    def test_the_document_and_its_publisher_are_named(self, edition: Edition) -> None:
        (named,) = datapackage.about(edition)["sources"]  # type: ignore[attr-defined]
        assert edition.title in named["title"] and named["publisher"] == edition.publisher
        assert named["file"] == edition.raw_file

    def test_no_licence_is_invented(self, edition: Edition) -> None:
        told = datapackage.about(edition)
        assert "licenses" not in told and UNKNOWN in str(told["description"])
        assert told["sources"][0]["licence"] == UNKNOWN  # type: ignore[index]

    @pytest.mark.parametrize(
        ("licence", "told"),
        [
            (Licence("CC-BY-4.0"), {"name": "CC-BY-4.0", "title": "CC-BY-4.0"}),
            (Licence("CC-BY-4.0", "https://example.com/c"),
             {"name": "CC-BY-4.0", "title": "CC-BY-4.0", "path": "https://example.com/c"}),
            (Licence("市の利用規約", "https://example.com/c"),
             {"title": "市の利用規約", "path": "https://example.com/c"}),
        ],
    )  # fmt: skip
    def test_a_licence_that_the_city_names(
        self, copy: Path, edition: Edition, licence: Licence, told: dict[str, str]
    ) -> None:
        about = datapackage.about(replace(edition, licence=licence))
        assert about["licenses"] == [told]
        (copy / "datapackage.json").write_text(json.dumps({**package(copy), **about}), encoding="utf-8")
        assert problems(copy) == []

    def test_a_folder_with_a_name_in_japanese_gives_no_name(self, edition: Edition) -> None:
        assert "name" not in datapackage.about(replace(edition, city="見本市"))
        assert datapackage.about(replace(edition, city="Mihon"))["name"] == "mihon-2023"


class TestSourceToml:
    def root(self, folder: Path, *lines: str) -> Path:
        shutil.copytree(ROOT / "tests/sample/mihon", folder / "data/raw/mihon")
        path = folder / "data/raw/mihon/source.toml"
        text = path.read_text("utf-8")
        assert text.count("\n[[edition]]") == 1
        added = "\n".join([*lines, "", "[[edition]]"])
        path.write_text(text.replace("[[edition]]", added, 1), encoding="utf-8")
        return folder

    def test_a_licence_is_read(self, tmp_path: Path) -> None:
        root = self.root(tmp_path, 'licence = "CC-BY-4.0"', 'licence_url = "https://example.com/c"')
        (edition,) = source.editions(root)
        assert edition.licence == ("CC-BY-4.0", "https://example.com/c")

    @pytest.mark.parametrize(
        ("lines", "column"),
        [
            (['licence = "市の利用規約"'], "licence_url"),
            (['licence_url = "https://example.com/c"'], "licence"),
            (['licence = "CC-BY-4.0"', 'licence_url = "example.com/c"'], "licence_url"),
            (['licence = "CC-BY-4.0"', 'licence_url = "javascript:alert(1)"'], "licence_url"),
            (['licence = "CC-BY-4.0"', 'licence_url = "https://"'], "licence_url"),
            (['licence = "CC-BY-4.0"', 'licence_url = "https://a b"'], "licence_url"),
            (["licence = 4"], "licence"),
            ([r'licence = "CC\u202e"', 'licence_url = "https://example.com/c"'], "licence"),
        ],
    )
    def test_one_that_cannot_be_told_is_refused(self, tmp_path: Path, lines: list[str], column: str) -> None:
        with pytest.raises(SourceError) as caught:
            source.editions(self.root(tmp_path, *lines))
        assert caught.value.column == column and caught.value.next_step
        assert caught.value.file == "data/raw/mihon/source.toml"
