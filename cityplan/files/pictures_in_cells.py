"""Pictures 図 on the cells of a workbook, each with words for who cannot see it."""

from dataclasses import dataclass
from io import BytesIO

from openpyxl.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor, SpreadsheetDrawing
from openpyxl.drawing.xdr import XDRPositiveSize2D

_EMU = 12_700  # in a point
_FREE = 2.0  # points, left of and above a picture


@dataclass(frozen=True)
class Picture:
    """A picture in a cell: its PNG, how wide it is in points, and what it shows, in words."""

    png: bytes
    width: float
    alt: str


def draw_picture(cell: Cell, picture: Picture, number: int) -> float:
    """Draw a picture, the `number`th of its sheet, on a cell; how high the row must be for it, in points."""
    image = Image(BytesIO(picture.png))
    height = float(picture.width * image.height / image.width)
    frame = SpreadsheetDrawing()._picture_frame(number)
    frame.nvPicPr.cNvPr.descr = picture.alt
    corner = AnchorMarker(col=cell.column - 1, row=cell.row - 1, colOff=int(_FREE * _EMU), rowOff=int(_FREE * _EMU))
    size = XDRPositiveSize2D(int(picture.width * _EMU), int(height * _EMU))
    image.anchor = OneCellAnchor(_from=corner, ext=size, pic=frame)
    cell.parent.add_image(image)
    return height + 2 * _FREE
