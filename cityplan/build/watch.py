"""Remake what changed as soon as it is saved 保存のたびに作り直す: `pipeline.py --watch`.

First the pages that somebody looks at, as HTML; when nothing was saved for a moment, all that was
asked for. A failure is told and waited out. Changed code of this package starts the command anew.
"""

import os
import re
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

import psutil
import watchfiles
from watchfiles import Change

from cityplan.build import publish
from cityplan.build.fingerprint import PACKAGE
from cityplan.build.runs import Wish
from cityplan.build.watch_server import Server
from cityplan.city.edition import PROCESSED, Edition
from cityplan.files.errors import AnalystError, UsageError, error_line, named, told

PORT = "CITYPLAN_WATCH_PORT"  # after a restart the pages that are open find the same address
_LOOK = 100  # milliseconds that are waited for a save
_SETTLED = 50  # milliseconds: an editor that writes in several steps is not read in between
_LONGEST = 1000  # milliseconds; a file that does not rest is taken as it is
_IDLE = 2.0  # seconds without a save; then the rest is made
# Disks on which what others save is no event here.
_ELSEWHERE = ("9p", "afp", "afs", "cifs", "fuse", "nfs", "smb", "vboxsf", "virtiofs")
_NAMED = 3  # files that a line names
_PAGE = re.compile(r"/(\w+)/([\w-]+)/(?:plan-(\w+)\.html)?")
_IMPORTS = "import cityplan.build.making, cityplan.build.warm_imports, cityplan.build.watch"
_FAILURES = (AnalystError, OSError)
_REST_LEFT = "PDF などは、まだそろっていません。→ 次に python pipeline.py を実行すると、そろいます。"


@dataclass
class _Watch:
    """What is watched and for whom, what was saved and not made yet, and what is still to do."""

    root: Path
    find: Callable[[], list[Edition]]  # what was asked for, as source.toml has it now
    wish: Wish
    say: Callable[[str], None]
    server: Server
    saves: Iterator[set[str]]
    saved: set[str] = field(default_factory=set)
    rest: bool = True  # something may be left to make
    started: bool = False  # the reports were made once, or it was told why not
    outdated: bool = False  # the code on the disk is another one, and cannot be imported

    def look(self) -> bool:
        """Whether something was saved that is not made yet; what is saved at once is one save."""
        self.saved |= next(self.saves)
        return bool(self.saved)

    def tell(self, what: str, seconds: float) -> None:
        """Say what was made, and when, and how long it took."""
        self.say(f"{datetime.now():%H:%M:%S} {what}（{seconds:.1f} 秒）")


def watch(root: Path, find: Callable[[], list[Edition]], wish: Wish, say: Callable[[str], None]) -> NoReturn:
    """Make the reports, tell where they can be looked at, and remake them until KeyboardInterrupt.

    Raises UsageError for a plan that there is not at the beginning.
    """
    port = os.environ.pop(PORT, "")
    saves = saved_files([root / "notebooks", root / "data", PACKAGE], root / PROCESSED)
    own = _Watch(root, find, wish, say, Server(wish.out, int(port or 0)), saves)
    try:
        publish.prepare(root)
        own.look()  # begins to watch
        _make_first(own)
        own.wish = replace(own.wish, force=False, quiet=True)
        own.started = True
        if not port:
            _show(own)
        while True:
            _wait(own)
            if own.outdated:
                _restart(own)
            else:
                _make_first(own)
    finally:
        own.server.shutdown()
        own.server.server_close()
        if own.started and own.rest:
            say(_REST_LEFT)


def saved_files(folders: Iterable[Path], made: Path) -> Iterator[set[str]]:
    """What is saved below some folders 保存, after each save or each moment without one.

    What runs make in a folder there, and what an editor keeps for itself, is nothing that was saved.
    """
    watched = [folder.resolve() for folder in folders if folder.is_dir()]
    look = partial(
        watchfiles.watch,
        *watched,
        watch_filter=lambda change, path: _is_saved(change, Path(path), watched, made.resolve()),
        debounce=_LONGEST,
        step=_SETTLED,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
    )
    try:
        looks = look(force_polling=any(map(_is_elsewhere, watched)) or None)
        yield from ({path for _, path in changes} for changes in looks)
    except OSError:  # the system gives no more events
        yield from ({path for _, path in changes} for changes in look(force_polling=True))


def _is_saved(change: Change, path: Path, watched: Iterable[Path], made: Path) -> bool:
    if change is Change.modified and path.is_dir():  # for a file in it, which is told too where it is one that counts
        return False
    own = next(path.relative_to(folder).parts for folder in watched if path.is_relative_to(folder))
    hidden = any(part.startswith((".", "~")) or part == "__pycache__" for part in own)
    return not hidden and not path.is_relative_to(made)


def _is_elsewhere(folder: Path) -> bool:
    """Whether a folder is on a disk that others write to: of a network, or of another system."""
    over = [disk for disk in psutil.disk_partitions(all=True) if folder.is_relative_to(disk.mountpoint)]
    return max(over, key=lambda disk: len(disk.mountpoint)).fstype.lower().startswith(_ELSEWHERE) if over else False


