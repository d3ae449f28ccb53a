"""Which notebooks ノートブック are reports: all that stand in notebooks/, by one rule. Light.

One whose parameters name a plan is run for each plan, any other once for each edition; file and first
heading give name, order and title. Left out are the steps, the comparison, what has no code, and a
name that begins with `_`. A notebook that cannot be a report is told with what to do.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cityplan.files.names import is_name_everywhere

CLEAN, COMPUTE = "10_clean.ipynb", "20_compute.ipynb"
BRIEF = "40_brief.ipynb"  # its files are plan-06.html, not brief-06.html
START = "00_はじめに.ipynb"  # the first page: makes a new city
COMPARE = "70_compare.ipynb"  # made by an act of its own
GIVEN = frozenset({"city", "year", "plan"})  # the parameters that a run has a value for
_NO_REPORTS = {START, CLEAN, COMPUTE, COMPARE}
# Files that are in the folder of an edition's reports beside them.
_TAKEN = {"booklet", "failed", "index", "manifest", "notebooks", "reading", "tables"}
_COMPARISONS = "compare-"
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_ADVICE = "報告にしないなら、ファイルの名前を _ で始めてください。"


@dataclass(frozen=True)
class ReportNotebook:
    """A notebook that is a report 報告: its file, the name of what it makes, its title, its parameters."""

    file: str
    name: str
    title: str
    parameters: frozenset[str]

    @property
    def by_plan(self) -> bool:
        """Whether it is run for each plan プラン."""
        return "plan" in self.parameters


@dataclass(frozen=True)
class Found:
    """The reports' notebooks in the order of their files, and why others are none, a line each."""

    reports: tuple[ReportNotebook, ...] = ()
    problems: tuple[str, ...] = ()


def report_notebooks(root: Path) -> Found:
    """The notebooks that are reports, and those that an analyst will miss among them."""
    reports: list[ReportNotebook] = []
    problems: list[str] = []
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        if path.name in _NO_REPORTS or path.name.startswith(("_", ".")):
            continue
        found = _read(path)
        if found is None:
            continue
        problem = found if isinstance(found, str) else _name_taken(found, reports)
        if problem:
            problems.append(f"notebooks/{path.name} は報告にしません。{problem}")
        elif isinstance(found, ReportNotebook):
            reports.append(found)
    return Found(tuple(reports), tuple(problems))


def _read(path: Path) -> ReportNotebook | str | None:
    """A report, why it is none, or None for a page without code."""
    name = "plan" if path.name == BRIEF else re.sub(r"^[\d_]+(?=.)", "", path.stem)
    try:
        cells = json.loads(path.read_bytes().decode("utf-8-sig"))["cells"]
        code = [_source(cell) for cell in cells if cell["cell_type"] == "code"]
        tagged = [
            (number, _source(cell))
            for number, cell in enumerate((c for c in cells if c["cell_type"] == "code"), start=1)
            if "parameters" in cell.get("metadata", {}).get("tags", [])
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # Running it tells what is wrong with it.
        return ReportNotebook(path.name, name, name, GIVEN if path.name == BRIEF else GIVEN - {"plan"})
    if not any(source.strip() for source in code):
        return None
    if not tagged:
        return f"parameters のタグが付いたセルがありません。→ {_where_to_tag(code)}{_ADVICE}"
    number, source = tagged[0]
    parameters = _parameters(source)
    if missing := [each for each, has in parameters.items() if not has and each not in GIVEN]:
        return (
            f"セル [{number}] の「{missing[0]}」に値がありません。"
            f"→ {missing[0]} = … のように、ふだん使う値を書いてください。"
        )
    named = GIVEN if path.name == BRIEF else frozenset(parameters)  # without them its run says so
    return ReportNotebook(path.name, name, first_heading(cells) or name, named)


def _where_to_tag(code: Sequence[str]) -> str:
    """What to do where no cell bears the tag: its place, where a cell has lost it."""
    run = [source for source in code if source.strip()]
    number = next((at for at, source in enumerate(run, start=1) if {"city", "year"} <= _parameters(source).keys()), 0)
    if not number:
        return "40_brief.ipynb か 50_overview.ipynb を写して始めてください。"
    return f"JupyterLab でセル [{number}] を選び、右上の歯車の「Cell Tags」に parameters と書き足してください。"


def _source(cell: Mapping[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _parameters(source: str) -> dict[str, bool]:
    """The names in a parameters cell, each with whether it has a value.

    >>> _parameters('plan: str = "06"  # プラン\\nlimit: int')
    {'plan': True, 'limit': False}
    """
    try:
        return dict(assigned(ast.parse(source)))
    except SyntaxError:  # told by the run, with the line
        return dict.fromkeys(re.findall(r"^(\w+)\s*[:=]", source, re.MULTILINE), True)


def assigned(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """The names that a cell sets, each with whether it has a value."""
    for line in tree.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            yield line.target.id, line.value is not None
        elif isinstance(line, ast.Assign):
            yield from ((each.id, True) for each in line.targets if isinstance(each, ast.Name))


def first_heading(cells: Sequence[Mapping[str, Any]]) -> str:
    """The first heading 見出し of a notebook, as it is written; empty where there is none."""
    texts = (_source(cell) for cell in cells if cell["cell_type"] == "markdown")
    found = next(filter(None, map(_HEADING.search, texts)), None)
    return found[1] if found else ""


def _name_taken(found: ReportNotebook, others: Sequence[ReportNotebook]) -> str:
    """Why its files would be others'; empty where they are its own. Not every disk tells A from a."""
    if not is_name_everywhere(found.name):
        return f"作られるファイルの名前（{found.name}）は、Windows では使えません。→ 別の名前にしてください。"
    name = found.name.casefold()
    of = next((each.file for each in others if each.name.casefold() == name), "")
    if not of and (name in _TAKEN or name.startswith((_COMPARISONS, "plan-"))):
        of = "ほかの報告"
    if not of:
        return ""
    return f"作られるファイルの名前（{found.name}）が {of} と重なります。→ 別の名前にしてください。"
