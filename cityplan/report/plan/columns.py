"""The three columns of a brief 3つの欄: how each indicator stands, how the activities went, what comes next.

Of a plan that has no results yet: what is so now いま, what is aimed at めざすこと, what is to be done すること.
A heading tells its yardstick, and stands only over what it is said of. Each text of the city stands once, and whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cityplan.city.rules import Rule
from cityplan.compute.used import with_unit
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.quantities import NOT_ENTERED, minus
from cityplan.read.chapter.patterns import bare
from cityplan.report.cite import cite, computed, lines_beside
from cityplan.report.plan.brief import Brief, note_refs
from cityplan.report.plan.verdict import facts, indicator_facts
from cityplan.report.plan.verdict_facts import IndicatorFacts, Yardstick, standing_words
from cityplan.report.plan.verdict_sentences import unforeseen
from cityplan.report.plan.verdict_words import Words as VerdictWords
from cityplan.report.plan.verdict_words import target_words, targets_named, year_told
from cityplan.report.report import columns, filled, section
from cityplan.report.row_words import (
    difference_words,
    disagreement,
    expected_words,
    in_pieces,
    is_level,
    is_share,
    lone_mark,
    marks_moved,
    other_baselines,
    said_in_words,
    shown_status,
)
from cityplan.tables.definitions import Activity, CellRow, Indicator, ObservationRow, ProgramRow
from cityplan.tables.schema import records


@dataclass(frozen=True)
class Words:
    """The headings 見出し of the groups, and the patterns 文の型 of their items; each may be another one."""

    # indicators, by their yardstick
    better: str = "前年度より{増えた}"
    better_mark: str = "印が前年度より上がった"
    worse: str = "前年度より{減った}"
    worse_mark: str = "印が前年度より下がった"
    better_lower: str = "前年度より{減った}（小さいほど良い）"
    worse_lower: str = "前年度より{増えた}（小さいほど良い）"
    reached: str = "{目標値}に届いている"
    reached_only: str = "{目標値}に届き、基準値に届いていない"
    above: str = "基準値以上"
    above_lower: str = "基準値以下（小さいほど良い）"
    short: str = "{目標値}に届いていない"
    below: str = "基準値に届いていない"
    unknown: str = "届いているか分からない"
    undirected: str = "良し悪しの向きが分からない"
    other: str = "そのほか"
    # how far an indicator is from its yardsticks
    beyond_yard: str = "{値}を{差}{上回る}。"
    equal_yard: str = "{値}と同じ。"
    short_yard: str = "{値}まであと{差}。"
    apart_yard: str = "{値}。"
    same_value: str = "（前年度と同じ）"
    expected: str = "{目安}（市の目標ではない）"
    no_cause: str = "要因は、指標ごとには書かれていない。"
    cause_beside: str = "要因は、指標ごとではなく、事業ごとに書かれている。"
    unforeseen: str = "{年度}目標値に届くかは、この資料からは分からない。"
    unforeseen_some: str = "ほかの指標が{年度}目標値に届くかは、この資料からは分からない。"
    unknown_because: str = "{理由}ため、届いているか分からない。"
    # activities: neither good nor bad
    more: str = "前年度より{増えた}"
    same: str = "前年度と同じ"
    fewer: str = "前年度より{減った}"
    apart: str = "数値で比べられない"


# indicators


def indicators(b: Brief, heading: str, words: Words) -> Fragment:
    """Each indicator 指標 once, under what moved first, else under how it stands to its yardsticks."""
    if not b.indicators or not b.started:
        return Fragment()
    groups: dict[str, list[tuple[Indicator, IndicatorFacts]]] = {}
    for row, known in indicator_facts(b):
        groups.setdefault(_group(known), []).append((row, known))
    ordered = sorted(groups, key=_ORDER.index)
    parts = (
        fragment("<h3>{}</h3>{}", _heading(name, groups[name], words), _items(b, groups[name], words))
        for name in ordered
    )
    cause = words.cause_beside if any(row.factors for row in b.activities) else words.no_cause
    uncaused = any(not row.factors for name in _WANT_CAUSE & groups.keys() for row, _ in groups[name])
    unknown = [cause if uncaused else "", unforeseen(facts(b), words)]
    told = fragment('<p class="note muted">{}</p>', joined(unknown)) if any(unknown) else ""
    return fragment("<h2>{}</h2>{}{}", heading, joined(parts), told)


def _heading(name: str, rows: Sequence[tuple[Indicator, IndicatorFacts]], words: Words) -> Fragment:
    """The heading of a group, with the year of its targets."""
    targets = targets_named((known.target for _, known in rows), VerdictWords())
    return filled(getattr(words, name), {"目標値": targets, **_verbs([row for row, _ in rows])})


def _verbs(rows: Sequence[Activity | Indicator]) -> dict[str, str]:
    """What a group of values did: counts 増えた, shares 上がった, both where it has both."""
    shares = {is_level(row) for row in rows}
    verbs = {"増えた": "上がった", "減った": "下がった"}
    return {
        count: "・".join([count] * (False in shares) + [share] * (True in shares)) for count, share in verbs.items()
    }


_ORDER = [
    *("better", "better_lower", "better_mark", "worse", "worse_lower", "worse_mark"),
    *("reached", "reached_only", "above", "above_lower"),
    *("short", "below", "unknown", "undirected", "other"),
]
_WANT_CAUSE = {"worse", "worse_lower", "worse_mark", "short", "below"}
_STANDINGS = {"above_only": "above", "missing": "unknown", "unclear": "unknown", "bare": "other"}


def _group(known: IndicatorFacts) -> str:
    """The one group that an indicator stands in."""
    move, is_lower = known.move, known.better == "lower"
    if move and move.way in ("better", "worse"):
        return f"{move.way}_mark" if move.by == "mark" else f"{move.way}_lower" if is_lower else move.way
    kind = standing_words(known)
    kind = _STANDINGS.get(kind, kind)
    return f"{kind}_lower" if kind == "above" and is_lower else kind


def _items(b: Brief, rows: Sequence[tuple[Indicator, IndicatorFacts]], words: Words) -> Fragment:
    """The indicators of a group; the parts 区分 of one name stand together."""
    names: dict[Fragment, list[Fragment]] = {}
    for row, known in rows:
        name = cite(b.lines, row.name, "indicators", row.indicator_no, "name")
        names.setdefault(name, []).append(_indicator(b, row, known, words))
    items = (fragment("<p><strong>{}</strong></p>{}", name, joined(said)) for name, said in names.items())
    return joined(items)


def _indicator(b: Brief, row: Indicator, known: IndicatorFacts, words: Words) -> Fragment:
    part = fragment("<strong>{}</strong> ", row.subgroup) if row.subgroup else ""
    refs = note_refs(b, "indicators", row.indicator_no)
    actual = fragment("<strong>{}</strong>{} ", known.actual, _same(known, words)) if known.actual else ""
    why = filled(words.unknown_because, {"理由": known.why}) if known.why else ""
    said = [part, _marks(b.rule, row, known), actual, why, *_distances(b, row, known, words)]
    lines = [fragment('<p class="note">{}{}</p>', joined(said), refs)]
    if row.moves_disagree:
        lines.append(fragment('<p class="note">{}</p>', disagreement(b.rule, row)))
    if expected := expected_words(row):
        own = filled(words.expected, {"目安": expected})
        lines.append(fragment('<p class="note muted">{}</p>', computed(own, "indicators", row.indicator_no)))
    lines.append(_quoted(row.factors, lines_beside(b.lines, "indicators", row.indicator_no, "factors")))
    return joined(lines)


def _same(known: IndicatorFacts, words: Words) -> str:
    """That a value is last year's, which no arrow tells."""
    return words.same_value if known.move and known.move.by == "value" and known.move.verb == "same" else ""


