"""What a careful reader sees in a row as printed: does it contradict itself?

Code of its own, on the printed cells only: nothing of `cityplan` is imported, no number is read by
its grammar, no ratio or mark computed by it. It judges the documents of `test_digits`.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

RowKey = tuple[str, str, int]  # table, plan_id, row
Rows = Mapping[RowKey, Mapping[str, str]]  # the printed texts of each row, by column


class Seen(NamedTuple):
    """A contradiction of one kind, and the rows on which a finding may say so."""

    kind: str  # ratio, rounding, mark, duplicate, word
    on: frozenset[RowKey]


# Numbers in words, read by hand: they hold no digit that could change.
IN_WORDS = {"百二十三億十四万八千円以上": 12_300_148_000, "六・二％": Fraction(62, 10)}
# The direction of an indicator, where no bound is printed with its values, but in a column of its own.
DIRECTIONS = {"以上": "以上", "増やす": "以上", "高いほど良い": "以上", "以下": "以下"}

UP, DOWN, FLAT = "増加", "減少", "横ばい"
# What 要因及び効果 or 今後の取組の方向性 says of the row's own result, by document, plan and row, from
# reading the text. Not here: 宅地創出が増加した (11-2: grants are counted), 大幅な利用増 (10-1: no
# measure is printed), 住宅取得に係る補助件数が減少 (01-2: a part), 来街者が増加 (11-1: others).
MOVED: dict[tuple[str, str, int], tuple[str, str]] = {
    ("hitachi", "01", 1): (UP, "実績の増加につながり"),
    ("hitachi", "01", 2): (DOWN, "補助件数も減少している"),
    ("hitachi", "02", 1): (UP, "実績の増加につながった"),
    ("hitachi", "02", 2): (DOWN, "参加者数の減少につながった"),
    ("hitachi", "04", 1): (UP, "利用者数の増加につながった"),
    ("hitachi", "04", 2): (DOWN, "出生数が減少している"),
    ("hitachi", "06", 1): (UP, "補助件数が増加した"),
    ("hitachi", "06", 2): (UP, "ハンズオン支援件数等の実績の増加につながった"),
    ("hitachi", "07", 2): (UP, "補助費総額は増加した"),
    ("hitachi", "08", 1): (UP, "職業相談受付数は増加している"),
    ("hitachi", "09", 2): (DOWN, "前年度と比較し補助件数は低下した"),
    ("hitachi", "11", 1): (UP, "イベント参加者が増加し"),
    ("hitachi", "12", 2): (UP, "防災士養成講座の受講者数の増加につながった"),
    ("hitachi", "13", 1): (UP, "参加者が増加した"),
    ("hitachi", "13", 2): (FLAT, "サイクルイベントへの参加者が横ばいである"),
}
# What an activity's text says of an indicator of its plan: that the actual value is above the target.
ABOVE_TARGET: dict[tuple[str, str, int], tuple[int, str]] = {
    ("hitachi", "07", 2): (2, "創業者数が目標値を大きく上回る"),
}
BAND = Fraction(5, 100)  # 横ばい: so far from last year at most

_NUMBER = re.compile(r"(?P<minus>[-−△▲] ?)?(?P<digits>\d[\d,]*(?:\.\d+)?)")
_RATIO = re.compile(r"(?P<whole>\d+)(?:\.(?P<decimals>\d+))?%")


def contradictions(document: str, rows: Rows, key: RowKey) -> Iterator[Seen]:
    """What is wrong with a row as printed: with itself, its double in another plan, the text on it."""
    if key[0] == "activities":
        yield from _ratio(rows, key)
        yield from _movement(document, rows, key)
    else:
        yield from _mark(rows, key)
        yield from _duplicate(rows, key)
        yield from _above_target(document, rows, key)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _first(text: str) -> Fraction | None:
    """The first number of a cell: 8 of （延べ） 8社以上, 3009 of two baselines, 1062 of 受付数 1,062."""
    if text in IN_WORDS:
        return Fraction(IN_WORDS[text])
    match = _NUMBER.search(_plain(text))
    if match is None:
        return None
    value = Fraction(match["digits"].replace(",", ""))
    return -value if match["minus"] else value


# activities


def _results(row: Mapping[str, str]) -> tuple[Fraction | None, Fraction | None]:
    """This year's and last year's result; both may stand in one cell: 369人 / 232人."""
    now, before = row.get("actual_text", ""), row.get("previous_text", "")
    if not before and " / " in now:
        now, before = now.split(" / ")
    return _first(now), _first(before)


def _ratio(rows: Rows, key: RowKey) -> Iterator[Seen]:
    """Another printed ratio than this year ÷ last year, half up: one unit of the last digit is rounding."""
    match = _RATIO.fullmatch(_plain(rows[key].get("ratio_printed_text", "")))
    now, before = _results(rows[key])
    if match is None or now is None or before is None or now < 0 or before < 0:
        return
    decimals = match["decimals"] or ""
    printed = int(match["whole"] + decimals)
    off = abs(printed - _half_up(now / before * 100, len(decimals))) if before else 2
    if off:
        yield Seen("rounding" if off == 1 else "ratio", frozenset({key}))


def _half_up(value: Fraction, decimals: int) -> int:
    """A value in units of its last decimal: 125.05 with one decimal is 1251."""
    return int(value * 10**decimals + Fraction(1, 2))


def _movement(document: str, rows: Rows, key: RowKey) -> Iterator[Seen]:
    word, _ = MOVED.get((document, *key[1:]), ("", ""))
    now, before = _results(rows[key])
    if not word or now is None or before is None:
        return
    true = {UP: now > before, DOWN: now < before, FLAT: abs(now - before) <= before * BAND}
    if not true[word]:
        yield Seen("word", frozenset({key}))


# indicators


def _values(row: Mapping[str, str]) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Baseline (the first of two), target and actual."""
    baseline, target, actual = (
        _first(row.get(column, "")) for column in ("baseline_text", "target_text", "actual_text")
    )
    return baseline, target, actual


