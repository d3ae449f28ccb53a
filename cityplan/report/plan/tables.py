"""The two tables of a brief 掲載事業・目標指標: printed and computed side by side."""

import re
from typing import Any

from cityplan.check.values import UNREADABLE
from cityplan.city.entry_columns import NO_VALUE_WORDS
from cityplan.compute.outlook import latest_values
from cityplan.compute.remeasured import remeasured
from cityplan.compute.results import progress_ratio
from cityplan.compute.used import DOUBT, MARK, parted, with_unit
from cityplan.draw.chart import position, year_on_year
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.text import NOT_ENTERED, era, fold, minus, missing, quantity_texts
from cityplan.report.cite import cite, computed, lines_beside
from cityplan.report.facts_words import (
    RESULT_CHANGES,
    expected_words,
    in_pieces,
    is_share,
    other_baselines,
    result_change,
)
from cityplan.report.plan.brief import Brief, mark_word, no_value, note_refs, shown_status, year_label
from cityplan.report.plan.changes import changes_of
from cityplan.report.plan.related import related_words
from cityplan.report.plan.years import changes_per_year, needed
from cityplan.report.report import note_lines
from cityplan.report.shown import graphic
from cityplan.report.table import TableColumn, table
from cityplan.tables.contract import TABLES, FindingRow, HistoryRow, ObservationRow
from cityplan.tables.names import full_name
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import frame, records
from cityplan.tables.words import POLARITIES

_BARS, _RULER = 41.0, 55.0  # mm


def activities_table(b: Brief, width: str = "41mm 43mm 20mm 17mm 1fr") -> Fragment | None:
    """掲載事業の実績: this year against last, the ratio as printed and as computed, factors."""
    if not b.activities:
        return None
    now, before = year_label(b.edition.actual), year_label(b.edition.previous)
    heads = ("事業名・内容", f"実績（{before}→{now}）", ("前年度比", "記載"), ("前年度比", "計算"), "要因及び効果")
    columns: list[TableColumn] = list(
        zip(heads, ("label", "graphic", "num", "num", "prose"), width.split(), strict=True)
    )
    rows = [[_activity(b, row), _results(b, row), *_ratio(b, row), _factors(b, row)] for row in b.activities]
    if _prints(b, "activities", "ratio_printed_text"):
        return table("activities", columns, rows)
    del columns[2]
    for own in rows:
        del own[2]
    return joined([table("activities", columns, rows), note_lines(["前年度比は計算（資料に記載なし）。"])])


def _prints(b: Brief, table: str, column: str) -> bool:
    """Whether the document has a column at all: a heading, or a value in one of the plan's rows."""
    cells = b.exact["cells"]
    return bool(((cells["table"] == table) & (cells["column"] == column)).any())


def _factors(b: Brief, row: Any) -> Fragment:
    if ("activities", row.activity_no, "factors") in b.open_cells:
        return fragment('<span class="muted">{}</span>', NOT_ENTERED)
    return fragment("{}{}", row.factors, lines_beside(b.lines, "activities", row.activity_no, "factors"))


def _activity(b: Brief, row: Any) -> Fragment:
    alias = fragment("<small>【{}】</small>", row.alias) if row.alias else ""
    return fragment(
        '<strong>{}</strong>{}{}<br><small class="muted">{}</small>',
        cite(b.lines, row.name, "activities", row.activity_no, "name"),
        alias,
        note_refs(b, "activities", row.activity_no),
        row.content,
    )


