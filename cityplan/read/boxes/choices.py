"""Choices 選択 in a cell: □拡充　■継続, ○ before a word, a circled letter -> the words that are chosen."""

import re
from typing import NamedTuple

from cityplan.japanese.letters import fold

_OFF = "□☐◻▢"
_ON = "■☑☒✓✔🗹◼"
_TICK = "レ"  # typed for a tick; before or behind another letter of its kind it is one of a word (レベル)
_RING, _DISC = "○◯〇", "●◉"
_CIRCLED = {chr(0x24B6 + at): chr(ord("A") + at) for at in range(26)} | {
    chr(0x24D0 + at): chr(ord("a") + at) for at in range(26)
}
_PARTED = r"[\s　、,，/／・|｜]"
_TICKED = re.compile(rf"(?<![ァ-ヶー{_ON}]){_TICK}(?![ァ-ヶー])")
_NO_WORD = re.compile(r"[\s　、。,，/／・|｜()（）\[\]【】〔〕]*")
_LABEL = re.compile(r"[\s　]*(?:【[^】]*】|[^:：]+[:：])(?=[\s　]*(?P<mark>.))(?!.*[:：])", re.DOTALL)
_BRACKETED = re.compile(r"[(（\[［【〔][^()（）]*[)）\]］】〕]")
_ITEM = r"(?:[0-9０-９]{1,2}|[ア-ン])"
_ITEM_OF_WORD = re.compile(
    rf"(?<![^\s　、,，/／・|｜{_RING}])({_ITEM})[\s　]+(?=[^\s　・{_RING}])(?!{_ITEM}(?:[\s　{_RING}]|$))"
)
_BLANK = "\ue000"  # between the number of an item and its word, which are no two words
_OFFERED = 3  # words with nothing but ・ or / between them


_NUMBERED = re.compile(r"(?P<number>[0-9]{1,2})(?:[.:、)\s]\s*)?(?P<word>[^0-9\s、。,・/:][^0-9\s。]*)")
_LETTER = re.compile(r"[SA-E]")
_SCORE = re.compile(r"\d{1,2}点?")


class Choice(NamedTuple):
    """What a cell offers and what of it is chosen."""

    words: tuple[str, ...]
    chosen: tuple[str, ...]


def choice(text: str, on: str = "") -> Choice | None:
    """The choice that a cell is; None where it is none. `on` are the marks of what is chosen, where they are others.

    >>> choice("□拡充　■継続　□見直し"), choice("☑拡充 ☑継続 ☐縮小")
    (Choice(words=('拡充', '継続', '見直し'), chosen=('継続',)), Choice(words=('拡充', '継続', '縮小'), chosen=('拡充', '継続')))
    >>> choice("拡充・○継続・縮小"), choice("Ａ　Ⓑ　Ｃ"), choice("○拡充 ●継続 ○縮小")
    (Choice(words=('拡充', '継続', '縮小'), chosen=('継続',)), Choice(words=('A', 'B', 'C'), chosen=('B',)), Choice(words=('拡充', '継続', '縮小'), chosen=('継続',)))
    >>> choice("継続"), choice("□拡充 □継続"), choice("Ⓐ")
    (None, Choice(words=('拡充', '継続'), chosen=()), Choice(words=('A',), chosen=('A',)))

    A mark may stand behind its word, and in brackets; where it cannot be told which word is meant, none is chosen.

    >>> choice("拡充□　継続■　縮小□").chosen, choice("拡充（　）　継続（○）").chosen, choice("Ａ・Ｂ○・Ｃ・Ｄ").chosen
    (('継続',), ('継続',), ('Ｂ',))
    >>> choice("☑レベル向上 □維持").chosen, choice("□拡充□継続■").chosen, choice("拡充 ○ 継続").chosen
    (('レベル向上',), (), ())
    >>> choice("□拡充　□レ継続　□縮小").chosen, choice("□◎　☑○　□△").chosen, choice("評価：□ Ａ ■ Ｂ □ Ｃ").chosen
    (('継続',), ('○',), ('Ｂ',))
    """
    text = _without_label(_without_brackets(text, on), on + _OFF + _ON + _RING + _DISC)
    if on and any(mark in text for mark in on + _OFF + _ON):
        return _of(_marked(text, on + _OFF + _ON + _RING + _DISC), on)
    if any(mark in text for mark in _OFF + _ON):
        return _of(_marked(_TICKED.sub(_ON[0], text), _OFF + _ON), _ON)
    if any(mark in text for mark in _DISC):
        return _of(_marked(text, _RING + _DISC), _DISC)
    words = [word for word in re.split(f"{_PARTED}+", text.strip()) if word]
    if any(letter in _CIRCLED for word in words for letter in word) and all(len(word) == 1 for word in words):
        own = [(word if word in _CIRCLED else "", _CIRCLED.get(word, fold(word))) for word in words]
        return _of(own, "".join(_CIRCLED))
    if any(mark in text for mark in _RING):
        own = _ringed(text)
        return _of(own, _RING) if len(own) > 1 else None
    return None


