"""What to make of some editions, and whether there is anything to make. Light: see `making.py`."""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cityplan.errors import NotebookError, UsageError
from cityplan.files import sha256
from cityplan.freshness import State, Wish, state
from cityplan.manifest import city_index_is_fresh, open_manifest
from cityplan.source import Edition
from cityplan.table_rows import rows


@dataclass(frozen=True)
class Made:
    """What a run made of one edition, and what it left as it was; findings by severity."""

    edition: Edition
    folder: Path
    files: Sequence[str] = ()
    kept: int = 0
    failures: Sequence[NotebookError] = ()
    findings: Counter[str] = field(default_factory=Counter)


def find(root: Path, editions: Sequence[Edition], wish: Wish) -> list[State]:
    """The state of each edition that has something of what is wished for.

    Raises UsageError for a plan that none of them has.
    """
    found = [
        state(root, edition, open_manifest(folder_of(wish.out, edition)), wish)
        for edition in editions
    ]
    if all(each.plans for each in found):
        check_plans(found, wish)
    return [each for each in found if each.all]


def check_plans(found: Sequence[State], wish: Wish) -> None:
    """Raises UsageError for a plan that was asked for and that no edition has."""
    had = {text for each in found for text in each.wanted}
    if unknown := [text for text in wish.plans if text not in had]:
        known = sorted({row["plan_id"] for each in found for row in each.plans})
        raise UsageError(
            f"プラン「{'、'.join(unknown)}」はありません。あるもの: {'、'.join(known)}"
        )


def folder_of(out: Path, edition: Edition) -> Path:
    """Where the reports of an edition are."""
    return out / edition.year / edition.city


def make(root: Path, editions: Sequence[Edition], wish: Wish) -> Iterator[Made]:
    """Make what is not as it would be made now, and the index of all; tell of each edition.

    Raises SourceError for an input that cannot be used, UsageError for an unknown plan,
    NotebookError where a notebook fails (with `keep_going` it is told with the edition).
    """
    found = find(root, editions, wish)
    if all(each.is_fresh for each in found) and city_index_is_fresh(wish.out):
        yield from (unchanged(root, each) for each in found)
        return
    from cityplan.warm import warm_up

    warm_up()
    # jsonschema compiles a grammar of addresses that no notebook is checked with: a fifth of the start.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from cityplan.making import make_all

    with _alone(root):
        yield from make_all(root, editions, wish)


def unchanged(root: Path, found: State) -> Made:
    """An edition of which nothing was to be made."""
    counted = findings(root, found.edition)
    files = found.manifest.files
    return Made(found.edition, found.manifest.folder, kept=len(files), findings=counted)


def findings(root: Path, edition: Edition) -> Counter[str]:
    """How many findings 指摘 an edition has, by severity."""
    return Counter(row["severity"] for row in rows(root, edition, "findings"))


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One run at a time for one project: two would write the same tables."""
    from filelock import FileLock, Timeout

    lock = FileLock(Path(tempfile.gettempdir()) / f"cityplan-{sha256(bytes(root))[:16]}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print("別の実行が終わるのを待っています…", file=sys.stderr)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
