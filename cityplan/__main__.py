"""The other acts: `python -m cityplan trace | new-city | entry-form | compare`."""

from pathlib import Path

from cityplan.command.ending import leave
from cityplan.command.subcommands import run_act

if __name__ == "__main__":
    leave(run_act(), Path.cwd())
