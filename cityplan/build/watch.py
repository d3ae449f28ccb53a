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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from cityplan.build import publish
from cityplan.files.errors import AnalystError, UsageError, error_line, told
from cityplan.build.fingerprint import PACKAGE
from cityplan.build.runs import Wish
from cityplan.city.source import PROCESSED, Edition
from cityplan.build.watch_files import Times, changed, settled, times
from cityplan.build.watch_server import Server

PORT = "CITYPLAN_WATCH_PORT"  # after a restart the pages that are open find the same address
_POLL = 0.1  # seconds between two looks at the files
_IDLE = 2.0  # seconds without a save; then the rest is made
_NAMED = 3  # files that a line names
_PAGE = re.compile(r"/(\w+)/([\w-]+)/(?:plan-(\w+)\.html)?")
_IMPORTS = "import cityplan.build.making, cityplan.build.warm_imports, cityplan.build.watch"
_FAILURES = (AnalystError, OSError)
_REST_LEFT = (
    "PDF などは、まだそろっていません。→ 次に python pipeline.py を実行すると、そろいます。"
)


@dataclass
class _Watch:
    """What is watched and for whom, how the files were when it was looked, and what is still to do."""

    root: Path
    find: Callable[[], list[Edition]]  # what was asked for, as source.toml has it now
    wish: Wish
    say: Callable[[str], None]
    server: Server
    seen: Times = field(default_factory=dict)
    rest: bool = True  # something may be left to make
    started: bool = False  # the reports were made once, or it was told why not
    outdated: bool = False  # the code on the disk is another one, and cannot be imported

    def files(self) -> Times:
        """The files that reports are made of, as they are now."""
        return times([self.root / "notebooks", self.root / "data", PACKAGE])

    @property
    def saved(self) -> bool:
        return self.files() != self.seen

    def tell(self, what: str, seconds: float) -> None:
        """Say what was made, and when, and how long it took."""
        self.say(f"{datetime.now():%H:%M:%S} {what}（{seconds:.1f} 秒）")


def watch(
    root: Path, find: Callable[[], list[Edition]], wish: Wish, say: Callable[[str], None]
) -> NoReturn:
    """Make the reports, tell where they can be looked at, and remake them until KeyboardInterrupt.

    Raises UsageError for a plan that there is not at the beginning.
    """
    port = os.environ.pop(PORT, "")
    own = _Watch(root, find, wish, say, Server(wish.out, int(port or 0)))
    try:
        publish.prepare(root)
        own.seen = own.files()
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
    began = time.monotonic()
    while not own.saved:
        looked = time.monotonic() - began
        if own.rest and time.monotonic() > until:
            _make_rest(own)
        time.sleep(max(_POLL, 4 * looked))  # a large project is looked at less often
        began = time.monotonic()
    now = settled(own.files, own.files())
    code = any(Path(path).is_relative_to(PACKAGE) for path in changed(own.seen, now))
    own.outdated, own.seen = own.outdated or code, now


def _make_first(own: _Watch) -> None:
    """What somebody looks at, as HTML: as fast as can be."""
    began = time.monotonic()
    own.rest = True
    if files := _made(own, _looked_at(own)):
        pages = [name for name in files if name.endswith(".html") and name != "index.html"]
        more = f" ほか{len(pages) - _NAMED}個" if len(pages) > _NAMED else ""
        named = "、".join(pages[:_NAMED]) + more
        own.tell(f"作り直しました: {named}", time.monotonic() - began)


def _make_rest(own: _Watch) -> None:
    """All that was asked for, a plan at a time, until something is saved."""
    began = time.monotonic()
    own.rest = False
    files = _made(own, _everything(own))
    if own.saved:
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
            try:
                for made in publish.make(own.root, editions, wish):
                    files += made.files
                    failures += made.failures
            finally:
                _forget_own_tables(own)
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


def _forget_own_tables(own: _Watch) -> None:
    """The tables that a run has written were not saved by anybody."""
    tables = str(own.root / PROCESSED)
    others = {path: at for path, at in own.seen.items() if not path.startswith(tables)}
    own.seen = others | times([own.root / PROCESSED])


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
            if own.saved:
                return
            yield [state.edition], replace(own.wish, plans=[plan])
    if not own.saved:
        yield found, own.wish


def _restart(own: _Watch) -> None:
    """Start the command anew with the code as it is now, if it can be imported."""
    own.server.told.tell("プログラムを読み直しています。")
    tried = subprocess.run(
        [sys.executable, "-c", _IMPORTS], cwd=own.root, capture_output=True, text=True
    )
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
    place = (
        re.sub(r'File "(?:.*?)([\w.]+)", line (\d+).*', r"\1 \2行目", places[-1]) if places else ""
    )
    cause = lines[-1] if lines else ""
    return error_line(f"プログラムを読み込めません（{place} {cause}）。→ 直して保存すると続けます。")