def is_mark(text: str) -> bool:
    """Whether a cell holds nothing but a mark of what is chosen.

    >>> is_mark("✓"), is_mark(" ○ "), is_mark("☐"), is_mark("継続"), is_mark("")
    (True, True, False, False, False)
    """
    return text.strip() in {*_ON, _TICK, *_RING, *_DISC}


def is_grade(text: str) -> bool:
    """Whether a cell holds a grade, or a choice among grades.

    >>> is_grade("Ａ"), is_grade("A・Ⓑ・C・D"), is_grade("継続"), is_grade("３")
    (True, True, False, False)
    """
    if _LETTER.fullmatch(fold(text.strip())):
        return True
    found = choice(text)
    return bool(found and len(found.words) > 1 and all(_LETTER.fullmatch(word) for word in found.words))


def is_score(text: str) -> bool:
    """Whether a cell holds the points of an evaluation 評価点.

    >>> is_score("５"), is_score("4点"), is_score("12"), is_score("120"), is_score("4件")
    (True, True, True, False, False)
    """
    return bool(_SCORE.fullmatch(fold(text.strip())))


def is_offer(text: str) -> bool:
    """Whether what a text offers is told by its marks alone: circled letters, or boxes of both kinds.

    >>> is_offer("Ａ・Ⓑ・Ｃ"), is_offer("□拡充　■継続"), is_offer("○講座を開いた　市民の参加"), is_offer("■意見　■要望")
    (True, True, False, False)
    """
    found = choice(text)
    is_letters = any(letter in _CIRCLED for letter in text)
    return bool(found and len(found.chosen) == 1) and (is_letters or any(mark in text for mark in _OFF))


def offers_several(text: str) -> bool:
    """Whether a text without marks offers several grades, or three words and more, of which none is chosen.

    >>> [offers_several(text) for text in ("Ａ・【Ｂ】・Ｃ", "拡充／継続／縮小", "Ａ（順調・継続・拡充）", "見直し・改善", "Ａ")]
    [True, True, False, False, False]
    """
    own = _BRACKETED.sub("", text)
    letters, words = (re.split(parted, own.strip()) for parted in (f"{_PARTED}+", r"[、,，/／・|｜]+"))
    are_letters = len(letters) > 1 and all(_LETTER.fullmatch(fold(word)) for word in letters if word)
    return are_letters or (len(words) >= _OFFERED and "。" not in own)


def of_number(offered: str, number: str) -> Choice | None:
    """The choice of numbered words by a number beside them; None where nothing is offered by numbers.

    >>> of_number("１ 拡充　２ 継続　３ 縮小", "２"), of_number("1.拡充 2.現状のまま継続", "3")
    (Choice(words=('拡充', '継続', '縮小'), chosen=('継続',)), Choice(words=('拡充', '現状のまま継続'), chosen=()))
    >>> of_number("1 拡充 3 縮小", "1"), of_number("拡充", "1")
    (None, None)
    """
    found = [(int(match["number"]), match["word"]) for match in _NUMBERED.finditer(fold(offered))]
    if len(found) < 2 or [at for at, _ in found] != list(range(1, len(found) + 1)):
        return None
    said = fold(number.strip())
    return Choice(tuple(word for _, word in found), tuple(word for at, word in found if str(at) == said))


