"""An index page in Chromium: search, filters, order, the address that keeps them, and 2,000 briefs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from cityplan.page.index import city_index
from cityplan.page.listed import ListedEdition
from tests.listed_editions import AOBA_R6, EDITIONS, NAMES
from tests.page.test_accessible_pages import AXE, CHECKS, RULES, VIOLATIONS

pytestmark = pytest.mark.xdist_group("index")
HOSTILE = '</script><script>document.title="pwned"</script><img src=x onerror="document.title=\'pwned\'">'
PHONE = {"width": 360, "height": 800}
CHILDREN, DIGITAL, SPORT, PORT, CHEER, OLD = NAMES


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of three small editions, in a folder with a space and Japanese in its path."""
    path = tmp_path_factory.mktemp("目次 の") / "index.html"
    path.write_bytes(city_index(EDITIONS))
    return path


@pytest.fixture(scope="module")
def window(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def page(window: Page, file: Path) -> Iterator[Page]:
    """The index without any filter; nothing may be complained of or asked for."""
    told: list[str] = []
    notes = {
        "console": lambda message: told.append(message.text),
        "pageerror": lambda error: told.append(str(error)),
        "request": lambda request: told.append(request.url) if request.url != file.as_uri() else None,
    }
    window.goto("about:blank")
    window.set_viewport_size({"width": 1280, "height": 900})
    for event, note in notes.items():
        window.on(event, note)  # type: ignore[call-overload]
    window.goto(file.as_uri())
    yield window
    for event, note in notes.items():
        window.remove_listener(event, note)
    assert [each for each in told if not each.startswith(file.as_uri())] == []


def names(page: Page) -> list[str]:
    """The names of the briefs that are shown, in their order."""
    first = "all => all.map(each => each.firstChild.textContent)"
    return list(page.locator("tbody tr:visible .of-name").evaluate_all(first))


def state(page: Page) -> str:
    return unquote(page.url.partition("#")[2])


class TestSearch:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("子育て", [CHILDREN, CHEER]),
            ("デジタル化", [DIGITAL, OLD]),
            ("ﾃﾞｼﾞﾀﾙ", [DIGITAL, OLD]),
            ("でじたる", [DIGITAL, OLD]),
            ("すぽーつ", [SPORT]),
            ("PLAN10", [SPORT]),
            ("ｐｌａｎ１０", [SPORT]),
            ("プラン02", [DIGITAL, OLD]),
            ("しごと　令和６", [DIGITAL, SPORT]),
            ("2024", [CHILDREN, DIGITAL, SPORT, PORT]),
            ("R5 あおば", [CHEER, OLD]),
            ("みなと町", [PORT]),
            ("  ", NAMES),
            ("<script>", []),
            (".*", []),
        ],
    )
    def test_finds_plan_number_project_city_and_year(self, page: Page, words: str, found: list[str]) -> None:
        page.fill("#q", words)
        assert names(page) == found
        assert page.inner_text(".count") == f"6件中{len(found)}件"
        assert page.is_visible(".none") == (not found)

    def test_says_the_count_to_who_listens(self, page: Page) -> None:
        assert page.get_attribute(".count", "role") == "status"
        page.get_by_role("searchbox", name="探す").press_sequentially("港")
        assert page.get_by_role("status").inner_text() == "6件中1件"


class TestFilters:
    @pytest.mark.parametrize(
        ("label", "option", "found"),
        [
            ("市", "みなと町（1）", [PORT]),
            ("年度", "令和5年度（2）", [CHEER, OLD]),
            ("プロジェクト", "しごとプロジェクト（3）", [DIGITAL, SPORT, OLD]),
        ],
    )
    def test_by_a_choice(self, page: Page, label: str, option: str, found: list[str]) -> None:
        page.get_by_label(label, exact=True).select_option(label=option)
        assert names(page) == found

    @pytest.mark.parametrize(
        ("labels", "found"),
        [
            (["◎"], [CHILDREN]),
            (["△"], [DIGITAL]),
            (["◎", "△"], [CHILDREN, DIGITAL]),
            (["—"], [SPORT]),
            (["前年度より下がった指標がある"], [DIGITAL, CHEER]),
            (["矛盾あり"], [DIGITAL]),
            (["○", "前年度より下がった指標がある"], [CHEER]),
        ],
    )
    def test_by_a_tick(self, page: Page, labels: list[str], found: list[str]) -> None:
        for label in labels:
            page.get_by_label(label, exact=True).check()
        assert names(page) == found

    def test_together_and_taken_back(self, page: Page) -> None:
        page.select_option("#city", "aoba")
        page.get_by_label("前年度より下がった指標がある").check()
        page.fill("#q", "しごと")
        assert names(page) == [DIGITAL]
        page.get_by_role("button", name="条件を消す").click()
        assert names(page) == NAMES and not state(page)
        assert page.input_value("#city") == page.input_value("#q") == ""

    def test_an_option_that_would_leave_nothing_is_not_offered(self, page: Page) -> None:
        page.select_option("#city", "minato")
        offered = page.eval_on_selector_all(
            "#year option, #project option", "all => all.filter(o => !o.disabled).map(o => o.text)"
        )
        assert offered == ["すべて", "令和6年度（1）", "すべて"]


