"""The look that an analyst gives to HTML (CSS): what a page and a PDF can show alike, and nothing that loads.

A style is kept as `name:value;…` of a few properties, each with values of one form, so that both
exporters read it without knowing CSS.
"""

import re
from collections.abc import Iterator

import tinycss2
from tinycss2.ast import Node
from tinycss2.color3 import RGBA, parse_color

# What has a meaning for text and cells, each as its value is kept.
_SIDES = ("top", "right", "bottom", "left")
_ALIGNED = {"left": "left", "start": "left", "right": "right", "end": "right", "center": "center"}
_VERTICAL = {"top": "top", "middle": "middle", "bottom": "bottom", "baseline": "top"}
_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_LIGHT = frozenset({"normal", "lighter", "100", "200", "300", "400", "500"})
_SIZES = {
    "xx-small": "0.6em",
    "x-small": "0.75em",
    "small": "0.89em",
    "smaller": "0.83em",
    "medium": "1em",
    "large": "1.2em",
    "larger": "1.2em",
    "x-large": "1.5em",
    "xx-large": "2em",
}
_SIZE = re.compile(r"(\d*\.?\d+)(pt|px|em|rem|%)")
_WIDTH = re.compile(r"(\d*\.?\d+)(pt|px)?|thin|medium|thick")
_WIDTHS = {"thin": 0.75, "medium": 2.25, "thick": 3.75}
_LINES = frozenset({"solid", "dashed", "dotted", "double", "groove", "ridge", "inset", "outset"})
# Would hide what the source has.
HIDING = {("display", "none"), ("visibility", "hidden"), ("visibility", "collapse")}
Style = Iterator[tuple[str, str]]  # names and values


class NotShown(ValueError):
    """A declaration of CSS that no report can have; says what it is."""


def declarations(style: str) -> dict[str, str]:
    """The look that a style declares, in the few forms that are kept; ornaments are left out.

    Raises NotShown for what loads something or hides a text.

    >>> declarations("COLOR: Red; padding: 3px; font-weight:700; width: 10em")
    {'color': '#ff0000', 'font-weight': 'bold'}
    """
    kept: dict[str, str] = {}
    for each in tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True):
        if each.type == "declaration":
            _check(each)
            kept |= dict(_kept(each.lower_name, each.value))
    return kept


def split(style: str) -> dict[str, str]:
    """A style that was joined."""
    return dict(pair.split(":", 1) for pair in style.split(";") if pair)


def css_rules(sheet: str) -> Style:
    """The rules of a style sheet: selector and declarations; what only moves or answers is left out.

    Raises NotShown for what loads another sheet or a font.
    """
    for each in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if each.type == "at-rule" and each.lower_at_keyword not in ("charset", "keyframes"):
            raise NotShown(f"<style> の @{each.at_keyword}")
        if each.type == "qualified-rule":
            for selector in tinycss2.serialize(each.prelude).split(","):
                if ":" not in selector:  # :hover, ::before
                    yield selector.strip(), tinycss2.serialize(each.content)


def _check(declared: Node) -> None:
    text = tinycss2.serialize(declared.value).strip().lower()
    if any(_loads(token) for token in declared.value):
        raise NotShown(f"ほかのファイルを読む style「{declared.name}: {text[:40]}」")
    if (declared.lower_name, text.removesuffix("!important").strip()) in HIDING:
        raise NotShown(f"隠す style「{declared.name}: {text}」")


def _loads(token: Node) -> bool:
    inner = getattr(token, "arguments", None) or getattr(token, "content", None) or ()
    name = getattr(token, "lower_name", "")
    return (
        token.type == "url"
        or (token.type == "function" and name in ("url", "image-set", "image", "src", "expression"))
        or any(_loads(each) for each in inner if not isinstance(each, str))
    )


def _kept(name: str, value: list[Node]) -> Style:
    words = [token for token in value if token.type not in ("whitespace", "comment")]
    text = tinycss2.serialize(words).strip().lower() if words else ""
    match name:
        case "color":
            yield from _colour(name, words)
        case "background" | "background-color" | "background-image":
            yield from _ground(words)
        case "font-weight" if text in _BOLD | _LIGHT:
            yield name, "bold" if text in _BOLD else "normal"
        case "font-style" if text in ("italic", "oblique"):
            yield "font-weight", "bold"  # Japanese type has no italic
        case "text-decoration" | "text-decoration-line":
            for line in ("underline", "line-through"):
                if line in text:
                    yield "text-decoration", line
        case "text-align" if text in _ALIGNED:
            yield name, _ALIGNED[text]
        case "vertical-align" if text in _VERTICAL:
            yield name, _VERTICAL[text]
        case "font-size":
            yield from _size(text)
        case "border":
            for side in _SIDES:
                yield from _border(side, words)
        case _ if name.startswith("border-") and name[7:] in _SIDES:
            yield from _border(name[7:], words)


def _colour(name: str, words: list[Node]) -> Style:
    found = parse_color(words[0]) if len(words) == 1 else None
    if isinstance(found, RGBA) and found.alpha:
        yield name, _hex(found)


def _hex(colour: RGBA) -> str:
    """A colour on white."""
    parts = (1 - colour.alpha * (1 - min(max(part, 0), 1)) for part in colour[:3])
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _ground(words: list[Node]) -> Style:
    yield from _colour("background-color", words)
    gradient = next((w for w in words if w.type == "function" and w.lower_name == "linear-gradient"), None)
    if gradient is not None:
        stops = list(_stops(gradient.arguments))
        if len(stops) > 1:
            yield "background", f"linear-gradient(90deg,{','.join(stops)})"


def _stops(arguments: list[Node]) -> Iterator[str]:
    """The colours of a bar from left to right, each with its place: as pandas writes `bar()`."""
    parts: list[list[Node]] = [[]]
    for token in arguments:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        elif token.type not in ("whitespace", "comment"):
            parts[-1].append(token)
    before = 0.0
    for part in parts:
        colour = parse_color(part[0]) if part else None
        if not isinstance(colour, RGBA):
            continue  # the angle
        places = [token.value for token in part[1:] if token.type == "percentage"]
        for place in places or [100.0 if part is parts[-1] else before]:
            before = min(max(place, before), 100.0)
            yield f"{_hex(colour) if colour.alpha else 'transparent'} {before:.4g}%"


def _size(text: str) -> Style:
    if text in _SIZES:
        yield "font-size", _SIZES[text]
    elif found := _SIZE.fullmatch(text):
        number, unit = float(found[1]), found[2]
        if unit == "%":
            yield "font-size", f"{number / 100:.4g}em"
        else:
            points = {"px": 0.75, "pt": 1.0}.get(unit)
            yield "font-size", f"{number * points:.4g}pt" if points else f"{number:.4g}em"


def _border(side: str, words: list[Node]) -> Style:
    width, colour, drawn = 2.25, "#000000", False
    for word in words:
        text = tinycss2.serialize([word]).strip().lower()
        if text in _LINES:
            drawn = True
        elif text in _WIDTHS:
            width = _WIDTHS[text]
        elif found := _WIDTH.fullmatch(text):
            width = float(found[1]) * (1.0 if found[2] == "pt" else 0.75)
        elif isinstance(named := parse_color(word), RGBA) and named.alpha:
            colour = _hex(named)
    if drawn and width:
        yield f"border-{side}", f"{width:.4g}pt solid {colour}"
