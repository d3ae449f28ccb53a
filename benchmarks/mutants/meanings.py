"""Something else: what changes the meaning of a document; and the list of these kinds."""

import re
from typing import Any

from mutants.documents import Lines, original, rendered
from mutants.extracted import heads_swapped, repetition, row_copied
from mutants.forms import NUMBER, on_number
from mutants.lines import Mutator, Random, cells, in_cell, in_line, in_lines, value_cells, with_cells
from mutants.office import OF_FILES
from mutants.tables import FORMATS, FORMS, in_sheet, number_cells


def digit(text: str, rng: Random) -> str:
    places = [at for at, char in enumerate(text) if char.isdecimal()]
    if not places:
        return text
    at = rng.choice(places)
    zero = ord(text[at]) - int(text[at])
    return text[:at] + chr(zero + (int(text[at]) + rng.randrange(1, 10)) % 10) + text[at + 1 :]


def digit_lost_or_doubled(text: str, rng: Random) -> str:
    places = [at for at, char in enumerate(text) if char.isdecimal()]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + rng.choice(["", text[at] * 2]) + text[at + 1 :]


def point(number: str, rng: Random) -> str:
    """A decimal point moved, lost or come."""
    digits = re.sub(r"[,.]", "", number)
    at = rng.randrange(1, len(digits) + 1)
    return digits[:at] + ("." if at < len(digits) else "") + digits[at:]


def misread(text: str, rng: Random) -> str:
    """A digit read as a letter or sign that looks like it."""
    alike = {"0": "OＯo〇", "1": "lI｜", "2": "Zz", "5": "S", "6": "b", "8": "B", "9": "g", "3": "З"}
    places = [at for at, char in enumerate(text) if char in alike]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + rng.choice(alike[text[at]]) + text[at + 1 :]


def unit_changed(text: str, rng: Random) -> str:
    units = ["人", "件", "回", "千人", "千円", "円", "%", "‰", "社", "団体", "千件", "百万円", "年", "時間", ""]
    match = re.search(r"(?<=[\d.])(千人|千円|世帯|億円|時間|店舗|[人件回社円冊名%％])", text)
    if match is None:
        return text
    return text[: match.start()] + rng.choice([u for u in units if u != match[0]]) + text[match.end() :]


def sign_changed(text: str, rng: Random) -> str:
    match = re.search(r"[△▲−-] ?(?=\d)", text)
    if match:
        return text[: match.start()] + text[match.end() :]
    number = NUMBER.search(text)
    return text if number is None else text[: number.start()] + rng.choice("△−-▲") + text[number.start() :]


def bound_changed(text: str, rng: Random) -> str:
    words = ["以上", "以下", "未満", "超", "程度", "以内", ""]
    match = re.search("以上|以下", text)
    if match is None:
        return text
    return text[: match.start()] + rng.choice([w for w in words if w != match[0]]) + text[match.end() :]


def mark_changed(text: str, rng: Random) -> str:
    if text[:1] not in "◎○〇△—" or not text:
        return text
    words = ["基準値以上", "基準値未満", "目標値以上", "指標未公表"]
    if rng.random() < 0.2 and len(text) > 1:
        return text[0] + rng.choice([word for word in words if word != text[1:]])
    return rng.choice([mark for mark in "◎○△—×" if mark != text[0]]) + text[1:]


def year_changed(text: str, rng: Random) -> str:
    match = re.search(r"(?<=[RＲ])([1-9]|元)(?!\d)|(?<=令和)( ?\d+ ?)(?=年)|(?<=20)\d\d", text)
    if match is None:
        return text
    number = match[0].strip()
    other = str(int(number) + rng.choice([-1, 1, 2])) if number.isdecimal() else "3"
    return text[: match.start()] + other + text[match.end() :]


def emptied(text: str, rng: Random) -> str:
    return ""


def letter_lost(text: str, rng: Random) -> str:
    if not text.strip():
        return text
    at = rng.randrange(len(text))
    return text[:at] + text[at + 1 :]


def cells_swapped(name: str, rng: Random) -> bytes | None:
    """Two cells of a row, or of a column."""
    own = value_cells(name) if rng.random() < 0.7 else cells(name)
    one = rng.choice(own)
    others = [c for c in own if (c.line == one.line) != (c.at == one.at) and c.text != one.text]
    if not others:
        return None
    other = rng.choice(others)
    return rendered(name, with_cells(name, {one[:2]: other.text, other[:2]: one.text}))


def lines_swapped(lines: Lines, rng: Random) -> Lines:
    filled = [at for at, line in enumerate(lines) if line.strip()]
    first = rng.randrange(len(filled) - 1)
    second = first + 1 if rng.random() < 0.6 else rng.randrange(len(filled))
    one, other = filled[first], filled[second]
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def line_cut(lines: Lines, rng: Random) -> Lines:
    at = rng.choice([at for at, line in enumerate(lines) if line.strip()])
    return [*lines[:at], *lines[at + 1 :]]


def lines_cut(lines: Lines, rng: Random) -> Lines:
    at = rng.randrange(len(lines))
    return [*lines[:at], *lines[at + rng.randrange(2, 40) :]]


def line_repeated(lines: Lines, rng: Random) -> Lines:
    at = rng.choice([at for at, line in enumerate(lines) if line.strip()])
    return [*lines[: at + 1], lines[at], *lines[at + 1 :]]


def truncated(name: str, rng: Random) -> bytes:
    data = original(name)
    return data[: rng.randrange(len(data))]


def byte_changed(name: str, rng: Random) -> bytes:
    data = bytearray(original(name))
    data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def formats_that_change(sheet: Any, rng: Random) -> None:
    cell = rng.choice(number_cells(sheet))
    cell.number_format = rng.choice(FORMATS)


MEANINGS: dict[str, Mutator] = {
    "digit of a value": in_cell(digit),
    "digit of any line": in_line(digit),
    "digit lost or doubled": in_cell(digit_lost_or_doubled),
    "decimal point": in_cell(on_number(point)),
    "digit misread as a letter": in_cell(misread),
    "unit": in_cell(unit_changed),
    "sign": in_cell(sign_changed),
    "bound (以上, 以下)": in_cell(bound_changed),
    "mark": in_cell(mark_changed, values=False),
    "year": in_line(year_changed),
    "cell emptied": in_cell(emptied, values=False),
    "letter lost": in_line(letter_lost),
    "cells swapped": cells_swapped,
    "lines swapped": in_lines(lines_swapped),
    "line cut": in_lines(line_cut),
    "lines cut": in_lines(lines_cut),
    "line repeated": in_lines(line_repeated),
    "row copied": row_copied,
    "repetition": in_lines(repetition),
    "headings swapped": heads_swapped,
    "truncated": truncated,
    "byte": byte_changed,
    "workbook: another format": in_sheet(formats_that_change),
}
KINDS: dict[str, Mutator] = FORMS | OF_FILES | MEANINGS
