"""Fonts whose glyphs are numbered anew: a code without its letter is never read as the letter of that number."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from cityplan.files.errors import SourceError
from cityplan.read.file.contents import Contents
from cityplan.read.file.pdf.pdf import read_pdf

LETTERS = dict(enumerate("0123456789.%", start=1)) | {0x35: "八"}  # 八 has the number of 5


def font(made: pikepdf.Pdf, letters: dict[int, str], **more: object) -> pikepdf.Object:
    """A TrueType font of a subset with a table for some of its codes."""
    rows = "\n".join(f"<{code:02X}> <{ord(letter):04X}>" for code, letter in letters.items())
    table = f"begincmap\n{len(letters)} beginbfchar\n{rows}\nendbfchar\nendcmap"
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/AAAAAA+Sub"), Flags=4, Ascent=752, Descent=-221, CapHeight=737,
        FontBBox=Array([-92, -250, 1010, 922]), ItalicAngle=0, StemV=114,
    )  # fmt: skip
    widths = [600 if code in LETTERS else 0 for code in range(0x40)]
    found = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/AAAAAA+Sub"), FirstChar=0, LastChar=0x3F,
        Widths=Array(widths), FontDescriptor=descriptor, **more,
    )  # fmt: skip
    if letters:
        found.ToUnicode = made.make_stream(table.encode())
    return made.make_indirect(found)


def read(text: str, letters: dict[int, str], **more: object) -> Contents:
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(400, 300))
    page.obj.Resources = Dictionary(Font=Dictionary(F=font(made, letters, **more)))
    codes = {letter: code for code, letter in LETTERS.items()}
    written = "".join(f"{codes[each]:02x}" for each in text)
    page.obj.Contents = made.make_stream(f"BT /F 10 Tf 40 200 Td <{written}> Tj ET".encode())
    buffer = BytesIO()
    made.save(buffer)
    return read_pdf("R5.pdf", buffer.getvalue())


def without(letter: str) -> dict[int, str]:
    return {code: each for code, each in LETTERS.items() if each != letter}


def doubts(found: Contents) -> list[str]:
    return [each.rule for each in found.told if each.is_doubt]


def test_a_whole_table() -> None:
    found = read("98.1%八", LETTERS)
    assert ([each.text for each in found.paragraphs], doubts(found)) == (["98.1%八"], [])


def test_a_code_that_would_be_read_as_a_digit() -> None:
    """八 would be 5: neither it nor any 5 of this font is sure."""
    assert doubts(read("0123467890八", without("八"))) == ["unmapped_text"]
    assert doubts(read("01234567890", without("八"))) == ["unmapped_text"]


def test_a_text_without_such_a_letter_is_sure() -> None:
    assert doubts(read("98.1%", without("八"))) == []


def test_a_code_that_is_no_letter() -> None:
    assert doubts(read("01234567890", without("2"))) == ["unmapped_text"]


def test_a_code_that_the_font_names_itself() -> None:
    encoding = Dictionary(Differences=Array([0x35, Name("/five")]))
    assert doubts(read("0123467890八", without("八"), Encoding=encoding)) == []


def test_a_font_without_a_table_is_refused() -> None:
    with pytest.raises(SourceError, match="文字コード"):
        read("八八八", {})
