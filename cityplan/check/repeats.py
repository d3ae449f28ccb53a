"""Texts 文章 and activities 事業 that stand twice, where one of them may be lost."""

import re
from collections import defaultdict

from cityplan.check.finding import Finding, Findings, Place, audited, cell_lines, cell_place, place, repairs_of
from cityplan.check.kind import REPEATED_ITEM, FindingKind
from cityplan.check.structure import PROSE, Prose, place_of
from cityplan.files.errors import cut_short
from cityplan.japanese.letters import squeeze
from cityplan.tables.definitions import ActivityRow, CellRow, PlanRow, TextRow
from cityplan.tables.names import label
from cityplan.tables.schema import Tables, records, table_rows

REPEATABLE = 30  # characters; a shorter text may well be said of two things
_LABELS = ("戦略（再掲）", "図の説明", "囲み")  # (Google Play) under each of two apps (Takahagi R6)
_SENTENCE = re.compile(r"[^。｡]{10,}")  # squeezed; a shorter one may well be said twice

REPEATED_TEXT = FindingKind("repeated_text", "同じ文", "warning")


@audited
def repeated_texts(tables: Tables) -> Findings:
    """The same long text 文章 under two activities or plans: copied by mistake, one of them is lost.

    An activity that is listed in two plans (重複有) repeats its own; one with two measures has it printed once, for
    both rows. So does a sentence or an item of a list that is said again in one place.
    """
    yield from _said_again(tables)
    places: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    lines = cell_lines(tables)
    merged = {cell_place(repair)[1:] for repair in repairs_of(tables, "merged_cell")}
    for row in table_rows(tables, ActivityRow):
        for column in ("factors", "direction"):
            where = place(row, column)
            line = lines.get(where[1:], row.source_line)
            places[getattr(row, column)].append((row.name, where._replace(source_line=line)))
    for plan in table_rows(tables, PlanRow):
        line = lines.get(("plans", plan.plan_id, 1, "purpose"), plan.source_line)
        where = Place(line, "plans", plan.plan_id, column="purpose")
        places[plan.purpose].append((plan.name, where))
    for text, said in places.items():
        first, first_place = said[0]
        for name, where in said[1:] if len(text) >= REPEATABLE else ():
            once = where[1:] in merged or where.source_line == first_place.source_line
            if name == first and (once or where.plan_id != first_place.plan_id):
                continue
            yield Finding(
                REPEATED_TEXT,
                f"「{name}」の{label(where.table, where.column)}が、「{first}」（プラン{first_place.plan_id}）の文と同じです。",
                "写し間違いで別の文が失われていないか、担当課に確かめてください。",
                where,
                printed=text,
            )


def _said_again(tables: Tables) -> Findings:
    """A sentence twice in one text, an item twice in one list."""
    cells = tables["cells"]
    prose = records(cells[cells["column"].isin(PROSE) & (cells["row"] > 0)], CellRow)
    told: list[tuple[str, Prose]] = [
        ("取組方針" if cell.column == "policy" else label(cell.table, cell.column), cell) for cell in prose
    ]
    told += [(text.section, text) for text in table_rows(tables, TextRow) if text.section not in _LABELS]
    seen: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for where, text in told:
        place = ("scope", "group_id", "plan_id", "section", "table", "row", "column")
        own = seen[tuple(getattr(text, column, "") for column in place)]
        for sentence in _SENTENCE.findall(squeeze(text.text)):
            if sentence in own:
                is_item = sentence == squeeze(text.text).rstrip("。｡")
                yield Finding(
                    REPEATED_ITEM if is_item else REPEATED_TEXT,
                    f"{where}に「{cut_short(sentence)}」が2回あります。",
                    "写し間違いで別の文が失われていないか、元の資料で確かめてください。",
                    place_of(text),
                    printed=sentence,
                )
            own.add(sentence)


@audited
def repeated_activities(tables: Tables) -> Findings:
    """The same activity 事業 with the same measure twice in one plan: a row that was repeated by mistake."""
    first: dict[tuple[str, ...], ActivityRow] = {}
    places = {cell_place(cell)[1:]: cell.place for cell in table_rows(tables, CellRow)}
    for row in table_rows(tables, ActivityRow):
        key = (row.plan_id, squeeze(row.name), squeeze(row.alias), squeeze(row.measure))
        if (before := first.setdefault(key, row)) is not row:
            yield Finding(
                REPEATED_ITEM,
                f"「{row.name}」が同じ表に2回載っています（{'と'.join(places.get((*each.place, 'name')) or f'{each.source_line}行' for each in (before, row))}）。",
                "行が重なっていないか、別の事業か、担当課に確かめてください。",
                place(row, "name"),
                printed=row.name,
            )
