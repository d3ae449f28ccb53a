"""What is said aloud of a sign 記号 that has no word beside it: on a page by its label, in a PDF by its tag."""

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement

# A mark 印 is said in the words of its rule, which stand with it in the small HTML (`aria-label`).
_SAID = {
    "↑": "上がった",
    "↓": "下がった",
    "→": "から",
    "≠": "計算と合わない",
    "≈": "端数の差",
    "※": "確認が要る",
    "▲": "マイナス",
    "—": "なし",
}
# An arrow between two values, ※ that is no number of a footnote, ▲ before a number, a dash that is all of its cell.
_SIGN = re.compile(r"[↑↓](?![増減])|(?<=\S)→|^→(?=\S)|[≠≈]|※(?!\d)|▲(?=\d)|^\s*—\s*$")
_AS_IT_STANDS = ("thead", "pre", "code", "kbd")


def say_signs(tree: BeautifulSoup) -> None:
    """Give each sign that stands alone its words, as the `aria-label` of a span around it.

    >>> tree = BeautifulSoup("<p>▲86人→12人</p>", "html.parser")
    >>> say_signs(tree)
    >>> print(tree)
    <p><span aria-label="マイナス">▲</span>86人<span aria-label="から">→</span>12人</p>
    """
    for text in tree.find_all(string=_SIGN):
        # a chart says itself what it shows
        if type(text) is not NavigableString or text.find_parent(_AS_IT_STANDS) or _is_said(text):
            continue
        pieces: list[PageElement] = []
        end = 0
        for found in _SIGN.finditer(text):
            sign = found[0].strip()
            said = tree.new_tag("span", attrs={"aria-label": _SAID[sign]}, string=sign)
            pieces += [NavigableString(text[end : found.start()]), said]
            end = found.end()
        text.replace_with(*pieces, NavigableString(text[end:]))


def _is_said(text: NavigableString) -> bool:
    return text.find_parent("span", attrs={"aria-label": True}) is not None
