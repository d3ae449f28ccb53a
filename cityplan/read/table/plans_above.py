"""The plans that paragraphs above the tables name 表の上の見出し, as `plan_heading` declares."""

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.read.file.contents import CellGrid, Contents, Paragraph
from cityplan.read.file.declared_heading import PlanHeading, plan_heading
from cityplan.read.printed import Printed, Repair
from cityplan.read.table.records import Piece
from cityplan.read.table.rows import TableRow


def plans_above(
    contents: Contents, grids: list[CellGrid], edition: Edition, printed: Printed, faults: list[SourceError]
) -> dict[int, dict[str, Piece]]:
    """What the nearest heading above each grid says of its plan, by the line of the grid; nothing if none is declared.

    A grid without a heading above it, or a number with two names, is told in `faults`; a heading below which no grid
    stands is a doubt.
    """
    form = edition.form.plan_heading
    if not form:
        return {}
    found = [(each, said) for each in contents.paragraphs if (said := plan_heading(form, each.text))]
    _check_names(found, edition, faults)
    named: dict[int, dict[str, Piece]] = {}
    used: set[int] = set()
    for grid in grids:
        above = [(each, said) for each, said in found if each.place.line < grid.place.line]
        if not above:
            faults.append(_unnamed(grid, edition))
            continue
        heading, said = max(above, key=lambda each: each[0].place.line)
        used.add(heading.place.line)
        named[grid.place.line] = _pieces(heading, said)
    for each, _ in found:
        if each.place.line not in used:
            told = f"見出し「{each.text}」の下に、読む表がありません"
            line = each.place.line
            printed.repairs.append(Repair("", "", None, "", "heading_without_table", told, "", line, True))
    return named


def _pieces(heading: Paragraph, said: PlanHeading) -> dict[str, Piece]:
    """The plan and its number as texts of a record, which stand on the line of the heading."""
    line = heading.place.line
    row = TableRow(0, line, line, place=heading.place.words)
    texts = {"plan": said.name or heading.text, "plan_id": said.id}
    return {column: Piece([column], text, row, 1) for column, text in texts.items() if text}


def _check_names(found: list[tuple[Paragraph, PlanHeading]], edition: Edition, faults: list[SourceError]) -> None:
    first: dict[str, PlanHeading] = {}
    for heading, said in found:
        before = first.setdefault(said.id, said) if said.id else said
        if squeeze(before.name) != squeeze(said.name):
            faults.append(
                SourceError(
                    f"同じ番号の見出しが、上では「{before.name}」です",
                    file=edition.raw_file,
                    cell=heading.place.words,
                    text=heading.text,
                    next_step="同じプランなら、[edition.table.spellings] に、一方の名前 = 使う名前 を書いてください。別のプランなら、"
                    "番号を担当課に確かめてください。",
                )
            )


def _unnamed(grid: CellGrid, edition: Edition) -> SourceError:
    return SourceError(
        "表の上に、plan_heading の形の見出しがありません",
        file=edition.raw_file,
        cell=grid.name,
        text=edition.form.plan_heading,
        next_step="plan_heading を見出しの形に合わせてください（番号の所に {id}、名前の所に {name}。空白も見出しのとおりに）。",
    )
