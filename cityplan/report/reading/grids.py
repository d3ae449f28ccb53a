"""Sheets, tables and lines with each cell marked by what it became 読み取り結果の表; hidden ones are told."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cityplan.files.errors import cut_short
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.read.table.grid import letters
from cityplan.report.reading.became import KINDS, Became
from cityplan.report.reading.scrolled import scrolled

MOST_CELLS = 20_000  # that a page shows; of more it is told how many there are
_LONGEST = 400  # characters of a cell
_HIDDEN = "非表示"


def grid_sections(found: Sequence[Became], headings: dict[str, str]) -> Fragment:
    """Each table, and the lines or paragraphs between them, in the order of the file.

    `headings` gets the anchors of the sections and what they are called.
    """
    shown = found[:MOST_CELLS]
    parts = []
    for number, ((file, name), own) in enumerate(groupby(_in_tables(shown), key=_section), start=1):
        cells = list(own)
        anchor = f"part-{number}"
        if name:
            headings[anchor] = name
            hidden = f"（{_HIDDEN}）" if all(each.shown.is_hidden for each in cells) else ""
            parts.append(fragment('<h2 id="{}">{}{} <small>{}</small></h2>', anchor, name, hidden, file))
        parts.append(_grid(cells) if name else _lines(cells))
    if rest := len(found) - len(shown):
        parts.append(
            fragment(
                '<p class="alert">大きいので、この後の{:,}セルは省きました。tables.xlsx の「原文のセル」に全てあります。</p>',
                rest,
            )
        )
    return joined(parts)


def _in_tables(found: Sequence[Became]) -> list[Became]:
    """The cells in the order of the file, those of one table together where it begins."""
    begins: dict[tuple[str, str], int] = {}
    for at, own in enumerate(found):
        if own.shown.grid:
            begins.setdefault(_section(own), at)
    order = {id(own): begins.get(_section(own), at) for at, own in enumerate(found)}
    return sorted(found, key=lambda own: order[id(own)])


def _section(own: Became) -> tuple[str, str]:
    return own.shown.file, own.shown.grid


def _grid(cells: Sequence[Became]) -> Fragment:
    """A table by its rows and columns; columns in which no cell begins are left out."""
    columns = sorted({own.shown.column for own in cells})
    by_row = {row: list(own) for row, own in groupby(sorted(cells, key=_place), key=lambda own: own.shown.row)}
    rows = list(by_row)
    heads = joined(fragment('<th scope="col">{}</th>', letters(column)) for column in columns)
    covered: set[tuple[int, int]] = set()
    body = []
    for row in rows:
        own = {each.shown.column: each for each in by_row[row]}
        body.append(fragment('<tr><th scope="row">{}</th>{}</tr>', row, joined(_row(row, own, columns, rows, covered))))
    table = fragment("<table><thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table>", heads, joined(body))
    return scrolled("表", table)


def _place(own: Became) -> tuple[int, int]:
    return own.shown.row, own.shown.column


def _row(
    row: int, own: dict[int, Became], columns: Sequence[int], rows: Sequence[int], covered: set[tuple[int, int]]
) -> Iterator[Fragment]:
    for column in columns:
        if (row, column) in covered:
            continue
        if column not in own:
            yield Fragment("<td></td>")
            continue
        shown = own[column].shown
        over = [each for each in rows if row <= each < row + shown.rows]
        across = [each for each in columns if column <= each < column + shown.columns]
        covered.update((r, c) for r in over for c in across)
        spans = joined(
            fragment(' {}="{}"', name, count)
            for name, count in (("rowspan", len(over)), ("colspan", len(across)))
            if count > 1
        )
        yield _cell(own[column], spans)


def _cell(own: Became, spans: str = "") -> Fragment:
    """A cell with its sign; what it became is its tooltip, why it was not read stands below it."""
    words, sign = KINDS[own.kind]
    hidden = [_HIDDEN] * own.shown.is_hidden
    why = "、".join(dict.fromkeys([*hidden, *own.why]))
    return fragment(
        '<td class="{}{}"{} title="{}"><b>{}</b>{}{}</td>',
        own.kind,
        " hidden" if hidden else "",
        Fragment(spans),
        "、".join([words, *own.told]),
        sign,
        cut_short(own.shown.text, _LONGEST),
        fragment("<small>{}</small>", why) if why else "",
    )


def _lines(cells: Sequence[Became]) -> Fragment:
    """Paragraphs, or the lines of a text: each with its place, and its cells beside each other."""
    rows = (
        fragment('<tr><th scope="row">{}</th>{}</tr>', where, joined(_cell(each) for each in own))
        for (_, where), own in groupby(cells, key=lambda own: (own.shown.place.line, _where(own)))
    )
    head = Fragment('<thead><tr><th scope="col">場所</th><th scope="col">原文</th></tr></thead>')
    return scrolled("原文の行", fragment('<table class="lines">{}<tbody>{}</tbody></table>', head, joined(rows)))


def _where(own: Became) -> str:
    line = own.shown.row or own.shown.place.line
    return own.shown.place.words or (f"{line}行" if line else "")
