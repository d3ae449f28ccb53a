"""The two tables of a brief 掲載事業・目標指標: printed and computed side by side."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from cityplan.check.values import UNREADABLE
from cityplan.city.entry_columns import NO_VALUE_WORDS
from cityplan.compute.remeasured import remeasured
from cityplan.compute.used import DOUBT, MARK, parted, with_sign, with_unit
from cityplan.draw.chart import EXPECTED, Chart, position, ruler_head, year_on_year
from cityplan.files.markup import Fragment, escaped, fragment, joined
from cityplan.japanese.quantities import NOT_ENTERED, minus, quantity, quantity_texts
from cityplan.japanese.years import era
from cityplan.read.printed import year_column
from cityplan.report.cite import cite, computed
from cityplan.report.plan.aims import direction, drawn_aim, in_phrases
from cityplan.report.plan.brief import Brief, note_refs, value_refs
from cityplan.report.plan.changes import changes_of
from cityplan.report.plan.related import related_words
from cityplan.report.plan.verdict import indicator_facts
from cityplan.report.plan.verdict_facts import IndicatorFacts
from cityplan.report.plan.years import needed
from cityplan.report.report import note_lines
from cityplan.report.row_words import (
    mark_word,
    no_value,
    other_baselines,
    own_year,
    said_in_words,
    shown_status,
    why_no_value,
    year_before,
    year_label,
)
from cityplan.report.shown import graphic
from cityplan.report.table import TableColumn, cell, head, row_of, table, whole_table
from cityplan.tables.definitions import TABLES, Activity, CellRow, Entry, FindingRow, Indicator, ObservationRow
from cityplan.tables.names import label
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import records

_BARS, _RULER, _AIM = 48.0, 76.0, 34.0  # mm; a ruler is as wide as a phone
_TALL_ROWS = 3  # of more rulers than these, each has its value beside its mark


def activities_table(b: Brief, width: str = "1fr 51mm 20mm 20mm") -> Fragment | None:
    """掲載事業の実績: what each activity is, this year against last, the ratio as printed and as computed."""
    if not b.activities:
        return None
    if not b.measured:
        rows = [[_activity(b, row), _costs(b, row)] for row in b.activities]
        return table("activities", [("事業名・内容", "label", "1fr"), ("事業費", "prose", "1fr")], rows)
    years = {b.result_years(row) for row in b.measured}
    told = "（{}→{}）".format(*map(year_label, years.pop())) if len(years) == 1 else ""
    heads = ("事業名・内容", f"実績{told}", ("前年度比", "記載"), ("前年度比", "計算"))
    columns: list[TableColumn] = list(zip(heads, ("label", "graphic", "num", "num"), width.split(), strict=True))
    rows = [
        [_activity(b, row), _results(b, row) if row in b.measured else _costs(b, row), *_ratio(b, row)]
        for row in b.activities
    ]
    if b.prints("activities", "ratio_printed_text"):
        return table("activities", columns, rows)
    if not any(row.ratio is not None for row in b.activities):
        return table("activities", [columns[0], (*columns[1][:2], "1fr")], [own[:2] for own in rows])
    del columns[2]
    for own in rows:
        del own[2]
    return joined([table("activities", columns, rows), note_lines(["前年度比は計算（資料に記載なし）。"])])


def _activity(b: Brief, row: Activity) -> Fragment:
    alias = fragment("<small>【{}】</small>", row.alias) if row.alias else ""
    return fragment(
        '<strong>{}</strong>{}{}<br><small class="muted">{}</small>',
        cite(b.lines, row.name, "activities", row.activity_no, "name"),
        alias,
        note_refs(b, "activities", row.activity_no),
        "　".join(filter(None, (row.content, _own_measure(b, row), _grade(row)))),
    )


def _own_measure(b: Brief, row: Activity) -> str:
    """The measure of an activity that has several, and so as many rows."""
    several = sum(other.name == row.name for other in b.activities) > 1
    return f"（{row.measure}）" if several and row.measure else ""


def _grade(row: Entry) -> str:
    """The city's own grade 評価 of a row, which no value gives."""
    return f"評価「{row.grade}」" if row.grade else ""


