"""Cases of a kind, of which `make test` looks at some and the long tests at all."""

from collections.abc import Iterable
from typing import Any

import pytest


def one_in(every: int, cases: Iterable[object]) -> list[Any]:
    """The first case and each `every`-th after it; the others are marked long."""
    return [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.long if at % every else ())
        for at, case in enumerate(cases)
    ]
