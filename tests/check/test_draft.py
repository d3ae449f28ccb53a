"""When a report is a draft 案."""

from dataclasses import replace

import pytest

from cityplan.check.draft import is_draft
from cityplan.city.edition import Edition

EDITION = Edition("mihon", "見本市", "見本市", "R5", "R5.txt", "題", "progress-sheets")
FINAL = replace(EDITION, final=True)


@pytest.mark.parametrize(
    ("edition", "severity", "state", "expected"),
    [
        (EDITION, "error", "open", True),
        (EDITION, "error", "asked", True),
        (EDITION, "error", "wrong", True),
        (EDITION, "error", "kept", False),
        (EDITION, "error", "corrected", False),
        (EDITION, "warning", "open", False),
        (FINAL, "error", "open", False),
    ],
)
def test_a_draft(edition: Edition, severity: str, state: str, expected: bool) -> None:
    assert is_draft(edition, [{"severity": severity, "state": state}]) is expected
    assert is_draft(edition, []) is False
