"""Circles and ellipses 丸 that are drawn around a text of a PDF: a choice, whose meaning only a person can say."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from cityplan.read.file.pdf.marks import Box, Char, within

SMALLEST, LARGEST = 6.0, 250.0  # points of a ring, from side to side
MOST_RINGS = 1_000
RINGED = "「{}」が丸で囲まれています"


def is_ring(raw: Any, box: Box) -> bool:
    """Whether a path is of curves only, and as large as a ring around a text; a rounded frame has straight parts."""
    kinds = [
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(raw, at))
        for at in range(min(pdfium.FPDFPath_CountSegments(raw), 64))
    ]
    width, height = box[2] - box[0], box[3] - box[1]
    is_curve = pdfium.FPDF_SEGMENT_BEZIERTO in kinds and pdfium.FPDF_SEGMENT_LINETO not in kinds
    return is_curve and min(width, height) >= SMALLEST and max(width, height) <= LARGEST


def ringed(rings: Iterable[Box], chars: Sequence[Char]) -> Iterator[list[Char]]:
    """The characters inside of each ring that has any."""
    for ring in rings:
        if own := [char for char in chars if char.text.strip() and within(*char.centre, ring)]:
            yield own


def ring_doubts(rings: Iterable[Box], chars: Sequence[Char]) -> Iterator[str]:
    """What is said of the text of a cell of which a ring holds a part: which words are meant is a reading."""
    whole = sum(bool(char.text.strip()) for char in chars)
    for own in ringed(rings, chars):
        if len(own) < whole:
            yield RINGED.format("".join(char.text for char in own))
