"""A document is read once in a run; another file or another declaration is read anew."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.files.reads import READ_BEFORE
from cityplan.read.kinds import read_file
from cityplan.read.once import read_once
from cityplan.read.printed import Printed

SAMPLE = Path(__file__).parents[1] / "sample/mihon"


@pytest.fixture
def sample(tmp_path: Path) -> tuple[Path, Edition]:
    shutil.copytree(SAMPLE, tmp_path / "data/raw/mihon")
    edition = source.edition(tmp_path, "mihon", "R5")
    return tmp_path / edition.raw_file, edition


def readings(path: Path, *editions: Edition) -> int:
    """How many times a document is read for some editions."""
    read: list[Edition] = []

    def noted(path: Path, edition: Edition) -> Printed:
        read.append(edition)
        return Printed()

    for edition in editions:
        read_once(path, edition, noted)
    return len(read)


def test_it_is_read_once_and_as_before(
    sample: tuple[Path, Edition], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, edition = sample
    plain = read_file(path, edition)
    monkeypatch.setenv(READ_BEFORE, str(tmp_path / "read"))
    first = read_file(path, edition)
    first.repairs.clear()  # what is done with it is nothing to the next one
    assert repr(read_file(path, edition)) == repr(plain)
    assert readings(path, edition) == 0


def test_another_file_or_declaration_is_read_anew(
    sample: tuple[Path, Edition], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, edition = sample
    monkeypatch.setenv(READ_BEFORE, str(tmp_path / "read"))
    assert readings(path, edition, edition, replace(edition, title="別の題")) == 2
    path.write_bytes(path.read_bytes() + b"\n")
    assert readings(path, edition) == 1


def test_without_a_folder_each_reading_is_a_new_one(
    sample: tuple[Path, Edition], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, edition = sample
    monkeypatch.delenv(READ_BEFORE, raising=False)
    assert readings(path, edition, edition) == 2
