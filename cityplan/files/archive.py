"""ZIP archives 圧縮ファイル, as which Office files come: how large they are, before anything is unpacked."""

import re
import zipfile
import zlib
from io import BytesIO

from cityplan.files.errors import SourceError
from cityplan.files.files import LARGEST
from cityplan.files.kinds import BROKEN_ARCHIVE

MOST_UNPACKED = LARGEST  # bytes of all parts
MOST_PARTS = 10_000


def check_archive(data: bytes, file: str, held: re.Pattern[str], most_held: int, next_step: str) -> list[str]:
    """The names of an archive's parts; SourceError where they would unpack to more than anyone can have meant.

    `held` are the parts that are held as a tree, together at most `most_held` bytes. The sizes are those that the
    archive declares; a part that is longer than it declares is cut off there.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sizes = [(part.filename, part.file_size) for part in archive.infolist()]
    except BROKEN_ARCHIVE as error:
        raise SourceError(
            "ファイルが壊れています（途中で切れたのかもしれません）",
            file=file,
            next_step="もう一度受け取り、置き直してください。",
        ) from error
    if len(sizes) > MOST_PARTS:
        raise SourceError(
            f"中の部品が多すぎます（{len(sizes):,}個。{MOST_PARTS:,}個まで）", file=file, next_step=next_step
        )
    trees = sum(size for name, size in sizes if held.fullmatch(name))
    for size, most in ((sum(size for _, size in sizes), MOST_UNPACKED), (trees, most_held)):
        if size > most:
            raise SourceError(
                f"展開すると大きすぎます（{size:,}バイト。{most:,}バイトまで）", file=file, next_step=next_step
            )
    return [name for name, _ in sizes]


def read_part(data: bytes, name: str, file: str) -> bytes:
    """One part of an archive that was checked; SourceError where it is missing or broken."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.read(name)
    except (*BROKEN_ARCHIVE, KeyError, zlib.error, EOFError, RuntimeError) as error:
        raise SourceError(
            f"ファイルが壊れています（中の {name} を読めません）",
            file=file,
            next_step="もう一度受け取り、置き直してください。",
        ) from error
