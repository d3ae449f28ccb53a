"""Rows that name the plan or group of those below them 見出しの行 (政策１ 子育て), and what stands above the first of them."""

from collections.abc import Sequence
from itertools import pairwise

from cityplan.city.table_form import TableForm
from cityplan.read.printed import Repair
from cityplan.read.table.records import Banners, Piece
from cityplan.read.table.rows import TableRow, TableRows

_DOUBT = "この表の初めの{count}行は、その上に{what}の名前の行がありません。資料の題の{what}としました"
_WHAT = {"group": "基本目標など", "plan": "プラン"}


def banner_above(
    rows: TableRows, heading: Sequence[TableRow], body: Sequence[TableRow], form: TableForm
) -> dict[int, Piece]:
    """The banner above the headings, where the later ones stand above the headings that are repeated 繰り返された見出し."""
    shown = [row for row in rows.rows if row.text]
    repeated = {row.text for row in heading}
    number = heading[0].number if heading else 0
    above = [row for row in shown if row.number < number][-1:]
    later = [row.text for row, then in pairwise(shown) if row.number > number and then.text in repeated]
    texts = [cell for row in above for cell in row.own if cell.text.strip()]
    if len(texts) != 1 or not later or not body:
        return {}
    return {above[0].number: Piece([form.banner_rows], texts[0].text.strip(), above[0], texts[0].column, texts[0])}


def before_banner(body: Sequence[TableRow], banners: Banners) -> list[Repair]:
    """A doubt where rows stand above the first banner: nothing says whose they are."""
    first = min(banners.texts)
    before = [row for row in body if row.number < first]
    if not before:
        return []
    told = _DOUBT.format(count=len(before), what=_WHAT[banners.column])
    return [Repair("", "", None, "", "before_banner", before[0].text, told, before[0].line, True)]