def _marks(rule: Rule | None, row: Indicator, known: IndicatorFacts) -> Fragment:
    """Last year's value or mark beside this year's mark: △→○, or ○（前年度も○）."""
    now, before, move = shown_status(row), row.status_previous_printed, known.move
    tone = {"better": "up", "worse": "down"}.get(move.way, "") if move and row.polarity else ""
    if move and move.by == "value" and move.verb != "same":
        return fragment('<span class="{} nowrap">{}→</span>', tone, move.before)
    if move and tone:
        return fragment('<span class="{} nowrap">{}</span> ', tone, marks_moved(rule, row))
    shown = lone_mark(rule, now, "mark") if now else fragment("")
    same = fragment("（前年度も{}）", lone_mark(rule, before)) if move and before == now else ""
    return fragment('<span class="nowrap">{}{}</span> ', shown, same) if shown else shown


def _distances(b: Brief, row: Indicator, known: IndicatorFacts, words: Words) -> Iterator[Fragment]:
    """How far the value is from its baselines 基準値 and its target 目標値."""
    is_reached = standing_words(known) == "reached"
    others = other_baselines(records(b.exact["observations"], ObservationRow), row)
    numbers = [row.baseline, *(each.value for each in others if each.value is not None)]
    if not is_reached:
        for yard, number in zip(known.baselines, numbers, strict=False):
            year = f"{yard.year}の" if len(known.baselines) > 1 else ""
            yield _distance(row, yard, number, f"{year}基準値", words)
    for target in filter(None, (known.target, known.later)):
        yield _distance(row, target, target.number, _name(target), words)
    if target_said := said_in_words(row, "target"):
        shown = cite(b.lines, f"「{target_said}」", "indicators", row.indicator_no, "target_text")
        yield filled(words.apart_yard, {"値": fragment('<span class="nowrap">{}</span>', joined(["目標値", shown]))})


def _name(target: Yardstick) -> Fragment:
    """What a target is called before its value: R7の目標値."""
    bare_target = replace(target, value="", year="" if year_told(target) else target.year)
    return target_words(bare_target, VerdictWords())


