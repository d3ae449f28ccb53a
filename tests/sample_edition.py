"""An edition of a sample document in a project of its own, with its tables."""

import re
import shutil
from pathlib import Path
from typing import Any

from cityplan import steps
from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.tables.schema import Tables

SAMPLE = Path(__file__).parent / "sample"
CITY = "minato"


def placed(root: Path, folder: Path, file: str) -> Edition:
    """The edition of a file whose declarations stand beside it."""
    city = root / "data/raw" / CITY
    city.mkdir(parents=True)
    shutil.copy(folder / file, city)
    text = (folder / "source.toml").read_text(encoding="utf-8")
    (city / "source.toml").write_text(re.sub('\nfile = ".*"', f'\nfile = "{file}"', text, count=1), encoding="utf-8")
    return source.editions(root)[0]


def computed(root: Path, edition: Edition) -> None:
    """Its tables, cleaned, computed and audited."""
    names = (str(root), edition.city, edition.year)
    steps.save(*names, steps.clean_document(*names))
    steps.save(*names, steps.compute_document(*names, 5))


def tables_of(root: Path, city: str, year: str) -> Tables:
    """All tables of a document in data/raw/, cleaned, computed and audited."""
    tables = steps.clean_document(str(root), city, year)
    steps.save(str(root), city, year, tables)
    return {**tables, **steps.compute_document(str(root), city, year, 5)}


def rows(tables: Tables, name: str, *columns: str) -> list[list[Any]]:
    """Some columns of a table, as typed."""
    return tables[name][list(columns)].to_numpy().tolist()


def plain(text: object) -> str:
    """A printed text without blanks: a PDF puts a gap between figures and letters."""
    return re.sub(r"\s", "", str(text))
