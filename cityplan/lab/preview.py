"""What an analyst sees of a report 報告 in JupyterLab; a notebook that the pipeline runs shows nothing here.

Light: every kernel of a report imports it.
"""

from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import HTML

from cityplan.build.open_notebook import open_notebook
from cityplan.build.warm import warm_up


def start() -> None:
    """Have the outputs look as in the report, failures told in Japanese, and get ready for `show`."""
    if open_notebook():
        from cityplan.lab.errors import tell_in_japanese
        from cityplan.lab.style import dress

        warm_up()
        dress(get_ipython())
        tell_in_japanese(get_ipython())


def show() -> HTML | None:
    """The report 報告 that the open notebook makes, as page and as paper: as it is saved, by strict run.

    Its parameters are those of the kernel. Raises NotebookError where a cell fails.
    """
    path = open_notebook()
    if path is None:
        return None
    from cityplan.lab.page import preview

    shell: Any = get_ipython()
    return HTML(preview(path, shell.user_ns))  # type: ignore[no-untyped-call]
