"""What a text says by a declared form 形: ◆施策{id} {name}, {①}{name}, ★コラム {name}."""

import re
from functools import cache
from typing import NamedTuple

from cityplan.city.chapter_form import CIRCLED, DIVISION, ID, LEVELS, NAME, VALUES
from cityplan.japanese.letters import fold, squeeze
from cityplan.read.file.declared_heading import KANJI_NUMBER, as_printed, number_in_digits, spaced

LONGEST = 80  # characters; a longer text only begins as a heading does
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_KEPT = {ord(char): chr(0xE000 + at) for at, char in enumerate(_CIRCLES, start=1)}  # what folding leaves as it is
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_CIRCLED = r"[\ue001-\ue014]"
_PATTERNS = {
    ID: rf"(?P<id>\d+(?:[-.]\d+)*|{_CIRCLED}|{KANJI_NUMBER}|[IVX]{{1,4}})",
    CIRCLED: f"(?P<id>{_CIRCLED})",
    NAME: "(?P<name>.+?)",
    DIVISION: "(?P<division>.+?)",
}
_VALUE = r"[\d(（△▲−－―—‐約-].*?"
_MARKS = "■□◆◇●○◎▼▽▲△▶▷►★☆・◯〇"
_BULLET = re.compile(r"\s*(?:[・･•‣]|[-‐－–—]\s)\s*(?P<text>.*)", re.DOTALL)


class Said(NamedTuple):
    """What a heading says: number in digits, name and division, as far as its form has them."""

    id: str = ""
    name: str = ""
    division: str = ""


def said(form: str, text: str) -> Said | None:
    """What a text says by a form; None where it is none. A blank of the form stands in the text too; a sentence is none.

    >>> said("◆施策{id} {name}", "◆施策４　雇用・就労"), said("{①}{name}", "② 鳥獣による被害の防止")
    (Said(id='4', name='雇用・就労', division=''), Said(id='2', name='鳥獣による被害の防止', division=''))
    >>> said("{①}{name}", "24時間の見守り"), said("第{id}節 {name}", "第三節　産業"), said("施策{id} {name}", "施策１ を進める。")
    (None, Said(id='3', name='産業', division=''), None)
    >>> said("{1-1} {name}", "１－２　健康"), said("{1-1} {name}", "1-2-1 健康づくり")
    (Said(id='1-2', name='健康', division=''), None)
    >>> said("・{name}（{division}）", "・市民農園事業（農政課）")
    Said(id='', name='市民農園事業', division='農政課')
    """
    if not form or len(text) > LONGEST or text.rstrip().endswith(("。", "｡")):
        return None
    match = _pattern(form).fullmatch(_kept(text))
    if match is None:
        return None
    own = {"id": "", "name": "", "division": "", **match.groupdict("")}
    name = re.sub(_CIRCLED, lambda found: _CIRCLES[ord(found[0]) - 0xE001], own["name"])
    printed = as_printed(name, text) if text.strip().endswith(name[-1:]) else name
    return Said(_digits(own["id"]), printed.strip(), own["division"].strip())


def values_said(form: str, text: str) -> dict[str, str]:
    """What a line of an indicator says by a form, each as printed: name and values; nothing where it is none.

    A value begins with a figure, a sign or a bracket, so that a name may have blanks in it.

    >>> values_said("・{name} {baseline}→{target}", "・避難 訓練の数　1,204人（R5） → 2,000人（R11）")
    {'name': '避難 訓練の数', 'baseline': '1,204人（R5）', 'target': '2,000人（R11）'}
    >>> values_said("・{name} {baseline}→{target}", "・計画の策定　未策定→策定")
    {}
    """
    match = _line_pattern(form).fullmatch(text.strip())
    return {key: own.strip() for key, own in match.groupdict("").items()} if match else {}


@cache
def _line_pattern(form: str) -> re.Pattern[str]:
    own = {NAME: "(?P<name>.+?)"} | {f"{{{key}}}": rf"(?P<{key}>{_VALUE})" for key in VALUES}
    parts = re.split(r"(\{[a-z]+\})", form)
    return re.compile("".join(own.get(part) or _any_width(part) for part in parts))


