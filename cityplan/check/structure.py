"""Sheets, blocks and rows whose reading is doubtful."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import zip_longest

from cityplan.check.finding import (
    Finding,
    Findings,
    Place,
    audited,
    cell_place,
    place,
    printed_columns,
    repairs_of,
    rows_by_place,
)
from cityplan.check.kind import AMBIGUOUS_CELL, REPEATED_ITEM, VALUE_MISSING, FindingKind
from cityplan.japanese.letters import squeeze
from cityplan.read.printed import TAG
from cityplan.tables.definitions import ActivityRow, CellRow, GroupRow, IndicatorRow, PlanRow, RepairRow, TextRow
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import NUMBERS, Tables, certain, records, table_rows

Prose = TextRow | CellRow
Doubted = Prose | RepairRow
LONG_CAPTION = 25  # characters; ゼロエネルギーで、暮らそう。 is a slogan in a picture (Hitachi R5)
SHORTEST_ITEM = 3  # characters; 見直し and 遂行 are no activities (Takahagi R6)
# What a page leaves between two lines: 12, - 12 -, 12/30, （次ページに続く）, a rule.
_PAGE = re.compile(
    r"[-ー−―‐–—]?(?:p\.?)?\d{1,4}[-ー−―‐–—]?|\d{1,4}/\d{1,4}|\(?[次前]の?(?:ページ|頁).*|[^\w\s]{2,}", re.IGNORECASE
)
PROSE = ("purpose", "factors", "direction", "policy", "strategy")
_QUOTED = re.compile(r"「[^「」]*」|https?://\S+")
# Words after a sentence. Notes are none: （再掲）, ※延べ人数, and （　）は夜間の講座, which tells of values.
_AFTER_SENTENCE = re.compile(r"[。｡](?P<rest>(?!\s*(?:※|[(（][ 　]*[)）]は|[(（][^()（）]*[)）]\s*$))[^。｡]*[^。｡\s])$")


SHEET_MISSING = FindingKind("sheet_missing", "ないシート", "warning", question="このプランのシートを送ってください。")


@audited
def missing_sheets(tables: Tables) -> Findings:
    """A plan without a sheet プランのシート."""
    for row in table_rows(tables, PlanRow):
        if not row.has_sheet:
            yield Finding(
                SHEET_MISSING,
                f"プラン{row.plan_id}「{row.name}」のシートが資料にありません。実績も指標も分かりません。",
                "シートを担当課に求めてください。",
                Place(row.source_line, "plans", row.plan_id),
            )


PLAN_NUMBER_REPEATED = FindingKind(
    "plan_number_repeated",
    "施策の番号の重なり",
    "warning",
    question="この施策の正しい番号を教えてください。",
    doubts=(),
)


@audited
def repeated_plan_numbers(tables: Tables) -> Findings:
    """A number that two plans of one chapter bear: they are read as two, told apart by their names."""
    for repair in repairs_of(tables, "number_repeated"):
        yield Finding(
            PLAN_NUMBER_REPEATED,
            f"番号「{repair.before}」の施策が2つ以上あります（{repair.after}）。名前で区別し、別の施策として読みました。",
            "どちらかの番号が誤りでないか、確かめてください。",
            cell_place(repair),
            printed=repair.before,
        )


PLAN_NUMBER_NOT_USED = FindingKind(
    "plan_number_not_used", "使えない番号", "warning", question="正しい番号を教えてください。", doubts=()
)


@audited
def unused_plan_numbers(tables: Tables) -> Findings:
    """Numbers in a column of their own that are no numbers of plans: the pages bear others."""
    for repair in repairs_of(tables, "numbers_not_used"):
        yield Finding(
            PLAN_NUMBER_NOT_USED,
            f"番号の列の「{repair.before}」は、重なりや読めない番号があるため使わず、並び順の番号（{repair.after}）を付けました。",
            "重ならない番号の列があれば、source.toml の plan_id をその列にしてください。"
            "同じものが2つに分かれていないかも確かめてください。",
            Place(repair.source_line, "plans", "", None, "name"),
            printed=repair.before,
            computed=repair.after,
        )


DOUBTFUL_EXTRACTION = FindingKind("doubtful_extraction", "疑わしい文字の取り出し", "warning")


@audited
def doubtful_extraction(tables: Tables) -> Findings:
    """A block that the extraction spoiled: left out as a whole; tags and page numbers that it left."""
    cells = tables["cells"]
    for cell in records(cells[cells["text"].str.contains("<", regex=False)], CellRow):
        if tag := TAG.search(cell.text):
            yield _left(f"印刷用の印（タグ）「{tag[0]}」", tag[0], cell)
    yield from _left_pages(tables)
    skipped = tables["skipped_lines"]
    plans = sorted(table_rows(tables, PlanRow), key=lambda plan: plan.source_line)
    by_plan: dict[str, list[int]] = defaultdict(list)
    for line in skipped[skipped["reason"] == "doubtful_extraction"]["source_line"].tolist():
        above = ["", *(plan.plan_id for plan in plans if plan.source_line < line)]
        by_plan[above[-1]].append(line)
    for plan_id, own in by_plan.items():
        yield Finding(
            DOUBTFUL_EXTRACTION,
            f"{own[0]}〜{own[-1]}行のかこみ記事は、同じ段落が繰り返されるなど取り出しの誤りが疑われるため、全体を使いません。",
            "元の資料（紙またはPDF）で内容を確かめてください。",
            Place(own[0], "texts", plan_id),
        )


@audited
def doubtful_readings(tables: Tables) -> Findings:
    """What the reader of a document doubts: a cell, a row, a table joined over pages, a text that cannot be seen."""
    rows = rows_by_place(tables)
    pages, plans = _plans_of_pages(tables), table_rows(tables, PlanRow)
    for repair in table_rows(tables, RepairRow):
        if not repair.is_doubt:
            continue
        row = rows.get((repair.table, repair.plan_id, repair.row))
        of = f"「{full_name(row)}」の{label(repair.table, repair.column)}「{repair.before}」" if row else repair.before
        yield Finding(
            DOUBTFUL_EXTRACTION,
            f"{of}{'：' if repair.after else ''}{repair.after}。".replace("。。", "。"),
            "元の資料で、この所を確かめてください。",
            cell_place(repair)._replace(plan_id=repair.plan_id or _plan_at(repair, pages, plans)),
            printed=repair.before,
        )


def _plans_of_pages(tables: Tables) -> dict[int | None, str]:
    """The plan of each page that holds cells of one plan only: what is doubted on such a page concerns that plan.

    Not where a text on it is of the whole document: notes at the foot of a table may be of rows on other pages.
    """
    plans: dict[int | None, set[str]] = defaultdict(set)
    for cell in table_rows(tables, CellRow):
        if cell.page is not None and (cell.plan_id or cell.table == "texts"):
            plans[cell.page].add(cell.plan_id)
    return {page: own.pop() for page, own in plans.items() if len(own) == 1}


def _plan_at(repair: RepairRow, pages: Mapping[int | None, str], plans: Iterable[PlanRow]) -> str:
    """The one plan on whose page, or within whose sheet, something stands; empty where that is none or not one."""
    if repair.page is not None:
        return pages.get(repair.page, "")
    line = repair.source_line
    own = [each.plan_id for each in plans if line and each.source_line <= line <= certain(each.source_line_end)]
    return own[0] if len(own) == 1 else ""


def _left_pages(tables: Tables) -> Findings:
    """A page's number or 次ページに続く as a paragraph, item or heading, or within one joined from lines."""
    cells = tables["cells"]
    items = (cells["table"] == "program_items") | (cells["column"] == "heading")
    told: list[Prose] = [*table_rows(tables, TextRow), *records(cells[items], CellRow)]
    for text in told:
        if _PAGE.fullmatch(squeeze(text.text)):
            yield _left_page(text.text, text)
    for repair in table_rows(tables, RepairRow):
        is_joined = repair.rule == "joined_lines" and repair.column in PROSE  # a value may stand on two lines
        for piece in repair.before.split(" / ") if is_joined else ():
            if _PAGE.fullmatch(squeeze(piece)):
                yield _left_page(piece, repair)


