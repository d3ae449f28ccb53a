"""Decisions under another name 名前の違うファイル: told, since what nobody reads would be taken for carried out."""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path

from cityplan.city.answers import FOLDER
from cityplan.city.edition import COMMENTS, CORRECTIONS
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold

_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
_COPY = re.compile(r"\s*(?:\(\d+\)|[-_ ]*copy|[-_ の]*コピー)", re.IGNORECASE)
_ALIKE = 0.85  # correction, coments
_LIST = "findings"  # how the 正誤表案 is called that comes back


def check_names(folder: Path, place: str, used: Collection[str]) -> None:
    """SourceError where a file or folder beside a city's documents is meant for decisions and is not read.

    `place` is how the folder is told, `used` are the names that its editions read. A copy beside a file of decisions
    that is in use is a copy.
    """
    for path in _beside(folder):
        if path.name in {CORRECTIONS, COMMENTS, FOLDER, *used}:
            continue
        for problem, step in _in_folder(path) if path.is_dir() else _in_file(path):
            raise SourceError(problem, file=f"{place}/{path.name}", next_step=step)


def _beside(folder: Path) -> list[Path]:
    """What stands in the folder, without what systems leave there; nothing where it cannot be listed."""
    with suppress(OSError):
        return sorted(path for path in folder.iterdir() if path.name[0] not in ".~")
    return []


def _in_folder(path: Path) -> Iterator[tuple[str, str]]:
    if _is_near(path.name, FOLDER) and not _is_same(path, FOLDER):
        yield "このフォルダの回答は読みません", f"フォルダの名前を {FOLDER} にしてください。"


def _in_file(path: Path) -> Iterator[tuple[str, str]]:
    stem, suffix = _parts(path.name)
    if suffix not in _SUFFIXES or _is_same(path, CORRECTIONS) or _is_same(path, COMMENTS):
        return
    for name, what in ((CORRECTIONS, "訂正"), (COMMENTS, "コメント")):
        own = name.removesuffix(".csv")
        if stem == own or (_is_near(stem, own) and not _holds_lines(path.with_name(name))):
            yield (
                f"この名前のファイルは読みません（{what}は {name} に書きます）",
                f"Excel なら「CSV UTF-8（コンマ区切り）」で {name} として保存し、このファイルは消すか data/raw/ の外に移してください。",
            )
    if _COPY.sub("", stem) == _LIST and suffix == ".xlsx":
        yield (
            "この場所の正誤表案は読みません",
            f"回答のあるファイルなら {FOLDER}/ の中に移し、そうでなければ data/raw/ の外に移してください。",
        )


def _parts(name: str) -> tuple[str, str]:
    """The stem and the last suffix of a name, as people mean them.

    >>> _parts("Corrections.csv.txt"), _parts("corrections (1).csv"), _parts("正誤.xlsx")
    (('corrections', '.txt'), ('corrections(1)', '.csv'), ('正誤', '.xlsx'))
    """
    plain = fold(name).casefold()
    stem, dot, suffix = plain.rpartition(".")
    return stem.removesuffix(".csv").replace(" ", ""), f"{dot}{suffix}"


def _is_near(name: str, word: str) -> bool:
    plain = _COPY.sub("", fold(name).casefold())
    return SequenceMatcher(None, plain, word).ratio() >= _ALIKE


def _is_same(path: Path, name: str) -> bool:
    """Whether a system that knows no capitals takes a name for the other one."""
    other = path.with_name(name)
    return path.name.casefold() == name and other.exists() and other.samefile(path)


def _holds_lines(path: Path) -> bool:
    """Whether a file of decisions says anything below its heading."""
    try:
        return len(path.read_bytes().split()) > 1
    except OSError:
        return False
