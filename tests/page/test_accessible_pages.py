"""Every HTML page of both editions in a browser: WCAG 2.2 AA, by key, on a phone, enlarged, printed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from cityplan.look.style import style
from tests.published import PAGES, Published

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Those for which the width of the window matters.
RULES_OF_LAYOUT = ["target-size", "scrollable-region-focusable"]
VIOLATIONS = """async rules => {
  const { violations } = await axe.run(document, { runOnly: rules });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`));
}"""
CHECKS = (Path(__file__).parents[1] / "page_checks.js").read_text(encoding="utf-8")
STYLE = style()
# What lies behind the marks of a chart, and what its words and marks say a second time.
TINTS = [STYLE["colours"][name] for name in ("good-tint", "bad-tint", "panel")]
TINTS += [STYLE["charts"]["last-year"]]
DECORATION = [STYLE["charts"][name] for name in ("grid", "band")]
# WCAG 1.4.12.
SPACED = """
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
  p { margin-bottom: 2em !important }
"""
# One page of each kind; a picture of a whole page takes a second.
ALL_KINDS = ["R5/hitachi/plan-06", "R5/hitachi/overview", "R5/hitachi/trends", "R6/takahagi/plan-01"]
# Two processes, each with one browser.
first_half, second_half = pytest.mark.xdist_group("pages 1"), pytest.mark.xdist_group("pages 2")
# The briefs of one notebook differ by what they hold: without a sheet (03), two pages (06);
# the others, and what the second city has as the first, are looked at with the long tests.
OTHERS = [f"R5/hitachi/plan-{n:02d}" for n in (1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15)]
OTHERS += [f"R6/takahagi/plan-{n:02d}" for n in (2, 3, 4, 5, 6, 7)]
OTHERS += [f"R6/takahagi/{name}" for name in ("trends", "findings", "reading", "index")]
PAGES_IN_HALVES = [
    pytest.param(
        name,
        marks=[first_half if name.startswith("R5") else second_half, *([pytest.mark.long] if name in OTHERS else [])],
    )
    for name in PAGES
]


@dataclass(frozen=True)
class Window:
    """How a page is looked at: the window in CSS pixels, the reader's size of text, added style."""

    width: int = 1280
    height: int = 1024
    scale: int = 1
    text: int = 0
    style: str = ""
    media: Any = "screen"


WINDOWS = {
    "desk": Window(),
    "phone": Window(320, 640),
    "tablet": Window(800, 1024),
    "zoomed": Window(640, 512, scale=2),
    "large-text": Window(text=32),
    "spaced": Window(style=SPACED),
    "spaced-on-a-phone": Window(320, 640, style=SPACED),
    "paper": Window(688, 1024, media="print"),  # A4 within the margins of the style
}


class Windows:
    """Windows of one browser, each opened once: a new one for every page would take most of the time."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pages: dict[str, Page] = {}

    def show(self, page: Path | str, name: str = "desk") -> Page:
        """A page (or its HTML) in the window of that name, with the checks."""
        window = WINDOWS[name]
        if name not in self._pages:
            self._pages[name] = self._open(window)
        shown = self._pages[name]
        shown.set_viewport_size({"width": window.width, "height": window.height})
        if isinstance(page, Path):
            shown.goto(page.as_uri())
        else:
            shown.goto("about:blank")  # else the focus stays where it was in the page before
            shown.set_content(page)
        if window.style:
            shown.add_style_tag(content=window.style)
        shown.evaluate(CHECKS)
        return shown

    def _open(self, window: Window) -> Page:
        context = self._browser.new_context(bypass_csp=True, device_scale_factor=window.scale)
        page = context.new_page()
        page.emulate_media(media=window.media)
        if window.text:  # such a session forgets the emulated medium
            fonts = {"standard": window.text, "fixed": window.text}
            context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": fonts})
        return page


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture(scope="module", params=[True, False], ids=["script", "no-script"])
def offline(browser: Browser, request: pytest.FixtureRequest) -> Page:
    return browser.new_context(offline=True, java_script_enabled=request.param).new_page()


@contextmanager
def heard(page: Page) -> Iterator[list[str]]:
    """The addresses that a page asks for, and what the browser complains of meanwhile."""
    told: list[str] = []
    notes: dict[Any, Any] = {
        "request": lambda request: told.append(request.url),
        "console": lambda message: told.append(message.text),
    }
    for event, note in notes.items():
        page.on(event, note)
    yield told
    for event, note in notes.items():
        page.remove_listener(event, note)


def broken_rules(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    page.evaluate(AXE)
    return list(page.evaluate(VIOLATIONS, rules))


def lost(page: Page) -> list[str]:
    """What goes sideways, is cut off, lies on other text, or scrolls where no key reaches it."""
    names = ("sideways", "cutOff", "overlaps", "unreachable")
    return [f"{name}: {wrong}" for name in names for wrong in page.evaluate(f"checks.{name}()")]


def faint(page: Page) -> list[str]:
    """Text and marks without the contrast that they need."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": 1280, "height": height})
    marks = page.evaluate("checks.faintMarks", {"tints": TINTS, "decoration": DECORATION})
    return [*page.evaluate("checks.faintText()"), *marks]


def lost_focus(page: Page) -> list[str]:
    """What the Tab key does not reach in its turn or without an outline to see."""
    for _ in range(page.evaluate("checks.watchFocus()")):
        page.keyboard.press("Tab")
    return list(page.evaluate("checks.wrongFocus()"))


def words(page: Page, left_out: str) -> str:
    """The words of a page as they are shown, without those of some elements."""
    page.add_style_tag(content=f"{left_out} {{ display: none !important }}")
    return "".join(page.locator("body").inner_text().split())


@pytest.mark.parametrize("name", PAGES_IN_HALVES)
class TestEveryPage:
    def test_breaks_no_rule(self, published: Published, windows: Windows, name: str) -> None:
        assert not broken_rules(windows.show(published.page(name)))

    @pytest.mark.parametrize("window", ["phone", "tablet"])
    def test_breaks_no_rule_of_layout(self, published: Published, windows: Windows, name: str, window: str) -> None:
        assert not broken_rules(windows.show(published.page(name), window), RULES_OF_LAYOUT)

    @pytest.mark.parametrize("window", WINDOWS)
    def test_loses_nothing(self, published: Published, windows: Windows, name: str, window: str) -> None:
        assert not lost(windows.show(published.page(name), window))

    def test_has_contrast(self, published: Published, windows: Windows, name: str) -> None:
        assert not faint(windows.show(published.page(name)))

    def test_is_reached_by_key(self, published: Published, windows: Windows, name: str) -> None:
        page = windows.show(published.page(name))
        assert not lost_focus(page)
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement === reachable.at(-2) || !reachable[1]")

    def test_can_be_skipped_to_its_content(self, published: Published, windows: Windows, name: str) -> None:
        page = windows.show(published.page(name))
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        box = skip.bounding_box()
        assert skip.inner_text() == "本文へ移る" and box and box["x"] >= 0 and box["y"] >= 0
        page.keyboard.press("Enter")
        assert page.locator(":focus").evaluate("each => each.localName") == "main"

    def test_scrolls_its_wide_parts_by_key(self, published: Published, windows: Windows, name: str) -> None:
        page = windows.show(published.page(name), "phone")
        for part in page.locator("[tabindex='0']").all():
            if part.evaluate("each => each.scrollWidth > each.clientWidth"):
                part.press("ArrowRight")
                page.wait_for_function("document.activeElement.scrollLeft > 0", timeout=2000)

    def test_is_printed_without_what_is_for_the_screen(self, published: Published, windows: Windows, name: str) -> None:
        on_screen = words(windows.show(published.page(name)), ".skip, .screen")
        assert words(windows.show(published.page(name), "paper"), ".nothing") == on_screen
        assert len(on_screen) > 50

    def test_asks_no_network(self, published: Published, offline: Page, name: str) -> None:
        address = published.page(name).as_uri()
        with heard(offline) as told:
            offline.goto(address)
        assert told == [address]


@second_half
@pytest.mark.parametrize("name", ALL_KINDS)
def test_a_page_looks_the_same_without_policy_and_script(published: Published, browser: Browser, name: str) -> None:
    """A chart styles itself inline, which the page's own policy has to allow."""
    shots = []
    for free in (True, False):
        with browser.new_context(bypass_csp=free, java_script_enabled=free) as context:
            page = context.new_page()
            page.goto(published.page(name).as_uri())
            shots.append(page.screenshot(full_page=True))
    assert shots[0] == shots[1]


@second_half
@pytest.mark.parametrize(
    ("check", "html", "told"),
    [
        (broken_rules, "<p>no language</p>", "html-has-lang"),
        (lost, "<div style='width: 1300px'>a</div>", "sideways"),
        (lost, "<p style='width: 2em; overflow: hidden; white-space: nowrap'>cut off</p>", "cutOff"),
        (lost, "<svg width=20 height=20><text y=10>cut off</text></svg>", "cutOff"),
        (lost, "<p>one</p><p style='margin-top: -2em'>on the other</p>", "overlaps"),
        (lost, "<p style='width: 2em; overflow: auto; white-space: nowrap'>no key</p>", "unreachable"),
        (faint, "<p style='background: #ccc'><b style='color: #777'>a</b></p>", "«a»"),
        (faint, "<svg><path d='M0 0h90v20h-90z' fill='#ccc'/><text y=14 fill='#777'>a</text></svg>", "«a»"),
        (faint, "<svg><path d='M0 9h90' stroke='#aaa' fill='none'/></svg>", "stroke"),
        (lost_focus, "<a href=a style='outline: none'>a</a>", "without outline"),
        (lost_focus, "<p style='background: #18c'><a href=a style='outline: 3px solid #18c'>a</a></p>", "without outline"),
        (lost_focus, "<a href=a tabindex=2>a</a> <a href=b tabindex=1>b</a>", "not in its turn"),
    ],
)  # fmt: skip
def test_a_fault_is_found(windows: Windows, check: Any, html: str, told: str) -> None:
    page = windows.show(f"<!DOCTYPE html><title>x</title><main>{html}</main>")
    assert any(told in fault for fault in check(page))


@first_half
@pytest.mark.parametrize("width", [360, 800, 1280])
def test_the_axis_of_the_overview_fits_all_its_rows(browser: Browser, published: Published, width: int) -> None:
    """The zones stand in the heading only, and are as wide as in the rows, on a phone too."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(published.page("R5/hitachi/overview").as_uri())
    places = page.evaluate("""() => [...document.querySelectorAll('table.rulers')].flatMap(table => {
      const drawn = table.querySelectorAll('th.graphic svg, td.graphic svg');
      return [...drawn].map(svg => svg.getBoundingClientRect()).map(box => `${Math.round(box.x)} ${Math.round(box.width)}`);
    })""")
    is_cut = page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.close()
    assert len(places) == 31 and len(set(places)) == 1 and not is_cut
