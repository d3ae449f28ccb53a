"""Signs and marks by ear 読み上げ: each has words, on the page and in the tags of the PDF."""

import io
import re

import pikepdf
import pytest
from bs4 import BeautifulSoup

from cityplan.city.rules import Class, Rule, rules
from cityplan.page.html import page_html
from cityplan.page.html_to_typst import typst_content
from cityplan.page.pdf import PAGE_TEMPLATES, compiled_pdf
from cityplan.page.pdf_tags import said_colour
from cityplan.report.row_words import lone_mark

OWN = Rule("own", "3区分", "見本市", (Class("達成", "", "target_reached"), Class("未達成", "", "otherwise")))
ABCD = rules()["target-baseline-band"]


def spoken(html: str) -> list[tuple[str, str]]:
    page = BeautifulSoup(page_html(html, "cell 1"), "html.parser")
    return [(each.get_text(), str(each["aria-label"])) for each in page.select('span[role="img"]')]


def tagged(html: str) -> list[str]:
    """The alternative texts of the spans of a PDF."""
    page = f'#import "/brief_typst/brief.typ" as b\n#set document(title: "t", author: "a")\n#{{\n{typst_content(html, "cell 1", "x")}\n}}'
    sources = {"main.typ": page, "brief_typst/density.typ": (PAGE_TEMPLATES / "brief_typst/density.typ").read_text()}
    with pikepdf.open(io.BytesIO(compiled_pdf(sources, "2024-01-01", "x"))) as pdf:
        spans = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Span"]
        return [str(each.Alt) for each in spans if "/Alt" in each]


SIGNS = [
    ("<p>▲86人</p>", [("▲", "マイナス")]),
    ("<p>19.3%→<strong>100.0%</strong></p>", [("→", "から")]),
    ("<p>→ 直してください。</p>", []),
    ("<p>58.60%※</p>", [("※", "確認が要る")]),
    ("<p>延べ利用人数※1</p>", []),
    ("<table><tr><td>144.4% ≠</td><td>—</td></tr></table>", [("≠", "計算と合わない"), ("—", "なし")]),
    ("<p>令和5年—令和6年</p>", []),
    ("<p>26人 ↑</p>", [("↑", "上がった")]),
    ("<p>↑増</p>", []),
    ("<pre>12件→13件※</pre>", []),
]


@pytest.mark.parametrize(("html", "wanted"), SIGNS)
def test_a_sign_without_a_word_has_one(html: str, wanted: list[tuple[str, str]]) -> None:
    assert spoken(html) == wanted


MARKS = [
    (rules()["target-baseline"], "◎", "目標値以上"),
    (rules()["target-baseline"], "○", "基準値以上"),
    (rules()["target-baseline"], "△", "基準値未満"),
    (rules()["target-baseline"], "—", "指標未公表"),
    (ABCD, "A", "A（基準値を超えている）"),
    (ABCD, "C", "C（基準値より下落）"),
]


@pytest.mark.parametrize(("rule", "mark", "words"), MARKS)
def test_a_mark_is_said_in_the_words_of_its_rule(rule: Rule, mark: str, words: str) -> None:
    html = f"<p>印が{lone_mark(rule, mark, 'mark')}に上がった。</p>"
    assert spoken(html) == [(mark, words)]
    assert tagged(html) == [words]


@pytest.mark.parametrize(("rule", "mark"), [(OWN, "達成"), (OWN, "未達成"), (None, "○")])
def test_a_mark_that_is_a_word_says_itself_and_no_word_is_made_up(rule: Rule | None, mark: str) -> None:
    assert spoken(f"<p>{lone_mark(rule, mark, 'mark')}</p>") == []


def test_the_words_of_a_rule_are_data() -> None:
    words = '"); panic("x\\'
    html = f"<p>{lone_mark(Rule('x', 'x', 'x', (Class('◎', words, 'target_reached'),)), '◎')}</p>"
    assert spoken(html) == [("◎", words)] and tagged(html) == [words]


def test_a_colour_is_made_of_the_words_alone() -> None:
    assert re.fullmatch("#[0-9a-f]{6}", said_colour("基準値以上"))
    assert said_colour("基準値以上") != said_colour("基準値未満")
