"""The marks 印 of a document and their rule 判定規則: one that is known, one that its notes tell, or a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from cityplan.city.rules import WITH_X, Rule
from cityplan.files.toml_text import in_toml, toml_comment
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing
from cityplan.read.proposal.draft import Draft, Question
from cityplan.read.table.heading_words import year_in

_SHARE = re.compile(r"(?P<share>\d+(?:\.\d+)?)(?P<of>%|割)以上")
_NO_VALUE = re.compile(
    r"未(?:公表|確定|算定|集計|測定|調査|把握)|測定不能|(?:実績|数)値?が?(?:ない|なく|なし|得られ)|(?:判定|評価|算定|算出|把握)でき(?:ない|ず)|(?:集計|算定|算出)中|調査なし"
)
_REACHED = re.compile(r"達し|達成|以上|上回")
_SAME = re.compile(r"(?:目標|めざす値|目指す値|計画)値?(?:と|に)(?:同|等し)|目標どおり")
_LESS = re.compile(r"未満|満たない|下回|達しない|達していない")
_OF_TARGET = re.compile(
    r"(?:目標|めざす|目指す)値?(?:に対する|の)(?:割合|達成)|実績値?(?:[÷/]|を)(?:目標|めざす|目指す)値"
)
_YEAR_TARGET = re.compile(r"期待値|計画値|目安|(?:単|各|当|年)年?度の?目標")
_LETTERS = ("ＡＢＣＤＥ", "ABCDE", "ＳＡＢＣＤ", "SABCD")
_ORDER = (
    "no_actual",
    "year_target_exceeded",
    "target_exceeded",
    "year_target_reached",
    "target_reached",
    "year_target_share",
    "target_share",
    "baseline_reached",
    "",
    "otherwise",
)


@dataclass(frozen=True)
class _Class:
    """A class of a rule as the notes tell it; `when` is empty where their words do not say."""

    mark: str
    word: str
    when: str = ""
    x: float = 0

    def says_year(self, newest: int | None) -> bool:
        """Whether its words are of the target of the year, by a word for it or as that of the `newest` results."""
        return bool(_YEAR_TARGET.search(squeeze(self.word))) or (newest is not None and year_in(self.word) == newest)

    def of_year(self, is_sure: bool) -> "_Class":
        """The same, held against the target of the year: a share, or anything where that is sure."""
        is_held = self.when == "target_share" or (is_sure and self.when in ("target_reached", "target_exceeded"))
        return replace(self, when=f"year_{self.when}") if is_held else self

    def line(self) -> str:
        """As a rule has it."""
        x = f", x = {self.x:g}" if self.when in WITH_X else ""
        return f"  {{ mark = {in_toml(self.mark)}, word = {in_toml(self.word)}, when = {in_toml(self.when)}{x} }},"


def marks_question(
    name: str, title: str, drafts: Sequence[Draft], known: dict[str, Rule], notes: str
) -> str | Question:
    """The rule of the marks 印 that were seen, "" where there are none, or a question with the rules that they may have.

    A rule fits where each mark stands beside its word, in the cells or in a note. Where none does, the rule is written
    that the notes tell; it is sure where they also tell what the values are compared with. `title` is the document's.
    """
    seen = {heading: marks for draft in drafts for heading, marks in draft.marks.items()}
    first: dict[str, str] = {}
    for mark in chain(*seen.values()):
        first.setdefault(squeeze(mark), mark)  # Ａ and A are one
    marks = [*first.values()]
    if not marks:
        return ""
    possible = [rule for rule in known.values() if _may_be(rule, marks, notes)]
    sure = [rule for rule in possible if _is_told(rule, marks, squeeze(notes))]
    if len(sure) == 1:
        return sure[0].name
    listed = "".join(f"「{mark}」" for mark in marks)
    text = f"「{'」「'.join(seen)}」の列に{listed}があります。それぞれ何を表しますか。答えなければ、印字のまま示し、検算はしません。"
    if possible:
        lines = (
            f"rule = {in_toml(rule.name)} # {'、'.join(map(rule.told, rule.marks))}{_lacking(rule, marks)}"
            for rule in possible
        )
        return Question("rule", f"{text}合う規則があれば、その行の先頭の # を消してください。", tuple(lines))
    of_years = any(map(_has_year_target, drafts))
    marks += _untold(marks, notes)
    newest = max((year for draft in drafts for year in draft.actual_years), default=None)
    classes = _classes(marks, notes, of_years, newest)
    written = (
        f"[rules.{name}]",
        f"title = {in_toml(f'「{next(iter(seen))}」の区分')}",
        f"source = {in_toml(f'{title}の説明')}",
        "classes = [",
        *(each.line() for each in classes),
        "]",
    )
    if not of_years and _is_whole(classes, marks, notes):
        return Question("rules", "印の規則です。資料の説明から書きました。", written, is_sure=True)
    return Question(
        "rules",
        f"{text}検算するなら、docs/new-city.ja.md の「市の印の規則を書く」を見て、次の規則を確かめ、先頭の # を消してください"
        "（when は、資料の説明の語から推したものです）。",
        written,
    )


def _has_year_target(draft: Draft) -> bool:
    """Whether a table has what was expected of the year of its actual values 年度目標値."""
    newest = max(draft.actual_years, default=None)
    years = (draft.block.role_years.get(role, {}) for role in ("expected", "target"))
    return "expected" in draft.block.columns or any(newest in own for own in (*years, draft.target_years))


def _may_be(rule: Rule, marks: Sequence[str], notes: str) -> bool:
    """Whether a rule has most of the marks, and the document says nothing else of them."""
    own = [printed for printed in marks if rule.read(printed)[0]]
    words = [(squeeze(_told_word(printed, notes)), squeeze(rule.word(rule.read(printed)[0]))) for printed in own]
    return len(own) > 1 and 2 * len(own) >= len(marks) and all(told in ("", word) for told, word in words)


def _lacking(rule: Rule, marks: Sequence[str]) -> str:
    """Which of the marks a rule has not, in words."""
    others = [printed for printed in marks if not rule.read(printed)[0]]
    told = f"（「{'」「'.join(others)}」はありません）" if others else ""
    return toml_comment(told).removeprefix("# ")


def _is_told(rule: Rule, marks: Sequence[str], notes: str) -> bool:
    """Whether the document itself says what the marks of a rule mean, as the rule does."""
    told = set()
    for printed in marks:
        mark, words = rule.read(printed)
        word = squeeze(rule.word(mark))
        if word and (
            squeeze(words) == word or re.search(f"{re.escape(squeeze(mark))}[^。、]{{0,4}}{re.escape(word)}", notes)
        ):
            told.add(mark)
    return bool(told) and told == {rule.read(mark)[0] for mark in marks}


def _told_word(mark: str, notes: str) -> str:
    """What the document says of a mark; empty where nothing.

    >>> _told_word("Ａ", "※　Ａ：100％以上　　Ｂ：80％以上100％未満"), _told_word("Ｃ", "ＡＢＣ")
    ('100％以上', '')
    >>> _told_word("Ａ", "【評価】Ａ：達成率100％以上"), _told_word("達成", "「概ね達成」（90％以上）、「達成」（100％以上）")
    ('達成率100％以上', '100％以上')
    """
    own = re.escape(mark)
    found = re.search(
        rf"(?:(?<![^\s　、。・※（(】〕］]){own}|「{own}」)\s*[:：＝=]\s*(?P<word>[^\s　、。（(）)]+)"
        + rf"|「{own}」\s*[（(](?P<inner>[^（(）)]+)[）)]",
        notes,
    )
    return (found["word"] or found["inner"]) if found else ""


def _untold(marks: Sequence[str], notes: str) -> list[str]:
    """The marks that the notes tell and no row has: of ＡＢＣ the Ｃ.

    >>> _untold(["Ｂ", "Ａ"], "※Ａ：100％以上　Ｂ：80％以上100％未満　Ｃ：80％未満")
    ['Ｃ']
    """
    series = next((letters for letters in _LETTERS if {*marks} & {*letters}), "")
    return [mark for mark in series if squeeze(mark) not in map(squeeze, marks) and _told_word(mark, notes)]


def _classes(marks: Sequence[str], notes: str, of_years: bool, newest: int | None) -> list[_Class]:
    """The classes of the marks from best to worst, as far as the notes tell of them.

    `of_years`: the document prints what was expected of the year, of which the shares are then, as 達成率 is; so they
    are where their words say so. Of one rule all are held against the same target, but for the last one 最終.
    """
    found = _with_a_mark_for_the_same([_class(mark, _told_word(mark, notes)) for mark in marks])
    said = [each.says_year(newest if of_years else None) for each in found]
    found = [each.of_year(is_said) if of_years or is_said else each for each, is_said in zip(found, said, strict=True)]
    if any(each.when.startswith("year_") for each in found):
        found = [each.of_year(is_sure="最終" not in each.word) for each in found]
    found = [each for each in found if not missing(each.mark) or each.when]
    return sorted(found, key=lambda each: (_ORDER.index(each.when), -each.x))


def _with_a_mark_for_the_same(classes: Sequence[_Class]) -> list[_Class]:
    """The classes where one is for just the value of the target: the mark above it is for more than that.

    >>> own = [_Class("◎", "目標値以上", "target_reached"), _Class("○", "目標値と同等"), _Class("△", "目標値未満", "otherwise")]
    >>> [each.when for each in _with_a_mark_for_the_same(own)]
    ['target_exceeded', 'target_reached', 'otherwise']
    """
    same = next((each for each in classes if not each.when and _SAME.search(squeeze(each.word))), None)
    if same is None:
        return [*classes]
    when = {"target_reached": "target_exceeded"}
    others = (replace(each, when=when.get(each.when, each.when)) for each in classes)
    return [replace(each, when="target_reached") if each.mark == same.mark else each for each in others]


def _class(mark: str, word: str) -> _Class:
    """A class by its word; a share is one of the target, if nothing else is told.

    >>> _class("Ｂ", "80％以上100％未満"), _class("未達成", "めざす値の９割に満たないもの").when, _class("○", "やや順調").when
    (_Class(mark='Ｂ', word='80％以上100％未満', when='target_share', x=80.0), 'otherwise', '')
    """
    folded = squeeze(word)
    if not word and (when := _SAID_BY_ITSELF.get(squeeze(mark))):
        return _Class(mark, word, when)
    if share := _SHARE.search(folded):
        return _Class(mark, word, "target_share", float(share["share"]) * (10 if share["of"] == "割" else 1))
    if _NO_VALUE.search(folded):
        return _Class(mark, word, "no_actual")
    if _LESS.search(folded):
        return _Class(mark, word, "otherwise")
    of = next((role for name, role in _YARDSTICKS.items() if name in folded), "")
    return _Class(mark, word, f"{of}_reached" if of and _REACHED.search(folded) else "")


_SAID_BY_ITSELF = {
    "達成": "target_reached",
    "目標達成": "target_reached",
    "未達成": "otherwise",
    "目標未達成": "otherwise",
}
_YARDSTICKS = {"目標": "target", "めざす値": "target", "目指す値": "target", "計画値": "target", "基準値": "baseline"}


def _is_whole(classes: Sequence[_Class], marks: Sequence[str], notes: str) -> bool:
    """Whether the notes tell each mark, each condition once and one for the rest, and what a share is of."""
    conditions = [(each.when, each.x) for each in classes]
    told = {each.mark for each in classes if each.when and each.word}
    of_target = bool(_OF_TARGET.search(squeeze(notes)))
    shares = (each for each in classes if each.when == "target_share")
    return (
        told == {*marks}
        and len({*conditions}) == len(conditions)
        and sum(each.when == "otherwise" for each in classes) == 1
        and all(of_target or any(name in squeeze(each.word) for name in _YARDSTICKS) for each in shares)
        and not any("期待値" in each.word or "計画値" in each.word for each in classes)
    )
