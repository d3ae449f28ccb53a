"""A report that has other rows than its tables."""

from dataclasses import replace
from typing import Any, TypeVar

from cityplan.report.report import Report

R = TypeVar("R", bound=Report)


def with_rows(r: R, **rows: list[Any]) -> R:
    """The same report with these `indicators` or `activities`."""
    changed = replace(r)
    vars(changed).update(rows)
    return changed
