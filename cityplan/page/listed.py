"""What an index 目次 tells of each brief, and of the edition it belongs to. Light: it goes into manifests."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from cityplan.check.draft import is_draft
from cityplan.city.edition import Edition
from cityplan.city.notebooks import BRIEF, ReportNotebook
from cityplan.japanese.letters import NOT_ENTERED
from cityplan.tables.rows import TextRows

LISTED_FROM = ("plans", "indicators", "indicator_results", "activities", "activity_results", "findings")
# The reports of an edition beside its briefs, by the names of their files.
WHOLE = {
    "overview": "全体のまとめ",
    "booklet": "冊子",
    "trends": "推移",
    "findings": "正誤表案",
    "reading": "読み取り結果",
    "tables": "全ての表",
}
LISTED_FORMATS = ("html", "pdf", "xlsx")
OLDER = "前の版"  # the folder, beside the reports, of what is no longer right
_TUPLES = ("marks", "formats", "unjudged")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class ListedBrief:
    """One brief 報告 as an index lists it: its plan, marks, ratios, findings, and the files there are.

    `unjudged` are those of its marks that judge nothing, as it is not known which way is better.
    `fell` counts the indicators that fell since last year, by value, else by mark; None where of none
    of them it is known. `above` of `ratios` are 前年度以上. `is_older`: it would be made otherwise now.
    `draft`: it says of itself that it is a draft 案.
    """

    plan: str
    name: str
    project: str
    has_sheet: bool = True
    marks: tuple[str, ...] = ()
    fell: int | None = None
    above: int = 0
    ratios: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    is_older: bool = False
    unjudged: tuple[str, ...] = ()
    draft: bool = False


@dataclass(frozen=True)
class ListedReport:
    """A report 報告 beside the briefs: the name of its files, its title, whether there is one for each plan."""

    name: str
    title: str
    by_plan: bool


@dataclass(frozen=True)
class ListedEdition:
    """One edition 市と年度 as an index lists it, with its briefs; `files` are beside them.

    `findings` are all of its document, also those of no plan. `reports` are those that a notebook makes
    beside the briefs, in their order. `older` are the files in 前の版/, with why. `tones` are the marks 印 of its
    rule, best first, and how each is to be taken.
    """

    city: str
    city_name: str
    year: str
    title: str
    colour: str = ""
    plan_word: str = ""
    findings: Mapping[str, int] = field(default_factory=dict)
    briefs: tuple[ListedBrief, ...] = ()
    reports: tuple[ListedReport, ...] = ()
    files: frozenset[str] = frozenset()
    older: Mapping[str, str] = field(default_factory=dict)
    tones: Mapping[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> dict[str, str]:
        """The names and titles of its reports of the whole edition, those first that every city has."""
        return WHOLE | {each.name: each.title for each in self.reports if not each.by_plan}

    def formats(self, name: str) -> list[str]:
        """The formats in which a report is there."""
        return [kind for kind in LISTED_FORMATS if f"{name}.{kind}" in self.files]

    @property
    def folder(self) -> str:
        """Where its reports are, seen from the index of all."""
        return f"{self.year}/{self.city}"


def listed_edition(
    edition: Edition,
    tables: Mapping[str, TextRows],
    files: Collection[str],
    older: Collection[str],
    moved: Mapping[str, str],
    notebooks: Collection[ReportNotebook] = (),
) -> ListedEdition:
    """An edition as the indexes list it, from its tables, the names of its files and of older reports.

    `moved` are the files in 前の版/, with why they are there.
    """
    others = (each for each in notebooks if each.file != BRIEF)
    of_plan = {name: _by_plan(rows) for name, rows in tables.items()}
    briefs = (
        _brief(edition, plan, {name: rows[plan["plan_id"]] for name, rows in of_plan.items()}, files, older)
        for plan in tables["plans"]
    )
    return ListedEdition(
        edition.city,
        edition.city_name,
        edition.year,
        edition.title,
        edition.colour,
        edition.plan_word,
        _severities(tables["findings"]),
        tuple(briefs),
        tuple(ListedReport(each.name, each.title, each.by_plan) for each in others),
        frozenset(files),
        moved,
        {mark: edition.rule.tone(mark) for mark in edition.rule.marks} if edition.rule else {},
    )


def record_of(listed: ListedEdition) -> dict[str, Any]:
    """An edition as its manifest keeps it; which files there are, also older ones, is told there already."""
    record = asdict(listed)
    del record["files"], record["older"]
    return record


def from_record(manifest: Mapping[str, Any]) -> ListedEdition | None:
    """An edition as its manifest tells it; without briefs where an earlier version wrote it.

    None where it tells of no edition.
    """
    try:
        facts = {name: str(manifest[name]) for name in ("city", "city_name", "year", "title")}
        files = frozenset(map(str, manifest["files"]))
        older = {str(name): str(each["why"]) for name, each in manifest.get("older", {}).items()}
    except (KeyError, TypeError, AttributeError):
        return None
    colour = str(manifest.get("colour", ""))
    return ListedEdition(
        **facts,
        colour=colour if _COLOUR.fullmatch(colour) else "",
        plan_word=str(manifest.get("plan_word", "")),
        findings=dict(manifest.get("findings", {})),
        briefs=_briefs_of_record(manifest),
        reports=_reports_of_record(manifest),
        files=files,
        older=older,
        tones=dict(manifest.get("tones", {})),
    )


def _briefs_of_record(manifest: Mapping[str, Any]) -> tuple[ListedBrief, ...]:
    try:
        return tuple(
            ListedBrief(**each | {name: tuple(each.get(name, ())) for name in _TUPLES}) for each in manifest["briefs"]
        )
    except (KeyError, TypeError):
        return ()


def _reports_of_record(manifest: Mapping[str, Any]) -> tuple[ListedReport, ...]:
    try:
        return tuple(ListedReport(**each) for each in manifest["reports"])
    except (KeyError, TypeError):
        return ()


def _by_plan(rows: TextRows) -> defaultdict[str, TextRows]:
    found: defaultdict[str, TextRows] = defaultdict(list)
    for row in rows:
        found[row["plan_id"]].append(row)
    return found


def _severities(findings: TextRows) -> dict[str, int]:
    return dict(sorted(Counter(row["severity"] for row in findings).items()))


def _brief(
    edition: Edition,
    plan: Mapping[str, str],
    own: Mapping[str, TextRows],
    files: Collection[str],
    older: Collection[str],
) -> ListedBrief:
    computed = {row["indicator_no"]: row["status"] for row in own["indicator_results"]}
    marks = []
    for row in own["indicators"]:  # 未入力 stands in place of the mark of a value that is still to be entered
        is_open = NOT_ENTERED if row["actual_text"] == NOT_ENTERED else ""
        marks.append((row["status_printed"] or computed[row["indicator_no"]] or is_open, row["polarity"]))
    moves = [row["moved"] for row in own["indicator_results"] if row["moved"]]
    known = {row["activity_no"] for row in own["activity_results"] if row["ratio"]}
    ratios = [row for row in own["activities"] if row["activity_no"] in known]
    file = f"plan-{plan['plan_id']}"
    return ListedBrief(
        plan=plan["plan_id"],
        name=plan["name"],
        project=plan["group"],
        has_sheet=plan["has_sheet"] == "true",
        marks=tuple(mark for mark, _ in marks if mark),
        unjudged=tuple(mark for mark, polarity in marks if mark and not polarity),
        fell=moves.count("worse") if moves else None,
        above=sum(Decimal(row["actual"]) >= Decimal(row["previous"]) for row in ratios),
        ratios=len(ratios),
        findings=_severities(own["findings"]),
        formats=tuple(kind for kind in LISTED_FORMATS if f"{file}.{kind}" in files),
        is_older=file in older,
        draft=is_draft(edition, own["findings"]),
    )
