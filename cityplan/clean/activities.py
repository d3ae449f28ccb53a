"""掲載事業: a printed row -> label, this year's and last year's result, ratio, prose."""

import re
from typing import NamedTuple

from cityplan.city.edition import Edition
from cityplan.clean.rows import RowCells, counted_alike, note_fold, one_unit, value_of
from cityplan.japanese.entered import as_printed
from cityplan.japanese.letters import fold, squeeze, unwrap
from cityplan.japanese.numerals import numeral_in_words
from cityplan.japanese.quantities import (
    LONGEST_CELL,
    Quantity,
    exact,
    in_phrases,
    over_years,
    quantities,
    quantity,
    quantity_texts,
    without_result,
)
from cityplan.japanese.years import fiscal_year
from cityplan.read.kinds import kind_of
from cityplan.read.printed import Repair
from cityplan.tables.definitions import ActivityRow

_MARKUP = re.compile(r"</?[A-Za-z]+[^<>]*>|\\[A-Za-z]+|[_*`$\\{}~#|]")
_NUMBERLIKE = re.compile(r"[-−+△▲('約]*\d")
_RESULTS = ("measure", "actual_text", "previous_text")
# A label right before its number; a dash, a numeral or 第 there would be a part of it.
_GLUED = re.compile(
    r"[ぁ-んァ-ヶー一-龠々・ ]+[ぁ-んァ-ヶー一-龠々]"
    r"(?<![年月日時〇一二三四五六七八九十百千万億兆])(?<![^ァ-ヶ]ー)"
)
# What makes another number of the one behind it, with a blank or without: a date, a rank, one below zero.
_NO_LABEL = re.compile("(?:第|令和|平成|昭和|西暦|午前|午後|毎[年月週日]?|マイナス)$")
# A part of a whole, which is not to be compared with the whole: うち市外 5人 beside 120人.
_OF_A_PART = re.compile("うち|内(?!容)")
_OF_TIME = re.compile("周年|[かカヶケ箇]年|時(?!間)|[年月期次号代歳]|[一-龠々]{4}")  # 提携35周年記念事業 is a name
_ALIAS = re.compile(r"(?P<name>.+?)\s*【(?P<alias>.+)】")


class _Labelled(NamedTuple):
    """A result that bears its label 測り方; `is_apart`: behind a blank (補助件数 40件)."""

    label: str
    value: str
    is_apart: bool


def activity(cells: RowCells, edition: Edition, repairs: list[Repair]) -> ActivityRow:
    name, alias = _name(cells, repairs)
    if kind_of(edition).is_filled_in:  # each value has a cell of its own
        measure, actual_text, previous_text = (cells.text(column) for column in _RESULTS)
        actual, previous = cells.quantity("actual_text"), cells.quantity("previous_text")
        actual_text = as_printed(actual_text, previous_text) if actual else actual_text
        previous_text = as_printed(previous_text, actual_text) if previous else previous_text
    else:
        measure, actual_text, previous_text = _results(cells, repairs)
        actual, previous = map(
            exact,
            (
                cells.quantity(column) if text == cells.text(column) or column in cells.refused else quantity(text)
                for column, text in (("actual_text", actual_text), ("previous_text", previous_text))
            ),
        )
    values = counted_alike(cells, [("actual_text", actual), ("previous_text", previous)], repairs)
    unit, (actual, previous) = one_unit(cells, values, repairs)
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
    if not measure and (shared := _label_of_row(actual, previous)):
        label, this_year, last_year = shared
        repairs.append(cells.repair("measure", "split_label", actual if actual != this_year else previous, label))
        if previous != last_year:
            repairs.append(cells.repair("previous_text", "split_label", previous, last_year))
        return shared
    if measure or not actual or quantity(actual) or without_result(actual):
        return measure, actual, previous
    label, values = _split_label(actual, previous)
    if not values and label and not previous and not _is_prose(actual):
        repairs.append(cells.repair("measure", "moved_label", actual, label))
        return label, "", ""
    if not values or not _may_be_split(actual, label, previous):
        return "", actual, previous
    pieces = quantity_texts(values)
    if len(pieces) == 2 and not previous and _is_pair(values, pieces):
        pieces = _later_first(pieces)
        repairs.append(cells.repair("actual_text", "split_pair", actual, pieces[0]))
        repairs.append(cells.repair("previous_text", "split_pair", actual, pieces[1]))
        values, previous = pieces
    elif len(pieces) > 1:
        return "", actual, previous
    if label:
        repairs.append(cells.repair("measure", "split_label", actual, label))
    return label, values, previous


