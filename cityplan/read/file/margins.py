"""What stands at the head or foot of pages and is no text of the report: running heads 柱, page numbers ノンブル."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cityplan.japanese.letters import squeeze
from cityplan.read.file.order import Box

PAGE_NUMBER, RUNNING_HEAD = "page_number", "running_head"
_MARGIN = 0.1  # of the page's height
_SAME_PLACE = 6.0  # points
_SAME_HEIGHT = 20.0  # beside a title
_LEAST_PAGES = 3
_LARGEST = 1.1  # of the usual size
_MOST_PAGES_PART = 0.6
_NUMBER = re.compile(
    r"[-‐–—―ー~〜・(（\[【<＜]*(?:p\.?|page|頁)?[0-9]{1,4}(?:[/／]|of)?(?:[0-9]{1,4})?(?:ページ|頁)?[-‐–—―ー~〜・)）\]】>＞]*"
)


class MarginText(NamedTuple):
    """A paragraph of a page with its place and size."""

    page: int
    text: str
    box: Box
    size: float
    height: float  # of its page


def margins(texts: Sequence[MarginText], others: Sequence[tuple[int, Box]], pages: int, usual: float) -> dict[int, str]:
    """The numbers of those paragraphs that are no text of the report, with which of the two each is.

    A head is the same words in the same place of most pages, no larger than the usual text, with nothing between it
    and the edge of its page: a sheet's heading that stands again on its second page is none. `others` are the pages
    and boxes of what is no paragraph.
    """
    found: dict[int, str] = {}
    same: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(texts):
        if not _is_marginal(each):
            continue
        if _NUMBER.fullmatch(squeeze(each.text).lower()):
            found[at] = PAGE_NUMBER
        else:
            same[squeeze(each.text)].append(at)
    for group in same.values():
        for at in group:
            each = texts[at]
            near = {texts[other].page for other in group if _is_same_place(each, texts[other])}
            enough = len(near) >= max(_LEAST_PAGES, _MOST_PAGES_PART * pages)
            if enough and each.size <= _LARGEST * usual:
                found[at] = RUNNING_HEAD
    inner = _inner_edges([(each.page, each.box) for at, each in enumerate(texts) if at not in found] + [*others])
    return {at: reason for at, reason in found.items() if _is_outermost(texts[at], inner)}


def _is_marginal(text: MarginText) -> bool:
    return text.box[3] < _MARGIN * text.height or text.box[1] > (1 - _MARGIN) * text.height


def _inner_edges(boxes: Iterable[tuple[int, Box]]) -> dict[int, tuple[float, float]]:
    """Of each page, how far up and down what is text of the report reaches."""
    edges: dict[int, tuple[float, float]] = {}
    for page, box in boxes:
        top, bottom = edges.get(page, (box[1], box[3]))
        edges[page] = min(top, box[1]), max(bottom, box[3])
    return edges


def _is_outermost(text: MarginText, inner: Mapping[int, tuple[float, float]]) -> bool:
    if text.page not in inner:
        return True
    top, bottom = inner[text.page]
    return text.box[1] <= top + _SAME_HEIGHT or text.box[3] >= bottom - _SAME_HEIGHT


def _is_same_place(one: MarginText, other: MarginText) -> bool:
    return all(abs(a - b) <= _SAME_PLACE for a, b in zip(one.box[:2], other.box[:2], strict=True))
