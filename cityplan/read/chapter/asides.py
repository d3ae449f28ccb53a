"""Asides コラム: what stands under their headings is prose of its own, no indicator and no activity."""

from collections.abc import Sequence

from cityplan.city.chapter_form import ChapterForm
from cityplan.read.chapter.patterns import is_heading, said
from cityplan.read.file.contents import Paragraph
from cityplan.read.printed import Line, Printed

SECTION, CAPTION = "コラム", "図の説明"


def take_aside(own: Sequence[Paragraph], plan_id: str, form: ChapterForm, printed: Printed) -> None:
    """Take the headings and paragraphs of asides, in their order; what is no sentence is a caption."""
    heading = ""
    for item in own:
        line, text = Line(item.place.line, item.text, False), item.text.strip()
        named = said(form.aside, text)
        if named or is_heading(form.aside, text):
            heading = named.name if named else ""
            printed.take([line], "texts", plan_id, 0, "heading", heading or text)
        elif text.endswith(("。", "｡")):
            printed.tell(line, SECTION, text, scope="plan", plan_id=plan_id, heading=heading)
        else:
            printed.tell(line, CAPTION, text, scope="plan", plan_id=plan_id)