def _without_brackets(text: str, on: str) -> str:
    """A text with the mark of each bracket (○) or (　) alone: a box, in which whatever stands is a tick."""
    known = re.escape(on + _OFF + _ON + _TICK + _RING + _DISC)
    pattern = rf"[(（\[［【〔][\s　]*([{known}]?)[\s　]*[)）\]］】〕]"
    marks = re.findall(pattern, text)
    if not any(marks) and len(marks) < 2:
        return text

    def box(match: re.Match[str]) -> str:
        is_on = match[1] and match[1] in (on or _ON + _TICK + _RING + _DISC)
        return (on or _ON)[0] if is_on else _OFF[0]

    return re.sub(pattern, box, text)


def _without_label(text: str, marks: str) -> str:
    """A text without the label before its first mark (評価：□Ａ ■Ｂ, 【方針】○継続・拡充)."""
    label = _LABEL.match(text)
    if label is None or label["mark"] not in marks or any(mark in label[0] for mark in marks):
        return text
    return text[label.end() :]


def _side(text: str, marks: str) -> str:
    """Where the marks of a text stand: before their words, behind them, or nothing where that cannot be told."""
    shown = text.strip()
    is_first, is_last = shown[0] in marks, shown[-1] in marks
    if is_first != is_last:
        return "before" if is_first else "behind"
    inner, outer = rf"[^\W{re.escape(marks)}]", rf"(?<![^\W{re.escape(marks)}])"
    before = len(re.findall(rf"{outer}[{re.escape(marks)}](?={inner})", shown))
    behind = len(re.findall(rf"(?<={inner})[{re.escape(marks)}](?!{inner})", shown))
    return "" if bool(before) == bool(behind) else "before" if before else "behind"


def _marked(text: str, marks: str) -> list[tuple[str, str]]:
    """The marks of a text, each with its word; words without a mark where it cannot be told which is whose."""
    own, side = re.escape(marks), _side(text, marks) if any(mark in text for mark in marks) else ""
    if side == "before":
        found = re.findall(rf"([{own}])\s*([^{own}]*)", text)
    elif side == "behind":
        found = [(mark, word) for word, mark in re.findall(rf"([^{own}]*)([{own}])", text)]
    else:
        found = [("", word) for word in re.split(rf"[{own}]|{_PARTED}+", text)]
    return [(mark, re.sub(rf"^{_PARTED}+|{_PARTED}+$", "", word)) for mark, word in found]


def _ringed(text: str) -> list[tuple[str, str]]:
    """The words of a text in which rings stand before or behind some of them, each with its ring or none.

    >>> _ringed("ア 拡大　○イ 継続"), _ringed("１ ○２ ３")
    ([('', 'ア 拡大'), ('○', 'イ 継続')], [('', '１'), ('○', '２'), ('', '３')])
    """
    if len(_ITEM_OF_WORD.findall(text)) > 1:
        own = _ringed(_ITEM_OF_WORD.sub(rf"\1{_BLANK}", text))
        return [(mark, word.replace(_BLANK, " ")) for mark, word in own]
    side = _side(text, _RING)
    if side == "before":
        parts = re.split(rf"{_PARTED}*(?=[{_RING}])|(?<=[^{_RING}\s　]){_PARTED}+", text.strip())
        return [(part[0], part[1:].strip()) if part[0] in _RING else ("", part.strip()) for part in parts if part]
    if side == "behind":
        parts = re.split(rf"(?<=[{_RING}]){_PARTED}*|{_PARTED}+(?=[^{_RING}\s　])", text.strip())
        return [(part[-1], part[:-1].strip()) if part[-1] in _RING else ("", part.strip()) for part in parts if part]
    return [("", word) for word in re.split(rf"[{_RING}]|{_PARTED}+", text) if word]


def _of(found: list[tuple[str, str]], on: str) -> Choice:
    words = [(mark, " ".join(word.split())) for mark, word in found if not _NO_WORD.fullmatch(word)]
    chosen = (word for mark, word in words if mark and mark in on)
    return Choice(tuple(word for _, word in words), tuple(dict.fromkeys(chosen)))
