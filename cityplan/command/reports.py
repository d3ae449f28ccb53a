"""What `pipeline.py` does: make, list, dry-run, watch. Thin: no heavy import here."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from cityplan.build.publish import find, make
from cityplan.build.runs import Made, Wish
from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.city.jobs import REASONS, UNDECIDED
from cityplan.command.answer import Answer, error_facts, listed_facts, made_facts, state_facts
from cityplan.command.ending import Terminated, print_aside, print_error, run
from cityplan.command.parser import parse_pipeline
from cityplan.files.data_folder import command_folder
from cityplan.files.errors import AnalystError, error_line, named
from cityplan.page.listed import OLDER

Say = Callable[[str], None]
_NAMED = 5  # editions that a message names


@dataclass(frozen=True)
class _Asked:
    """What an act is asked for: where, of which editions, with which options; whom it tells, a script too."""

    root: Path
    found: list[Edition]
    wanted: argparse.Namespace
    say: Say
    answer: Answer


def run_pipeline(words: Sequence[str], root: Path | None) -> int:
    """Run the command line in a project's folder, that of `--work`, or else where it is given.

    Returns its exit code (0 done, 1 failed, 2 usage, 3 findings).
    """
    answer = Answer()
    as_json = "--json" in words
    say = partial(print, file=sys.stderr if as_json else sys.stdout, flush=True)
    return run(partial(_run, words, root, say, answer), answer.text if as_json else None)


def _run(words: Sequence[str], given: Path | None, say: Say, answer: Answer) -> int:
    """Do what the words say; the cities that cannot be used are told, and stop no other one."""
    wanted = parse_pipeline(words, (given or Path()) / "reports")
    root = command_folder(wanted.work, given, print_aside)
    answer.command, act = _act(wanted)
    known = source.known(root)
    found = source.chosen_of(known, wanted.year, wanted.city)
    for fault in known.faults_for(wanted.city):
        answer.faults.append(error_facts(fault))
        print_error(fault)
    code = act(_Asked(root, found, wanted, say, answer))
    return 1 if answer.faults and code in (0, 3) else code


def _act(wanted: argparse.Namespace) -> tuple[str, Callable[[_Asked], int]]:
    if wanted.list:
        return "list", _list
    if wanted.dry_run:
        return "dry-run", _dry_run
    return ("watch", _watch) if wanted.watch else ("make", _make)


def _make(asked: _Asked) -> int:
    from cityplan.build.clone import keep_outputs_out

    if problem := keep_outputs_out(asked.root):
        print(problem, file=sys.stderr, flush=True)
    finished: list[Made] = []
    done: list[Made] = []
    errors: set[str] = set()
    try:
        with closing(make(asked.root, asked.found, _wish(asked.wanted), finished)) as runs:
            for made in runs:
                done.append(made)
                asked.answer.editions.append(made_facts(made))
                _tell(made, asked.say, errors)
    except Terminated:
        raise
    except KeyboardInterrupt:
        made_of = {_key(each.edition) for each in done}
        rest = [made for made in finished if _key(made.edition) not in made_of]
        done += rest
        asked.answer.editions += map(made_facts, rest)
        _tell_unfinished(asked.found, done)
        raise
    if (asked.wanted.out / "index.html").exists():
        asked.say(f"目次: {_shown(asked.wanted.out / 'index.html')}")
    contradictions = sum(each.findings["error"] for each in done)
    failed = any(each.failures for each in done)
    return 1 if failed else 3 if asked.wanted.strict and contradictions else 0


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
            print(error_line(f"{_named(made.edition)} {failures[0]}{more}"), file=sys.stderr, flush=True)
    errors.update(groups)


def _tell_aside(made: Made, say: Say) -> None:
    """What was moved to 前の版/, what a person had saved and is kept there, what is still there because it is open."""
    reports = [name.removeprefix(f"{OLDER}/") for name in made.older if "/notebooks/" not in name]
    if reports:
        more = f" ほか {len(reports) - _NAMED} 個" if len(reports) > _NAMED else ""
        named = "、".join(reports[:_NAMED]) + more
        say(f"前の版になった報告を、{_shown(made.folder / OLDER)} に移しました: {named}")
        say("→ 引数なしの python pipeline.py で全部を作り直すと、そろいます。")
    for name, kept in made.saved.items():
        say(f"保存し直されていた {name} は、{_shown(made.folder / kept)} に残しました。")
    for place in made.open_older:
        say(
            f"{_shown(made.folder / place)} は、ほかのプログラムが開いているので、まだ除いていません。"
            "→ 閉じて、もう一度実行すると、なくなります。"
        )


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
        print(f"{what}: {named([*map(_named, which)], _NAMED) or 'なし'}", file=sys.stderr)
    if rest:
        print("作り終えていないものの報告は、前に作ったままです。", file=sys.stderr)


def _dry_run(asked: _Asked) -> int:
    """What a run would make, and why."""
    wish = _wish(asked.wanted)
    for each in find(asked.root, asked.found, wish):
        asked.answer.editions.append(state_facts(each, wish.folder(each.edition)))
        whys = [why for why in each.all.values() if why]
        open_ones = sum(why in UNDECIDED for why in whys)
        more = f"、未定 {open_ones} 件" if open_ones else ""
        asked.say(f"{_named(each.edition)}（作り直すもの {len(whys) - open_ones} 件{more}）")
        for job, why in each.all.items():
            what = "未定　　" if why in UNDECIDED else "作る　　" if why else "そのまま"
            asked.say(f"  {what}  {job.name}\t{job.title}\t{REASONS.get(why, '')}")
        for name, why in each.leaving.items():
            asked.say(f"  移す　　  {name}\t{OLDER} へ\t{REASONS.get(why, why)}")
        if open_ones:
            asked.say(f"  未定　　  {OLDER} へ移す報告\t\t{REASONS['later']}")
        if not each.reports:
            asked.say("  報告は、表を作ってから決まります。")
    return 0


def _list(asked: _Asked) -> int:
    from cityplan.build.unused import unused
    from cityplan.command.editions import listed, told_editions

    each = [listed(asked.root, edition, asked.wanted.out) for edition in asked.found]
    asked.answer.editions += map(listed_facts, each)
    for line in told_editions(each):
        asked.say(line)
    for file in unused(asked.root, source.known(asked.root)):
        asked.answer.unused.append(asdict(file))
        asked.say(file.told())
    return 0


def _watch(asked: _Asked) -> int:
    from cityplan.build.watch import watch

    def find_again() -> list[Edition]:
        known = source.known(asked.root)
        for fault in known.faults_for(asked.wanted.city):
            raise fault  # told on the page too, and waited out
        return source.chosen_of(known, asked.wanted.year, asked.wanted.city)

    watch(asked.root, find_again, _wish(asked.wanted), asked.say)


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
