"""Two editions of a city compared 年度の比較: its heading, its verdict, its counts. From the tables alone.

A notebook calls these in the order and with the words that the analyst wants.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

from IPython.display import HTML

from cityplan.city import source
from cityplan.city.choice import choose
from cityplan.city.edition import Edition
from cityplan.city.rules import Rule
from cityplan.compute.used import as_used
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.markup import Fragment, fragment
from cityplan.files.project import project
from cityplan.report.city.overview import open_overview
from cityplan.report.document import band
from cityplan.report.plan.changes import change_counts, changes_of
from cityplan.report.plan.verdict import on_band
from cityplan.report.report import Report, draft, filled_where, titled
from cityplan.report.report import paragraph as paragraph
from cityplan.report.row_words import same_indicator
from cityplan.report.years.pairs import (
    Pair,
    apart_reason,
    mark_moved,
    moved,
    paired,
    plans_then,
    previous_differs,
    results_apart,
    results_moved,
)
from cityplan.tables.definitions import Activity, ChangeRow, Entry, Indicator
from cityplan.tables.files import read
from cityplan.tables.words import CHANGE_KINDS

_NEEDED = ("plans", "activities", "indicators", "activity_results", "indicator_results", "findings")


class Change(NamedTuple):
    """A row of the table `changes` with the edition that tells it, and the number of its plan now."""

    edition: Edition
    plan_now: str  # empty where the latest document does not have the plan
    row: ChangeRow


@dataclass(frozen=True)
class Comparison(Report):
    """The report of an edition compared with that of an edition `before`; `between` are those between."""

    before: Report
    between: Sequence[Report] = ()

    @property
    def years(self) -> tuple[str, str]:
        """The two years, the earlier first: R5, R6."""
        return self.before.edition.year, self.edition.year

    @property
    def result_years(self) -> tuple[int | None, int | None]:
        """The years of the results of both documents, the earlier first."""
        return self.before.edition.actual, self.edition.actual

    @cached_property
    def is_draft(self) -> bool:
        """Whether one of its documents is a draft 案."""
        return super().is_draft or any(each.is_draft for each in (self.before, *self.between))

    @property
    def common_rule(self) -> Rule | None:
        """The status rule of both 共通の判定規則; None where they have two, or none."""
        return self.rule if self.edition.rule == self.before.edition.rule else None

    @property
    def documents(self) -> list[Report]:
        """The reports of all documents, from the later edition to the earlier one."""
        return [self, *self.between, self.before]

    @cached_property
    def changes(self) -> list[Change]:
        """What changed from document to document, the latest first."""
        found, plans_now = [], {plan: plan for plan in self.exact["plans"]["plan_id"]}
        for document, earlier in pairwise(self.documents):
            found += [
                Change(document.edition, plans_now.get(each.plan_id, ""), each) for each in changes_of(document.exact)
            ]
            then = plans_then(document, earlier)
            plans_now = {then[plan]: now for plan, now in plans_now.items() if plan in then}
        return found

    @cached_property
    def indicator_pairs(self) -> list[Pair[Indicator]]:
        """The indicators 指標 of both documents."""
        return paired("indicator", self.documents)

    @cached_property
    def activity_pairs(self) -> list[Pair[Activity]]:
        """The listed activities 掲載事業 of both documents."""
        return paired("activity", self.documents)

    @property
    def pairs(self) -> list[Pair[Entry]]:
        """Both, the indicators first."""
        return [*self.indicator_pairs, *self.activity_pairs]

    @property
    def adjoins(self) -> bool:
        """Whether the later document's previous year 前年度 is the earlier one's own."""
        return self.edition.previous == self.before.edition.actual is not None

    def conflicts(self, pair: Pair[Activity]) -> bool:
        """Whether the later document tells another value of the earlier year than that year's own."""
        return self.adjoins and previous_differs(pair)

    @cached_property
    def facts(self) -> dict[str, object]:
        """The counts 件数 that sentences use, by their Japanese names, each with its denominator."""
        return _facts(self)


def open_comparison(root: str, city: str, year: str | int, previous: str | int) -> Comparison:
    """Read what the comparison of two years needs, in whichever order they are given.

    UsageError for a city or year that does not exist, or the same year twice; SourceError where the
    tables of an edition are not made yet.
    """
    home = project(root)
    editions = compared(home, city, year, previous)
    for edition in editions:
        joined = ("links",) if edition is not editions[-1] else ()
        _check_tables(home, edition, (*_NEEDED, *joined))
    now, *between, before = editions
    r = open_overview(root, now.city, now.year)
    others = [Report(each, None, as_used(read(home / each.processed)), Fragment()) for each in between]
    return Comparison(r.edition, r.rule, r.exact, r.logo, open_overview(root, before.city, before.year), others)


def compared(root: Path, city: str, year: str | int, previous: str | int) -> list[Edition]:
    """The two editions of a comparison and those between, from the latest to the earliest.

    UsageError for a city or year that does not exist, a city of one year alone, or the same year twice.
    """
    known = source.editions(root, city)
    if len(alone := [each for each in known if city in (each.city, each.city_name)]) == 1:
        raise UsageError(
            f"年度の比較には、同じ市の2つの年度の文書が要ります（{alone[0].city_name}にあるのは{alone[0].year}だけです）。"
            f"→ もう1つの年度の文書を data/raw/{alone[0].city}/ に置き、両方の報告を作ってください。"
        )
    chosen = [_one(known, city, text) for text in (year, previous)]
    ends = sorted(each.fiscal_year for each in chosen)
    if ends[0] == ends[1]:
        years = "、".join(each.year for each in known if each.city == chosen[0].city)
        raise UsageError(f"同じ年度どうしは比べられません。{chosen[0].city_name}にある年度: {years}")
    own = [each for each in known if each.city == chosen[0].city and ends[0] <= each.fiscal_year <= ends[1]]
    return sorted(own, key=lambda each: -each.fiscal_year)


