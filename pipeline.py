"""The command that makes the briefs: `python pipeline.py --year R5`. Thin: no heavy import here."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NoReturn

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is something to tell, see `main`

from cityplan.build.publish import clear, find, make
from cityplan.build.runs import Made, Wish
from cityplan.city import source
from cityplan.city.jobs import REASONS, UNDECIDED
from cityplan.city.source import Edition
from cityplan.command import options
from cityplan.command.answer import Facts, answer_text, error_facts, listed_facts, made_facts, state_facts, unused_facts
from cityplan.command.command import INTERRUPTED, ended, quietly, speak_to_any_terminal
from cityplan.command.editions import listed, table_of
from cityplan.command.unused import unused
from cityplan.files.errors import AnalystError
from cityplan.page.listed import OLDER

ROOT = Path(__file__).resolve().parent
REPORTS = ROOT / "reports"
# An act looks at editions, says what it did, adds to what a script is told, and gives the exit code.
Say = Callable[[str], None]
Act = Callable[[list[Edition], argparse.Namespace, Say, "_Told"], int]
_TERMINATED = 128 + signal.SIGTERM
_NAMED = 5  # editions that a message names


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit code (0 done, 1 failed, 2 usage, 3 findings)."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    signal.signal(signal.SIGTERM, _terminated)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as a shell's background job does
        signal.signal(signal.SIGINT, _interrupted)
    speak_to_any_terminal()
    return quietly(partial(_run, words))


def _run(words: Sequence[str]) -> int:
    """Do what the words say; what is wrong with it is told, to a script too."""
    as_json = "--json" in words
    say = partial(print, file=sys.stderr if as_json else sys.stdout, flush=True)
    name, code, error = "make", 0, None
    told = _Told()
    try:
        wanted = options.parse(words, REPORTS)
        name, act = _act(wanted)
        known = source.known(ROOT)
        found = source.chosen_of(known, wanted.year, wanted.city)
        for fault in known.faults_for(wanted.city):
            told.faults.append(error_facts(fault))
            _print_error(str(fault))
        code = act(found, wanted, say, told)
        code = 1 if told.faults and code in (0, 3) else code
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as problem:
        message, code = ("", _TERMINATED) if isinstance(problem, _Terminated) else ended(problem)
        error = error_facts(problem) | {"message": message}
        if message and code == INTERRUPTED:
            print(message, file=sys.stderr)
        elif message:
            _print_error(message)
    if as_json:
        print(answer_text(name, code, told.editions, error, told.faults, told.unused))
    return code


@dataclass
class _Told:
    """What a script is told: of editions, of cities that cannot be used, of files that nothing uses."""

    editions: list[Facts] = field(default_factory=list)
    faults: list[Facts] = field(default_factory=list)
    unused: list[Facts] = field(default_factory=list)


def _print_error(message: str) -> None:
    print(f"エラー: {message}", file=sys.stderr, flush=True)


class _Terminated(KeyboardInterrupt):
    """What SIGTERM asks for is what Ctrl-C does, without a word."""


def _terminated(number: int, frame: object) -> NoReturn:
    raise _Terminated


def _interrupted(number: int, frame: object) -> NoReturn:
    """Ctrl-C ends in order; a second one at once, and the next run clears what it has left."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    raise KeyboardInterrupt


def _act(wanted: argparse.Namespace) -> tuple[str, Act]:
    if wanted.list:
        return "list", _list
    if wanted.dry_run:
        return "dry-run", _dry_run
    return ("watch", _watch) if wanted.watch else ("make", _make)


def _make(found: list[Edition], wanted: argparse.Namespace, say: Say, told: _Told) -> int:
    from cityplan.build.clone import keep_outputs_out

    if problem := keep_outputs_out(ROOT):
        print(problem, file=sys.stderr, flush=True)
    finished: list[Made] = []
    done: list[Made] = []
    errors: set[str] = set()
    try:
        with closing(make(ROOT, found, _wish(wanted), finished)) as runs:
            for made in runs:
                done.append(made)
                told.editions.append(made_facts(made))
                _tell(made, say, errors)
    except _Terminated:
        raise
    except KeyboardInterrupt:
        made_of = {_key(each.edition) for each in done}
        rest = [made for made in finished if _key(made.edition) not in made_of]
        done += rest
        told.editions += map(made_facts, rest)
        _tell_unfinished(found, done)
        raise
    if (wanted.out / "index.html").exists():
        say(f"目次: {_shown(wanted.out / 'index.html')}")
    contradictions = sum(each.findings["error"] for each in done)
    failed = any(each.failures for each in done)
    return 1 if failed else 3 if wanted.strict and contradictions else 0


def _wish(wanted: argparse.Namespace) -> Wish:
    return Wish(
        out=wanted.out,
        plans=wanted.plan,
        formats=wanted.format,
        jobs=wanted.jobs,
        force=wanted.force,
        cluster=wanted.cluster,
    )


