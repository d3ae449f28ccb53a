"""Every number of an HTML brief leads to its place in the source, by click and by key, without script."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

from cityplan import steps
from cityplan.build.run import run_notebook
from cityplan.page.export import export_html, export_pdf

ROOT = Path(__file__).parents[2]
PLANS = [("hitachi", "R5", plan) for plan in ("03", "05", "06", "13", "15")]
PLANS += [("takahagi", "R6", "07")]
CORRECTIONS = (
    'R5,activities,06,1,actual,40件,41件,"担当課の台帳 <b>41件</b>",2024-06-03\n'
    "R5,activities,15,1,ratio_printed,131.9%,なし,隣の事業の値,2024-06-03\n"
    "R5,activities,15,2,ratio_printed,,131.9%,隣から移した,2024-06-03\n"
    'R5,activities,15,2,actual,,"3,120回",担当課に確認,2024-06-03\n'
    'R5,activities,15,2,previous,,"2,365回",担当課に確認,2024-06-03\n'
)
COMMENT = 'R5,06,"商店会と協議中。 <script>alert(1)</script>"\n'
pytestmark = pytest.mark.xdist_group("provenance")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with its tables, with corrections and a comment."""
    root = tmp_path_factory.mktemp("project")
    for name in ("notebooks", "data/raw"):
        shutil.copytree(ROOT / name, root / name)
    for name, line in (("corrections.csv", CORRECTIONS), ("comments.csv", COMMENT)):
        with (root / "data/raw/hitachi" / name).open("a", encoding="utf-8") as file:
            file.write(line)
    for city, year in {(city, year) for city, year, _ in PLANS}:
        steps.save(str(root), city, year, steps.clean_document(str(root), city, year))
        steps.save(str(root), city, year, steps.compute_document(str(root), city, year, 5))
    return root


@pytest.fixture(scope="module")
def pages(project: Path) -> dict[str, Path]:
    """The HTML of the briefs, by plan."""
    made = {}
    for city, year, plan in PLANS:
        parameters = {"city": city, "year": year, "plan": plan}
        executed = run_notebook(project / "notebooks/40_brief.ipynb", parameters)
        made[plan] = project / f"plan-{plan}.html"
        made[plan].write_bytes(export_html(executed))
        made[plan].with_suffix(".pdf").write_bytes(export_pdf(executed))
    return made


def parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def words(element: Tag) -> str:
    return "".join(element.get_text().split())


@pytest.mark.parametrize("plan", [plan for _, _, plan in PLANS])
class TestEveryNumber:
    def test_every_link_has_its_place(self, pages: dict[str, Path], plan: str) -> None:
        tree = parsed(pages[plan])
        places = [element["id"] for element in tree.select("[id]") if element.name != "path"]
        assert len(places) == len(set(places))
        links = {link["href"][1:] for link in tree.select('a[href^="#"]')}
        assert links <= set(places) and len(links) >= (1 if plan == "03" else 2)

    def test_a_number_of_a_table_is_a_link(self, pages: dict[str, Path], plan: str) -> None:
        for cell in parsed(pages[plan]).select("table tbody tr > *"):
            for note in cell.select(".nowrap.muted"):  # （注1）
                note.extract()
            if re.fullmatch(r"[RH](\d+|元)", words(cell)):
                continue  # the year of a row of counts
            if re.search(r"\d", words(cell)):
                assert cell.select("a.ref"), cell
            if "num" in (cell.get("class") or []):
                for link in cell.select("a.ref"):
                    link.extract()
                assert not re.search(r"\d", words(cell)), cell

    def test_the_verdict_and_the_panels_are_links(self, pages: dict[str, Path], plan: str) -> None:
        for element in parsed(pages[plan]).select(".verdict, .panel p:not(.note), .alert"):
            if re.search(r"\d", words(element)):
                assert element.select("a.ref"), element

    def test_a_printed_number_leads_to_a_line_that_prints_it(self, pages: dict[str, Path], plan: str) -> None:
        tree = parsed(pages[plan])
        for link in tree.select('td.num a.ref[href^="#L"]'):
            line = words(tree.select_one(f"li#{link['href'][1:]}"))
            assert words(link) in line

    def test_the_list_names_what_each_line_prints(self, pages: dict[str, Path], plan: str, project: Path) -> None:
        city, year, _ = next(each for each in PLANS if each[2] == plan)
        source = (project / f"data/raw/{city}/{year}.txt").read_text(encoding="utf-8").split("\n")
        items = parsed(pages[plan]).select('li[id^="L"]')
        assert items
        for item in items:
            number = int(item["id"][1:])
            for back in item.select("a.back"):
                back.extract()
            assert item.select("strong") and not re.search(r"\d行|\|", item.get_text())
            joined = "".join(re.sub(r"<[^>]+>", "", line) for line in source[number - 1 : number + 9])
            joined = joined.replace(" ", "")
            for cell in re.findall("「([^「」]*)」", item.get_text().partition("　")[2]):
                assert all(piece in joined for piece in cell.split()), cell

    def test_the_list_tells_no_figure_of_a_year_that_the_page_does_not_show(
        self, pages: dict[str, Path], plan: str
    ) -> None:
        formulas = "".join(words(item) for item in parsed(pages[plan]).select('li[id^="C-indicators"]'))
        assert "これまでの変化" not in formulas and "毎年必要な変化" not in formulas


