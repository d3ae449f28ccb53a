"""Computed columns of a row in words 計算式: each formula with its numbers, or why there is none.

The results are those of `compute`; nothing is computed here but the years between two values.
"""

from decimal import Decimal

from cityplan.city.rules import Class, Rule
from cityplan.compute.numbers import Values
from cityplan.compute.results import Latest, achievement_reason, latest, path_reason
from cityplan.compute.used import MARK
from cityplan.draw.words import CHANGES
from cityplan.files.errors import cut_short
from cityplan.japanese.quantities import minus, missing, signed
from cityplan.japanese.years import era
from cityplan.report.row_words import LOWER
from cityplan.tables.definitions import Activity, Indicator
from cityplan.tables.formulas import (
    ACHIEVEMENT_RATIO,
    ACHIEVEMENT_RATIO_OF_LOWER,
    DIFFERENCE,
    EXPECTED_VALUE,
    MEAN_PER_YEAR,
    PROGRESS_RATIO,
    RATIO,
    REQUIRED_PER_YEAR,
)
from cityplan.tables.names import label
from cityplan.tables.reasons import WITHHELD, Reason
from cityplan.tables.words import AGREEMENT_SENTENCES, FORECASTS, MARKS_MOVED_POLITE

CONDITION_WORDS = {  # a, b, t: actual, baseline, target; y: the target of the year; e: the value on the path
    "no_actual": "実績値が公表されていない",
    "target_reached": "実績値 {a} は目標値 {t} に達した",
    "target_exceeded": "実績値 {a} は目標値 {t} を超えた",
    "year_target_reached": "実績値 {a} は、この年度の目標値 {y} に達した",
    "year_target_exceeded": "実績値 {a} は、この年度の目標値 {y} を超えた",
    "baseline_reached": "実績値 {a} は基準値 {b} に達した",
    "baseline_exceeded": "実績値 {a} は基準値 {b} を超えた",
    "within_percent": "実績値 {a} は基準値 {b} の ±{x}% 以内",
    "path_share": "実績値 {a} は、基準値 {b} から直線の値 {e} までの {x}% 以上",
    "target_share": "実績値 {a} は、目標値 {t} の {x}% 以上（「以下」の指標では、目標値が実績値の {x}% 以上）",
    "year_target_share": "実績値 {a} は、この年度の目標値 {y} の {x}% 以上（「以下」の指標では、目標値が実績値の {x}% 以上）",
    "otherwise": "実績値 {a}、基準値 {b}、目標値 {t} は、ほかの区分のどれにも当てはまらない",
}


def ratio_traced(row: Activity, corrected: bool = False) -> str:
    """前年度比, against what the document prints (or what that was corrected to)."""
    source, text = "訂正した記載" if corrected else "資料の記載", row.ratio_printed_text
    if row.ratio_printed is not None:
        told = f"{source} {minus(row.ratio_printed)}%：{AGREEMENT_SENTENCES[row.ratio_agreement]}"
    else:
        is_none = not text or missing(text)
        told = f"{source}なし" if is_none else f"{source}「{text}」は数として読めません"
    if row.ratio is None:
        return f"前年度比 = 計算しません（{row.ratio_reason}）（{told}）"
    return f"前年度比 = {_filled(RATIO, actual=row.actual, previous=row.previous)} = {minus(row.ratio)}%（{told}）"


def change_traced(row: Activity) -> str:
    """増減 against last year, by the values; its difference, of a share in points."""
    if row.difference is None:
        return f"増減 = 分かりません（{row.ratio_reason}）"
    values = _filled(DIFFERENCE, actual=row.actual, previous=row.previous)
    return f"増減 = {values} = {_changed(row.difference, row.unit)}：{CHANGES[row.value_change]}"


def status_traced(row: Indicator, rule: Rule | None) -> str:
    """達成状況: the rule, the class and its condition as it was met."""
    if rule is None:
        return "判定しません（判定規則を読み取っていません）"
    if not row.status:
        return f"規則「{rule.title}」: 判定できません（要る値か向きが分かりません）"
    each = next(each for each in rule.classes if each.mark == row.status)
    printed = row.status_printed
    told = f"資料の記載 {printed}：{AGREEMENT_SENTENCES[row.status_agreement]}" if printed else "資料の記載なし"
    return f"規則「{rule.title}」: {mark_words(rule, row.status)}（{_condition(each, row)}）（{told}）"


