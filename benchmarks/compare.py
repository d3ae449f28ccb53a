"""The same briefs made in three ways, one after the other: their times and the ratios between them.

    .venv/bin/python benchmarks/compare.py --rounds 3 [--ways pipeline limit]

`commands` is what a user would write: for each notebook the commands papermill, `jupyter nbconvert --to html` and
`jupyter nbconvert --to webpdf` with Chromium. `pipeline` is `pipeline.py`. `limit` runs the same cells, exporters and
makers (the booklet, the workbooks, the page of what was read too, which `commands` leaves out) in one plain process
without kernels: less is not possible without changing what is made. Ratios within one run hold on another machine;
seconds do not. Then, in the same run: a second one with nothing to do, and one brief alone (`--plan 06`) from nothing
against a Python that only imports what it needs.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import used

ROOT = Path(__file__).resolve().parents[1]
CITY, YEAR = "hitachi", "R5"
PLANS = [f"{number:02d}" for number in range(1, 16)]
STEPS = ["10_clean", "20_compute"]
REPORTS = {f"plan-{plan}": "40_brief" for plan in PLANS} | {
    "overview": "50_overview",
    "trends": "30_trends",
    "findings": "60_findings",
}
SCRIPTS = Path(sys.executable).parent
IMPORTS = "import cityplan.command.reports, cityplan.build.making, cityplan.build.warm_imports"


def main() -> int:
    """Run the ways in turn and print medians, seconds and ratios; 1 where something is not made."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    ways = {"commands": by_commands, "pipeline": by_pipeline, "limit": by_limit}
    parser.add_argument("--ways", nargs="+", choices=ways, default=list(ways))
    options = parser.parse_args()
    took: dict[str, list[used.Used]] = {way: [] for way in options.ways}
    for number in range(options.rounds):
        for way in options.ways:
            each, missing = timed(ways[way])
            took[way].append(each)
            print(f"round {number + 1}  {way:9} {each.seconds:7.1f} s {each.all:7.1f} CPU s", flush=True)
            if missing:
                print(f"{way} did not make: {', '.join(missing)}", file=sys.stderr)
                return 1
    print_ratios({way: median(each) for way, each in took.items()})
    print_small(options.rounds)
    return 0


def median(took: list[used.Used]) -> tuple[float, float]:
    """The median of the seconds and that of the CPU seconds."""
    return statistics.median(each.seconds for each in took), statistics.median(each.all for each in took)


def print_ratios(medians: dict[str, tuple[float, float]]) -> None:
    print(f"\n| way | median s | against the limit | CPU s | against the limit | against the commands |\n{'|---' * 6}|")
    for way, (seconds, cpu) in medians.items():
        limit, commands = medians.get("limit"), medians.get("commands")
        against = [f"{seconds / limit[0]:.2f}", f"{cpu / limit[1]:.2f}"] if limit else ["", ""]
        faster = f"{commands[0] / seconds:.1f} times as fast" if commands else ""
        print(f"| {way} | {seconds:.1f} | {against[0]} | {cpu:.1f} | {against[1]} | {faster} |")


