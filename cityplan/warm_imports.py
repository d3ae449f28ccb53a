"""What a kernel imports of other packages, imported once in the process that kernels are forked from.

Nothing here may start a thread or hold state that two briefs could share. Of this package nothing is
imported: its chart style would reach notebooks that do not ask for it. matplotlib.pyplot stays out too:
it looks for the running kernel on import, and without one no figure of an analyst's would be shown.
"""

import os

# matplotlib asks for it when it is imported; a kernel sets it, which is too late after a fork.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")

import budoux  # noqa: F401
import ipykernel.kernelapp  # noqa: F401
import matplotlib.backends.backend_svg
import matplotlib.font_manager
import matplotlib.style  # noqa: F401
import openpyxl  # noqa: F401
import pandas.io.formats.style  # noqa: F401
import pandera.pandas  # noqa: F401
from fontTools import ttLib  # noqa: F401