def _results(b: Brief, row: Any) -> Fragment:
    measure = fragment("<small>{}</small>", row.measure) if row.measure else ""
    doubtful = _unreadable(b, row)
    values = [value for value in (row.actual, row.previous) if value is not None]
    if not values or min(values) < 0:
        printed = [
            fragment("<strong>{}</strong>　{}", label, _cited(b, row, column)) if getattr(row, column) else ""
            for label, column in (
                (year_label(b.edition.previous), "previous_text"),
                (year_label(b.edition.actual), "actual_text"),
            )
        ]
        nothing = fragment('<span class="bad">実績の数値の記載なし</span>')
        return joined([measure, joined(printed, "<br>") or nothing, doubtful], "<br>")
    bars = year_on_year(
        row.actual,
        row.previous,
        unit=row.unit,
        actual_text=with_unit(row.actual_text, row.unit),
        previous_text=with_unit(row.previous_text, row.unit),
        actual_label=year_label(b.edition.actual),
        previous_label=year_label(b.edition.previous),
        width_mm=_BARS,
    )
    column = "actual_text" if row.actual_text else "previous_text"
    bars_link = cite(b.lines, graphic(bars), "activities", row.activity_no, column)
    return joined([measure, bars_link, doubtful], "<br>")


def _cited(b: Brief, row: Any, column: str) -> Fragment:
    """A printed cell of a row as a link to its line."""
    table, number = ("activities", row.activity_no) if hasattr(row, "activity_no") else ("indicators", row.indicator_no)
    text = getattr(row, column)
    is_read = getattr(row, column.removesuffix("_text"), None) is not None
    unit = row.unit if is_read else ""  # 0.3 beside 28.4% is not read, and no 0.3%
    shown = _printed(text, unit) if table == "indicators" else text
    return cite(b.lines, shown, table, number, column)


def _unreadable(b: Brief, row: Any) -> Fragment:
    """The results of a row that should be numbers and cannot be read, visibly marked."""
    findings = b.exact["findings"]
    own = findings[
        (findings["kind"] == UNREADABLE.name)
        & (findings["table"] == "activities")
        & (findings["row"] == row.activity_no)
    ]
    return joined(
        (fragment('<span class="differs">読めない値：{}</span>', each.printed) for each in records(own, FindingRow)),
        "<br>",
    )


def _ratio(b: Brief, row: Any) -> tuple[Fragment, Fragment]:
    """The ratio as printed and as computed; a difference is marked with ≠ on both sides."""
    word = RESULT_CHANGES.get(row.value_change, "")
    text, _, _ = row.ratio_printed_text.partition(MARK)
    corrected = fragment('<br><small class="muted">訂正</small>' if text != row.ratio_printed_text else "")
    printed = fragment(
        "{}{}", cite(b.lines, text, "activities", row.activity_no, "ratio_printed_text") or "—", corrected
    )
    own = computed(_ratio_words(row), "activities", row.activity_no) or fragment("—")
    if row.ratio_agreement in ("differs", "rounding", "misplaced"):
        sign = {"differs": "≠", "rounding": "≈"}.get(row.ratio_agreement, "？")
        printed = fragment('<span class="differs">{}</span>', printed)
        printed = fragment("{} {}", printed, sign)
        own = fragment('<span class="differs">{}</span>', own)
    if word:
        own = fragment("<strong>{}</strong><br>{}", own, word)
    return printed, own


def _ratio_words(row: Any) -> Fragment:
    """The computed ratio; of two shares their difference in points stands first."""
    if row.ratio is None:
        return Fragment()
    if is_share(row.unit):
        return fragment("{}<br><small>（{}%）</small>", in_pieces(result_change(row)), row.ratio)
    return fragment("{}%", row.ratio)


def indicators_table(b: Brief) -> Fragment | None:
    """目標指標: as far as the edition goes, with actual, place and marks, or the path to come."""
    if not b.indicators:
        return None
    return _standing(b) if b.started else _outlook(b)


