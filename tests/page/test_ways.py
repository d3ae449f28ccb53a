"""Where a page of a report leads: to its neighbours, the overview, the index and its PDF; a PDF leads nowhere out."""

import io

import pikepdf
import pytest
from bs4 import BeautifulSoup

from cityplan.city.edition import Edition
from cityplan.city.jobs import reports
from cityplan.city.notebooks import BRIEF, ReportNotebook
from cityplan.page.export import export_html
from tests.published import PDFS, Published
from tests.sample_brief import notebook

EDITION = Edition("mihon", "見本市", "見本市", "R5", "R5.txt", "題", "progress-sheets", plan_word="PLAN")
PLANS = [{"plan_id": number, "name": "名"} for number in ("01", "02", "03")]
BRIEFS = ReportNotebook(BRIEF, "plan", "報告", frozenset({"city", "year", "plan"}))
OVERVIEW = ReportNotebook("50_overview.ipynb", "overview", "全体のまとめ", frozenset({"city", "year"}))


def test_a_brief_leads_to_the_plans_beside_it() -> None:
    ways = [[name for name, _ in job.ways] for job in reports(EDITION, PLANS, [BRIEFS, OVERVIEW])]
    assert ways == [
        ["plan-02", "overview", "index"],
        ["plan-01", "plan-03", "overview", "index"],
        ["plan-02", "overview", "index"],
        ["index"],
    ]
    assert [called for _, called in reports(EDITION, PLANS, [BRIEFS])[1].ways] == ["前 PLAN 01", "次 PLAN 03", "目次"]


def test_what_a_way_is_called_is_only_text() -> None:
    page = BeautifulSoup(export_html(notebook(), "plan-01", [("a b&.html", "<i>前</i>")]), "html.parser")
    (way,) = page.select("nav.ways a")
    assert (way["href"], way.get_text()) == ("a%20b%26.html", "<i>前</i>")


def test_without_ways_there_is_no_bar() -> None:
    assert "<nav" not in export_html(notebook()).decode()


def test_the_overview_leads_to_all_briefs(published: Published) -> None:
    for page in published.reports.glob("*/*/overview.html"):
        links = {str(link["href"]) for link in BeautifulSoup(page.read_text("utf-8"), "html.parser").select("a[href]")}
        assert {each.name for each in page.parent.glob("plan-*.html")} <= links and "overview.pdf" in links


def test_the_sources_lead_back(published: Published) -> None:
    page = BeautifulSoup(published.page("R5/hitachi/plan-06").read_text("utf-8"), "html.parser")
    ways = page.select("li[id] > a.back")
    assert len(ways) > 5
    for way in ways:
        place = page.find(id=str(way["href"])[1:])
        assert place is not None and way.parent is not None and place["href"] == f"#{way.parent['id']}"


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_leads_nowhere_out(published: Published, name: str) -> None:
    with pikepdf.open(io.BytesIO(published.pdf(name).read_bytes())) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        assert not [note for note in notes if "/URI" in note.get("/A", {})]
