"""What to make of some editions, and whether there is anything to make. Light: see `making.py`."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import ModuleType

from cityplan.build import fingerprint
from cityplan.build.freshness import State, check_plans, state, unchanged
from cityplan.build.manifest import city_index_is_fresh
from cityplan.build.runs import Made, Wish
from cityplan.build.turns import turn
from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.city.notebooks import report_notebooks
from cityplan.files.errors import SourceError, visible
from cityplan.files.files import sha256
from cityplan.files.reads import READ_BEFORE

_MOST_PLACES = 9  # names that are tried for the folder of temporary files


def find(root: Path, editions: Sequence[Edition], wish: Wish) -> list[State]:
    """The state of each edition that has something of what is wished for.

    Raises UsageError for a plan that none of them has.
    """
    found = [state(root, edition, wish) for edition in editions]
    if not any(any(each.steps.values()) for each in found):
        check_plans(found, wish)
    return [each for each in found if each.all]


def make(
    root: Path, editions: Sequence[Edition], wish: Wish, finished: list[Made] | None = None
) -> Generator[Made, None, None]:
    """Make what is not as it would be made now, and the index of all; tell of each edition.

    `finished` gets each edition as soon as its files are written, for one who is interrupted: some may
    be finished before it is their turn to be told.
    What fails is told with its edition, and the rest is made. Raises UsageError for an unknown plan.
    """
    fingerprint.code(), fingerprint.packages()  # as they are before anything of them is imported
    for problem in report_notebooks(root).problems:
        print(visible(problem), file=sys.stderr)
    found = find(root, editions, wish)
    known = source.document_places(root, wish.out)
    if all(each.is_fresh for each in found) and city_index_is_fresh(wish.out, known):
        _remove_what_is_left(_place(root))  # of one that was killed when all was made
        yield from map(unchanged, found)
        return
    with alone(root):
        if not wish.cluster:
            warm_up_beside()
        make_all = _making().make_all
        yield from make_all(root, editions, wish, [] if finished is None else finished)


def prepare(root: Path) -> None:
    """Import what a run needs before there is one: then the first is as fast as the others."""
    fingerprint.code(), fingerprint.packages()
    with alone(root):
        warm_up_beside()
        _making()


def _making() -> ModuleType:
    from cityplan.build import making

    return making


def clear_temporary(root: Path) -> None:
    """Remove the temporary files of this process, for one that ends without its exit functions."""
    shutil.rmtree(_place(root) / str(os.getpid()), ignore_errors=True)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """One run at a time for one project, with a place of its own for temporary files.

    Two would write the same tables. What a run that was killed has left there is removed by the next.
    """
    from filelock import FileLock, Timeout

    place = _place(root)
    lock = FileLock(place / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print("別の実行が終わるのを待っています…", file=sys.stderr)
        lock.acquire()
    try:
        with _scratch(place), turn(root):
            yield
    finally:
        lock.release()


def _place(root: Path) -> Path:
    """The folder for temporary files of a project, below the system's, where others make folders too.

    One that is not ours or open to others is left aside, and the next name taken; SourceError where
    each of them is.
    """
    import getpass

    # A user of a container may have a number and no name.
    user = os.getuid() if hasattr(os, "getuid") else getpass.getuser()
    place = Path(tempfile.gettempdir()) / f"cityplan-{user}-{sha256(bytes(root))[:16]}"
    names = [place.name, *(f"{place.name}-{number}" for number in range(2, _MOST_PLACES + 1))]
    found = next((place.with_name(name) for name in names if _is_ours(place.with_name(name))), None)
    if found is None:
        raise SourceError(
            "一時ファイルのフォルダを、ほかの利用者が作っているか、ほかの人も開けます",
            file=f"{place}*",
            next_step="これを消すか、環境変数 TMPDIR に自分だけのフォルダを書いてください。",
        )
    return found


def _is_ours(place: Path) -> bool:
    """Make a folder for us alone, or find it so: no link, owned by this user and closed to others."""
    with suppress(FileExistsError):
        place.mkdir(mode=0o700)
    found = place.lstat()
    closed = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
    # Windows has neither owner nor mode; its folder of temporary files is the user's own.
    return not hasattr(os, "getuid") or (closed and found.st_uid == os.getuid())


@contextmanager
def _scratch(place: Path) -> Iterator[None]:
    """Have all temporary files of this process and its kernels in a folder that ends with it."""
    own = place / str(os.getpid())
    _remove_what_is_left(place)
    own.mkdir(exist_ok=True)
    _remove_at_exit(own)
    before = tempfile.tempdir
    # A table that is shown in a notebook has the width of the terminal that the command was given in.
    settings = {"TMPDIR": str(own), "JUPYTER_RUNTIME_DIR": str(own), "COLUMNS": "80", "LINES": "24"}
    settings[READ_BEFORE] = str(own / "read")
    if not _keeps_fonts():
        settings["MPLCONFIGDIR"] = str(own / "matplotlib")
    earlier = {name: os.environ.get(name) for name in settings}
    tempfile.tempdir = str(own)
    os.environ |= settings
    try:
        yield
    finally:
        tempfile.tempdir = before
        for name, value in earlier.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _remove_what_is_left(place: Path) -> None:
    """Remove the folders of runs that were killed; one that waits for changes (`--watch`) lives on."""
    for left in place.glob("*/"):
        if left.name != str(os.getpid()) and not _is_in_use(left):
            shutil.rmtree(left, ignore_errors=True)


def _is_in_use(folder: Path) -> bool:
    """Whether the process that a folder is named for lives: not another one that got its number since."""
    import psutil

    try:
        began: float = psutil.Process(int(folder.name)).create_time()
        # 2 seconds: it is reckoned from when the machine began
        return began <= folder.stat().st_mtime + 2
    except (ValueError, OSError, psutil.Error):
        return False


@cache
def _remove_at_exit(own: Path) -> None:
    """After multiprocessing has removed its own folder there, with the priority -100."""
    from multiprocessing.util import Finalize

    Finalize(None, shutil.rmtree, (own,), {"ignore_errors": True}, exitpriority=-200)


def warm_up_beside() -> None:
    """Have kernels' imports made in another process while this one makes its own."""
    from cityplan.build import warm

    if not list(_font_folder().glob("fontlist-*.json")):
        print("初めての実行です。文字（フォント）の一覧を作ります（数秒かかります）…", file=sys.stderr)
    warm.warm_up()


def _keeps_fonts() -> bool:
    """Whether there is a place for the list of fonts, which not every user has.

    Without one each process would make a list and a folder of its own, and remove that after the others.
    """
    try:
        folder = _font_folder()
    except RuntimeError:  # no home
        return False
    there = next(each for each in (folder, *folder.parents) if os.path.exists(each))
    return os.path.isdir(there) and os.access(there, os.W_OK)


def _font_folder() -> Path:
    """Where matplotlib keeps its list of fonts, which it makes when it is first imported."""
    if told := os.environ.get("MPLCONFIGDIR"):
        return Path(told)
    if sys.platform.startswith(("linux", "freebsd")):
        cache = os.environ.get("XDG_CACHE_HOME")
        return Path(cache or Path.home() / ".cache") / "matplotlib"
    return Path.home() / ".matplotlib"
