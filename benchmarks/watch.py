"""How long after a save the browser shows the new brief, with `--watch` and by running the command again.

    .venv/bin/python benchmarks/watch.py --rounds 5

In a project of its own, with the brief of PLAN 06 of Hitachi R5 open in Chromium. Ratios within one run hold on
another machine; seconds do not.
"""

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compare import CITY, ROOT, YEAR
from playwright.sync_api import Page, sync_playwright

WORDS = ["--city", CITY, "--plan", "06", "--format", "html"]
SENTENCE = "次にすること"  # of the notebook, before the city's word; the comment has it too


def main() -> None:
    """Save in turn and wait; print medians, seconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = project_of(Path(folder))
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = started.new_page()
        with watched(project) as address:
            page.goto(address)
            for number in range(1, rounds + 1):
                for what in ("notebook", "comment"):
                    took = shown_after(page, project, what, f"{SENTENCE}{number}")
                    seconds.setdefault(f"--watch: {what}", []).append(took)
        page.goto((project / f"reports/{YEAR}/{CITY}/plan-06.html").as_uri())
        for number in range(rounds + 1, 2 * rounds + 1):
            for what in ("notebook", "comment"):
                took = run_again(page, project, what, f"{SENTENCE}{number}")
                seconds.setdefault(f"command again: {what}", []).append(took)
        started.close()
    print("| way | median s | least | most | against the command |\n|---|---|---|---|---|")
    for way, each in seconds.items():
        against = statistics.median(seconds[f"command again: {way.rpartition(' ')[2]}"])
        median = statistics.median(each)
        print(f"| {way} | {median:.2f} | {min(each):.2f} | {max(each):.2f} | {median / against:.2f} |")


def project_of(folder: Path) -> Path:
    """A project with Hitachi, whose tables are made."""
    project = folder / "project"
    for name in ("notebooks", f"data/raw/{CITY}"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "pipeline.py", project)
    subprocess.run([sys.executable, project / "pipeline.py", *WORDS], check=True, capture_output=True)
    return project


@contextmanager
def watched(project: Path) -> Iterator[str]:
    """The address of the brief while `--watch` runs."""
    run = subprocess.Popen(
        [sys.executable, project / "pipeline.py", *WORDS, "--watch"],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert run.stdout
    try:
        yield next(found[0] for line in run.stdout if (found := re.search(r"http://\S+", line)))
    finally:
        run.send_signal(signal.SIGINT)
        run.communicate()


def save(project: Path, what: str, sentence: str) -> None:
    """Save a notebook or a table with another sentence."""
    if what == "notebook":
        notebook = project / "notebooks/40_brief.ipynb"
        text = notebook.read_text("utf-8")
        notebook.write_text(re.sub(rf"{SENTENCE}\d*", sentence, text), "utf-8")
    else:
        comments = project / f"data/raw/{CITY}/comments.csv"
        comments.write_text(f"year,plan_id,text\n{YEAR},06,注：{sentence}。\n", "utf-8")


def shown_after(page: Page, project: Path, what: str, sentence: str) -> float:
    """The seconds from a save until the open page shows it; then a rest, as between two saves of a person."""
    start = time.perf_counter()
    save(project, what, sentence)
    page.get_by_text(f"注：{sentence}。" if what == "comment" else sentence).first.wait_for()
    took = time.perf_counter() - start
    time.sleep(4)
    return took


def run_again(page: Page, project: Path, what: str, sentence: str) -> float:
    """The seconds of the command and of loading the page anew."""
    start = time.perf_counter()
    save(project, what, sentence)
    subprocess.run([sys.executable, project / "pipeline.py", *WORDS], check=True, capture_output=True)
    page.reload()
    page.get_by_text(f"注：{sentence}。" if what == "comment" else sentence).first.wait_for()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
