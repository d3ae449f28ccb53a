"""What is made of tables that nothing changes is made once, however often it is asked for 一度だけ作る."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

import pandas as pd

Made = TypeVar("Made")
Key = tuple[object, ...]

# By maker and tables; the tables are kept with what was made of them, so that no other can take their place.
_KEPT: ContextVar[dict[Key, tuple[Sequence[pd.DataFrame], object]] | None] = ContextVar("kept", default=None)


@contextmanager
def unchanged() -> Iterator[None]:
    """While it lasts no table may be changed in place: what `kept` makes of one is not made again."""
    token = _KEPT.set({} if _KEPT.get() is None else _KEPT.get())
    try:
        yield
    finally:
        _KEPT.reset(token)


def kept(maker: object, tables: Sequence[pd.DataFrame], make: Callable[[], Made]) -> Made:
    """What `make` gives, which `maker` names, of these tables; the same object where it was made before, while they are `unchanged`."""
    known = _KEPT.get()
    if known is None:
        return make()
    key = (maker, *map(id, tables))
    if key not in known:
        known[key] = (tables, make())
    return cast(Made, known[key][1])
