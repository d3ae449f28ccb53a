"""What a reader of the overview asks next: what became better or worse, or fewer and why, and what has changed."""

from collections import defaultdict

from cityplan.compute.used import DOUBT, with_unit
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.city.plans import declared_shares, glance, on_axis
from cityplan.report.city.verdict import by_indicator
from cityplan.report.plan.changes import change_counts, changes_of
from cityplan.report.plan.verdict_facts import IndicatorFacts
from cityplan.report.quoted import FALL_WORDS, cause_quoted
from cityplan.report.report import Report, filled, filled_where, note_lines
from cityplan.report.row_words import LOWER, disagreement, is_share, same_indicator
from cityplan.tables.definitions import Activity
from cityplan.tables.words import SUBJECTS

MOST, MOST_INDICATORS = 10, 20  # of each kind; the others stand in the briefs of their plans
_TONES = {"better": "up", "worse": "down"}


def fewer(o: Report) -> Fragment | None:
    """The activities 掲載事業 whose result is less than last year's, with the cause as printed 要因及び効果."""
    rows = [row for row in o.activities if row.value_change == "down"]
    unknown = "要因の記載なし" if o.prints("activities", "factors") else ""
    items = [_fewer(row, unknown) for row in rows[:MOST]]
    if len(rows) > MOST:
        items.append(fragment("ほか{}件は、プランごとの報告に", len(rows) - MOST))
    return note_lines(items) if items else None


def _fewer(row: Activity, unknown: str) -> Fragment:
    cause = cause_quoted(row.factors, FALL_WORDS)
    return fragment(
        "<strong>{} {}</strong>（{}→{}{}）{}",
        row.plan_id,
        row.name,
        with_unit(row.previous_text, row.unit),
        with_unit(row.actual_text, row.unit),
        "" if row.ratio is None or is_share(row.unit) else f"、{row.ratio}%",
        f"「{cause}」" if cause else unknown,
    )


def better(o: Report, heading: str) -> Fragment | None:
    """The indicators 指標 that became better since last year 良くなった, by value, else by mark."""
    return _moved(o, heading, "better")


def worse(o: Report, heading: str) -> Fragment | None:
    """The indicators 指標 that fell since last year 下がった, by value, else by mark."""
    return _moved(o, heading, "worse")


def disagreements(o: Report) -> Fragment | None:
    """A sentence for each indicator whose value and mark moved in two ways 値と印の食い違い."""
    said = (fragment("<p>{}</p>", disagreement(o.rule, row)) for row in o.indicators if row.moves_disagree)
    return joined(said) or None


def _moved(o: Report, heading: str, way: str) -> Fragment | None:
    """The indicators that moved one way; one that is printed in several plans 再掲 stands once.

    A mark of last year that stands for two parts 区分 tells of neither.
    """
    plans: dict[tuple[object, ...], list[str]] = {}
    for row in o.indicators:
        plans.setdefault(same_indicator(row), []).append(row.plan_id)
    told = {key: own for key, own in by_indicator(o).items() if own.move and own.move.way == way}
    items = [fragment("{} {}", "・".join(plans[key]), _move(own)) for key, own in told.items()]
    if not items:
        return None
    more = f"、ほか{len(items) - MOST_INDICATORS}件" if len(items) > MOST_INDICATORS else ""
    known = filled(heading, {"件数": len(items)})
    shown = joined(items[:MOST_INDICATORS], "、")
    return fragment('<p class="note"><strong>{}</strong>　{}{}</p>', known, shown, more)


def _move(told: IndicatorFacts) -> Fragment:
    """An indicator with what it was last year and is now: its value where both are known, else its mark."""
    assert told.move is not None
    lower = f"、{LOWER}" if told.better == "lower" and told.move.by == "value" else ""
    moved = fragment("{}→{}", told.move.before, told.move.now or told.actual)
    return fragment('{}（<span class="{} nowrap">{}</span>{}）', told.name, _TONES[told.move.way], moved, lower)


# how to read them


def notes(
    o: Report,
    *,
    ruler: str,
    path: str = "",
    targets: str = "点線は資料にあるこの年度の目標値や期待値。",
    either: str = "点線は資料にあるこの年度の目標値や期待値、なければ毎年同じだけ進む場合の値（市の目標ではない）。",
    ratios: str,
    no_ratio: str = "比なしは、0や0未満の値があり、比を計算できない事業。",
    declared: str,
    outlook: str,
    doubtful: str,
) -> Fragment:
    """The notes of the notebook's own words, with the facts in braces, in one paragraph.

    The dotted line of a ruler is the straight `path` or the city's `targets` of the year, or `either`. Those on the `ruler`, the `ratios` and what is `declared` of them stand where there are some, that on the `outlook` before there are
    actuals, that on `doubtful` numbers where one bears its ※.
    """
    shares = declared_shares(o)
    by = {row.expected_by for row in o.indicators} - {""}
    dotted = "" if not path else either if len(by) == 2 else targets if by == {"printed"} else path
    wanted = (
        (ruler + dotted, o.started and o.indicators and o.has_rulers),
        (ratios + no_ratio * any(each.percent is None for each in on_axis(o)), o.started and on_axis(o)),
        (declared, o.started and shares),
        (outlook, not o.started and o.indicators),
        (doubtful, DOUBT in (glance(o) or "")),
    )
    return note_lines([joined(filled_where(wanted, o.facts | {"資料の記載": shares}), "　")])


def changes(o: Report, words: str) -> Fragment | None:
    """How much changed since the document before 前の文書からの変更, in the notebook's words.

    The facts stand in braces; None where nothing changed, or where there is no document before.
    """
    rows = changes_of(o.exact)
    if not rows:
        return None
    kinds: dict[tuple[str, str, int | None, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.subject in SUBJECTS:
            kinds[row.subject, row.plan_id, row.no, row.name].add(row.kind)
    counted = change_counts((subject, own) for (subject, *_), own in kinds.items())
    return fragment("<p>{}</p>", filled(words, o.facts | counted | {"前の文書": rows[0].edition}))
