"""What became better or worse, more or fewer, and what is new or ended between two years, by project."""

from collections.abc import Callable, Iterator, Sequence

from cityplan.compute.moves import MOVES_OF_MARKS, disagree
from cityplan.compute.used import with_unit
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.city.overview import NO_PROJECT, by_project
from cityplan.report.plan.changes import change_line, change_words
from cityplan.report.quoted import FALL_WORDS, RISE_WORDS, cause_quoted
from cityplan.report.report import filled, filled_where, note_lines
from cityplan.report.row_words import LOWER, own_year, shown_status
from cityplan.report.years.comparison import Comparison, Row, apart
from cityplan.report.years.pairs import (
    NO_SHEET,
    UNMATCHED,
    Pair,
    mark_moved,
    moved,
    results_change,
    results_moved,
    value_moved,
)
from cityplan.report.years.sources import both_values, cited
from cityplan.tables.definitions import Entry, Indicator
from cityplan.tables.names import full_name
from cityplan.tables.words import SUBJECTS

_STANDINGS = {word: f"{word.removesuffix('シートなし')}シートがないもの" for word in NO_SHEET.values()}
MOST = 4  # of each kind in a project; the others stand in the reports of their plans
_CAUSES = {"up": RISE_WORDS, "down": FALL_WORDS}


def better(c: Comparison, heading: str) -> Fragment | None:
    """The indicators that became better 良くなった, by project; `heading` may name the number 件数 in braces."""
    return _panel(c, heading, lambda plans: list(_indicators(c, plans, "better")))


def worse(c: Comparison, heading: str, no_cause: str) -> Fragment | None:
    """The indicators that fell 下がった, by project; `no_cause` is said of them, as the documents tell none."""
    return _panel(c, heading, lambda plans: list(_indicators(c, plans, "worse")), no_cause)


def more(c: Comparison, heading: str) -> Fragment | None:
    """The activities 掲載事業 whose results are more 増えた, by project, with the cause as printed."""
    return _panel(c, heading, lambda plans: list(_results(c, plans, "up")))


def fewer(c: Comparison, heading: str) -> Fragment | None:
    """The activities 掲載事業 whose results are fewer 減った, by project, with the cause as printed."""
    return _panel(c, heading, lambda plans: list(_results(c, plans, "down")))


def disagreements(c: Comparison) -> Fragment | None:
    """A sentence for each indicator whose value and mark moved in two ways 値と印の食い違い."""
    said = [
        fragment(
            "{} {}は、値が{}、印は{}→{}で、動きが合わない。",
            pair.key[0],
            full_name(pair.row),
            cited(pair, both_values(pair, c.result_years)),
            *map(shown_status, pair.both),
        )
        for pair in c.indicator_pairs
        if pair.in_both and disagree(value_moved(pair), MOVES_OF_MARKS.get(mark_moved(pair, c.common_rule), ""))
    ]
    return note_lines(said) or None


def changed(c: Comparison, heading: str) -> Fragment | None:
    """What is new, ended, renamed or measured anew 新規・終了・変更, by project, as `changes` tells."""
    return _panel(c, heading, lambda plans: list(_changed(c, plans)))


def _panel(
    c: Comparison, heading: str, listed: Callable[[set[str]], list[Fragment]], note: str = ""
) -> Fragment | None:
    """The items of each project below its name; those of plans that are no more stand last."""
    parts: list[Fragment] = []
    count = 0
    for name, plans in _projects(c):
        items = listed(plans)
        count += len(items)
        if items:
            more = [fragment("ほか{}件は、プランごとの報告に", len(items) - MOST)] * (len(items) > MOST)
            parts.append(fragment("<h3>{}</h3>", name))
            parts.append(note_lines((*items[:MOST], *more)))
    if not parts:
        return None
    parts += [note_lines([fragment('<span class="muted">{}</span>', note)])] * bool(note)
    return fragment("<h2>{}</h2>{}", filled(heading, {"件数": count}), joined(parts))


def _projects(c: Comparison) -> Iterator[tuple[str, set[str]]]:
    known: set[str] = set()
    for group, plans in by_project(c):
        ids = {plan.plan_id for plan in plans}
        known |= ids
        yield group.name if group else NO_PROJECT, ids
    if others := {each.plan_now for each in c.changes} - known:
        yield "ほかのプラン", others


def _own(rows: Sequence[Pair[Row]], plans: set[str]) -> list[Pair[Row]]:
    return [pair for pair in rows if pair.in_both and pair.key[0] in plans]


def _indicators(c: Comparison, plans: set[str], wanted: str) -> Iterator[Fragment]:
    for pair in _own(c.indicator_pairs, plans):
        if moved(pair, c.common_rule) == wanted:
            yield _indicator(c, pair, {"better": "up", "worse": "down"}[wanted])