def _left_page(printed: str, of: Doubted) -> Finding:
    return _left(f"ページの番号や線のような行「{printed}」", printed, of)


def _left(what: str, printed: str, of: Doubted) -> Finding:
    return Finding(
        DOUBTFUL_EXTRACTION,
        f"文の中に、{what}が残っています。",
        "元の資料（紙またはPDF）で内容を確かめてください。",
        place_of(of),
        printed=printed,
    )


def place_of(of: Doubted) -> Place:
    """Where a paragraph, a cell or a repair stands; only the activities and indicators are told by row."""
    if isinstance(of, TextRow):
        return Place(of.source_line, "texts", of.plan_id)
    return cell_place(of)._replace(row=of.row or None if of.table in NUMBERS else None)


@audited
def joined_words(tables: Tables, is_typed: bool) -> Findings:
    """Words after a sentence that end as none: a heading or a caption may have been joined to it.

    Also what stands under …とは, before an empty line, and is no sentence. Hitachi R5 and Takahagi R6 have neither.
    A cell that somebody typed ends as he likes.
    """
    if is_typed:
        return
    cells, texts = tables["cells"], table_rows(tables, TextRow)
    prose = cells[cells["column"].isin(PROSE) & (cells["row"] > 0)]
    proses: list[Prose] = [*texts, *records(prose, CellRow)]
    for each in proses:
        if words := _AFTER_SENTENCE.search(_QUOTED.sub("「」", each.text)):
            yield _joined(words["rest"], each)
    for text, below in zip_longest(texts, texts[1:]):
        ended = below is None or below.source_line > text.source_line + 1
        if text.section.endswith("とは") and ended and "。" not in text.text:
            yield _joined(text.text, text)


