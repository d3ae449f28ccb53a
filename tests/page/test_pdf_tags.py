"""What heads a row, in the tags of a PDF: the validators see neither a wrong tree of ids nor a dangling name."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from cityplan.page.export import export_pdf
from tests.pdf_checks import PROFILES, failures
from tests.pdf_structure import elements
from tests.published import PDFS, Published
from tests.sample_brief import notebook

GROUPED = """<table><thead><tr><th>市</th><th>表</th><th>値</th></tr></thead><tbody>
<tr><th rowspan="2">甲</th><td class="label">一</td><td>1</td></tr><tr><td class="label">二</td><td>2</td></tr>
<tr><td>印</td><th style="border-left: 1pt solid #112233">三</th><td>3</td></tr>
<tr><th>乙</th><td>四</td><td>4</td></tr></tbody></table>"""
BARE = "<table><tbody><tr><th>名</th><td>港</td></tr><tr><th>数</th><td>2</td></tr></tbody></table>"


def cells(pdf: bytes) -> Iterator[Any]:
    """The cells of all tables, in their order."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield from (each for each in _elements(opened.Root.StructTreeRoot.K) if each.S in ("/TD", "/TH"))


def _elements(node: Any) -> Iterator[Any]:
    for child in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child.get("/K", pikepdf.Array()))


def of_table(cell: Any) -> Any:
    return next((each for each in cell.get("/A", []) if each.O == "/Table"), {})


def heard(pdf: bytes) -> list[tuple[int, list[str]]]:
    """How many headings each cell of data names, and which of them are those of a row."""
    return [
        (len(names), [name for name in names if name.startswith("R")])
        for cell in cells(pdf)
        if cell.S == "/TD"
        for names in [[str(name) for name in of_table(cell).get("/Headers", [])]]
    ]


def wrong_ids(pdf: bytes) -> list[str]:
    """Names in the tree that are out of order or of another cell, and names of headings that are not in it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        kept = opened.Root.StructTreeRoot.get("/IDTree", {}).get("/Names", [])
        names = [bytes(kept[at]) for at in range(0, len(kept), 2)]
        wrong = ["not in order"] * (names != sorted(set(names)))
        wrong += [str(names[n]) for n in range(len(names)) if bytes(kept[2 * n + 1].ID) != names[n]]
        return wrong + [
            str(name)
            for cell in cells(pdf)
            for name in [*of_table(cell).get("/Headers", []), *([cell.ID] if "/ID" in cell else [])]
            if bytes(name) not in names
        ]


@pytest.mark.xdist_group("pdfs")
@pytest.mark.parametrize("name", PDFS)
def test_every_heading_that_a_cell_names_is_found(published: Published, name: str) -> None:
    assert not wrong_ids(published.pdf(name).read_bytes())


@pytest.fixture(scope="module")
def made() -> bytes:
    return export_pdf(notebook(GROUPED, BARE))


def test_the_headings_of_rows_are_tags(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as opened:
        heads = [each.text for each in elements(opened) if (each.tag, each.scope) == ("TH", "Row")]
    assert heads[-6:] == ["甲", "一", "二", "乙", "名", "数"]


def test_a_heading_is_named_by_the_cells_after_it_in_all_its_rows(made: bytes) -> None:
    """1 and 2 have 甲 and their own; 印 stands before 三, which has a line of its own and is none; 四 and 4 have 乙."""
    found = heard(made)[-9:]
    assert [(count, len(rows)) for count, rows in found] == [
        (3, 2), (3, 2), (1, 0), (1, 0), (1, 0), (2, 1), (2, 1), (1, 1), (1, 1),
    ]  # fmt: skip
    (first, one), (again, two), four, last = found[0][1], found[1][1], found[5][1], found[6][1]
    assert first == again and one != two and four == last


def test_the_same_notebook_gives_the_same_bytes(made: bytes) -> None:
    assert export_pdf(notebook(GROUPED, BARE)) == made


@pytest.mark.parametrize("profile", PROFILES)
def test_the_standards_are_met(made: bytes, profile: str) -> None:
    assert not failures(made, profile)


def test_the_tree_of_ids_is_right(made: bytes) -> None:
    assert not wrong_ids(made)


@pytest.mark.parametrize("fault", ["order", "name", "id"])
def test_a_fault_is_found(made: bytes, fault: str) -> None:
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as opened:
        names = opened.Root.StructTreeRoot.IDTree.Names
        if fault == "order":
            names.extend([names[0], names[1]])
        elif fault == "name":
            names[1].ID = pikepdf.String("Q")
        else:
            del names[-2:]
        opened.save(changed)
    assert wrong_ids(changed.getvalue())
