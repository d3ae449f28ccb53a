"""When a report is a draft 案."""

import pytest

from cityplan.check.draft import is_draft
from cityplan.city.source import Edition

EDITION = Edition("mihon", "見本市", "見本市", "R5", "R5.txt", "題", "progress-sheets")
FINAL = Edition("mihon", "見本市", "見本市", "R5", "R5.txt", "題", "progress-sheets", final=True)
PLACE = {"plan_id": "06", "table": "activities", "row": 1}


def finding(severity: str, column: str = "ratio_printed_text") -> dict[str, object]:
    return {**PLACE, "column": column, "severity": severity}


@pytest.mark.parametrize(
    ("edition", "severity", "corrected", "expected"),
    [
        (EDITION, "error", "", True),
        (EDITION, "warning", "", False),
        (EDITION, "error", "ratio_printed", False),
        (EDITION, "error", "actual", True),
        (FINAL, "error", "", False),
    ],
)
def test_a_draft(edition: Edition, severity: str, corrected: str, expected: bool) -> None:
    corrections = [{**PLACE, "column": corrected}] if corrected else []
    assert is_draft(edition, [finding(severity)], corrections) is expected
    assert is_draft(edition, [], corrections) is False
