"""The brief of one plan プランの報告: what it says, from the tables alone.

A notebook calls these one by one, in the order and with the words that the analyst wants; what
there is nothing to say of comes back as None or empty.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd
from IPython.display import HTML

from cityplan.check.entries import OPEN_ENTRY, division_of
from cityplan.check.indicators import STATUS_MISSING, TARGET_EQUALS_BASELINE
from cityplan.check.prose import TEXT_MISMATCH
from cityplan.check.structure import DOUBTFUL_EXTRACTION
from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.city.plan_numbers import plan_of, unknown_plan
from cityplan.city.rules import Rule
from cityplan.compute import used
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.files.project import project
from cityplan.files.reads import FILE_LINE, only_rows_of
from cityplan.japanese.quantities import NOT_ENTERED
from cityplan.japanese.years import era_long
from cityplan.read.chapter.patterns import bare
from cityplan.read.table.plans_of_table import printed_number
from cityplan.report.cite import Lines, cite, counted
from cityplan.report.document import band, is_told_in, logo, shown_year, year_words
from cityplan.report.report import COSTS, Report, draft, is_not_less, row_facts, titled
from cityplan.report.row_words import lone_mark, mark_count, mark_word, path_words, shown_status, word_of_mark
from cityplan.tables.definitions import Activity, CellRow, Entry, FindingRow, Indicator, ObservationRow, PlanRow, RowKey
from cityplan.tables.files import read_all
from cityplan.tables.headings import headings_over
from cityplan.tables.names import label
from cityplan.tables.published import package as published
from cityplan.tables.rows import text_rows
from cityplan.tables.schema import NUMBERS, Tables, records
from cityplan.tables.words import PROGRAM_PARTS

_IN_ITS_CELL = (OPEN_ENTRY.name, STATUS_MISSING.name, TARGET_EQUALS_BASELINE.name)


@dataclass(frozen=True)
class Brief(Report):
    """The brief of one plan; its tables have the plan's own rows.

    `data` are the files that its PDF carries, where the city wants that: names and texts.
    """

    plan: PlanRow
    data: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def notes(self) -> dict[tuple[str, int], list[int]]:
        """The numbers of the notes 注 of each row (table, row)."""
        numbers: dict[tuple[str, int], list[int]] = {}
        for number, finding in enumerate(self.noted, start=1):
            if finding.row is not None:
                numbers.setdefault((finding.table, finding.row), []).append(number)
        return numbers

    @cached_property
    def noted(self) -> list[FindingRow]:
        """The findings 指摘 on numbers, and doubts of the plan's own number or name, that are told as notes.

        What is not entered or not printed is told in its cell, a contradiction before all else.
        """
        findings = self.exact["findings"]
        is_told = ~findings["kind"].isin(_IN_ITS_CELL) & (findings["severity"] != "error")
        is_of_plan = (findings["table"] == "plans") & (findings["kind"] == DOUBTFUL_EXTRACTION.name)
        return records(findings[is_told & (findings["table"].isin(NUMBERS) | is_of_plan)], FindingRow)

    @cached_property
    def open_entries(self) -> list[FindingRow]:
        """The findings 未入力: what is still to be entered into the form; as many as the form counts."""
        findings = self.exact["findings"]
        return records(findings[findings["kind"] == OPEN_ENTRY.name], FindingRow)

    @cached_property
    def shared_marks(self) -> dict[RowKey, Fragment]:
        """Last year's mark 前年度の印 of the parts 区分 that have fewer marks than there are parts, in words for each.

        Each leads to the lines that print the marks.
        """
        lines: dict[int, list[Indicator]] = {}
        for row in self.indicators:
            lines.setdefault(row.source_line, []).append(row)
        return {
            row.key: fragment("{}<br><small>{}区分に{}つ</small>", self._marks(marked), len(rows), len(marked))
            for rows in lines.values()
            if 0 < len(marked := [row for row in rows if row.status_previous_printed]) < len(rows)
            for row in rows
        }

    def _marks(self, rows: Sequence[Indicator]) -> Fragment:
        column = "status_previous_printed"
        marks = ((row.indicator_no, lone_mark(self.rule, row.status_previous_printed, "mark")) for row in rows)
        return joined((cite(self.lines, mark, "indicators", no, column) for no, mark in marks), "・")

    @cached_property
    def open_cells(self) -> set[tuple[str, int, str]]:
        """Their cells: table, row, column."""
        return {(each.table, each.row, each.column) for each in self.open_entries if each.row is not None}

    @cached_property
    def open_rows(self) -> list[Entry]:
        """The activities and indicators that these are about."""
        places = {cell[:2] for cell in self.open_cells}
        return [
            row
            for table, rows in (("activities", self.activities), ("indicators", self.indicators))
            for row in rows
            if (table, row.no) in places
        ]

    @cached_property
    def lines(self) -> Lines:
        """The lines of the source 出典の行 of each cell."""
        return self.lines_by_plan[self.plan.plan_id]

    @cached_property
    def costs(self) -> dict[int, list[ObservationRow]]:
        """What was settled 決算額 and is budgeted 予算額 of each activity, by year."""
        found: dict[int, list[ObservationRow]] = {}
        for each in records(self.exact["observations"], ObservationRow):
            if each.subject == "activity" and each.role in COSTS:
                found.setdefault(each.no, []).append(each)
        return {no: sorted(own, key=lambda each: each.fiscal_year) for no, own in found.items()}

    def result_years(self, row: Activity) -> tuple[int | None, int | None]:
        """The years of an activity's results of the year before and of this year: those of the edition, or of its table."""
        own = self._result_years.get(row.activity_no, {})
        now = own.get("actual") if row.actual is not None else None  # else the last of those before
        return own.get("previous") or self._year_of_all("previous"), now or self._year_of_all("actual")

    def _year_of_all(self, role: str) -> int | None:
        """The year of the results of all tables of activities, where it is one; else that of the edition."""
        of_all: int | None = getattr(self.edition, role)
        forms = [form for form in self.edition.table_forms if form.subject == "activity"]
        years = {form.role_fy.get(role, of_all) for form in forms}
        return years.pop() if len(years) == 1 else of_all

    @cached_property
    def _result_years(self) -> dict[int, dict[str, int]]:
        """The last year of which each activity has a result, by its role."""
        found: dict[int, dict[str, int]] = {}
        for each in records(self.exact["observations"], ObservationRow):
            if each.subject == "activity" and each.fiscal_year is not None:
                own = found.setdefault(each.no, {})
                own[each.role] = max(own.get(each.role, 0), each.fiscal_year)
        return found

    @property
    def program_parts(self) -> dict[str, str]:
        """What the document calls the parts of an activity of a chapter: its division, policy and works."""
        form = self.edition.chapter
        own = {"division": form.division, "policy": form.policy, "activity": form.works}
        return {key: bare(own[key]) or words for key, words in PROGRAM_PARTS.items()}

    @property
    def name(self) -> str:
        """What the plan is called by its number; where its name begins with the printed one, that stands alone."""
        is_numbered = printed_number(self.plan.name)[0] is not None
        return self.edition.plan_word if is_numbered else f"{self.edition.plan_word} {self.plan.plan_id}"

    @cached_property
    def facts(self) -> dict[str, object]:
        """The counts 件数 that sentences use, by their Japanese names."""
        return row_facts(self.indicators, self.measured or self.activities) | _facts(self)