def _costs(b: Brief, row: Activity) -> Fragment:
    """What was settled and is budgeted of an activity, a line each year."""
    return joined(
        (
            fragment(
                '{}　<span class="nowrap">{}</span>',
                label("activities", column := year_column(each.fiscal_year, each.role)),
                cite(b.lines, with_unit(each.text, each.unit), "activities", row.activity_no, column),
            )
            for each in b.costs.get(row.activity_no, [])
        ),
        "<br>",
    )


def _results(b: Brief, row: Activity) -> Fragment:
    doubtful = _unreadable(b, row)
    before, now = map(year_label, b.result_years(row))
    values = [value for value in (row.actual, row.previous) if value is not None]
    if not values or min(values) < 0:
        measure = fragment("<small>{}</small>", row.measure) if row.measure else ""
        printed = [
            fragment("<strong>{}</strong>　{}", year, _listed(_cited(b, row, column), getattr(row, column)))
            if getattr(row, column)
            else ""
            for year, column in ((before, "previous_text"), (now, "actual_text"))
        ]
        nothing = fragment('<span class="bad">実績の数値の記載なし</span>')
        return joined([measure, joined(printed, "<br>") or nothing, doubtful, _costs(b, row)], "<br>")
    bars = year_on_year(
        row.actual,
        row.previous,
        unit=row.unit,
        actual_text=with_unit(row.actual_text, row.unit),
        previous_text=with_unit(row.previous_text, row.unit),
        actual_label=now,
        previous_label=before,
        width_mm=_BARS,
    )
    column = "actual_text" if row.actual_text else "previous_text"
    bars_link = cite(b.lines, graphic(bars), "activities", row.activity_no, column)
    return joined([bars_link, doubtful, _costs(b, row)], "<br>")


def _listed(cited: Fragment, text: str) -> Fragment:
    """Results in words 文章による実績 as the list that they are printed as: each ・ on a line of its own."""
    items = re.split(r"\s+(?=・)", text)
    if not text.startswith("・") or MARK in text:
        return cited
    return fragment("<br>{}", Fragment(str(cited).replace(escaped(text), str(joined(items, "<br>")))))


def _cited(b: Brief, row: Entry, column: str) -> Fragment:
    """A printed cell of a row as a link to its line."""
    table = "activities" if isinstance(row, Activity) else "indicators"
    text = getattr(row, column)
    is_read = getattr(row, column.removesuffix("_text"), None) is not None
    unit = row.unit if is_read else ""  # 0.3 beside 28.4% is not read, and no 0.3%
    shown = _printed(with_sign(text), unit) if table == "indicators" else with_unit(text, unit)
    return cite(b.lines, shown, table, row.no, column)


def _unreadable(b: Brief, row: Activity) -> Fragment:
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


def _ratio(b: Brief, row: Activity) -> tuple[Fragment, Fragment]:
    """The ratio as printed and as computed; a difference is marked with ≠ on both sides."""
    text, _, _ = row.ratio_printed_text.partition(MARK)
    corrected = fragment('<br><small class="muted">訂正</small>' if text != row.ratio_printed_text else "")
    printed = fragment(
        "{}{}", cite(b.lines, text, "activities", row.activity_no, "ratio_printed_text") or "—", corrected
    )
    value = quantity(text)
    if value and row.ratio_printed == value.value + 100:
        printed = fragment('{}<br><small class="muted">増減率</small>', printed)
    ratio = "" if row.ratio is None else f"{row.ratio}%"
    own = computed(ratio, "activities", row.activity_no) or fragment("—")
    if row.ratio_agreement in ("differs", "rounding", "misplaced"):
        sign = {"differs": "≠", "rounding": "≈"}.get(row.ratio_agreement, "？")
        printed = fragment('<span class="differs">{}</span>', printed)
        printed = fragment("{} {}", printed, sign)
        own = fragment('<span class="differs">{}</span>', own)
    return printed, own


def indicators_table(b: Brief) -> Fragment | None:
    """目標指標: as far as the edition goes, with actual, place and marks, or the path to come."""
    if not b.indicators:
        return None
    if not b.started:
        return _outlook(b)
    return _standing(b) if b.has_rulers else _values(b)


