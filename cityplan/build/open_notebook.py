"""Which notebook an analyst has open in JupyterLab; none in a kernel of the pipeline's. Light."""

import os
from pathlib import Path

from IPython.core.getipython import get_ipython

_UNSEEN = "CityplanUnseen"
# A switch of the kernels at which nobody looks. One that is started from a notebook, by `!python
# pipeline.py` or by a preview, inherits that notebook's environment.
UNSEEN = f"--{_UNSEEN}.kernel=True"
_OPEN = "JPY_SESSION_NAME"  # the server tells each kernel the path of its notebook


def open_notebook() -> Path | None:
    """The notebook ノートブック that an analyst has open and this kernel runs; None where nobody looks."""
    shell = get_ipython()
    if shell is None or _UNSEEN in shell.config or _OPEN not in os.environ:
        return None
    return Path(os.environ[_OPEN])
