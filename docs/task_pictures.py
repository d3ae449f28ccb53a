"""The pictures of the tasks: each page is followed in a copy, and what it leads to is taken."""

import io
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from cityplan.build.new_city import new_city_of_file
from cityplan.read.proposal.listing import as_html
from tests.libreoffice import printed
from tests.pages import Reader, given, project

# What is followed of each page before its picture is taken.
FOLLOWED = {
    "new-year": ("1.", "2.", "3.", "4.", "6."),
    "misprint": (),  # all of it
    "chart": ("1.", "2."),
    "sentence": ("1.", "2.", "3.", "4."),
}
READ = "jusenryaku_r5.pdf"
READING = {"width": 1000, "height": 900}
PLAN = "R5/hitachi/plan-06"
PART = {"width": 1000, "height": 420}
HEAD = {"width": 1000, "height": 940}
PROPOSAL = {"width": 900, "height": 1010}
SHEETS = {"width": 1180, "height": 520}
PROPOSAL_STYLE = (  # as JupyterLab shows a table
    "body {font: 13px/1.35 'Noto Sans JP', sans-serif; margin: 12px} table {border-collapse: collapse}"
    "td, th {padding: 2px 8px; text-align: left; border-bottom: 1px solid #ddd} pre {font-size: 12px; line-height: 1.3}"
)
# The picture, the report that it shows, how large, and from which element on.
SEEN = {
    "new-year": ("R6/mihon/plan-02", PART, "h2:has-text('昨年度からの変更')"),
    "findings": ("R5/hitachi/findings", PART, "tr:has-text('まちなか空き店舗活用事業')"),
    "misprint": (PLAN, PART, "h2:has-text('掲載事業の実績')"),
    "chart": (PLAN, PART, "h2:has-text('掲載事業の年ごとの実績')"),
    "sentence": (PLAN, HEAD, "html"),
    "new-city": ("index", PART, "tr:has-text('見本市')"),
}
SHEET = "PLAN 02"  # the sheet of the form that the page fills
DOTS_PER_INCH = 90
FILLED = 520  # dots of the page that hold something
FILLED = 520  # dots of the page that hold something


def task_pictures(made: Path) -> dict[str, Image.Image]:
    """The pictures by their names; `made` is a project with all its reports."""
    with tempfile.TemporaryDirectory() as folder:
        reports = _read(Path(folder))
        projects = _followed(Path(folder), made)  # before a browser is open: it runs notebooks
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            taken = {
                name: _screen(browser, projects[name] / f"reports/{page}.html", size, top)
                for name, (page, size, top) in SEEN.items()
            }
            taken["reading"] = _read_and_brief(browser, reports)
            taken["new-city-table"] = _proposal(browser, Path(folder))
            taken["new-city-sheets"] = sheets_and_proposal(browser, Path(folder))
            browser.close()
        form = projects["new-year"] / "reports/R7/mihon/entry-form.xlsx"
        return {**taken, "entry-form": _sheet(form)}


def _followed(folder: Path, made: Path) -> dict[str, Path]:
    """A project for each picture, in which its page was followed."""
    projects = {"findings": made, "new-city": _new_city(folder, made)}
    for page, headings in FOLLOWED.items():
        reader = Reader(project(folder / page, made), f"{page}.ja.md")
        reader.follow(*headings)
        projects[page] = reader.root
    return projects


def _new_city(folder: Path, made: Path) -> Path:
    """A project to which the sample city was added."""
    root = project(folder / "new-city", made)
    shutil.copytree(root / "tests/sample/mihon", root / "data/raw/mihon")
    code, said = given(root, ["pipeline.py", "--city", "mihon", "--format", "html"])
    assert code == 0, said
    return root


