"""The charts 図 of the briefs: each returns a Chart, a figure with its alt text.

They open no file (but their fonts and the style, once), compute no ratio and no status, and are
drawn at the size at which they are placed.
"""

from cityplan.charts.bars import year_on_year
from cityplan.charts.moves import WayStrips, mark_move
from cityplan.charts.output import Chart, svg
from cityplan.charts.ruler import position
from cityplan.charts.series import Series, Value
from cityplan.charts.signs import mark_counts, mark_row
from cityplan.charts.strips import Ratio, RatioStrips
from cityplan.charts.years import values_over_years

__all__ = [
    "Chart",
    "Ratio",
    "RatioStrips",
    "Series",
    "Value",
    "WayStrips",
    "mark_counts",
    "mark_move",
    "mark_row",
    "position",
    "svg",
    "values_over_years",
    "year_on_year",
]
