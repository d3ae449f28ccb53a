"""Every value held against every other source of it 照らし合わせ: proved, contradicted, or single. Opens no file.

A source is another edition of the city, its plan book, the same document read a second time, another plan that
prints the same indicator, or a total that is the sum of its column. Values are held together only by row, role and
year, and in one unit: digits that are equal by chance prove nothing; nor do they where 以上, 以下 or 延べ is said otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import pandas as pd

from cityplan.city.renames import Renamed
from cityplan.compute.history import Joined, Told, governing, measured_otherwise, shown
from cityplan.compute.match import Item, Key, matched, matched_plans
from cityplan.compute.meant import meant_otherwise
from cityplan.compute.repeated import printed_again
from cityplan.compute.totals import totals_of
from cityplan.japanese.letters import squeeze
from cityplan.tables.definitions import IndicatorRow, ObservationRow, PrintedEntry, ProofRow, SumRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import frame, table_rows

SourceKind = Literal["earlier", "later", "plan_book", "reading", "repeated", "total"]
_ROLES = {"activity": ("previous", "actual"), "indicator": ("baseline", "target", "actual")}
_ALONE = {"state": "single", "source_kind": "", "source": "", "other_place": "", "other_text": ""}
ProofValue = tuple[str, str, int, str, int | None]  # plan, subject, number, role, year


@dataclass(frozen=True)
class Witness:
    """Another source 照らす資料: its kind, what a reader is told it is, what it tells, and which of its rows are ours."""

    kind: SourceKind
    words: str  # R4の文書
    told: Told
    rows: Mapping[Key, Key]  # our row -> its row, in one unit
    plans: Mapping[str, str] = field(default_factory=dict)  # our plan -> its plan, of a plan book
    others: Mapping[Key, Key] = field(default_factory=dict)  # as `rows`, in another unit


def earlier_witnesses(joined: Joined) -> Iterator[Witness]:
    """The editions that one is joined to, the newest first."""
    found: dict[str, tuple[Told, dict[Key, Key]]] = {}
    for key, links in joined.links.items():
        for link in links:
            _, rows = found.setdefault(link.told.year, (link.told, {}))
            if not link.other:
                rows[key] = link.item.key
    for year, (told, rows) in sorted(found.items(), key=lambda each: -each[1][0].fiscal_year):
        yield Witness("earlier", f"{year}の文書", told, rows)


def later_witness(later: Joined, now: Told) -> Witness:
    """An edition that is joined to this one, `now`."""
    rows = {
        link.item.key: key
        for key, links in later.links.items()
        for link in links
        if link.told.year == now.year and not link.other
    }
    return Witness("later", f"{later.now.year}の文書", later.now, rows)


def plan_book_witness(book: Told, words: str, now: Told, renamed: Sequence[Renamed]) -> Witness:
    """A plan book 計画書: rows of the same plan and name. Equal goals say nothing of a row, for they are to be proved."""
    plans = matched_plans(now.plan_items, book.plan_items, renamed)
    items = {item.key: item for item in now.items}
    found = matched(items, book.items, renamed, lambda item: plans.get(item.plan), _never)
    others = {key: item.key for key, item in found.items() if measured_otherwise(now, key, book, item.key)}
    rows = {key: item.key for key, item in found.items() if key not in others}
    return Witness("plan_book", words, book, rows, plans, others)


def reading_witness(reading: Told, words: str, now: Told) -> Witness:
    """The same document read from another file of it: rows of the same plan and name."""
    items = {item.key: item._replace(previous="") for item in now.items}
    found = matched(items, reading.items, (), lambda item: item.plan, _never)
    return Witness("reading", words, reading, {key: item.key for key, item in found.items()})


def _never(item: Item, other: Item) -> bool:
    return False


def proofs(now: Told, witnesses: Iterable[Witness]) -> pd.DataFrame:
    """The table `proofs`: each value of a document with each source of it, or alone.

    `witnesses` of one kind come in the order in which they are asked: the edition next to this one first.
    """
    sources = list(witnesses)
    again = printed_again(table_rows(now.tables, IndicatorRow))
    totals = totals_of(now.tables)
    rows: list[ProofRow] = []
    for key, row in now.rows.items():
        others = again.get(row.key, []) if isinstance(row, IndicatorRow) else []
        for single, own in _values(now, key, row):
            found = (
                [_held(single, own, row, *each) for each in _sources_of(own, key, sources, others, now)] if own else []
            )
            if own and (total := totals.of(own)):
                found.append(_summed(single, total, now))
            rows += found or [single]
    return frame("proofs", rows)


def _values(now: Told, key: Key, row: PrintedEntry) -> Iterator[tuple[ProofRow, ObservationRow | None]]:
    """The values of a row, those of a year first, each as one that has no other source."""
    subject, plan_id, no = key
    observed = now.values.get(key, [])
    own = [(each.role, each.fiscal_year, each.text, each.source_line, each) for each in observed]
    known = {each.role for each in observed}
    others = [role for role in _ROLES[subject] if role not in known and getattr(row, role) is not None]
    for role, year, text, line, value in (
        *own,
        *((role, None, getattr(row, f"{role}_text"), row.source_line, None) for role in others),
    ):
        told = {"role": role, "fiscal_year": year, "text": text, "source_line": line}
        yield ProofRow(plan_id, subject, no, full_name(row), **told, **_ALONE), value  # type: ignore[arg-type]


def _sources_of(
    own: ObservationRow, key: Key, sources: Sequence[Witness], again: Sequence[IndicatorRow], now: Told
) -> Iterator[tuple[SourceKind, str, Told, ObservationRow]]:
    """What other sources have for a value: their kind and name, and their own value of it.

    Of several editions the first that has it: what an older one has otherwise is told of the one after it. So it is of
    the editions of one plan book; a book of another title is a source of its own.
    """
    asked: set[str] = set()
    for source in sources:
        one = source.words if source.kind == "plan_book" else source.kind
        if one in asked or key not in source.rows:
            continue
        values = source.told.values.get(source.rows[key], [])
        if their := (source.kind == "reading" and _of_role(values, own)) or governing(values, own):
            asked.add(one)
            yield source.kind, source.words, source.told, their
    for other in again:
        if their := governing(now.values.get((key[0], *other.key), []), own):
            yield "repeated", f"プラン{other.plan_id}の再掲", now, their


def _of_role(values: Sequence[ObservationRow], own: ObservationRow) -> ObservationRow | None:
    """The same value as another file of the document has it: of one year its baseline and its result are two."""
    return next((each for each in values if (each.role, each.fiscal_year) == (own.role, own.fiscal_year)), None)


def _held(
    single: ProofRow,
    own: ObservationRow,
    row: PrintedEntry,
    kind: SourceKind,
    words: str,
    told: Told,
    their: ObservationRow,
) -> ProofRow:
    same = their.value == own.value or _as_printed(kind, own, their)
    meant = meant_otherwise(own, row, their, told.rows[their.key]) if same else ""
    return replace(
        single,
        state="proved" if same and not meant else "contradicted",
        source_kind=kind,
        source=words,
        other_place=told.line_words(their.source_line),
        other_text=meant or shown(their.value, their.text, their.unit),
    )


def _summed(single: ProofRow, total: SumRow, now: Told) -> ProofRow:
    return replace(
        single,
        state="proved",
        source_kind="total",
        source="合計の行",
        other_place=now.line_words(total.source_line),
        other_text=total.text,
    )


def _as_printed(kind: SourceKind, own: ObservationRow, their: ObservationRow) -> bool:
    """Whether two readings of one document have the same print: what was corrected is no fault of either."""
    return kind == "reading" and squeeze(own.text) == squeeze(their.text)


def states(rows: Iterable[ProofRow]) -> dict[ProofValue, str]:
    """How each value stands: contradicted where any source has another one, proved where one has the same."""
    weight = ("contradicted", "proved", "single")
    found: dict[ProofValue, str] = {}
    for row in rows:
        found[row.value] = min(found.get(row.value, "single"), row.state, key=weight.index)
    return found
