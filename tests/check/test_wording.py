"""Sentences whose verb stands in another form than in all like them."""

import pytest

from cityplan.check.wording import odd_verbs
from cityplan.tables.schema import frame

USUAL = ["推進に取り組みます。", "促進に取り組みます。"]


def told(*sentences: str) -> list[tuple[str, int]]:
    rows = [
        {"scope": "plan", "plan_id": "02", "section": "基本方針", "seq": n, "text": text, "source_line": n}
        for n, text in enumerate(sentences, start=1)
    ]
    tables = {"texts": frame("texts", rows), "program_items": frame("program_items", [])}
    return [(each.printed, each.place.source_line) for each in odd_verbs(tables)]


@pytest.mark.parametrize(
    ("sentences", "wanted"),
    [
        ([*USUAL, "適正化に取り組めます。"], [("取り組めます", 3)]),
        ([*USUAL, "適正化に取り組めます"], [("取り組めます", 3)]),
        ([*USUAL], []),
        ([USUAL[0], "適正化に取り組めます。"], []),  # one tells nothing of what is usual
        ([*USUAL, "適正化に取り組めます。", "整備に取り組めます。"], []),  # as often as the other
        (["連携が進みます。", "整備が進みます。", "連携を進めます。"], []),  # another particle
        (["努力に努めます。", "向上を図ります。", "改善を図ります。", "発信を高めます。"], []),
        (["改善を図ります。", "向上を図ります。", "発信を図れます。"], [("図れます", 3)]),
        (["取り組みます。", "取り組みます。", "取り組めます。"], []),  # no particle, no sentence
    ],
)
def test_only_a_rare_form_of_a_usual_verb_is_told(sentences: list[str], wanted: list[tuple[str, int]]) -> None:
    assert told(*sentences) == wanted
