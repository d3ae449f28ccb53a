"""What stands at the head or foot of pages and is no text of the report: running heads 柱, page numbers ノンブル."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cityplan.japanese.letters import squeeze
from cityplan.read.file.order import Box

PAGE_NUMBER, RUNNING_HEAD = "page_number", "running_head"
_MARGIN = 0.1  # of the page's height
_SAME_PLACE = 6.0  # points
_LEAST_PAGES = 3
_LARGEST = 1.1  # of the usual size
_MOST_PAGES_PART = 0.6
_NUMBER = re.compile(
    r"[-‐–—―ー~〜・(（\[【<＜]*(?:p\.?|page|頁)?[0-9]{1,4}(?:[/／]|of)?(?:[0-9]{1,4})?(?:ページ|頁)?[-‐–—―ー~〜・)）\]】>＞]*"
)
_NOTE = re.compile(r"[※＊]|[(（]?注[）)：:0-9０-９]")  # a legend that stands again on each page is one of each plan

_Spot = tuple[str, int, int]


class MarginText(NamedTuple):
    """A paragraph of a page with its place and size."""

    page: int
    text: str
    box: Box
    size: float
    height: float  # of its page


def margins(texts: Sequence[MarginText], others: Sequence[tuple[int, Box]], pages: int, usual: float) -> dict[int, str]:
    """The numbers of those paragraphs that are no text of the report, with which of the two each is.

    A head is the same words, which are no note ※, in the same place of most pages, no larger than the usual text, with nothing between it
    and the edge of its page: a sheet's heading that stands again on its second page is none. `others` are the pages
    and boxes of what is no paragraph.
    """
    found: dict[int, str] = {}
    same: dict[_Spot, list[int]] = defaultdict(list)
    for at, each in enumerate(texts):
        if not _is_marginal(each) or _NOTE.match(each.text.strip()):
            continue
        if _NUMBER.fullmatch(squeeze(each.text).lower()):
            found[at] = PAGE_NUMBER
        else:
            same[_spot(each)].append(at)
    pages_of = {spot: {texts[at].page for at in group} for spot, group in same.items()}
    for spot, group in same.items():
        near = set().union(*(pages_of.get(each, ()) for each in _around(spot)))
        if len(near) >= max(_LEAST_PAGES, _MOST_PAGES_PART * pages):
            found |= {at: RUNNING_HEAD for at in group if texts[at].size <= _LARGEST * usual}
    inner = _inner_edges([(each.page, each.box) for at, each in enumerate(texts) if at not in found] + [*others])
    return {at: reason for at, reason in found.items() if _is_outermost(texts[at], inner)}


def _is_marginal(text: MarginText) -> bool:
    return text.box[3] < _MARGIN * text.height or text.box[1] > (1 - _MARGIN) * text.height


def _inner_edges(boxes: Iterable[tuple[int, Box]]) -> dict[int, tuple[Box, Box]]:
    """Of each page the uppermost and the lowest box that is text of the report."""
    edges: dict[int, tuple[Box, Box]] = {}
    for page, box in boxes:
        top, bottom = edges.get(page, (box, box))
        edges[page] = min(top, box, key=lambda each: each[1]), max(bottom, box, key=lambda each: each[3])
    return edges


def _is_outermost(text: MarginText, inner: Mapping[int, tuple[Box, Box]]) -> bool:
    """Whether nothing stands between a text and the edge of its page; a title may stand beside it."""
    if text.page not in inner:
        return True
    top, bottom = inner[text.page]
    return text.box[1] < top[3] or text.box[3] > bottom[1]


def _spot(text: MarginText) -> _Spot:
    """The words of a text and about where it stands."""
    return squeeze(text.text), int(text.box[0] // _SAME_PLACE), int(text.box[1] // _SAME_PLACE)


def _around(spot: _Spot) -> Iterator[_Spot]:
    text, x, y = spot
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            yield text, x + dx, y + dy