def _any_width(literal: str) -> str:
    """Letters of a form in any width; where it has a blank one stands, of any width."""
    return "".join(r"\s+" if char.isspace() else rf"\s*[{re.escape(char + _wide(char))}]\s*" for char in literal)


def _wide(char: str) -> str:
    return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else fold(char)


def _kept(text: str) -> str:
    """A text folded, its circled numbers as they are."""
    return fold(text.translate(_KEPT))


@cache
def _pattern(form: str) -> re.Pattern[str]:
    parts = re.split(rf"(\{{id\}}|\{{①\}}|\{{name\}}|\{{division\}}|{LEVELS})", form)
    return re.compile(
        r"\s*".join(_PATTERNS.get(part) or _levels(part) or spaced(fold_edges(part)) for part in parts if part)
    )


def _levels(part: str) -> str:
    """The pattern of a number of so many levels, {1-1}; empty for a part that is none."""
    levels = part.count("1") if re.fullmatch(LEVELS, part) else 0
    return rf"(?P<id>\d+(?:[-.]\d+){{{levels - 1}}})(?![-.]?\d)" if levels else ""


def fold_edges(literal: str) -> str:
    """A part of a form folded, with the blanks at its edges."""
    folded = _kept(literal)
    begins = " " if literal[0].isspace() else ""
    ends = " " if literal[-1].isspace() else ""
    return f"{begins}{folded}{ends}" if folded else " "


def _digits(number: str) -> str:
    """A number in any form in digits: ③, 三, III."""
    if number[:1] and "\ue001" <= number[0] <= "\ue014":
        return str(ord(number[0]) - 0xE000)
    if number in _ROMAN:
        return str(_ROMAN.index(number) + 1)
    return (number_in_digits(number) or number).replace(".", "-")


def bare(text: str) -> str:
    """A heading without blanks and the marks around it.

    >>> bare("● 現状と課題"), bare("【成果指標】")
    ('現状と課題', '成果指標')
    """
    squeezed = squeeze(text).lstrip(_MARKS)
    closed = squeezed[:1] + squeezed[-1:] in ("【】", "〈〉", "《》", "「」", "『』", "〔〕", "[]", "()", "<>")
    return squeezed[1:-1] if closed else squeezed


def is_heading(words: str, text: str) -> bool:
    """Whether a text is a declared heading, with other marks before it or none."""
    return bool(words) and bare(text) == bare(words)


def labelled(words: str, text: str) -> str | None:
    """What stands behind a label in a text: empty where it is the label alone, None where it does not begin with it.

    >>> labelled("担当課", "担当課　農水産課"), labelled("担当課", "【担当課】農水産課"), labelled("担当課", "担当課：農水産課")
    ('農水産課', '農水産課', '農水産課')
    >>> labelled("担当課", "■ 担 当 課"), labelled("担当課", "担当課長会議を開きます。")
    ('', None)
    """
    if not words:
        return None
    if is_heading(words, text):
        return ""
    plain = text.strip().lstrip(_MARKS).strip()
    letters = r"\s*".join(map(re.escape, bare(words)))
    match = re.match(
        rf"[【〈《\[(（〔]?\s*{letters}\s*(?P<end>[】〉》\])）〕]\s*[:：]?|[:：]|(?=\s))\s*(?P<rest>\S.*)",
        plain,
        re.DOTALL,
    )
    return match["rest"].strip() if match else None


def without_bullet(text: str) -> str:
    """A text without the mark of an item of a list: ・, -, •."""
    match = _BULLET.fullmatch(text)
    return (match["text"] if match else text).strip()


def mark_of(text: str) -> str:
    """The mark of an item of a list with the blanks before it; empty for any other text.

    >>> mark_of("・植樹"), mark_of("  － はがきの送付"), mark_of("植樹")
    ('・', '  －', '')
    """
    match = _BULLET.fullmatch(text)
    return text[: match.start("text")].rstrip() if match and match["text"] else ""


def is_bullet(text: str) -> bool:
    """Whether a text is an item of a list."""
    return bool(mark_of(text))
