"""What the tests hold a PDF to: the accessibility and archive standards, by a validator."""

import re

import page

PROFILES = ("PDF/UA-1", "PDF/A-2a")
_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")


def failures(pdf: bytes, profile: str) -> list[str]:
    """The rules of a standard that a PDF breaks.

    The validator takes a data byte 0x0D before the closing line feed for a part of the line end and
    then calls the length wrong. The lengths are checked here instead, from the lengths themselves.
    """
    found = page.validate_pdf_bytes(pdf, profile=profile).failures
    broken = [str(each) for each in found if "STREAM-LENGTH" not in str(each)]
    return broken + [f"stream at {at}: /Length is wrong" for at in _wrong_lengths(pdf)]


def _wrong_lengths(pdf: bytes) -> list[int]:
    streams = [(m.start(), m.end() + int(m[1])) for m in _STREAM.finditer(pdf)]
    assert streams
    return [start for start, end in streams if pdf[end : end + 10] != b"\nendstream"]
