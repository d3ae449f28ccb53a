"""A second year of a city, invented from its first with a seed: tables, to try a comparison on.

The figures are made up and say nothing of any city.
"""

import random
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from cityplan import steps
from cityplan.check.audit import doubted_lines
from cityplan.city.edition import Edition
from cityplan.compute.document import compute, with_expected
from cityplan.japanese.quantities import quantity
from cityplan.tables.schema import Tables, frame

TEMPLATE = """
[[edition]]
year = "R6"
file = "R6.txt"
title = "{title}"
layout = "{layout}"
rule = "{rule}"
plan_word = "{plan_word}"
baseline = "R3"
previous = "R5"
actual = "R6"
target = "R8"
"""


def two_years(root: Path, folder: Path, tables: Tables, edition: Edition, seed: int) -> Path:
    """A project with the tables of a city's first year and of an invented next one; its root."""
    own = folder / "data/raw" / edition.city
    shutil.copytree(root / "data/raw" / edition.city, own)
    with (own / "source.toml").open("a", encoding="utf-8") as file:
        rule = edition.rule.name if edition.rule else ""
        file.write(TEMPLATE.format(**vars(edition) | {"rule": rule}))
    first = _computed(tables | {"history": _history(_rows(tables, "indicators"))}, edition)
    for year, made in (("R5", first), ("R6", invented(tables, edition, seed))):
        steps.save(str(folder), edition.city, year, made)
    return folder


def invented(tables: Tables, edition: Edition, seed: int) -> Tables:
    """The tables of a next year: values moved at random, some rows renamed, ended, new, remeasured."""
    chance = random.Random(seed)
    changes: list[dict[str, Any]] = []
    activities = [_activity(row, chance) for row in _rows(tables, "activities")]
    indicators = [_indicator(row, chance) for row in _rows(tables, "indicators")]
    before = [("activity", _numbers("activity", activities)), ("indicator", _numbers("indicator", indicators))]
    for row in chance.sample(indicators, min(3, len(indicators))):
        if row["target"] is not None:
            changes.append(_lower_target(row))
    for table, rows in (("activity", activities), ("indicator", indicators)):
        changes += _renamed(table, chance.choice(rows))
        changes += _left_out(table, rows, "ended", chance)
    changes += _left_out("activity", activities, "not_listed", chance)
    changes += _new(activities, chance)
    made = {
        **{name: data for name, data in tables.items() if not name.endswith("_results")},
        "activities": frame("activities", activities),
        "indicators": frame("indicators", indicators),
        "changes": frame("changes", changes),
        "links": frame("links", _links(before, activities, indicators)),
        "findings": frame("findings", []),
        "history": _history(_rows(tables, "indicators"), indicators),
    }
    return _computed(made, edition)


def _computed(tables: Tables, edition: Edition) -> Tables:
    results = tables | compute(tables, edition.rule)
    return results | {
        "indicator_results": with_expected(results, doubted_lines(results) if "findings" in results else ())
    }


def _history(*years: list[dict[str, Any]]) -> pd.DataFrame:
    """The actuals of each year's indicators."""
    return frame(
        "history",
        [
            {
                "plan_id": row["plan_id"],
                "subject": "indicator",
                "no": row["indicator_no"],
                "role": "actual",
                "fiscal_year": row["actual_fy"],
                "value": row["actual"],
                "text": row["actual_text"],
            }
            for rows in years
            for row in rows
            if row["actual"] is not None
        ],
    )


def _rows(tables: Tables, name: str) -> list[dict[str, Any]]:
    data = tables[name].astype("object")
    return [
        {str(key): value for key, value in row.items()} for row in data.where(data.notna(), None).to_dict("records")
    ]


