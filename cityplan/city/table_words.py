"""The words of a table's cells that `source.toml` declares: what each of them is for us."""

from collections.abc import Mapping

from cityplan.city.entries import entry_error, year_of
from cityplan.city.table_columns import pairs_of
from cityplan.japanese.letters import squeeze


def words_for(table: Mapping[str, object], key: str, known: tuple[str, ...] | None, name: str) -> dict[str, str]:
    """Words of cells, squeezed, and what each is for us; `known` are those that there are, None any."""
    given = table.get(key, {})
    if not isinstance(given, dict) or not all(isinstance(each, str) for each in given.values()):
        raise entry_error(
            f'[edition.{key}] の下に、"原文の語" = "…" の形で書きます',
            name,
            key,
            str(given),
            "書き方を直してください。",
        )
    if known is not None and (unknown := [each for each in given.values() if each not in known]):
        raise entry_error(
            f"[edition.{key}] の右に書けるのは {'、'.join(filter(None, known))} です",
            name,
            key,
            unknown[0],
            'どれでもないものは "" と書いてください。' if "" in known else "どれか1つを書いてください。",
        )
    return {squeeze(word): ours for word, ours in given.items()}


def year_words(table: Mapping[str, object], name: str) -> dict[str, int]:
    """Words of cells with a year, squeezed, and the year that each is."""
    words = words_for(table, "year_words", None, name)
    return {word: year_of(year, name, "year_words") for word, year in words.items()}


def spellings(given: object, name: str) -> dict[str, str]:
    """The spelling 表記 that stands for another of the name of a plan or a group."""
    read = {squeeze(other): right for other, right in pairs_of(given, "spellings", name).items()}
    if chained := [right for right in read.values() if squeeze(right) in read]:
        raise entry_error(
            "[edition.spellings] の右の表記が、左にもあります",
            name,
            "spellings",
            chained[0],
            "左に資料の表記、右に使う表記を書いてください。",
        )
    return read
