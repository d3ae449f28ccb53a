"""What is so now and what is aimed at 現状値と目標値, of an indicator that has no results yet, in a table cell."""

from cityplan.draw.chart import now_and_target
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.letters import squeeze
from cityplan.japanese.phrases import phrases
from cityplan.japanese.quantities import over_years
from cityplan.japanese.years import era
from cityplan.read.table.heading_words import USUAL
from cityplan.report.shown import graphic
from cityplan.tables.definitions import CellRow, Indicator, IndicatorRow
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import Tables, records
from cityplan.tables.words import POLARITIES

EXPECTED = "期待値"  # where no heading says another word
NOT_LIKE_ONE_YEAR = "単年の値と期間の平均は、そのままでは比べられない"


def drawn_aim(row: Indicator, width_mm: float) -> Fragment:
    """Both values as bars from zero, with their years; in words where an average over years 期間の平均 is no value of one year.

    Nothing where a value is missing, below zero, doubtful or a total over years 累計.
    """
    if is_average_beside_a_year(row):
        return fragment('<small class="muted">{}</small>', in_phrases(NOT_LIKE_ONE_YEAR))
    values = [value for value in (row.baseline, row.target) if value is not None]
    if len(values) < 2 or min(values) < 0 or row.target_kind != "level" or row.progress_reason == Reason.DOUBTFUL:
        return Fragment()
    now, target = values
    years = {"now_label": _year(row.baseline_fy, "現状"), "target_label": _year(row.target_fy, "目標")}
    return graphic(now_and_target(now, target, unit=row.unit, width_mm=width_mm, **years))


def is_average_beside_a_year(row: IndicatorRow) -> bool:
    """Whether a target is an average over years 期間の平均, and the present value is none."""
    return (
        row.target_kind == "period_average"
        and bool(row.baseline_text)
        and "period_average" not in over_years(row.baseline_text)
    )


def direction(row: IndicatorRow) -> str:
    """Which way is better 向き, and whence that is known."""
    word = POLARITIES.get(row.polarity, "不明")
    source = {"inferred": "（目標値からの推定）", "declared": "（市の確認による）"}
    return word + source.get(row.polarity_source, "")


def in_phrases(words: str) -> Fragment:
    """Words of a narrow cell, which no line end parts within a phrase 文節."""
    return joined(fragment('<span class="nowrap">{}</span>', phrase) for phrase in phrases(words))


def _year(year: int | None, otherwise: str) -> str:
    return otherwise if year is None else era(int(year))


def expected_words(tables: Tables) -> dict[str, str]:
    """What the document calls what was expected of a year, by the heading of its column: 目安, 計画値, else 期待値."""
    cells = tables["cells"]
    heads = cells[(cells["table"] == "indicators") & (cells["row"] == 0) & cells["column"].str.startswith("expected_")]
    return {head.column: _expected_word(squeeze(head.text)) for head in records(heads, CellRow)}


def _expected_word(heading: str) -> str:
    """
    >>> _expected_word("R5目安"), _expected_word("令和5年度計画値"), _expected_word("区分")
    ('目安', '計画値', '期待値')
    """
    return max((word for word in USUAL["expected"].split() if word in heading), key=len, default=EXPECTED)
