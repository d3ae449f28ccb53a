"""The list at the end of a brief to which its numbers lead 出典の一覧: cells of the document, formulas, corrections."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from cityplan.compute.outlook import measured_values
from cityplan.compute.results import latest
from cityplan.files.markup import Fragment, escaped, fragment, joined
from cityplan.japanese.quantities import minus
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.places import pages_in_words
from cityplan.report.cite import COUNTS, cite, correction_anchor, formula_anchor
from cityplan.report.cutouts import cutout, cutouts
from cityplan.report.plan.brief import Brief, without_ratio
from cityplan.report.plan.prose import tables_only
from cityplan.report.plan.text import correction_words
from cityplan.report.row_words import RESULT_CHANGES, is_share, result_change, shown_sign, with_sign
from cityplan.tables.definitions import (
    TABLES,
    Activity,
    CellRow,
    CorrectionRow,
    FindingRow,
    HistoryRow,
    Indicator,
    TextRow,
)
from cityplan.tables.formulas import DIFFERENCE, EXPECTED_VALUE, PROGRESS_RATIO, RATIO, REQUIRED_PER_YEAR, japanese
from cityplan.tables.headings import headings_over
from cityplan.tables.names import full_name, label
from cityplan.tables.reasons import Reason
from cityplan.tables.schema import certain, records


def source_list(b: Brief, heading: str) -> Fragment:
    """What the brief uses of the document, each by the name of its row and column, and every formula; on screen only."""
    items = [*_line_items(b), *_correction_items(b), *_formula_items(b), *_count_items(b), *_table_items(b)]
    return fragment(
        '<div class="screen"><details><summary>{}</summary><p class="source">{}『{}』の{}「{}」から。</p>'
        "<ul>{}</ul></details></div>",
        heading,
        b.edition.publisher,
        b.edition.title,
        b.name,
        b.plan.name,
        joined(items),
    )


def _line_items(b: Brief) -> Iterator[Fragment]:
    """The cells of each line of the document, told by row and column: a reader has no lines."""
    cells = records(b.exact["cells"].sort_values(["source_line", "source_column"]), CellRow)
    names = _Names.of(b, cells)
    texts = {line: _told_with_page(names, list(own)) for line, own in groupby(filter(_is_told, cells), _line)}
    within = {line: _line(cell) for cell in cells for line in range(_line(cell), cell.source_line_end + 1)}
    for finding in records(b.exact["findings"], FindingRow):
        if (line := finding.source_line) is not None and line not in texts:
            texts[line] = texts.get(within.get(line, line)) or Fragment(
                escaped(finding.source_text.replace(" | ", "、"))
            )
    pictures = _pictures(b)
    for line, told in sorted(texts.items()):
        yield fragment('<li id="L{}">{}</li>', line, joined([told, *pictures.get(line, ())], " "))


def _pictures(b: Brief) -> dict[int, list[Fragment]]:
    """The printed cells of the findings by their lines, each once."""
    found, known = cutouts(b), defaultdict[int, dict[str, Fragment]](dict)
    for finding in records(b.exact["findings"], FindingRow):
        own = found.get(finding.finding_id)
        if own and finding.source_line is not None and (shown := cutout(own)):
            known[finding.source_line][own.png] = shown
    return {line: list(own.values()) for line, own in known.items()}


def _told_with_page(names: "_Names", cells: list[CellRow]) -> Fragment:
    """The cells of a line, with the page of the document where it has pages."""
    told, pages = names.told(cells), pages_in_words(cells)
    return fragment("{}　<small>（{}）</small>", told, pages) if pages else told


def _line(cell: CellRow) -> int:
    return cell.source_line


def _is_told(cell: CellRow) -> bool:
    """Whether a cell is more than the heading of a table or the name above a text, which stand in others."""
    return bool(cell.row) and cell.column not in ("sheet", "direction_name")


@dataclass(frozen=True)
class _Names:
    """What the rows and columns are called in the document."""

    rows: dict[tuple[str, int], str]
    headings: dict[str, Callable[[int], list[CellRow]]]  # of each table, those over a line
    sections: dict[int, str]  # of the texts, by line
    plan_word: str
    program_parts: dict[str, str]

    @classmethod
    def of(cls, b: Brief, cells: list[CellRow]) -> "_Names":
        return cls(
            {(cell.table, int(cell.row)): cell.text for cell in cells if cell.row and cell.column == "name"},
            {table: headings_over(cells, table) for table in {cell.table for cell in cells}},
            {int(row.source_line): row.section for row in records(b.exact["texts"], TextRow)},
            b.edition.plan_word,
            b.program_parts,
        )

    def told(self, cells: list[CellRow]) -> Fragment:
        """The cells of a line, row by row: 目標指標「DXを推進する企業数」　基準値(R3)「(延べ) 8社以上」."""
        rows: dict[tuple[str, int], list[CellRow]] = defaultdict(list)
        for cell in cells:
            rows[cell.table, int(cell.row)].append(cell)
        return joined(self._distinct([self._row(own) for own in rows.values()]), "<br>")

    @staticmethod
    def _distinct(told: list[Fragment]) -> Iterator[Fragment]:
        """Each row once; not the bare name of one that stands there with its cells too."""
        for one in dict.fromkeys(told):
            if not any(other != one and other.startswith(one) for other in told):
                yield one

    def _row(self, cells: list[CellRow]) -> Fragment:
        first = cells[0]
        if first.table == "texts":
            return fragment("<strong>{}</strong>　{}", self.sections.get(_line(first), ""), first.text)
        named = "programs" if first.table == "program_items" else first.table
        name = self.rows.get((named, int(first.row)), "")
        own = dict.fromkeys((self._column(cell), cell.text) for cell in cells if cell.column != "name")
        told = "、".join(f"{column}「{text}」" for column, text in own)
        table = self.plan_word if named == "plans" else TABLES[named].label
        where = fragment("<strong>{}{}</strong>", table, f"「{name}」" if name else "")
        return fragment("{}　{}", where, told) if told else where

    def _column(self, cell: CellRow) -> str:
        """A column by its heading; one of a year only says what the year is of."""
        if cell.table == "program_items":
            return self.program_parts[cell.column]
        heads = (head for head in self.headings[cell.table](_line(cell)) if head.column == cell.column)
        own, printed = label(cell.table, cell.column), " ".join(dict.fromkeys(head.text for head in heads))
        return f"{own}（{printed}）" if printed and fiscal_year(printed) else printed or own


def _correction_items(b: Brief) -> Iterator[Fragment]:
    """The corrections 訂正 of the plan, each with its line in the source."""
    for c in records(b.exact["corrections"], CorrectionRow):
        yield fragment(
            '<li id="{}"><strong>訂正</strong>　{}</li>',
            correction_anchor(c.table, c.row, f"{c.column}_text"),
            correction_words(b, c),
        )


def _formula_items(b: Brief) -> Iterator[Fragment]:
    for row in b.activities:
        if row.ratio is not None:
            yield _formula(
                "activities",
                row.activity_no,
                row.name,
                [_filled("前年度比", RATIO, f"{row.ratio}%", **_both(b, row)), *_points(b, row)],
            )
    for own in b.indicators:
        yield _formula("indicators", own.no, full_name(own), _of_indicator(b, own))


def _points(b: Brief, row: Activity) -> list[Fragment]:
    """The difference of two shares, which their ratio does not tell."""
    words = _filled("差", DIFFERENCE, result_change(row), **_both(b, row))
    return [words] if is_share(row.unit) else []


def _both(b: Brief, row: Activity) -> dict[str, Fragment]:
    return {
        role: cite(b.lines, getattr(row, f"{role}_text"), "activities", row.activity_no, f"{role}_text")
        for role in ("actual", "previous")
    }


def _filled(name: str, formula: str, result: object, **terms: object) -> Fragment:
    """A formula 計算式 with its numbers and what it gives."""
    return fragment(f"{{name}}＝{japanese(formula)}＝{{result}}", name=name, result=result, **terms)


def _of_indicator(b: Brief, row: Indicator) -> list[Fragment]:
    """The formulas 計算式 of an indicator with its own numbers, or why there is none."""
    baseline, target, actual = (
        cite(b.lines, _plain(getattr(row, role)), "indicators", row.indicator_no, f"{role}_text")
        for role in ("baseline", "target", "actual")
    )
    said = []
    if row.progress_ratio is not None:
        said.append(
            _filled(
                "進捗率",
                PROGRESS_RATIO,
                f"{minus(row.progress_ratio)}%",
                actual=actual,
                baseline=baseline,
                target=target,
            )
        )
    elif row.actual is not None:
        said.append(fragment("進捗率：{}ため計算しない", row.progress_reason))
    for word, other, value in (("目標値", target, row.target), ("基準値", baseline, row.baseline)):
        if row.actual is not None and value is not None and row.progress_reason != Reason.DOUBTFUL:
            gap = with_sign(row.actual - value)
            said.append(fragment("{}との差＝{}−{}＝{}", word, actual, other, gap))
    if row.expected_by == "straight":
        done, whole = (certain(year) - certain(row.baseline_fy) for year in (row.actual_fy, row.target_fy))
        parts = {"baseline": baseline, "target": target, "done": done, "whole": whole}
        said.append(_filled("目安", EXPECTED_VALUE, minus(certain(row.expected_told)), **parts))
    return [*said, *_needed(b, row, baseline, target)]


def _needed(b: Brief, row: Indicator, baseline: Fragment, target: Fragment) -> Iterator[Fragment]:
    """What each year must bring, before there are results: on a page of results no figure of a year is told."""
    known = latest(row, measured_values(records(b.exact["history"], HistoryRow)).get(("indicator", *row.key), {}))
    if b.started or known is None or known.fiscal_year is None or not row.required_per_year:
        return
    value = baseline if known.role == "baseline" else fragment("{}の{}", era(known.fiscal_year), minus(known.value))
    parts = {"target": target, "latest": value, "years": f"{certain(row.target_fy) - known.fiscal_year}年"}
    yield _filled("毎年必要な変化", REQUIRED_PER_YEAR, with_sign(row.required_per_year), **parts)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else minus(value)


def _formula(table: str, row: int, name: str, said: list[Fragment]) -> Fragment:
    return fragment(
        '<li id="{}"><strong>計算</strong>　{}：{}</li>',
        formula_anchor(table, row),
        name,
        joined(said, "、") or "計算する値がない",
    )


def _count_items(b: Brief) -> Iterator[Fragment]:
    """What the counts 件数 of the brief count."""
    said = []
    if b.indicators:
        marks = "、".join(f"{full_name(row)} {shown_sign(row)}".rstrip() for row in b.indicators)
        said.append(fragment("目標指標{}件：{}", len(b.indicators), marks))
    if b.activities:
        words = "、".join(f"{row.name} {_against(row)}" for row in b.activities)
        said.append(fragment("掲載事業{}件：{}", len(b.activities), words))
    yield fragment(
        '<li id="{}"><strong>件数</strong>　{}</li>', COUNTS, joined(said, "。") or "資料にこのプランのシートがない"
    )


def _table_items(b: Brief) -> Iterator[Fragment]:
    """What was read and stands in the tables only 表だけにあるもの: nothing of a document is missing in silence."""
    if left := tables_only(b):
        told = "、".join(f"{name}「{text}」" for name, text in left)
        yield fragment("<li><strong>この報告には出さず、表だけにあるもの</strong>　{}</li>", told)


def _against(row: Activity) -> str:
    return RESULT_CHANGES.get(row.value_change) or without_ratio([row])
