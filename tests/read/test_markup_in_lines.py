r"""Fragments of Markdown and LaTeX in the lines of an extracted text: **事業名**, $\triangle$基準値未満, |…|…|."""

from pathlib import Path

import pytest
from golden_tables import as_text

from cityplan.check.audit import audit
from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.clean.document import clean
from cityplan.compute.document import compute
from cityplan.files.files import read_text
from cityplan.read import kinds
from cityplan.tables.schema import Tables

ROW = "子育て世帯の年間転出超過数\t86人/年以下\t50人/年以下\t85人/年\t○基準値以上\t△基準値未滿"
MARKED = r"|子育て世帯の年間転出超過数|86人/年以下|50人/年以下|85人/年|$\bigcirc$基準値以上|$\triangle$基準値未滿|"


@pytest.fixture(scope="module")
def edition(root: Path) -> Edition:
    return source.edition(root, "hitachi", "R5")


@pytest.fixture(scope="module")
def text(root: Path, edition: Edition) -> str:
    return read_text(root / edition.raw_file)


@pytest.fixture(scope="module")
def wanted(text: str, edition: Edition) -> Tables:
    return clean(kinds.read(text, edition), edition)


def test_marks_are_read_and_told(text: str, edition: Edition, wanted: Tables) -> None:
    changed = text
    for old, new in (
        ("空き家利活用促進事業\t空き家の", "**空き家利活用促進事業**\t空き家の"),
        (ROW, MARKED),
        ("目的\n\n若年層から", "## 目的\n\n若年層から"),
    ):
        assert old in changed
        changed = changed.replace(old, new)
    found = clean(kinds.read(changed, edition), edition)
    for name in ("plans", "activities", "indicators", "observations", "texts"):
        assert as_text(found[name]) == as_text(wanted[name])
    rules = found["repairs"]["rule"].value_counts()
    assert (rules["marks_removed"], rules["latex_read"]) == (3, 1)


def test_what_is_not_known_is_a_finding(text: str, edition: Edition) -> None:
    changed = text.replace("市内全域での戸建て", r"市内$\alpha^2$全域~~以外~~での戸建て")
    assert changed != text
    tables = clean(kinds.read(changed, edition), edition)
    found = audit({**tables, **compute(tables, edition.rule)})
    told = found[found["kind"] == "doubtful_extraction"]["message"].str.cat()
    assert r"$\alpha^2$" in told and "取り消しの記号" in told
