"""The words of a report's PDF against those of its page: what the one says, the other says."""

import io
import shutil
import subprocess
from collections import Counter

import pikepdf
import pytest
from bs4 import BeautifulSoup

from cityplan.look.glyphs import with_geta
from tests.pdf_structure import spoken

# What a page has for the screen only: the list of sources, the link past the heading.
FOR_THE_SCREEN = ".screen, .skip"


def plain(text: str) -> str:
    """Text without white space; the two wave dashes share a glyph, and so one code in a PDF."""
    return with_geta("".join(text.split()).replace("〜", "～"))


def page_words(html: bytes, selector: str = FOR_THE_SCREEN) -> str:
    """What a page says, from its head line to the end of its main part."""
    page = BeautifulSoup(html, "html.parser")
    for element in page.select(selector):
        element.extract()
    head, main = page.select_one(".page-head span"), page.main
    assert head and main
    return plain(head.get_text() + main.get_text())


def lost(html: bytes, pdf: bytes) -> str:
    """What of the words of a page its PDF does not show, or shows elsewhere, and the charts' words too."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        said = plain(spoken(opened))
    wanted = page_words(html, f"{FOR_THE_SCREEN}, svg")
    if said != wanted:
        at = next((i for i, (a, b) in enumerate(zip(said, wanted, strict=False)) if a != b), len(said))
        return f"…{wanted[max(0, at - 20) : at + 40]}…"
    missing = Counter(page_words(html)) - Counter(plain(searched(pdf)))
    del missing["-"]  # at the end of a line pdftotext takes it for a mark of division
    return "".join(missing.elements())


def searched(pdf: bytes) -> str:
    """The text that stands on the pages of a PDF, as a reader searches it."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler) is not installed")
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
