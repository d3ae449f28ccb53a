"""The same briefs made in three ways, one after the other: their times and the ratios between them.

    .venv/bin/python benchmarks/compare.py --rounds 3

`commands` is what a user would write: for each notebook the commands papermill, `jupyter nbconvert --to
html` and `jupyter nbconvert --to webpdf` with Chromium. `pipeline` is `pipeline.py`. `limit` runs the same cells and exporters in one
plain process without kernels: less is not possible without changing what is made. Ratios within one
run hold on another machine; seconds do not.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

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


def main() -> int:
    """Run the ways in turn and print medians, seconds and ratios; 1 where something is not made."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    ways = {"commands": by_commands, "pipeline": by_pipeline, "limit": by_limit}
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(rounds):
        for way, make in ways.items():
            took, missing = timed(make)
            seconds[way].append(took)
            print(f"round {number + 1}  {way:9} {took:7.1f} s", flush=True)
            if missing:
                print(f"{way} did not make: {', '.join(missing)}", file=sys.stderr)
                return 1
    print_ratios({way: statistics.median(each) for way, each in seconds.items()})
    return 0


def print_ratios(median: dict[str, float]) -> None:
    print(f"\n| way | median s | against the limit | against the commands |\n{'|---' * 4}|")
    for way, took in median.items():
        print(f"| {way} | {took:.1f} | {took / median['limit']:.2f} | {median['commands'] / took:.1f} times as fast |")


def timed(make: Callable[[Path, Path], None]) -> tuple[float, list[str]]:
    """The seconds that a way takes in a project of its own, and what it did not make."""
    with tempfile.TemporaryDirectory() as folder:
        project, out = Path(folder) / "project", Path(folder) / "out"
        for name in ("notebooks", f"data/raw/{CITY}"):
            shutil.copytree(ROOT / name, project / name)
        shutil.copy(ROOT / "pipeline.py", project)
        out.mkdir()
        start = time.perf_counter()
        make(project, out)
        return time.perf_counter() - start, not_made(out)


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


def by_commands(project: Path, out: Path) -> None:
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


def by_pipeline(project: Path, out: Path) -> None:
    command([sys.executable, project / "pipeline.py", "--year", YEAR, "--out", out])


def by_limit(project: Path, out: Path) -> None:
    """In a process of its own, as the other ways are."""
    command([sys.executable, Path(__file__).with_name("limit.py"), project, out])


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
    sys.exit(main())
