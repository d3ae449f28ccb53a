"""What the look of a workbook's cells says 書式 (struck out, hidden, raised), and its comments."""

from collections import defaultdict

from cityplan.check.finding import Finding, Findings, Place, audited, cell_place, repairs_of, rows_by_place
from cityplan.check.kind import IMPLAUSIBLE, Severity
from cityplan.compute.doubts import doubted_cells
from cityplan.tables.definitions import PrintedEntry, RepairRow
from cityplan.tables.names import label
from cityplan.tables.schema import Tables

_ASK = "この値でよいか、担当課に確かめてください。"
# What is said of a repair of each rule; {cell} names the row and the column, or the heading.
_SAID: dict[str, tuple[Severity, str]] = {
    "struck_out": (
        "warning",
        "{cell}「{before}」には取り消し線の引かれた文字があります。それを除いて「{after}」と読みました。",
    ),
    "struck_cell": ("warning", "{cell}「{before}」は、全体に取り消し線が引かれています。使っていません。"),
    "struck_beside": (
        "warning",
        "{cell}「{before}」は取り消し線で消され、隣に「{after}」とあります。隣の「{after}」を使いました。",
    ),
    "struck_unclear": (
        "warning",
        "{cell}「{before}」は取り消し線で消され、隣に「{after}」とあります。どちらも使っていません"
        '（隣の数を使うなら、source.toml の [[edition]] に struck = "beside" と書きます）。',
    ),
    "unseen_text": (
        "warning",
        "{cell}「{before}」には、地と同じ色で見えない文字があります。それを除いて「{after}」と読みました。",
    ),
    "unseen_cell": ("warning", "{cell}「{before}」は、地と同じ色で見えません。使っていません。"),
    "raised_note": ("warning", "{cell}「{before}」の小さな文字は注の番号とみなし、「{after}」と読みました。"),
    "hidden_by_format": ("warning", "{cell}は、表示形式のために見えません。入っている「{before}」を使いました。"),
    "unsigned": ("warning", "{cell}は負の数ですが、表示形式のために符号が見えません。「{before}」と読みました。"),
    "shown_as_word": (
        "warning",
        "{cell}は「{after}」と表示されていますが、入っている数は{before}です。表示のとおりに読みました。",
    ),
    "no_percent_format": (
        "warning",
        "{cell}「{before}」だけ、同じ行のほかの値と違ってパーセント表示ではありません。そのまま読みました。",
    ),
    "cell_comment": ("info", "{cell}のセルにコメントがあります：「{before}」"),
    "struck_row": ("warning", "表の行に、全体に取り消し線が引かれています：「{before}」。表に入れていません。"),
    "hidden_column": ("warning", "{before}は非表示でした。見えている列と同じように読みました。"),
}


@audited
def cell_looks(tables: Tables) -> Findings:
    """Cells that say something else than their text alone, and rows and columns that cannot be seen."""
    rows, told = rows_by_place(tables), doubted_cells(tables)
    for repair in repairs_of(tables, *_SAID):
        if repair.is_doubt:
            continue  # told as a doubt of the reading
        severity, said = _SAID[repair.rule]
        own = (repair.table, repair.plan_id, repair.row)
        if repair.rule == "no_percent_format" and (own, repair.column) in told:
            continue  # 0.65 among shares is told as what it may be
        row = rows.get(own)
        yield Finding(
            IMPLAUSIBLE,
            said.format(cell=_cell(repair, row), before=repair.before, after=repair.after),
            _ASK,
            cell_place(repair),
            severity=severity,
            printed=repair.before,
            computed=repair.after,
        )
    yield from _hidden_rows(tables)


def _cell(repair: RepairRow, row: PrintedEntry | None) -> str:
    if row:
        return f"「{row.name}」の{label(repair.table, repair.column)}"
    if repair.column == "purpose":
        return f"プラン{repair.plan_id}の目的"
    return "様式" if repair.table == "plans" else "見出し"


def _hidden_rows(tables: Tables) -> Findings:
    """The rows of a plan that are hidden 非表示, one finding for all: a filter may hide hundreds."""
    by_plan: dict[str, list[RepairRow]] = defaultdict(list)
    for repair in repairs_of(tables, "hidden_line"):
        by_plan[repair.plan_id].append(repair)
    for plan_id, own in by_plan.items():
        first, *others = own
        rows = "、".join(f"{each.source_line}行「{each.before}」" for each in own[:_SHOWN])
        more = f"など{len(own)}行" if len(own) > _SHOWN else ""
        yield Finding(
            IMPLAUSIBLE,
            f"非表示の行（絞り込みで隠れた行を含む）です：{rows}{more}。見えている行と同じように読みました。",
            "使ってよい行か、担当課に確かめてください。使わない行なら、表から消してください。",
            Place(first.source_line, first.table, plan_id, None if others else first.row, "name"),
        )


_SHOWN = 5  # of the hidden rows; the others stand in the list of repairs
