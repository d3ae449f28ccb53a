"""The blocks of a trace 数値の出どころ: one for each number of a row, from its line to the brief."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from cityplan.city.edition import Edition
from cityplan.city.rules import Rule
from cityplan.command import trace_formulas as formulas
from cityplan.compute.numbers import Values
from cityplan.compute.results import latest
from cityplan.japanese.years import era
from cityplan.read.printed import column_role
from cityplan.report.cite import formula_anchor
from cityplan.tables.definitions import (
    Activity,
    CellRow,
    CorrectionRow,
    Entry,
    FindingRow,
    HistoryRow,
    Indicator,
    ObservationRow,
    RepairRow,
)
from cityplan.tables.names import full_name, label, numbered
from cityplan.tables.words import SEVERITIES

MARKS = ("status_printed", "status_previous_printed")
TRACED = {
    "activities": ("actual_text", "previous_text", "ratio_printed_text"),
    "indicators": ("baseline_text", "target_text", "actual_text", *MARKS),
}
USES = {  # the computed columns that a value goes into; 達成状況 by the rule that the edition names
    "baseline": ("status", "progress_ratio", "expected_value"),
    "target": ("status", "progress_ratio", "achievement_ratio", "required_per_year", "expected_value"),
    "actual": ("status", "progress_ratio", "achievement_ratio", "required_per_year"),
}
REPAIRS = {
    "box_over_table": "表の上にテキストの枠が重なっている",
    "choice_unclear": "選択肢のどれが選ばれたか分からない",
    "chosen_word": "選択肢から、印のある語を取った",
    "code_differs": "番号が、ほかの所の番号と違う",
    "heading_count": "プランの見出しの数が、ほかと違う",
    "not_listed": "一覧にないプランがあった",
    "number_apart": "番号が続いていない",
    "number_differs": "番号が、一覧の番号と違う",
    "numbers_not_used": "印字の番号を使わず、並び順の番号を付けた",
    "group_unknown": "どの基本目標のプランかが書かれていない",
    "number_repeated": "同じ番号のプランが2つある",
    "other_cell": "ラベルのない欄があった",
    "other_table": "読んでいない表がある",
    "ringed_text": "文字が丸で囲まれている",
    "beyond_limits": "様式で入力できる範囲の外の記入があった",
    "changed_in_form": "様式で変更された値を使った",
    "ended_with_result": "終了の行に実績があった",
    "full_width": "全角の数字を読んだ",
    "hidden_row": "非表示の行を読んだ",
    "hidden_sheet": "非表示のシートを読んだ",
    "new_in_form": "様式の「新規」の行を読んだ",
    "negative": "負の数が記入されていた",
    "not_entered": "空欄なので未入力とした",
    "outside_form": "様式の欄の外に記入があった",
    "outside_rows": "様式の行の外に記入があった",
    "reason_in_value": "値の欄の語を「数値がないとき」の語と読んだ",
    "sheet_renamed": "名前の変わったシートを符号で見分けた",
    "unit_in_cell": "数と一緒に書かれた単位を読んだ",
    "word_for_choice": "「数値がないとき」の語が記入されていた",
    "alias_split": "別名を分けた",
    "cell_comment": "セルのコメント",
    "contradicts_bound": "値の「以上・以下」か目標値の語と逆なので使わない",
    "control_removed": "見えない文字を除いた",
    "declared_spelling": "source.toml の表記にそろえた",
    "filled_down": "上の行と同じとみなした",
    "folded_characters": "字の形をそろえた",
    "hidden_by_format": "表示形式で見えない数を、入っている数で読んだ",
    "hidden_column": "非表示の列を読んだ",
    "hidden_line": "非表示の行を読んだ",
    "joined_lines": "分かれた行をつないだ",
    "merged_name": "隣の行の名前を使った",
    "missing_glyph": "PDFの書体にない字を、ほかの字か〓にした",
    "moved_label": "測り方の列に移した",
    "named_for_document": "文書の名前を使った",
    "no_percent_format": "パーセント表示でないまま読んだ",
    "rate_of_change": "増減率なので、100を足して前年度比とした",
    "raised_note": "小さな文字を注の番号とみなした",
    "rounded_by_format": "表示の桁に合わせた",
    "shown_as_word": "表示されている語で読んだ",
    "similar_names": "よく似た名前を、別のものとして読んだ",
    "split_label": "測り方と値を分けた",
    "split_pair": "1つのセルの2つの値を分けた",
    "split_row": "1行に並ぶ区分を分けた",
    "split_unit": "単位と値を分けた",
    "struck_cell": "取り消し線のある値なので使わない",
    "struck_row": "取り消し線の引かれた行を表に入れなかった",
    "struck_out": "取り消し線の引かれた文字を除いた",
    "stored_number": "表示のない数を、入っている数で読んだ",
    "tags_removed": "印刷用の印（タグ）を除いた",
    "marks_removed": "太字などの記号を除いた",
    "latex_read": "LaTeX の記号を字にした",
    "unsigned": "符号の見えない負の数を読んだ",
    "doubtful_cell": "読み取りが確かでない",
    "heading_without_table": "見出しの下に表がない",
    "joined_cells": "ページの境で切れたセルをつないだ",
    "joined_rows": "名前と値が結合された行の文をつないだ",
    "joined_pages": "ページをまたぐ表をつないだ",
    "repeated_role": "同じ区分の行が2つあるので使わない",
    "unread_table": "ほかのシートにある表の見出しが合わない",
    "similar_table": "見出しの一部だけがそろう表",
    "struck_beside": "消された数の隣の数を使った",
    "struck_unclear": "消された数の隣に別の数があるので、どちらも使わない",
    "torn_row": "ページの境で切れた行をつないだ",
    "before_banner": "プランや基本目標の名前の行より上の行",
    "band_columns": "罫線のない表の列を、文字のない所で分けた",
    "unit_behind_name": "名前の後ろのかっこの単位を分けた",
    "unit_completed": "同じ行の単位を補った",
    "unit_converted": "同じ行の単位の円にそろえた",
    "unit_in_parts": "億・万などに分けた額を、同じ行の単位の円にそろえた",
    "total_differs": "合計の行が、上の行の和と違う",
    "total_unread": "読めない所か、そろわない単位があるので、合計の行を確かめていない",
    "merged_cell": "下へ結合したセルの値を使った",
    "name_group": "左の欄の語を名前の前に付けた",
    "name_number": "名前の前の番号を除いた",
    "note_mark_split": "名前の終わりの、注の番号を分けた",
    "purpose_apart": "離れた所にある文を、目的に入れなかった",
    "polarity_split": "名前の終わりの、向きの記号を分けた",
    "counted_otherwise": "同じ行と数え方が違うので使わない",
    "unit_conflict": "同じ行と単位が違うので使わない",
    "unseen_cell": "地と同じ色で見えない値なので使わない",
    "unseen_text": "地と同じ色で見えない文字を除いた",
    "unreadable": "読めないので使わない",
    "wrap_blank_removed": "折り返しの空白を除いた",
}
_OF_THE_CELL = ("split_label", "moved_label")  # told of another column, made of the same cell
Said = list[tuple[str, str]]  # label, text
TraceBlock = tuple[str, Said]


@dataclass(frozen=True)
class Traced:
    """One row 行 of a plan with its results, and what the other tables say of it."""

    edition: Edition
    rule: Rule | None
    row: Entry
    cells: list[CellRow]
    repairs: list[RepairRow]  # its own, and those of whole lines
    corrections: dict[str, CorrectionRow]  # by column
    findings: list[FindingRow]
    values: list[ObservationRow]
    history: list[HistoryRow]  # the same, with those of earlier documents
    measured: Values
    goals: str  # what makes the mark of another measure than last year's
    report: str  # of its plan; empty where it is not made


def way_of(t: Traced) -> str:
    """The row itself, then each of its numbers."""
    blocks = _activity(t, t.row) if isinstance(t.row, Activity) else _indicator(t, t.row)
    return "\n\n".join(map(_block, [_heading(t), *blocks, *_own_years(t), *_earlier(t)]))


def number_of(row: Entry) -> str:
    return numbered(row.table, row.no)


def _block(block: TraceBlock) -> str:
    title, said = block
    lines, before = [title], ""
    for name, text in said:
        lines.append(f"  {'' if name == before else name:　<2}   {text}")
        before = name
    return "\n".join(lines)


def _heading(t: Traced) -> TraceBlock:
    """The name of the row, and what concerns all of its numbers."""
    alias = f"【{t.row.alias}】" if isinstance(t.row, Activity) and t.row.alias else ""
    cells = [cell for cell in t.cells if cell.column in ("name", "subgroup")]
    own = [each for each in t.repairs if each.table and _of_the_row(t, each.column)]
    columns = {f.column for f in t.findings if f.row is not None and _of_the_row(t, f.column)}
    said = [("原文", _source(t, cell)) for cell in cells]
    said += _repaired(t, (each for each in own if each.rule not in _OF_THE_CELL))
    said += _findings(t, columns)
    return f"{number_of(t.row)} {full_name(t.row)}{alias}", said


def _of_the_row(t: Traced, column: str) -> bool:
    """Whether a column is one of the row, but none of its numbers."""
    known = {each.removesuffix("_text") for each in TRACED[t.row.table]}
    return column.removesuffix("_text") not in known and (not column or hasattr(t.row, column))


# activities


def _activity(t: Traced, row: Activity) -> Iterator[TraceBlock]:
    ratio = formulas.ratio_traced(row, corrected="ratio_printed" in t.corrections)
    for role in ("actual", "previous"):
        yield label(t.row.table, role), _printed(t, role, ratio, "ratio_printed_text")
    yield label(t.row.table, "ratio_printed_text"), _printed(t, "ratio_printed", ratio)
    known = row.ratio is not None  # the brief tells no formula where there is none
    yield "増減", _computed(t, formulas.change_traced(row), known)


# indicators


def _indicator(t: Traced, row: Indicator) -> Iterator[TraceBlock]:
    yield from _baselines(t, row)
    for role in ("target", "actual"):
        year = getattr(row, f"{role}_fy")
        yield _of_year(t, role, year), _printed(t, role, _uses(t, row, role))
    moved = formulas.status_change_traced(row, t.goals)
    yield label(t.row.table, MARKS[0]), _mark(t, MARKS[0], formulas.status_traced(row, t.rule), moved)
    yield label(t.row.table, MARKS[1]), _mark(t, MARKS[1], moved)
    told = {
        "progress_ratio": formulas.progress_ratio_traced(row),
        "achievement_ratio": formulas.achievement_ratio_traced(row),
        "required_per_year": formulas.required_per_year_traced(row, t.measured),
        "expected_value": formulas.expected_value_traced(row),
        "mean_per_year": formulas.mean_per_year_traced(row, t.measured),
        "forecast": formulas.forecast_traced(row, t.measured),
    }
    for column, said in told.items():
        yield label("indicator_results", column), _computed(t, said)


def _baselines(t: Traced, row: Indicator) -> Iterator[TraceBlock]:
    """Every baseline 基準値; of two the first governs."""
    year = row.baseline_fy
    yield _of_year(t, "baseline", year), _printed(t, "baseline", _uses(t, row, "baseline"))
    for value in t.values:
        if value.role == "baseline" and value.fiscal_year != year:
            used = (
                f"{label('indicator_results', 'mean_per_year')}に使います（下にあります）"
                if value.fiscal_year == row.pace_since_fy
                else "使いません（先に記載された基準値を使います）"
            )
            said = _print(t, "baseline_text", formulas.amount(value.value, value.unit), used)
            yield _of_year(t, "baseline", value.fiscal_year), said


def _of_year(t: Traced, role: str, year: int | None) -> str:
    return label(t.row.table, f"{role}_text") + (f"（{era(year)}）" if year is not None else "")


def _uses(t: Traced, row: Indicator, role: str) -> str:
    """What an indicator's value is used for, as far as it comes to a result."""
    columns = USES[role]
    known = latest(row, t.measured)
    if role == "baseline" and known and known.role == "baseline":
        columns += ("required_per_year",)
    if getattr(row, role) is None:
        columns = ("status",) if role == "actual" else ()  # 未公表 is a class of a rule
    words = [
        label("indicator_results", column).replace("（計算）", "")
        for column in columns
        if getattr(row, column) not in (None, "")
    ]
    return f"{'、'.join(words)}に使います（下にあります）" if words else "使っていません（理由は下にあります）"


