"""The charts 図 of the briefs: each returns a Chart, a figure with its alt text.

They open no file (but their fonts and the style, once), compute no ratio and no status, and are
drawn at the size at which they are placed.
"""

from cityplan.draw.aims import now_and_target
from cityplan.draw.bars import year_on_year
from cityplan.draw.moves import WayStrips, mark_move
from cityplan.draw.output import Chart, svg
from cityplan.draw.ratios import Ratio, ratio_dots
from cityplan.draw.ruler import is_off_scale, position, ruler_head
from cityplan.draw.rulers import Rulers, Since
from cityplan.draw.series import Series, Value
from cityplan.draw.signs import mark_row
from cityplan.draw.standing import EXPECTED
from cityplan.draw.years import values_over_years

__all__ = [
    "EXPECTED",
    "Chart",
    "Ratio",
    "Rulers",
    "Series",
    "Since",
    "Value",
    "WayStrips",
    "is_off_scale",
    "mark_move",
    "mark_row",
    "now_and_target",
    "position",
    "ratio_dots",
    "ruler_head",
    "svg",
    "values_over_years",
    "year_on_year",
]
