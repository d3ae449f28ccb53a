"""What a report's notebook uses 報告の部品, in one line: `from cityplan.notebook import *`.

A module is loaded when it is first used, so that a report costs what it needs. Imported by a notebook, it
also lets the notebook show its values as in the report, in JupyterLab too.
"""

import importlib.util
import sys
from importlib import import_module
from types import ModuleType

import pandas as pd
from IPython.core.getipython import get_ipython
from IPython.display import HTML, SVG, Image, Markdown, display

from cityplan.draw.canvas import use_style
from cityplan.draw.chart import Chart
from cityplan.lab import preview
from cityplan.report.display import show_as_in_reports
from cityplan.report.plain import open_tables
from cityplan.report.report import columns, section

__all__ = [
    "HTML",
    "SVG",
    "Chart",
    "Image",
    "Markdown",
    "brief",
    "brief_changes",
    "brief_columns",
    "brief_prose",
    "brief_sources",
    "brief_tables",
    "brief_text",
    "brief_verdict",
    "brief_years",
    "columns",
    "comparison",
    "comparison_lists",
    "comparison_plans",
    "comparison_sources",
    "comparison_steps",
    "display",
    "errata_proofs",
    "errata_report",
    "lists",
    "new_city",
    "open_tables",
    "overview",
    "overview_plans",
    "overview_trends",
    "overview_verdict",
    "pd",
    "plt",
    "preview",
    "proofs",
    "section",
    "work",
]


def _later(name: str) -> ModuleType:
    """A module that is loaded when something of it is asked for."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(name)
    assert spec is not None and spec.loader is not None, name
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    package, _, own = name.rpartition(".")
    setattr(import_module(package), own, module)  # where `import matplotlib.pyplot as plt` looks
    return module


# one plan プランの報告
brief = _later("cityplan.report.plan.brief")
brief_changes = _later("cityplan.report.plan.changes")
brief_columns = _later("cityplan.report.plan.columns")
brief_prose = _later("cityplan.report.plan.prose")
brief_sources = _later("cityplan.report.plan.sources")
brief_tables = _later("cityplan.report.plan.tables")
brief_text = _later("cityplan.report.plan.text")
brief_verdict = _later("cityplan.report.plan.verdict")
brief_years = _later("cityplan.report.plan.years")

# the city 全体のまとめ、推移、正誤表案
overview = _later("cityplan.report.city.overview")
lists = _later("cityplan.report.city.lists")
overview_plans = _later("cityplan.report.city.plans")
overview_trends = _later("cityplan.report.city.trends")
overview_verdict = _later("cityplan.report.city.verdict")
errata_report = _later("cityplan.report.errata.report")
errata_proofs = _later("cityplan.report.errata.proofs")
proofs = _later("cityplan.report.proofs")

# two years 年度の比較
comparison = _later("cityplan.report.years.comparison")
comparison_lists = _later("cityplan.report.years.lists")
comparison_plans = _later("cityplan.report.years.plans")
comparison_sources = _later("cityplan.report.years.sources")
comparison_steps = _later("cityplan.report.years.next_steps")

# a city that is not there yet 新しい市
new_city = _later("cityplan.lab.new_city")

# what is done without a terminal 端末を使わない作業
work = _later("cityplan.lab.work")

# what an analyst draws with
plt = _later("matplotlib.pyplot")

use_style()
if (_shell := get_ipython()) is not None:
    show_as_in_reports(_shell)
    preview.start()
