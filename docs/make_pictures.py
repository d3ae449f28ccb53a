"""The pictures of the READMEs: first pages of real briefs, by pdftoppm (poppler) from reports/.

Make the briefs first (`make briefs`), then run `.venv/bin/python docs/make_pictures.py`.
"""

import io
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "reports/R5/hitachi"
PICTURES = ROOT / "docs/pictures"
NAMES = ("plan-06", "plan-05", "overview")
DOTS_PER_INCH = 110
COLORS = 48  # a page has few; the same picture takes a third of the space
MOST_BYTES = 250_000


def main() -> int:
    """Make every picture anew; returns the exit code."""
    PICTURES.mkdir(exist_ok=True)
    for name in NAMES:
        report = REPORTS / f"{name}.pdf"
        if not report.exists():
            print(
                f"{report.relative_to(ROOT)} is missing: run `make briefs` first", file=sys.stderr
            )
            return 1
        data = picture(report)
        if len(data) > MOST_BYTES:
            print(
                f"{name}.png would have {len(data)} bytes (at most {MOST_BYTES})", file=sys.stderr
            )
            return 1
        (PICTURES / f"{name}.png").write_bytes(data)
        print(f"docs/pictures/{name}.png  {len(data) // 1000} kB")
    return 0


def picture(report: Path) -> bytes:
    """The first page of a PDF as a small PNG."""
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", "-png", str(report)]
    page = subprocess.run(command, capture_output=True, check=True).stdout
    small = Image.open(io.BytesIO(page)).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    small.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