def _read(folder: Path) -> Path:
    """A project with the brief of one plan of the sample in slides, as PDF."""
    root = project(folder / "reading", Path(__file__).resolve().parents[1])
    city, sample = root / "data/raw/minato", root / "tests/sample/forms/F1"
    city.mkdir()
    shutil.copy(sample / READ, city)
    text = (sample / "source.toml").read_text(encoding="utf-8")
    (city / "source.toml").write_text(text.replace("jusenryaku_r5.pptx", READ), encoding="utf-8")
    code, said = given(root, ["pipeline.py", "--city", "minato"])
    assert code == 0, said
    return root / "reports/R5/minato"


def _read_and_brief(browser: Browser, reports: Path) -> Image.Image:
    """A page of a PDF with its cells outlined, and the brief that was made of it."""
    page = browser.new_page(viewport=READING)  # type: ignore[arg-type]
    page.goto((reports / "reading.html").as_uri())
    left = Image.open(io.BytesIO(page.locator("#page-2 + figure").screenshot()))
    page.close()
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", "-png", reports / "plan-01.pdf"]
    brief = Image.open(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout))
    right = brief.resize((round(brief.width * left.height / brief.height), left.height), Image.Resampling.LANCZOS)
    both = Image.new("RGB", (left.width + right.width + 20, left.height), "#B4BAC2")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 20, 0))
    return both


def _proposal(browser: Browser, folder: Path) -> Image.Image:
    """What the first notebook shows of a table file."""
    sample = Path(__file__).resolve().parents[1] / "tests/sample/mihon-table/R5.csv"
    _, found = new_city_of_file(folder / "new-city-table", "mihon-table", sample)
    page = folder / "proposal.html"
    page.write_text(f"<meta charset='utf-8'><style>{PROPOSAL_STYLE}</style>{as_html(found)}", encoding="utf-8")
    return _screen(browser, page, PROPOSAL, "h3")


def sheets_and_proposal(browser: Browser, folder: Path) -> Image.Image:
    """A sheet of the sample, and beside it what is proposed for its file."""
    sample = Path(__file__).resolve().parents[1] / "tests/sample/forms/F1/jusenryaku_r5.pdf"
    path, _ = new_city_of_file(folder / "new-city-sheets", "minato", sample)
    subprocess.run(
        ["pdftoppm", "-r", "60", "-f", "2", "-l", "2", "-png", "-singlefile", sample, folder / "sheet"], check=True
    )
    text = (folder / "new-city-sheets" / path).read_text(encoding="utf-8")
    own = escape(text[text.index("[[edition]]") :])
    style = "body {display: flex; gap: 16px; align-items: start; margin: 12px} img {border: 1px solid #888}"
    style += "pre {font: 12px/1.35 'Noto Sans JP', monospace; margin: 0}"
    page = folder / "sheets.html"
    page.write_text(
        f"<meta charset='utf-8'><style>{style}</style><img src='sheet.png'><pre>{own}</pre>", encoding="utf-8"
    )
    return _screen(browser, page, SHEETS, "body")


def _screen(browser: Browser, page_file: Path, size: dict[str, int], top: str) -> Image.Image:
    """One screen of a page, from the first element `top` on."""
    page = browser.new_page(viewport=size)  # type: ignore[arg-type]
    page.goto(page_file.as_uri())
    page.locator(top).first.evaluate("element => element.scrollIntoView()")
    picture = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    return picture


def _sheet(form: Path) -> Image.Image:
    """The sheet of a plan as it is printed."""
    folder = form.parent / "printed"
    folder.mkdir()
    paper = folder / "form.pdf"
    paper.write_bytes(printed(form.read_bytes(), folder))
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, check=True).stdout
    pages = text.decode().split("\f")
    at = str(next(n for n, words in enumerate(pages, start=1) if SHEET in words))
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", at, "-l", at, "-png", paper]
    page = subprocess.run(command, capture_output=True, check=True).stdout
    picture = Image.open(io.BytesIO(page))
    return picture.crop((0, 0, picture.width, FILLED))
