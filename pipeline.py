"""The command that makes the briefs: `python pipeline.py --year R5`."""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is something to tell

from cityplan.command.ending import leave
from cityplan.command.reports import run_pipeline

ROOT = Path(__file__).resolve().parent


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line in the folder of this file; returns its exit code."""
    return run_pipeline(sys.argv[1:] if words is None else words, ROOT)


if __name__ == "__main__":
    leave(main(), ROOT)