def print_small(rounds: int) -> None:
    """What is asked for most often: nothing to do, and one brief from nothing, against the imports alone."""
    took: dict[str, list[used.Used]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            project = project_of(Path(folder))
            one = [sys.executable, project / "pipeline.py", "--plan", "06"]
            for what, words in (
                ("Python and imports", [sys.executable, "-c", IMPORTS]),
                ("one brief from nothing", one),
                ("nothing to do", one),
            ):
                took.setdefault(what, []).append(used.run(words))
    print("\n| what | median s | CPU s |\n|---|---|---|")
    for what, each in took.items():
        print("| {} | {:.2f} | {:.2f} |".format(what, *median(each)))


def timed(make: Callable[[Path, Path], used.Used]) -> tuple[used.Used, list[str]]:
    """What a way takes in a project of its own, and what it did not make."""
    with tempfile.TemporaryDirectory() as folder:
        project, out = project_of(Path(folder)), Path(folder) / "out"
        out.mkdir()
        return make(project, out), not_made(out)


def project_of(folder: Path) -> Path:
    """A project with the city of the comparison alone."""
    project = folder / "project"
    for name in ("notebooks", f"data/raw/{CITY}"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "pipeline.py", project)
    return project


def not_made(out: Path) -> list[str]:
    """Reports that are missing, or lack a chart of those that the published ones have."""
    found = {path.name: path for path in out.rglob("*") if path.suffix in (".html", ".pdf")}
    missing = [f"{name}{kind}" for name in REPORTS for kind in (".html", ".pdf") if f"{name}{kind}" not in found]
    charts = {
        name: found[f"{name}.html"].read_text("utf-8").count("<svg") for name in REPORTS if f"{name}.html" in found
    }
    return missing + [f"charts of {name}" for name, count in charts.items() if count < least_charts(name)]


def least_charts(name: str) -> int:
    """As many charts as a published report has; make them first with `make briefs`."""
    published = ROOT / f"reports/{YEAR}/{CITY}/{name}.html"
    if not published.exists():
        raise SystemExit(f"{published} is missing: make briefs")
    return published.read_text("utf-8").count("<svg")


def by_commands(project: Path, out: Path) -> used.Used:
    return used.run([sys.executable, Path(__file__), "--commands-in", project, out])


def commands_in(project: Path, out: Path) -> None:
    """What a user would type, one after another."""
    for notebook in STEPS:
        run_command(project, notebook, out / f"{notebook}.ipynb", [])
    browsers = {"PLAYWRIGHT_BROWSERS_PATH": str(browser_folder(project))}
    for name, notebook in REPORTS.items():
        executed = out / f"{name}.ipynb"
        plan = ["-r", "plan", name[-2:]] if notebook == "40_brief" else []
        run_command(project, notebook, executed, plan)
        command([SCRIPTS / "jupyter", "nbconvert", "--to", "html", executed])
        to_pdf = ["--to", "webpdf", "--disable-chromium-sandbox", executed]
        command([SCRIPTS / "jupyter", "nbconvert", *to_pdf], browsers)


@cache
def browser_folder(project: Path) -> Path:
    """A folder of browsers as webpdf looks for them, with the Chromium of this system."""
    folder = project / "browsers"
    asked = "from playwright.sync_api import sync_playwright as p; p().start().chromium.launch()"
    told = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        env={**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(folder)},
    ).stderr
    found = re.search(r"Executable doesn't exist at (\S+)", told)
    chromium = shutil.which("chromium")
    if not found or not chromium:
        raise SystemExit(f"chromium is needed: {told[-500:]}")
    Path(found[1]).parent.mkdir(parents=True)
    Path(found[1]).symlink_to(chromium)
    return folder


def run_command(project: Path, notebook: str, executed: Path, parameters: list[str]) -> None:
    source = project / f"notebooks/{notebook}.ipynb"
    given = ["-r", "city", CITY, "-r", "year", YEAR, *parameters]
    command([SCRIPTS / "papermill", source, executed, "--cwd", source.parent, *given])


def by_pipeline(project: Path, out: Path) -> used.Used:
    return used.run([sys.executable, project / "pipeline.py", "--year", YEAR, "--out", out])


def by_limit(project: Path, out: Path) -> used.Used:
    """In a process of its own, as the other ways are."""
    return used.run([sys.executable, Path(__file__).with_name("limit.py"), project, out])


def command(words: list[object], environment: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(
        list(map(str, words)),
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1", **(environment or {})},
    )
    if done.returncode:
        raise SystemExit(f"{words[0]}: {done.stderr[-2000:]}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--commands-in"]:
        commands_in(*map(Path, sys.argv[2:]))
    else:
        sys.exit(main())
