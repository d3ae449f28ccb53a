"""What every report 報告 is made of: its edition, rule and rows, its heading, sentences, notes, sections, panels."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from IPython.display import HTML

from cityplan.check.draft import is_draft
from cityplan.check.kind import VALUE_MISSING
from cityplan.city.edition import Edition
from cityplan.city.rules import Rule
from cityplan.compute.ratios import BAND
from cityplan.files.errors import UsageError, cut_short
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.cite import Lines, lines_by_cell
from cityplan.report.document import document_facts, draft_fact, draft_word
from cityplan.report.plain import as_pandas
from cityplan.report.shown import as_fragment
from cityplan.tables.definitions import Activity, FindingRow, Indicator, ObservationRow
from cityplan.tables.schema import Tables, activity_rows, certain, indicator_rows, records

COSTS = ("settled", "budget")  # the roles of costs 事業費 of an activity
_RESULT_LACKS = {(VALUE_MISSING.name, column) for column in ("actual_text", "previous_text")}


@dataclass(frozen=True)
class Report:
    """All that a report is made of, of a plan, a city, two years or the errata.

    `exact` are the tables as the library reckons with them: numbers with the digits as printed.
    """

    edition: Edition
    rule: Rule | None
    exact: Tables
    logo: Fragment

    @cached_property
    def tables(self) -> Tables:
        """Its tables 表 as ordinary pandas, for an analyst's own cells."""
        return as_pandas(self.exact, self.rule)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """The indicators 指標 with their results."""
        return indicator_rows(self.exact)

    @cached_property
    def activities(self) -> list[Activity]:
        """The listed activities 掲載事業 with their results."""
        return activity_rows(self.exact)

    @cached_property
    def measured(self) -> list[Activity]:
        """The activities 掲載事業 that have a result 実績, or lack one: a row of costs 事業費 alone has none to tell of."""
        values = records(self.exact["observations"], ObservationRow)
        costs = {(each.plan_id, each.no) for each in values if each.subject == "activity" and each.role in COSTS}
        findings = records(self.exact["findings"], FindingRow)
        lacks = {(each.plan_id, each.row) for each in findings if (each.kind, each.column) in _RESULT_LACKS}
        return [
            row
            for row in self.activities
            if row.actual_text or row.previous_text or row.measure or row.key not in costs or row.key in lacks
        ]

    @cached_property
    def lines_by_plan(self) -> dict[str, Lines]:
        """The lines of the source 出典の行 of each cell, by plan."""
        cells, corrections = self.exact["cells"], self.exact["corrections"]
        return {
            plan: lines_by_cell(
                self.edition, cells[cells["plan_id"] == plan], corrections[corrections["plan_id"] == plan]
            )
            for plan in self.exact["plans"]["plan_id"]
        }

    @cached_property
    def has_rulers(self) -> bool:
        """Whether an indicator has a baseline and a target to be placed between, or the headings tell of both.

        Right is better on a ruler: there is none where of no indicator it is known which way is better.
        """
        if not any(row.polarity for row in self.indicators):
            return False
        if any(row.baseline is not None and row.target is not None for row in self.indicators):
            return True
        return self.prints("indicators", "baseline_text") and self.prints("indicators", "target_text")

    def prints(self, table: str, column: str) -> bool:
        """Whether the document has a column at all: a heading, or a value in one of the rows."""
        cells = self.exact["cells"]
        return bool(((cells["table"] == table) & (cells["column"] == column)).any())

    @property
    def started(self) -> bool:
        """Whether there are actuals 実績 yet."""
        return self.edition.actual is not None

    @cached_property
    def is_draft(self) -> bool:
        """Whether it is a draft 案: a contradiction in what it tells of is open."""
        return is_draft(self.edition, map(asdict, records(self.exact["findings"], FindingRow)))

    @cached_property
    def facts(self) -> dict[str, object]:
        """The counts 件数 that sentences use, by their Japanese names; each kind of report has more of them."""
        return row_facts(self.indicators, self.measured or self.activities)


