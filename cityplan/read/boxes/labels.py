"""The labels ラベル of boxes: which cells of a form say what is declared, and a value that stands behind a colon."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cityplan.japanese.letters import squeeze
from cityplan.read.file.contents import GridCell
from cityplan.read.sheets.headings import bare

_NUMBER = r"(?:\(?[0-9]{1,2}\)?|[ア-ンA-Z])"  # squeezed: ② is 2
_ENUMERATED = re.compile(
    r"(?P<number>[①-⑳]|[⑴-⒇]|[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[.．、)）](?![0-9０-９]))\s*(?P<rest>.*)",
    re.DOTALL,
)
_REMARK = re.compile(r"[(\[〔].*[)\]〕]$")
_COLON = re.compile(r"\s*[:：]\s*(?P<value>\S.*)", re.DOTALL)
_NTH = re.compile(r"(?P<words>.+)#(?P<nth>[1-9][0-9]?)")
_IS_NUMBER = re.compile(r"(?:[^0-9]{0,4}指標|目標|KPI|No\.?)?\(?[0-9]{1,2}\)?", re.IGNORECASE)
_LONGEST = 40  # characters of a label


@dataclass(frozen=True)
class Label:
    """A cell that says a label; `value` is what stands behind a colon in the same cell."""

    cell: GridCell
    value: str = ""


def enumerated(text: str) -> tuple[str, str]:
    """The number before a name and the name, the number empty where there is none.

    >>> enumerated("①病児保育の延べ利用人数"), enumerated("（2） 子育てサロン"), enumerated("③"), enumerated("24時間対応")
    (('①', '病児保育の延べ利用人数'), ('（2）', '子育てサロン'), ('③', ''), ('', '24時間対応'))
    """
    match = _ENUMERATED.fullmatch(text.strip())
    return (match["number"], match["rest"].strip()) if match else ("", text.strip())


def is_numbered(text: str) -> bool:
    """Whether a text is nothing but the number of an indicator.

    >>> is_numbered("指標１"), is_numbered("②"), is_numbered("成果指標(3)"), is_numbered("指標"), is_numbered("24時間対応")
    (True, True, True, False, False)
    """
    return bool(_IS_NUMBER.fullmatch(squeeze(text)))


def says(text: str, words: str) -> bool:
    """Whether a text says a declared label: with marks before it, in brackets, or with a remark in brackets behind it.

    A {} in the label stands for a number.

    >>> says("■ 施 策 名", "施策名"), says("事業費\\n（千円）", "事業費"), says("成果指標②", "成果指標{}"), says("成果指標名", "成果指標{}")
    (True, True, True, False)
    """
    if len(text) > _LONGEST:
        return False
    own, wanted = bare(text), bare(words)
    if "{}" not in wanted:
        return bool(own) and (own == wanted or _REMARK.sub("", own) == wanted or bare(enumerated(text)[1]) == wanted)
    pattern = re.escape(wanted).replace(r"\{\}", _NUMBER)
    return bool(re.fullmatch(pattern, own) or re.fullmatch(pattern, squeeze(text)))


def behind_colon(text: str, words: str) -> str:
    """What a text says behind a declared label and a colon, empty where it does not.

    >>> behind_colon("担当課：こども課", "担当課"), behind_colon("担当課", "担当課"), behind_colon("目的：", "目的")
    ('こども課', '', '')
    """
    word, colon, rest = text.replace("：", ":", 1).partition(":")
    if not colon or len(word) > _LONGEST or not says(word, words):
        return ""
    match = _COLON.match(text, len(word))
    return match["value"].strip() if match else rest.strip()


def labelled(cells: Iterable[GridCell], words: str) -> list[Label]:
    """The cells that say a label, in their order; one that says just its words goes before one with a remark."""
    nth = _NTH.fullmatch(words)
    found = _labelled(list(cells), nth["words"] if nth else words)
    return found[int(nth["nth"]) - 1 : int(nth["nth"])] if nth else found


def _labelled(cells: Sequence[GridCell], words: str) -> list[Label]:
    exact = [Label(cell) for cell in cells if cell.text.strip() and bare(cell.text) == bare(words)]
    if exact:
        return exact
    found = [Label(cell) for cell in cells if cell.text.strip() and says(cell.text, words)]
    return found or [Label(cell, value) for cell in cells if (value := behind_colon(cell.text, words))]


def is_label(text: str, labels: Iterable[str]) -> bool:
    """Whether a text says any of some labels."""
    return any(says(text, _NTH.sub(r"\g<words>", words)) for words in labels)


def told(words: str) -> str:
    """A declared label as a text of its box is told under it.

    >>> told("■目的"), told("評価#2"), told("成果指標{}")
    ('目的', '評価', '成果指標')
    """
    return bare(_NTH.sub(r"\g<words>", words).replace("{}", ""))