def _activity(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    moved = _moved(row["actual"], chance, 0.45)
    return {
        **row,
        "previous": row["actual"],
        "previous_text": row["actual_text"],
        "actual": moved,
        "actual_text": _text(row["actual_text"], moved),
        "ratio_printed": None,
        "ratio_printed_text": "",
    }


def _indicator(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    moved = _moved(row["actual"], chance, 0.12) if chance.random() < 0.93 else None
    text = "未公表" if moved is None else _text(row["actual_text"], moved)
    return {
        **row,
        "actual": moved,
        "actual_text": text,
        "actual_fy": 2024,
        "status_previous_printed": row["status_printed"],
        "status_printed": "",
    }


def _moved(value: Decimal | None, chance: random.Random, spread: float) -> Decimal | None:
    if value is None:
        return None
    share = Decimal(str(round(1 + chance.gauss(0.06, spread), 3)))
    return max((value * share).quantize(value), Decimal(0))


def _text(text: str, value: Decimal | None) -> str:
    found = quantity(text)
    if found is None or value is None:
        return text
    return re.sub(r"[\d,.]+", f"{value:,}", text, count=1)


def _change(subject: str, row: dict[str, Any], kind: str, **told: str) -> dict[str, Any]:
    number = None if kind in ("ended", "not_listed") else row[f"{subject}_no"]
    name = row["name"] + (f"（{row['subgroup']}）" if row.get("subgroup") else "")
    return {
        "plan_id": row["plan_id"],
        "subject": subject,
        "no": number,
        "kind": kind,
        "name": name,
        "edition": "R5",
        "source_line": row["source_line"],
        **told,
    }


def _numbers(subject: str, rows: list[dict[str, Any]]) -> set[tuple[str, int]]:
    return {(row["plan_id"], int(row[f"{subject}_no"])) for row in rows}


def _links(
    before: list[tuple[str, set[tuple[str, int]]]], activities: list[dict[str, Any]], indicators: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Every row is the one of its number: rows of the next year keep theirs."""
    now = {"activity": _numbers("activity", activities), "indicator": _numbers("indicator", indicators)}
    return [
        {
            "plan_id": plan,
            "subject": subject,
            "no": no,
            "edition": "R5",
            "plan_id_before": plan,
            "no_before": no,
            "is_remeasured": False,
        }
        for subject, then in before
        for plan, no in sorted(then & now[subject])
    ] + [
        {"plan_id": plan, "subject": "plan", "edition": "R5", "plan_id_before": plan, "is_remeasured": False}
        for plan in sorted({plan for _, rows in before for plan, _ in rows})
    ]


def _lower_target(row: dict[str, Any]) -> dict[str, Any]:
    before, lowered = row["target_text"], (row["target"] * Decimal("0.9")).quantize(row["target"])
    row["target"], row["target_text"] = lowered, _text(before, lowered)
    return _change("indicator", row, "target", before=before, after=row["target_text"])


def _renamed(subject: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    before, row["name"] = row["name"], f"{row['name']}（新）"
    return [_change(subject, row, "renamed", before=before, after=row["name"])]


def _left_out(subject: str, rows: list[dict[str, Any]], kind: str, chance: random.Random) -> list[dict[str, Any]]:
    told = {id(row) for row in rows if row["name"].endswith("（新）")}
    row = chance.choice([row for row in rows if id(row) not in told])
    rows.remove(row)
    return [_change(subject, row, kind)]


def _new(rows: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    like = chance.choice(rows)
    number = 1 + max(row["activity_no"] for row in rows if row["plan_id"] == like["plan_id"])
    row = {**like, "name": "若者の居場所づくり事業", "activity_no": number, "previous": None, "previous_text": ""}
    rows.insert(rows.index(like) + 1, row)
    return [_change("activity", row, "new")]


# the sample city's second document

SAMPLES = Path(__file__).parent / "sample"


def sample_city(folder: Path) -> Path:
    """The sample city with a second document, of R6, below a project's root."""
    own = folder / "data/raw/mihon"
    shutil.copytree(SAMPLES / "mihon", own)
    shutil.copy(SAMPLES / "mihon-next/R6.txt", own)
    toml = (own / "source.toml").read_text(encoding="utf-8")
    later = toml[toml.index("[[edition]]") :]
    for before, after in (('"R5', '"R6'), ('"R4"', '"R5"')):
        later = later.replace(before, after)
    (own / "source.toml").write_text(f"{toml}\n{later}", encoding="utf-8")
    return folder
