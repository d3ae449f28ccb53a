"""The words of the chapter of Takahagi R6, declared: read as its own kind of document reads it; and proposed for a file."""

from pathlib import Path

import pytest

from cityplan import steps
from cityplan.city.source import known
from cityplan.files.toml_text import in_toml
from cityplan.read.file.read import read_contents
from cityplan.read.proposal.proposal import proposal
from cityplan.tables.schema import Tables

ROOT = Path(__file__).parents[3]
F6 = ROOT / "tests/sample/forms/F6"
TEXT = ROOT / "data/raw/takahagi/R6.txt"


def city(root: Path, source: str, file: Path) -> None:
    folder = root / "data/raw/mihon"
    folder.mkdir(parents=True)
    (folder / file.name).write_bytes(file.read_bytes())
    (folder / "source.toml").write_text(source, encoding="utf-8")


def proposed(file: Path) -> str:
    return proposal(read_contents(file.name, file.read_bytes()), "mihon", file.name).text


@pytest.fixture(scope="module")
def original(root: Path) -> Tables:
    return steps.clean_document(str(root), "takahagi", "R6")


@pytest.mark.parametrize(
    "name", ["groups", "plans", "indicators", "observations", "programs", "program_items", "texts"]
)
def test_takahagi_by_declared_words(original: Tables, name: str, tmp_path: Path) -> None:
    """But for a box without a mark, which must be left out by declaration: nothing says what it is."""
    texts = original["texts"]
    box = texts[texts["section"] == "囲み"]
    left_out = [*dict.fromkeys([*box["text"], *filter(None, box["heading"])])]
    text = proposed(TEXT).replace('layout = "chapter"', f'layout = "chapter"\nleft_out = {in_toml(left_out)}')
    city(tmp_path, text.replace('title = "', 'title = "基本政策6「地域経営」" # "'), TEXT)
    read = steps.clean_document(str(tmp_path), "mihon", "R6")[name]
    wanted = original[name] if name != "texts" else texts[texts["section"] != "囲み"]
    columns = [column for column in wanted if column not in ("source_line_end",)]
    assert read[columns].astype(str).to_numpy().tolist() == wanted[columns].astype(str).to_numpy().tolist()


def test_a_chapter_in_a_pdf_is_proposed_whole(tmp_path: Path) -> None:
    file = F6 / "kihonkeikaku_3sho.pdf"
    city(tmp_path, proposed(file), file)
    [edition] = known(tmp_path).editions
    root = tmp_path / "typed"
    city(root, (F6 / "source.toml").read_text(encoding="utf-8"), file)
    [typed] = known(root).editions
    assert (edition.baseline, edition.target, edition.plan_word) == (typed.baseline, typed.target, typed.plan_word)
    read, wanted = (steps.clean_document(str(each), "mihon", "R6") for each in (tmp_path, root))
    for name in ("plans", "indicators", "programs", "program_items", "texts"):
        assert read[name].astype(str).to_numpy().tolist() == wanted[name].astype(str).to_numpy().tolist()


@pytest.mark.parametrize(
    "file", ["forms/F1/jusenryaku_r5.pptx", "forms/F5/kpi_shinchoku_r5.docx", "documents/hitachi.pdf"]
)
def test_what_is_no_chapter_is_none(file: str) -> None:
    path = ROOT / "tests/sample" / file
    assert 'layout = "chapter"' not in proposed(path)
