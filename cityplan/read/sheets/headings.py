"""The headings 見出し of sheets as they are declared: 戦略{id} {name}, and those of their prose."""

import re
from typing import NamedTuple

from cityplan.japanese.letters import fold, squeeze
from cityplan.read.file.declared_heading import plan_heading

_LONGEST = 80  # characters; a longer text only begins as a heading does
_MARKS = "■□◆◇●○◎▼▽▲△▶▷►★☆・◯〇"
_BRACKETS = "()[]{}【】〈〉《》「」『』〔〕<>"
_SAYS = re.compile(r"[:：]\s*(?P<text>\S.*)", re.DOTALL)


class SheetHeading(NamedTuple):
    """What the heading of a sheet says: number and name of its plan, and that it goes on 続き."""

    id: str
    name: str
    is_continued: bool = False


def sheet_heading(text: str, begins: str, continued: str = "") -> SheetHeading | None:
    """What a text says as the heading of a sheet; None where it is none. Blanks of the form may be missing or more.

    >>> sheet_heading("戦略１　子どもの声", "戦略{id} {name}"), sheet_heading("施策③：産業", "施策{id}：{name}")
    (SheetHeading(id='1', name='子どもの声', is_continued=False), SheetHeading(id='3', name='産業', is_continued=False))
    >>> sheet_heading("戦略２　海辺（つづき）", "戦略{id} {name}", "（つづき）")
    SheetHeading(id='2', name='海辺', is_continued=True)
    >>> sheet_heading("プラン5", "プラン{id}"), sheet_heading("戦略１　では、船を造る。", "戦略{id} {name}")
    (SheetHeading(id='5', name='', is_continued=False), None)
    """
    plain, is_continued = _without_end(" ".join(text.split()), fold(continued))
    if len(plain) > _LONGEST or "。" in plain:
        return None
    form = re.sub(r"\s+\{id\}", "{id}", begins)  # PLAN05 may stand for PLAN 05
    said = plan_heading(form, plain)
    if said is None and "{name}" not in form:
        said = plan_heading(f"{form} {{name}}", plain)
    return SheetHeading(said.id, said.name, is_continued) if said else None


def _without_end(text: str, end: str) -> tuple[str, bool]:
    """A text without the folded word at its end, and whether it had it."""
    if not end or not fold(text).endswith(end):
        return text, False
    at = next(at for at in range(len(text), -1, -1) if fold(text[at:]).endswith(end))
    return text[:at].strip(), True


def group_name(text: str, form: str) -> str:
    """The name of a group, by a form like {name}プロジェクト; empty where a text is none.

    >>> group_name("ひとを育む プロジェクト", "{name}プロジェクト"), group_name("事業の取組", "{name}プロジェクト")
    ('ひとを育む', '')
    """
    if not form:
        return ""
    pattern = re.escape(squeeze(form)).replace(r"\{name\}", "(?P<name>.+)")
    match = re.fullmatch(pattern, squeeze(text))
    return match["name"] if match and "。" not in match["name"] else ""


def bare(text: str) -> str:
    """A heading without blanks and the marks and brackets around it.

    >>> bare("■ ねらい"), bare("【目的】"), bare("◆ 今後の取組の方向性")
    ('ねらい', '目的', '今後の取組の方向性')
    """
    squeezed = squeeze(text).lstrip(_MARKS)
    inner = squeezed.strip(_BRACKETS)
    closed = squeezed[:1] in _BRACKETS and squeezed[-1:] in _BRACKETS
    return inner if closed else squeezed


def prose_heading(text: str, headings: dict[str, str]) -> tuple[str, str] | None:
    """What a text begins as a heading of prose, by the headings that are declared, and what follows it in the same text.

    >>> prose_heading("■ ねらい", {"ねらい": "purpose"}), prose_heading("目的：人を増やす。", {"目的": "purpose"})
    (('purpose', ''), ('purpose', '人を増やす。'))
    """
    own = bare(text)
    if own in headings:
        return headings[own], ""
    word, colon, _ = text.replace("：", ":").partition(":")
    said = _SAYS.search(text)
    if colon and said and bare(word) in headings:
        return headings[bare(word)], said["text"].strip()
    return None


def looks_as_prose(text: str) -> bool:
    """Whether a text below a heading is prose: a sentence, or an item of a list; a few words may be another heading.

    >>> looks_as_prose("空き家を減らす。"), looks_as_prose("・相談会の開催"), looks_as_prose("■ 主な取組の実績")
    (True, True, False)
    """
    plain = text.strip()
    return "。" in plain or bool(re.match(r"[・･\-－‐•]|[①-⑳]|[(（][0-9０-９ア-ン]+[)）]|[0-9０-９]+[.．)）]", plain))
