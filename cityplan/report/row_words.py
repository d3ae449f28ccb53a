"""The words for an indicator 指標 and an activity 掲載事業: mark, value, move and standing, the same on every page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from cityplan.city.entry_columns import NO_VALUE_WORDS
from cityplan.city.rules import Rule
from cityplan.compute.numbers import decimals
from cityplan.compute.used import DOUBT
from cityplan.draw.words import ARROWS, CHANGES
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.letters import fold
from cityplan.japanese.quantities import NOT_ENTERED, minus, missing, none_yet, quantities, quantity, signed
from cityplan.japanese.years import era, fiscal_year
from cityplan.tables.definitions import Activity, Indicator, IndicatorRow, ObservationRow
from cityplan.tables.names import full_name
from cityplan.tables.reasons import WITHHELD
from cityplan.tables.schema import certain
from cityplan.tables.words import MARKS_MOVED, POLARITIES, VALUES_MOVED

_TONES = {"better": "up", "worse": "down"}
RESULT_CHANGES = {change: f"{ARROWS[change]}{word}" for change, word in CHANGES.items()}
LOWER = f"{POLARITIES['lower']}指標"
_POINTS = "ポイント"


# a row


def same_indicator(row: IndicatorRow) -> tuple[object, ...]:
    """What makes two printed rows the same indicator 再掲."""
    return (row.name, row.subgroup, row.unit, row.baseline, row.target, row.actual)


def each_once(rows: Sequence[Indicator]) -> list[Indicator]:
    """Each indicator 指標 once, as and where it was printed first 再掲."""
    once: dict[tuple[object, ...], Indicator] = {}
    for row in rows:
        once.setdefault(same_indicator(row), row)
    return list(once.values())


def path_words(row: IndicatorRow) -> str:
    """Where an indicator starts and where it must arrive: 28.4%（R6）から50.0%（R12）へ."""
    if not row.baseline_text or not row.target_text:
        return "現状値か目標値の記載なし"
    return f"{_dated(row.baseline_text, row.baseline_fy)}から{_dated(row.target_text, row.target_fy)}へ"


def _dated(text: str, year: int | None) -> str:
    return text if year is None else f"{text}（{era(year)}）"


def status_words(row: Indicator) -> str:
    """The mark that a brief shows, else 未入力, or a dash."""
    return shown_sign(row) or "—"


def shown_sign(row: Indicator) -> str:
    """The mark that a brief shows, or 未入力 where the value is still to be entered."""
    return shown_status(row) or (NOT_ENTERED if row.actual_text == NOT_ENTERED else "")


def no_value(row: IndicatorRow) -> str:
    """The word in place of a value that says why there is none, 集計中 or 該当なし; empty for 未公表."""
    said = fold(row.actual_text)
    return said if said in NO_VALUE_WORDS[1:] else ""


def why_no_value(row: IndicatorRow, rule: Rule | None) -> str:
    """What stands in place of a value: why there is none, or that what is printed is no number."""
    return why_none(row, rule) or f"数値として{cannot(row)}"


def why_none(row: IndicatorRow, rule: Rule | None) -> str:
    """The document's word for why there is no value, else its mark's, else what is printed 「－」; empty for another text."""
    if row.actual_text == NOT_ENTERED:
        return NOT_ENTERED
    said = fold(row.actual_text)
    if none_yet(said) and said not in NO_VALUE_WORDS:
        return f"「{row.actual_text}」"
    is_none = not said or missing(said)
    word = rule.word(row.status_printed) if rule and is_none else ""
    found = next((each for told in (said, word) for each in NO_VALUE_WORDS if each in told), "")
    return found or ("記載なし" if not said else f"「{row.actual_text}」" if is_none else "")


def cannot(row: IndicatorRow) -> str:
    """What cannot be done with a value that is no number: read, or where it is a quantity (10位以内, 月1回), used."""
    return "使えない" if quantity(row.actual_text) else "読めない"


def word_of_mark(row: IndicatorRow) -> str:
    """The word that the mark — bears for this row: `no_value`, unless the document prints a mark, whose own word that is."""
    return "" if row.status_printed else no_value(row)


def said_in_words(row: IndicatorRow, role: str) -> str:
    """What is printed as a baseline or target that has no number: 維持, 増加; empty for a number, and for none."""
    text: str = getattr(row, f"{role}_text")
    return "" if getattr(row, role) is not None or missing(text) else text.replace(DOUBT, "").strip()


def shown_status(row: Indicator) -> str:
    """The mark that a brief shows: as printed, else as computed."""
    return row.status_printed or row.status


def mark_count(rule: Rule | None, mark: str, count: int) -> Fragment:
    """A boxed mark, its word and how many."""
    return fragment('<span class="nowrap">{}{}件</span>', mark_word(rule, mark), count)


def mark_word(rule: Rule | None, mark: str, *, word: str = "", judges: bool = True) -> Fragment:
    """A mark as sign and word, that of the rule or another; in no colour where it `judges` nothing."""
    word = word or (rule.word(mark) if rule else "")
    tone = rule.tone(mark) if rule and judges else "muted"
    return fragment('<span class="{}"><span class="mark">{}</span>{}</span>', tone, mark, word)


# Of 3,009千人 (R元) 925千人 (R2) what stands before the second; a bracket at the begin is a condition: (延べ) 8社.
_FIRST_BASELINE = re.compile(r".+?[（(][^（）()]*[)）](?=\s)|.*")


def first_baseline(row: IndicatorRow) -> str:
    """The governing baseline 基準値 as printed; of two, the first."""
    found = _FIRST_BASELINE.match(row.baseline_text)
    return found[0] if found else ""


def own_year(row: IndicatorRow, role: str, year: int | None) -> str:
    """The year of a value 基準値・目標値・実績値 in brackets where it is not the `year` that its heading tells.

    Empty too where the value bears its year as printed: 1,022万t（R4）.
    """
    own = getattr(row, f"{role}_fy")
    text = getattr(row, f"{role}_text")
    printed = (fiscal_year(part) for value in quantities(text) for part in value.note.split("・"))
    return "" if own is None or own == year or missing(text) or own in printed else f"（{era(own)}）"


def year_before(row: IndicatorRow, year: int | None) -> str:
    """The year of the value before 前年度の値 in brackets, where the actual is not of the `year` that a page tells."""
    return "" if row.actual_fy is None or row.actual_fy == year else f"（{era(row.actual_fy - 1)}）"


def year_label(year: int | None) -> str:
    """A fiscal year in short, empty where the edition has none: R5."""
    return era(int(year)) if year is not None else ""


# indicators


def lone_mark(rule: Rule | None, mark: str, kind: str = "") -> Fragment:
    """A mark 印 that has no word beside it, with what is said of it aloud; of a class, as `mark` for a boxed one.

    >>> from cityplan.city.rules import rules
    >>> lone_mark(rules()["target-baseline"], "△", "mark")
    Fragment('<span class="mark" aria-label="基準値未満">△</span>')
    >>> lone_mark(None, "△")
    Fragment('△')
    """
    words = rule.aloud(mark) if rule else ""
    box = fragment(' class="{}"', kind) if kind else ""
    said = fragment(' aria-label="{}"', words) if words not in ("", mark) else ""
    return fragment("<span{}{}>{}</span>", box, said, mark) if box or said else fragment("{}", mark)


def marks_moved(rule: Rule | None, row: Indicator) -> Fragment:
    """Last year's mark 印 and this year's with an arrow, with ※ where one is doubtful."""
    marks = (lone_mark(rule, mark, "mark") for mark in (row.status_previous_printed, shown_status(row)))
    return fragment("{}{}", joined(marks, "→"), "※" if is_doubtful(row) else "")


def is_doubtful(row: Indicator) -> bool:
    """Whether a mark that moved is printed or read in a doubtful way."""
    return row.status_change in ("improved", "worsened") and bool(row.status_change_doubtful)


def number_told(row: IndicatorRow, number: Decimal) -> str:
    """A value of an indicator with its unit."""
    return f"{minus(number)}{row.unit}"


def disagreement(rule: Rule | None, row: Indicator) -> Fragment:
    """The sentence where a value and its mark moved in two ways 値と印の食い違い."""
    before, now = certain(row.previous_value), certain(row.actual)
    way = "same" if now == before else "up" if now > before else "down"
    return fragment(
        "「{}」は、値が{}から{}に{}が、印は{}から{}に{}。",
        full_name(row),
        number_told(row, before),
        number_told(row, now),
        VALUES_MOVED[way],
        lone_mark(rule, row.status_previous_printed),
        lone_mark(rule, shown_status(row)),
        MARKS_MOVED[row.status_change],
    )


def other_baselines(observations: Iterable[ObservationRow], row: IndicatorRow) -> list[ObservationRow]:
    """The printed baselines of an indicator beside the first, from the rows of `observations`."""
    return [
        each
        for each in observations
        if (each.subject, each.role, each.plan_id, each.no) == ("indicator", "baseline", *row.key)
        and each.fiscal_year != row.baseline_fy
    ]


def why_unknown(row: Indicator, rule: Rule | None, goals: Mapping[tuple[str, int], str]) -> str:
    """Why it is not known whether an indicator became better or worse.

    `goals` has what is another one since last year (`remeasured`): 目標値.
    """
    if row.actual_text == NOT_ENTERED:
        return NOT_ENTERED
    if row.actual is None:
        if not row.actual_text:
            return "実績値の記載なし"
        return f"実績値が{why_no_value(row, rule)}" if missing(row.actual_text) else f"実績値を数として{cannot(row)}"
    if row.progress_reason in WITHHELD:
        return row.progress_reason
    if row.previous_value is not None:
        return "向き（以上・以下）の記載なし"
    if row.status_previous_printed and (changed := goals.get(row.key)):
        return f"{changed}の変更で印を比べられない"
    if rule and rule.tells_no_value(row.status_previous_printed):
        return "前年度は未公表"
    return "前年度の値も印も記載なし"


def expected_words(row: Indicator) -> str:
    """The 目安 of this year as a sentence: 毎年同じだけ進む場合、R5は20.8社; empty where none is told.

    Nor of a target that the city prints for this year: that is told as one.
    """
    if row.expected_told is None or row.expected_by == "printed":
        return ""
    told, year = number_told(row, row.expected_told), era(certain(row.actual_fy))
    return f"毎年同じだけ進む場合、{year}は{told}"


# activities


def result_change(row: Activity) -> str:
    """How a result 実績 changed since last year: ＋8件（125.0%）; that of a share is told in points.

    A ratio of two shares says nothing: 19.3% and 100.0% are ＋80.7ポイント (Hitachi R5, PLAN 05).
    """
    return difference_words(row.difference, row.ratio, row.unit)


def difference_words(difference: Decimal | None, ratio: Decimal | None, unit: str) -> str:
    """A difference with its unit, and its ratio unless it is one of two shares.

    >>> difference_words(Decimal(8), Decimal("125.0"), "件"), difference_words(Decimal("80.7"), Decimal("518.1"), "%")
    ('＋8件（125.0%）', '＋80.7ポイント')
    >>> difference_words(Decimal(0), Decimal("100.0"), "件"), difference_words(None, None, "")
    ('同じ', '')
    """
    if difference is None:
        return ""
    if not difference:
        return "同じ"
    told = with_sign(difference)
    if is_share(unit):
        return told + _POINTS
    return f"{told}{unit}" + (f"（{minus(ratio)}%）" if ratio is not None else "")


def with_sign(value: Decimal) -> str:
    """A change with its sign, which is as wide as a letter on a page; 0 has none.

    >>> with_sign(Decimal("3.60")), with_sign(Decimal(-1)), with_sign(Decimal("0.0"))
    ('＋3.60', '−1', '0')
    """
    return signed(value).replace("+", "＋") if value else "0"


def in_pieces(change: str) -> Fragment:
    """A change 増減 for a narrow cell: it parts before ポイント, and nowhere else.

    >>> in_pieces("＋80.7ポイント")
    Fragment('<span class="nowrap">＋80.7</span><span class="nowrap">ポイント</span>')
    """
    number = change.removesuffix(_POINTS)
    pieces = filter(None, (number, change.removeprefix(number)))
    return joined(fragment('<span class="nowrap">{}</span>', piece) for piece in pieces)


_LEVELS = {"点", "℃", "°C", "度", "歳", "倍", "ポイント"}  # what is measured in them is no amount


def is_level(row: Activity | IndicatorRow) -> bool:
    """Whether a value rises and falls 上がる・下がる, as a share or a score does; a count becomes more or fewer 増える・減る.

    What has no unit and is no whole number, a birth rate of 1.31, is no count.
    """
    value = row.target if row.actual is None and isinstance(row, IndicatorRow) else row.actual
    return is_share(row.unit) or row.unit in _LEVELS or (not row.unit and decimals(value) > 0)


def is_share(unit: str) -> bool:
    """Whether a value is a share 割合, whose changes are points."""
    return unit in ("%", "％")
