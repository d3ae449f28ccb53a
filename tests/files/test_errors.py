"""Errors as an analyst, a notebook and another process are told them."""

import pickle
from dataclasses import replace

import pytest

from cityplan.files.errors import SourceError, SystemFault


@pytest.mark.parametrize("kind", [SourceError, SystemFault])
def test_another_process_is_told_the_same(kind: type[SourceError]) -> None:
    """However it was made: one that a worker could not take would end it."""
    problem = replace(kind("読めません", file="a"), problem="別の問題", line=3)
    problem.add_note("b.py 3行目")
    again = pickle.loads(pickle.dumps(problem))
    assert (type(again), str(again), again.__notes__) == (kind, str(problem), ["b.py 3行目"])