def row_facts(indicators: Sequence[Indicator], activities: Sequence[Activity]) -> dict[str, object]:
    """How many indicators 指標 moved and stand in each way, and how many activities 掲載事業 went in each."""
    moved = Counter(row.moved or "" for row in indicators)
    marks = Counter(row.status_change or "" for row in indicators)
    changed = Counter(row.value_change or "" for row in activities)
    compared = [row for row in activities if row.ratio is not None]
    above = sum(map(is_not_less, compared))
    return {
        "指標数": len(indicators),
        "良くなった指標": moved["better"],
        "下がった指標": moved["worse"],
        "動きの分からない指標": moved[""],
        "基準値に届いていない指標": sum(row.reaches_baseline is False for row in indicators),
        "下がった印": marks["worsened"],
        "事業数": len(activities),
        "計算できる事業数": len(compared),
        "前年度以上": above,
        "前年度未満": len(compared) - above,
        "数値なし": len(activities) - len(compared),
        "増えた事業": changed["up"],
        "同じ事業": changed["same"],
        "減った事業": changed["down"],
        "横ばいの幅": max((row.band for row in activities), default=BAND),
    }


def is_not_less(row: Activity) -> bool:
    """Whether an activity's result is at least last year's 前年度以上, by the values themselves."""
    return row.ratio is not None and certain(row.actual) >= certain(row.previous)


def titled(r: Report, band: Fragment, title: str, right: str, data: Mapping[str, str] | None = None) -> HTML:
    """The heading 表題 of a report on its band; it carries the document's facts, `right` for the running head.

    `data` are files, names and texts, that its PDF carries too.
    """
    about = document_facts(r.edition, title, right) | draft_fact(r.is_draft)
    return HTML(band, metadata={"document": about | ({"data": dict(data)} if data else {})})  # type: ignore[no-untyped-call]


def draft(r: Report) -> Fragment | None:
    """The word for a draft 案 in the heading of a report."""
    return draft_word(r.is_draft)


# sentences, in the words of a notebook


def filled(words: str, known: Mapping[str, object]) -> Fragment:
    """A sentence 文 of the notebook's with its facts; UsageError lists them for an unknown name.

    >>> filled("指標{指標数}件", {"指標数": 2})
    Fragment('指標2件')
    """
    try:
        return fragment(words, **known)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise UsageError(
            f"文「{cut_short(words)}」の波かっこを読めません（{error}）。使えるもの: {'、'.join(known)}"
        ) from error


def filled_where(wanted: Iterable[tuple[str, object]], known: Mapping[str, object]) -> list[Fragment]:
    """Those of some sentences that have a subject: each stands with what it is said of."""
    return [filled(words, known) for words, subject in wanted if subject]


def verdict_lines(lines: Iterable[Fragment]) -> Fragment:
    """The verdict 判定 on the band, a line for each sentence."""
    return fragment('<p class="verdict">{}</p>', joined(lines, "<br>"))


def paragraph(r: Report, words: str, outlook: str = "") -> Fragment:
    """A sentence 文 of the notebook's, with the facts in braces; `outlook` before there are actuals, if given."""
    return fragment("<p>{}</p>", filled(words if r.started else outlook or words, r.facts))


def note_lines(lines: Iterable[object]) -> Fragment:
    """Notes 注, each a paragraph of its own."""
    return joined(fragment('<p class="note">{}</p>', line) for line in lines)


# sections and panels


def section(heading: str, *parts: object, level: int = 2) -> Fragment | None:
    """A section 節 of a report; where it has nothing to show, it is left out with its heading.

    What Jupyter shows can be a part: a piece, a text, a DataFrame, a figure, Markdown.
    """
    shown = [part for part in map(as_fragment, parts) if part]
    if not shown:
        return None
    return fragment("<h{0}>{1}</h{0}>{2}", level, heading, joined(shown))


def columns(*panels: object, widths: str = "") -> Fragment | None:
    """Panels side by side; an empty one leaves its room to the others.

    Each has its share in `widths`; without these, the one with more to say has more room.
    """
    shown = [panel for panel in map(as_fragment, panels) if panel]
    if widths:
        pieces = zip(map(as_fragment, panels), widths.split(), strict=True)
        shares = [width for panel, width in pieces if panel]
    else:
        shares = _shares([len(panel.striptags()) for panel in shown])
    if not shown:
        return None
    content = joined(fragment('<section class="panel">{}</section>', panel) for panel in shown)
    return fragment('<div class="lead" data-widths="{}">{}</div>', " ".join(shares), content)


def _shares(lengths: Sequence[int]) -> list[str]:
    """The share of each panel by the length of its text, none less than half as wide as another.

    >>> _shares([400, 100, 300])
    ['1.40', '0.70', '1.12']
    """
    mean = sum(lengths) / max(len(lengths), 1)
    return [f"{min(max(length / mean, 0.7), 1.4):.2f}" for length in lengths]
