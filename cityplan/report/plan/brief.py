"""The brief of one plan プランの報告: what it says, from the tables alone.

A notebook calls these one by one, in the order and with the words that the analyst wants; what
there is nothing to say of comes back as None or empty.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from IPython.display import HTML

from cityplan.check.entries import division_of
from cityplan.city import source
from cityplan.city.entry_columns import REASONS
from cityplan.city.rules import Rule, rules
from cityplan.city.source import Edition
from cityplan.compute import used
from cityplan.compute.results import BAND
from cityplan.files.errors import UsageError, shorten
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.files.project import project
from cityplan.files.reads import FILE_LINE, only_rows_of
from cityplan.japanese.text import NOT_ENTERED, era, era_long, fold
from cityplan.report import blocks
from cityplan.report.cite import Lines, counted, lines_by_cell
from cityplan.report.document import document_facts, logo, shown_year, year_words
from cityplan.report.plain import plain
from cityplan.tables.files import read_all
from cityplan.tables.names import label
from cityplan.tables.schema import NUMBERS, Tables, records, with_results

NO_VALUE = "—"  # the mark of an indicator without a value


@dataclass(frozen=True)
class Brief:
    """All that the brief of one plan is made of: its edition, the rule, its own rows of all tables.

    `exact` are the tables as the library reckons with them: numbers with the digits as printed.
    """

    edition: Edition
    rule: Rule | None
    plan: Any
    exact: Tables
    logo: Fragment = field(default_factory=Fragment)

    @cached_property
    def tables(self) -> Tables:
        """Its tables 表 as ordinary pandas, for an analyst's own cells."""
        return plain(self.exact)

    @cached_property
    def indicators(self) -> list[Any]:
        """The indicators 指標 with their results, as named tuples."""
        return with_results(self.exact, "indicators")

    @cached_property
    def activities(self) -> list[Any]:
        """The listed activities 掲載事業 with their results, as named tuples."""
        return with_results(self.exact, "activities")

    @cached_property
    def notes(self) -> dict[tuple[str, int], list[int]]:
        """The numbers of the notes 注 of each row (table, row)."""
        numbers: dict[tuple[str, int], list[int]] = {}
        for number, finding in enumerate(self.noted, start=1):
            if finding.row is not None:
                numbers.setdefault((finding.table, int(finding.row)), []).append(number)
        return numbers

    @cached_property
    def noted(self) -> list[Any]:
        """The findings 指摘 that are told as notes; what is not entered is told in its cell."""
        findings = self.exact["findings"]
        return records(findings[findings["kind"] != "not_entered"])

    @cached_property
    def open_entries(self) -> list[Any]:
        """The findings 未入力: what is still to be entered into the form; as many as the form counts."""
        findings = self.exact["findings"]
        return records(findings[findings["kind"] == "not_entered"])

    @cached_property
    def open_cells(self) -> set[tuple[str, int, str]]:
        """Their cells: table, row, column."""
        rows = (each for each in self.open_entries if each.row is not None)
        return {(each.table, int(each.row), each.column) for each in rows}

    @cached_property
    def open_rows(self) -> list[Any]:
        """The activities and indicators that these are about."""
        places = {cell[:2] for cell in self.open_cells}
        return [
            row
            for table, rows in (("activities", self.activities), ("indicators", self.indicators))
            for row in rows
            if (table, int(getattr(row, NUMBERS[table]))) in places
        ]

    @cached_property
    def lines(self) -> Lines:
        """The lines of the source 出典の行 of each cell."""
        return lines_by_cell(self.edition, self.exact["cells"], self.exact["corrections"])

    @property
    def name(self) -> str:
        return f"{self.edition.plan_word} {self.plan.plan_id}"


def open_plan(root: str, city: str, year: str | int, plan: str | int) -> Brief:
    """Read what the brief of a plan needs; UsageError for a city, year or plan that does not exist."""
    home = project(root)
    edition = source.edition(home, city, year)
    with only_rows_of(str(plan)):
        tables = used.as_used(read_all(home / edition.processed))
    plans = tables["plans"]
    plan_id = source.plan_of(plan, plans["plan_id"])
    if not plan_id:
        raise source.unknown_plan([plan], zip(plans["plan_id"], plans["name"], strict=True))
    own = {name: data[data["plan_id"] == plan_id] if "plan_id" in data else data for name, data in tables.items()}
    own |= {name: data.drop(columns=FILE_LINE) for name, data in own.items() if FILE_LINE in data}
    shown = logo(home, edition)
    return Brief(edition, rules().get(edition.rule), records(own["plans"])[0], own, shown)


