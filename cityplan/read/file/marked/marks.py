r"""Marks of markup 書式の記号 in a text -> the text without them: **太字**, $\triangle$, &nbsp;, <br>, ~~取り消し~~.

Only what changes no word is taken away; what is struck out or raised is a run of its own, LaTeX that is not known a
doubt. The text stays data: nothing of it is run.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from cityplan.read.printed import TAG
from cityplan.read.table.cell_looks import Run

_SIGNS = {
    "triangle": "△", "bigtriangleup": "△", "vartriangle": "△", "blacktriangle": "▲", "blacktriangledown": "▼",
    "triangledown": "▽", "bigtriangledown": "▽", "circ": "○", "bigcirc": "○", "circledcirc": "◎", "times": "×",
    "uparrow": "↑", "nearrow": "↗", "rightarrow": "→", "to": "→", "searrow": "↘", "downarrow": "↓", "leftarrow": "←",
    "Rightarrow": "⇒", "sim": "～", "geq": "≧", "ge": "≧", "geqq": "≧", "leq": "≦", "le": "≦", "leqq": "≦", "pm": "±",
    "square": "□", "Box": "□", "blacksquare": "■", "diamond": "◇", "Diamond": "◇", "star": "☆", "bigstar": "★",
    "bullet": "・", "cdot": "・", "div": "÷", "quad": " ", "qquad": " ", "checkmark": "✓",
}  # fmt: skip
_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]+) ?")
_WORDS = re.compile(r"\\(?:text|textbf|textrm|mathrm|mathbf|mbox|operatorname) ?\{(?P<text>[^{}\\$]*)\}")
_CIRCLED = re.compile(r"\\textcircled ?\{?(?P<number>\d{1,2})\}?")
_POWER = re.compile(r"(?<=[A-Za-z])[\^_]\{?(?P<number>[0-9])\}?")  # km^2, CO_2; 10^2 is another number than 102
_SPAN = re.compile(r"\$(?P<dollar>[^$\n]{1,200})\$|\\\((?P<bracket>.{1,200}?)\\\)")
_PLAIN = re.compile(r"[\s\d.,%+\-−△▲○◎×~～:/()=<>≧≦]*")
_BARE = re.compile(r"\\(?:[A-Za-z]+)")
_BOLD = re.compile(r"(?P<mark>\*{2,3}|(?<![A-Za-z0-9_])__)(?=\S)(?P<text>.+?)(?<=\S)(?P=mark)", re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +")
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~", re.DOTALL)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_ESCAPED = re.compile(r"\\([|*_~`#$<>\[\](){}!.+\-&])")
_NEW_LINE = re.compile(r"\\n(?![A-Za-z])")
_LINES = {"br", "p", "div", "li", "tr", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"}
_STRIKES = {"s", "del", "strike"}
_RAISED = {"sup": "上付き", "sub": "下付き"}
_DROPPED = {"script", "style", "template", "head", "title", "noscript"}


@dataclass
class Unmarked:
    """The runs of a text without marks, what was taken away or read (rule), and the LaTeX that is not known."""

    runs: list[Run]
    rules: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of all runs."""
        return "".join(run.text for run in self.runs)


def unmarked(text: str, in_cell: bool = False) -> Unmarked:
    r"""A text without marks; in a cell of a table `\n` is a new line too.

    >>> unmarked("**10件**").text, unmarked(r"$\triangle$ 3,703").text, unmarked("空き家&nbsp;対策<br>事業").text
    ('10件', '△ 3,703', '空き家\xa0対策\n事業')
    >>> unmarked(r"$\circledcirc$").text, unmarked(r"$10^2$件").unknown, unmarked("US$100 と US$200").text
    ('◎', ['$10^2$'], 'US$100 と US$200')
    """
    found = Unmarked([])
    runs = [Run(text)]
    if TAG.search(text):
        runs = list(tagged_runs(fragment(text)))
        found.rules.append("tags_removed")
    elif _ENTITY.search(text):
        runs = [Run(_ENTITY.sub(lambda match: html.unescape(match[0]), text))]
        found.rules.append("marks_removed")
    for run in runs:
        found.runs += _plain_runs(run, in_cell, found)
    found.rules = list(dict.fromkeys(found.rules))
    return found


