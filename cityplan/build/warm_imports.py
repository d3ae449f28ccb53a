"""What workers and kernels import, imported once in the process that they are forked from.

Nothing here may start a thread or hold state that two briefs could share. Of this package no module that
draws sets its style here: it would reach notebooks that do not ask for it. matplotlib.pyplot stays out:
it looks for the running kernel on import, and without one no figure of an analyst's would be shown.
"""

import gc
import json
import logging
import os
import sys
from importlib import import_module
from pkgutil import walk_packages

# matplotlib asks for it when it is imported; a kernel sets it, which is too late after a fork.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # a warning for those who debug Python itself

# jsonschema compiles a grammar of addresses that no notebook is checked with: as long as half of all this.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
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
import nbformat
import pandas as pd
import psutil  # noqa: F401
import tornado.platform.asyncio  # noqa: F401
from fontTools import ttLib  # noqa: F401

import cityplan.build.makers
import cityplan.report
import cityplan.steps
from cityplan.build.warm import hear_again
from cityplan.page.export import DOCUMENT_FACTS, export_html, typst_brief

for each in walk_packages(cityplan.report.__path__, "cityplan.report."):
    import_module(each.name)

# pandas asks when it is imported whether it is in a kernel, for the width of what it shows: it will be.
pd.set_option("display.max_columns", 20)

# What pandas loads only when it is first used.
pd.DataFrame({"a": ["a"]}).style.to_html()

# What the exporters make when they are first used: templates, selectors, the form of a notebook. The compiler of PDFs
# is not asked for: it starts threads, which no fork would have.
facts = dict.fromkeys((*DOCUMENT_FACTS, "band"), "") | dict.fromkeys(DOCUMENT_FACTS, "x")
shown = "<header><h1>x</h1></header><table><tr><th>x</th></tr><tr><td>x</td></tr></table><p>x</p>"
output = {"output_type": "display_data", "data": {"text/html": shown}, "metadata": {"document": facts}}
code: dict[str, object] = {
    "cell_type": "code",
    "id": "a",
    "source": "x",
    "metadata": {},
    "execution_count": None,
    "outputs": [output],
}
text = {"cell_type": "markdown", "id": "b", "source": "# x", "metadata": {}}
sample = nbformat.reads(  # type: ignore[no-untyped-call]
    json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [code, text]}), as_version=4
)
export_html(sample)
typst_brief(sample, "x")

logging.getLogger("matplotlib").setLevel(logging.NOTSET)

# A fork shares memory with this process until it writes to it; the collector would, to all of it.
gc.collect()
gc.freeze()
hear_again()