def _values(b: Brief) -> Fragment:
    """The values of indicators that no ruler can show, in the columns that the document has."""
    e = b.edition
    columns: list[TableColumn] = [("指標", "label", "1fr")]
    cells: list[Callable[[Indicator], Fragment]] = [lambda row: _indicator_name(b, row)]
    has = {column: b.prints("indicators", column) for column in ("baseline_text", "target_text")}
    if has["baseline_text"]:
        columns.append((_head(b, "baseline_text"), "num", "28mm"))
        cells.append(lambda row: _dated(b, row, "baseline"))
    own = {row.actual_fy for row in b.indicators if row.actual is not None}
    year = own.pop() if len(own) == 1 else e.actual
    before = {row.indicator_no: _year_before(b, row, year) for row in b.indicators}
    if year and any(before.values()):
        columns.append((f"前年度の実績（{year_label(year - 1)}）", "num", "28mm"))
        cells.append(lambda row: before[row.indicator_no])
    columns.append((f"実績（{year_label(year)}）", "num", "28mm"))
    cells.append(lambda row: joined([_cited(b, row, "actual_text"), own_year(row, "actual", year)], ""))
    if has["target_text"]:
        columns.append((_head(b, "target_text"), "num", "28mm"))
        cells.append(lambda row: _dated(b, row, "target"))
    if b.prints("indicators", "status_previous_printed"):
        columns.append((f"達成状況（{year_label(e.previous) or '前年度'}）", "center", "24mm"))
        cells.append(lambda row: _status_before(b, row))
    if b.prints("indicators", "status_printed"):
        columns.append((f"達成状況（{year_label(e.actual)}）", "center", "24mm"))
        cells.append(lambda row: _status_now(b, row))
    return table("indicators", columns, [[cell(row) for cell in cells] for row in b.indicators])


def _year_before(b: Brief, row: Indicator, year: int | None) -> Fragment:
    """The value of the year before, as printed in a column of its own, else as an earlier document tells it.

    With its year where that is not the one before `year`, which the heading tells.
    """
    now = row.actual_fy or year
    own = [
        each.text
        for each in records(b.exact["observations"], ObservationRow)
        if (each.subject, each.no, each.role) == ("indicator", row.indicator_no, "actual")
        and now == each.fiscal_year + 1
    ]
    if own:
        column = year_column(now - 1) if now else ""
        cited = cite(b.lines, with_unit(own[0], row.unit), "indicators", row.indicator_no, column)
        return fragment("{}{}", cited, year_before(row, year))
    if row.previous_value is None:
        return Fragment()
    return fragment("{}{}{}", minus(row.previous_value), row.unit, year_before(row, year))


def _standing(b: Brief) -> Fragment:
    """Where each indicator stands and whence it came, on a ruler, and its marks of two years, where there are any."""
    e = b.edition
    heads = [_head(b, "baseline_text"), _head(b, "target_text")]
    axis = ruler_head(b.rule, baseline=heads[0] or "基準値", target=heads[1] or "目標値", width_mm=_RULER)
    groups = [list(own) for _, own in groupby(indicator_facts(b), lambda one: (one[0].name, bool(one[0].subgroup)))]
    names = 2 if any(len(own) > 1 and own[0][0].subgroup for own in groups) else 1  # columns of them
    prints = b.prints("indicators", "status_printed")
    has_marks = prints or any(row.status for row in b.indicators)
    above = [head("指標", "label", rows=2, columns=names), head(graphic(axis), rows=2)]
    above += [head("達成状況", columns=2)] if has_marks else []
    widths = [*["1fr", "24mm"][:names], f"{_RULER + 3}mm", *["24mm", "24mm"] * has_marks]
    below = row_of(head(year_label(year)) for year in (e.previous, e.actual) if has_marks)
    goals = remeasured(changes_of(b.exact))
    rows = (
        row_of([*_names(b, own, at, names), *_place_and_marks(b, row, known, goals)[: 3 if has_marks else 1]])
        for own in groups
        for at, (row, known) in enumerate(own)
    )
    notes = [] if prints or not has_marks else [f"{year_label(e.actual)}の印は計算（資料に記載なし）。"]
    return joined([whole_table("indicators", [row_of(above), below], rows, widths=widths), note_lines(notes)])


