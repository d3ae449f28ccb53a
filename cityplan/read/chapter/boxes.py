"""The indicators 指標 of a chapter: boxes of a label, a name, headings and values, or a table, with rules or without."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cityplan.city.chapter_form import INDICATOR, INTERIM, LINE, VALUES, YEARS
from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.chapter.patterns import bare, labelled, said, values_said
from cityplan.read.chapter.pieces import Piece, Row, columns_of
from cityplan.read.file.accounted import doubted_cell
from cityplan.read.printed import Cell, Line, Printed, Repair, year_column
from cityplan.read.table.heading_words import year_in

_SURE = 3  # letters of a label that begins another value though no blank stands before it: 12.0％目標値：


@dataclass
class Box:
    """What was read of the boxes of one plan so far: the number of the last indicator, the headings that stand open."""

    plan_id: str
    number: int = 0
    headings: Row = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    wants_name: bool = False
    taken: set[tuple[int, str]] = field(default_factory=set)  # number and column of each value
    is_table: bool = False  # each row below the headings is an indicator with its name


def whole_lines(rows: list[Row], to: "Reading") -> Iterator[Row]:
    """The rows, a line that says all of an indicator and was broken in two as one."""
    form = to.edition.chapter.indicator.get(LINE, "")
    at = 0
    while at < len(rows):
        row, after = rows[at], rows[at + 1] if at + 1 < len(rows) else []
        at += 1
        is_cut = not values_said(form, row[0].text) or (bool(after) and after[0].text[:1] in "(（→⇒")
        if form and len(row) == len(after) == 1 and is_cut:
            text = row[0].text + after[0].text
            if values_said(form, text) and not values_said(form, after[0].text):
                place, end = row[0].place, after[0].place.line_end or after[0].place.line
                before = f"{row[0].text} / {after[0].text}"
                to.printed.repairs.append(Repair("", "", None, "", "joined_lines", before, text, place.line))
                row = [row[0]._replace(text=text, place=replace(place, line_end=end))]
                at += 1
        yield row


@dataclass
class Reading:
    """Where what is read goes to, and what is wrong or unknown."""

    edition: Edition
    printed: Printed
    faults: list[SourceError]
    unknown: list[Piece] = field(default_factory=list)


def take_row(row: Row, box: Box, to: Reading) -> None:
    """Take a row of a box: a line that says all, a name, headings, values, or labels each with its value."""
    form = to.edition.chapter.indicator.get(LINE, "")
    if form and len(row) == 1 and (line := values_said(form, row[0].text)):
        _take_line(row[0], line, box, to)
        return
    row = [part for piece in row for part in _parted(piece, to.edition)]
    names = [at for at, piece in enumerate(row) if at and _label(piece, to.edition)[0] == "name" and len(row) > 2]
    if names and any(_label(piece, to.edition)[1] for piece in row):
        take_row(row[: names[0]], box, to)
        take_row(row[names[0] :], box, to)
        return
    read = [(piece, *_label(piece, to.edition)) for piece in row]
    headings = [(piece, column) for piece, column, rest in read if column and not rest]
    if len(headings) == len(read) and (len(read) > 1 or headings[0][1] not in ("", "name")):
        _open(headings, box, to)
    elif box.is_table and not headings:
        _take_table_row(row, box, to)
    elif read[0][1] == "name":
        _take_name(read, box, to)
    elif box.wants_name and len(row) == 1 and not read[0][1]:
        _begin(row[0], row[0].text, box, to)
    elif any(column for _, column, _ in read):
        _take_pairs(read, box, to)
    elif box.headings:
        _take_values(row, box, to)
    elif len(row) == 1 and (own := said(to.edition.chapter.indicator.get("name", ""), row[0].text)) and own.name:
        _begin(row[0], own.name, box, to)
    else:
        to.unknown += row


def _label(piece: Piece, edition: Edition) -> tuple[str, str]:
    """Our column of a label or heading and what stands behind it in the same text; two empty texts where it is none."""
    for column, words in edition.chapter.indicator.items():
        if column == LINE or "{name}" in words:
            continue
        rest = labelled(words, piece.text)
        if rest is None and column in (*YEARS, INTERIM):
            rest = _behind_year(words, piece.text)
        if rest is None and column in (*YEARS, INTERIM) and _is_dated(words, piece.text):
            rest = ""
        if rest is not None:
            return _of_year(column, piece.text), rest
    return "", ""


def _is_dated(words: str, text: str) -> bool:
    """Whether a text is a heading of values and its year, and nothing else: 現状値（令和６年度）."""
    return bool(re.fullmatch(rf"{re.escape(squeeze(words))}\([^()]*\)", squeeze(text)))


def _of_year(column: str, heading: str) -> str:
    """The column of an interim target 中間値: of the year that its heading tells; any other as it is."""
    year = year_in(heading) if column == INTERIM else None
    return year_column(year, "target") if year else column


def _behind_year(words: str, text: str) -> str | None:
    """What stands behind a label with its year: 基準値（R4）：11人; None where the text begins with none."""
    letters = r"\s*".join(map(re.escape, bare(words)))
    match = re.match(
        rf"\W?\s*{letters}\s*[(（][^()（）]*[)）](?:\s*[:：]\s*|\s+)(?P<rest>\S.*)", text.strip(), re.DOTALL
    )
    return match["rest"].strip() if match else None


def _parted(piece: Piece, edition: Edition) -> list[Piece]:
    """A text that begins with a label, parted at the labels in it: 基準値（R4）：11人　目標値（R10）：30人."""
    if not _label(piece, edition)[0]:
        return [piece]
    words = [own for column, own in edition.chapter.indicator.items() if column in INDICATOR and "{" not in own]
    labels, sure = (
        "|".join(r"\s*".join(map(re.escape, bare(own))) for own in words if len(bare(own)) >= shortest) or "(?!)"
        for shortest in (1, _SURE)
    )
    behind = r"\s*(?:[(（][^()（）]*[)）]\s*)?[:：]"
    parts = re.split(rf"\s+(?=(?:{labels})\s*(?:[:：(（\s]|$))|(?<=\S)(?=(?:{sure}){behind})", piece.text)
    return [piece._replace(text=part, is_placed=piece.is_placed and len(parts) == 1) for part in parts]


def _take_line(piece: Piece, own: dict[str, str], box: Box, to: Reading) -> None:
    """An indicator that one line says."""
    _begin(piece, own["name"], box, to)
    for column in VALUES:
        if own.get(column):
            _take(piece, own[column], column, box.number, box, to)


def _open(headings: list[tuple[Piece, str]], box: Box, to: Reading) -> None:
    """Headings over values; with the name's among them, over a table."""
    box.headings = [piece for piece, _ in headings]
    box.columns = [column for _, column in headings]
    box.is_table = "name" in box.columns
    for piece, column in headings:
        _check_year(piece, column, to)
        _take(piece, piece.text, column, 0, box, to)