def _joined(words: str, of: Doubted) -> Finding:
    return Finding(
        DOUBTFUL_EXTRACTION,
        f"「。」で終わらない語「{words[-40:]}」があります。見出しや図の説明がつながったのかもしれません。",
        "元の資料（紙またはPDF）で内容を確かめてください。",
        place_of(of),
        severity="info",
        printed=words,
    )


@audited
def shifted_results(tables: Tables) -> Findings:
    """A sentence among the results of an activity whose 要因及び効果 is empty: a lost tab may have shifted them.

    A result that is a sentence (計画を策定した。) has its 要因及び効果 beside it.
    """
    columns = printed_columns(tables)
    for row in table_rows(tables, ActivityRow):
        results = {c: getattr(row, c) for c in ("actual_text", "previous_text", "ratio_printed_text")}
        column = next((c for c, text in results.items() if text.endswith(("。", "｡"))), "")
        if column and not row.factors and ("activities", row.plan_id, "factors") in columns:
            yield Finding(
                AMBIGUOUS_CELL,
                f"「{row.name}」の{label('activities', column)}が文で、要因及び効果が空です。"
                "タブが失われて、列がずれているかもしれません。",
                "元の資料で、どの列の文かを確かめてください。",
                place(row, column),
                printed=results[column],
            )


@audited
def joined_shares(tables: Tables) -> Findings:
    """A share of 前年度以上の実績 whose label has the mark of an item: it may be the line above, joined to it."""
    for row in table_rows(tables, GroupRow):
        if row.headline_share_text.startswith(("■", "◆", "・")):
            yield Finding(
                DOUBTFUL_EXTRACTION,
                f"「{row.name}」の割合の見出し「{row.headline_share_text}」に、上の行がつながっているかもしれません。",
                "元の資料（紙またはPDF）で内容を確かめてください。",
                Place(row.source_line, "groups", "", int(row.group_id), "headline_share_text"),
                printed=row.headline_share_text,
            )


@audited
def missing_indicators(tables: Tables) -> Findings:
    """A chapter with programmes 基本事業 and no indicator 指標 at all: their part may have been lost."""
    if tables["indicators"].empty and not tables["programs"].empty:
        yield Finding(
            VALUE_MISSING,
            "成果指標が1つもありません。",
            "原文の【成果指標】の部分が欠けていないか、元の資料で確かめてください。",
            Place(None, "indicators"),
        )