def _mark(t: Traced, column: str, *computed: str) -> Said:
    mark = getattr(t.row, column)
    none = "なし（印として読めない）" if _cells(t, column) else "なし（記載なし）"
    shown = formulas.mark_words(t.rule, mark) if mark else none
    return _print(t, column, shown, *computed)


# years with a column of their own


def _own_years(t: Traced) -> Iterator[TraceBlock]:
    for cell in t.cells:
        if own_year := column_role(cell.column):
            own = [v for v in t.values if (v.role, v.fiscal_year) == own_year]
            value = formulas.value_words(own[0].value if own else None, cell.text, own[0].unit if own else t.row.unit)
            yield label(t.row.table, cell.column), _print(t, cell.column, value)


# one number


def _printed(t: Traced, role: str, computed: str, *also: str) -> Said:
    """A printed value; `also` are columns whose findings 指摘 concern it too."""
    column, correction = f"{role}_text", t.corrections.get(role)
    unit = "%" if role == "ratio_printed" else t.row.unit
    value = formulas.value_words(getattr(t.row, role), getattr(t.row, column), unit, bool(correction))
    return _print(t, column, value, computed, correction=correction, also=also)


def _print(
    t: Traced,
    column: str,
    value: str,
    *computed: str,
    correction: CorrectionRow | None = None,
    also: tuple[str, ...] = (),
) -> Said:
    cells = _cells(t, column)
    units = [c for c in t.cells if c.column == "unit" and cells and column not in MARKS]
    said = [("原文", _source(t, cell)) for cell in cells]
    said += [("原文", f"{_source(t, cell)}（単位）") for cell in units]
    line = cells[0].source_line if cells else t.row.source_line
    return [
        *(said or [("原文", "記載なし")]),
        *(_repaired(t, _repairs(t, column, cells)) or [("直し", "なし")]),
        ("訂正", _corrected(t, correction) if correction else "なし"),
        ("値", value),
        *(("計算", each) for each in computed),
        *_findings(t, {column, *also}),
        ("報告", _report(t, f"L{line}")),
    ]