def plain_line(text: str) -> Unmarked:
    r"""A line of a text without bold marks, marks of headings and LaTeX; tags and what is struck stay for its kind.

    >>> plain_line("## **事業名**").text, plain_line(r"$\triangle$基準値未満").text, plain_line("<s>40</s> ~~3~~").text
    ('事業名', '△基準値未満', '<s>40</s> ~~3~~')
    """
    found = Unmarked([])
    bare = _HEADING.sub("", text)
    found.runs.append(Run(_without_marks(bare, False, found)))
    if bare != text:
        found.rules.append("marks_removed")
    return found


def _plain_runs(run: Run, in_cell: bool, found: Unmarked) -> Iterator[Run]:
    """A run cut at what is struck out in it, each without the other marks."""
    for at, part in enumerate(_STRUCK.split(run.text)):
        if part:
            text = _without_marks(part, in_cell, found)
            yield run._replace(text=text, struck=run.struck or at % 2 == 1)


def _without_marks(text: str, in_cell: bool, found: Unmarked) -> str:
    plain = _SPAN.sub(lambda match: _latex(match[0], match["dollar"] or match["bracket"], found), text)
    plain = _BARE.sub(lambda match: _sign(match[0], found, in_cell), plain)
    if plain != text and not found.unknown:
        found.rules.append("latex_read")
    bare = _BOLD.sub(lambda match: match["text"], plain)
    bare = _ESCAPED.sub(r"\1", bare)
    bare = _NEW_LINE.sub("\n", bare) if in_cell else bare
    if bare != plain:
        found.rules.append("marks_removed")
    return bare


def _latex(whole: str, inner: str, found: Unmarked) -> str:
    """A span of LaTeX as text; as it stands where it is none, or not known."""
    if not re.search(r"[\\^_]", inner) and not _PLAIN.fullmatch(inner):
        return whole  # two signs of dollars
    text = _CIRCLED.sub(lambda match: _circled(match["number"]) or match[0], inner)
    text = _WORDS.sub(lambda match: match["text"], text)
    text = text.replace("{,}", ",").replace(r"\%", "%").replace(r"\,", "").replace(r"\ ", " ")
    text = _COMMAND.sub(lambda match: _SIGNS.get(match["name"], match[0]), text)
    text = _POWER.sub(lambda match: match["number"], text)
    if re.search(r"[\\^_{}]", text):
        found.unknown.append(whole)
        return whole
    return text.strip()


def _sign(command: str, found: Unmarked, in_cell: bool) -> str:
    r"""A command that stands alone; one that is none of the signs stays (a path, or \n in a cell)."""
    if sign := _SIGNS.get(command[1:]):
        return sign
    if command[1:] in ("text", "frac", "sqrt", "sum", "cancel", "sout") and not found.unknown:
        found.unknown.append(command)
    return command


def _circled(number: str) -> str:
    return chr(0x2460 + int(number) - 1) if 1 <= int(number) <= 20 else ""


def fragment(text: str) -> lxml_html.HtmlElement:
    """The elements of a piece of HTML, below one; nothing is loaded or run."""
    return page(f"<html><body>{text}</body></html>")


def page(text: str) -> lxml_html.HtmlElement:
    """The body of an HTML page."""
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    document = lxml_html.document_fromstring(text or "<p></p>", parser=parser)
    body = document.find("body")
    return document if body is None else body


def tagged_runs(element: lxml_html.HtmlElement) -> Iterator[Run]:
    """The text of an element in runs: what is struck out, raised or hidden apart; a block or <br> is a new line."""
    struck = unseen = dropped = 0
    raised: list[str] = []
    for event, each in etree.iterwalk(element, events=("start", "end")):
        step = 1 if event == "start" else -1
        name = each.tag if isinstance(each.tag, str) else ""
        struck += step * (name in _STRIKES)
        unseen += step * is_hidden(each)
        dropped += step * (name in _DROPPED)
        if name in _RAISED:
            raised = [*raised, _RAISED[name]] if step > 0 else raised[:-1]
        text = each.text if event == "start" else each.tail if each is not element else ""
        if name in _LINES and each is not element and (event == "start" or name != "br"):
            yield Run("\n")
        if text and not dropped:
            shown = re.sub(r"[ \t\r\n]+", " ", text)
            yield Run(shown, struck=struck > 0, raised=raised[-1] if raised else "", unseen=unseen > 0)


def is_hidden(element: lxml_html.HtmlElement) -> bool:
    """Whether an element is not shown."""
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style
