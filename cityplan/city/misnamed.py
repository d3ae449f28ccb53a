"""Decisions under another name 名前の違うファイル: told, since what nobody reads would be taken for carried out."""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path

from cityplan.city.answers import FOLDER, SHEET
from cityplan.city.edition import COMMENTS, CORRECTIONS
from cityplan.files.archive import check_archive, read_part
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import fold

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_SUFFIXES = (".csv", ".tsv", ".txt", *_WORKBOOKS)
_MORE = re.compile(r"[-_ (].*")  # answers_R5, comments_old
_COPY = re.compile(r"\s*(?:\(\d+\)|[-_ ]*copy|[-_ の]*コピー)", re.IGNORECASE)
_ALIKE = 0.85  # correction, coments
_LIST = ("findings", "正誤表", "正誤表案", "回答")  # how the 正誤表案 is called that comes back
_SHEET = f'name="{SHEET}"'.encode()
_BOOK, _MOST = "xl/workbook.xml", 1_000_000  # the part of a workbook that names its sheets; bytes


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
    is_meant = _is_near(path.name, FOLDER) or _base(path.name) in (FOLDER, "回答")
    if is_meant and not _is_same(path, FOLDER):
        yield "このフォルダの回答は読みません", f"フォルダの名前を {FOLDER} にしてください。"


def _in_file(path: Path) -> Iterator[tuple[str, str]]:
    stem, suffix = _parts(path.name)
    if suffix not in _SUFFIXES or _is_same(path, CORRECTIONS) or _is_same(path, COMMENTS):
        return
    for name, what in ((CORRECTIONS, "訂正"), (COMMENTS, "コメント")):
        own = name.removesuffix(".csv")
        is_near = _is_near(stem, own) or _base(stem) in (own, what)
        if stem == own or (is_near and not _holds_lines(path.with_name(name))):
            yield (
                f"この名前のファイルは読みません（{what}は {name} に書きます）",
                f"Excel なら「CSV UTF-8（コンマ区切り）」で {name} として保存し、このファイルは消すか data/raw/ の外に移してください。",
            )
    if suffix in _WORKBOOKS and (_base(_COPY.sub("", stem)) in _LIST or _is_list(path)):
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


def _base(name: str) -> str:
    """A name without what is often put behind it.

    >>> _base("answers_R5"), _base("findings-商工課"), _base("コメント")
    ('answers', 'findings', 'コメント')
    """
    return _MORE.sub("", fold(name).casefold())


def _is_list(path: Path) -> bool:
    """Whether a workbook is a 正誤表案, by its sheets, whatever it is called."""
    with suppress(OSError, SourceError):
        data = path.read_bytes()
        check_archive(data, path.name, re.compile(_BOOK), _MOST, "")
        return _SHEET in read_part(data, _BOOK, path.name)
    return False


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
