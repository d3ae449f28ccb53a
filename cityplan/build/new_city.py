"""A new city 市 from a file that nobody has described: its folder in data/raw/, with the file and a proposed `source.toml`."""

import os
import re
from pathlib import Path

from cityplan.city.counts import counts_lines
from cityplan.city.edition import RAW
from cityplan.city.entries import check_place
from cityplan.city.source import editions
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.files import read_bytes, write_all
from cityplan.files.names import is_name_everywhere
from cityplan.files.toml_text import toml_comment
from cityplan.read.proposal.opened import contents_of
from cityplan.read.proposal.proposal import Proposal, proposal

_COUNTS = (
    "件数です。下は、この案で読み取った数です。原本で数えて合っていれば、先頭の # を消してください。"
    "あとで行が失われたり重なったりすると、指摘になります。違えば、表の読み方か、原本の行を確かめてください。"
)
_COUNTS_LATER = (
    "件数（[edition.counts]）を書くと、行が失われたり重なったりしたときに指摘になります。"
    "文書が読めるようになると、正誤表案の「件数の照らし合わせ」に、貼る行が出ます。"
)
PROPOSED = ("tables", "sheets", "forms", "chapter")  # the layouts that are proposed for a file
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def place_of(root: Path, name: str) -> Path:
    """Where the `source.toml` of a new city goes, below `root`; UsageError where it cannot, or is there."""
    if not _NAME.fullmatch(name) or not is_name_everywhere(name):
        raise UsageError(
            f"市のフォルダの名前「{name}」は使えません。"
            "半角の小文字・数字・ハイフンだけで、40字までの、Windows の決まった名前（con、aux など）でないものにしてください"
            "（例: mihon-shi）。"
        )
    path = RAW / name / "source.toml"
    if os.path.lexists(root / path):
        raise UsageError(
            f"{path.as_posix()} はもうあります。上書きしません。年度を加えるときは、このファイルに [[edition]] を書き足してください。"
            f"案を作り直すときは、直した所を控えてから {path.as_posix()} を消してください。"
        )
    return path


def new_city_of_file(root: Path, name: str, file: Path, layout: str = "") -> tuple[Path, Proposal]:
    """Copy a file into data/raw/<name>/ and write the proposed source.toml beside it; its path below `root`.

    UsageError where the name is none or the city is there, SourceError where the file cannot be read, or not as
    `layout`. Nothing is overwritten, and nothing is written where anything is wrong.
    """
    path = place_of(root, name)
    check_place(file.name, str(file), "file")
    data = read_bytes(file, str(file))
    copy = (root / path).with_name(file.name)
    if copy.exists() and read_bytes(copy, str(copy)) != data:
        raise UsageError(
            f"{path.with_name(file.name).as_posix()} はもうあり、{file} と中身が違います。上書きしません。"
            "どちらかの名前を変えてください。"
        )
    found = proposed(file, name, layout)
    write_all({root / path: found.text.encode()} | ({} if copy.exists() else {copy: data}))
    write_all({root / path: f"{found.text}\n{_counts_asked(root, name)}\n".encode()})
    return path, found


def _counts_asked(root: Path, name: str) -> str:
    """The control totals 件数 of a city that was just proposed, as comments for a person who has counted them."""
    from cityplan.compute.counted import counted  # with pandas, which the help of a command does without
    from cityplan.steps import clean_document

    try:
        (edition,) = [each for each in editions(root, name) if each.city == name]
        lines = counts_lines(counted(clean_document(str(root), name, edition.year)))
    except (SourceError, ValueError):
        return toml_comment(_COUNTS_LATER)
    return "\n".join(map(toml_comment, (_COUNTS, *lines.split("\n"))))


def proposed(file: Path, name: str, layout: str = "") -> Proposal:
    """What is proposed for a file; SourceError where no table is found in it, or nothing that makes it a `layout`."""
    if layout not in ("", *PROPOSED):
        raise UsageError(
            f"--file と一緒に指定できる --layout は、{'、'.join(PROPOSED)} です（「{layout}」は使えません）。"
        )
    found = proposal(contents_of(file), name, file.name, layout)
    if layout not in ("", found.layout):
        raise SourceError(
            f"{layout} の形に見えるところが見つかりません",
            file=str(file),
            next_step="--layout をはずすか、ほかの形を指定してください。形の見分け方は docs/new-city.ja.md の1にあります。",
        )
    if not found.seen.tables and found.forms is None and found.chapter is None:
        raise SourceError(
            "見出しのある表が見つかりません",
            file=str(file),
            next_step="1行に1つの指標か事業を書いた表（見出しに「指標名」「目標値」「実績値」など）のあるファイルを指定してください。"
            "文字を取り出した文書なら、元のファイル（PDF、Word、Excel）があればそれを指定し、なければ --file の代わりに --layout を使います。",
        )
    return found
