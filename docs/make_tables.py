"""Writes `docs/tables.ja.md` for readers: the tables and their columns, and the kinds of findings."""

from pathlib import Path

from cityplan.check.audit import FINDING_KINDS
from cityplan.tables.column import Table
from cityplan.tables.definitions import TABLES
from cityplan.tables.guide import COLUMN_KINDS
from cityplan.tables.words import SEVERITIES

PAGE = Path(__file__).with_name("tables.ja.md")
HEAD = """\
# 表と列

`data/processed/<市>/<年度>/` の CSV と、`reports/<年度>/<市>/tables.xlsx` にある表と列です。Excel のブックでは、
シートの名前と見出しが「ラベル」、テーブルの名前が表の名前です。空欄は「分からない」で、0 ではありません。

この文書は `docs/make_tables.py` が `cityplan/tables/schema.py` と、`cityplan/check/` にある指摘の種類から作ります。
直すときは、それらを直します。
"""


def page() -> str:
    """The whole document."""
    return "\n".join([HEAD, *map(_section, TABLES.values()), _kinds()])


def _section(table: Table) -> str:
    lines = [f"## {table.label}（`{table.name}`）\n\n{table.meaning}。\n"]
    lines += ["| 列 | ラベル | 種類 | 単位 | 選べる値 | 意味 |", "|---|---|---|---|---|---|"]
    for each in table.columns:
        choices = "、".join(f"`{choice}`" for choice in each.choices) or "その市の判定規則の印" * each.is_mark
        cells = (f"`{each.name}`", each.label, COLUMN_KINDS[each.kind], each.unit, choices, each.meaning)
        lines.append(f"| {' | '.join(cells)} |".replace("  |", " |"))
    return "\n".join([*lines, ""])


def _kinds() -> str:
    """The kinds of findings, which the checks declare."""
    lines = ["## 指摘の種類\n\n表「指摘」の `kind` の値。場合によって、重さが違うこともあります。\n"]
    lines += ["| 種類 | ラベル | 重さ |", "|---|---|---|"]
    for name, kind in sorted(FINDING_KINDS.items()):
        lines.append(f"| `{name}` | {kind.label} | {SEVERITIES[kind.severity]} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
