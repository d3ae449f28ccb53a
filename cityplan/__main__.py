"""The other acts: `python -m cityplan trace | new-city | entry-form | compare`."""

from pathlib import Path

from cityplan.command.acts import run_act
from cityplan.command.ending import leave

if __name__ == "__main__":
    leave(run_act(), Path.cwd())
