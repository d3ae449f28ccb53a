"""Rows of a sheet's tables: heading lines, cells by column, and the refusal of what fits nowhere."""

from itertools import pairwise

from cityplan.city.edition import Edition
from cityplan.city.rules import is_mark
from cityplan.city.table_form import TableForm
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.quantities import missing, quantity
from cityplan.japanese.years import fiscal_year
from cityplan.read.printed import Line, Printed, left

# What was received stays as it is: a misread line is mended in a copy of it.
# Where the headings of a kind of document are not found: it may be another kind.
OTHER_KIND = (
    "原文が欠けていないか、source.toml の layout が合っているかを確かめてください。"
    '形が違う文書は、指標か事業を1行ずつ並べた表（.csv、.xlsx）にし、layout = "plain-table" で読めます。'
)
IN_A_COPY = "原文は残し、写しを直して、source.toml の file にその名前を書きます"

PART = f"つながった行を分けてください（{IN_A_COPY}）。"


def heading_lines(lines: list[Line], printed: Printed) -> tuple[list[Line], list[Line]]:
    """A table's heading, one line or two, the second with labels below; and the rows without headings that stand again."""
    two = len(lines) > 1 and not lines[1].text.split("\t")[0].strip() and _is_year_row(lines[1])
    heading, body = lines[: 1 + two], lines[1 + two :]
    words = [squeeze(line.text) for line in heading]
    return heading, left(body, printed, "repeated_heading", lambda line: squeeze(line.text) in words)


def check_columns(columns: list[str], line: Line, edition: Edition) -> None:
    if len(set(columns)) < len(columns):
        raise refuse(line, edition, "同じ見出しの列が2つあります")


def check_names(body: list[Line], width: int, edition: Edition) -> None:
    """A row begins with a name; the rest of a row that was cut in two begins with a value or a text."""
    for line in body:
        first = line.text.split("\t")[0].strip()
        if quantity(first) or missing(first) or is_mark(edition.rule, first):
            raise refuse(line, edition, "名前のあるはずの所に値があります")
    for line, after in pairwise(body):
        lengths = [len(each.text.split("\t")) for each in (line, after)]
        named = after.text.split("\t")[0].strip()
        if max(lengths) < width and sum(lengths) in (width, width + 1) and named:
            raise refuse(after, edition, "上の行と合わせて1行のようです（途中で分かれています）")


def _is_year_row(line: Line) -> bool:
    labels = [squeeze(text) for text in line.text.split("\t") if text.strip()]
    return any(fiscal_year(label) is not None for label in labels)


def take_heading(heading: list[Line], columns: list[str], table: str, plan_id: str, printed: Printed) -> None:
    for line in heading:
        for at, text in enumerate(line.text.split("\t"), start=1):
            if text.strip() and at <= len(columns):
                printed.take([line], table, plan_id, 0, columns[at - 1], text, at)


def row_cells(line: Line, width: int, edition: Edition) -> list[str]:
    cells = [text.strip() for text in line.text.split("\t")]
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if len(cells) < 2 or len(cells) > width:
        raise refuse(line, edition, f"セルの数（{len(cells)}）が見出し（{width}）と合いません")
    return cells + [""] * (width - len(cells))


def filled_down(values: dict[str, str], above: dict[str, str], form: TableForm) -> dict[str, str]:
    """The cells of a named row; those that are declared to go on (`fill_down`) as in the row above where they are empty."""
    if not values["name"]:
        return values
    return {
        column: text or (above.get(column, "") if column in form.fill_down else "") for column, text in values.items()
    }


def refuse(
    line: Line,
    edition: Edition,
    problem: str,
    next_step: str = "原文のこの行を確かめてください。図などの行なら source.toml の left_out に加えてください。",
) -> SourceError:
    return SourceError(problem, file=edition.raw_file, line=line.no, text=fold(line.text), next_step=next_step)