def _earlier(t: Traced) -> Iterator[TraceBlock]:
    """The values that only earlier documents of the city have, one a line."""
    said = [
        ("値", f"{v.era} {formulas.amount(v.value, v.unit)}（{v.edition}の文書 {v.source_line}行「{v.text}」）")
        for v in t.history
        if v.edition != t.edition.year and v.role != "target"
    ]
    if said:
        yield "これまでの文書の値", said


def _computed(t: Traced, computed: str, known: bool = True) -> Said:
    """A number that is only computed; its place in the brief is its formula, if it is `known`."""
    anchor = formula_anchor(t.row.table, t.row.no) if known else f"L{t.row.source_line}"
    return [("計算", computed), ("報告", _report(t, anchor))]


def _cells(t: Traced, column: str) -> list[CellRow]:
    """The cells of a column, or those that a repair made it of (369人 / 232人 in one cell)."""
    own = [cell for cell in t.cells if cell.column == column]
    split = {each.before for each in t.repairs if each.table and each.column == column}
    return own or [cell for cell in t.cells if cell.text in split]


def _source(t: Traced, cell: CellRow) -> str:
    column = f" {cell.source_column}列" if cell.source_column and cell.place.endswith("行") else ""
    text = cell.text.replace("\n", " ")
    return f"{t.edition.raw_file} {cell.place}{column}「{text}」"