def _label_of_row(actual: str, previous: str) -> tuple[str, str, str] | None:
    """The label 測り方 that the values of both years bear, or that of the only one, and the values without it.

    >>> _label_of_row("捕獲 412頭", "捕獲 386頭"), _label_of_row("参加者86人", "参加者91人")
    (('捕獲', '412頭', '386頭'), ('参加者', '86人', '91人'))
    >>> _label_of_row("支援員 5人", "—"), _label_of_row("34件", "補助件数 40件")
    (('支援員', '5人', '—'), ('補助件数', '34件', '40件'))
    >>> _label_of_row("完了1か所", "着手1か所"), _label_of_row("参加者86人", "91人"), _label_of_row("利用人数 3O9人", "")
    (None, None, None)
    """
    one, other = _labelled(actual), _labelled(previous)
    if one and other:
        return (one.label, one.value, other.value) if squeeze(one.label) == squeeze(other.label) else None
    if one and _may_lack_label(one, previous):
        return one.label, one.value, previous
    if other and _may_lack_label(other, actual):
        return other.label, actual, other.value
    return None


def _may_lack_label(own: _Labelled, beside: str) -> bool:
    """Whether the other year's result needs no label of its own: it is none, or a number beside 補助件数 40件."""
    is_number = own.is_apart and quantity(beside) is not None and not _is_of_a_part(own.label)
    return not beside or without_result(beside) or is_number


def _is_of_a_part(label: str) -> bool:
    return bool(_OF_A_PART.match(label) or over_years(label))


def _may_be_split(text: str, label: str, previous: str) -> bool:
    """Whether a label and values are one result: not 第 3回, nor 完了 1か所 after 着手 1か所, nor a part beside the whole."""
    is_other = label and _labelled(text) is None and quantity(text.removeprefix(label).strip())
    is_part = quantity(previous) and _is_of_a_part(label)
    return not (_labelled(previous) or is_other or is_part)


def _labelled(text: str) -> _Labelled | None:
    """A label and the one number after it; None where the text is anything else.

    Without a blank the label is of two letters or more, and none that makes a date or a rank of the number: 第3回, 令和5年.
    """
    folded = fold(text)
    digit = re.search(r"\d", folded)
    if quantity(text) or not digit or len(folded) > LONGEST_CELL:
        return None
    for at in range(1, digit.start() + 1):
        label, value = folded[:at].rstrip(), quantity(folded[at:])
        if value is None or folded[at] == " ":
            continue
        if _is_no_result(label, value):
            break
        if folded[at - 1] == " ":
            return _Labelled(label, _ending(text, folded[at:]), is_apart=True)
        if value.unit and _GLUED.fullmatch(label):
            return _Labelled(label, _ending(text, folded[at:]), is_apart=False)
        break
    return None


def _is_no_result(before: str, value: Quantity) -> bool:
    """Whether a number behind a text is part of a date, a rank or a name: 第 3回, 午前 9時, 国道 6号."""
    return bool(_OF_TIME.match(value.unit) or _NO_LABEL.search(before))


def _ending(text: str, folded: str) -> str:
    """The end of a text as printed that folds to another."""
    ends = (text[at:] for at in range(len(text) - 1, -1, -1))
    return next((end.strip() for end in ends if fold(end) == folded), folded)


def _later_first(pieces: list[str]) -> list[str]:
    """This year's value before last year's, where both bear their year: 232人(R4) / 369人(R5)."""
    years = [fiscal_year(value.note) if (value := quantity(piece)) else None for piece in pieces]
    first, second = years
    return pieces[::-1] if first and second and first < second else pieces


def _is_pair(text: str, pieces: list[str]) -> bool:
    """Whether two numbers are this year's and last year's, and not one with a blank in it (1 062)."""
    units = [each.unit for each in map(quantity, pieces) if each]
    return bool(re.search(r"/ *\d", fold(text))) or (all(units) and len(set(units)) == 1)


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
    >>> unreadable("一〇八件"), unreadable("一部で実施"), unreadable("休止", "24回")
    (True, False, False)
    >>> unreadable("利用人数 3O9人 / 232人"), unreadable("######"), unreadable("・講座の開催 3回")
    (True, True, False)
    >>> unreadable("全12回 延べ402人"), unreadable("参加者86人", "91人")  # a doubt of its own
    (False, False)
    >>> unreadable("__12件__"), unreadable("$12$件"), unreadable("<b>12件</b>")
    (True, True, True)
    """
    if value := quantity(text):
        return exact(value) is None
    if not text or without_result(text):
        return False
    if in_phrases(text):
        return False
    folded = fold(text)
    if quantity(_MARKUP.sub("", folded)):  # as programs write it that turn a document into Markdown, HTML or LaTeX
        return True
    if _NUMBERLIKE.match(folded) or numeral_in_words(folded) or not any(map(str.isalpha, folded)):
        return True
    words = [] if folded.startswith("・") or "。" in folded else folded.split()
    behind = zip(["", *words], words, strict=False)
    is_one = any((value := quantity(word)) and not _is_no_result(before, value) for before, word in behind)
    return is_one or any(map(quantity, neighbours))
