"""An extracted text 抽出したテキスト as contents: lines with tabs are the rows of a table, any other line a paragraph."""

from pathlib import Path

from cityplan.city.source import Edition
from cityplan.files.files import read_text
from cityplan.files.lines import check_lines
from cityplan.read.file.contents import CellGrid, Contents, GridCell, Paragraph, Told
from cityplan.read.printed import Line, Place, Repair, is_rule, to_lines, untagged

TEXT = ".txt"


def read_extracted(path: Path, edition: Edition) -> Contents:
    """The contents of a text; SourceError where it is too large or no text. An empty line ends a table."""
    text = read_text(path, edition.raw_file)
    check_lines(text, edition.raw_file)
    lines, repairs = to_lines(text)
    contents = Contents(told=[_told(each) for each in repairs])
    for line in lines:
        if is_rule(line.text):
            contents.told.append(Told("rule", line.text, _place(line)))
        elif "\t" not in line.text.strip(" 　\r"):
            contents.paragraphs.append(Paragraph(untagged(line.text.strip()), _place(line)))
        else:
            last = contents.grids[-1] if contents.grids else None
            if last is None or line.gap or last.cells[-1].row != line.no - 1:
                last = CellGrid(f"{line.no}行からの表", _place(line))
                contents.grids.append(last)
            last.cells += _cells(line)
    return contents


def _told(repair: Repair) -> Told:
    return Told(repair.rule, repair.before, Place(repair.source_line), after=repair.after)


def _place(line: Line) -> Place:
    return Place(line.no, f"{line.no}行")


def _cells(line: Line) -> list[GridCell]:
    texts = enumerate(line.text.split("\t"), start=1)
    return [GridCell(line.no, at, text.strip(), _place(line)) for at, text in texts if text.strip()]
