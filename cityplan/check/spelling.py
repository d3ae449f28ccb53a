"""Names, headings and marks that are spelt in more than one way."""

import json

import pandas as pd

from cityplan.check.finding import Finding, Findings, Place, audited, repairs_of
from cityplan.check.kind import FindingKind
from cityplan.japanese.letters import squeeze
from cityplan.japanese.variants import VARIANTS
from cityplan.tables.definitions import ActivityRow, CellRow, TextRow
from cityplan.tables.schema import Tables, records, table_rows

SPELLING_VARIANT = FindingKind("spelling_variant", "表記のゆれ", "info")


@audited
def spelling_variants(tables: Tables) -> Findings:
    """Names, headings and marks that are spelt in more than one way; never the wording of prose."""
    yield from _heading_variants(tables["skipped_lines"])
    yield from _strategy_variants(tables)
    yield from _reprint_variants(tables["texts"])
    folded = tables["repairs"][tables["repairs"]["rule"] == "folded_characters"]
    folded = folded[folded["before"].map(lambda text: text.translate(VARIANTS) != text).astype("bool")]
    for (before, after), rows in folded.groupby(["before", "after"]):
        yield _spelling(str(before), str(after), rows, f"「{before}」は「{after}」と読みました")


def _heading_variants(skipped: pd.DataFrame) -> Findings:
    headings = skipped[skipped["reason"] == "heading"]
    times = headings["text"].map(squeeze).value_counts()
    for rare, count in times.items():
        for usual in times[times > count].index:
            if _differs_in_one(str(rare), str(usual)):
                rows = headings[headings["text"].map(squeeze) == rare]
                yield _spelling(str(rare), str(usual), rows, f"見出しが「{usual}」でなく「{rare}」です")


def _strategy_variants(tables: Tables) -> Findings:
    texts = tables["texts"][tables["texts"]["section"] == "戦略（再掲）"]
    strategies = dict(zip(tables["groups"]["group_id"], tables["groups"]["strategy"], strict=True))
    for (group_id, found), rows in texts.groupby(["group_id", "text"]):
        strategy, text = strategies[group_id], str(found)
        if squeeze(text) not in squeeze(strategy):
            yield _spelling(text, strategy, rows, f"戦略名「{strategy}」の一部が「{text}」と書かれています")


def _reprint_variants(texts: pd.DataFrame) -> Findings:
    """An item of 目指す姿 that a project's page reprints with another character (自動 for 自助, Hitachi R5)."""
    items = texts[texts["section"] == "目指す姿"]
    whole = list(items[items["scope"] == "document"]["text"])
    for text, rows in items[items["scope"] == "group"].groupby("text"):
        for usual in whole if text not in whole else ():
            if _differs_in_one(squeeze(str(text)), squeeze(usual)):
                yield _spelling(str(text), usual, rows, f"目指す姿の再掲が「{usual}」でなく「{text}」です")


def _spelling(rare: str, usual: str, rows: pd.DataFrame, what: str) -> Finding:
    lines = "、".join(str(line) for line in rows["source_line"])
    return Finding(
        SPELLING_VARIANT,
        f"{what}（{lines}行、{len(rows)}か所）。",
        "表記をそろえてください。",
        Place(int(rows["source_line"].iloc[0])),
        printed=rare,
        computed=usual,
    )


def _differs_in_one(one: str, other: str) -> bool:
    return len(one) == len(other) >= 4 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


@audited
def similar_names(tables: Tables) -> Findings:
    """Two plans or groups of a table whose names differ by a letter or two: perhaps one, in two spellings."""
    for repair in repairs_of(tables, "similar_names"):
        what = "プラン" if repair.column == "name" else "プランの属する区分"
        right, other = (json.dumps(each, ensure_ascii=False) for each in (repair.after, repair.before))
        yield Finding(
            SPELLING_VARIANT,
            f"{what}の名前「{repair.before}」は、「{repair.after}」とよく似ています。別のものとして読みました。",
            "同じものなら、source.toml のこの年度の終わりに次の2行を書いてください（1行目がもうあれば、2行目だけ）。"
            f"左が資料の表記、右が使う表記です。\n[edition.spellings]\n{other} = {right}",
            Place(repair.source_line, "plans", repair.plan_id, None, repair.column),
            severity="warning",
            printed=repair.before,
            computed=repair.after,
        )


NAME_VARIANT = FindingKind("name_variant", "事業名の違い", "info")


@audited
def name_variants(tables: Tables) -> Findings:
    """Names in 今後の取組の方向性 that differ from the table's."""
    cells = tables["cells"]
    printed = {(row.plan_id, row.row): row for row in records(cells[cells["column"] == "direction_name"], CellRow)}
    for row in table_rows(tables, ActivityRow):
        cell = printed.get(row.key)
        full = f"{row.name}【{row.alias}】" if row.alias else row.name
        if cell is not None and squeeze(cell.text) not in (squeeze(full), squeeze(row.name)):
            yield Finding(
                NAME_VARIANT,
                f"「今後の取組の方向性」での事業名「{cell.text}」が、表の事業名「{full}」と違います。同じ事業とみなしました。",
                "事業名の表記を担当課に確かめてください。",
                Place(cell.source_line, *row.place, "direction"),
                printed=cell.text,
                computed=full,
            )
    for text in table_rows(tables, TextRow):
        if text.section == "今後の取組の方向性" and text.text.startswith("【"):
            yield Finding(
                NAME_VARIANT,
                f"「今後の取組の方向性」の{text.text}に当たる事業が表にありません。",
                "事業名を担当課に確かめてください。",
                Place(text.source_line, "texts", text.plan_id),
                severity="warning",
                printed=text.text,
            )