# heading and facts


def masthead(b: Brief, *parts: Fragment | None) -> HTML:
    """The heading 表題: group, theme, number, name and year; carries the document's facts.

    `parts` (the verdict, the scoreboard) stand on its band.
    """
    group = "" if b.plan.group in b.edition.title else b.plan.group  # told on the line above
    theme = f"テーマ《{b.plan.theme}》" if b.plan.theme else ""
    html = blocks.masthead(
        "　".join(filter(None, (group, theme))), b.name, b.plan.name, year_words(b.edition), *parts, logo=b.logo
    )
    title = f"{b.name} {b.plan.name}（{era_long(shown_year(b.edition))}）"
    return HTML(  # type: ignore[no-untyped-call]
        html, metadata={"document": document_facts(b.edition, title, f"{b.name} {b.plan.name}")}
    )


def filled(words: str, known: Mapping[str, object]) -> Fragment:
    """A sentence 文 of the notebook's with its facts; UsageError lists them for an unknown name.

    >>> filled("指標{指標数}件", {"指標数": 2})
    Fragment('指標2件')
    """
    try:
        return fragment(words, **known)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise UsageError(
            f"文「{shorten(words)}」の波かっこを読めません（{error}）。使えるもの: {'、'.join(known)}"
        ) from error


def linked_facts(b: Brief) -> dict[str, object]:
    """The facts of a plan, each with a number as a link to what was counted."""
    return {
        name: counted(value) if re.search(r"\d", str(value)) and name != "プラン" else value
        for name, value in facts(b).items()
    }


def facts(b: Brief) -> dict[str, object]:
    """The counts 件数 that sentences use, by their Japanese names."""
    compared = [row for row in b.activities if row.ratio is not None]
    above = sum(map(is_not_less, compared))
    return {
        "プラン": b.plan.name,
        "道のり": "、".join(map(path_words, b.indicators)),
        "指標数": len(b.indicators),
        "印の内訳": "判定規則の記載なし"
        if b.rule is None
        else joined([*_marks(b.rule, b.indicators), *_open_marks(b)], " "),
        "下がった印": sum(row.status_change == "worsened" for row in b.indicators),
        "良くなった指標": sum(row.moved == "better" for row in b.indicators),
        "下がった指標": sum(row.moved == "worse" for row in b.indicators),
        "動きの分からない指標": sum(not row.moved for row in b.indicators),
        "基準値に届いていない指標": sum(row.reaches_baseline is False for row in b.indicators),
        "事業数": len(b.activities),
        "前年度以上": above,
        "前年度未満": len(compared) - above,
        "増えた事業": sum(row.value_change == "up" for row in b.activities),
        "同じ事業": sum(row.value_change == "same" for row in b.activities),
        "減った事業": sum(row.value_change == "down" for row in b.activities),
        "計算できる事業数": len(compared),
        "数値なし": len(b.activities) - len(compared),
        "横ばいの幅": max((row.band for row in b.activities), default=BAND),
        "除いたもの": _left_out(b),
        "未入力": len(b.open_entries),
        "未入力の内訳": _open_columns(b),
        "未入力の担当課": "、".join(dict.fromkeys(map(division_of, b.open_rows))),
        "事業の内訳": "・".join(
            f"{word}{count}件"
            for word, count in (
                ("前年度以上", above),
                ("前年度未満", len(compared) - above),
                (without_ratio(b.activities), len(b.activities) - len(compared)),
            )
            if count
        ),
    }


def _open_columns(b: Brief) -> str:
    """What is not entered 未入力, counted by column."""
    columns = Counter(label(each.table, each.column) for each in b.open_entries)
    return "、".join(f"{column}{count}件" for column, count in columns.items())


def _marks(rule: Rule, indicators: Sequence[Any]) -> Iterator[Fragment]:
    """How many indicators bear each mark, that of no value by the word for it: —集計中 1件."""
    for mark in marks_of(rule):
        own = [row for row in indicators if shown_status(row) == mark]
        words = Counter(no_value(row) for row in own) if mark == NO_VALUE else {}
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


def is_not_less(row: Any) -> bool:
    """Whether an activity's result is at least last year's 前年度以上, by the values themselves."""
    return row.ratio is not None and bool(row.actual >= row.previous)