def _names(b: Brief, own: Sequence[tuple[Indicator, object]], at: int, columns: int) -> list[Fragment]:
    """The cells that name a row; the name of several parts 区分 stands once, beside all of them."""
    row, _ = own[at]
    if columns == 1 or len(own) == 1:
        return [cell(_indicator_name(b, row), "label", columns=columns)]
    named = cite(b.lines, row.subgroup, "indicators", row.indicator_no, "subgroup")
    part = joined([fragment("<strong>{}</strong>", named), note_refs(b, "indicators", row.indicator_no)])
    names = [] if at else [cell(_cited_name(b, row), "label", rows=len(own))]
    return [*names, cell(joined([part, related_words(b, row)], "<br>"), "label")]


def _place_and_marks(
    b: Brief, row: Indicator, known: IndicatorFacts, goals: Mapping[tuple[str, int], str]
) -> list[Fragment]:
    ruler = computed(graphic(_ruler(b, row, known)), "indicators", row.indicator_no)
    after = _after(goals.get(row.key), row)
    return [
        cell(joined([ruler, _years_beside(b, row)], "<br>"), "graphic"),
        cell(_status_before(b, row), "center"),
        cell(joined([_status_now(b, row), after], "<br>"), "center"),
    ]


def _outlook(b: Brief) -> Fragment:
    """Where the plan starts, where it must arrive, and what each year needs."""
    columns: list[TableColumn] = [
        ("指標", "label", "1fr"),
        (_head(b, "baseline_text"), "num", "31mm"),
        (_head(b, "target_text"), "num", "35mm"),
        ("図（棒は0から）", "graphic", f"{_AIM + 3}mm"),
        ("毎年必要な変化", "center", "30mm"),
    ]
    rows = [
        [
            joined([_indicator_name(b, row), fragment('<small class="muted">{}</small>', _directed(row))], "<br>"),
            _dated(b, row, "baseline"),
            _dated(b, row, "target"),
            drawn_aim(row, _AIM),
            computed(in_phrases(needed(row)), "indicators", row.indicator_no),
        ]
        for row in b.indicators
    ]
    return table("indicators", columns, rows)


def _directed(row: Indicator) -> Fragment:
    """Which way is better 向き, whence that is known in one piece."""
    word, bracket, whence = direction(row).partition("（")
    return fragment('<span class="nowrap">{}</span><span class="nowrap">{}</span>', word, bracket + whence)


def _head(b: Brief, column: str) -> str:
    """A column's heading with its year as the source prints it: 基準値(R3), 現状値（令和 6 年度）."""
    cells = b.exact["cells"]
    own = cells[(cells["table"] == "indicators") & (cells["row"] == 0) & (cells["column"] == column)]
    role = column.removesuffix("_text")
    label = TABLES["indicators"].column(column).label.replace("（印字）", "")
    heading = str(own["text"].iloc[0]) if len(own) else label
    if len(own) and (getattr(b.edition, role) is not None or re.search(r"\d", heading)):
        return heading
    year = year_label(_head_year(b, role))
    return f"{heading}（{year}）" if year else heading  # 基準値（R3）, or no such column at all


def _head_year(b: Brief, role: str) -> int | None:
    """The year that a heading tells: that of the edition, or that all rows have in a column of their own."""
    of_all: int | None = getattr(b.edition, role)
    own = {getattr(row, f"{role}_fy") for row in b.indicators if getattr(row, f"{role}_text")}
    return own.pop() if of_all is None and len(own) == 1 else of_all


def _own_year(b: Brief, row: Indicator, role: str) -> str:
    return own_year(row, role, _head_year(b, role))


def _dated(b: Brief, row: Indicator, role: str) -> Fragment:
    """A printed value, with its year where the heading does not tell it: 1,022万t（R4）."""
    column = f"{role}_text"
    return joined([_cited(b, row, column), _own_year(b, row, role), value_refs(b, row.indicator_no, column)], "")


def _years_beside(b: Brief, row: Indicator) -> Fragment | None:
    """The years of baseline and target that the head over the rulers does not tell."""
    told = {"基準値": _own_year(b, row, "baseline"), "目標値": _own_year(b, row, "target")}
    said = "、".join(f"{name}{year}" for name, year in told.items() if year)
    return fragment('<small class="muted">{}</small>', said) if said else None


