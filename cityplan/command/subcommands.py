"""The other acts: `python -m cityplan trace | new-city | entry-form | compare`."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from cityplan.command.ending import run
from cityplan.command.parser import acts_parser
from cityplan.files.errors import UsageError


def run_act(words: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run an act in the project's folder; returns its exit code (0 done, 1 failed, 2 usage)."""
    return run(partial(_run, words, root))


def _run(words: Sequence[str] | None, root: Path | None) -> int:
    options = acts_parser().parse_args(words)
    print(_ACTS[options.act](root or _project(), options))
    return 0


def _new_city(root: Path, options: argparse.Namespace) -> str:
    from cityplan.command.new_city import new_city, new_city_by_file, steps_after_new_city

    if options.file is not None and options.layout:
        raise UsageError("--file と --layout は、一緒には指定できません。")
    if options.file is not None:
        return new_city_by_file(root, options.name, options.file)
    return steps_after_new_city(new_city(root, options.name, options.layout))


def _trace(root: Path, options: argparse.Namespace) -> str:
    from cityplan.command.trace import trace

    return trace(root, city=options.city, year=options.year, plan=options.plan, row=options.row, out=root / options.out)


def _entry_form(root: Path, options: argparse.Namespace) -> str:
    from cityplan.workbook.form.form import entry_form

    return entry_form(root, city=options.city, year=options.year, out=root / options.out)


def _compare(root: Path, options: argparse.Namespace) -> str:
    from cityplan.build.compare import compare

    return compare(root, options.city, *options.years, out=root / options.out)


def _project() -> Path:
    """The folder in which the command is given, which must be the project's."""
    here = Path.cwd()
    if not (here / "pipeline.py").is_file():
        raise UsageError("pipeline.py のあるフォルダ（このプロジェクトのフォルダ）で実行してください。")
    return here


_ACTS: dict[str, Callable[[Path, argparse.Namespace], str]] = {
    "trace": _trace,
    "new-city": _new_city,
    "entry-form": _entry_form,
    "compare": _compare,
}
