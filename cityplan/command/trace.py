"""The way of a row's numbers 数値の出どころ: line → repair → correction → value → computation → brief.

Told from the tables as they were made. The results are computed again by `compute`, so that no
formula stands beside a result that is not its own.
"""

import re
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

from cityplan.check.audit import doubted_lines
from cityplan.city.edition import Edition
from cityplan.city.plan_numbers import plan_number
from cityplan.city.source import chosen_of, known
from cityplan.command.trace_blocks import Traced, number_of, way_of
from cityplan.compute.document import compute, with_expected
from cityplan.compute.outlook import measured_values
from cityplan.compute.ratios import BAND
from cityplan.compute.remeasured import remeasured
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.files import shown_place
from cityplan.japanese.letters import squeeze
from cityplan.tables import files as table_files
from cityplan.tables.definitions import (
    Activity,
    CellRow,
    ChangeRow,
    CorrectionRow,
    Entry,
    FindingRow,
    HistoryRow,
    Indicator,
    ObservationRow,
    PlanRow,
    RepairRow,
)
from cityplan.tables.names import full_name
from cityplan.tables.schema import RESULTS, Tables, entries, table_rows
from cityplan.tables.words import TABLE_SUBJECTS

NEEDED = tuple(
    "plans activities indicators observations cells repairs corrections activity_results indicator_results history"
    " changes findings".split()
)


def trace(root: Path, *, city: str, year: str, plan: str, row: str, out: Path | None = None) -> str:
    """The way of every number of a row, in Japanese; city or year may be empty where one is meant.

    `out` is the folder of the reports, whose pages are told; reports/ if nothing else is said.

    UsageError for a city, year, plan or row that is unknown or not the only one, with those that
    exist; SourceError where the tables are not made, or are outdated.
    """
    edition = _edition(root, city, year)
    tables = _tables(root, edition)
    about = _plan(tables, plan)
    report = (out or root / "reports") / edition.year / edition.city / f"plan-{about.plan_id}.html"
    shown = shown_place(report, root) if report.exists() else ""
    traced = _traced(edition, tables, shown, _place(tables, about, row))
    title = f"{edition.city_name} {edition.year}　{edition.plan_word} {about.plan_id} {about.name}"
    return f"{title}\n\n{way_of(traced)}"


# which edition, plan and row


def _edition(root: Path, city: str, year: str) -> Edition:
    chosen = chosen_of(known(root), [year] if year else [], [city] if city else [])
    if len(chosen) > 1:
        there = "、".join(f"{e.city_name}（{e.city}）{e.year}" for e in chosen)
        raise UsageError(f"--city と --year で文書を1つに決めてください。あるもの: {there}")
    return chosen[0]


def _tables(root: Path, edition: Edition) -> Tables:
    again = f"python pipeline.py --city {edition.city} --year {edition.year} を実行してください。"
    folder = edition.processed
    if any(not (root / folder / f"{name}.csv").exists() for name in NEEDED):
        raise SourceError("表がまだそろっていません", file=f"{folder.as_posix()}/", next_step=again)
    tables = table_files.read(root / folder, *NEEDED)
    band = next(iter(tables["activity_results"]["band"]), BAND)
    fresh = compute(tables, edition.rule, band)
    fresh["indicator_results"] = with_expected({**tables, **fresh}, doubted_lines(tables))
    for name in RESULTS.values():
        if _computed(fresh[name]) != _computed(tables[name]):
            raise SourceError(
                "この表は、いまの値と規則から計算したものと違います",
                file=f"{folder.as_posix()}/{name}.csv",
                next_step=again,
            )
    return tables


def _computed(results: pd.DataFrame) -> str:
    """Computed columns as text; why there is no forecast 見込み, earlier documents tell too."""
    return table_files.to_csv(results.drop(columns="forecast_reason", errors="ignore"))


def _plan(tables: Tables, text: str) -> PlanRow:
    plans = table_rows(tables, PlanRow)
    found = [plan for plan in plans if plan_number(plan.plan_id) == plan_number(text)]
    if not found:
        known = "\n".join(f"  {plan.plan_id} {plan.name}" for plan in plans)
        raise UsageError(f"プラン「{text}」はありません。--plan に使えるもの:\n{known}")
    return found[0]


def _place(tables: Tables, plan: PlanRow, wanted: str) -> Entry:
    """The row, with its results, that a person's words mean."""
    rows = [row for table in RESULTS for row in entries(tables, table) if row.plan_id == plan.plan_id]
    if not rows:
        raise UsageError(f"プラン {plan.plan_id}「{plan.name}」には、事業も指標もありません。")
    meant = _meant(rows, _key(wanted))
    if len(meant) == 1:
        return meant[0]
    rows.sort(key=lambda each: (each in meant, _likeness(each, wanted)), reverse=True)
    known = "\n".join(f"  {number_of(each)} {full_name(each)}" for each in rows)
    problem = "に当てはまる行が2つ以上あります" if meant else "という行はありません"
    raise UsageError(f"「{wanted}」{problem}。--row に使えるもの:\n{known}")


def _meant(rows: list[Entry], wanted: str) -> list[Entry]:
    """The rows of that number or whole name, else those with a part of it."""
    whole = [each for each in rows if wanted in (number_of(each), *map(_key, _names(each)))]
    return whole or [each for each in rows if wanted and _has_part(each, wanted)]


def _has_part(row: Entry, wanted: str) -> bool:
    name, subgroup = _key(row.name), _key(row.subgroup) if isinstance(row, Indicator) else ""
    named = wanted.startswith(name) and wanted.removeprefix(name) in subgroup
    return named or any(wanted in _key(each) for each in _names(row))


def _likeness(each: Entry, wanted: str) -> float:
    keys = [_key(name) for name in _names(each)]
    return max(SequenceMatcher(None, _key(wanted), key).ratio() for key in keys)


def _names(row: Entry) -> list[str]:
    return list(filter(None, [row.name, row.alias if isinstance(row, Activity) else "", full_name(row)]))


def _key(text: str) -> str:
    """A name as it is compared.

    >>> _key("授業の内容（小6 国語）"), _key("ＤＸの推進【別名】")
    ('授業の内容小6国語', 'dxの推進別名')
    """
    return re.sub("[()【】]", "", squeeze(text)).casefold()


def _traced(edition: Edition, tables: Tables, report: str, row: Entry) -> Traced:
    key, subject = row.place, (TABLE_SUBJECTS[row.table], *row.key)
    cells, repairs = table_rows(tables, CellRow), table_rows(tables, RepairRow)
    corrections = table_rows(tables, CorrectionRow)
    findings = [f for f in table_rows(tables, FindingRow) if (f.table, f.plan_id) == key[:2]]
    return Traced(
        edition,
        edition.rule,
        row,
        [each for each in cells if (each.table, each.plan_id, each.row) == key],
        [each for each in repairs if not each.table or (each.table, each.plan_id, each.row) == key],
        {each.column: each for each in corrections if (each.table, each.plan_id, each.row) == key},
        [each for each in findings if each.row in (None, key[2])],
        [v for v in table_rows(tables, ObservationRow) if v.key == subject],
        [v for v in table_rows(tables, HistoryRow) if v.key == subject],
        measured_values(table_rows(tables, HistoryRow)).get(subject, {}),
        remeasured(table_rows(tables, ChangeRow)).get(row.key, "") if isinstance(row, Indicator) else "",
        report,
    )