class TestInTheBrowser:
    def test_by_click_and_by_key_without_script(self, pages: dict[str, Path], browser: Browser) -> None:
        context = browser.new_context(java_script_enabled=False, offline=True)
        page = context.new_page()
        page.goto(pages["06"].as_uri())
        page.locator("table.activities a.ref", has_text="144.4%").click()
        assert page.url.endswith("#L498")
        assert "144.4%" in page.locator(":target").inner_text()
        page.go_back()
        page.locator("table.activities a.ref", has_text="212.5%").first.focus()
        page.keyboard.press("Enter")
        assert page.url.endswith("#L500")
        assert page.locator(":target").is_visible()
        context.close()

    def test_no_script_of_the_data_runs(self, pages: dict[str, Path], browser: Browser) -> None:
        page = browser.new_page()
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(pages["06"].as_uri())
        assert not dialogs and "<script>alert(1)</script>" in page.locator("main").inner_text()
        page.close()


class TestDecisions:
    def test_a_correction_shows_printed_used_and_reason(self, pages: dict[str, Path]) -> None:
        text = words(parsed(pages["06"]))
        assert "「まちなか空き店舗活用事業」の今年度の実績：記載「40件」→使用「41件」" in text
        assert "理由：担当課の台帳<b>41件</b>（2024-06-03）" in text
        assert "41件（訂正）÷32件" in text and "128.1%" in text

    def test_a_corrected_number_leads_to_its_correction(self, pages: dict[str, Path]) -> None:
        tree = parsed(pages["15"])
        links = {link["href"] for link in tree.select('table.activities a.ref[href^="#K"]')}
        assert links == {
            "#K-activities-1-ratio_printed_text",
            "#K-activities-2-ratio_printed_text",
            "#K-activities-2-actual_text",
        }
        for href in links:
            item = words(tree.select_one(f"li{href}"))
            assert item.startswith("訂正") and "理由：" in item

    def test_a_comment_stands_in_its_plan_only(self, pages: dict[str, Path]) -> None:
        assert "商店会と協議中。" in words(parsed(pages["06"]))
        assert "企画課コメント" not in words(parsed(pages["05"]))


def test_the_pdf_tells_the_source_in_its_own_words(pages: dict[str, Path]) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler) is not installed")
    pdf = pages["06"].with_suffix(".pdf")
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, text=True)
    text = "".join(done.stdout.split())
    assert "出典日立市『ひたち成長戦略プランの取組状況』のPLAN06「新しい産業の創出」。" in text
    told = [
        word for word in ("原文498行", "data/raw", "担当課に", "訂正の対象ではありません", "出典の一覧") if word in text
    ]
    assert not told
