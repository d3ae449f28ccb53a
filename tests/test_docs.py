"""What the documents for readers say exists: commands, options, links, paths, modules, counts."""

import csv
import importlib.util
import re
import shlex
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

import pytest

from cityplan.command import options
from cityplan.read.kinds import FILES, LAYOUTS
from cityplan.tables.contract import TABLES

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.ja.md")
DOCUMENTS = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SUFFIXES = "py ipynb toml csv json md txt yml lock html pdf png xlsx".split()
# What the pipeline makes: not there in a fresh clone.
MADE_FOLDERS = ("reports/", "前の版/", "data/processed/", ".venv")
MADE_FILES = re.compile(
    r"(plan-\d\d|overview|trends|findings|tables|compare-R5)\.(html|pdf|xlsx)|booklet\.pdf|manifest\.json|datapackage\.json|notebooks/"
)
TO_COME = re.compile(r"(data/raw/hitachi/)?R6\.(txt|xlsx)")  # the example of a next year


def commands(name: str) -> list[str]:
    """Every command that a document shows, in a block or in a sentence; without `.venv/bin/`."""
    blocks = [body for _, kind, body in FENCE.findall(TEXTS[name]) if kind == "sh"]
    shown = [line.strip() for body in blocks for line in body.splitlines()] + inline(name)
    found = (text.removeprefix(".venv/bin/") for text in shown)
    return [text for text in found if re.match(r"(make|python|conda)\s", text)]


def inline(name: str) -> list[str]:
    """What stands in backticks, outside blocks."""
    return INLINE.findall(FENCE.sub("", TEXTS[name]))


def without_values(command: str) -> str:
    """`python pipeline.py --year R6` as `python pipeline.py --year`."""
    if not command.startswith("python pipeline.py"):
        return command
    return " ".join(word for word in command.split() if word.startswith(("p", "-")))


def make_targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony
    return set(phony[1].split())


def parser() -> ArgumentParser:
    return options.parser(ROOT / "reports")


def existing() -> set[str]:
    """The paths of all files and folders of the project, and the ends of these paths."""
    skipped = {".git", ".venv", "__pycache__", "reports"}
    paths = [path.relative_to(ROOT) for path in ROOT.rglob("*") if not skipped & set(path.relative_to(ROOT).parts[:-1])]
    return {"/".join(path.parts[at:]) for path in paths for at in range(len(path.parts))}


EXISTING = existing()


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

    def test_links_and_pictures_exist(self, name: str) -> None:
        for target in LINK.findall(TEXTS[name]):
            assert "://" not in target, "no address"
            assert (ROOT / target).exists(), target

    def test_paths_in_backticks_exist(self, name: str) -> None:
        for text in inline(name):
            if re.search(r"[<*\s{(=]", text) or not re.search(rf"/|\.({'|'.join(SUFFIXES)})$", text):
                continue
            path = text.rstrip("/")
            if text.startswith(MADE_FOLDERS) or MADE_FILES.fullmatch(text):
                continue
            if TO_COME.fullmatch(text) or path.removesuffix(".csv") in TABLES:
                continue
            assert path in EXISTING, text

    def test_names_in_code_exist(self, name: str) -> None:
        """`CHECKS`, `_activity_results`, `steps.clean_document`: each stands in some module."""
        code = "\n".join(p.read_text("utf-8") for p in (ROOT / "cityplan").rglob("*.py"))
        code += (ROOT / "tests/conftest.py").read_text("utf-8")
        for text in inline(name):
            constant = re.fullmatch(r"_?[A-Z]{2,}[A-Z_]*|_[a-z_]+[a-z]", text)
            member = re.fullmatch(r"([a-z_]+)\.([a-z_]+)", text)
            if constant and text != "_text":
                assert re.search(rf"\b{text}\b", code), text
            elif member and member[2] not in SUFFIXES:
                module = ROOT / f"cityplan/{member[1]}.py"
                assert f"def {member[2]}(" in module.read_text("utf-8"), text

    def test_cells_of_notebooks_are_quoted_as_they_are(self, name: str) -> None:
        sources = "".join(p.read_text("utf-8") for p in (ROOT / "notebooks").glob("*.ipynb"))
        for _, kind, body in FENCE.findall(TEXTS[name]):
            if kind == "python":
                assert body.strip().replace('"', '\\"') in sources, body

    def test_no_path_of_a_machine_and_no_address(self, name: str) -> None:
        assert not re.search(r"https?://|/(home|root|work|tmp|Users)/|[A-Z]:\\", TEXTS[name])


class TestTheReadmes:
    def test_both_show_the_same_commands(self) -> None:
        """The same but for the years and plans of the examples."""
        shown = [{without_values(text) for text in commands(name)} for name in READMES]
        assert shown[0] == shown[1]

    @pytest.mark.parametrize("name", READMES)
    def test_every_option_is_explained_and_no_other(self, name: str) -> None:
        known = {text for action in parser()._actions for text in action.option_strings}
        rows = [line for line in TEXTS[name].splitlines() if line.startswith("| `-")]
        told = {word for row in rows for word in re.findall(r"`(--?[a-z-]+)", row.split("|")[1])}
        assert told == known

    def test_every_table_is_listed_and_no_other(self) -> None:
        part = TEXTS["README.md"].split("## The tables")[1].split("\n## ")[0]
        rows = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
        assert [name for row in rows for name in INLINE.findall(row)] == list(TABLES)

    def test_every_kind_of_document_is_named(self) -> None:
        line = re.search(r"^- Kinds of document.*?(?=^- )", TEXTS["README.md"], re.M | re.S)
        assert line and set(INLINE.findall(line[0])) == {*LAYOUTS, *FILES}

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
        part = TEXTS["README.ja.md"].split("## 報告の読み方")[1].split("\n## ")[0]
        rows = [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")]
        brief = (ROOT / "notebooks/40_brief.ipynb").read_text("utf-8")
        own = {"所", "見出しの下の1行", "左の小さな表", "確認"}  # not headings of the notebook
        assert [row for row in rows if row not in own and f'\\"{row}\\"' not in brief] == []