def _show(own: _Watch) -> None:
    """Tell the address of the page; open it where there is somebody with a browser."""
    address = own.server.address + _page(own)
    own.say(f"報告: {address}")
    own.say("保存するたびに作り直します。終わるには Ctrl-C を押してください。")
    if sys.stdout.isatty() and (sys.platform != "linux" or os.environ.get("DISPLAY")):
        webbrowser.open(address)


def _page(own: _Watch) -> str:
    """The page of the one plan or the one edition that was asked for; else the index of all."""
    try:
        (found,) = publish.find(own.root, own.find(), own.wish)
    except (*_FAILURES, ValueError):
        return "/"
    folder = f"/{found.edition.year}/{found.edition.city}/"
    plans = list(found.wanted.values())
    return f"{folder}plan-{plans[0]}.html" if len(plans) == 1 else folder


def _wait(own: _Watch) -> None:
    """Until something is saved; when nothing was for a moment, the rest is made meanwhile."""
    until = time.monotonic() + _IDLE
    while not own.look():
        if own.rest and time.monotonic() > until:
            _make_rest(own)
    own.outdated = own.outdated or any(Path(path).is_relative_to(PACKAGE.resolve()) for path in own.saved)
    own.saved.clear()


def _make_first(own: _Watch) -> None:
    """What somebody looks at, as HTML: as fast as can be."""
    began = time.monotonic()
    own.rest = True
    if files := _made(own, _looked_at(own)):
        pages = [name for name in files if name.endswith(".html") and name != "index.html"]
        own.tell(f"作り直しました: {named(pages, _NAMED, '個')}", time.monotonic() - began)


def _make_rest(own: _Watch) -> None:
    """All that was asked for, a plan at a time, until something is saved."""
    began = time.monotonic()
    own.rest = False
    files = _made(own, _everything(own))
    if own.look():
        own.rest = True
    elif files and not own.server.told.note:
        own.tell("ほかの形式と報告もそろいました。", time.monotonic() - began)


Part = tuple[list[Edition], Wish]


def _made(own: _Watch, parts: Iterator[Part]) -> list[str]:
    """Make some parts one after another; the files that were made. A failure is told, also on the pages."""
    files: list[str] = []
    failures: list[AnalystError] = []
    try:
        for editions, wish in parts:
            for made in publish.make(own.root, editions, wish):
                files += made.files
                failures += made.failures
    except _FAILURES as failure:
        if isinstance(failure, UsageError) and not own.started:
            raise
        failures.append(told(failure))
    once = {each.without_what: each for each in reversed(failures)}
    message = "\n".join(each.line_told for each in reversed(once.values()))
    if message:
        own.say(message)
    own.server.told.tell(message)
    return files


def _looked_at(own: _Watch) -> Iterator[Part]:
    """Of each edition the plans that are open in a browser; if none is, what was asked for."""
    found = own.find()
    wish = replace(own.wish, formats=["html"])
    pages = [page for place in own.server.told.open_pages() if (page := _PAGE.fullmatch(place))]
    looked_at = [each for each in found if any(_is_of(page, each) for page in pages)]
    if own.wish.plans or not looked_at:
        yield found, wish
        return
    for edition in looked_at:
        plans = [page[3] for page in pages if _is_of(page, edition)]
        yield [edition], replace(wish, plans=plans if all(plans) else ())


def _is_of(page: re.Match[str], edition: Edition) -> bool:
    return (page[1], page[2]) == (edition.year, edition.city)


def _everything(own: _Watch) -> Iterator[Part]:
    """What was asked for: each brief alone, for a save in between is not to wait for all of them."""
    found = own.find()
    for state in publish.find(own.root, found, own.wish):
        due = [str(job.parameters["plan"]) for job, why in state.reports.items() if why and "plan" in job.parameters]
        for plan in due:
            if own.look():
                return
            yield [state.edition], replace(own.wish, plans=[plan])
    if not own.look():
        yield found, own.wish


def _restart(own: _Watch) -> None:
    """Start the command anew with the code as it is now, if it can be imported."""
    own.server.told.tell("プログラムを読み直しています。")
    tried = subprocess.run([sys.executable, "-c", _IMPORTS], cwd=own.root, capture_output=True, text=True)
    if tried.returncode:
        message = _told_import(tried.stderr)
        own.say(message)
        own.server.told.tell(message)
        return
    own.say(f"{datetime.now():%H:%M:%S} プログラムが変わったので、読み直します。")
    own.server.shutdown()
    own.server.server_close()
    words = [sys.executable, *sys.orig_argv[1:]]
    environment = os.environ | {PORT: str(own.server.server_port)}
    if os.name == "nt":  # there exec returns to the shell at once
        sys.exit(subprocess.call(words, env=environment))
    os.execve(sys.executable, words, environment)


def _told_import(trace: str) -> str:
    """What Python says of code that it cannot import, with the last line of it that is ours."""
    lines = [line.strip() for line in trace.splitlines() if line.strip()]
    places = [line for line in lines if line.startswith('File "') and "cityplan" in line]
    place = re.sub(r'File "(?:.*?)([\w.]+)", line (\d+).*', r"\1 \2行目", places[-1]) if places else ""
    cause = lines[-1] if lines else ""
    return error_line(f"プログラムを読み込めません（{place} {cause}）。→ 直して保存すると続けます。")
