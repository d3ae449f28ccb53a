"""How columns are computed 計算式, each formula told once: for what a column means, for a brief and for a trace.

A term stands in braces: what is named for a column is that column's value. What computes a column is the function
of its name in `compute`; the trace of a row prints the formula beside the result.
"""

RATIO = "{actual} ÷ {previous} × 100"
DIFFERENCE = "{actual} − {previous}"
SHARE_OF_WAY = "({actual} − {baseline}) ÷ ({target} − {baseline})"
PROGRESS_RATIO = f"{SHARE_OF_WAY} × 100"
ACHIEVEMENT_RATIO = "{actual} ÷ {target} × 100"
ACHIEVEMENT_RATIO_OF_LOWER = "{target} ÷ {actual} × 100"  # where less is better
REQUIRED_PER_YEAR = "({target} − {latest}) ÷ {years}"
EXPECTED_VALUE = "{baseline} + ({target} − {baseline}) × {done} ÷ {whole}"
MEAN_PER_YEAR = "({until} − {since}) ÷ {years}"

_JAPANESE = {"(": "（", ")": "）", " − ": "−", " ÷ ": "÷", " × ": "×", " + ": "＋"}
_TERMS = {"actual": "実績値", "baseline": "基準値", "target": "目標値"}


def japanese(formula: str) -> str:
    """A formula as Japanese text prints it, its terms still in braces.

    >>> japanese(EXPECTED_VALUE)
    '{baseline}＋（{target}−{baseline}）×{done}÷{whole}'
    """
    for sign, printed in _JAPANESE.items():
        formula = formula.replace(sign, printed)
    return formula


def in_words(formula: str, **terms: str) -> str:
    """A formula with its terms in words; those of an indicator have theirs.

    >>> in_words(REQUIRED_PER_YEAR, latest="最新の実績値", years="残りの年数")
    '（目標値−最新の実績値）÷残りの年数'
    """
    return japanese(formula).format(**{**_TERMS, **terms})