class TestOrder:
    @pytest.mark.parametrize(
        ("heading", "clicks", "found"),
        [
            ("番号", 1, [CHILDREN, CHEER, DIGITAL, OLD, PORT, SPORT]),
            ("番号", 2, [SPORT, PORT, DIGITAL, OLD, CHILDREN, CHEER]),
            ("市", 2, [PORT, CHILDREN, DIGITAL, SPORT, CHEER, OLD]),
            ("年度", 1, [CHEER, OLD, CHILDREN, DIGITAL, SPORT, PORT]),
            ("下がった", 1, [DIGITAL, CHEER, CHILDREN, SPORT, PORT, OLD]),
            ("下がった", 2, [CHILDREN, SPORT, DIGITAL, CHEER, PORT, OLD]),
            ("前年度以上", 1, [CHILDREN, DIGITAL, CHEER, SPORT, PORT, OLD]),
            ("指摘", 1, [DIGITAL, OLD, SPORT, CHILDREN, PORT, CHEER]),
        ],
    )
    def test_by_a_heading(self, page: Page, heading: str, clicks: int, found: list[str]) -> None:
        """What is not known comes last both ways; what is alike stays in the order of the page."""
        for _ in range(clicks):
            page.get_by_role("button", name=heading, exact=True).click()
        assert names(page) == found

    def test_by_text_there_and_back(self, page: Page) -> None:
        button = page.get_by_role("button", name="プラン", exact=True)
        button.click()
        there = names(page)
        button.click()
        assert sorted(there) == sorted(NAMES) and names(page) == there[::-1]

    def test_is_told(self, page: Page) -> None:
        for way in ("ascending", "descending"):
            page.get_by_role("button", name="番号", exact=True).click()
            assert page.get_attribute("th.of-plan", "aria-sort") == way
        page.get_by_role("button", name="指摘", exact=True).click()
        assert page.locator("[aria-sort]").evaluate_all("all => all.map(e => e.dataset.name)") == ["findings"]

    def test_by_key(self, page: Page) -> None:
        page.focus("th.of-fell button")
        page.keyboard.press("Enter")
        assert names(page)[0] == DIGITAL
        assert page.evaluate("document.activeElement.closest('th').className") == "of-fell"

    def test_a_filter_keeps_it(self, page: Page) -> None:
        page.get_by_role("button", name="番号", exact=True).click()
        page.select_option("#project", label="しごとプロジェクト（3）")
        assert names(page) == [DIGITAL, OLD, SPORT]


class TestTheAddress:
    def test_keeps_what_is_asked(self, page: Page) -> None:
        page.fill("#q", "しごと")
        page.get_by_label("△").check()
        page.get_by_role("button", name="番号", exact=True).click()
        assert state(page) == "q=しごと&mark=△&sort=plan"

    def test_gives_it_back(self, page: Page, file: Path) -> None:
        shared = "#city=aoba&mark=○&mark=△&sort=-plan"
        page.goto("about:blank")
        page.goto(file.as_uri() + shared)
        assert names(page) == [DIGITAL, CHILDREN, CHEER]
        assert page.get_by_label("△").is_checked()
        assert page.input_value("#city") == "aoba"

    def test_a_change_of_it_is_followed(self, page: Page) -> None:
        page.evaluate("location.hash = '#fell=1'")
        expect(page.get_by_role("status")).to_have_text("6件中2件")
        page.evaluate("history.back()")
        expect(page.get_by_role("status")).to_have_text("6件中6件")

    @pytest.mark.parametrize("unknown", ["#city=nowhere", "#sort=__proto__", "#x=1&constructor=2", "#%", "#main"])
    def test_what_the_page_does_not_have_is_left_out(self, page: Page, file: Path, unknown: str) -> None:
        page.goto("about:blank")
        page.goto(file.as_uri() + unknown)
        assert names(page) == NAMES

    def test_a_jump_within_the_page_leaves_the_filter(self, page: Page) -> None:
        page.fill("#q", "港")
        page.focus(".skip")
        page.keyboard.press("Enter")
        assert page.url.endswith("#main") and names(page) == [PORT]


