"""Whence the figures of a comparison come 出典: both documents with the lines of each row."""

from collections.abc import Iterator
from typing import Any

from cityplan.files.markup import Fragment, fragment, joined
from cityplan.read.places import line_words
from cityplan.report.cite import Lines, lines_of
from cityplan.report.city.overview import Overview
from cityplan.report.plan.brief import with_unit
from cityplan.report.plan.text import form_words
from cityplan.report.years.comparison import Comparison
from cityplan.report.years.pairs import TABLES, Pair
from cityplan.tables.contract import PlanRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import NUMBERS, records

_COLUMNS = {
    "activity": ("actual_text", "previous_text", "ratio_printed_text", "factors"),
    "indicator": ("baseline_text", "target_text", "actual_text", "status_printed"),
}
_NAMES = {
    "actual_text": "実績",
    "previous_text": "前年度",
    "ratio_printed_text": "前年度比（記載）",
    "factors": "要因及び効果",
    "baseline_text": "基準値",
    "target_text": "目標値",
    "status_printed": "印",
}


def anchor(pair: Pair) -> str:
    """The name of the place where the lines of a row stand."""
    side = "now" if pair.now else "before"
    return f"P-{side}-{pair.subject}-{pair.key[0]}-{pair.key[1]}"


def cited(pair: Pair, content: object) -> Fragment:
    """A name or value as a link to the lines of its row, in both documents."""
    return fragment('<a class="ref" href="#{}">{}</a>', anchor(pair), content)


def both_values(pair: Pair) -> str:
    """The actuals 実績 of both years as printed; a unit that they share is told once: 61.5→69.9%."""
    said = [_actual(each) for each in (pair.before, pair.now) if each]
    unit = pair.row.unit
    if len(said) > 1 and unit and all(text.endswith(unit) for text in said):
        said[0] = said[0].removesuffix(unit)
    return "→".join(said)


def _actual(each: Any) -> str:
    return with_unit(each, each.actual_text) or "記載なし"


def sources(c: Comparison) -> Fragment:
    """Both documents 出典, the earlier first, with the lines of their activities and indicators by plan."""
    sides = ((c.before, c.lines[1]), (c.now, c.lines[0]))
    return joined(_source(o, lines) for o, lines in sides)


def _source(o: Overview, lines: dict[str, Lines]) -> Fragment:
    edition = o.edition
    where = [
        f"{plan.plan_id}：{said}"
        for plan in records(o.exact["plans"], PlanRow)
        if (said := _lines(lines[plan.plan_id]))
    ]
    return fragment(
        '<p class="source"><strong>出典（{}）</strong>　{}『{}』{}（{}）。プランごとの事業と指標　{}。</p>',
        edition.year,
        edition.publisher,
        edition.title,
        form_words(edition),
        edition.raw_file,
        "　".join(where) or "なし",
    )


def _lines(lines: Lines) -> str:
    """From the first to the last line of a plan's activities and indicators: 498〜507行."""
    own = [
        line
        for (table, number, _), numbers in lines.by_cell.items()
        if table in TABLES.values() and number > 0
        for line in numbers
    ]
    return line_words(lines.edition, *range(min(own), max(own) + 1)) if own else ""


def source_list(c: Comparison, heading: str) -> Fragment:
    """Each row with what both documents say of it, and where; on screen only."""
    items = [_item(c, pair) for pair in (*c.indicators, *c.activities)]
    return fragment(
        '<div class="screen"><h2>{}</h2><p class="source">名前か数値を選ぶと、ここの行に移ります。</p><ul>{}</ul></div>',
        heading,
        joined(items),
    )


def _item(c: Comparison, pair: Pair) -> Fragment:
    sides = ((c.before, pair.before, c.lines[1]), (c.now, pair.now, c.lines[0]))
    said = [_side(o, pair.subject, each, lines) for o, each, lines in sides if each]
    return fragment(
        '<li id="{}"><strong>{} {}</strong>　{}</li>',
        anchor(pair),
        pair.key[0],
        full_name(pair.row),
        joined(said, "　／　"),
    )


def _side(o: Overview, subject: str, each: Any, lines: dict[str, Lines]) -> Fragment:
    table = TABLES[subject]
    where = lines_of(lines[each.plan_id], table, int(getattr(each, NUMBERS[table])), None)
    told = "、".join(_printed(each, subject))
    lines_told = f"（{where}）" if where else ""
    return fragment("{}{}：{}", o.edition.year, lines_told, told or "値の記載なし")


def _printed(each: Any, subject: str) -> Iterator[str]:
    for column in _COLUMNS[subject]:
        if text := getattr(each, column):
            yield f"{_NAMES[column]} {text}"