def _standing(b: Brief) -> Fragment:
    """Baseline, target, actual, the place between them, marks of two years."""
    e = b.edition
    columns: list[TableColumn] = [
        ("指標", "label", "1fr"),
        (_head(b, "baseline_text"), "num", "19mm"),
        ((_head(b, "target_text"), "1年の変化"), "num", "23mm"),
        (_head(b, "actual_text"), "num", "19mm"),
        ("基準値と目標値の間の位置（右ほど良い）", "graphic", "56mm"),
        (("達成状況", year_label(e.actual)), "center", "16.5mm"),
        (("達成状況", year_label(e.previous)), "center", "16.5mm"),
    ]
    known = latest_values(records(b.exact.get("history", frame("history", [])), HistoryRow), b.indicators)
    goals = remeasured(changes_of(b.exact))
    rows = [
        [
            _indicator_name(b, row),
            _cited(b, row, "baseline_text"),
            joined(
                [_cited(b, row, "target_text"), changes_per_year(row, known[row.plan_id, int(row.indicator_no)])],
                "<br>",
            ),
            fragment("<strong>{}</strong>", _cited(b, row, "actual_text") or "—"),
            joined([computed(graphic(_ruler(b, row)), "indicators", row.indicator_no), _progress(b, row)], "<br>"),
            joined([_status_now(b, row), _after(goals.get((row.plan_id, int(row.indicator_no))), row)], "<br>"),
            cite(
                b.lines,
                _status(b, row, row.status_previous_printed),
                "indicators",
                row.indicator_no,
                "status_previous_printed",
            ),
        ]
        for row in b.indicators
    ]
    notes = (
        []
        if _prints(b, "indicators", "status_printed") or not any(row.status for row in b.indicators)
        else [f"{year_label(e.actual)}の印は計算（資料に記載なし）。"]
    )
    return joined([table("indicators", columns, rows), note_lines(notes), _expected(b)])


def _expected(b: Brief) -> Fragment:
    """The 目安 of this year, a line below the table: our reckoning, by which nothing is judged."""
    said = [
        fragment("{} {}", full_name(row), computed(words, "indicators", row.indicator_no))
        for row in b.indicators
        if (words := expected_words(row))
    ]
    if not said:
        return Fragment()
    straight = any(row.expected_by == "straight" for row in b.indicators)
    what = "目安（「毎年同じだけ進む場合」は計算で、市の目標ではない）" if straight else "目安"
    return fragment('<p class="note"><strong>{}</strong>　{}。</p>', what, joined(said, "。"))


def _outlook(b: Brief) -> Fragment:
    """Where the plan starts, where it must arrive, and what each year needs."""
    columns: list[TableColumn] = [
        ("指標", "label", "1fr"),
        (_head(b, "baseline_text"), "num", "33mm"),
        (_head(b, "target_text"), "num", "33mm"),
        ("目標まで毎年必要な変化", "num", "38mm"),
        ("向き", "prose", "36mm"),
    ]
    rows = [
        [
            _indicator_name(b, row),
            _cited(b, row, "baseline_text"),
            _cited(b, row, "target_text"),
            computed(needed(row), "indicators", row.indicator_no),
            direction(row),
        ]
        for row in b.indicators
    ]
    return table("indicators", columns, rows)


def direction(row: Any) -> str:
    """Which way is better 向き, and whence that is known."""
    word = POLARITIES.get(row.polarity, "不明")
    source = {"inferred": "（目標値からの推定）", "declared": "（市の確認による）"}
    return word + source.get(row.polarity_source, "")


def _head(b: Brief, column: str) -> str:
    """A column's heading with its year as the source prints it: 基準値(R3), 現状値（令和 6 年度）."""
    cells = b.exact["cells"]
    own = cells[(cells["table"] == "indicators") & (cells["row"] == 0) & (cells["column"] == column)]
    if len(own):
        return str(own["text"].iloc[0])
    role = column.removesuffix("_text")
    label = TABLES["indicators"].column(column).label.replace("（印字）", "")
    year = year_label(getattr(b.edition, role))
    return f"{label}（{year}）" if year else label  # 基準値（R3）, or no such column at all


def _indicator_name(b: Brief, row: Any) -> Fragment:
    subgroup = fragment("<br>{}", row.subgroup) if row.subgroup else ""
    refs = note_refs(b, "indicators", row.indicator_no)
    name = cite(b.lines, row.name, "indicators", row.indicator_no, "name")
    return joined([fragment("<strong>{}</strong>{}{}", name, subgroup, refs), related_words(b, row)], "<br>")


