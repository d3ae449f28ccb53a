"""What the documents for readers say exists: commands, options, links, paths, modules, counts; and where it stands."""

import csv
import importlib
import importlib.util
import re
import shlex
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from aligned import body

from cityplan import PARTS, notebook
from cityplan.command.parser import EXIT_CODES, acts_parser, pipeline_parser
from cityplan.read.kinds import DOCUMENT_KINDS
from cityplan.report.city.overview import Overview
from cityplan.report.plan.brief import Brief
from cityplan.report.years.comparison import Comparison
from cityplan.tables.definitions import TABLES
from tests.check.test_digits import TOTALS

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.ja.md")
PAGES = sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))
DOCUMENTS = (*READMES, *PAGES, "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}
# The same page in both languages.
PAIRS = [(name, other) for name in DOCUMENTS if (other := name.replace(".md", ".ja.md")) in TEXTS]
MOST_LINES = {"README.md": 100, "README.ja.md": 130}  # two screens, and the first half day
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SUFFIXES = "py ipynb toml csv json md txt yml lock html pdf png xlsx bat sh".split()
# What the pipeline makes: not there in a fresh clone.
MADE_FOLDERS = ("reports/", "前の版/", "data/processed/", ".venv", "build/", "wheels/")
MADE_FILES = re.compile(
    r"(plan-\d\d|overview|trends|findings|reading|tables|compare-R5|council-06)\.(html|pdf|xlsx)|booklet\.pdf|manifest\.json"
    r"|datapackage\.json|\.given\.json|notebooks/"
)
# What a reader makes: the document of a next year, a copy of a notebook, the folder of the invented city.
TO_COME = re.compile(r"(data/raw/(hitachi|mihon)/)?R[67]\.(txt|xlsx)|(notebooks/)?_?55_council\.ipynb")
SAMPLE = re.compile(r"^data/raw/(mihon(-table)?)/")
# Values of notebooks whose members the pages name.
VALUES = {"b": Brief, "o": Overview, "df": pd.DataFrame, "c": Comparison}
# A test follows these pages, edits and all (`tests/pages.py`); the others quote cells, but for an analyst's own.
FOLLOWED = {f"docs/{task}.ja.md" for task in ("chart", "misprint", "new-city", "new-year", "notebook", "sentence")}
OWN_CELLS = ("rows = b.tables", "import pandas", "from cityplan.notebook import open_tables")


def commands(name: str) -> list[str]:
    """Every command that a document shows, in a block or in a sentence; without `.venv/bin/`."""
    blocks = [body for _, kind, body in FENCE.findall(TEXTS[name]) if kind == "sh"]
    shown = [line.strip() for body in blocks for line in body.splitlines()] + inline(name)
    found = (text.removeprefix(".venv/bin/") for text in shown)
    return [text for text in found if re.match(r"(make|python|conda)\s", text)]


def inline(name: str) -> list[str]:
    """What stands in backticks, outside blocks."""
    return INLINE.findall(FENCE.sub("", TEXTS[name]))


def part(name: str, heading: str) -> str:
    """What stands below a heading `##` of a document."""
    return TEXTS[name].split(f"\n## {heading}\n")[1].split("\n## ")[0]


def named_in_rows(text: str) -> list[str]:
    """What stands in backticks in the first column of tables."""
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [word for row in rows for word in INLINE.findall(row)]


def linked(name: str) -> list[Path]:
    """The files that a document leads to."""
    return [((ROOT / name).parent / target).resolve() for target in links(name)]


def links(name: str) -> list[str]:
    return LINK.findall(FENCE.sub("", TEXTS[name]))


def without_values(command: str) -> str:
    """`python pipeline.py --year R5` as `python pipeline.py --year`."""
    if not command.startswith("python pipeline.py"):
        return command
    return " ".join(word for word in command.split() if word.startswith(("p", "-")))


def make_targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony
    return set(phony[1].split())


def parser() -> ArgumentParser:
    return pipeline_parser(ROOT / "reports")


def existing() -> set[str]:
    """The paths of all files and folders of the project, and the ends of these paths."""
    skipped = {".git", ".venv", "__pycache__", "reports"}
    paths = [path.relative_to(ROOT) for path in ROOT.rglob("*") if not skipped & set(path.relative_to(ROOT).parts[:-1])]
    return {"/".join(path.parts[at:]) for path in paths for at in range(len(path.parts))}


EXISTING = existing()
CODE = {path: path.read_text("utf-8") for path in (ROOT / "cityplan").rglob("*.py")}


def has_member(owner: str, member: str) -> bool:
    """Of a value of notebooks, of what a notebook imports, or of a module of the library."""
    if owner in VALUES:
        return hasattr(VALUES[owner], member)
    if owner in notebook.__all__:
        return hasattr(getattr(notebook, owner), member)
    return any(f"def {member}(" in code for path, code in CODE.items() if path.stem == owner)


@pytest.mark.parametrize("name", DOCUMENTS)
class TestEveryDocument:
    def test_make_targets_exist(self, name: str) -> None:
        shown = {shlex.split(text)[1] for text in commands(name) if text.startswith("make ")}
        assert shown <= make_targets()

    def test_python_commands_exist(self, name: str) -> None:
        for text in commands(name):
            words = shlex.split(text)
            if words[:2] == ["python", "-m"]:
                assert importlib.util.find_spec(words[2]), text
            elif words[0] == "python":
                assert (ROOT / words[1]).is_file(), text

    def test_the_pipeline_takes_the_options_shown(self, name: str) -> None:
        for text in commands(name):
            words = shlex.split(text)
            if words[:2] == ["python", "pipeline.py"]:
                parser().parse_args(words[2:])

    def test_the_other_acts_take_the_words_shown(self, name: str) -> None:
        for text in commands(name):
            words = shlex.split(text)
            if words[:3] == ["python", "-m", "cityplan"] and len(words) > 4:
                acts_parser().parse_args(words[3:])

    def test_links_and_pictures_exist(self, name: str) -> None:
        assert [target for target in links(name) if "://" in target] == [], "no address"
        assert [path for path in linked(name) if not path.exists()] == []

    def test_headings_that_links_speak_of_exist(self, name: str) -> None:
        """`[README.ja.md](../README.ja.md) の「最初の半日」`, `[報告を直す](brief.ja.md)の5`."""
        for target, words, number in re.findall(r"\]\((\S+\.md)\)\s*の(?:「(.+?)」|(\d+))", TEXTS[name]):
            heading = re.escape(words) + "$" if words else rf"{number}\. "
            text = ((ROOT / name).parent / target).read_text(encoding="utf-8")
            assert re.search(rf"^##+ {heading}", text, re.MULTILINE), (target, words or number)

    def test_paths_in_backticks_exist(self, name: str) -> None:
        for text in inline(name):
            if re.search(r"[<*\s{(=\"]", text) or not re.search(rf"/|[^.]\.({'|'.join(SUFFIXES)})$", text):
                continue
            path = SAMPLE.sub(r"tests/sample/\1/", text.rstrip("/"))
            if text.startswith(MADE_FOLDERS) or MADE_FILES.fullmatch(text):
                continue
            if TO_COME.fullmatch(text) or path.removesuffix(".csv") in TABLES:
                continue
            assert path in EXISTING, text

    def test_names_in_code_exist(self, name: str) -> None:
        """`CHECKS`, `steps.clean_document`: each stands in some module."""
        code = "\n".join(CODE.values()) + (ROOT / "tests/conftest.py").read_text("utf-8")
        for text in inline(name):
            constant = re.fullmatch(r"_?[A-Z]{2,}[A-Z_]*|_[a-z_]+[a-z]", text)
            member = re.fullmatch(r"([a-z_]+)\.([a-z_]+)", text)
            if constant and text != "_text":
                assert re.search(rf"\b{text}\b", code), text
            elif member and member[2] not in SUFFIXES:
                assert has_member(member[1], member[2]), text

    def test_no_path_of_a_machine_and_no_address(self, name: str) -> None:
        assert not re.search(r"https?://[^…]|/(home|root|work|tmp|Users)/|[A-Z]:\\", TEXTS[name])


@pytest.mark.parametrize("name", sorted({*DOCUMENTS} - FOLLOWED))
def test_cells_of_notebooks_are_quoted_as_they_are(name: str) -> None:
    books = [nbformat.read(path, as_version=4) for path in (ROOT / "notebooks").glob("*.ipynb")]
    sources = "\n".join(cell.source for book in books for cell in book.cells)
    for _, kind, cell in FENCE.findall(TEXTS[name]):
        if kind == "python" and not cell.startswith(OWN_CELLS):
            assert cell.strip() in sources, cell


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_both_languages_show_the_same_commands(name: str, other: str) -> None:
    """The same but for the years and plans of the examples."""
    assert {without_values(text) for text in commands(name)} == {without_values(text) for text in commands(other)}


class TestWhereItStands:
    @pytest.mark.parametrize("name", READMES)
    def test_a_readme_is_short(self, name: str) -> None:
        assert len(TEXTS[name].splitlines()) <= MOST_LINES[name]

    def test_every_page_is_found_from_a_readme(self) -> None:
        """From it, or from a page that it leads to."""
        first = {path for name in READMES for path in linked(name)}
        second = {path for name in PAGES if ROOT / name in first for path in linked(name)}
        assert [name for name in PAGES if ROOT / name not in first | second] == []

    @pytest.mark.parametrize("name", ["docs/command.md", "docs/command.ja.md"])
    def test_every_option_is_explained_once_and_no_other(self, name: str) -> None:
        known = [text for action in parser()._actions for text in action.option_strings]
        rows = [line for line in TEXTS[name].splitlines() if line.startswith("| `-")]
        told = [word for row in rows for word in re.findall(r"`(--?[a-z-]+)", row.split("|")[1])]
        assert sorted(told) == sorted(known)

    def test_options_are_explained_on_that_page_only(self) -> None:
        telling = {name for name in DOCUMENTS if re.search(r"^\| `-", TEXTS[name], re.MULTILINE)}
        assert telling == {"docs/command.md", "docs/command.ja.md"}

    def test_every_exit_code_is_explained(self) -> None:
        english = re.findall(r"^\| (\d+) \|", part("docs/command.md", "Exit codes"), re.MULTILINE)
        japanese = re.findall(r"(?<!-)\b(\d+) が", part("docs/command.ja.md", "終了コード"))
        assert [*map(int, english)] == [*map(int, japanese)] == [*EXIT_CODES]

    def test_every_table_is_listed_and_no_other(self) -> None:
        assert named_in_rows(TEXTS["docs/tables.md"]) == list(TABLES)
        japanese = named_in_rows(part("docs/data.ja.md", "どんな表があるか"))
        assert sorted(japanese) == sorted(f"{name}.csv" for name in TABLES)

    def test_every_part_of_the_library_is_listed_in_its_order(self) -> None:
        after = part("README.md", "The folders").split("| part |")[1]
        assert named_in_rows(after) == list(PARTS)


class TestWhatIsSaid:
    @pytest.mark.parametrize(
        ("name", "begin"), [("README.md", "Kinds of document"), ("README.ja.md", "読める文書の形")]
    )
    def test_every_kind_of_document_is_named(self, name: str, begin: str) -> None:
        (paragraph,) = (text for text in TEXTS[name].split("\n\n") if text.startswith(begin))
        assert set(INLINE.findall(paragraph)) == set(DOCUMENT_KINDS)

    @pytest.mark.parametrize("name", READMES)
    def test_the_findings_of_hitachi_are_counted_right(self, name: str) -> None:
        """The summary shown is that of the findings typed by hand."""
        path = ROOT / "tests/golden/hitachi/R5/findings.csv"
        with path.open(encoding="utf-8", newline="") as file:
            counts = Counter(row["severity"] for row in csv.DictReader(file))
        assert (
            f"指摘は {counts.total()} 件（矛盾 {counts['error']}、疑い {counts['warning']}、"
            f"参考 {counts['info']}）です。"
        ) in TEXTS[name]

    def test_the_headings_of_the_brief_are_the_notebook_s(self) -> None:
        rows = [
            line.split("|")[1].strip() for line in TEXTS["docs/reading.ja.md"].splitlines() if line.startswith("| ")
        ]
        brief = (ROOT / "notebooks/40_brief.ipynb").read_text("utf-8")
        own = {
            "所",
            "帯の中の文",
            "いま、めざすこと、すること",
            "見出しの下の1行",
            "左の小さな表",
            "確認",
        }  # not headings of the notebook
        assert rows and [row for row in rows if row not in own and f'\\"{row}\\"' not in brief] == []

    def test_the_shares_of_the_digits_are_those_that_are_measured(self) -> None:
        """What no check can see, as `tests/check/test_digits.py` counts it."""
        totals = {row[0]: row[1:] for row in body(TOTALS)}
        all_, contradicting, _, invisible, share = totals["all"]
        percent = {kind: f"{float(row[-1].split()[0]):.0f}" for kind, row in totals.items()}
        english = " ".join(part("docs/findings.md", "What no check can see").split())
        for words in (
            f"all {int(contradicting):,} of {int(all_):,} changes that contradict",
            f"{int(invisible):,} ({share}) stay invisible",
            f"baselines ({percent['基準値']} %), targets ({percent['目標値']} %)",
            f"actual values of indicators ({percent['実績値']} %)",
            f"activities ({percent['今年度の実績']} to {percent['前年度の実績']} %)",
            f"ratios ({totals['前年度比'][-1]})",
        ):
            assert words in english
        japanese = part("docs/findings.ja.md", "指摘がないとき")
        assert f"矛盾する {int(contradicting):,} 通り" in japanese
        assert f"全体 {int(all_):,} 通りのうち {int(invisible):,} 通り（{share.replace(' %', '％')}）" in japanese