def _direction(row: Mapping[str, str]) -> str:
    """以上 or 以下: printed with the target or the baseline, or in a column of its own."""
    for column in ("target_text", "baseline_text"):
        if match := re.search("以上|以下", row.get(column, "")):
            return match[0]
    return DIRECTIONS.get(row.get("polarity", ""), "")


def _mark(rows: Rows, key: RowKey) -> Iterator[Seen]:
    """◎ where the target is reached, ○ where the baseline is, △ where it is not."""
    printed = rows[key].get("status_printed", "")[:1].replace("〇", "○")
    (baseline, target, actual), direction = _values(rows[key]), _direction(rows[key])
    if printed not in "◎○△" or not printed or not direction:
        return
    if baseline is None or target is None or actual is None:
        return
    sign = 1 if direction == "以上" else -1
    right = (
        "◎" if sign * (actual - target) >= 0 else "○" if sign * (actual - baseline) >= 0 else "△"
    )
    if printed != right:
        yield Seen("mark", frozenset({key}))


def doubles(rows: Rows, key: RowKey) -> set[RowKey]:
    """The rows of other plans that print the same indicator 再掲, by name and subgroup."""
    return {
        other for other in rows
        if other[0] == key[0] == "indicators" and other[1] != key[1] and other[2] and key[2]
        and _name(rows[other]) == _name(rows[key])
    }  # fmt: skip


def _name(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(re.sub(r"\s", "", _plain(row.get(column, ""))) for column in ("name", "subgroup"))


def _duplicate(rows: Rows, key: RowKey) -> Iterator[Seen]:
    """The same indicator in two plans with other values."""
    pair = doubles(rows, key)
    if any(_values(rows[other]) != _values(rows[key]) for other in pair):
        yield Seen("duplicate", frozenset({key, *pair}))


def spoken_of(document: str, key: RowKey) -> set[RowKey]:
    """The activities of the plan whose text speaks of an indicator."""
    return {
        ("activities", plan, row)
        for (city, plan, row), (number, _) in ABOVE_TARGET.items()
        if (city, plan, number) == (document, *key[1:]) and key[0] == "indicators"
    }


def _above_target(document: str, rows: Rows, key: RowKey) -> Iterator[Seen]:
    _, target, actual = _values(rows[key])
    on = spoken_of(document, key)
    if on and target is not None and actual is not None and not actual > target:
        yield Seen("word", frozenset(on))
