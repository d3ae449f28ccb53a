"""As on Windows, no process is forked: what Python does at its start where this folder is on its path."""

from contextlib import suppress

with suppress(ImportError):  # an installation that has nothing of the project yet
    from cityplan.build import warm

    warm.can_fork = lambda: False
