"""What became of a mutant: the same, repaired, found, refused, or silently wrong."""

import re
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from digit_oracle import Seen, seen_in

from cityplan.files.errors import SourceError, UsageError
from mutants.documents import DOCUMENTS, lines_of, original, parsed_source
from mutants.runs import Finding, Message, Run, run
from mutants.values import Names, Place, Row


class Outcome(NamedTuple):
    """same, repaired, found, refused, silent or crash; for `silent` and `crash` what shows it."""

    what: str
    why: str = ""
    seen: bool = False  # by the oracle


@cache
def right(name: str) -> Run:
    """The document as it is."""
    return run(name, original(name))


def judged_form(name: str, data: bytes) -> Outcome:
    """The same values, or a finding on each row that has others."""
    got, before = run(name, data), right(name)
    if got.error:
        return _raised(got.error)
    changed = _changed(before.values, got.values)
    new = set(got.findings - before.findings)
    if unsaid := [place for place in changed if not _said(place, got, new)]:
        return Outcome("silent", _difference(unsaid, before.values, got.values))
    if changed or new:
        return Outcome("found")
    return Outcome("repaired" if got.repairs != before.repairs else "same")


def _raised(error: Exception) -> Outcome:
    """Refused, with the place and the next step named; anything else is a crash."""
    named = isinstance(error, SourceError) and error.file and error.next_step
    if named or isinstance(error, UsageError):
        return Outcome("refused", str(error))
    return Outcome("crash", "".join(traceback.format_exception(error)))


def _changed(before: Mapping[Place, Any], after: Mapping[Place, Any]) -> list[Place]:
    return [
        place for place in sorted({*before, *after}, key=str) if before.get(place, _NONE) != after.get(place, _NONE)
    ]


_NONE = "(none)"


def _said(place: Place, got: Run, new: set[Finding]) -> bool:
    """Whether a new finding stands on the row; of a row that is gone, or of prose, on its plan.

    Rows are gone too where the run says of a whole table that it is not read: of whose plans it is, is unknown.
    """
    table, plan, row, _ = place
    gone = row is None or not any(each[:3] == place[:3] for each in got.values)
    if gone and any(each[0] == "doubtful_extraction" and not any(each[1:4]) for each in new):
        return True
    return any(each[1:4] == (table, plan, row) or (each[2] == plan and (gone or each[3] is None)) for each in new)


def _difference(places: Sequence[Place], before: Mapping[Place, Any], after: Mapping[Place, Any]) -> str:
    def shown(place: Place) -> str:
        old, new = before.get(place, _NONE), after.get(place, _NONE)
        if isinstance(old, tuple) and isinstance(new, tuple):
            pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
            old, new = [str(a) for a, _ in pairs], [str(b) for _, b in pairs]
        return f"{place}: {str(old)[-300:]} -> {str(new)[-300:]}"

    return "; ".join(map(shown, places[:3]))


# What a finding of the audit says of a contradiction, where it says so as an info only.
ANSWERS = {"rounding": "ratio_rounding", "count": "prose_mismatch", "sheet": "sheet_missing"}


def judged_meaning(name: str, data: bytes) -> Outcome:
    """What the oracle sees must be found on its row or refused; of the rest it is only said what became of it."""
    got, before = run(name, data), right(name)
    seen = new_contradictions(name, data, got.names or before.names)
    if got.error:
        return _raised(got.error)._replace(seen=bool(seen))
    new = set(got.findings - before.findings)
    said = set(got.messages - before.messages)
    if missed := [each for each in seen if not _answered(each, new, said)]:
        return Outcome("silent", f"not said: {missed}", True)
    changed = _changed(before.values, got.values) + _changed(before.texts, got.texts)
    if new or seen:
        return Outcome("found", "", bool(seen))
    if changed:
        return Outcome("silent", _difference(changed, before.values | before.texts, got.values | got.texts))
    return Outcome("repaired" if got.repairs != before.repairs else "same")


def _answered(seen: "Told", new: set[Finding], said: set[Message]) -> bool:
    """Whether an error or warning says so on one of its rows, or an info of its kind.

    One that stood there before must say something else now. Of a contradiction on no row a finding is to be new.
    """
    told = {each for each, _ in said if each[1:4] in seen.on} if seen.on else new
    return any(each[5] != "info" or each[0] == ANSWERS.get(seen.kind) for each in told)


class Told(NamedTuple):
    """A contradiction that the oracle sees, on rows by their names: a row more or less shifts their numbers."""

    kind: str
    on: frozenset[tuple[str, str, Row]]


def new_contradictions(name: str, data: bytes, names: Names) -> list[Told]:
    """What the oracle sees in a mutant and not in the document as it is."""
    try:
        found = _seen(name, data)
    except UnicodeDecodeError:
        return []
    return [told for each in found if (told := _told(each, names)) not in _told_before(name)]


@cache
def _told_before(name: str) -> list[Told]:
    own = "\n".join(lines_of(name)).encode()
    return [_told(each, right(name).names) for each in _seen(name, own)]


def _told(seen: Seen, names: Names) -> Told:
    on = ((table, plan, names.get((table, plan, row), row)) for table, plan, row in seen.on)
    return Told(seen.kind, frozenset(on))


_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # nothing that is printed


def _seen(name: str, data: bytes) -> list[Seen]:
    if DOCUMENTS[name].without or DOCUMENTS[name].is_file or data[:2] == b"PK":
        return []  # the oracle reads texts
    city = name.removesuffix("-xlsx")
    return seen_in(city, _CONTROLS.sub("", data.decode("utf-8-sig")), parsed_source(name))
