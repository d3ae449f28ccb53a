"""The workbook of an entry form 様式: which of its sheets is the guide, and which is whose plan's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cityplan.city.edition import Edition
from cityplan.city.entry_columns import FACTS, GUIDE, GUIDE_COLUMNS, GUIDE_VALUE, PLAN_ROW, VERSION
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold
from cityplan.japanese.years import fiscal_year
from cityplan.read.form.sheet import cell_error, text_at
from cityplan.read.table.grid import Grid, GridRow

_AGAIN = "python -m cityplan entry-form で作った様式に記入したものを置いてください。"


class Identity(NamedTuple):
    """What A1 of a plan's sheet says."""

    version: str
    city: str
    year: str
    plan_id: str
    number: str


@dataclass(frozen=True)
class GuidePlan:
    """A plan プラン as the guide lists it, with how many rows its sheet was made with."""

    row: GridRow
    id: str
    name: str
    group: str
    theme: str
    activities: int
    indicators: int


@dataclass(frozen=True)
class Guide:
    """The guide sheet はじめに and the plans that it lists."""

    grid: Grid
    plans: list[GuidePlan]


def read_guide(grids: Sequence[Grid], edition: Edition) -> Guide:
    """Find the guide and check whose form this is; SourceError for another city, year or version."""
    found = [grid for grid in grids if FACTS[0] in _codes(grid)]
    if len(found) != 1:
        raise SourceError(
            f"シート「{GUIDE}」が{'2つ以上' if found else ''}あり{'ます' if found else 'ません'}",
            file=edition.raw_file,
            text="、".join(grid.sheet for grid in found or grids),
            next_step=_AGAIN,
        )
    guide = found[0]
    _check_facts(guide, edition)
    plans = [_plan(row, guide, edition) for row in guide.rows if fold(text_at(row, 1)).startswith(PLAN_ROW)]
    _check_once(plans, guide, edition)
    return Guide(guide, plans)


def _codes(grid: Grid) -> dict[str, GridRow]:
    return {fold(code): row for row in grid.rows if (code := text_at(row, 1))}


def _check_facts(guide: Grid, edition: Edition) -> None:
    """The version first: of another one nothing else may be believed."""
    rows = _codes(guide)
    for key in FACTS:
        if key not in rows:
            raise cell_error(guide, edition, f"「{key}」の行がありません", _AGAIN, 1, 1)
    wanted = (str(VERSION), edition.city, edition.year)
    for key, own in zip(FACTS, wanted, strict=True):
        text = fold(text_at(rows[key], GUIDE_VALUE))
        same = fiscal_year(text) == edition.fiscal_year if key == FACTS[2] else text == own
        if not same:
            raise cell_error(
                guide, edition, f"{key}が「{own}」ではありません", _AGAIN, rows[key].line, GUIDE_VALUE, text
            )


def _plan(row: GridRow, guide: Grid, edition: Edition) -> GuidePlan:
    texts = {name: text_at(row, at) for name, at in GUIDE_COLUMNS.items()}
    for name in ("plan_id", "name", "group", "theme"):
        if doubt := guide.doubts.get((row.line, GUIDE_COLUMNS[name])):
            raise cell_error(
                guide,
                edition,
                f"プランの欄が{doubt}",
                "文字で書いてください。",
                row.line,
                GUIDE_COLUMNS[name],
                texts[name],
            )
    _check_number(texts["plan_id"], row, guide, edition)
    for name in ("activities", "indicators"):
        if not texts[name].isdecimal():
            raise cell_error(
                guide, edition, "事業や指標の数が数ではありません", _AGAIN, row.line, GUIDE_COLUMNS[name], texts[name]
            )
    return GuidePlan(
        row,
        fold(texts["plan_id"]),
        texts["name"],
        texts.get("group", ""),
        texts.get("theme", ""),
        int(texts["activities"]),
        int(texts["indicators"]),
    )


def _check_number(plan_id: str, row: GridRow, guide: Grid, edition: Edition) -> None:
    """The number of a plan makes the lines of its sheet; 0 is the guide's."""
    number = fold(plan_id)
    if not (number.isascii() and number.isdecimal() and int(number)):
        raise cell_error(
            guide, edition, "プランの番号が数ではありません", _AGAIN, row.line, GUIDE_COLUMNS["plan_id"], plan_id
        )


def _check_once(plans: Sequence[GuidePlan], guide: Grid, edition: Edition) -> None:
    seen: set[int] = set()
    for plan in plans:
        if int(plan.id) in seen:
            raise cell_error(
                guide,
                edition,
                f"プランの番号 {plan.id} が2回あります",
                _AGAIN,
                plan.row.line,
                GUIDE_COLUMNS["plan_id"],
                plan.id,
            )
        seen.add(int(plan.id))


def plan_sheets(guide: Guide, grids: Sequence[Grid], edition: Edition) -> dict[str, Grid]:
    """The sheet of each plan by the code in A1; SourceError where one is missing or there twice."""
    sheets: dict[str, Grid] = {}
    for grid in grids:
        identity = identity_of(grid)
        if identity is None:
            continue
        _check_identity(identity, grid, guide, edition)
        if identity.plan_id in sheets:
            raise cell_error(
                grid,
                edition,
                f"プラン {identity.plan_id} のシートが2つあります"
                f"（「{sheets[identity.plan_id].sheet}」と「{grid.sheet}」）",
                "正しいほうを残し、写したシートを消してください。",
                1,
                1,
            )
        sheets[identity.plan_id] = grid
    for plan in guide.plans:
        if plan.id not in sheets:
            unknown = [grid.sheet for grid in grids if grid is not guide.grid and not identity_of(grid)]
            raise cell_error(
                guide.grid,
                edition,
                f"プラン {plan.id} のシートがありません",
                "消したシートを元の様式から戻してください。"
                + (f"A1 の符号を消したシートかもしれません：{'、'.join(unknown)}" if unknown else ""),
                plan.row.line,
                GUIDE_COLUMNS["plan_id"],
                plan.name,
            )
    return sheets


def identity_of(grid: Grid) -> Identity | None:
    """What A1 of a sheet says it is; None where it is no plan's sheet of a form."""
    first = next((text_at(row, 1) for row in grid.rows if row.line == 1), "")
    parts = fold(first).split()
    if len(parts) != len(Identity._fields) or not parts[0].startswith("様式"):
        return None
    return Identity(*parts)


def _check_identity(identity: Identity, grid: Grid, guide: Guide, edition: Edition) -> None:
    known = {plan.id for plan in guide.plans}
    wanted = {
        "様式の版": (identity.version, f"様式{VERSION}"),
        "市": (identity.city, edition.city),
        "年度": (identity.year, edition.year),
    }
    for what, (text, own) in wanted.items():
        if text != own:
            raise cell_error(
                grid,
                edition,
                f"このシートの{what}が「{own}」ではありません",
                f"ほかの様式から写したシートです。{_AGAIN}",
                1,
                1,
                text,
            )
    if identity.plan_id not in known:
        raise cell_error(
            grid,
            edition,
            f"プラン {identity.plan_id} はこの様式にありません",
            "余分なシートを消してください。",
            1,
            1,
            identity.plan_id,
        )