def _ruler(b: Brief, row: Any) -> Any:
    doubtful = row.progress_reason == Reason.DOUBTFUL  # its values have no place on a ruler
    return position(
        row.baseline,
        row.target,
        None if doubtful else row.actual,
        polarity=row.polarity,
        status=shown_status(row),
        rule=b.rule,
        unit=row.unit,
        progress_ratio=row.progress_ratio,
        baseline_label=_year(row.baseline_fy, "基準"),
        target_label=_year(row.target_fy, "目標"),
        actual_label=year_label(b.edition.actual),
        width_mm=_RULER,
        reason=f"{Reason.DOUBTFUL}{DOUBT}" if doubtful else _no_value(row.actual_text),
    )


def _year(fiscal_year: int | None, otherwise: str) -> str:
    """The year of a value; where the document does not tell it, what the value is."""
    return otherwise if fiscal_year is None else era(fiscal_year)


def _no_value(text: str) -> str:
    """Why a ruler has no place for the actual."""
    if text == NOT_ENTERED:
        return text
    if missing(text):
        return fold(text) if fold(text) in NO_VALUE_WORDS else "未公表"
    return "数値として読めない" if text else "記載なし"


def _printed(text: str, unit: str) -> Fragment:
    """Values as printed, one to a line, breaking only before 以上 and conditions.

    A unit that the source prints in a column of its own stands behind the number, set apart.
    """
    before, *behind = parted(text)
    if behind and unit:
        return fragment('{}<span class="unit">{}</span>{}', before, unit, *behind)
    pieces = [
        re.fullmatch(r"(\([^)]*\) *)?(.*?)(以上|以下)?( *[(（].*)?", p)
        for p in ([] if re.search(r"/ ?\d", text) else quantity_texts(text)) or [text]  # 31/34島
    ]
    return joined(
        (
            joined((fragment('<span class="nowrap">{}</span>', part) for part in piece.groups() if part), "")
            for piece in pieces
            if piece
        ),
        "<br>",
    )


def _progress(b: Brief, row: Any) -> Fragment:
    """進捗率 where it can be computed, by each of two baselines; a negative one is said to be a step back.

    −269.3% by R元 is +79.8% by R2 (Hitachi R5, 国際交流事業の参加者数): neither stands alone.
    """
    if row.progress_ratio is None:
        return Fragment()
    shown = computed(f"{minus(row.progress_ratio)}%", "indicators", row.indicator_no)
    others = other_baselines(records(b.exact["observations"], ObservationRow), row)
    ratios = [(each.era, progress_ratio(each.value, row.target, row.actual, row.polarity)[0]) for each in others]
    if ratios:
        told = "、".join(
            f"{year}から{'計算できない' if ratio is None else f'{minus(ratio)}%'}" for year, ratio in ratios
        )
        year = era(int(row.baseline_fy))
        return fragment('<small class="muted">進捗率 {}から{}、{}</small>', year, shown, told)
    back = "（基準値から後退）" if row.progress_ratio < 0 else ""
    return fragment('<small class="muted">進捗率 {}{}</small>', shown, back)


def _status_now(b: Brief, row: Any) -> Fragment:
    """This year's mark as printed; one that is only computed says so."""
    if not row.status_printed and row.actual_text == NOT_ENTERED:
        return fragment('<span class="muted">{}</span>', NOT_ENTERED)
    if row.status_printed or not row.status:
        shown = _status(b, row, row.status_printed)
        return cite(b.lines, shown, "indicators", row.indicator_no, "status_printed")
    shown = computed(_status(b, row, row.status, no_value(row)), "indicators", row.indicator_no)
    if not _prints(b, "indicators", "status_printed"):
        return shown  # said once, below the table
    return fragment('<small class="muted">記載なし・計算</small><br>{}', shown)


def _after(goals: str | None, row: Any) -> Fragment:
    """That a mark cannot be held against last year's, as what it is measured by changed."""
    if not goals or not shown_status(row):
        return Fragment()
    return fragment('<small class="muted">{}を変更した後の判定</small>', goals)


def _status(b: Brief, row: Any, mark: str, word: str = "") -> Fragment:
    if not mark:
        return fragment('<span class="muted">記載なし</span>')
    word = word if b.rule and b.rule.tells_no_value(mark) else ""
    return mark_word(b.rule, mark, word=word, judges=bool(row.polarity))