def _indicator(c: Comparison, pair: Pair[Indicator], tone: str) -> Fragment:
    """An indicator with both actuals, its target, and both marks where they can be compared."""
    marks = [shown_status(row) for row in pair.both]
    doubt = any(row.status_agreement == "differs" for row in pair.both)
    shown = f"{'→'.join(marks)}{'※' if doubt else ''}" if mark_moved(pair, c.common_rule) else ""
    lower = LOWER if pair.row.polarity == "lower" else ""
    year = own_year(pair.row, "target", c.edition.target)
    goal = f"目標{with_unit(pair.row.target_text, pair.row.unit) or '記載なし'}{year}"
    return fragment(
        '<strong>{} {}</strong> <span class="{}">{}</span>（{}）',
        pair.key[0],
        full_name(pair.row),
        tone if pair.row.polarity else "",
        cited(pair, both_values(pair, c.result_years)),
        "、".join(filter(None, (shown, lower, goal))),
    )


def _results(c: Comparison, plans: set[str], wanted: str) -> Iterator[Fragment]:
    """Activities in the order of their plans, with the cause as printed."""
    for pair in _own(c.activity_pairs, plans):
        if results_moved(pair) != wanted:
            continue
        cause = cause_quoted(pair.row.factors, _CAUSES[wanted])
        yield fragment(
            "<strong>{} {}</strong>（{}、{}{}）{}",
            pair.key[0],
            full_name(pair.row),
            cited(pair, both_values(pair, c.result_years)),
            results_change(pair),
            "※" if c.conflicts(pair) else "",
            f"「{cause}」" if cause else "要因の記載なし",
        )


def _changed(c: Comparison, plans: set[str]) -> Iterator[Fragment]:
    """What the table `changes` tells of these plans, with the marks where they cannot be compared."""
    for edition, plan, row in sorted(c.changes, key=lambda each: each.plan_now):
        if plan in plans:
            own = edition.year == c.edition.year
            document = "この資料" if own else f"{edition.year}の資料"
            yield fragment(
                "{} {}{}", plan, change_words(row, edition.plan_noun, document), change_line(row, edition, of_page=own)
            )


# notes


def notes(c: Comparison, *, marks: str, results: str, doubtful: str, conflict: str) -> Fragment:
    """How to read the comparison, in the notebook's words, with the facts in braces.

    `doubtful` is said where a mark that moved does not follow from its values, `conflict` where the
    two documents differ on a value of the earlier year.
    """
    known = c.facts | {
        "印の意味": "　".join(map(c.common_rule.told, c.common_rule.marks))
        if c.common_rule
        else "規則が年度で違うか、読み取っていない",
        "印の出どころ": _whence(c),
        "食い違い": sum(map(c.conflicts, c.activity_pairs)),
    }
    wanted = (
        (marks, c.indicator_pairs),
        (results, c.activity_pairs),
        (doubtful, _doubtful(c)),
        (conflict, known["食い違い"]),
    )
    return note_lines([joined(filled_where(wanted, known), "　")])


def _whence(c: Comparison) -> str:
    """Whence the marks of each year are: printed by its document, or computed from the values of a form."""
    sides = ((c.before, [p.before for p in c.indicator_pairs]), (c, [p.now for p in c.indicator_pairs]))
    computed = [o.edition.year for o, rows in sides if not any(row.status_printed for row in rows if row)]
    if not computed:
        return "どの年度の印も、その年度の文書のもの。"
    printed = [o.edition.year for o, _ in sides if o.edition.year not in computed]
    said = f"{'と'.join(computed)}の印は、文書（様式）の値から計算したもの。"
    return f"{printed[0]}の印は、文書の記載。{said}" if printed else said


def _doubtful(c: Comparison) -> bool:
    return any(
        mark_moved(pair, c.common_rule) in ("improved", "worsened")
        and "differs" in [row.status_agreement for row in pair.both]
        for pair in c.indicator_pairs
        if pair.in_both
    )


def not_compared(c: Comparison) -> Fragment | None:
    """What stands in both documents and cannot be compared 比べられないもの, by reason, each by name."""
    said = [
        fragment(
            "<strong>{}：{} {}件</strong>　{}",
            SUBJECTS[subject],
            why,
            len(own),
            joined((_apart(pair) for pair in own), "、"),
        )
        for subject, why, own in apart(c)
    ]
    return note_lines([*said, *_unmatched(c)]) or None


def _apart(pair: Pair[Entry]) -> Fragment:
    marks = [shown_status(row) for row in pair.both if isinstance(row, Indicator)]
    moved = f"（{'→'.join(marks)}）" if any(marks) else ""
    return fragment("{} {}{}", pair.key[0], cited(pair, full_name(pair.row)), moved)


def _unmatched(c: Comparison) -> Iterator[Fragment]:
    """Rows of one document of which neither tells what they are in the other, or that has no sheet."""
    for word in (UNMATCHED, *NO_SHEET.values()):
        found = [p for p in c.pairs if not p.in_both and p.standing == word]
        names = joined((_apart_alone(c, pair) for pair in found), "、")
        if found:
            yield fragment("<strong>{} {}件</strong>　{}", _STANDINGS.get(word, word), len(found), names)


def _apart_alone(c: Comparison, pair: Pair[Entry]) -> Fragment:
    year = c.years[1] if pair.now else c.years[0]
    return fragment("{} {}（{}だけ）", pair.key[0], cited(pair, full_name(pair.row)), year)