def _tell(made: Made, say: Say, errors: set[str]) -> None:
    """What was made of an edition, and what failed; what was told before (`errors`) is not told again."""
    counts = made.findings
    line = f"{_named(made.edition)}: {_counted(made)}。"
    if made.files or made.kept:
        by = f"矛盾 {counts['error']}、疑い {counts['warning']}、参考 {counts['info']}"
        line += f"指摘は {counts.total()} 件（{by}）です。"
    say(line)
    _tell_aside(made, say)
    if "findings.html" in made.files:
        say(f"正誤表案: {_shown(made.folder / 'findings.html')}")
    groups: dict[str, list[AnalystError]] = {}
    for failure in made.failures:
        groups.setdefault(failure.without_what, []).append(failure)
    for same, failures in groups.items():
        more = f"（ほか{len(failures) - 1}件も同じです）" if len(failures) > 1 else ""
        if same not in errors:
            _print_error(f"{_named(made.edition)} {failures[0]}{more}")
    errors.update(groups)


def _tell_aside(made: Made, say: Say) -> None:
    """What was moved to 前の版/, and what a person had saved and is kept there."""
    reports = [name.removeprefix(f"{OLDER}/") for name in made.older if "/notebooks/" not in name]
    if reports:
        more = f" ほか {len(reports) - _NAMED} 個" if len(reports) > _NAMED else ""
        named = "、".join(reports[:_NAMED]) + more
        say(f"前の版になった報告を、{_shown(made.folder / OLDER)} に移しました: {named}")
        say("→ 引数なしの python pipeline.py で全部を作り直すと、そろいます。")
    for name, kept in made.saved.items():
        say(f"保存し直されていた {name} は、{_shown(made.folder / kept)} に残しました。")


def _counted(made: Made) -> str:
    """How many files were made, and how many are as they were."""
    if made.failures and not made.files and not made.kept:
        return "作れませんでした"
    if not made.files:
        return f"変わったものはありません（{made.kept} 個のファイルはそのまま）"
    others = f"（ほかの {made.kept} 個はそのまま）" if made.kept else ""
    return f"{len(made.files)} 個のファイルを {_shown(made.folder)} に作りました{others}"


def _tell_unfinished(found: Sequence[Edition], done: Sequence[Made]) -> None:
    """After Ctrl-C: which editions are made, and which are as they were before."""
    made = {_key(each.edition) for each in done if not each.failures}
    whole = [edition for edition in found if _key(edition) in made]
    rest = [edition for edition in found if _key(edition) not in made]
    for what, which in (("作り終えたもの", whole), ("作り終えていないもの", rest)):
        names = "、".join(map(_named, which[:_NAMED])) or "なし"
        more = f" ほか{len(which) - _NAMED}件" if len(which) > _NAMED else ""
        print(f"{what}: {names}{more}", file=sys.stderr)
    if rest:
        print("作り終えていないものの報告は、前に作ったままです。", file=sys.stderr)


def _dry_run(found: list[Edition], wanted: argparse.Namespace, say: Say, told: _Told) -> int:
    """What a run would make, and why."""
    wish = _wish(wanted)
    for each in find(ROOT, found, wish):
        told.editions.append(state_facts(each, wish.folder(each.edition)))
        whys = [why for why in each.all.values() if why]
        open_ones = sum(why in UNDECIDED for why in whys)
        more = f"、未定 {open_ones} 件" if open_ones else ""
        say(f"{_named(each.edition)}（作り直すもの {len(whys) - open_ones} 件{more}）")
        for job, why in each.all.items():
            what = "未定　　" if why in UNDECIDED else "作る　　" if why else "そのまま"
            say(f"  {what}  {job.name}\t{job.title}\t{REASONS.get(why, '')}")
        for name, why in each.leaving.items():
            say(f"  移す　　  {name}\t{OLDER} へ\t{REASONS.get(why, why)}")
        if open_ones:
            say(f"  未定　　  {OLDER} へ移す報告\t\t{REASONS['later']}")
        if not each.reports:
            say("  報告は、表を作ってから決まります。")
    return 0


def _list(found: list[Edition], wanted: argparse.Namespace, say: Say, told: _Told) -> int:
    each = [listed(ROOT, edition, wanted.out) for edition in found]
    told.editions += map(listed_facts, each)
    for line in table_of(each):
        say(line)
    for file in unused(ROOT, source.known(ROOT)):
        told.unused.append(unused_facts(file))
        say(file.told())
    return 0


def _watch(found: list[Edition], wanted: argparse.Namespace, say: Say, told: _Told) -> int:
    from cityplan.build.watch import watch

    def find_again() -> list[Edition]:
        known = source.known(ROOT)
        for fault in known.faults_for(wanted.city):
            raise fault  # told on the page too, and waited out
        return source.chosen_of(known, wanted.year, wanted.city)

    watch(ROOT, find_again, _wish(wanted), say)


def _named(edition: Edition) -> str:
    return f"{edition.city_name} {edition.year}"


def _key(edition: Edition) -> tuple[str, str]:
    return edition.city, edition.year


def _shown(path: Path) -> str:
    """A path as short as it can be told."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive of Windows
        return str(path)


def _leave(code: int) -> NoReturn:
    """End the process; after Ctrl-C without waiting for threads that nobody needs any more."""
    if code in (INTERRUPTED, _TERMINATED):
        sys.stdout.flush()
        sys.stderr.flush()
        clear(ROOT)
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    _leave(main())
