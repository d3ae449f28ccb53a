"""The brief of PLAN 06 with three cells of an analyst is as accessible as without."""

import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell
from playwright.sync_api import Browser

from cityplan.build.run import run_notebook
from cityplan.page.export import export_html, export_pdf
from tests.analyst_cells import add_to
from tests.page.test_accessible_pages import broken_rules
from tests.page.test_accessible_pdf import faults
from tests.pdf_checks import PROFILES, failures
from tests.published import Published

pytestmark = pytest.mark.xdist_group("analyst")

CELLS = (
    'b.tables["activities"].plot.barh(x="name", y="actual", title="事業の実績値")\nplt.show()',
    'b.tables["indicators"][["name", "actual"]].style.highlight_max(subset="actual", color="#ffd54f")',
    'section("事業の一覧", b.tables["activities"][["name", "actual"]], "企画課で作成")',
)


def test_plan_06_with_three_cells(published: Published, browser: Browser, tmp_path: Path) -> None:
    root = tmp_path / "計画"
    shutil.copytree(published.root / "notebooks", root / "notebooks")
    shutil.copytree(published.root / "data", root / "data")
    path = root / "notebooks/40_brief.ipynb"
    add_to(path, "brief_text.alert(b)", [new_code_cell(each) for each in CELLS])
    executed = run_notebook(path, {"city": "hitachi", "year": "R5", "plan": "06"})
    pdf = export_pdf(executed, "plan-06")
    assert not [fault for profile in PROFILES for fault in failures(pdf, profile)]
    assert not faults(pdf)
    html = tmp_path / "plan-06.html"
    html.write_bytes(export_html(executed, "plan-06"))
    page = browser.new_page()
    page.goto(html.as_uri())
    assert page.get_by_text("企画課で作成").count() == 1
    assert not broken_rules(page)
    page.close()
