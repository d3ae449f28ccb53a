"""Pictures of dots 画像 as SVG, which a page and a PDF show alike: without places, dates and names in them."""

import io
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cityplan.files.svg import UnsupportedSvg

if TYPE_CHECKING:
    from PIL import Image

_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
SCREEN = 96  # dots per inch, where a picture does not say how large it is
Box = tuple[int, int, int, int]
WIDEST = 2200  # dots: 300 an inch over the width of a page


def picture_svg(data: bytes, label: str, *, dpi: float = SCREEN, width: float = 0) -> str:
    """A picture (PNG, JPEG, GIF, WebP) as SVG with the attributes `label`, `width` points wide.

    Raises UnsupportedSvg for what is no such picture. A larger one than a page can show is made
    smaller; what a camera notes in it (place, time, name) is left out.
    """
    kind, data, (across, down) = _cleaned(data)
    wide = width or across * 72 / dpi
    high = wide * down / across
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{label} width="{wide:.2f}pt" height="{high:.2f}pt"'
        f' viewBox="0 0 {across} {down}"><image width="{across}" height="{down}"'
        f' href="data:{kind};base64,{b64encode(data).decode()}"/></svg>'
    )


def decoded(address: str) -> bytes:
    """The bytes of a `data:image/…;base64,…` address; UnsupportedSvg for another."""
    head, _, text = address.partition(",")
    if not head.endswith(";base64"):
        raise UnsupportedSvg(f"画像を読めません（{head[:40]}）")
    try:
        return b64decode(text, validate=False)
    except ValueError as problem:
        raise UnsupportedSvg("画像を読めません（base64 ではない）") from problem


def _cleaned(data: bytes) -> tuple[str, bytes, tuple[int, int]]:
    from PIL import Image, ImageOps  # heavy, and only where there is a picture

    try:
        with Image.open(io.BytesIO(data), formats=list(_KINDS)) as image:
            kind = image.format or "PNG"
            if kind == "PNG" and max(image.size) <= WIDEST and not image.getexif():
                image.load()
                return _KINDS[kind], data, image.size
            turned = ImageOps.exif_transpose(image) or image
            turned.thumbnail((WIDEST, WIDEST))
            kind = "JPEG" if kind == "JPEG" else "PNG"
            shown = turned.convert("RGB" if kind == "JPEG" or turned.mode == "CMYK" else "RGBA")
            shown.info = {}
            buffer = io.BytesIO()
            shown.save(buffer, kind, **({"quality": 88} if kind == "JPEG" else {}))
            return _KINDS[kind], buffer.getvalue(), shown.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise UnsupportedSvg("画像として読めません（PNG か JPEG にしてください）") from problem


GREYS = 16  # of a picture of a page: a cell of it has under 1 kB
_FAINT = 48  # of 255: what differs less from the ground is no print
_LIGHT = 0.5  # how far what is not read is paled


def grey_png(pixels: bytes, size: tuple[int, int], stride: int, clear: Sequence[Box]) -> bytes:
    """Grey dots (one byte each, rows of `stride` bytes) as PNG in 16 greys; what is outside of `clear` boxes is paled.

    Boxes are x0, y0, x1, y1 in dots.
    """
    image = _grey(pixels, size, stride)
    pale = image.point([round(255 - (255 - value) * _LIGHT) for value in range(256)])
    for box in clear:
        pale.paste(image.crop(box), box[:2])
    return _in_few_greys(pale)


def print_png(
    pixels: bytes, size: tuple[int, int], stride: int, frame: int, margin: int, most: tuple[int, int]
) -> tuple[bytes, int]:
    """What is printed within a frame of so many dots, with a margin, as PNG in 16 greys; and its width.

    Of what is larger than `most` (width and height) its upper left; where nothing differs from the ground, of all.
    """
    image = _grey(pixels, size, stride)
    inner = image.crop((frame, frame, max(size[0] - frame, frame + 1), max(size[1] - frame, frame + 1)))
    counts = inner.histogram()
    ground = counts.index(max(counts))
    print_at = inner.point([255 * (abs(value - ground) > _FAINT) for value in range(256)]).getbbox()
    if print_at:
        left, top, right, bottom = (at + frame for at in print_at)
        image = image.crop(
            (max(left - margin, 0), max(top - margin, 0), min(right + margin, size[0]), min(bottom + margin, size[1]))
        )
    image = image.crop((0, 0, min(image.width, most[0]), min(image.height, most[1])))
    return _in_few_greys(image), image.width


def _grey(pixels: bytes, size: tuple[int, int], stride: int) -> "Image.Image":
    from PIL import Image  # heavy, and only where there is a picture

    return Image.frombuffer("L", size, pixels, "raw", "L", stride, 1)


def _in_few_greys(image: "Image.Image") -> bytes:
    from PIL import Image

    steps = GREYS - 1
    few = image.point([(value * steps + 127) // 255 for value in range(256)])
    shown = Image.frombytes("P", few.size, few.tobytes())
    shown.putpalette([value * 255 // steps for value in range(GREYS) for _ in range(3)])
    buffer = io.BytesIO()
    shown.save(buffer, "PNG", bits=4, compress_level=7)
    return buffer.getvalue()
