"""The check columns of an entry form, calculated by LibreOffice, against what `compute` makes.

One workbook with a sheet for each rule; all indicators and activities of Hitachi R5, each filled in
many ways: on, just below and just above every threshold, with and without changed values.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from libreoffice import calculated
from own_rules import RULES

from cityplan.city import source
from cityplan.city.entry_columns import NO_VALUE_WORDS, POLARITY_CHOICES
from cityplan.clean.indicators import inferred_polarity
from cityplan.compute.document import compute
from cityplan.compute.ratios import ratio
from cityplan.files.spreadsheet import book_bytes, new_book, write_value
from cityplan.tables.definitions import IndicatorRow
from cityplan.tables.schema import Tables, frame, records
from cityplan.workbook.form.form import form_of
from cityplan.workbook.form.formulas import MarkCells, mark_formula, polarity_formula, ratio_formula, used_formula
from cityplan.workbook.form.rows import Form, FormRow
from tests.files.test_spreadsheet import DAY

ROOT = Path(__file__).parents[2]
YEAR = 2024
WANTED = ("baseline", "target", "polarity", "actual", "actual_text")

pytestmark = pytest.mark.xdist_group("libreoffice")

Filling = tuple[FormRow, dict[str, Any]]  # as the form shows it, as the table would have it


def values(row: FormRow, chance: random.Random) -> Iterator[Decimal]:
    """Values on and beside the thresholds of an indicator."""
    step = Decimal(1).scaleb(-row.places)
    assert row.baseline is not None and row.target is not None
    thresholds = [row.baseline, row.target, row.baseline * 9 / 10, row.baseline * 11 / 10]
    if row.share:
        way = (row.target - row.baseline) * row.share.numerator / row.share.denominator
        thresholds += [row.baseline + way, row.baseline + way * 6 / 10]
    for exact in thresholds:
        value = exact.quantize(step / 100)  # of a share of seven years: as a person would enter it
        yield from (value, value - step, value + step)
    yield from (Decimal(0), -step, Decimal("0.3"), Decimal("1.005"))
    wide = float(max(row.baseline, row.target)) * 2
    yield Decimal(str(round(chance.uniform(0, wide), row.places)))


def fillings(form: Form, tables: Tables) -> Iterator[Filling]:
    chance = random.Random(YEAR)
    printed = {r.key: vars(r) for r in records(tables["indicators"], IndicatorRow)}
    number = 0
    for plan in form.plans:
        for row in plan.indicators:
            if row.new:
                continue
            known = printed[plan.id, row.number]
            entries: list[tuple[Decimal | None, str]] = [(None, ""), *((None, w) for w in NO_VALUE_WORDS)]
            entries += [(value, "") for value in values(row, chance)]
            for entry in entries:
                number += 1
                yield filling(row, known, number, entry, chance)


def filling(
    row: FormRow, known: dict[str, Any], number: int, entry: tuple[Decimal | None, str], chance: random.Random
) -> Filling:
    """One row filled; now and then with a new baseline or target, or without a printed direction."""
    actual, reason = entry
    shown = {**row.shown, "actual_text": actual, "reason": reason}
    baseline, target = row.baseline, row.target
    assert baseline is not None and target is not None
    if chance.random() < 0.2:
        shown["baseline_after"] = baseline = target
    if chance.random() < 0.2:
        shown["target_after"] = target = target * 11 / 10
    polarity = POLARITY_CHOICES[str(row.shown["polarity"])]
    if chance.random() < 0.3:
        shown["polarity"], polarity = "", inferred_polarity(baseline, target)[0]
    table = {
        **known,
        "plan_id": "01",
        "indicator_no": number,
        "baseline": baseline,
        "target": target,
        "polarity": polarity,
        "actual": actual,
        "actual_fy": YEAR,
        "actual_text": reason if actual is None else format(actual, "f"),
    }
    return replace(row, number=number, shown=shown), table


def pairs(form: Form) -> list[tuple[Decimal | None, Decimal | None]]:
    """Actual and previous values: of all activities, exact halves, losses, nothing."""
    chance = random.Random(YEAR)
    known = [row.shown["previous_text"] for plan in form.plans for row in plan.activities if not row.new]
    found: list[tuple[Decimal | None, Decimal | None]] = []
    for before in [value for value in known if isinstance(value, Decimal)] * 12:
        found.append((Decimal(chance.randint(0, int(before) * 3 + 1)), before))
        tie = Decimal(chance.randint(0, 4000)) / 10 + Decimal("0.05")
        found.append((before * tie / 100, before))
    traps = [
        ("1.005", "1"),
        ("1.0005", "1"),
        ("2.0015", "1"),
        ("1001", "2000"),
        ("4.35", "100"),
        ("0.285", "100"),
        ("1", "3"),
        ("2", "3"),
        ("1.15", "1000"),
        ("100000.05", "100000"),
        ("5", "0"),
        ("-3", "4"),
        ("3", "-4"),
        ("0", "7"),
        ("2565757", "2604485"),
    ]
    found += [(Decimal(actual), Decimal(before)) for actual, before in traps]
    return [*found, (None, Decimal(5)), (Decimal(5), None), (None, None)]


@pytest.fixture(scope="module")
def form() -> Form:
    return form_of(ROOT, source.edition(ROOT, "hitachi", "R5"), YEAR)


@pytest.fixture(scope="module")
def filled(form: Form, printed: Tables) -> list[Filling]:
    return list(fillings(form, printed))


@pytest.fixture(scope="module")
def book(form: Form, filled: list[Filling], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The formulas of all filled indicators by each rule, and of the pairs, as calculated."""
    made = new_book("試験", "企画課", DAY)
    marks, ratios = made.create_sheet("指標"), made.create_sheet("事業")
    for at, (row, _) in enumerate(filled, start=1):
        _write_marks(marks, at, row)
    for at, (actual, before) in enumerate(pairs(form), start=1):
        write_value(ratios.cell(at, 1), actual, "number")
        write_value(ratios.cell(at, 2), before, "number")
        ratios.cell(at, 3).value = ratio_formula(f"A{at}", f"B{at}")
    return calculated(book_bytes(made), tmp_path_factory.mktemp("office"))