def _check_year(piece: Piece, column: str, to: Reading) -> None:
    """The year that a heading prints is the edition's; that of an interim target must be printed."""
    if column == INTERIM:
        to.faults.append(
            SourceError(
                f"見出し「{piece.text}」に年度がありません（{piece.place.words}）",
                file=to.edition.raw_file,
                column=INTERIM,
                text=piece.text,
                next_step="年度の分からない中間の値は読めません。[edition.chapter.indicator] の interim を消し、見出しを left_out に加えてください。",
            )
        )
    if column not in YEARS:
        return
    declared: int | None = getattr(to.edition, column)
    _, bracket, rest = squeeze(piece.text).partition("(")
    year = fiscal_year(rest.partition(")")[0]) if bracket else fiscal_year(squeeze(piece.text))
    if declared is None or (year and year != declared):
        wanted = era(year) if year else "R6"
        problem = "と source.toml の年度が違います" if declared else "の年度が source.toml にありません"
        to.faults.append(
            SourceError(
                f"見出し「{piece.text}」{problem}（{piece.place.words}）",
                file=to.edition.raw_file,
                column=column,
                text=era(declared) if declared else "",
                next_step=f'[[edition]] に {column} = "{wanted}" と書いてください。',
            )
        )


def _take_name(read: list[tuple[Piece, str, str]], box: Box, to: Reading) -> None:
    (label, _, rest), *others = read
    box.headings, box.columns, box.is_table = [], [], False
    if rest:
        _begin(label, rest, box, to)
    elif others and not others[0][1]:
        name, others = others[0][0], others[1:]
        _leave(label, to)
        _begin(name, name.text, box, to)
    elif not others:
        _leave(label, to)
        box.wants_name = True
        return
    else:
        to.unknown.append(label)
    if others:
        _take_pairs(others, box, to)


