"""The paragraphs of a block without what belongs to its figures 図: captions are kept as such, axes left out."""

from collections.abc import Iterable, Iterator

from cityplan.read.chapter.asides import CAPTION
from cityplan.read.file.contents import Paragraph
from cityplan.read.file.figures import is_axis, is_caption
from cityplan.read.printed import Line, Printed


def without_figures(
    own: Iterable[Paragraph], plan_id: str, printed: Printed, *, has_values: bool = False
) -> Iterator[Paragraph]:
    """The paragraphs but for captions, which are kept as such, and axes, which are left out; values may be a row of numbers."""
    for item in own:
        line = Line(item.place.line, item.text, False)
        if is_caption(item.text):
            printed.tell(line, CAPTION, item.text.strip(), scope="plan", plan_id=plan_id)
        elif not has_values and is_axis(item.text):
            printed.skip([line], "chart_label")
        else:
            yield item
