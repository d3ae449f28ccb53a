"""Numbers 数 among texts that a run would have left out: they may well be values, which nobody would miss."""

from collections.abc import Sequence

from cityplan.japanese.quantities import missing, quantity

_SHOWN = 3


def numbers_told(texts: Sequence[str]) -> str:
    """A sentence on the numbers among texts, to stand before the lines to paste; empty where there is none.

    >>> numbers_told(["図の題", "86.4", "410件"])
    'このうち「86.4」「410件」は数です。left_out に書くと、値が読まれません。指標や事業の値なら書かずに、項目の語を確かめるか、元のファイル（PDF、Word、Excel）を使ってください。\\n'
    >>> numbers_told(["図の題", "－"])
    ''
    """
    numbers = [text for text in texts if quantity(text) is not None and not missing(text)]
    if not numbers:
        return ""
    shown = "".join(f"「{text}」" for text in numbers[:_SHOWN])
    more = f"など{len(numbers)}か所" if len(numbers) > _SHOWN else ""
    return (
        f"このうち{shown}{more}は数です。left_out に書くと、値が読まれません。指標や事業の値なら書かずに、"
        "項目の語を確かめるか、元のファイル（PDF、Word、Excel）を使ってください。\n"
    )
