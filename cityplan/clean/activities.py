"""掲載事業: a printed row -> label, this year's and last year's result, ratio, prose."""

import re

from cityplan.city.edition import Edition
from cityplan.clean.rows import RowCells, note_fold, one_unit, value_of
from cityplan.japanese.entered import as_printed
from cityplan.japanese.letters import fold, unwrap
from cityplan.japanese.numerals import numeral_in_words
from cityplan.japanese.quantities import missing, quantities, quantity, quantity_texts
from cityplan.japanese.years import fiscal_year
from cityplan.read.kinds import kind_of
from cityplan.read.printed import Repair
from cityplan.tables.definitions import ActivityRow

_MARKUP = re.compile(r"</?[A-Za-z]+[^<>]*>|\\[A-Za-z]+|[_*`$\\{}~#|]")
_NUMBERLIKE = re.compile(r"[-−+△▲('約]*\d")
_RESULTS = ("measure", "actual_text", "previous_text")
_ALIAS = re.compile(r"(?P<name>.+?)\s*【(?P<alias>.+)】")


def activity(cells: RowCells, edition: Edition, repairs: list[Repair]) -> ActivityRow:
    name, alias = _name(cells, repairs)
    if kind_of(edition).is_filled_in:  # each value has a cell of its own
        measure, actual_text, previous_text = (cells.text(column) for column in _RESULTS)
        actual, previous = cells.quantity("actual_text"), cells.quantity("previous_text")
        actual_text = as_printed(actual_text, previous_text) if actual else actual_text
        previous_text = as_printed(previous_text, actual_text) if previous else previous_text
    else:
        measure, actual_text, previous_text = _results(cells, repairs)
        actual, previous = (
            cells.quantity(column) if text == cells.text(column) else quantity(text)
            for column, text in (("actual_text", actual_text), ("previous_text", previous_text))
        )
    unit, (actual, previous) = one_unit(cells, [("actual_text", actual), ("previous_text", previous)], repairs)
    ratio = quantity(cells.text("ratio_printed_text"))
    for column in ("actual_text", "previous_text", "ratio_printed_text", "unit"):
        note_fold(cells, column, repairs)
    return ActivityRow(
        plan_id=cells.plan_id,
        activity_no=cells.row,
        name=name,
        alias=alias,
        name_previous=cells.text("name_previous"),
        division=cells.text("division"),
        content=cells.text("content"),
        measure=measure,
        unit=unit,
        actual_text=actual_text,
        actual=value_of(actual),
        previous_text=previous_text,
        previous=value_of(previous),
        ratio_printed_text=cells.text("ratio_printed_text"),
        ratio_printed=ratio.value if ratio and ratio.unit in ("%", "") else None,
        factors=cells.text("factors"),
        direction=cells.text("direction"),
        grade=cells.text("grade"),
        source_line=cells.line("name"),
    )


def _name(cells: RowCells, repairs: list[Repair]) -> tuple[str, str]:
    """The name without its alias 【別名】 and without the blank of a line wrap."""
    printed = cells.text("name")
    match = _ALIAS.fullmatch(printed)
    name, alias = (match["name"], match["alias"]) if match else (printed, "")
    if alias:
        repairs.append(cells.repair("alias", "alias_split", printed, alias))
    if unwrap(name) != name:
        repairs.append(cells.repair("name", "wrap_blank_removed", name, unwrap(name)))
    return unwrap(name), alias


def _results(cells: RowCells, repairs: list[Repair]) -> tuple[str, str, str]:
    """Measure, this year's and last year's result, taken apart where one cell holds several.

    Seen in Hitachi R5: 利用人数 369人 / 232人 in one cell; 補助件数 40件 | 34件; 職業相談受付数 1,062;
    a label 貸出回数 without values; a label above its values (which its reader has told apart).
    """
    measure, actual, previous = (cells.text(column) for column in _RESULTS)
    if measure or not actual or quantity(actual) or missing(actual):
        return measure, actual, previous
    label, values = _split_label(actual, previous)
    if not values and label and not previous and not _is_prose(actual):
        repairs.append(cells.repair("measure", "moved_label", actual, label))
        return label, "", ""
    if not values:
        return "", actual, previous
    pieces = quantity_texts(values)
    if len(pieces) == 2 and not previous and _is_pair(values, pieces):
        pieces = _later_first(pieces)
        repairs.append(cells.repair("actual_text", "split_pair", actual, pieces[0]))
        repairs.append(cells.repair("previous_text", "split_pair", actual, pieces[1]))
        values, previous = pieces
    if label:
        repairs.append(cells.repair("measure", "split_label", actual, label))
    return label, values, previous


def _later_first(pieces: list[str]) -> list[str]:
    """This year's value before last year's, where both bear their year: 232人(R4) / 369人(R5)."""
    years = [fiscal_year(value.note) if (value := quantity(piece)) else None for piece in pieces]
    first, second = years
    return pieces[::-1] if first and second and first < second else pieces


def _is_pair(text: str, pieces: list[str]) -> bool:
    """Whether two numbers are this year's and last year's, and not one with a blank in it (1 062)."""
    units = [each.unit for each in map(quantity, pieces) if each]
    return bool(re.search(r"/ *\d", fold(text))) or all(units)


def _split_label(text: str, previous: str) -> tuple[str, str]:
    """A label and the values after it: the longest ending that reads as one or two quantities.

    A label holds no digit: in 利用人数 3O9人 / 232人 the last value alone would be last year's.
    """
    words = text.split()
    for at in range(len(words)):
        values = " ".join(words[at:])
        if len(quantities(values)) in (1, 2) and not re.search(r"\d", " ".join(words[:at])):
            return " ".join(words[:at]), values
    label = " ".join(words[:-1])
    if label and quantity(previous) and words[-1][:1].isdigit() and not re.search(r"\d", label):
        return label, words[-1]
    return text, ""


def _is_prose(text: str) -> bool:
    return bool(re.search(r"[。・\d]", fold(text)))


def unreadable(text: str, *neighbours: str) -> bool:
    """Whether a result should be a number but is none: it, a word of it or a neighbour looks like one.

    >>> unreadable("1O8件", "82件"), unreadable("先進地視察", "アプリ事業者との協議"), unreadable("—", "82件")
    (True, False, False)
    >>> unreadable("一〇八件"), unreadable("一部で実施")
    (True, False)
    >>> unreadable("利用人数 3O9人 / 232人"), unreadable("######"), unreadable("・講座の開催 3回")
    (True, True, False)
    >>> unreadable("__12件__"), unreadable("$12$件"), unreadable("<b>12件</b>")
    (True, True, True)
    """
    if not text or quantity(text) or missing(text):
        return False
    folded = fold(text)
    if quantity(_MARKUP.sub("", folded)):  # as programs write it that turn a document into Markdown, HTML or LaTeX
        return True
    if _NUMBERLIKE.match(folded) or numeral_in_words(folded) or not any(map(str.isalpha, folded)):
        return True
    words = [] if folded.startswith("・") or "。" in folded else folded.split()
    return any(quantity(other) for other in [*words, *neighbours])
