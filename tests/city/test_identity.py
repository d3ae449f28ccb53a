"""The city's colour and logo: taken where they can be shown, refused with a reason otherwise."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from cityplan import steps
from cityplan.build.run import run_notebook
from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.city.identity import LARGEST_LOGO, read_logo
from cityplan.files.errors import SourceError
from cityplan.files.svg import read_svg
from cityplan.page.export import export_html, export_pdf
from cityplan.report.plan import brief
from tests.pdf_checks import PROFILES, failures

ROOT = Path(__file__).parents[2]
SIGN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0H40V20H0Z" fill="#007A70"/></svg>'


CITY = ("hitachi", "R5")


def alternative_texts(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        objects = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary)]
        return [str(each.Alt) for each in objects if "/Alt" in each]


def png(width: int = 64, height: int = 32) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA", (width, height), (0, 122, 112, 128)).save(buffer, format="PNG")
    return buffer.getvalue()


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """A project whose city has a colour and a logo."""

    def made(colour: str = "#5A3D00", logo: str = "sign.svg", data: bytes = SIGN.encode()) -> Path:
        for name in ("data/raw/hitachi", "notebooks"):
            shutil.copytree(ROOT / name, tmp_path / name, dirs_exist_ok=True)
        known = tmp_path / "data/raw/hitachi/source.toml"
        lines = f'colour = "{colour}"\nlogo = "{logo}"\n'
        known.write_text(lines + known.read_text(encoding="utf-8"), encoding="utf-8")
        if Path(logo).name == logo:
            (known.parent / logo).write_bytes(data)
        return tmp_path

    return made


@pytest.mark.parametrize("data", [SIGN.encode(), png()], ids=["svg", "png"])
def test_colour_and_logo_reach_both_formats(project: Callable[..., Path], data: bytes) -> None:
    root = project(data=data)
    steps.save(str(root), *CITY, steps.clean_document(str(root), *CITY))
    steps.save(str(root), *CITY, steps.compute_document(str(root), *CITY, 5))
    executed = run_notebook(root / "notebooks/40_brief.ipynb", {"plan": "06"})
    page = export_html(executed).decode()
    assert "--band: #5A3D00" in page and 'aria-label="日立市のロゴ"' in page
    pdf = export_pdf(executed)
    assert not any(failures(pdf, profile) for profile in PROFILES)
    assert "日立市のロゴ" in alternative_texts(pdf)


@pytest.mark.parametrize("colour", ["#7FC9FF", "blue", "#12345", "#0B2A5E;}", "url(x)"])
def test_a_colour_that_cannot_be_used_is_named(project: Callable[..., Path], colour: str) -> None:
    with pytest.raises(SourceError) as caught:
        source.editions(project(colour=colour))
    assert caught.value.column == "colour" and caught.value.text == colour


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
        SIGN.replace("<path", "<script>alert(1)</script><path").encode(),
        SIGN.replace("<path", '<image href="https://example.com/a.png"/><path').encode(),
        SIGN.replace("<path", '<path onclick="x"').encode(),
        SIGN.replace("<path", "<text>市</text><path").encode(),
        SIGN.replace("40 20", "0 0 40 0").encode(),
        png()[:20],
        png()[:-30],
        png()[:60] + b"junk" + png()[64:],
        SIGN.replace("<path", "<style>@import 'x.css'</style><path").encode(),
        SIGN.replace(' viewBox="0 0 40 20"', ' width="40" height="20"').encode(),
        SIGN.encode() + b" " * LARGEST_LOGO,
    ],
)  # fmt: skip
def test_a_logo_that_cannot_be_used_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "logo"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_logo(path, "data/raw/x/logo", "ロゴ")
    assert caught.value.column == "logo" and caught.value.file == "data/raw/x/logo"


def test_the_style_of_a_logo_does_not_reach_the_page(tmp_path: Path) -> None:
    path = tmp_path / "logo"
    path.write_text(SIGN.replace("<path", "<style>path{fill:#123456}</style><path"), encoding="utf-8")
    drawn = read_logo(path, "data/raw/x/logo", "ロゴ")
    assert "<style" not in drawn and "fill:#123456" in drawn


def test_a_logo_elsewhere_is_refused(project: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        source.editions(project(logo="../hitachi/sign.svg"))
    outside, link = tmp_path / "outside.svg", tmp_path / "link.svg"
    outside.write_text(SIGN)
    link.symlink_to(outside)
    with pytest.raises(SourceError):
        read_logo(link, "link.svg", "ロゴ")


@pytest.mark.parametrize("size", [(400, 20), (20, 400), (64, 64)])
def test_a_logo_fits_its_line_and_keeps_its_shape(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(png(*size))
    shown = read_logo(path, "logo.png", "ロゴ & 市")
    svg = read_svg(shown)
    assert svg.alt == "ロゴ & 市" and svg.width <= 126
    image = shown.split("<image")[1]
    width, height = (float(image.split(f'{k}="')[1].split('"')[0]) for k in ("width", "height"))
    assert width / height == pytest.approx(size[0] / size[1], rel=0.02)


def test_without_a_logo_nothing_is_shown(edition: Edition) -> None:
    assert edition.colour == "" and not brief.logo(ROOT, edition)