def open_plan(root: str, city: str, year: str | int, plan: str | int) -> Brief:
    """Read what the brief of a plan needs; UsageError for a city, year or plan that does not exist."""
    home = project(root)
    edition = source.edition(home, city, year)
    with only_rows_of(str(plan)):
        printed = read_all(home / edition.processed)
    tables = used.as_used(printed)
    plans = tables["plans"]
    plan_id = plan_of(plan, plans["plan_id"])
    if not plan_id:
        raise unknown_plan([plan], zip(plans["plan_id"], plans["name"], strict=True))
    own = _of_plan(tables, plan_id)
    own["cells"] = _with_headings(tables["cells"], plan_id)
    if (row := records(own["plans"], PlanRow)[0]).has_sheet is False:
        own["texts"] = _of_its_group(home, edition, row, tables["texts"])
    own |= {name: data.drop(columns=FILE_LINE) for name, data in own.items() if FILE_LINE in data}
    data = published(_of_plan(printed, plan_id), edition) if edition.data_in_pdf else {}
    return Brief(edition, edition.rule, own, logo(home, edition), row, data)


def _of_plan(tables: Tables, plan_id: str) -> Tables:
    return {name: data[data["plan_id"] == plan_id] if "plan_id" in data else data for name, data in tables.items()}


