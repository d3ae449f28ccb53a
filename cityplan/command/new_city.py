"""A new city 市 without code: its folder in data/raw/ with a commented `source.toml` to fill in."""

import re
from pathlib import Path

from cityplan.city.source import RAW
from cityplan.files.errors import UsageError
from cityplan.files.files import read_text, write_text
from cityplan.read.kinds import DOCUMENT_KINDS

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def new_city(root: Path, name: str, layout: str) -> Path:
    """Write data/raw/<name>/source.toml from the template of a layout; its path below `root`.

    UsageError where the name is no folder name, the layout is unknown, or the file is there.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"市のフォルダの名前「{name}」は使えません。"
            "半角の小文字・数字・ハイフンだけで、40字までにしてください（例: mihon-shi）。"
        )
    template = DOCUMENT_KINDS[layout].template if layout in DOCUMENT_KINDS else None
    if template is None:
        raise UsageError(f"文書の形「{layout}」はありません。--layout に使えるもの:\n{known_layouts()}")
    path = RAW / name / "source.toml"
    if (root / path).exists():
        raise UsageError(
            f"{path.as_posix()} はもうあります。上書きしません。年度を加えるときは、"
            "このファイルに [[edition]] を書き足してください。"
        )
    write_text(root / path, read_text(template))
    return path


def known_layouts() -> str:
    """The kinds of document that a city may begin with, one a line, with what they look like."""
    return "\n".join(f"  {kind.name}\t{kind.looks}" for kind in DOCUMENT_KINDS.values() if kind.template)


def steps_after_new_city(path: Path) -> str:
    """What to do after the file is written, in Japanese."""
    folder = path.parent.as_posix()
    return (
        f"{path.as_posix()} を作りました。次にすること:\n"
        f"  1. 文書を {folder}/ に置きます（受け取ったまま。名前の例: R5.txt、R5.csv）。\n"
        f'  2. {path.as_posix()} を開き、"" の中を書き入れます。\n'
        f"  3. python pipeline.py --city {path.parent.name} を実行します。"
        "止まったら、表示のとおりに直して、もう一度実行します。\n"
        "くわしくは docs/new-city.ja.md にあります。"
    )
