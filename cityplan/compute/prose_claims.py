"""What a text claims in words 文中の記述: 増加 of a result, 目標値を上回る of an indicator.

Only a statement about what happened counts (補助件数が増加した), no aim (増加を図る) and no hope
(増加につながるため); and only one whose subject is the thing measured, not a part of it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from cityplan.japanese.letters import squeeze

UP, DOWN, FLAT = "up", "down", "flat"
MOVEMENTS = {"増加": UP, "減少": DOWN, "低下": DOWN, "横ばい": FLAT}
_HOW = "大きく|大幅に|やや|更に|さらに|急激に|著しく|年々|徐々に|わずかに|概ね|おおむね|ほぼ"
_SINCE = "前年度?(?:に|と)比(?:べ|較し)て?、?"
_SUBJECT = r"(?P<subject>[^、。()「」]+?)"
# 減少したわけではない, 減少した場合 and 減少した前年度 are no statements about this year.
_HAPPENED = (
    "した(?!わけ|場合|とき|際|ら|前年|昨年)|し、|しており|している(?!わけ|場合)|していること|してきた|するなど"
    "|傾向|である|であった|で推移|となっ|に伴い|とともに|につながった|につながり、|がみられ"
)
_MOVEMENT = re.compile(rf"{_SUBJECT}[がもはの](?:{_SINCE})?(?:{_HOW})?(?P<word>{'|'.join(MOVEMENTS)})(?={_HAPPENED})")
# 上回るよう, 上回る見込み and 達成できなかった say nothing of what happened.
_MET = (
    "った(?!わけ|場合)|り(?=、)|って(?=いる(?!わけ)|おり)|る(?=など|結果|実績|もの|こと[がと]|[。、]|$)"
    "|した(?!わけ|場合)|し(?=、)|して(?=いる(?!わけ)|おり)"
)
_TARGET = re.compile(
    rf"{_SUBJECT}[がもは](?P<word>(?P<which>目標|基準)値?を(?:{_HOW})?(?P<met>上回|下回|達成)(?:{_MET}))"
)
_PART = re.compile("に係る|に関する|についての|のうち|に占める")
_NOUN = re.compile(r"[一-龠々〇ァ-ヶーA-Za-z0-9・]+$")
_WHOLE = re.compile(r"(?:等|など|全体|自体)$")
_ANY_PEOPLE = ("参加者数", "利用者数", "参加者", "利用者")
SHORTEST_NAME = 3  # characters; 件数 alone may be anything's


class Claim(NamedTuple):
    """A claim in words with its subject and its place in the text."""

    subject: str
    word: str
    meaning: str  # up, down, flat; above, below, reached
    start: int
    against: str = ""  # 目標, 基準


def movements(text: str) -> Iterator[Claim]:
    """What a folded text says has risen, fallen or stayed.

    >>> [(c.subject, c.word) for c in movements("着工件数が減少したことに伴い、補助件数も減少している。参加者の増加を図る。")]
    [('着工件数', '減少'), ('補助件数', '減少')]
    """
    for match in _MOVEMENT.finditer(text):
        if "転じ" in text[match.end() :].split("。")[0]:
            continue  # 減少したが、増加に転じた: the first is another year's
        yield Claim(match["subject"], match["word"], MOVEMENTS[match["word"]], match.start("word"))


def comparisons(text: str) -> Iterator[Claim]:
    """What a folded text says of targets and baselines.

    >>> [(c.subject, c.word) for c in comparisons("創業者数が目標値を大きく上回るなど、効果が出ている。")]
    [('創業者数', '目標値を大きく上回る')]
    """
    meanings = {"上回": "above", "下回": "below", "達成": "reached"}
    for match in _TARGET.finditer(text):
        yield Claim(match["subject"], match["word"], meanings[match["met"]], match.start("word"), match["which"])


def is_about(subject: str, names: list[str]) -> bool:
    """Whether the last noun of a subject is one of these names or ends it, and no part of it.

    >>> is_about("イベント参加者", names_of("イベント参加者数", "人"))
    True
    >>> is_about("住宅取得に係る補助件数", ["補助件数"]), is_about("申請件数", ["補助件数"])
    (False, False)
    """
    said = _WHOLE.sub("", squeeze(subject))
    noun = _NOUN.search(said)
    if noun is None or _PART.search(said):
        return False
    last = _WHOLE.sub("", noun[0])
    return len(last) >= SHORTEST_NAME and any(
        name.endswith(last) or (len(name) >= SHORTEST_NAME and last.endswith(name)) for name in names
    )


def names_of(measure: str, unit: str) -> list[str]:
    """The names under which a text may speak of a measure 測り方 (besides 実績).

    >>> names_of("利用人数", "人"), names_of("", "人")[:1]
    (['利用人数', '利用者数', '利用者'], ['参加者数'])
    """
    bare = _WHOLE.sub("", re.sub(r"\([^()]*\)", "", squeeze(measure)))
    if not bare:
        return list(_ANY_PEOPLE) if unit in ("人", "名") else []
    forms = [bare, re.sub("人数$", "者数", bare)]
    forms += [form.removesuffix("数") for form in forms if form.endswith("者数")]
    return list(dict.fromkeys(forms))
