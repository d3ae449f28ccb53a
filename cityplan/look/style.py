"""The values of `style.toml`, and where the fonts 書体 are."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

STYLE_FILE = Path(__file__).with_name("style.toml")
FONTS = Path(__file__).parent / "fonts"


@cache
def style() -> dict[str, Any]:
    """The look 体裁 of HTML, PDF and charts: its sections, each with its values."""
    return tomllib.loads(STYLE_FILE.read_text(encoding="utf-8"))
