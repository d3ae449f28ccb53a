"""Numbers of several levels 枝番号: 1-1, Ⅰ-2-(3), A-01, as they stand before the names of plans."""

import re

from cityplan.japanese.letters import fold

_LEVEL = r"(?:[0-9０-９]{1,3}|[A-ZＡ-Ｚ]|[Ⅰ-Ⅻ]|[IVX]{1,4})"
_BELOW = rf"(?:{_LEVEL}|[(（]\s?[0-9０-９]{{1,3}}\s?[)）]|[①-⑳⑴-⒇])"
_HYPHEN = r"\s?[-－‐‑–−ー―]\s?"
# A bracket at its end parts it from the name; else a blank or a mark does.
_CODE = re.compile(
    rf"(?P<code>{_LEVEL}(?:{_HYPHEN}{_BELOW})+)(?:(?<=[)）①-⑳⑴-⒇])\s*|\s*[.．:：、]\s*(?!\d)|\s+)(?P<name>\D.*|\d.*)",
    re.DOTALL,
)
_WHOLE = re.compile(rf"[IVX]{{1,4}}|{_LEVEL}(?:{_HYPHEN}{_BELOW})+")


def code(text: str) -> str:
    """A number of two or more levels, or a Roman one, in one spelling: letters and digits between hyphens; else empty.

    A workbook that took 1-1 for a date shows 1月1日.

    >>> code("１－１"), code("Ⅰ-2-(3)"), code("A-01"), code("Ⅱ ‐ ③"), code("Ⅳ"), code("1月1日")
    ('1-1', 'I-2-3', 'A-01', 'II-3', 'IV', '1-1')
    >>> code("12"), code("2024-25"), code("産業"), code("1-")
    ('', '', '', '')
    """
    plain = re.sub(r"^(\d{1,2})月(\d{1,2})日$", r"\1-\2", fold(text))
    if not _WHOLE.fullmatch(plain):
        return ""
    parts = re.findall(r"[0-9]+|[A-Z]+", fold(plain))
    return "-".join(parts)


def plain_code(text: str) -> str:
    """A number of several levels as it is compared, without the zeros before its parts; empty where a text is none.

    >>> plain_code("A-01"), plain_code("1-10"), plain_code("6")
    ('A-1', '1-10', '')
    """
    return re.sub(r"(^|-)0+(?=\d)", r"\1", code(text))


def leading_code(text: str) -> tuple[str, str]:
    """The number of several levels that a text begins with, as `code` writes it, and the name behind it.

    >>> leading_code("1-1 港のにぎわい"), leading_code("Ⅰ-2-(3)空き家の利活用"), leading_code("2－1：防災")
    (('1-1', '港のにぎわい'), ('I-2-3', '空き家の利活用'), ('2-1', '防災'))
    >>> leading_code("1-2歳児の保育"), leading_code("産業 1-1"), leading_code("3 環境"), leading_code("1-1")
    (('', '1-2歳児の保育'), ('', '産業 1-1'), ('', '3 環境'), ('', '1-1'))
    """
    match = _CODE.fullmatch(text.strip())
    return (code(match["code"]), match["name"].strip()) if match else ("", text)


def even_codes(codes: list[str]) -> list[str]:
    """The same numbers with zeros, so that they stand in their order; those of one level alone stay as they are.

    >>> even_codes(["1-2", "1-10", "2-1-3"]), even_codes(["A-1", "A-2"])
    (['1-02', '1-10', '2-01-3'], ['A-1', 'A-2'])
    """
    parts = [each.split("-") for each in codes]
    depth = max(map(len, parts), default=0)
    widths = [
        max((len(own[at]) for own in parts if len(own) > at and own[at].isdigit()), default=0) for at in range(depth)
    ]
    return [
        "-".join(part.zfill(widths[at]) if part.isdigit() else part for at, part in enumerate(own)) for own in parts
    ]
