"""What reading a document's file costs: 100 pages, and files that are broken or far too large.

    python benchmarks/read_files.py

Each file is read in a process of its own: CPU seconds, the most memory beyond what the imports take, what came out.
"""

import multiprocessing
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pikepdf

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from small_pdf import Drawing, pdf  # noqa: E402

from cityplan.files.errors import SourceError  # noqa: E402
from cityplan.read.file.continued import join_continued  # noqa: E402
from cityplan.read.file.read import read_contents  # noqa: E402

SAMPLE = ROOT / "tests/sample"
PAGES = 100


def main() -> None:
    """Print a line for each file."""
    print("| file | MB | CPU s | MB of memory | what came out |")
    print("|---|---|---|---|---|")
    for words, (name, make) in FILES.items():
        data = make()
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            seconds, memory, outcome = pool.apply(measure, (name, data))
        print(f"| {words} | {len(data) / 1e6:.1f} | {seconds:.2f} | {memory} | {outcome} |", flush=True)


def measure(name: str, data: bytes) -> tuple[float, int, str]:
    """CPU seconds, megabytes, and what came out."""
    memory = most_memory()
    begin = time.process_time()
    try:
        found = join_continued(read_contents(name, data))
        outcome = f"{sum(len(grid.cells) for grid in found.grids):,} cells, {len(found.paragraphs):,} paragraphs"
    except SourceError as error:
        outcome = error.problem
    seconds = time.process_time() - begin
    return seconds, (most_memory() - memory) // 1024, outcome


def most_memory() -> int:
    """The most memory that this process had at once, in kB; `ru_maxrss` counts what started it too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def real_pages(count: int) -> bytes:
    """The pages of the samples, again and again."""
    sources = [pikepdf.open(path) for path in sorted((SAMPLE / "forms").glob("F*/*.pdf"))]
    made = pikepdf.new()
    while len(made.pages) < count:
        for source in sources:
            made.pages.extend(source.pages)
    del made.pages[count:]
    return saved(made)


def full_page(letters: int) -> bytes:
    drawing = Drawing()
    for line in range(letters // 1_000):
        drawing.text(0, 2 * line, "字" * 1_000, 1)
    return pdf(drawing)


def squares(count: int) -> bytes:
    """A page of so many small squares, as on graph paper."""
    drawing = Drawing()
    side = int(count**0.5)
    for row in range(side):
        for column in range(side):
            drawing.box(column * 4, row * 4, column * 4 + 4, row * 4 + 4)
    return pdf(drawing.text(2, 3, "1", 1))


def frames(count: int) -> bytes:
    """A page of frames in frames."""
    drawing = Drawing()
    for at in range(count):
        drawing.box(3 * at, 3 * at, 9_000 - 3 * at, 9_000 - 3 * at)
    return pdf(drawing.text(4500, 4500, "文", 2))


def unpacking(size: int) -> bytes:
    made = pikepdf.open(BytesIO(pdf(Drawing().text(40, 50, "文"))))
    made.pages[0].Contents = made.make_stream(b" " * size)
    return saved(made, compress_streams=True)


def saved(made: pikepdf.Pdf, **how: bool) -> bytes:
    buffer = BytesIO()
    made.save(buffer, **how)
    return buffer.getvalue()


def word_rows(rows: int) -> bytes:
    """A Word table of so many rows of ten cells."""
    document = docx.Document()
    row = "".join(f"<w:tc><w:p><w:r><w:t>{at}件</w:t></w:r></w:p></w:tc>" for at in range(10))
    buffer = BytesIO()
    document.add_table(1, 10)
    document.save(buffer)
    return repacked(
        buffer.getvalue(), lambda part: part.replace(b"</w:tbl>", f"<w:tr>{row}</w:tr>".encode() * rows + b"</w:tbl>")
    )


def bomb(size: int) -> bytes:
    buffer = BytesIO()
    docx.Document().save(buffer)
    return repacked(buffer.getvalue(), lambda part: part, {"word/media/x.bin": b"\0" * size})


def repacked(data: bytes, change: Callable[[bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name == "word/document.xml" else part)
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return buffer.getvalue()


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    f"{PAGES} pages of reports": ("R5.pdf", lambda: real_pages(PAGES)),
    "1,000 pages": ("R5.pdf", lambda: real_pages(1_000)),
    "1,001 pages": ("R5.pdf", lambda: real_pages(1_001)),
    "90,000 letters on a page": ("R5.pdf", lambda: full_page(90_000)),
    "a million letters on a page": ("R5.pdf", lambda: full_page(1_000_000)),
    "10,000 squares on a page": ("R5.pdf", lambda: squares(10_000)),
    "90,000 squares on a page": ("R5.pdf", lambda: squares(90_000)),
    "400 frames in frames": ("R5.pdf", lambda: frames(400)),
    "1,400 frames in frames": ("R5.pdf", lambda: frames(1_400)),
    "a page that unpacks to 1 GB": ("R5.pdf", lambda: unpacking(1_000_000_000)),
    "Word, 20,000 rows": ("R5.docx", lambda: word_rows(20_000)),
    "Word, unpacks to 500 MB": ("R5.docx", lambda: bomb(500_000_000)),
}

if __name__ == "__main__":
    main()
