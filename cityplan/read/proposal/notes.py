"""What the notes of a document tell 注: the years of baseline and target, and what a mark behind a name means."""

import re
from collections.abc import Iterable, Iterator, Sequence

from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import era
from cityplan.read.proposal.draft import Draft, Question
from cityplan.read.table.heading_words import years_in

_SENTENCE = re.compile(r"[。\n]")
_ROLES = {"baseline": ("基準値", "当初値", "現状値"), "target": ("目標値", "最終目標")}
_DIRECTIONS = {
    "lower": re.compile(r"減少|減ら|低い|少ない|小さい|抑制"),
    "higher": re.compile(r"増加|増や|高い|多い|大きい"),
}


def answer(drafts: Iterable[Draft], notes: Sequence[str]) -> None:
    """Answer the questions of drafts that a note answers, and say which note it is."""
    sentences = [each for note in notes for each in _SENTENCE.split(note) if each.strip()]
    for draft in drafts:
        draft.questions = [each for each in draft.questions if not _is_answered(each, draft, sentences)]


def _is_answered(question: Question, draft: Draft, sentences: Sequence[str]) -> bool:
    if question.key in _ROLES and len(question.lines) > 1:
        years = {year: text for year, text in _years(question.key, sentences)}
        if len(years) != 1 or f"{question.key} = {in_toml(era(year := min(years)))}" not in question.lines:
            return False
        draft.role_fy[question.key] = year
        draft.told.append(f"{question.key} は、注「{years[year].strip()}」から。")
        return True
    if question.key == "polarities" and len(question.lines) == 1:
        mark = question.lines[0].partition('"')[2].partition('"')[0]
        told = {way: text for text in sentences for way in _ways(mark, text)}
        if len(told) != 1:
            return False
        [(way, text)] = told.items()
        draft.words["polarities"] = {mark: way}
        draft.told.append(f"「{mark}」の向きは、注「{text.strip()}」から。")
        return True
    return False


def _years(role: str, sentences: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The year of a role where a sentence names it and one year, and no other role."""
    others = [word for other, words in _ROLES.items() if other != role for word in words]
    for text in sentences:
        years = years_in(text)
        if len(years) == 1 and any(word in text for word in _ROLES[role]) and not any(word in text for word in others):
            yield years[0], text


def _ways(mark: str, text: str) -> Iterator[str]:
    """Which way is better for what bears a mark, where a sentence says one: 「▼」を付した指標は、減少をめざす."""
    if mark in squeeze(text):
        ways = [way for way, pattern in _DIRECTIONS.items() if pattern.search(text)]
        yield from ways if len(ways) == 1 else ()
