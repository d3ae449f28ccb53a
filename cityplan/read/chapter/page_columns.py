"""Pages set in columns 段組み: what stands on them in the order in which it is read, column by column."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from cityplan.read.chapter.plans import Item
from cityplan.read.file.contents import CellGrid
from cityplan.read.file.order import Box, strips
from cityplan.read.printed import Place

_WIDE = 0.6  # of the page's text: what is wider reaches over several columns
_SENTENCES = 2  # that each column has, or it is one of a table
_NEAR = 12.0  # points between the edges of columns on two pages


class _Band(NamedTuple):
    """What stands between two texts that reach over the page, by its columns from the left; `wide` stands over it."""

    wide: list[Item]
    columns: list[list[Item]]

    @property
    def edges(self) -> list[float]:
        """Where the columns but the first begin."""
        return [min(_box(item)[0] for item in own) for own in self.columns[1:]]

    @property
    def is_prose(self) -> bool:
        """Whether each column holds sentences."""
        return len(self.columns) > 1 and all(
            sum(_is_sentence(item) for item in own) >= _SENTENCES for own in self.columns
        )


def in_reading_order(items: Sequence[Item]) -> list[Item]:
    """All that stands in a file in its order: by lines, and on a page of columns one column after the other.

    Columns are those with sentences in each; on other pages, where the same columns stand as on such a page, they are too.
    """
    own = sorted(items, key=lambda each: each.place.line)
    pages = [(page, list(run)) for page, run in groupby(own, key=lambda each: each.place.page)]
    bands = [list(_bands(run)) if page is not None and all(map(_has_box, run)) else [] for page, run in pages]
    known = [band.edges for page in bands for band in page if band.is_prose]
    ordered: list[Item] = []
    for (_, run), parts in zip(pages, bands, strict=True):
        if any(_is_in_columns(band, known) for band in parts):
            for band in parts:
                ordered += _of_band(band, known)
        else:
            ordered += run
    return ordered


def _bands(run: Sequence[Item]) -> Iterator[_Band]:
    left, right = min(_box(each)[0] for each in run), max(_box(each)[2] for each in run)
    wide: list[Item] = []
    narrow: list[Item] = []
    for item in sorted(run, key=lambda each: _box(each)[1]):
        box = _box(item)
        if box[2] - box[0] <= _WIDE * (right - left):
            narrow.append(item)
            continue
        if narrow:
            yield _Band(wide, _columns(narrow))
            wide, narrow = [], []
        wide.append(item)
    yield _Band(wide, _columns(narrow))


def _columns(own: Sequence[Item]) -> list[list[Item]]:
    boxes = [_box(each) for each in own]
    return [
        [own[at] for at in sorted(column, key=lambda each: boxes[each][1])]
        for column in strips(list(range(len(own))), boxes, 0, 2)
    ]


def _is_in_columns(band: _Band, known: Sequence[Sequence[float]]) -> bool:
    if len(band.columns) < 2:
        return False
    return band.is_prose or any(
        len(edges) == len(band.edges)
        and all(abs(one - other) < _NEAR for one, other in zip(edges, band.edges, strict=True))
        for edges in known
    )


def _of_band(band: _Band, known: Sequence[Sequence[float]]) -> list[Item]:
    below = [item for column in band.columns for item in column]
    return [*band.wide, *(below if _is_in_columns(band, known) else sorted(below, key=lambda each: each.place.line))]


def _has_box(item: Item) -> bool:
    return item.place.box is not None


def _box(item: Item) -> Box:
    place: Place = item.place
    assert place.box is not None
    return place.box


def _is_sentence(item: Item) -> bool:
    return not isinstance(item, CellGrid) and "。" in item.text
