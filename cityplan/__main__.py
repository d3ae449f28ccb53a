"""The other acts: `python -m cityplan`, and `cityplan` where it is installed."""

from pathlib import Path

from cityplan.command.ending import leave
from cityplan.command.subcommands import run_act


def main() -> None:
    """Do what the words of the command line say, and end."""
    leave(run_act(), Path.cwd())


if __name__ == "__main__":
    main()