def _condition(each: Class, row: Indicator) -> str:
    a, b, t, e = map(term, (row.actual, row.baseline, row.target, row.expected_value))
    lower = row.polarity == "lower" and each.when != "no_actual"
    y = term(row.expected_told if row.expected_by == "printed" else row.target)
    words = CONDITION_WORDS[each.when].format(a=a, b=b, t=t, y=y, e=e, x=each.x)
    return words + (f"。{LOWER}" if lower else "")


def mark_words(rule: Rule | None, mark: str) -> str:
    """A mark with the word that its rule has for it."""
    return f"{mark} {rule.word(mark) if rule else ''}".rstrip()


def status_change_traced(row: Indicator, goals: str = "") -> str:
    """How the mark moved since last year, and whether that is doubtful; not where `goals` changed."""
    if not row.status_change:
        reason = f"（{goals}の変更で比べられません）" if goals else ""
        return f"前年度からの動き = 分かりません{reason}"
    moved = f"{row.status_previous_printed} → {row.status_printed or row.status}"
    doubt = "（読み方か印に疑いがあります）" if row.status_change_doubtful else ""
    return f"前年度からの動き = {moved}：{MARKS_MOVED_POLITE[row.status_change]}{doubt}"


def progress_ratio_traced(row: Indicator) -> str:
    """進捗率; a negative one is a step back."""
    if row.progress_ratio is None:
        return _none("progress_ratio", row.progress_reason)
    values = _filled(PROGRESS_RATIO, actual=row.actual, baseline=row.baseline, target=row.target)
    back = "（基準値から後退）" if row.progress_ratio < 0 else ""
    return f"進捗率 = {values} = {minus(row.progress_ratio)}%{back}"


def achievement_ratio_traced(row: Indicator) -> str:
    """達成率, the other way round where less is better."""
    if row.achievement_ratio is None:
        return _none("achievement_ratio", _withheld(row) or achievement_reason(row.target, row.actual))
    formula = ACHIEVEMENT_RATIO_OF_LOWER if row.polarity == "lower" else ACHIEVEMENT_RATIO
    values = _filled(formula, actual=row.actual, target=row.target)
    lower = f"（{LOWER}）" if row.polarity == "lower" else ""
    return f"達成率 = {values} = {minus(row.achievement_ratio)}%{lower}"


def required_per_year_traced(row: Indicator, measured: Values) -> str:
    """目標まで毎年必要な量, from the latest value."""
    needed, known = row.required_per_year, latest(row, measured)
    name = label("indicator_results", "required_per_year")
    if needed is None or known is None:
        return _none("required_per_year", _withheld(row) or path_reason(row, Reason.AVERAGE_IN_EVERY_YEAR))
    value, year, since = known.value, known.fiscal_year, _since(known)
    if not needed or year is None or row.target_fy is None:
        told = f"。{since}" if since else ""
        return f"{name} = 0（{term(value)} は目標値 {term(row.target)} に達しています{told}）"
    span = f"{era(year)}から{era(row.target_fy)}まで{row.target_fy - year}年"
    values = _filled(REQUIRED_PER_YEAR, target=row.target, latest=value, years=row.target_fy - year)
    return f"{name} = {values} = {_changed(needed, row.unit)}（{'。'.join(filter(None, (span, since)))}）"


def _since(known: Latest) -> str:
    """Which value is the latest, where this edition has none."""
    if known.role == "earlier" and known.fiscal_year is not None:
        return f"実績値がないため{era(known.fiscal_year)}の値から"
    return "実績値がないため基準値から" if known.role == "baseline" else ""


