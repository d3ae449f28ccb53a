"""How to read the overview: what its marks and ratios mean, and whence it comes, in a few lines."""

from collections import defaultdict
from typing import Any

from cityplan.brief import filled
from cityplan.brief_changes import SUBJECTS, change_counts, changes_of
from cityplan.document import reference_words
from cityplan.markup import Fragment, fragment, joined
from cityplan.overview import Overview, facts
from cityplan.overview_lists import standings


def notes(
    o: Overview,
    *,
    marks: str,
    ratios: str,
    declared: str,
    progress: str,
    choice: str,
    outlook: str,
    source: str,
) -> Fragment:
    """The notes of the notebook's own words, with the facts in braces, in one paragraph.

    Those on `marks`, `ratios`, activities `declared` in all and `progress` stand where there are
    some, that on the `choice` where a standing bears ※ for it, that on the `outlook` before there
    are actuals, the `source` always.
    """
    found = standings(o)
    left = "、".join(f"{reason}{count}件" for reason, count in found.left_out)
    known = facts(o) | {
        "比べた指標": len(found.compared),
        "除いた指標": f"（除外：{left}）" if left else "",
        "発行者": o.edition.publisher,
        "資料": o.edition.title,
        "基準日": f"{day}。" if (day := reference_words(o.edition)) else "",
    }
    wanted = (
        (marks, o.started and o.rule and o.indicators),
        (ratios, o.started and o.activities),
        (declared, o.started and known["延べ事業数"]),
        (progress, found.compared),
        (choice, any(map(found.rests_on_a_choice, (*found.nearest, *found.farthest)))),
        (outlook, not o.started and o.indicators),
        (source, True),
    )
    said = [filled(words, known) for words, needed in wanted if needed]
    return fragment('<p class="note">{}</p>', joined(said, "　"))


def changes(o: Overview, words: str) -> Fragment | None:
    """How much changed since the document before 前の文書からの変更, in the notebook's words.

    The facts stand in braces; None where nothing changed, or where there is no document before.
    """
    rows = changes_of(o.tables)
    if not rows:
        return None
    kinds: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in rows:
        if row.subject in SUBJECTS:
            kinds[row.subject, row.plan_id, row.no, row.name].add(row.kind)
    counted = change_counts((subject, own) for (subject, *_), own in kinds.items())
    known = facts(o) | counted | {"前の文書": rows[0].edition}
    return fragment("<p>{}</p>", filled(words, known))
