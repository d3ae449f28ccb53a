"""Charts as inline SVG: escaped, checked, without metadata, and told apart on one page."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

_NAMESPACE = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
ElementTree.register_namespace("", _NAMESPACE)
ElementTree.register_namespace("xlink", _XLINK)

# Elements through which a picture could run code, load a file or hold a page of its own.
_REFUSED = frozenset({"script", "handler", "foreignObject", "iframe", "a", "animate", "set"})
_REFUSED |= {"animateTransform", "animateMotion", "audio", "video", "object", "embed", "link"}
_DROPPED = frozenset({"metadata", "title", "desc"})
_OUTSIDE = re.compile(r"@import|url\(\s*['\"]?(?!#)|image-set|\\", re.IGNORECASE)
_OWN = re.compile("#|data:image/(png|jpeg|gif|webp);")
_SELECTOR = re.compile(r"\*|[.#]?[\w-]+")
_LENGTH = re.compile(r"([\d.]+)(pt|px|mm|cm|in)?")
_POINTS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(\bid="|\bhref="#|url\(#)([^")]+)')


class UnsupportedSvg(ValueError):
    """A picture that cannot be shown safely, or that says nothing to those who cannot see it."""


@dataclass(frozen=True)
class Svg:
    """A chart: its XML, its alt text (代替テキスト) and its own width in points."""

    source: str
    alt: str
    width: float


def attributes(given: Mapping[str, str]) -> str:
    """Attributes 属性 as a tag has them, whatever they say.

    >>> attributes({"role": "img", "aria-label": '<"1">'})
    ' role="img" aria-label="&lt;&quot;1&quot;&gt;"'
    """
    return "".join(f' {name}="{escape(value)}"' for name, value in given.items())


def content(text: str) -> str:
    """A text 文 between two tags.

    >>> content("<1 & 2>")
    '&lt;1 &amp; 2&gt;'
    """
    return escape(text, quote=False)


def read_svg(source: str) -> Svg:
    """Check one `<svg …>…</svg>` and return it as XML without metadata."""
    root = _parse(source)
    if _local(root.tag) != "svg":
        raise UnsupportedSvg(f"<svg> の所に <{_local(root.tag)}> があります")
    if not len(root):
        raise UnsupportedSvg("<svg> の中身がありません")
    alt = root.get("aria-label", "").strip() or _own_words(root)
    if not alt:
        raise UnsupportedSvg('<svg> に説明がありません（aria-label="…" を書いてください）')
    _take_styles(root)
    for element in root.iter():
        _check(element)
        _drop_what_is_not_drawn(element)
    root.set("role", "img")
    root.set("aria-label", alt)
    return Svg(ElementTree.tostring(root, encoding="unicode").strip(), alt, _width(root))


def with_own_ids(page: str) -> str:
    """Prefix the ids in each picture of a page, since charts drawn alike use the same ones."""
    count = 0

    def renamed(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return prefix_ids(found.group(), f"chart{count}-")

    return _SVG.sub(renamed, page)


def _parse(source: str) -> ElementTree.Element:
    if "xmlns=" not in source.partition(">")[0]:
        source = re.sub(r"^<svg\b", f'<svg xmlns="{_NAMESPACE}"', source, flags=re.IGNORECASE)
    try:
        return ElementTree.fromstring(source)
    except ElementTree.ParseError as problem:
        raise UnsupportedSvg(f"<svg> が XML として読めません（{problem}）") from problem


def _own_words(root: ElementTree.Element) -> str:
    """What a picture of an analyst's says of itself: its title, its description, else its texts."""
    for names in (("title", "desc"), ("text",)):
        texts = ["".join(each.itertext()) for each in root.iter() if _local(each.tag) in names]
        if words := " ".join(" ".join(texts).split()):
            return words
    return ""


def _take_styles(root: ElementTree.Element) -> None:
    """What a `<style>` says becomes attributes: in a page it would reach all other pictures too."""
    for parent in list(root.iter()):
        for sheet in [child for child in parent if _local(child.tag) == "style"]:
            parent.remove(sheet)
            _apply(root, sheet.text or "")


def _apply(root: ElementTree.Element, sheet: str) -> None:
    from cityplan.files.css import NotShown, css_rules

    try:
        for selector, declared in css_rules(sheet):
            if not _SELECTOR.fullmatch(selector):
                raise UnsupportedSvg(f"<svg> の中の <style> の「{selector[:40]}」は使えません")
            for element in root.iter():
                own = _local(element.tag), *(f".{c}" for c in element.get("class", "").split())
                if selector in (*own, f"#{element.get('id')}", "*"):
                    element.set("style", f"{declared.strip()};{element.get('style', '')}")
    except NotShown as problem:
        raise UnsupportedSvg(f"<svg> の中の{problem}は使えません") from None


def _check(element: ElementTree.Element) -> None:
    name = _local(element.tag)
    if name in _REFUSED:
        raise UnsupportedSvg(f"<svg> の中の <{name}> は出せません")
    for key, value in element.attrib.items():
        attribute = _local(key)
        if attribute == "aria-label":
            continue
        if attribute.lower().startswith("on") or _OUTSIDE.search(value):
            raise UnsupportedSvg(f"<svg> の中の {attribute}=「{value[:40]}」は出せません")
        if attribute == "href" and not _OWN.match("".join(value.split())):
            raise UnsupportedSvg(f"<svg> の中の「{value[:40]}」は読みに行きません")


def _drop_what_is_not_drawn(element: ElementTree.Element) -> None:
    """Metadata, and the blanks between elements."""
    if not (element.text or "").strip():
        element.text = None
    for child in list(element):
        if _local(child.tag) in _DROPPED:
            element.remove(child)
        elif _local(element.tag) not in ("text", "tspan"):
            child.tail = None


def _width(root: ElementTree.Element) -> float:
    found = _LENGTH.fullmatch(root.get("width", "").strip())
    if found:
        return float(found.group(1)) * _POINTS[found.group(2) or "px"]
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) != 4:
        raise UnsupportedSvg("<svg> に width も viewBox もありません")
    return float(box[2]) * _POINTS["px"]


def prefix_ids(svg: str, prefix: str) -> str:
    """A picture whose ids, and what refers to them, begin with a prefix of their own."""
    own = set(_ID.findall(svg))
    return _REFERENCE.sub(
        lambda found: found.group(1) + (prefix if found.group(2) in own else "") + found.group(2), svg
    )


def _local(name: str) -> str:
    return name.rpartition("}")[2]
