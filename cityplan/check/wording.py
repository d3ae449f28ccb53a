"""Sentences of a plan that a reader would stop at: a verb that stands in another form than in all like them."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from cityplan.check.finding import Finding, Findings, Place, audited
from cityplan.check.kind import FindingKind
from cityplan.tables.definitions import ProgramItemRow, TextRow
from cityplan.tables.schema import Tables, table_rows

LEAST = 2  # like sentences; fewer tell nothing of what is usual
# 五段 verbs: the polite form 取り組みます and the potential one 取り組めます differ in one syllable.
_POLITE, _POTENTIAL = "いきぎしちにびみり", "えけげせてねべめれ"
# The particle counts: 連携が進みます is no other form of 連携を進めます.
_END = re.compile(
    rf"(?P<stem>[をにとへがは][^をにとへがは、。\s]{{0,6}}[一-龠々])(?P<form>[{_POLITE}{_POTENTIAL}])ます。?$"
)


class _Verb(NamedTuple):
    """The verb that ends a sentence: its particle and stem, its one syllable, and where it stands."""

    stem: str
    syllable: str
    place: Place

    @property
    def polite(self) -> str:
        """The syllable of the polite form: み of め."""
        return _POLITE[_POTENTIAL.index(self.syllable)] if self.syllable in _POTENTIAL else self.syllable

    @property
    def word(self) -> str:
        return f"{self.stem[1:]}{self.syllable}ます"


ODD_VERB = FindingKind("odd_verb", "文の終わりの言い方", "info")


@audited
def odd_verbs(tables: Tables) -> Findings:
    """A policy 取組方針・基本方針 that says what can be done where all like it say what is done: 取り組めます.

    Told where the usual form of the same verb, after the same particle, ends more sentences of the document
    (Takahagi R6: 取り組みます five times, 取り組めます three times). Both are words: a doubt, no more.
    """
    verbs = list(_verbs(tables))
    times = Counter((verb.stem, verb.syllable) for verb in verbs)
    for verb in verbs:
        usual = times[verb.stem, verb.polite]
        if verb.syllable in _POLITE or not max(LEAST - 1, times[verb.stem, verb.syllable]) < usual:
            continue
        other = f"{verb.stem[1:]}{verb.polite}ます"
        yield Finding(
            ODD_VERB,
            f"文の終わりが「{verb.word}」です（ほかの{usual}文では「{other}」）。誤植かもしれません。",
            f"「{other}」の誤りかどうか、担当課に確かめてください。",
            verb.place,
            printed=verb.word,
            computed=other,
        )


def _verbs(tables: Tables) -> Iterator[_Verb]:
    """The verb at the end of each sentence that says what a plan does."""
    told = [
        (row.text, Place(row.source_line, "texts", row.plan_id))
        for row in table_rows(tables, TextRow)
        if row.scope == "plan"
    ]
    told += [
        (row.text, Place(row.source_line, "program_items", row.plan_id, row.program_no))
        for row in table_rows(tables, ProgramItemRow)
        if row.kind == "policy"
    ]
    for text, place in told:
        if found := _END.search(text):
            yield _Verb(found["stem"], found["form"], place)
