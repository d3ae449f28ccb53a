"""JupyterLab in a browser, as an analyst uses it: open, run, change the plan, see what comes out."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.jupyter_lab import Lab, server
from tests.published import ROOT, Published

FRAME = 'iframe[title="画面（HTML）"]'


@pytest.fixture(scope="module")
def project(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose tables are made."""
    folder = tmp_path_factory.mktemp("lab") / published.root.name
    shutil.copytree(published.root, folder, ignore=shutil.ignore_patterns("reports"))
    shutil.copytree(ROOT / ".jupyter", folder / ".jupyter")
    return folder


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    own = project.parent / "server"
    own.mkdir()
    with server(project, own) as started:
        yield started


def test_the_brief_in_jupyterlab(browser: Browser, address: str, project: Path) -> None:
    """One window, one kernel: each step goes on from the one before."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    lab = Lab(page, address)
    lab.wait_for("00_はじめに.ipynb")
    page.get_by_role("heading", name="はじめに").wait_for()
    page.get_by_role("link", name="40_brief.ipynb").first.click()
    lab.wait_for("40_brief.ipynb")

    lab.run_all()
    lab.shown(".masthead", "PLAN 06")
    lab.shown("h3", "印刷（PDF、1ページ）")
    assert page.locator(".cityplan svg").count() >= 4
    band = page.locator(".masthead").evaluate("one => getComputedStyle(one).backgroundColor")
    assert band == "rgb(11, 42, 94)"
    assert page.locator('img[alt^="PDF の"]').count() == 1
    assert "PLAN 06" in str(page.locator(FRAME).get_attribute("srcdoc"))

    lab.set_plan("06", "07")
    lab.run_all()
    lab.shown(".masthead", "PLAN 07")
    page.locator(f'{FRAME}[srcdoc*="PLAN 07"]').wait_for(state="attached")
    assert page.locator(".cityplan svg").count() >= 4

    lab.set_plan("07", "99")
    lab.run_all()
    lab.shown("pre", "エラー: プラン「99」はありません。あるもの: 01、02、03")
    assert page.get_by_text("Traceback").count() == 0
    page.close()

    saved = json.loads((project / "notebooks/40_brief.ipynb").read_text("utf-8"))
    assert any(cell.get("outputs") for cell in saved["cells"])
