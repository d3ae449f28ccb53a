"""The printed cell of a finding as a picture 原文の切り抜き, beside what is told of it."""

from cityplan.files.errors import cut_short
from cityplan.files.markup import Fragment, fragment
from cityplan.report.report import Report
from cityplan.tables.definitions import CutoutRow
from cityplan.tables.schema import records

_LONGEST = 60  # characters of the print that an alt text tells
_SHOWN = 0.75  # of its size in the document
WIDEST = 130.0  # points


def cutouts(r: Report) -> dict[str, CutoutRow]:
    """The cut-outs of a report's findings, by their names; of a document that is no PDF there are none."""
    return {each.finding_id: each for each in records(r.exact["cutouts"], CutoutRow)}


def cutout(found: CutoutRow | None) -> Fragment | None:
    """A cut-out as a picture, whose alt text says what is printed: 原文の印字：108件."""
    if found is None:
        return None
    shown = '<img alt="{}" src="data:image/png;base64,{}" style="width:{:.1f}pt">'
    return fragment(shown, alt_text(found), found.png, shown_width(found))


def alt_text(found: CutoutRow) -> str:
    """What a cut-out shows, in words."""
    return f"原文の印字：{cut_short(found.text, _LONGEST)}" if found.text else "原文の印字"


def shown_width(found: CutoutRow) -> float:
    """How wide a cut-out is shown, in points."""
    return min(float(found.width or 0) * _SHOWN, WIDEST)
