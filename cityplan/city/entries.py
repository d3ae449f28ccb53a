"""The entries 項目 of a TOML file: each is what it should be, or an error names file, entry and next step."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from cityplan.files.errors import CONTROLS, SourceError
from cityplan.files.names import is_name_everywhere
from cityplan.japanese.nearest import perhaps
from cityplan.japanese.years import fiscal_year

_RAW = "data/raw"
Entry = TypeVar("Entry")
_Read = TypeVar("_Read")
Entries = Mapping[str, object]  # a table of a TOML file


def entry_error(problem: str, name: str, key: str, given: object, next_step: str) -> SourceError:
    """What is wrong with an entry of a file."""
    return SourceError(problem, file=name, column=key, text=str(given), next_step=next_step)


def tried(faults: list[SourceError], default: _Read, act: Callable[..., _Read], *args: object) -> _Read:
    """What is read; where it is wrong the default, and the fault is kept."""
    try:
        return act(*args)
    except SourceError as fault:
        faults.append(fault)
        return default


def text_of(table: Entries, key: str, name: str, default: str = "") -> str:
    """A text under a key; a bare number (2023, 1) is taken as its digits."""
    given = table.get(key, default)
    if type(given) not in (str, int):
        raise entry_error(f"{key} は1つの文です", name, key, given, f'{key} = "…" のように、" で囲んで書いてください。')
    return str(given)


def texts_in(table: Mapping[str, object], keys: Collection[str], where: str, example: str, name: str) -> list[str]:
    """The texts of a table that has just these keys, none of them empty; `example` shows how it is written."""
    check_keys(table, keys, name, f"{where} の")
    texts: list[str] = []
    for key in keys:
        given = table.get(key, "")
        if not isinstance(given, str) or not given.strip():
            problem = f"{where} の {key} は文字列です" if key in table else f"{where} に {key} がありません"
            raise SourceError(problem, file=name, column=key, text=str(given), next_step=f"書き方の例: {example}")
        texts.append(given)
    return texts


def check_folder(city: str) -> None:
    """The name is a folder's of the reports too, a part of their addresses, and a parameter."""
    if not re.fullmatch(r"[\w-]+", city):
        raise SourceError(
            "このフォルダの名前は使えません（空白や記号があります）",
            file=f"{_RAW}/{city}/",
            text=city,
            next_step="文字、数字、ハイフンだけの名前に変えてください（例: mihon-shi）。",
        )
    if not is_name_everywhere(city):
        raise SourceError(
            "このフォルダの名前は、Windows では使えません",
            file=f"{_RAW}/{city}/",
            text=city,
            next_step="別の名前に変えてください（例: mihon-shi）。",
        )


def check_place(file: str, name: str, key: str) -> None:
    """SourceError where a file is named that does not stand beside `source.toml`."""
    if not file:
        raise entry_error(
            "ファイル名が空です", name, key, "", "source.toml と同じフォルダに置いたファイルの名前を書いてください。"
        )
    if Path(file).name != file or file.startswith(".") or CONTROLS.search(file):
        raise entry_error(
            "ファイルは source.toml と同じフォルダに置きます", name, key, file, "ファイル名だけを書いてください。"
        )
    if not is_name_everywhere(file):
        raise entry_error(
            "このファイルの名前は、Windows では使えません",
            name,
            key,
            file,
            "ファイルの名前を変え、ここにも書いてください。",
        )


def year_of(text: str, name: str, key: str) -> int:
    """A fiscal year 年度 as it may be written."""
    year = fiscal_year(text)
    if year is None:
        raise entry_error("年度として読めません", name, key, text, 'year = "R5" のように書いてください。')
    return year


def listed_in(table: Entries, key: str, kind: type[Entry], name: str) -> list[Entry]:
    """The list under a key, empty where there is none; each of its entries is of one kind."""
    entries = table.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, kind) for entry in entries):
        form = "[ ] で囲んだ文字列の並び" if kind is str else "[[ ]] で囲んだ見出しの下"
        raise entry_error(f"{key} は{form}に書きます", name, key, entries, "書き方を直してください。")
    return entries


def switch_of(table: Entries, key: str, name: str, default: bool = False) -> bool:
    """A yes or no under a key: true or false, in no quotation marks."""
    given = table.get(key, default)
    if not isinstance(given, bool):
        example = f"{key} = {str(not default).lower()}"
        raise entry_error(
            f"{key} は true か false です", name, key, given, f'{example} と書いてください（" で囲みません）。'
        )
    return given


def check_once(values: list[str], name: str, what: str) -> None:
    """SourceError where a value stands twice."""
    for value in values:
        if values.count(value) > 1:
            raise SourceError(f"{what}が2回書かれています", file=name, text=value, next_step="1つにしてください。")


def count_of(table: Entries, key: str, allowed: range, name: str) -> int:
    """A whole number under a key; the first that is allowed where there is none."""
    given = table.get(key, allowed.start)
    if type(given) is not int or given not in allowed:
        problem = f"{key} は {allowed.start} から {allowed.stop - 1} までの整数です"
        raise entry_error(problem, name, key, given, f"{key} = {allowed.start} のように書いてください。")
    return given


def check_needed(table: Entries, keys: Iterable[str], name: str, where: str) -> None:
    """SourceError where a key that is needed is not there."""
    for key in keys:
        if key not in table:
            raise SourceError(f"{where} に {key} がありません", file=name, next_step=f'{key} = "…" を加えてください。')


def check_keys(table: Entries, known: Collection[str], name: str, where: str) -> None:
    """SourceError where a table holds a key that nobody reads, with those that are read."""
    for key in table:
        if key not in known:
            raise SourceError(
                f"{where}知らない項目です（使えるもの: {'、'.join(sorted(known))}）",
                file=name,
                text=key,
                next_step=perhaps(key, {word: word for word in known}) or "つづりを確かめてください。",
            )
