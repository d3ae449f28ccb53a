"""JupyterLab 画面で直す, as `python -m cityplan lab` opens it: with the first page, on this PC alone."""

import sys
from pathlib import Path

from cityplan.city.notebooks import START
from cityplan.files.project import SETTINGS, given


def lab(root: Path) -> str:
    """Open JupyterLab in a project's folder; what is said when it was ended."""
    from jupyterlab.labapp import LabApp

    before, sys.argv = sys.argv, sys.argv[:1]  # what was given to us is not for it
    try:
        LabApp.launch_instance(argv=switches(root))
    finally:
        sys.argv = before
    return "JupyterLab を終わりました。"


def switches(root: Path) -> list[str]:
    """What JupyterLab is told: where the project is, how to begin, and to ask nothing of the network and of other programs."""
    return [
        f"--ServerApp.root_dir={root.absolute()}",
        f"--LabApp.app_settings_dir={given() / SETTINGS}",
        f"--LabApp.default_url=/lab/tree/notebooks/{START}",
        "--LabApp.extension_manager=readonly",
        "--LanguageServerManager.autodetect=False",  # which asks npm, and leaves its records in the user's folder
        "--Application.log_level=WARN",  # of an analyst's console
    ]
