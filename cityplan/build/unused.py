"""Files 使われていないファイル in data/raw that no edition names: told, with the lines that would use them."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cityplan.city.edition import COMMENTS, CORRECTIONS, RAW, Edition
from cityplan.city.source import Known
from cityplan.japanese.letters import fold
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.kinds import DOCUMENT_KINDS

_OWN = {"source.toml", CORRECTIONS, COMMENTS}
_YEAR = re.compile(r"(?:令和|平成|[RrHh])(?:\d{1,2}|元)|20\d\d")


@dataclass(frozen=True)
class Unused:
    """A file that nothing uses, below the project's root, and the lines for `source.toml`, if it looks like an edition."""

    file: str
    lines: str = ""

    def told(self) -> str:
        """What is said of it, in Japanese."""
        if not self.lines:
            return f"使っていないファイル: {self.file}"
        place = f"{self.file.rpartition('/')[0]}/source.toml"
        return (
            f"使っていないファイル: {self.file}"
            f"（{place} に次の行を加えると使います。文書に合わせて直してください）\n{self.lines}"
        )


def unused(root: Path, known: Known) -> list[Unused]:
    """The files in the folders of the cities that can be used, and beside them, that nothing uses."""
    found = [Unused(f"{RAW.as_posix()}/{path.name}") for path in _files(root / RAW)]
    for city in sorted({each.city for each in known.editions}):
        own = [each for each in known.editions if each.city == city]
        described = [*own, *(book for each in own for book in each.plan_books)]
        used = _OWN | {each.logo for each in own} | {file for each in described for file in (*each.files, each.text)}
        found += [
            Unused(own[0].beside(path.name), _lines(path.name, own))
            for path in _files(root / RAW / city)
            if path.name not in used
        ]
    return found


def _files(folder: Path) -> list[Path]:
    """The files of a folder, without those that explain it and those that systems leave."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return [
        path
        for path in paths
        if path.is_file() and path.name[0] not in ".~" and not path.name.upper().startswith("README")
    ]


def _lines(name: str, own: Sequence[Edition]) -> str:
    """The lines that make an edition of a file whose name tells a new year, as the newest one has them."""
    suffix = Path(name).suffix.lower()
    year = year_of_name(name)
    newest = own[-1]
    layout = _layout(suffix, newest)
    if not layout or year is None or year in {each.fiscal_year for each in own}:
        return ""
    later = year - newest.fiscal_year
    pairs = [
        ("year", era(year)),
        ("file", name),
        ("title", newest.title),
        ("layout", layout),
        ("rule", newest.rule.name if newest.rule else ""),
        ("plan_word", newest.plan_word),
        ("baseline", _era(newest.baseline)),
        ("previous", _era(newest.previous, later)),
        ("actual", _era(newest.actual, later)),
        ("target", _era(newest.target)),
    ]
    said = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in pairs if text]
    return "\n".join(["[[edition]]", *said])


def year_of_name(name: str) -> int | None:
    """The fiscal year that a file's name tells.

    >>> year_of_name("令和6年度.xlsx"), year_of_name("R6.csv"), year_of_name("一覧.csv")
    (2024, 2024, None)
    """
    words = _YEAR.search(fold(Path(name).stem))
    return fiscal_year(words[0]) if words else None


def _layout(suffix: str, newest: Edition) -> str:
    """As the newest edition has it, or a form that was made of it, or the first kind with such files; empty for none.

    A kind that is declared table by table (`tables`) is no guess for the document of a city that has none of it.
    """
    able = [
        kind
        for kind in DOCUMENT_KINDS.values()
        if suffix in kind.suffixes and (kind.template or kind.is_filled_in or kind.name == newest.layout)
    ]
    names = [kind.name for kind in sorted(able, key=lambda kind: not kind.is_filled_in)]
    return newest.layout if newest.layout in names else next(iter(names), "")


def _era(year: int | None, later: int = 0) -> str:
    return era(year + later) if year else ""
