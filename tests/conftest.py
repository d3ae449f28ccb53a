"""What the tests share: the Hitachi edition, both editions as published, and a browser."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from cityplan import steps
from cityplan.check import audit
from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.city.rules import Rule
from cityplan.compute.document import compute
from cityplan.files.files import read_text
from cityplan.tables.schema import Tables
from tests.published import Published, published_once

# jsonschema compiles a grammar of addresses that nothing here is checked with: three seconds of each process.
sys.modules.setdefault("rfc3987_syntax", None)

NO_SKIP = os.environ.get("CITYPLAN_NO_SKIP") == "1"
collect_ignore = ["no_fork"]  # read by Python itself, where it is told so

# A slow machine is no failure; where nothing may be skipped, the same examples each time, and fewer.
EXAMPLES = 30 if NO_SKIP else 100
settings.register_profile("cityplan", deadline=None, derandomize=NO_SKIP, max_examples=EXAMPLES)
settings.load_profile("cityplan")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where nothing may be skipped (.ci/run), a skipped test is a failed one."""
    report = yield
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, with CITYPLAN_NO_SKIP=1: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """The same for a module that is skipped as a whole (pytest.importorskip)."""
    report = yield
    if NO_SKIP and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, with CITYPLAN_NO_SKIP=1: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def edition(root: Path) -> Edition:
    """The Hitachi edition, as its source.toml describes it."""
    return source.edition(root, "hitachi", "R5")


@pytest.fixture(scope="session")
def document(root: Path, edition: Edition) -> str:
    """The text as received."""
    return read_text(root / edition.raw_file)


@pytest.fixture(scope="session")
def printed(root: Path) -> Tables:
    """The source tables: what the document says."""
    return steps.clean_document(str(root), "hitachi", "R5")


@pytest.fixture(scope="session")
def rule(edition: Edition) -> Rule:
    assert edition.rule
    return edition.rule


@pytest.fixture(scope="session")
def computed(printed: Tables, rule: Rule) -> Tables:
    """The computed tables."""
    return compute(printed, rule)


@pytest.fixture(scope="session")
def findings(printed: Tables, computed: Tables, rule: Rule) -> pd.DataFrame:
    return audit.audit({**printed, **computed}, rule)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Both editions as the command makes them, made once for all processes."""
    own = tmp_path_factory.getbasetemp()
    return published_once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Not for a whole session: no notebook runs in a process while it is open."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()
