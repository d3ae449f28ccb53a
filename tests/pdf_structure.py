"""The tags of a PDF in reading order, each with what a screen reader says of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

# A code of two bytes -> its characters, as a font's ToUnicode table says.
_PAIR = re.compile(rb"^<(\w{4})> <(\w+)>$", re.MULTILINE)
_RANGE = re.compile(rb"^<(\w{4})> <(\w{4})> <(\w{4})>$", re.MULTILINE)
Texts = dict[tuple[int, int], str]
# What is said otherwise, or not at all: a figure by its alternative text, the sign of a list's item.
_UNSAID = ("/Figure", "/Lbl")


@dataclass(frozen=True)
class Element:
    """A tag 構造要素: its name, its text and that below it, its alternative text and scope."""

    tag: str
    text: str
    alt: str
    scope: str


def elements(pdf: pikepdf.Pdf) -> Iterator[Element]:
    """The tags of a document, each before those below it."""
    yield from _below(pdf.Root.StructTreeRoot.K, _texts(pdf), 0)


def spoken(pdf: pikepdf.Pdf) -> str:
    """The whole text in the order of the tags."""
    return _text(pdf.Root.StructTreeRoot.K, _texts(pdf), 0)


def _texts(pdf: pikepdf.Pdf) -> Texts:
    return {(page.obj.objgen[0], number): text for page in pdf.pages for number, text in _marked(page).items()}


def _below(node: Any, texts: Texts, page: int) -> Iterator[Element]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _below(child, texts, page)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        page = _page(node, page)
        kids = node.get("/K", pikepdf.Array())
        alt, scope = str(node.get("/Alt", "")), _attribute(node, "/Scope")
        yield Element(str(node.S)[1:], _text(kids, texts, page), alt, scope)
        yield from _below(kids, texts, page)


def _text(node: Any, texts: Texts, page: int) -> str:
    if isinstance(node, pikepdf.Array):
        return "".join(_text(child, texts, page) for child in node)
    if isinstance(node, pikepdf.Dictionary):
        if node.get("/S") in _UNSAID:
            return ""
        below = node.get("/K", node.get("/MCID", pikepdf.Array()))
        return _text(below, texts, _page(node, page))
    return texts.get((page, int(node)), "")


def _page(node: pikepdf.Dictionary, page: int) -> int:
    return int(node.Pg.objgen[0]) if "/Pg" in node else page


def _attribute(node: pikepdf.Dictionary, name: str) -> str:
    kept = node.get("/A", pikepdf.Array())
    for each in kept if isinstance(kept, pikepdf.Array) else [kept]:
        if isinstance(each, pikepdf.Dictionary) and name in each:
            return str(each[name])[1:]
    return ""


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of each piece of marked content of a page; what lies beyond its edge is not shown."""
    fonts = {name: _characters(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    marks: list[int | None] = []
    font: dict[int, str] = {}
    moved, line = [pikepdf.Matrix()], pikepdf.Matrix()
    for operands, operator in _instructions(page):
        match str(operator):
            case "BDC":
                marks.append(_mark(operands[1]))
            case "BMC":
                marks.append(None)
            case "EMC":
                marks.pop()
            case "q":
                moved.append(moved[-1])
            case "Q":
                moved.pop()
            case "cm":
                moved[-1] = pikepdf.Matrix(*map(float, operands)) @ moved[-1]
            case "Tm":
                line = pikepdf.Matrix(*map(float, operands))
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ":
                number = next((mark for mark in reversed(marks) if mark is not None), None)
                if number is not None and _is_on(page, (line @ moved[-1]).transform((0, 0))):
                    found[number] = found.get(number, "") + _decoded(operands[0], font)
    return found


def _is_on(page: pikepdf.Page, place: tuple[float, float]) -> bool:
    left, bottom, right, top = map(float, page.mediabox)
    return left <= place[0] <= right and bottom <= place[1] <= top


def _instructions(page: pikepdf.Page) -> Iterator[tuple[Any, Any]]:
    yield from ((each.operands, each.operator) for each in pikepdf.parse_content_stream(page))


def _mark(properties: Any) -> int | None:
    return int(properties.MCID) if "/MCID" in properties else None


def _decoded(shown: Any, font: dict[int, str]) -> str:
    if isinstance(shown, pikepdf.Array):
        return "".join(_decoded(part, font) for part in shown if isinstance(part, pikepdf.String))
    data = bytes(shown)
    codes = [int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)]
    return "".join(font[code] for code in codes)


def _characters(font: Any) -> dict[int, str]:
    table = font.ToUnicode.read_bytes()
    found = {int(code, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for code, to in _PAIR.findall(table)}
    for first, last, to in _RANGE.findall(table):
        for code in range(int(first, 16), int(last, 16) + 1):
            found[code] = chr(int(to, 16) + code - int(first, 16))
    return found
