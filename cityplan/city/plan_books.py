"""Plan books 計画書 and other sources, `[[source]]` of `source.toml`: described as an `[[edition]]` is."""

from collections.abc import Callable
from dataclasses import replace
from typing import ParamSpec, TypeVar

from cityplan.files.errors import SourceError

P = ParamSpec("P")
R = TypeVar("R")


def of_source(read: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
    """What is read of a source as of an edition; its faults speak of `[[source]]`, not of `[[edition]]`."""
    try:
        return read(*args, **named)
    except SourceError as fault:
        raise replace(fault, problem=_of_source(fault.problem), next_step=_of_source(fault.next_step)) from fault


def _of_source(words: str) -> str:
    """
    >>> _of_source("[[edition]] の下の [edition.columns] に")
    '[[source]] の下の [source.columns] に'
    """
    return words.replace("[[edition", "[[source").replace("[edition.", "[source.")
