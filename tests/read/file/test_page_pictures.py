"""Pictures of pages and cut-outs of cells: what is seen there is what is printed, however the page is turned."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat
from small_pdf import HEIGHT, Drawing, pdf

from cityplan.read.file.contents import GridCell
from cityplan.read.file.pdf import pictures
from cityplan.read.file.pdf.pdf import read_pdf

XS, YS = [40.0, 140.0, 220.0, 300.0], [40.0, 60.0, 80.0, 100.0]
TEXTS = "item|target|actual\ncount|100|108\nrate|77.45|58.60"
TURNS = {0: "", 90: f"0 1 -1 0 {HEIGHT} 0 cm", 180: "-1 0 0 -1 400 300 cm", 270: "0 -1 1 0 0 300 cm"}
SCALE = 150 / 72


def drawn(rotate: int = 0, **made: str) -> bytes:
    drawing = Drawing()
    drawing.acts.append(TURNS[rotate])
    return pdf(drawing.table(XS, YS, TEXTS), rotate=rotate, **made)  # type: ignore[arg-type]


def cell(data: bytes, text: str) -> GridCell:
    return next(each for grid in read_pdf("R5.pdf", data).grids for each in grid.cells if each.text == text)


def cut_out(data: bytes, text: str) -> pictures.CellPicture:
    place = cell(data, text).place
    assert place.page and place.box
    return pictures.cell_pictures(data, [(place.page, place.box)])[0]


def image(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("L")


def printed(data: bytes, text: str) -> Image.Image:
    """The print of a cell, cut out of a rendering of the whole page."""
    document = pypdfium2.PdfDocument(data)
    page = document[0].render(scale=SCALE, grayscale=True).to_pil().convert("L")
    document.close()
    box = cell(data, text).place.box
    assert box
    x0, y0, x1, y1 = (round(side * SCALE) for side in box)
    inner = page.crop((x0 + 5, y0 + 5, x1 - 5, y1 - 5))
    return inner.crop(ImageChops.invert(inner).point(lambda value: 255 * (value > 48)).getbbox())


MADE = [{"rotate": turn} for turn in TURNS] + [{"form": "0.7 0 0 0.7 40 40"}, {"form": "1 0 0 1 20 -30"}]


@pytest.mark.parametrize("made", MADE, ids=str)
@pytest.mark.parametrize("text", ["108", "58.60"])
def test_a_cut_out_shows_what_is_printed_in_the_cell(made: dict[str, object], text: str) -> None:
    data = drawn(**made)  # type: ignore[arg-type]
    found, wanted = image(cut_out(data, text).png), printed(data, text)
    margin = round(2 * SCALE)
    assert abs(found.width - 2 * margin - wanted.width) <= 2 and abs(found.height - 2 * margin - wanted.height) <= 2
    inner = found.crop((margin, margin, margin + wanted.width, margin + wanted.height))
    assert ImageStat.Stat(ImageChops.difference(inner, wanted)).mean[0] < 40
    assert ImageStat.Stat(inner).stddev[0] > 40  # something is printed


def test_cells_that_say_other_things_look_otherwise() -> None:
    data = drawn()
    assert cut_out(data, "108").png != cut_out(data, "100").png


def test_a_cut_out_is_small_in_few_greys_and_knows_its_width() -> None:
    long = Drawing().table([20, 360, 380], [20, 150, 280], "")
    for line in range(8):
        long.text(30, 40 + 14 * line, f"{line} many words stand in this cell of causes and effects")
    data = pdf(long)
    own = read_pdf("R5.pdf", data).grids[0].cells[0]
    assert own.place.page and own.place.box
    found, small = *pictures.cell_pictures(data, [(own.place.page, own.place.box)]), cut_out(drawn(), "108")
    for each in (found, small):
        assert len(each.png) <= 1000 and Image.open(io.BytesIO(each.png)).mode == "P"
        assert len(image(each.png).getcolors() or []) <= 16
    assert 15 < small.width < 40


class TestPages:
    def test_each_page_as_it_is_read_pale_but_for_what_is_clear(self) -> None:
        black = Drawing().box(50, 50, 350, 250, fill=(0, 0, 0))
        data = pdf(black, Drawing().table(XS, YS, TEXTS), rotate=90)
        first, second = pictures.page_pictures(data, {1: [(0, 0, 300, 200)]})
        assert (first.number, second.number) == (1, 2) and (first.width, first.height) == (300, 400)
        page = image(first.png)
        across, down = page.width / 300, page.height / 400
        assert page.getpixel((round(150 * across), round(100 * down))) == 0
        assert page.getpixel((round(150 * across), round(300 * down))) == pytest.approx(128, abs=17)

    def test_together_they_are_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = pdf(*[Drawing().table(XS, YS, TEXTS) for _ in range(4)])
        large = sum(len(page.png) for page in pictures.page_pictures(data, {}))
        monkeypatch.setattr(pictures, "_MOST_BYTES", large // 2)
        assert sum(len(page.png) for page in pictures.page_pictures(data, {})) < large

    def test_of_too_many_pages_those_with_cells_come_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pictures, "MOST_PAGES", 2)
        data = pdf(*[Drawing().table(XS, YS, TEXTS) for _ in range(4)])
        assert [page.number for page in pictures.page_pictures(data, {4: []})] == [1, 4]