def expected_value_traced(row: Indicator) -> str:
    """直線で進んだ場合の値 at the actual's year."""
    if row.expected_value is None or row.baseline_fy is None or row.target_fy is None or row.actual_fy is None:
        return _none("expected_value", _withheld(row) or path_reason(row, Reason.AVERAGE_HAS_NO_PATH))
    done, whole = row.actual_fy - row.baseline_fy, row.target_fy - row.baseline_fy
    path = f"{era(row.baseline_fy)}から{era(row.target_fy)}への直線の{era(row.actual_fy)}の所"
    shown = amount(row.expected_value, row.unit)
    name = label("indicator_results", "expected_value")
    values = _filled(EXPECTED_VALUE, baseline=row.baseline, target=row.target, done=done, whole=whole)
    return f"{name} = {values} = {shown}（{path}）"


def mean_per_year_traced(row: Indicator, measured: Values) -> str:
    """これまでの1年あたりの変化, between the two newest values that were measured."""
    name = label("indicator_results", "mean_per_year")
    if row.mean_per_year is None or row.pace_since_fy is None or row.pace_until_fy is None:
        return _none("mean_per_year", _withheld(row) or row.pace_reason)
    since, until = row.pace_since_fy, row.pace_until_fy
    years = until - since
    values = _filled(MEAN_PER_YEAR, until=measured[until], since=measured[since], years=years)
    span = f"（{era(since)}から{era(until)}まで{years}年）"
    return f"{name} = {values} = {_changed(row.mean_per_year, row.unit)}{span}"


def forecast_traced(row: Indicator, measured: Values) -> str:
    """見込み: the range, and what it is made of."""
    low, high, goal, year = row.forecast_low, row.forecast_high, row.target, row.target_fy
    if low is None or high is None or goal is None or year is None:
        return _none("forecast", row.forecast_reason)
    span = f"{era(min(measured))}から{era(max(measured))}までの{len(measured)}年度分の値"
    least, most, target = (amount(each, row.unit) for each in (low, high, goal))
    return (
        f"{label('indicator_results', 'forecast')} = {least}から{most}（{span}に直線を当てはめた、"
        f"{era(year)}の80％の予測の幅。目標値 {target}{FORECASTS[row.forecast]}）"
    )


def _changed(value: Decimal, unit: str) -> str:
    """A change with its sign; of a share in points ポイント."""
    return f"{signed(value)} {'ポイント' if unit == '%' else unit}".rstrip()


def _withheld(row: Indicator) -> str:
    """Why nothing is computed of a row: one of its values is in doubt, or they are not of one kind."""
    return row.progress_reason if row.progress_reason in WITHHELD else ""


def _none(column: str, reason: str) -> str:
    return f"{label('indicator_results', column)} = 計算しません（{reason}）"


def _filled(formula: str, **terms: Decimal | int | None) -> str:
    """A formula with its numbers; years are counted, and stand as they are."""
    return formula.format(**{name: value if isinstance(value, int) else term(value) for name, value in terms.items()})


def term(value: Decimal | None) -> str:
    """A number inside a formula.

    >>> term(Decimal("1234.50")), term(Decimal(-3)), term(None)
    ('1,234.50', '(−3)', '—')
    """
    if value is None:
        return "—"
    return f"({minus(value)})" if value < 0 else minus(value)


def amount(value: Decimal, unit: str) -> str:
    """A number with its unit.

    >>> amount(Decimal(40), "件"), amount(Decimal("60.0"), "%"), amount(Decimal(-3), "")
    ('40 件', '60.0%', '−3')
    """
    return f"{minus(value)}{'' if unit.startswith(('%', '‰')) else ' '}{unit}".rstrip()


def value_words(value: Decimal | None, text: str, unit: str, corrected: bool = False) -> str:
    """A value with its unit, or why there is none.

    >>> value_words(Decimal(40), "40件", "件"), value_words(None, "—", "件"), value_words(None, "", "")
    ('40 件', 'なし（「—」は値がないという記載）', 'なし（記載なし）')
    """
    if value is not None:
        return amount(value, unit) + (MARK if corrected else "")
    if corrected:
        return f"なし{MARK}"
    reason = "値がないという記載" if missing(text) else "数として使えない"
    return f"なし（{bracketed(text)}は{reason}）" if text else "なし（記載なし）"


def bracketed(text: str) -> str:
    """A printed text between brackets, on one line, cut where it is long."""
    return f"「{cut_short(' '.join(text.split()))}」" if text else "空欄"