def _with_headings(cells: pd.DataFrame, plan_id: str) -> pd.DataFrame:
    """The cells of a plan, and the headings of a table that all plans share, which say what its columns are called.

    Of several such tables those that have rows of the plan.
    """
    is_own, is_heading = cells["plan_id"] == plan_id, (cells["plan_id"] == "") & (cells["row"] == 0)
    if cells[is_heading].duplicated(["table", "column"]).any():
        known = records(cells, CellRow)
        for table in cells["table"][is_own].unique():
            over = headings_over(known, table)
            of_rows = cells["source_line"][is_own & (cells["table"] == table) & (cells["row"] > 0)]
            lines = {head.source_line for line in of_rows.unique() for head in over(line)}
            is_heading &= (cells["table"] != table) | cells["source_line"].isin(lines)
    return cells[is_own | is_heading]


def _of_its_group(home: Path, edition: Edition, plan: PlanRow, texts: pd.DataFrame) -> pd.DataFrame:
    """What the document says of the project プロジェクト of a plan that has no sheet; now all of the texts count as read."""
    text_rows(home, edition, "texts")
    return texts[texts["group_id"] == plan.group_id]


# heading and facts


def masthead(b: Brief, *parts: Fragment | None) -> HTML:
    """The heading 表題: group, theme, number, name and year; carries the document's facts.

    `parts` (the verdict) stand on its band.
    """
    group = "" if is_told_in(b.plan.group, b.edition.title) else b.plan.group  # told on the line above
    theme = f"テーマ《{b.plan.theme}》" if b.plan.theme else ""
    above = "　".join(filter(None, (group, theme)))
    name = f"{b.name} {b.plan.name}"
    shown = band(above, b.name, b.plan.name, _years(b), draft(b), *parts, logo=b.logo)
    return titled(b, shown, f"{name}（{era_long(shown_year(b.edition))}）", name, b.data)


def _years(b: Brief) -> str:
    """The year of the figures; where all values of the plan are of others (a column tells so), those."""
    own = {row.actual_fy for row in b.indicators if row.actual is not None}
    years = {year for year in (*own, *(b.result_years(row)[1] for row in b.activities)) if year is not None}
    if not b.started or not years or b.edition.actual in years:
        return year_words(b.edition)
    return f"{'、'.join(map(era_long, sorted(years)))}の実績"


def linked_facts(b: Brief) -> dict[str, object]:
    """The facts of a plan, each with a number as a link to what was counted."""
    return {
        name: counted(value) if re.search(r"\d", str(value)) and name != "プラン" else value
        for name, value in b.facts.items()
    }