def test_without_script_all_is_there_and_no_control(browser: Browser, file: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(file.as_uri() + "#city=minato")
        assert names(page) == NAMES
        assert not page.locator("button:visible, input:visible, select:visible, .count:visible").count()


class TestOnAPhone:
    @pytest.fixture
    def phone(self, page: Page) -> Page:
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        return page

    def test_nothing_goes_sideways_or_lies_on_another(self, phone: Page) -> None:
        phone.evaluate(CHECKS)
        for name in ("sideways", "cutOff", "overlaps", "unreachable"):
            assert phone.evaluate(f"checks.{name}()") == []

    def test_is_sorted_by_a_control_of_its_own(self, phone: Page) -> None:
        phone.get_by_label("並べ替え").select_option(label="下がった（多い順）")
        assert names(phone)[0] == DIGITAL

    def test_a_row_is_still_one_to_listen_to(self, phone: Page) -> None:
        row = phone.get_by_role("row", name="港のにぎわい")
        assert row.get_by_role("rowheader").inner_text().startswith(PORT)
        heads = phone.get_by_role("columnheader")
        assert heads.all_text_contents()[:3] == ["番号", "プラン", "プロジェクト"]

    def test_no_key_goes_to_a_heading_that_is_not_shown(self, phone: Page) -> None:
        reached = set()
        for _ in range(30):
            phone.keyboard.press("Tab")
            reached.add(phone.evaluate("document.activeElement.closest('thead, tbody')?.localName"))
        assert "tbody" in reached and "thead" not in reached, reached

    def test_what_can_be_touched_is_large(self, phone: Page) -> None:
        sizes = phone.locator(
            ".controls label:has(input[type=checkbox]):visible, .controls select:visible, .controls button:visible"
        ).evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
        assert sizes and min(sizes) >= 44


@pytest.mark.parametrize(
    ("width", "ask"), [(1280, "#q=%E6%B8%AF&fell=1"), (1280, "#mark=%E2%96%B3&sort=-plan"), (360, "")]
)
def test_breaks_no_rule_whatever_is_asked(browser: Browser, file: Path, ask: str, width: int) -> None:
    with browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(file.as_uri() + ask)
        page.evaluate(AXE)
        assert page.evaluate(VIOLATIONS, RULES) == []


def test_moves_nothing_for_who_wants_no_motion(page: Page) -> None:
    moving = "all => all.filter(e => getComputedStyle(e).transitionDuration !== '0s' || getComputedStyle(e).animationName !== 'none').length"
    assert page.eval_on_selector_all("body *", moving) == 0


def test_on_paper_the_part_that_is_shown(page: Page) -> None:
    page.fill("#q", "しごと")
    page.emulate_media(media="print")
    assert names(page) == [DIGITAL, SPORT, OLD]
    assert page.is_visible(".count") and not page.is_visible(".controls")
    page.get_by_text("条件を消す").evaluate("each => each.click()")
    assert not page.is_visible(".count")
    page.emulate_media(media="screen")


def test_hostile_names_are_only_text(browser: Browser, tmp_path: Path) -> None:
    (first, second, _) = AOBA_R6.briefs
    briefs = (replace(first, name=HOSTILE, project=f"{HOSTILE}|1"), replace(second, project=HOSTILE))
    hostile = replace(AOBA_R6, city_name=HOSTILE, title=HOSTILE, plan_word=HOSTILE, briefs=briefs)
    path = tmp_path / "index.html"
    path.write_bytes(city_index([hostile]))
    page = browser.new_page()
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(path.as_uri())
    page.fill("#q", "ONERROR=")
    assert names(page) == [HOSTILE, DIGITAL]
    page.select_option("#project", label=f"{HOSTILE}（1）")
    page.get_by_role("button", name="プラン", exact=True).click()
    assert names(page) == [DIGITAL]
    assert told == [path.as_uri()] and page.title() != "pwned"
    # Also what an escape had let through: put into the page by hand.
    put = path.read_text("utf-8").replace("</main>", '<script>document.title="pwned"</script></main>')
    path.write_text(put, encoding="utf-8")
    page.goto(path.as_uri())
    assert page.title() != "pwned" and names(page) == [HOSTILE, DIGITAL]
    page.close()


def numbered(number: int) -> ListedEdition:
    return replace(AOBA_R6, city=f"c{number}", city_name=f"{number}番市", year=f"R{number % 9 + 1}")


@pytest.fixture(scope="module")
def many(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """2,001 briefs of 667 editions."""
    path = tmp_path_factory.mktemp("many") / "index.html"
    path.write_bytes(city_index([numbered(number) for number in range(667)]))
    page = browser.new_page()
    page.goto(path.as_uri())
    yield page
    page.close()


@pytest.mark.long
class TestManyBriefs:
    def test_are_all_there(self, many: Page) -> None:
        assert many.inner_text(".count") == "2,001件中2,001件"
        assert many.locator("tbody tr").count() == 2001

    def test_are_searched_and_filtered(self, many: Page) -> None:
        many.fill("#q", "666番市")
        assert names(many) == NAMES[:3]
        many.fill("#q", "")
        many.select_option("#year", "R9")
        many.get_by_label("前年度より下がった指標がある").check()
        assert many.inner_text(".count") == "2,001件中74件"
        many.get_by_role("button", name="条件を消す").click()
        assert many.inner_text(".count") == "2,001件中2,001件"

    def test_are_sorted(self, many: Page) -> None:
        many.get_by_role("button", name="市", exact=True).click()
        cities = many.locator("tbody .of-city").all_text_contents()
        assert cities == [f"{number}番市" for number in range(667) for _ in range(3)]