def _distance(row: Indicator, yard: Yardstick, number: Decimal | None, name: object, words: Words) -> Fragment:
    pattern = {"beyond": words.beyond_yard, "equal": words.equal_yard, "short": words.short_yard}.get(yard.side)
    value = fragment('<span class="nowrap">{}</span>{}', name, yard.value)
    if pattern is None or row.actual is None or number is None:
        return filled(words.apart_yard, {"値": value})
    apart = abs(row.actual - number)
    unit = "ポイント" if is_share(row.unit) else row.unit
    told = fragment('<span class="nowrap">{}</span>', computed(f"{minus(apart)}{unit}", "indicators", row.indicator_no))
    over = "下回る" if row.polarity == "lower" else "上回る"
    return filled(pattern, {"値": value, "差": told, "上回る": over})


# activities


def activities(b: Brief, heading: str, words: Words, factors: str) -> Fragment:
    """The results 実績 of the activities against last year: more, the same, fewer, exactly; neither is good or bad.

    The city's own words on an activity, whole, stand with it; `factors` is what it calls them.
    """
    if not b.measured or not b.started:
        return Fragment()
    heads = {"up": words.more, "same": words.same, "down": words.fewer, "": words.apart}
    groups = ((head, [row for row in b.measured if (row.value_change or "") == way]) for way, head in heads.items())
    parts = (
        fragment("<h3>{}</h3>{}", filled(head, _verbs(rows)), joined(_activity(b, row) for row in rows))
        for head, rows in groups
        if rows
    )
    small = fragment(' <small class="nowrap">{}</small>', factors) if any(row.factors for row in b.measured) else ""
    return fragment("<h2>{}{}</h2>{}", heading, small, joined(parts))


def _activity(b: Brief, row: Activity) -> Fragment:
    refs = note_refs(b, "activities", row.activity_no)
    name = cite(b.lines, row.name, "activities", row.activity_no, "name")
    said = [fragment("<p><strong>{}</strong>{}</p>", name, refs), _result(b, row), _factors(b, row)]
    return joined(said)


def _result(b: Brief, row: Activity) -> Fragment:
    """Both values and how far they are apart; what has no numbers stands in the table."""
    if not row.value_change:
        return Fragment()
    before, now = (
        cite(b.lines, with_unit(text, row.unit), "activities", row.activity_no, column)
        for text, column in ((row.previous_text, "previous_text"), (row.actual_text, "actual_text"))
    )
    change = in_pieces(difference_words(row.difference, None, row.unit))
    told = computed(change, "activities", row.activity_no)
    pattern = (
        '<p class="note">{} <span class="nowrap">{}→</span><span class="nowrap"><strong>{}</strong></span>（{}）</p>'
    )
    return fragment(pattern, row.measure, before, now, told)


def _factors(b: Brief, row: Activity) -> Fragment:
    if ("activities", row.activity_no, "factors") in b.open_cells:
        return fragment('<p class="note muted">{}</p>', NOT_ENTERED)
    return _quoted(row.factors, lines_beside(b.lines, "activities", row.activity_no, "factors"))


def _quoted(text: str, where: Fragment) -> Fragment:
    return fragment('<p class="quote">「{}」{}</p>', text.strip(), where) if text else Fragment()


# what comes next


def next_steps(b: Brief, heading: str, direction: str) -> Fragment:
    """What comes next for each activity, in the city's own words, whole; `direction` is what it calls them."""
    once = {(row.name, row.direction): row for row in reversed(b.activities)}  # one with two measures has two rows
    said = [
        fragment(
            "<p><strong>{}</strong></p>{}",
            cite(b.lines, row.name, "activities", row.activity_no, "name"),
            _quoted(row.direction, lines_beside(b.lines, "activities", row.activity_no, "direction")),
        )
        for row in b.activities
        if row.direction and once[row.name, row.direction] is row
    ]
    return (
        fragment('<h2>{} <small class="nowrap">{}</small></h2>{}', heading, direction, joined(said))
        if said
        else Fragment()
    )


# what is to be done


def programs(b: Brief, titles: Mapping[str, str]) -> Fragment | None:
    """The programmes 基本事業 of a plan side by side: divisions, policies and main activities, as printed.

    They stand under the document's own heading, or the one that `titles` has for it.
    """
    cells = b.exact["cells"]
    printed = records(cells[cells["table"] == "program_items"], CellRow)
    rows = records(b.exact["programs"], ProgramRow)
    panels = [_program(b, row, [each for each in printed if each.row == row.program_no]) for row in rows]
    word = bare(b.edition.chapter.activities)
    return section(titles.get(word, word), columns(*panels)) if panels else None


def _program(b: Brief, row: ProgramRow, printed: Sequence[CellRow]) -> Fragment:
    words = b.program_parts
    own = {kind: [each.text for each in printed if each.column == kind] for kind in words}
    policies = joined(fragment("<li>{}</li>", text) for text in own["policy"])
    parts = [
        fragment("<h3>{}</h3>", row.name),
        *(fragment('<p class="note muted">{}　{}</p>', words["division"], text) for text in own["division"]),
        fragment("<ul>{}</ul>", policies) if policies else "",
        *(fragment('<p class="note"><strong>{}</strong>　{}</p>', words["activity"], text) for text in own["activity"]),
    ]
    return joined(parts)
