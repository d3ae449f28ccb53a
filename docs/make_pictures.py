"""The pictures of the documents: real briefs from reports/, JupyterLab and LibreOffice; by pdftoppm (poppler) and Chromium.

Make the briefs first (`make briefs`), install what the tests need (`make test`), then run
`.venv/bin/python docs/make_pictures.py`.
"""

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, sync_playwright
from task_pictures import task_pictures

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.jupyter_lab import Lab, server  # noqa: E402

REPORTS = ROOT / "reports/R5/hitachi"
INDEX = "../../index"  # of all cities and years, from there
ASKED = "#year=R5&mark=△&sort=-findings"
PICTURES = ROOT / "docs/pictures"
FONT = ROOT / "cityplan/look/fonts/NotoSansJP-Regular.ttf"
PAGES = {"plan-06": 1, "plan-05": 1, "overview": 1, "booklet": 2}  # page of the PDF
PHONE = {"width": 375, "height": 812}
SEEN = {
    "none": "元の色",
    "protanopia": "P型（1型）",
    "deuteranopia": "D型（2型）",
    "tritanopia": "T型（3型）",
    "achromatopsia": "白黒",
}
DESK = {"width": 1280, "height": 1010}
LAB = {"width": 1280, "height": 860}
TABLES = {"width": 1000, "height": 555}
DOTS_PER_INCH = 110
COLORS = 256  # a page has few; the same picture takes a third of the space
MOST_BYTES = 250_000


def main() -> int:
    """Make every picture anew; returns the exit code."""
    PICTURES.mkdir(exist_ok=True)
    if missing := [name for name in PAGES if not (REPORTS / f"{name}.pdf").exists()]:
        print(f"{missing[0]}.pdf is missing: run `make briefs` first", file=sys.stderr)
        return 1
    pictures = {name: page_of(name, number) for name, number in PAGES.items()}
    pictures |= task_pictures(ROOT)  # runs notebooks, so before a browser is open
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pictures["index"] = screenshot(browser, INDEX, DESK, asked=ASKED)
        pictures["phone"] = screenshot(browser, "plan-06", PHONE)
        pictures["colour-vision"] = in_a_grid(
            {word: screenshot(browser, "plan-01", TABLES, kind, "table.indicators") for kind, word in SEEN.items()}
        )
        pictures |= jupyter_lab(browser)
        browser.close()
    return max(kept(name, picture) for name, picture in pictures.items())


def page_of(name: str, number: int) -> Image.Image:
    """One page of a PDF."""
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", str(number), "-l", str(number), "-png"]
    page = subprocess.run([*command, REPORTS / f"{name}.pdf"], capture_output=True, check=True)
    return Image.open(io.BytesIO(page.stdout))


def screenshot(
    browser: Browser, name: str, size: dict[str, int], sight: str = "none", top: str = "html", asked: str = ""
) -> Image.Image:
    """One screen of a page from the element `top` on, as someone with a kind of sight sees it.

    `asked` is what an index keeps in its address.
    """
    page = browser.new_page(viewport=size)  # type: ignore[arg-type]
    page.goto((REPORTS / f"{name}.html").as_uri() + asked)
    page.context.new_cdp_session(page).send("Emulation.setEmulatedVisionDeficiency", {"type": sight})
    page.eval_on_selector(top, "element => element.scrollIntoView()")
    picture = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    return picture


def jupyter_lab(browser: Browser) -> dict[str, Image.Image]:
    """The first page of JupyterLab, and a brief after "Run All"; in a copy, where nothing is saved."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "cityplan"
        for name in ("notebooks", "data", ".jupyter"):
            shutil.copytree(ROOT / name, project / name)
        with server(project, Path(folder)) as address:
            page = browser.new_page(viewport=LAB)  # type: ignore[arg-type]
            lab = Lab(page, address)
            lab.wait_for("00_はじめに.ipynb")
            page.wait_for_timeout(1000)  # what is drawn last
            first = Image.open(io.BytesIO(page.screenshot()))
            page.get_by_role("link", name="40_brief.ipynb").first.click()
            lab.wait_for("40_brief.ipynb")
            lab.run_all()
            lab.shown("h3", "印刷（PDF")
            page.locator(".jp-Cell", has_text="brief.masthead(").evaluate("cell => cell.scrollIntoView()")
            page.wait_for_timeout(1000)
            brief = Image.open(io.BytesIO(page.screenshot()))
            page.close()
    return {"lab-first": first, "lab-brief": brief}


def in_a_grid(named: dict[str, Image.Image]) -> Image.Image:
    """Pictures two beside each other, each with its name above."""
    width, height, head = 720, 400, 34
    rows = (len(named) + 1) // 2
    sheet = Image.new("RGB", (2 * width, rows * (height + head)), "white")
    draw = ImageDraw.Draw(sheet)
    for at, (word, picture) in enumerate(named.items()):
        left, top = at % 2 * width, at // 2 * (height + head)
        draw.text((left + 10, top + 4), word, fill="black", font=ImageFont.truetype(FONT, 20))
        sheet.paste(picture.convert("RGB").resize((width, height)), (left, top + head))
    return sheet


def kept(name: str, picture: Image.Image) -> int:
    """Write a picture with few colours; 1 where it is too large for a repository, else 0."""
    buffer = io.BytesIO()
    small = picture.convert("RGB").quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.save(buffer, format="PNG", optimize=True)
    data = buffer.getvalue()
    if len(data) > MOST_BYTES:
        print(f"{name}.png would have {len(data)} bytes (at most {MOST_BYTES})", file=sys.stderr)
        return 1
    (PICTURES / f"{name}.png").write_bytes(data)
    print(f"docs/pictures/{name}.png  {len(data) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