@audited
def missing_headlines(tables: Tables) -> Findings:
    """A project プロジェクト without the share 前年度以上の実績 that the others have."""
    groups = table_rows(tables, GroupRow)
    without = [row for row in groups if not row.headline_share_text]
    for row in without if len(without) < len(groups) else ():
        yield Finding(
            VALUE_MISSING,
            f"「{row.name}」には「前年度以上の実績」の割合の記載がありません（ほかのプロジェクトにはあります）。",
            "記載がない理由を担当課に確かめてください。",
            Place(row.source_line, "groups", "", int(row.group_id), "headline_share_text"),
            severity="info",
        )


@audited
def missing_visions(tables: Tables) -> Findings:
    """A project プロジェクト whose page has no item under 目指す姿 while the others have."""
    texts = table_rows(tables, TextRow)
    told = {text.group_id for text in texts if (text.scope, text.section) == ("group", "目指す姿")}
    for row in table_rows(tables, GroupRow) if told else ():
        if row.group_id not in told:
            yield Finding(
                VALUE_MISSING,
                f"「{row.name}」の「目指す姿」に項目がありません（ほかのプロジェクトにはあります）。",
                "原文が欠けていないか、元の資料で確かめてください。",
                Place(row.source_line, "groups", "", int(row.group_id), "name"),
                severity="info",
            )


@audited
def ambiguous_cells(tables: Tables) -> Findings:
    """Source rows that pack several measured things: which value and mark is whose is a reading."""
    indicators, repairs = tables["indicators"], tables["repairs"]
    merged = repairs[repairs["rule"] == "merged_name"]
    packed = indicators[indicators.duplicated(["plan_id", "source_line"], keep=False)]
    names = tables["cells"][(tables["cells"]["table"] == "indicators") & (tables["cells"]["column"] == "name")]
    places = names.groupby("source_line")["source_column"].nunique()
    for (plan_id, line), rows in packed.groupby(["plan_id", "source_line"]):
        if places.get(line, 0) == len(rows):  # each has a name of its own in the row, and columns of its own
            continue
        first = records(rows, IndicatorRow)[0]
        groups = "、".join(rows["subgroup"])
        taken = bool(((merged["plan_id"] == plan_id) & (merged["source_line"] == line)).any())
        yield Finding(
            AMBIGUOUS_CELL,
            f"「{first.name}」の1行に{groups}の値が並んでいます。基準値・目標値・実績値を左から順に読みました。"
            + ("指標名は空欄のため、隣の行の名前を使いました。" if taken else ""),
            "値と印がどの区分のものか、担当課に確かめてください。",
            place(first, "name"),
        )


@audited
def program_lists(tables: Tables) -> Findings:
    """主な事業取組 in which an item recurs, or is too short to stand alone (策定、見直し、遂行)."""
    items = tables["program_items"]
    lists = items[items["kind"] == "activity"].groupby(["plan_id", "program_no"], sort=False)
    for (plan_id, program), data in lists:
        texts = list(data["text"])
        where = Place(int(data["source_line"].iloc[0]), "program_items", str(plan_id), int(str(program)))
        for text in sorted({text for text in texts if texts.count(text) > 1}):
            yield Finding(
                REPEATED_ITEM,
                f"主な事業取組に「{text}」が{texts.count(text)}回載っています。",
                "重なりか、別の事業かを担当課に確かめてください。",
                where,
                severity="info",
                printed=text,
            )
        short = [text for text in texts[1:] if len(text) <= SHORTEST_ITEM]
        if short:
            yield Finding(
                AMBIGUOUS_CELL,
                f"主な事業取組の「{'、'.join(short)}」は短く、前の語とつながる1つの事業かもしれません。「、」で分けて読みました。",
                "どこまでが1つの事業か、担当課に確かめてください。",
                where,
                printed="、".join(texts),
            )


@audited
def doubtful_captions(tables: Tables) -> Findings:
    """A long sentence that was taken as a caption 図の説明: it may go on with a direction."""
    for row in table_rows(tables, TextRow):
        if row.section == "図の説明" and len(row.text) >= LONG_CAPTION and row.text.endswith("。"):
            yield Finding(
                AMBIGUOUS_CELL,
                "「今後の取組の方向性」から離れて書かれた文です。図の説明とみなしましたが、方向性の続きかもしれません。",
                "どの事業の文か、担当課に確かめてください。",
                Place(row.source_line, "texts", row.plan_id),
                printed=row.text,
            )
