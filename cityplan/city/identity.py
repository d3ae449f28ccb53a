"""How a city shows itself 市の色とロゴ: its colour and its logo, as `source.toml` names them."""

import base64
import io
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from cityplan.city.entries import entry_error
from cityplan.files.errors import SourceError
from cityplan.files.files import read_bytes
from cityplan.files.svg import UnsupportedSvg, attributes, read_svg

# White words stand on the colour: WCAG 2.2, success criterion 1.4.3.
LEAST_CONTRAST = 4.5
# A brief as a page stays below 150 kB with it.
LARGEST_LOGO = 40_000
LOGO_HEIGHT, LOGO_WIDEST, LOGO_EDGE = 24.0, 120.0, 3.0  # points
LogoBox = tuple[float, float, float, float]
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_OF_A_PICTURE = {"viewBox", "width", "height", "x", "y", "role", "aria-label", "preserveAspectRatio"}
_PNG = b"\x89PNG\r\n\x1a\n"


def checked_colour(colour: str, file: str) -> str:
    """The colour 市の色 if white words on it can be read; SourceError otherwise.

    >>> checked_colour("#0B2A5E", "data/raw/x/source.toml")
    '#0B2A5E'
    >>> checked_colour("#7FC9FF", "data/raw/x/source.toml")
    Traceback (most recent call last):
    cityplan.files.errors.SourceError: data/raw/x/source.toml 列「colour」:「#7FC9FF」 ...
    """
    if not _COLOUR.fullmatch(colour):
        raise entry_error(
            "色として読めません",
            file,
            "colour",
            colour,
            'colour = "#0B2A5E" のように、# と6桁の16進数で書いてください。',
        )
    if (found := contrast(colour, "#FFFFFF")) < LEAST_CONTRAST:
        problem = f"白い文字が読みにくい色です（明るさの比 {found:.1f} : 1。{LEAST_CONTRAST} : 1 以上が必要）"
        raise entry_error(problem, file, "colour", colour, "もっと暗い色にしてください。")
    return colour


def contrast(one: str, other: str) -> float:
    """The contrast ratio 明るさの比 of two colours, 1 to 21 (WCAG 2.2, relative luminance).

    >>> round(contrast("#000000", "#FFFFFF"), 1), round(contrast("#1A56B0", "#FFFFFF"), 1)
    (21.0, 7.0)
    """
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def read_logo(path: Path, file: str, alt: str) -> str:
    """The logo ロゴ as an SVG picture on white, as high as a line of the heading allows.

    SVG and PNG are taken; `file` names it in the messages of SourceError, `alt` says what it shows.
    """
    if path.is_symlink():
        raise _refused("ロゴがほかの場所を指しています", file, "画像そのものを source.toml と同じフォルダに")
    data = read_bytes(path, file)
    if len(data) > LARGEST_LOGO:
        raise _refused(
            f"ロゴが大きすぎます（{len(data):,}バイト。{LARGEST_LOGO:,}バイトまで）", file, "小さくした画像を"
        )
    box, drawn = _png(data, file) if data.startswith(_PNG) else _svg(data, file)
    left, top, width, height = box
    scale = min(LOGO_HEIGHT / height, LOGO_WIDEST / width)
    full = [f"{side * scale + 2 * LOGO_EDGE:.2f}" for side in (width, height)]
    shift = f"{LOGO_EDGE - left * scale:.2f} {LOGO_EDGE - top * scale:.2f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img"{attributes({"aria-label": alt})}'
        f' width="{full[0]}pt" height="{full[1]}pt" viewBox="0 0 {full[0]} {full[1]}">'
        f'<path d="M0 0H{full[0]}V{full[1]}H0Z" fill="#FFFFFF"/>'
        f'<g transform="translate({shift}) scale({scale:.4f})">{drawn}</g></svg>'
    )


def _png(data: bytes, file: str) -> tuple[LogoBox, str]:
    from PIL import Image  # heavy, and only where there is a logo

    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            image.load()
            width, height = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise _refused("PNG として読めません", file, "書き出し直した画像を") from problem
    address = "data:image/png;base64," + base64.b64encode(data).decode()
    return (0, 0, width, height), f'<image width="{width}" height="{height}" href="{address}"/>'


def _svg(data: bytes, file: str) -> tuple[LogoBox, str]:
    try:
        _, tag, rest = data.decode("utf-8-sig").partition("<svg")
        text = tag + rest
        if not tag:
            raise UnsupportedSvg("SVG でも PNG でもない")
        svg = read_svg(re.sub("^<svg", '<svg aria-label="logo"', text, count=1))
        return _view_box(svg.source), _as_group(svg.source)
    except (ValueError, UnsupportedSvg) as problem:
        raise _refused(
            f"ロゴとして使えません（{problem}）", file, "文字を図形に、スタイルを属性にした SVG か、PNG を"
        ) from problem


def _view_box(source: str) -> LogoBox:
    numbers = re.findall(r"-?[\d.]+", ElementTree.fromstring(source).get("viewBox", ""))
    if len(numbers) != 4 or min(map(float, numbers[2:])) <= 0:
        raise UnsupportedSvg("大きさを示す viewBox がない")
    left, top, width, height = map(float, numbers)
    return left, top, width, height


def _as_group(source: str) -> str:
    """The picture as a group, since a picture inside a picture is found twice in a page."""
    root = ElementTree.fromstring(source)
    names = {element.tag.rpartition("}")[2] for element in root.iter() if element is not root}
    if refused := names & {"svg", "text"}:
        raise UnsupportedSvg(f"<{refused.pop()}> inside <svg>")
    root.tag = root.tag.removesuffix("svg") + "g"
    for name in _OF_A_PICTURE & set(root.attrib):
        del root.attrib[name]
    return ElementTree.tostring(root, encoding="unicode")


def _refused(problem: str, file: str, what: str) -> SourceError:
    return entry_error(problem, file, "logo", "", f"{what}置いてください。")
