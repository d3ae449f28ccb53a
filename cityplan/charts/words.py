"""Figures and words as charts print them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

Number: TypeAlias = Decimal | int

WORDS: Mapping[str, str] = {"◎": "目標値以上", "○": "基準値以上", "△": "基準値未満", "—": "未公表"}


def number(value: Number) -> str:
    """A number 数値 with its digits as printed and commas."""
    return f"{Decimal(value):,f}"


def quantity(value: Number, unit: str) -> str:
    """A number with its unit 単位: 14,259件."""
    return number(value) + unit


def distance(value: Number, unit: str) -> str:
    """A difference 差 with its unit; between shares in percent it is in points ポイント."""
    return number(abs(Decimal(value))) + ("ポイント" if unit in {"%", "％"} else unit)
