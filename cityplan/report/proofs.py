"""How the numbers stand against other sources 照らし合わせ, in words and as a table: of a plan, and of a whole edition."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from cityplan.compute.proofs import states
from cityplan.files.markup import Fragment, fragment
from cityplan.japanese.years import fiscal_year
from cityplan.report.report import Report
from cityplan.report.table import TableColumn, table
from cityplan.tables.definitions import GoalRow, IndicatorRow, ProofRow
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import Tables, frame, records
from cityplan.tables.words import PROOF_SOURCES, PROOF_STATES, SUBJECT_TABLES, SUBJECTS


def proof_rows(tables: Tables) -> list[ProofRow]:
    """The rows of the table `proofs`."""
    return records(tables.get("proofs", frame("proofs", [])), ProofRow)


def proof_words(rows: Sequence[ProofRow]) -> str:
    """How many values another source has too, and which one; empty where none has any.

    A value that two sources have counts once, and once for each of them.
    """
    known = states(rows)
    count = Counter(known.values())
    if not count["proved"] and not count["contradicted"]:
        return ""
    by_source = Counter(source for source, _ in {(_called(row), row.value) for row in rows if row.state == "proved"})
    order = dict.fromkeys(_called(row) for row in rows if row.state == "proved")
    sources = "、".join(f"{source}{by_source[source]}件" for source in order)
    said = f"数値{count.total()}件のうち{count['proved']}件は、ほかの記載と同じ値"
    said += f"（{sources}）。" if sources else "。"
    return said + (f"{count['contradicted']}件は違う値。" if count["contradicted"] else "")


def _called(row: ProofRow) -> str:
    """A source as it is counted: an edition or a book by its name, others by what they are."""
    return row.source if row.source_kind in ("earlier", "later", "plan_book") else PROOF_SOURCES[row.source_kind]


def proof_counts(rows: Sequence[ProofRow]) -> list[list[str]]:
    """For each kind of value how many are proved, contradicted and single, as texts; a row for each kind."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (_, subject, _, role, _), state in states(rows).items():
        found[subject, role][state] += 1
    return [
        [SUBJECTS[subject], role_words(subject, role), f"{own.total()}", *(f"{own[state]}" for state in PROOF_STATES)]
        for (subject, role), own in found.items()
    ]


def role_words(subject: str, role: str) -> str:
    """What a value is called: 今年度の実績, 目標値."""
    return label(SUBJECT_TABLES[subject], f"{role}_text")


def goals_table(o: Report) -> Fragment | None:
    """The baselines and targets that were not always the same 目標の移り変わり, as each edition has them."""
    data = o.exact.get("goals", frame("goals", []))
    names = {row.key: full_name(row) for row in records(o.exact["indicators"], IndicatorRow)}
    by_goal: dict[tuple[str, int, str], list[GoalRow]] = defaultdict(list)
    for each in records(data, GoalRow):
        by_goal[each.plan_id, each.indicator_no, each.goal].append(each)
    editions = list(dict.fromkeys(sorted((row.edition for rows in by_goal.values() for row in rows), key=_year)))
    rows = []
    for (plan_id, no, goal), own in by_goal.items():
        told = {each.edition: f"{each.words}" for each in own}
        name = fragment("<strong>{}</strong>", names[plan_id, no])
        rows.append([plan_id, name, role_words("indicator", goal), *(told.get(each, "—") for each in editions)])
    columns: list[TableColumn] = [
        (o.edition.plan_noun, "center", "12mm"),
        ("指標", "label", "1fr"),
        ("種類", "label", "18mm"),
    ]
    columns += [(f"{each}の文書", "prose", "30mm") for each in editions]
    return table("activities", columns, rows) if rows else None


def _year(edition: str) -> int:
    return fiscal_year(edition) or 0