def _facts(b: Brief) -> dict[str, object]:
    compared = [row for row in b.measured if row.ratio is not None]
    above = sum(map(is_not_less, compared))
    return {
        "プラン": b.plan.name,
        "道のり": "、".join(map(path_words, b.indicators)),
        "印の内訳": "判定規則を読み取っていない"
        if b.rule is None
        else joined([*_marks(b.rule, b.indicators), *_open_marks(b)], " "),
        "除いたもの": _left_out(b),
        "未入力": len(b.open_entries),
        "未入力の内訳": _open_columns(b),
        "未入力の担当課": "、".join(dict.fromkeys(map(division_of, b.open_rows))),
        "事業の内訳": "・".join(
            f"{word}{count}件"
            for word, count in (
                ("前年度以上", above),
                ("前年度未満", len(compared) - above),
                (without_ratio(b.measured), len(b.measured) - len(compared)),
            )
            if count
        ),
    }


def _open_columns(b: Brief) -> str:
    """What is not entered 未入力, counted by column."""
    columns = Counter(label(each.table, each.column) for each in b.open_entries)
    return "、".join(f"{column}{count}件" for column, count in columns.items())


def _marks(rule: Rule, indicators: Sequence[Indicator]) -> Iterator[Fragment]:
    """How many indicators bear each mark, that of no value by the word for it 集計中."""
    for mark in rule.marks:
        own = [row for row in indicators if shown_status(row) == mark]
        words = Counter(word_of_mark(row) for row in own) if rule.tells_no_value(mark) else {}
        if any(words):
            for word, count in words.items():
                shown = mark_word(rule, mark, word=word)
                yield fragment('<span class="nowrap">{}{}件</span>', shown, count)
        elif own:
            yield mark_count(rule, mark, len(own))


def _open_marks(b: Brief) -> list[Fragment]:
    """How many indicators have no mark as their actual is not entered 未入力."""
    count = sum(row.actual_text == NOT_ENTERED for row in b.indicators)
    return [fragment('<span class="nowrap">{} {}件</span>', NOT_ENTERED, count)] if count else []


def without_ratio(activities: Iterable[Activity]) -> str:
    """What those without a ratio are called: 数値なし, or 比べられない where one of them has a number."""
    return "比べられない" if _has_number_without_ratio(activities) else "数値なし"


def _has_number_without_ratio(activities: Iterable[Activity]) -> bool:
    bare = (row for row in activities if row.ratio is None)
    return any(value is not None for row in bare for value in (row.actual, row.previous))


def _left_out(b: Brief) -> str:
    """What a statement about the plan cannot see: unpublished indicators, activities without figures."""
    unknown = sum(row.actual is None for row in b.indicators)
    bare = sum(row.ratio is None for row in b.measured)
    word = "前年度と比べられない" if _has_number_without_ratio(b.measured) else "数値のない"
    said = [f"実績値のない指標{unknown}件"] * bool(unknown) + [f"{word}事業{bare}件"] * bool(bare)
    return f"（{'、'.join(said)}を除く）" if said else ""


# names, notes and lines


def note_refs(b: Brief, table: str, row: int) -> Fragment:
    """References to the notes of a row: （注1）."""
    return _refs(b.notes.get((table, int(row)), []))


def text_refs(b: Brief, indicator: int, figure: str) -> Fragment:
    """The reference to the note on a figure of the running text that its indicator contradicts."""
    of_text = (TEXT_MISMATCH.name, "indicators", indicator, figure)
    numbered = enumerate(b.noted, start=1)
    return _refs(no for no, each in numbered if (each.kind, each.table, each.row, each.printed) == of_text)


def value_refs(b: Brief, indicator: int, column: str) -> Fragment:
    """The reference to the note on a value that the running text contradicts."""
    of_value = (TEXT_MISMATCH.name, "indicators", indicator, column)
    numbered = enumerate(b.noted, start=1)
    return _refs(no for no, each in numbered if (each.kind, each.table, each.row, each.column) == of_value)


def _refs(notes: Iterable[int]) -> Fragment:
    numbers = "・".join(f"注{number}" for number in notes)
    return fragment('<span class="muted nowrap">（{}）</span>', numbers) if numbers else Fragment()
