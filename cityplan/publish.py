"""What to make of some editions, and whether there is anything to make. Light: see `making.py`."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cityplan.files import sha256
from cityplan.freshness import State, check_plans, state, unchanged
from cityplan.manifest import city_index_is_fresh, open_manifest
from cityplan.runs import Made, Wish
from cityplan.source import Edition


def find(root: Path, editions: Sequence[Edition], wish: Wish) -> list[State]:
    """The state of each edition that has something of what is wished for.

    Raises UsageError for a plan that none of them has.
    """
    found = [
        state(root, edition, open_manifest(wish.folder(edition)), wish) for edition in editions
    ]
    if all(each.plans for each in found):
        check_plans(found, wish)
    return [each for each in found if each.all]


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