def _repairs(t: Traced, column: str, cells: list[CellRow]) -> Iterator[RepairRow]:
    """The repairs 直し of a number: of its column, of what was split off its cell, of its line."""
    texts = [cell.text for cell in cells]
    lines = {n for c in cells for n in range(c.source_line, c.source_line_end + 1)}
    for each in t.repairs:
        of_cell = each.rule in _OF_THE_CELL and each.before in texts
        of_row = bool(each.table) and (each.column == column or each.rule == "split_row")
        of_line = not each.table and each.source_line in lines and _concerns(each, texts)
        if of_cell or of_row or of_line:
            yield each


def _concerns(repair: RepairRow, texts: list[str]) -> bool:
    """Whether the repair of a line concerns one of its cells: it holds the sign, or stayed whole."""
    if repair.rule == "missing_glyph":
        return any(repair.before in text for text in texts)
    return any(text in repair.after for text in texts)


def _repaired(t: Traced, repairs: Iterable[RepairRow]) -> Said:
    return [
        (
            "直し",
            f"{REPAIRS.get(r.rule, r.rule)}: {formulas.bracketed(r.before)} → {formulas.bracketed(r.after)} {r.place}",
        )
        for r in repairs
        if r.source_line is not None
    ]


def _corrected(t: Traced, correction: CorrectionRow) -> str:
    used = formulas.bracketed(correction.use)
    file = f"{t.edition.beside(correction.file)} {correction.file_line}行"
    return f"{formulas.bracketed(correction.printed)} → {used} {correction.reason}、{correction.date}、{file}"


def _findings(t: Traced, columns: Collection[str]) -> Said:
    return [
        ("指摘", f"{f.finding_id} {f.kind}（{SEVERITIES[f.severity]}） {f.place} {f.message}")
        for f in t.findings
        if f.column in columns
    ]


def _report(t: Traced, anchor: str) -> str:
    return f"{t.report}#{anchor}" if t.report else "まだ作っていません"
