"""Figures and words as charts print them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from cityplan.japanese.numerals import exact

AnyNumber: TypeAlias = Decimal | float

CHANGES: Mapping[str, str] = {"up": "増", "same": "同じ", "down": "減"}
ARROWS: Mapping[str, str] = {"up": "↑", "same": "→", "down": "↓"}


def number(value: AnyNumber) -> str:
    """A number 数値 with its digits as printed and commas, and the minus sign − of the pages.

    >>> number(7.2), number(Decimal("1104.50")), number(Decimal("-3.2"))
    ('7.2', '1,104.50', '−3.2')
    """
    return f"{exact(value):,f}".replace("-", "−")


def drawn_quantity(value: AnyNumber, unit: str) -> str:
    """A number with its unit 単位: 14,259件."""
    return number(value) + unit


def distance(value: AnyNumber, unit: str) -> str:
    """A difference 差 with its unit; between shares in percent it is in points ポイント."""
    return number(abs(exact(value))) + ("ポイント" if unit in {"%", "％"} else unit)
