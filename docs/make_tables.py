"""Writes `docs/tables.ja.md`, the tables and their columns for readers, from `cityplan/tables/contract.py`."""

from pathlib import Path

from cityplan.tables.columns import Table
from cityplan.tables.contract import TABLES
from cityplan.tables.guide import KINDS

PAGE = Path(__file__).with_name("tables.ja.md")
HEAD = """\
# 表と列

`data/processed/<市>/<年度>/` の CSV と、`reports/<年度>/<市>/tables.xlsx` にある表と列です。Excel のブックでは、
シートの名前と見出しが「ラベル」、テーブルの名前が表の名前です。空欄は「分からない」で、0 ではありません。

この文書は `docs/make_tables.py` が `cityplan/tables/contract.py` から作ります。直すときは `cityplan/tables/contract.py` を直します。
"""


def page() -> str:
    """The whole document."""
    return "\n".join([HEAD, *map(_section, TABLES.values())])


def _section(table: Table) -> str:
    lines = [f"## {table.label}（`{table.name}`）\n\n{table.meaning}。\n"]
    lines += ["| 列 | ラベル | 種類 | 単位 | 選べる値 | 意味 |", "|---|---|---|---|---|---|"]
    for each in table.columns:
        choices = "、".join(f"`{choice}`" for choice in each.choices)
        cells = (f"`{each.name}`", each.label, KINDS[each.kind], each.unit, choices, each.meaning)
        lines.append(f"| {' | '.join(cells)} |".replace("  |", " |"))
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