def _write_marks(page: Any, at: int, row: FormRow) -> None:
    entries = ("actual_text", "reason", "baseline_after", "target_after", "polarity")
    for number, name in enumerate(entries, start=1):
        value = row.shown.get(name)
        write_value(page.cell(at, number), value, "text" if isinstance(value, str) else "number")
    page.cell(at, 6).value = used_formula(f"C{at}", row.baseline)
    page.cell(at, 7).value = used_formula(f"D{at}", row.target)
    page.cell(at, 8).value = polarity_formula(f"E{at}", f"F{at}", f"G{at}")
    cells = MarkCells(f"A{at}", f"B{at}", f"F{at}", f"G{at}", f"H{at}", row.share)
    for number, rule in enumerate(RULES.values(), start=9):
        page.cell(at, number).value = mark_formula(rule, cells)


def column(page: Any, at: int) -> list[Any]:
    return [row[0].value for row in page.iter_rows(min_col=at, max_col=at)]


@pytest.mark.parametrize("name", RULES)
def test_the_mark_is_that_of_the_rule(name: str, book: Any, filled: list[Filling]) -> None:
    tables = {"activities": frame("activities", []), "indicators": frame("indicators", [table for _, table in filled])}
    results = compute(tables, RULES[name])["indicator_results"]
    found = column(book["指標"], 9 + list(RULES).index(name))
    wrong = [
        ({key: table[key] for key in WANTED}, row.shown, wanted, mark)
        for (row, table), wanted, mark in zip(filled, results["status"], found, strict=True)
        if (mark or "") != wanted
    ]
    assert not wrong[:3]
    reached = {each.mark for each in RULES[name].classes if each.when != "not_from_values"}
    assert reached <= set(results["status"]), "the fillings must reach the classes of the rule"


def test_the_ratio_is_ours(book: Any, form: Form) -> None:
    given = pairs(form)
    found = column(book["事業"], 3)
    wanted = [ratio(actual, before) for actual, before in given]
    shown = [None if value in (None, "") else Decimal(repr(value)) for value in found]
    wrong = [each for each in zip(given, wanted, shown, strict=True) if each[1] != each[2]]
    assert not wrong[:3]
