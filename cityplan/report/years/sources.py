"""Whence the figures of a comparison come 出典: both documents, and on screen the lines of each row."""

from collections.abc import Iterator

from cityplan.city.edition import Edition
from cityplan.compute.used import with_unit
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.read.kinds import kind_of
from cityplan.report.cite import lines_of
from cityplan.report.report import Report
from cityplan.report.row_words import own_year
from cityplan.report.years.comparison import Comparison
from cityplan.report.years.pairs import Pair
from cityplan.tables.definitions import Entry, IndicatorRow
from cityplan.tables.names import full_name
from cityplan.tables.words import SUBJECT_TABLES

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


def anchor(pair: Pair[Entry]) -> str:
    """The name of the place where the lines of a row stand."""
    side = "now" if pair.now else "before"
    return f"P-{side}-{pair.subject}-{pair.key[0]}-{pair.key[1]}"


def cited(pair: Pair[Entry], content: object) -> Fragment:
    """A name or value as a link to the lines of its row, in both documents."""
    return fragment('<a class="ref" href="#{}">{}</a>', anchor(pair), content)


def both_values(pair: Pair[Entry], years: tuple[int | None, int | None]) -> str:
    """The actuals 実績 of both years as printed; a unit that they share is told once: 61.5→69.9%.

    Where a value is not of the year of its document (`years`, the earlier first) it bears its own: 69.9%（R4）.
    """
    sides = [(each, year) for each, year in zip((pair.before, pair.now), years, strict=True) if each]
    said = [_actual(each) for each, _ in sides]
    own = [own_year(each, "actual", year) if isinstance(each, IndicatorRow) else "" for each, year in sides]
    unit = pair.row.unit
    if len(said) > 1 and unit and all(text.endswith(unit) for text in said):
        said[0] = said[0].removesuffix(unit)
    return "→".join(map("".join, zip(said, own, strict=True)))


def _actual(each: Entry) -> str:
    return with_unit(each.actual_text, each.unit) or "記載なし"


def sources(c: Comparison) -> Fragment:
    """Both documents 出典, the earlier first, in words that they use themselves."""
    said = "、".join(f"{each.year}は{each.publisher}『{each.title}』{kind_of(each).called}" for each in _editions(c))
    return fragment('<p class="source"><strong>出典</strong>　{}。「 」の文と数値は、資料のまま。</p>', said)


def _editions(c: Comparison) -> tuple[Edition, Edition]:
    return c.before.edition, c.edition


def source_list(c: Comparison, heading: str) -> Fragment:
    """Each row with what both documents say of it, and where; on screen only."""
    items = [_item(c, pair) for pair in c.pairs]
    return fragment(
        '<div class="screen"><details><summary>{}</summary>'
        '<p class="source">名前か数値を選ぶと、ここの行に移ります。</p><ul>{}</ul></details></div>',
        heading,
        joined(items),
    )


def _item(c: Comparison, pair: Pair[Entry]) -> Fragment:
    said = [_side(r, pair.subject, each) for r, each in ((c.before, pair.before), (c, pair.now)) if each]
    return fragment(
        '<li id="{}"><strong>{} {}</strong>　{}</li>',
        anchor(pair),
        pair.key[0],
        full_name(pair.row),
        joined(said, "　／　"),
    )


def _side(r: Report, subject: str, each: Entry) -> Fragment:
    table = SUBJECT_TABLES[subject]
    where = lines_of(r.lines_by_plan[each.plan_id], table, each.no, None)
    told = "、".join(_printed(each, subject))
    lines_told = f"（{where}）" if where else ""
    return fragment("{}{}：{}", r.edition.year, lines_told, told or "値の記載なし")


def _printed(each: Entry, subject: str) -> Iterator[str]:
    for column in _COLUMNS[subject]:
        if text := getattr(each, column):
            yield f"{_NAMES[column]} {text}"
