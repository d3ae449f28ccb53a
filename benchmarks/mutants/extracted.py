"""What programs make of a document that take its text out 抽出: OCR, converters to Markdown or HTML, language models."""

import re
from collections.abc import Callable

from mutants.documents import DOCUMENTS, HEAD_ROWS, Lines, cells_of, line_of, lines_of, rendered
from mutants.lines import HEADING, Mutator, Random, value_cells, with_cells

# the same in another form


def letter_spaced(text: str, rng: Random) -> str:
    """4 0 件, also within the words of a cell."""
    return rng.choice([" ", "  ", "　", "\u2009"]).join(text) if 1 < len(text) <= 40 else text


def bold(text: str, rng: Random) -> str:
    return (
        rng.choice(["**{}**", "__{}__", "*{}*", "<strong>{}</strong>", "`{}`"]).format(text) if text.strip() else text
    )


def latex(text: str, rng: Random) -> str:
    """$40$件, 125.0\\%, \\text{40件}."""
    number = re.search(r"\d[\d,.]*", text)
    if number is None:
        return text
    forms = [f"${number[0]}$", f"\\({number[0]}\\)", f"\\text{{{number[0]}}}", f"${number[0]}\\,$"]
    changed = text[: number.start()] + rng.choice(forms) + text[number.end() :]
    return changed.replace("%", r"\%") if rng.random() < 0.5 else changed


def footnote(text: str, rng: Random) -> str:
    """The digit of a footnote behind a value, or behind its number: 40件¹, 40¹件, 40件※1.

    Not 40件(注1), which is printed so and kept as the note 注記 of the value.
    """
    number = re.search(r"\d[\d,.]*", text)
    if number is None:
        return text
    marks = ["¹", "²", "※1", "*1", "1)", "†", "①"]
    at = rng.choice([number.end(), len(text)])
    return text[:at] + rng.choice(marks) + text[at:]


def as_markup(name: str, rng: Random) -> bytes | None:
    """The rows of a text from one line on, some or all, in Markdown, HTML or LaTeX."""
    if DOCUMENTS[name].is_table:
        return None
    lines = list(lines_of(name))
    rows = [at for at, line in enumerate(lines) if "\t" in line.strip("\t")]
    begin = rng.randrange(len(rows))
    some = rows[begin : begin + rng.choice([1, 3, len(rows)])]
    form = rng.choice([_markdown, _html, _tex])
    return rendered(name, [form(line) if at in set(some) else line for at, line in enumerate(lines)])


def _markdown(line: str) -> str:
    return f"| {' | '.join(line.split(chr(9)))} |"


def _html(line: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split(chr(9)))}</tr>"


def _tex(line: str) -> str:
    return " & ".join(line.split("\t")) + r" \\"


def heading_again(lines: Lines, rng: Random) -> Lines:
    """The headings of a table once more between its rows, as at the top of the next page."""
    heads = [at for at, line in enumerate(lines) if re.search(HEADING, line) or (at < HEAD_ROWS and "," in line)]
    if not heads:
        return lines
    head = rng.choice(heads)
    at = min(head + rng.randrange(1, 8), len(lines))
    return [*lines[:at], lines[head], *lines[at:]]


def heading_after(lines: Lines, rng: Random) -> Lines:
    """A row before the heading that it belongs under."""
    heads = [at for at, line in enumerate(lines[:-1]) if re.search(HEADING, line)]
    if not heads:
        return lines
    at = rng.choice(heads)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return lines


# something else


def row_copied(name: str, rng: Random) -> bytes | None:
    """The values of a row in the place of those of another, whose name stays."""
    by_line: dict[int, list[tuple[int, str]]] = {}
    for cell in value_cells(name):
        by_line.setdefault(cell.line, []).append((cell.at, cell.text))
    one = rng.choice(list(by_line))
    others = [line for line in by_line if line != one and {a for a, _ in by_line[line]} == {a for a, _ in by_line[one]}]
    if not others:
        return None
    other = rng.choice(others)
    return rendered(name, with_cells(name, {(other, at): text for at, text in by_line[one]}))


def repetition(lines: Lines, rng: Random) -> Lines:
    """Some lines several times, as a language model that has lost its way writes them."""
    at = rng.randrange(len(lines) - 1)
    block = lines[at : at + rng.randrange(1, 12)]
    return [*lines[: at + len(block)], *block * rng.randrange(1, 6), *lines[at + len(block) :]]


def heads_swapped(name: str, rng: Random) -> bytes | None:
    """Two headings of a table in each other's place: 基準値 and 目標値, this year and the last."""
    lines, table = list(lines_of(name)), DOCUMENTS[name].is_table
    heads = [
        at for at, line in enumerate(lines) if (at < HEAD_ROWS if table else "\t" in line and re.search(HEADING, line))
    ]
    for at in rng.sample(heads, len(heads)):
        row = cells_of(lines[at], table)
        filled = [place for place, text in enumerate(row) if text.strip()]
        if len(filled) > 1:
            one, other = rng.sample(filled, 2)
            row[one], row[other] = row[other], row[one]
            lines[at] = line_of(row, table)
            return rendered(name, lines)
    return None


Change = Callable[[str, Random], str]
CELL_FORMS: dict[str, Change] = {
    "letter-spaced cell": letter_spaced,
    "bold marks": bold,
    "LaTeX": latex,
    "footnote digit": footnote,
}
LINE_FORMS: dict[str, Callable[[Lines, Random], Lines]] = {
    "headings again": heading_again,
    "row before its heading": heading_after,
}
FILE_FORMS: dict[str, Mutator] = {"rows as Markdown, HTML, LaTeX": as_markup}
