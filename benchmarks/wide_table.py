"""A wide table of 34 plans and 2,254 indicators over five years: seconds and MB to read it and to make its briefs.

    .venv/bin/python benchmarks/wide_table.py [--briefs 1]

As in 大船渡市's public list: up to nine indicators a row, whose headings stand again for each year, 272 columns. What is
read is held against what was written.
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import openpyxl
import used

PLANS, INDICATORS, A_ROW = 34, 2_254, 9
YEARS = ("R2", "R3", "R4", "R5", "R6")
ROOT = Path(__file__).resolve().parents[1]
SOURCE = f"""\
city = "幅広市"
[[edition]]
year = "R6"
file = "R6.xlsx"
title = "事務事業一覧"
layout = "tables"
plan_word = "施策"
actual = "R6"
heading_rows = 2
left_out = ["事業費"]
[edition.columns]
plan = "施策"
subgroup = "事務事業名"
[[edition.repeat]]
each = [{", ".join(f'"{n}"' for n in range(1, A_ROW + 1))}]
[edition.repeat.columns]
name = "指標{{}}/名称"
unit = "指標{{}}/単位"
[edition.repeat.years]
{chr(10).join(f'{year} = "{year}/指標{{}}の実績"' for year in YEARS)}
"""


def value(number: int, year: int) -> int:
    """The value of an indicator in a year, counted from 0."""
    return 1_000 + number * 7 + year * (number % 13 - 6)


def rows() -> list[list[object]]:
    """The table: two rows of headings, then rows with up to nine indicators."""
    upper: list[object] = ["施策", "事務事業名"]
    lower: list[object] = ["", ""]
    for n in range(1, A_ROW + 1):
        upper += [f"指標{n}", ""]
        lower += ["名称", "単位"]
    for year in YEARS:
        upper += [year, *[""] * A_ROW]
        lower += [*(f"指標{n}の実績" for n in range(1, A_ROW + 1)), "事業費"]
    table = [upper, lower]
    numbers = iter(range(INDICATORS))
    row = 0
    while own := list(islice(numbers, A_ROW)):
        filled = [*own, *[None] * (A_ROW - len(own))]
        cells: list[object] = [f"{row * PLANS // (INDICATORS // A_ROW + 1) + 1}．施策の名前", f"事務事業{row}"]
        for each in filled:
            cells += ["", ""] if each is None else [f"指標{each}の件数", "件"]
        for year in range(len(YEARS)):
            cells += ["" if each is None else value(each, year) for each in filled] + [row * 100]
        table.append(cells)
        row += 1
    return table


def write(root: Path) -> None:
    """Write the city into data/raw/ below a root."""
    folder = root / "data/raw/wide"
    folder.mkdir(parents=True)
    book = openpyxl.Workbook()
    for cells in rows():
        book.active.append([cell if cell != "" else None for cell in cells])
    book.save(folder / "R6.xlsx")
    (folder / "source.toml").write_text(SOURCE, encoding="utf-8")


def main(words: Sequence[str] | None = None) -> None:
    """Measure reading, computing, and the briefs of some plans."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--briefs", type=int, default=0, help="how many plans are made as HTML and PDF")
    briefs = parser.parse_args(words).briefs
    root = Path(tempfile.mkdtemp())
    try:
        write(root)
        _read(root)
        if briefs:
            _make(root, briefs)
    finally:
        shutil.rmtree(root)


def _read(root: Path) -> None:
    from cityplan import steps

    place = (str(root), "wide", "R6")
    begun = time.process_time()
    tables = steps.clean_document(*place)
    _told("read and cleaned", begun)
    found = tables["observations"]
    wanted = [value(number, year) for number in range(INDICATORS) for year in range(len(YEARS))]
    assert sorted(map(int, found["value"])) == sorted(wanted), "not what was written"
    assert (len(tables["plans"]), len(tables["indicators"])) == (PLANS, INDICATORS)
    begun = time.process_time()
    steps.save(*place, tables)
    results = steps.compute_document(*place, 5)
    _told(f"saved, computed, audited ({len(results['findings'])} findings)", begun)


def _make(root: Path, briefs: int) -> None:
    """The briefs in a project of its own, with the notebooks of this one."""
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    shutil.copy(ROOT / "pipeline.py", root)
    shutil.copytree(ROOT / "cityplan", root / "cityplan")
    plans = [f"{number:02}" for number in range(1, briefs + 1)]
    took = used.run([sys.executable, root / "pipeline.py", "--plan", *plans])
    print(f"{briefs} briefs: {took.seconds:.0f} s, {took.all:.0f} CPU s, {took.leader:.1f} of them in the leader")
    print(f"the largest process: {took.largest:.0f} MB")


def _told(what: str, begun: float) -> None:
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what}: {time.process_time() - begun:.1f} CPU s, at most {largest:.0f} MB")


if __name__ == "__main__":
    main()