def _one(known: Sequence[Edition], city: str, year: str | int) -> Edition:
    """The edition of a year; where no city is named, there is one city that has it."""
    found = choose(known, [year], [city] if city else [])
    if len(found) > 1:
        cities = "、".join(f"{each.city_name}（{each.city}）" for each in found)
        raise UsageError(f"--city で市を1つに決めてください。{year} があるもの: {cities}")
    return found[0]


def _check_tables(root: Path, edition: Edition, needed: Sequence[str]) -> None:
    folder = edition.processed
    if any(not (root / folder / f"{name}.csv").exists() for name in needed):
        raise SourceError(
            f"{edition.year} の表がまだありません",
            file=f"{folder.as_posix()}/",
            next_step=f"python pipeline.py --city {edition.city} --year {edition.year} を実行してください。",
        )


# heading and verdict


def masthead(c: Comparison, kind: str, *parts: Fragment | None) -> HTML:
    """The heading 表題 with both years; carries the document's facts.

    `parts` (the verdict) stand on its band.
    """
    name = c.edition.title
    shown = band("", kind, name, f"{' → '.join(c.years)} の変化", draft(c), *parts, logo=c.logo)
    return titled(c, shown, f"{name} {kind}（{'と'.join(c.years)}）", f"{kind} {'→'.join(c.years)}")


def verdict(c: Comparison, *, indicators: str, activities: str) -> Fragment:
    """The verdict in sentences: one for `indicators`, one for `activities`, where both documents have some.

    The words are the notebook's, with the facts in braces.
    """
    wanted = ((indicators, c.indicator_pairs), (activities, c.activity_pairs))
    said = filled_where(((words, any(pair.in_both for pair in rows)) for words, rows in wanted), c.facts)
    return on_band(said or [fragment("両方の文書にある指標と事業がないため、比べられない。")])


def _facts(c: Comparison) -> dict[str, object]:
    found = counted_moves(c.indicator_pairs, lambda pair: moved(pair, c.common_rule))
    marks = counted_moves(c.indicator_pairs, lambda pair: mark_moved(pair, c.common_rule))
    results = counted_moves(c.activity_pairs, results_moved)
    changed = change_counts((pair.subject, pair.kinds) for pair in c.pairs)
    renamed_plans = {
        each.plan_now for each in c.changes if (each.row.subject, each.row.kind) == ("plan", "renamed")
    } - {""}
    return {
        "前": c.years[0],
        "今": c.years[1],
        "両年度の指標": found.total(),
        "再掲": f"（再掲{again}を含む）" if (again := _repeated(c)) else "",
        "良くなった": found["better"],
        "下がった": found["worse"],
        "同じ": found["same"],
        "指標を比べられない": found[""],
        "上がった印": marks["improved"],
        "下がった印": marks["worsened"],
        "同じ印": marks["same"],
        "印を比べられない": marks[""],
        "両年度の事業": results.total(),
        "増": results["up"],
        "同じ実績": results["same"],
        "減": results["down"],
        "実績を比べられない": results[""],
        "指標数": len(c.indicators),
        "前の指標数": len(c.before.indicators),
        "事業数": len(c.activities),
        "前の事業数": len(c.before.activities),
        **changed,
        "名称変更": changed["名称の変わった指標"] + changed["名称の変わった事業"] + len(renamed_plans),
        "目標の変更": changed["目標の変わった指標"],
        **_of_one_document("指標", c.indicator_pairs),
        **_of_one_document("事業", c.activity_pairs),
    }


def _repeated(c: Comparison) -> int:
    """How many of the indicators of both documents are the same ones in a further plan 再掲."""
    rows = [pair.row for pair in c.indicator_pairs if pair.in_both]
    return len(rows) - len(set(map(same_indicator, rows)))


def _of_one_document(word: str, rows: Sequence[Pair[Entry]]) -> dict[str, object]:
    """What stands in one of the documents only, so that the counts of both add up."""
    counts = Counter(pair.standing for pair in rows if not pair.in_both)
    new, *gone = (counts.pop(CHANGE_KINDS[kind], 0) for kind in ("new", "ended", "not_listed"))
    others = "".join(f"、{standing}{count}件" for standing, count in counts.items())
    return {f"新規の{word}": new, f"なくなった{word}": sum(gone), f"ほかの{word}": others}


Row = TypeVar("Row", Indicator, Activity)


def counted_moves(rows: Sequence[Pair[Row]], moved: Callable[[Pair[Row]], str]) -> Counter[str]:
    """How many rows of both documents moved in each way; those that cannot be compared under ''."""
    return Counter(moved(pair) for pair in rows if pair.in_both)


# what could not be compared


def apart(c: Comparison) -> list[tuple[str, str, list[Pair[Entry]]]]:
    """The rows of both documents that cannot be compared 比べられないもの, by subject and reason."""
    found: dict[tuple[str, str], list[Pair[Entry]]] = {}
    reasons: list[tuple[Pair[Entry], str]] = [
        *((pair, apart_reason(pair, c.common_rule)) for pair in c.indicator_pairs if pair.in_both),
        *((pair, results_apart(pair)) for pair in c.activity_pairs if pair.in_both),
    ]
    for pair, why in reasons:
        if why:
            found.setdefault((pair.subject, why), []).append(pair)
    return [(subject, why, own) for (subject, why), own in found.items()]
