"""What a kernel imports, imported once in the process that kernels are forked from.

Nothing here may start a thread or hold state that two briefs could share. Of this package no module that
draws is imported: its chart style would reach notebooks that do not ask for it. matplotlib.pyplot stays out
too: it looks for the running kernel on import, and without one no figure of an analyst's would be shown.
"""

import gc
import logging
import os

# matplotlib asks for it when it is imported; a kernel sets it, which is too late after a fork.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # a warning for those who debug Python itself

# It says in English that it looks for fonts, which the pipeline has said, or that it has no home.
logging.getLogger("matplotlib").setLevel(logging.ERROR)

import distutils.version  # noqa: F401  japanize_matplotlib asks for it

import budoux  # noqa: F401
import ipykernel.debugger
import ipykernel.kernelapp  # noqa: F401
import matplotlib.backends.backend_svg
import matplotlib.figure
import matplotlib.font_manager
import matplotlib.style  # noqa: F401
import pandas as pd
import psutil  # noqa: F401
import tornado.platform.asyncio  # noqa: F401
from fontTools import ttLib  # noqa: F401

import cityplan.check.audit
import cityplan.city.source
import cityplan.clean.document
import cityplan.compute.prose
import cityplan.compute.results
import cityplan.tables.files  # noqa: F401

# pandas asks when it is imported whether it is in a kernel, for the width of what it shows: it will be.
pd.set_option("display.max_columns", 20)

# What pandas loads only when it is first used.
pd.DataFrame({"a": ["a"]}).style.to_html()

logging.getLogger("matplotlib").setLevel(logging.NOTSET)

# A fork shares memory with this process until it writes to it; the collector would, to all of it.
gc.collect()
gc.freeze()
