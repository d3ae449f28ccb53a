"""The acts: `python -m cityplan make | lab | trace | new-city | entry-form | compare`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from cityplan.command.ending import print_aside, run
from cityplan.command.parser import acts_parser
from cityplan.files.data_folder import command_folder


def run_act(words: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run an act in the project's folder, or in the folder of `--work`; its exit code (0 done, 1 failed, 2 usage)."""
    words = sys.argv[1:] if words is None else words
    if words[:1] == ["make"]:  # its options are those of pipeline.py
        from cityplan.command.reports import run_pipeline

        return run_pipeline(words[1:], root)
    return run(partial(_run, words, root))


def _run(words: Sequence[str], root: Path | None) -> int:
    options = acts_parser().parse_args(words)
    print(_ACTS[options.act](command_folder(options.work, root, print_aside), options))
    return 0


def _new_city(root: Path, options: argparse.Namespace) -> str:
    from cityplan.command.new_city import new_city, new_city_by_file, steps_after_new_city

    if options.file is not None:
        return new_city_by_file(root, options.name, options.file, options.layout)
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


def _lab(root: Path, options: argparse.Namespace) -> str:
    from cityplan.command.lab import lab

    return lab(root)


_ACTS: dict[str, Callable[[Path, argparse.Namespace], str]] = {
    "lab": _lab,
    "trace": _trace,
    "new-city": _new_city,
    "entry-form": _entry_form,
    "compare": _compare,
}
