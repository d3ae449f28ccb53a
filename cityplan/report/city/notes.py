"""How to read the overview: what its marks and ratios mean, and whence it comes, in a few lines."""

from collections import defaultdict
from typing import Any

from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.city.overview import Overview, facts
from cityplan.report.plan.brief import filled
from cityplan.report.plan.changes import change_counts, changes_of
from cityplan.tables.words import SUBJECTS


def notes(o: Overview, *, marks: str, ratios: str, declared: str, moves: str, outlook: str, source: str) -> Fragment:
    """The notes of the notebook's own words, with the facts in braces, in one paragraph.

    Those on `marks`, `ratios`, activities `declared` in all and `moves` of indicators stand where there
    are some, that on the `outlook` before there are actuals, the `source` always.
    """
    known = facts(o) | {"発行者": o.edition.publisher, "資料": o.edition.title}
    wanted = (
        (marks, o.started and o.rule and o.indicators),
        (ratios, o.started and o.activities),
        (declared, o.started and known["延べ事業数"]),
        (moves, o.started and o.indicators),
        (outlook, not o.started and o.indicators),
        (source, True),
    )
    said = [filled(words, known) for words, needed in wanted if needed]
    return fragment('<p class="note">{}</p>', joined(said, "　"))


def changes(o: Overview, words: str) -> Fragment | None:
    """How much changed since the document before 前の文書からの変更, in the notebook's words.

    The facts stand in braces; None where nothing changed, or where there is no document before.
    """
    rows = changes_of(o.exact)
    if not rows:
        return None
    kinds: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in rows:
        if row.subject in SUBJECTS:
            kinds[row.subject, row.plan_id, row.no, row.name].add(row.kind)
    counted = change_counts((subject, own) for (subject, *_), own in kinds.items())
    known = facts(o) | counted | {"前の文書": rows[0].edition}
    return fragment("<p>{}</p>", filled(words, known))