def _begin(piece: Piece, name: str, box: Box, to: Reading) -> None:
    box.number += 1
    box.wants_name = False
    _take(piece, name, "name", box.number, box, to)


def _take_pairs(read: list[tuple[Piece, str, str]], box: Box, to: Reading) -> None:
    """Labels, each with the value behind it or right of it."""
    label: tuple[Piece, str] | None = None
    for piece, column, rest in read:
        if column and label:
            to.unknown.append(label[0])
        if column:
            _check_year(piece, column, to)
        if column and rest:
            _take_own(piece, rest, column, box, to)
            label = None
        elif column:
            label = (piece, column)
        elif label:
            _leave(label[0], to)
            _take_own(piece, piece.text, label[1], box, to)
            label = None
        else:
            to.unknown.append(piece)
    if label:
        _open([label], box, to)


def _take_own(piece: Piece, text: str, column: str, box: Box, to: Reading) -> None:
    """A value of the indicator that was named last."""
    if box.number:
        _take(piece, text, column, box.number, box, to)
    else:
        to.unknown.append(piece)


def _take_values(row: Row, box: Box, to: Reading) -> None:
    """Values below their headings, told apart by their place."""
    places = columns_of(row, box.headings, to.edition.chapter.in_order)
    if places is None:
        to.faults.append(_undecided(row, box, to.edition))
        return
    for piece, at in zip(row, places, strict=True):
        _take_own(piece, piece.text, box.columns[at], box, to)
    box.headings, box.columns = [], []


def _take_table_row(row: Row, box: Box, to: Reading) -> None:
    """A row of a table: its name and its values, each below its heading."""
    places = columns_of(row, box.headings, to.edition.chapter.in_order)
    if places is None:
        to.faults.append(_undecided(row, box, to.edition))
        return
    own = {box.columns[at]: piece for piece, at in zip(row, places, strict=True)}
    if "name" not in own:
        to.unknown += row
        return
    for column, piece in sorted(own.items(), key=lambda each: each[0] != "name"):
        if column == "name":
            _begin(piece, piece.text, box, to)
        else:
            _take(piece, piece.text, column, box.number, box, to)


def _undecided(row: Row, box: Box, edition: Edition) -> SourceError:
    """Which value is whose cannot be said: a number is not guessed."""
    headings = "」「".join(piece.text for piece in box.headings)
    texts = "　".join(piece.text for piece in row)
    if not all(piece.is_placed for piece in row) and len(row) == len(box.headings):
        step = "値が見出しと同じ順に並んでいるなら、[edition.chapter] に次の1行を書いてください。\nin_order = true"
    else:
        step = "元の資料でこの所を確かめ、表か罫線のある元のファイル（Word など）を使ってください。"
    return SourceError(
        f"値がどの見出し（「{headings}」）のものか、決められません（{row[0].place.words}）",
        file=edition.raw_file,
        text=texts,
        next_step=step,
    )


def _twice(piece: Piece, column: str, edition: Edition) -> SourceError:
    """A second value of one kind: the name of another indicator was not seen between them."""
    words = edition.chapter.indicator.get(column, column)
    return SourceError(
        f"1つの指標に「{words}」が2つあります（{piece.place.words}）",
        file=edition.raw_file,
        text=piece.text,
        next_step="間に、次の指標の名前がないか原文を確かめ、[edition.chapter.indicator] の name（指標名の前の語）を直してください。",
    )


# what they become


def _take(piece: Piece, text: str, column: str, number: int, box: Box, to: Reading) -> None:
    cells = INDICATOR.get(column, column)
    if number and (number, column) in box.taken:
        to.faults.append(_twice(piece, column, to.edition))
    box.taken.add((number, column))
    cell = Cell(
        "indicators",
        box.plan_id,
        number,
        cells,
        piece.place.line,
        piece.place.line_end or piece.place.line,
        piece.column,
        text,
        piece.place,
    )
    to.printed.cells.append(cell)
    if piece.cell is not None and number:
        place = ("indicators", box.plan_id, number)
        to.printed.repairs += doubted_cell(place, cells, piece.cell, text, piece.place.line)
        to.printed.repairs += [
            Repair(*place, cells, note.rule, note.before, note.after, piece.place.line) for note in piece.cell.notes
        ]


def _leave(piece: Piece, to: Reading) -> None:
    """A label whose line nothing else uses is left out; the caller's lines are settled at the end."""
    to.printed.skip([Line(piece.place.line, piece.text, False)], "heading")
