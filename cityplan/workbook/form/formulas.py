"""The check columns 自動計算 of an entry form: our ratio and our status rules as spreadsheet formulas.

A formula gives what `compute` gives of the same values, an empty text where that gives nothing.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from cityplan.city.rules import Rule

# Binary fractions: 1.005 x 100 is 100.49999999999999 there. So many decimals are noise.
_NOISE = 9


class MarkCells(NamedTuple):
    """Where the values 値 of one indicator stand (L12), and its share of the path, which is known."""

    actual: str
    reason: str
    baseline: str
    target: str
    polarity: str
    share: Fraction | None


class _Test(NamedTuple):
    """A condition: whether all that it needs is known, and whether it is met then."""

    known: str
    met: str


def ratio_formula(actual: str, previous: str) -> str:
    """前年度比 in %, one decimal, half up; empty as `compute.ratios.ratio` is None.

    >>> ratio_formula("L8", "K8")
    '=IF(AND(ISNUMBER(L8),ISNUMBER(K8)),IF(AND(K8>0,L8>=0),ROUND(ROUND(L8*100/K8,9),1),""),"")'
    """
    value = f"ROUND(ROUND({actual}*100/{previous},{_NOISE}),1)"
    return f'=IF(AND(ISNUMBER({actual}),ISNUMBER({previous})),IF(AND({previous}>0,{actual}>=0),{value},""),"")'


def used_formula(changed: str, number: Decimal | None) -> str:
    """The baseline or target that governs: the changed one where one is entered.

    >>> used_formula("R12", Decimal("35.0")), used_formula("R12", None)
    ('=IF(ISNUMBER(R12),R12,35.0)', '=IF(ISNUMBER(R12),R12,"")')
    """
    literal = '""' if number is None else format(number, "f")
    return f"=IF(ISNUMBER({changed}),{changed},{literal})"


def polarity_formula(printed: str, baseline: str, target: str) -> str:
    """以上 or 以下: printed, else 以上 where the target is above the baseline, as `clean.indicators` infers it."""
    inferred = f'IF({target}>{baseline},"以上","")'
    return f'=IF({printed}<>"",{printed},IF(AND(ISNUMBER({baseline}),ISNUMBER({target})),{inferred},""))'


def mark_formula(rule: Rule, cells: MarkCells) -> str:
    """The mark that a rule gives, as `rules.judged`; nothing before there is a value or a reason.

    >>> from cityplan.city.rules import rules
    >>> mark_formula(rules()["target-only"], MarkCells("L9", "M9", "U9", "V9", "W9", None))[:70]
    '=IF(AND(NOT(ISNUMBER(L9)),M9=""),"",IF(NOT(AND(ISNUMBER(L9),ISNUMBER(V'
    """
    chain = '""'
    for each in reversed(rule.classes):
        if each.when in _TESTS:
            known, met = _TESTS[each.when](cells, each.x)
            mark = _quoted(each.mark)
            chain = mark if met == "TRUE" else f"IF({met},{mark},{chain})"
            chain = chain if known == "TRUE" else f'IF(NOT({known}),"",{chain})'
    return f'=IF(AND(NOT(ISNUMBER({cells.actual})),{cells.reason}=""),"",{chain})'


def _within_percent(cells: MarkCells, x: Decimal) -> _Test:
    known = f"AND(ISNUMBER({cells.actual}),ISNUMBER({cells.baseline}))"
    away = f"ROUND(ABS({cells.actual}-{cells.baseline})*100,{_NOISE})"
    return _Test(known, f"{away}<=ROUND(ABS({cells.baseline})*{x},{_NOISE})")


def _path_share(cells: MarkCells, x: Decimal) -> _Test:
    if not cells.share:  # unknown, or the path's first year, in which no way is to be made
        return _UNKNOWN
    start, end = cells.baseline, cells.target
    forward = f'IF({cells.polarity}="以下",{end}<{start},{end}>{start})'
    numbers = f"ISNUMBER({cells.actual}),ISNUMBER({start}),ISNUMBER({end})"
    done, whole = cells.share.numerator, cells.share.denominator
    way = f"({cells.actual}-{start})*100*{whole}/(({end}-{start})*{done})"
    return _Test(f'AND({numbers},{cells.polarity}<>"",{forward})', f"ROUND({way},{_NOISE})>={x}")


def _target_share(cells: MarkCells, x: Decimal) -> _Test:
    actual, target = cells.actual, cells.target
    known = f'AND(ISNUMBER({actual}),ISNUMBER({target}),{cells.polarity}<>"",{target}>=0)'
    higher, lower = f"{actual}*100>={target}*{x}", f"{target}*100>={actual}*{x}"
    return _Test(known, f'IF({cells.polarity}="以下",{lower},{higher})')


def _reached(cells: MarkCells, threshold: str) -> _Test:
    actual = cells.actual
    known = f'AND(ISNUMBER({actual}),ISNUMBER({threshold}),{cells.polarity}<>"")'
    better = f'IF({cells.polarity}="以下",{actual}<={threshold},{actual}>={threshold})'
    return _Test(known, better)


def _exceeded(cells: MarkCells, threshold: str) -> _Test:
    test = _reached(cells, threshold)
    return _Test(test.known, f"AND({test.met},{cells.actual}<>{threshold})")


_UNKNOWN = _Test("FALSE", "FALSE")
# not_from_values is missing: no value meets it. A form has no target of the year.
_TESTS: dict[str, Callable[[MarkCells, Decimal], _Test]] = {
    "no_actual": lambda cells, _: _Test("TRUE", f"NOT(ISNUMBER({cells.actual}))"),
    "target_reached": lambda cells, _: _reached(cells, cells.target),
    "target_exceeded": lambda cells, _: _exceeded(cells, cells.target),
    "baseline_reached": lambda cells, _: _reached(cells, cells.baseline),
    "baseline_exceeded": lambda cells, _: _exceeded(cells, cells.baseline),
    "within_percent": _within_percent,
    "path_share": _path_share,
    "target_share": _target_share,
    "year_target_reached": lambda cells, _: _UNKNOWN,
    "year_target_exceeded": lambda cells, _: _UNKNOWN,
    "year_target_share": lambda cells, _: _UNKNOWN,
    "otherwise": lambda cells, _: _Test("TRUE", "TRUE"),
}


def _quoted(text: str) -> str:
    """
    >>> _quoted('a"b')
    '"a""b"'
    """
    return '"' + text.replace('"', '""') + '"'