def without_ratio(activities: Iterable[Any]) -> str:
    """What those without a ratio are called: 数値なし, or 比べられない where one of them has a number."""
    bare = (row for row in activities if row.ratio is None)
    known = any(value is not None for row in bare for value in (row.actual, row.previous))
    return "比べられない" if known else "数値なし"


def _left_out(b: Brief) -> str:
    """What a statement about the plan cannot see: unpublished indicators, activities without figures."""
    unknown = sum(row.actual is None for row in b.indicators)
    bare = sum(row.ratio is None for row in b.activities)
    word = "数値のない" if without_ratio(b.activities) == "数値なし" else "前年度と比べられない"
    said = [f"実績値のない指標{unknown}件"] * bool(unknown) + [f"{word}事業{bare}件"] * bool(bare)
    return f"（{'、'.join(said)}を除く）" if said else ""


def path_words(row: Any) -> str:
    """Where an indicator starts and where it must arrive: 28.4%（R6）から50.0%（R12）へ."""
    if not row.baseline_text or not row.target_text:
        return "現状値か目標値の記載なし"
    return f"{row.baseline_text}（{era(row.baseline_fy)}）から{row.target_text}（{era(row.target_fy)}）へ"


def marks_of(rule: Rule | None) -> list[str]:
    """The marks of a rule from best to worst, the unpublished one last."""
    classes = rule.classes if rule else ()
    return [c.mark for c in sorted(classes, key=lambda c: c.when == "no_actual")]


def with_unit(row: Any, text: str) -> str:
    """A value as printed, with the unit that the source prints in a column of its own."""
    return used.with_unit(text, row.unit)


def status_words(row: Any) -> str:
    """The mark that a brief shows, else 未入力, or a dash."""
    return shown_sign(row) or "—"


def shown_sign(row: Any) -> str:
    """The mark that a brief shows, or 未入力 where the value is still to be entered."""
    return shown_status(row) or (NOT_ENTERED if row.actual_text == NOT_ENTERED else "")


def no_value(row: Any) -> str:
    """The word of a form for why there is no value, 集計中 or 該当なし; empty for 未公表.

    Where the document prints a mark of its own, that says why.
    """
    said = "" if row.status_printed else fold(row.actual_text)
    return said if said in REASONS[1:] else ""


def shown_status(row: Any) -> str:
    """The mark that a brief shows: as printed, else as computed."""
    return str(row.status_printed or row.status)


def unjudged_marks(rows: Iterable[Any]) -> set[str]:
    """The marks 印 of which one at least is that of an indicator without a direction: their counts have no colour."""
    return {shown_status(row) for row in rows if not row.polarity}


def mark_count(rule: Rule | None, mark: str, count: int) -> Fragment:
    """A boxed mark, its word and how many: ○基準値以上 1件."""
    return fragment('<span class="nowrap">{}{}件</span>', mark_word(rule, mark), count)


def mark_word(rule: Rule | None, mark: str, *, word: str = "", judges: bool = True) -> Fragment:
    """A mark as sign and word, that of the rule or another; in no colour where it `judges` nothing."""
    word = word or (rule.word(mark) if rule else "")
    tone = rule.tone(mark) if rule and judges else "muted"
    return fragment('<span class="{}"><span class="mark">{}</span>{}</span>', tone, mark, word)


# names, notes and lines


def note_refs(b: Brief, table: str, row: int) -> Fragment:
    """References to the notes of a row: （注1）."""
    return _refs(b.notes.get((table, int(row)), []))


def text_refs(b: Brief, line: int) -> Fragment:
    """References to the notes of a sentence 文 that a brief quotes, by its line."""
    noted = enumerate(b.noted, start=1)
    return _refs([n for n, each in noted if each.table == "texts" and each.source_line == line])


def _refs(notes: Iterable[int]) -> Fragment:
    numbers = "・".join(f"注{number}" for number in notes)
    return fragment('<span class="muted nowrap">（{}）</span>', numbers) if numbers else Fragment()


# Of 3,009千人 (R元) 925千人 (R2) what stands before the second; a bracket at the begin is a condition: (延べ) 8社.
_FIRST_BASELINE = re.compile(r".+?[（(][^（）()]*[)）](?=\s)|.*")


def first_baseline(row: Any) -> str:
    """The governing baseline 基準値 as printed; of two, the first."""
    found = _FIRST_BASELINE.match(row.baseline_text)
    return found[0] if found else ""


def year_label(year: int | None) -> str:
    """A fiscal year in short, empty where the edition has none: R5."""
    return era(int(year)) if year is not None else ""
