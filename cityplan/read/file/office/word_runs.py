"""The text of a Word paragraph with its look: struck out, raised, hidden, and what the change tracking has.

Styles are followed where a run says nothing itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cityplan.read.table.cell_looks import Run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WHITE = "FFFFFF"
_RAISED = {"superscript": "上付き", "subscript": "下付き"}
_OFF = ("0", "false", "off", "none")
_HOLDERS = {
    f"{W}{name}"
    for name in ("hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", "rubyBase")
}
_LETTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_INSERTED, _DELETED = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")


@dataclass
class ParagraphText:
    """The runs of a paragraph, what was inserted and deleted, what is drawn in it, and other doubts."""

    runs: list[Run] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    drawn: list[Any] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)  # ruby ふりがな
    doubts: list[str] = field(default_factory=list)

    def add(self, other: "ParagraphText") -> None:
        self.runs += other.runs
        self.inserted += other.inserted
        self.deleted += other.deleted
        self.drawn += other.drawn
        self.readings += other.readings
        self.doubts += other.doubts

    @property
    def all_doubts(self) -> list[str]:
        """Why its value may not be used."""
        changes = [f"変更履歴の挿入「{''.join(self.inserted)}」が残っています"] if self.inserted else []
        changes += [f"変更履歴の削除「{''.join(self.deleted)}」が残っています"] if self.deleted else []
        return [*changes, *dict.fromkeys(self.doubts)]


class Styles:
    """The styles スタイル of a document: what a style says, or the one on which it is based."""

    def __init__(self, element: Any) -> None:
        self._styles = {style.get(f"{W}styleId"): style for style in element.iter(f"{W}style")}
        self._defaults = element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._normal = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")
            ),
            None,
        )
        self._found: dict[tuple[str | None, str], Any] = {}

    def find(self, style: str | None, path: str) -> Any:
        """The element at a path of a style, or of one on which it is based; None for none."""
        if (style, path) not in self._found:
            self._found[style, path] = self._look(style, path)
        return self._found[style, path]

    def _look(self, style: str | None, path: str) -> Any:
        passed: set[str] = set()
        while style and style not in passed and style in self._styles:
            passed.add(style)
            element = self._styles[style].find(path)
            if element is not None:
                return element
            base = self._styles[style].find(f"{W}basedOn")
            style = None if base is None else base.get(f"{W}val")
        return None

    def name(self, style: str | None) -> str:
        found = self._styles.get(style) if style else None
        name = None if found is None else found.find(f"{W}name")
        return "" if name is None else name.get(f"{W}val", "")

    def of_run(self, run: Any, paragraph_style: str | None, name: str) -> Any:
        """What is said of a run: by itself, its style, its paragraph's style, the document's defaults."""
        own = run.find(f"{W}rPr/{W}{name}") if run is not None else None
        if own is not None:
            return own
        style = run.find(f"{W}rPr/{W}rStyle") if run is not None else None
        for each in (None if style is None else style.get(f"{W}val"), paragraph_style or self._normal):
            found = self.find(each, f"{W}rPr/{W}{name}")
            if found is not None:
                return found
        return self._defaults.find(f"{W}{name}") if self._defaults is not None else None


def style_of(paragraph: Any) -> str | None:
    """The style of a paragraph; None for the usual one."""
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if found is None else found.get(f"{W}val")


def is_on(element: Any) -> bool:
    """Whether a property that may be on or off is there and on."""
    return element is not None and element.get(f"{W}val", "1") not in _OFF


def text_of(paragraph: Any, styles: Styles, ground: str) -> ParagraphText:
    """The text of a paragraph; `ground` is the colour of what it stands on, empty where that is not known."""
    text = ParagraphText()
    shade = _fill(paragraph.find(f"{W}pPr/{W}shd")) or ground
    _take(paragraph, text, styles, style_of(paragraph), shade, "")
    return text


def _take(element: Any, text: ParagraphText, styles: Styles, style: str | None, ground: str, change: str) -> None:
    for child in element:
        tag = child.tag
        if tag == f"{W}r":
            _take_run(child, text, styles, style, ground, change)
        elif tag in _HOLDERS:
            _take(child, text, styles, style, ground, change)
        elif tag in _INSERTED:
            _take(child, text, styles, style, ground, change or "inserted")
        elif tag in _DELETED:
            _take(child, text, styles, style, ground, "deleted")
        elif tag == f"{MC}AlternateContent":
            _take(_chosen(child), text, styles, style, ground, change)
        elif isinstance(tag, str) and tag.startswith(M):
            _take_formula(child, text)


def _take_formula(element: Any, text: ParagraphText) -> None:
    letters = "".join(each.text or "" for each in element.iter(f"{M}t"))
    if letters:
        text.runs.append(Run(letters))
        text.doubts.append("数式が入っています（分数や添え字は並べ方が失われます）")


def _take_run(run: Any, text: ParagraphText, styles: Styles, style: str | None, ground: str, change: str) -> None:
    letters = "".join(_letters(run, text, styles, style, ground, change))
    if not letters:
        return
    if change == "deleted":
        text.deleted.append(letters)
        return
    if change == "inserted":
        text.inserted.append(letters)
    struck = any(is_on(styles.of_run(run, style, name)) for name in ("strike", "dstrike"))
    raised = styles.of_run(run, style, "vertAlign")
    unseen = any(is_on(styles.of_run(run, style, name)) for name in ("vanish", "webHidden"))
    unseen = unseen or _is_white(styles.of_run(run, style, "color"), _fill(run.find(f"{W}rPr/{W}shd")) or ground)
    text.runs.append(Run(letters, struck, _RAISED.get("" if raised is None else raised.get(f"{W}val", ""), ""), unseen))


def _letters(
    run: Any, text: ParagraphText, styles: Styles, style: str | None, ground: str, change: str
) -> Iterator[str]:
    for child in run:
        tag = child.tag
        if tag in (f"{W}t", f"{W}delText"):
            yield child.text or ""
        elif tag in _LETTERS:
            yield _LETTERS[tag]
        elif tag == f"{W}sym":
            text.doubts.append("記号用のフォントの文字があります")
            yield "〓"
        elif tag == f"{W}ruby":
            text.readings.append("".join(each.text or "" for each in child.iterfind(f"{W}rt//{W}t")))
            yield "".join(each.text or "" for each in child.iterfind(f"{W}rubyBase//{W}t"))
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            text.drawn.append(child)
        elif tag == f"{MC}AlternateContent":
            chosen = _chosen(child)
            text.drawn += [each for each in chosen if each.tag in (f"{W}drawing", f"{W}pict", f"{W}object")]


def _chosen(element: Any) -> Any:
    """What stands for alternatives: the first choice, else the fallback."""
    for name in ("Choice", "Fallback"):
        found = element.find(f"{MC}{name}")
        if found is not None:
            return found
    return ()


def _fill(shade: Any) -> str:
    """The colour of a ground; empty where none is set, "?" for a pattern."""
    if shade is None:
        return ""
    if shade.get(f"{W}val") not in (None, "clear", "nil"):
        return "?"
    fill = str(shade.get(f"{W}fill", "auto")).upper()
    return "" if fill == "AUTO" else fill


def fill_of(shade: Any) -> str:
    """The colour of a cell's ground."""
    return _fill(shade)


def _is_white(colour: Any, ground: str) -> bool:
    """Whether letters have the colour of their ground."""
    value = "" if colour is None else str(colour.get(f"{W}val", "")).upper()
    return bool(value) and value == ground
