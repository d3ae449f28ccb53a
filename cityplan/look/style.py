"""The values of `style.toml`, and where the fonts 書体 are."""

from functools import cache
from pathlib import Path
from typing import Any

from cityplan.files.toml_text import toml_values

STYLE_FILE = Path(__file__).with_name("style.toml")
FONTS = Path(__file__).parent / "fonts"


@cache
def style() -> dict[str, Any]:
    """The look 体裁 of HTML, PDF and charts: its sections, each with its values."""
    return toml_values(STYLE_FILE.read_text(encoding="utf-8"), "cityplan/look/style.toml")
