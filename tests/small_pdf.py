"""Small PDFs, drawn line by line: each has one thing that a reader must get right. y grows downwards from the top."""

import math
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

WIDTH, HEIGHT = 400, 300
WHITE, BLUE, GREY = (1, 1, 1), (0.1, 0.3, 0.6), (0.85, 0.85, 0.85)

Colour = tuple[float, float, float]


@dataclass
class Drawing:
    """What is drawn on a page, in its order."""

    acts: list[str] = field(default_factory=list)
    height: float = HEIGHT
    width: float = WIDTH

    def text(self, x: float, y: float, text: str, size: float = 10, mode: int = 0, **look: object) -> "Drawing":
        """A text with its base line at y; `turn` degrees clockwise, or letters `downwards`."""
        colour = look.get("colour", (0, 0, 0))
        turn = -math.radians(float(str(look.get("turn", 0))))
        a, b = math.cos(turn), math.sin(turn)
        matrix = f"{a:.5f} {b:.5f} {-b:.5f} {a:.5f} {x} {self.height - y}"
        letters = text.encode("utf-16-be").hex()
        rgb = " ".join(map(str, colour))  # type: ignore[call-overload]
        font = "V" if look.get("downwards") else "F"
        self.acts.append(f"BT {rgb} rg /{font} {size} Tf {mode} Tr {matrix} Tm <{letters}> Tj ET")
        return self

    def line(
        self, x0: float, y0: float, x1: float, y1: float, width: float = 1, colour: Colour = (0, 0, 0), dash: str = "[]"
    ) -> "Drawing":
        rgb = " ".join(map(str, colour))
        ends = f"{x0} {self.height - y0} m {x1} {self.height - y1} l"
        self.acts.append(f"q {rgb} RG {width} w {dash} 0 d {ends} S Q")
        return self

    def box(
        self, x0: float, y0: float, x1: float, y1: float, fill: Colour | None = None, stroke: Colour | None = (0, 0, 0)
    ) -> "Drawing":
        paint = {(True, True): "B", (True, False): "f", (False, True): "S"}[fill is not None, stroke is not None]
        colours = f"{' '.join(map(str, fill or (0, 0, 0)))} rg {' '.join(map(str, stroke or (0, 0, 0)))} RG"
        self.acts.append(f"q {colours} 1 w {x0} {self.height - y1} {x1 - x0} {y1 - y0} re {paint} Q")
        return self

    def ring(self, x0: float, y0: float, x1: float, y1: float) -> "Drawing":
        """An ellipse that fills a box."""
        x, y, rx, ry = (x0 + x1) / 2, self.height - (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2
        kx, ky = 0.5523 * rx, 0.5523 * ry
        quarters = [
            (x + rx, y + ky, x + kx, y + ry, x, y + ry),
            (x - kx, y + ry, x - rx, y + ky, x - rx, y),
            (x - rx, y - ky, x - kx, y - ry, x, y - ry),
            (x + kx, y - ry, x + rx, y - ky, x + rx, y),
        ]
        curves = " ".join(" ".join(f"{each:.3f}" for each in quarter) + " c" for quarter in quarters)
        self.acts.append(f"q 1 w {x + rx} {y} m {curves} h S Q")
        return self

    def seen_through(self, x0: float, y0: float, x1: float, y1: float, fill: Colour) -> "Drawing":
        """A rectangle through which what lies below it is seen, as a marker's."""
        self.acts.append("q /G gs")
        self.box(x0, y0, x1, y1, fill=fill, stroke=None)
        self.acts.append("Q")
        return self

    def table(self, xs: list[float], ys: list[float], texts: str = "", **look: object) -> "Drawing":
        """A table with all its rules; `texts` has rows on lines, cells between |."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1], **look)  # type: ignore[arg-type]
        for y in ys:
            self.line(xs[0], y, xs[-1], y, **look)  # type: ignore[arg-type]
        return self.fill_in(xs, ys, texts)

    def fill_in(self, xs: list[float], ys: list[float], texts: str) -> "Drawing":
        for y, row in zip(ys, texts.split("\n"), strict=False):
            for x, text in zip(xs, row.split("|"), strict=False):
                if text:
                    self.text(x + 4, y + 14, text)
        return self

    def picture(self) -> "Drawing":
        """A picture over the whole page, as a scan has it."""
        self.acts.append(f"q {self.width} 0 0 {self.height} 0 0 cm /Im Do Q")
        return self


def pdf(*drawings: Drawing, rotate: int = 0, form: str = "", fonts: bool = True, **save: object) -> bytes:
    """The bytes of a PDF with a page for each drawing; `form` is the matrix of a form XObject that holds it."""
    made = pikepdf.new()
    font = made.make_indirect(_font("H") if fonts else _font_without_map())
    downwards = made.make_indirect(_font("V"))
    for drawing in drawings:
        page = made.add_blank_page(page_size=(drawing.width, drawing.height))
        data = "\n".join(drawing.acts).encode()
        resources = Dictionary(
            Font=Dictionary(F=font, V=downwards),
            XObject=Dictionary(Im=_image(made)),
            ExtGState=Dictionary(G=Dictionary(ca=0.9, BM=Name.Multiply)),
        )
        page.obj.Resources = resources
        if form:
            held = made.make_stream(data)
            held.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/Resources": resources})
            held.BBox = Array([-1000, -1000, 2000, 2000])
            page.obj.Resources = Dictionary(XObject=Dictionary(Fm=held))
            data = f"q {form} cm /Fm Do Q".encode()
        page.obj.Contents = made.make_stream(data)
        page.obj.Rotate = rotate
    buffer = BytesIO()
    made.save(buffer, **save)  # type: ignore[arg-type]
    return buffer.getvalue()


def _font(direction: str) -> Dictionary:
    """A Japanese font by its name, with the letters of UTF-16; nothing is embedded."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/HeiseiKakuGo-W5"), Flags=4, Ascent=752, Descent=-221, CapHeight=737,
        FontBBox=Array([-92, -250, 1010, 922]), ItalicAngle=0, StemV=114,
    )  # fmt: skip
    return _type0(f"/UniJIS-UTF16-{direction}", "Japan1", descriptor)


def _font_without_map() -> Dictionary:
    """A font whose codes nobody knows: what is copied from it are boxes."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/Unknown"), Flags=4, Ascent=752, Descent=-221, CapHeight=737,
        FontBBox=Array([-92, -250, 1010, 922]), ItalicAngle=0, StemV=114,
    )  # fmt: skip
    return _type0("/Identity-H", "Identity", descriptor)


def _type0(encoding: str, ordering: str, descriptor: Dictionary) -> Dictionary:
    below = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=descriptor.FontName, DW=1000, W=Array([1, 94, 500]),
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String(ordering), Supplement=2),
        FontDescriptor=descriptor,
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=descriptor.FontName,
        Encoding=Name(encoding),
        DescendantFonts=Array([below]),
    )


def _image(made: pikepdf.Pdf) -> pikepdf.Object:
    image = made.make_stream(bytes([200]))
    image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 1, "/Height": 1, "/BitsPerComponent": 8})
    image.ColorSpace = Name.DeviceGray
    return image
