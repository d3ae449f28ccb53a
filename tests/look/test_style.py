"""The colours of style.toml: readable, and told apart without colour and with any kind of sight."""

import io
import re

import pytest
from PIL import Image, ImageCms
from playwright.sync_api import Browser

from cityplan.city.identity import LEAST_CONTRAST, contrast
from cityplan.look.style import STYLE_FILE, style

STYLE = style()
COLOURS, CHARTS = STYLE["colours"], STYLE["charts"]
GROUNDS = {"white": "#FFFFFF"} | {name: COLOURS[name] for name in ("panel", "good-tint", "bad-tint")}
TOLD = re.compile(r'^\S+ = "(#[0-9A-F]{6})" *#.* ([\d.]+) : 1$', re.MULTILINE)
# ΔE of 1976; 2.3 is a just noticeable difference, so this is far from it.
FAR_APART = 25
KINDS = ("protanopia", "deuteranopia", "tritanopia")


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("words", ("text", "muted", "good", "bad"))
def test_words_can_be_read(words: str, ground: str) -> None:
    assert contrast(COLOURS[words], GROUNDS[ground]) >= LEAST_CONTRAST


def test_white_words_can_be_read_on_the_band() -> None:
    assert contrast("#FFFFFF", COLOURS["band"]) >= LEAST_CONTRAST


@pytest.mark.parametrize("colour", [CHARTS["axis"], *CHARTS["cycle"]])
def test_what_carries_meaning_in_a_chart_can_be_seen(colour: str) -> None:
    assert contrast(colour, "#FFFFFF") >= 3


def test_the_file_tells_the_true_ratios() -> None:
    told = TOLD.findall(STYLE_FILE.read_text(encoding="utf-8"))
    assert len(told) >= 5
    for colour, ratio in told:
        assert f"{contrast(colour, '#FFFFFF'):.1f}" == ratio, colour


@pytest.mark.parametrize("kind", KINDS)
def test_good_and_bad_differ_with_any_kind_of_sight(browser: Browser, kind: str) -> None:
    good, bad = _seen(browser, [COLOURS["good"], COLOURS["bad"]], kind)
    assert _distance(good, bad) > FAR_APART


@pytest.mark.parametrize("kind", (*KINDS, "achromatopsia"))
@pytest.mark.parametrize(("words", "ground"), [("good", "good-tint"), ("bad", "bad-tint"), ("muted", "panel")])
def test_words_can_be_read_with_any_kind_of_sight(browser: Browser, kind: str, words: str, ground: str) -> None:
    front, back = _seen(browser, [COLOURS[words], COLOURS[ground]], kind)
    assert contrast(_hex(front), _hex(back)) >= LEAST_CONTRAST


def _seen(browser: Browser, colours: list[str], kind: str) -> list[tuple[int, int, int]]:
    """The colours as someone sees them, simulated by the browser."""
    page = browser.new_page(viewport={"width": 40 * len(colours), "height": 40})
    swatches = "".join(
        f'<p style="position:absolute;margin:0;top:0;left:{40 * n}px;width:40px;height:40px;background:{c}">'
        for n, c in enumerate(colours)
    )
    page.set_content(swatches)
    page.context.new_cdp_session(page).send("Emulation.setEmulatedVisionDeficiency", {"type": kind})
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return [picture.getpixel((40 * n + 20, 20)) for n in range(len(colours))]


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """How far apart two colours are in CIELAB (ΔE*ab 1976)."""
    pair = Image.new("RGB", (2, 1))
    pair.putdata([one, other])
    to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    found = ImageCms.applyTransform(pair, to_lab)
    first, second = (found.getpixel((x, 0)) for x in (0, 1))
    lightness = (first[0] - second[0]) * 100 / 255
    rest = [_signed(first[n]) - _signed(second[n]) for n in (1, 2)]
    return (lightness**2 + sum(part**2 for part in rest)) ** 0.5


def _signed(byte: int) -> int:
    return byte - 256 if byte > 127 else byte


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)