def _indicator_name(b: Brief, row: Indicator) -> Fragment:
    subgroup = fragment("<br>{}", row.subgroup) if row.subgroup else ""
    refs = note_refs(b, "indicators", row.indicator_no)
    grade = fragment('<small class="muted">{}</small>', _grade(row)) if row.grade else ""
    return joined([fragment("{}{}{}", _cited_name(b, row), subgroup, refs), grade, related_words(b, row)], "<br>")


def _cited_name(b: Brief, row: Indicator) -> Fragment:
    return fragment("<strong>{}</strong>", cite(b.lines, row.name, "indicators", row.indicator_no, "name"))


def _ruler(b: Brief, row: Indicator, known: IndicatorFacts) -> Chart:
    others = other_baselines(records(b.exact["observations"], ObservationRow), row)
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
        actual_label=year_label(row.actual_fy or b.edition.actual),
        actual_year=_own_year(b, row, "actual"),
        moved=known.move.way if known.move else "",
        previous=None if doubtful else row.previous_value,
        previous_status="" if row.key in b.shared_marks else row.status_previous_printed,
        expected=row.expected_told,
        expected_label=_expected_label(row, known),
        others=[(each.era, each.value) for each in others if each.value is not None],
        baseline_said=said_in_words(row, "baseline"),
        target_said=said_in_words(row, "target"),
        is_flat=len(b.indicators) > _TALL_ROWS,
        width_mm=_RULER,
        reason=f"{Reason.DOUBTFUL}{DOUBT}" if doubtful else why_no_value(row, b.rule),
    )


def _expected_label(row: Indicator, known: IndicatorFacts) -> str:
    """What the value is that was expected of this year: 目安, or as the document calls its own, R5目標."""
    if row.expected_by != "printed" or known.target is None:
        return EXPECTED
    return f"{known.target.year}{known.target.called or '目標'}"


def _year(fiscal_year: int | None, otherwise: str) -> str:
    """The year of a value; where the document does not tell it, what the value is."""
    return otherwise if fiscal_year is None else era(fiscal_year)


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


def _status_before(b: Brief, row: Indicator) -> Fragment:
    """Last year's mark as printed."""
    if row.key in b.shared_marks:
        return b.shared_marks[row.key]
    before = _other_mark(b, row, "status_previous_printed") or _status(b, row.status_previous_printed)
    return cite(b.lines, before, "indicators", row.indicator_no, "status_previous_printed")


def _status_now(b: Brief, row: Indicator) -> Fragment:
    """This year's mark as printed; one that is only computed says so."""
    if not row.status_printed and row.actual_text == NOT_ENTERED:
        return fragment('<span class="muted">{}</span>', NOT_ENTERED)
    other = _other_mark(b, row, "status_printed")
    if other or row.status_printed or not row.status:
        shown = other or _status(b, row.status_printed)
        return cite(b.lines, shown, "indicators", row.indicator_no, "status_printed")
    word = no_value(row) or ("" if NO_VALUE_WORDS[0] in row.actual_text else "実績値なし")
    shown = computed(_status(b, row.status, word), "indicators", row.indicator_no)
    if not b.prints("indicators", "status_printed"):
        return shown  # said once, below the table
    return fragment('<small class="muted">記載なし・計算</small><br>{}', shown)


def _other_mark(b: Brief, row: Indicator, column: str) -> Fragment | None:
    """What is printed as a mark and is none of the rule: as printed; None where it is one, or nothing is printed."""
    cells = b.exact["cells"]
    own = cells[(cells["table"] == "indicators") & (cells["row"] == row.indicator_no) & (cells["column"] == column)]
    texts = [cell.text.strip() for cell in records(own, CellRow) if not getattr(row, column)]
    return fragment('<span class="mark">{}</span>', texts[0]) if texts and texts[0] else None


def _after(goals: str | None, row: Indicator) -> Fragment:
    """That a mark cannot be held against last year's, as what it is measured by changed."""
    if not goals or not shown_status(row):
        return Fragment()
    return fragment('<small class="muted">{}を変更した後の判定</small>', goals)


def _status(b: Brief, mark: str, word: str = "") -> Fragment:
    """A mark 印 with its word, in no colour: that of the ruler tells how the indicator moved."""
    if not mark:
        return fragment('<span class="muted">記載なし</span>')
    word = word if b.rule and b.rule.tells_no_value(mark) else ""
    return mark_word(b.rule, mark, word=word, judges=False)
