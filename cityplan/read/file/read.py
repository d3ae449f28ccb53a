"""The one door to a report's file: by the end of its name, whatever it is, the same form."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from cityplan.files.errors import SourceError
from cityplan.read.file.contents import Contents, Told
from cityplan.read.printed import Place, readable

Reader = Callable[[str, bytes], Contents]


def _pdf(name: str, data: bytes) -> Contents:
    from cityplan.read.file.pdf.pdf import read_pdf  # heavy, as the others are, and only where there is one

    return read_pdf(name, data)


def _word(name: str, data: bytes) -> Contents:
    from cityplan.read.file.office.word import read_word

    return read_word(name, data)


def _slides(name: str, data: bytes) -> Contents:
    from cityplan.read.file.office.slides import read_slides

    return read_slides(name, data)


def _marked(name: str, data: bytes) -> Contents:
    from cityplan.read.file.marked.text import read_marked

    return read_marked(name, data)


TEXTS = (".txt", ".md", ".html", ".htm")  # lines, with tables as a converter or a language model writes them
READERS: dict[str, Reader] = {".pdf": _pdf, ".docx": _word, ".pptx": _slides, **dict.fromkeys(TEXTS, _marked)}


def read_contents(name: str, data: bytes) -> Contents:
    """What a file 文書のファイル holds, by the end of its name; SourceError where it cannot be read.

    `name` is what a message calls the file.
    """
    reader = READERS.get(PurePosixPath(name).suffix.lower())
    if reader is None:
        raise SourceError(
            "読み取れない形式のファイルです",
            file=name,
            next_step=f"名前の終わりが {'、'.join(READERS)} のどれかのファイルを置いてください。",
        )
    return _readable(reader(name, data))


def _readable(contents: Contents) -> Contents:
    """The contents without controls, and with characters for the radicals 部首 that a PDF put for them; told of each."""
    told = list(contents.told)

    def clean(text: str, place: Place) -> str:
        own, repairs = readable(text, place.line)
        told.extend(Told(each.rule, each.before, place, after=each.after) for each in repairs)
        return own

    grids = [
        replace(grid, cells=[replace(cell, text=clean(cell.text, cell.place)) for cell in grid.cells])
        for grid in contents.grids
    ]
    paragraphs = [replace(each, text=clean(each.text, each.place)) for each in contents.paragraphs]
    return replace(contents, grids=grids, paragraphs=paragraphs, told=told)
