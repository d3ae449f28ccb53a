"""A new city 市 without code: its folder in data/raw/ with a `source.toml`, proposed for a file or to be filled in."""

from pathlib import Path

from cityplan.build.new_city import new_city_of_file, place_of
from cityplan.files.errors import UsageError
from cityplan.files.files import read_text, write_text
from cityplan.read.kinds import DOCUMENT_KINDS
from cityplan.read.proposal.listing import as_text


def new_city(root: Path, name: str, layout: str) -> Path:
    """Write data/raw/<name>/source.toml from the template of a layout; its path below `root`.

    UsageError where the name is no folder name, the layout is unknown, or the file is there.
    """
    path = place_of(root, name)
    template = DOCUMENT_KINDS[layout].template if layout in DOCUMENT_KINDS else None
    if template is None:
        raise UsageError(f"文書の形「{layout}」はありません。--layout に使えるもの:\n{known_layouts()}")
    write_text(root / path, read_text(template))
    return path


def new_city_by_file(root: Path, name: str, file: Path, layout: str) -> str:
    """Write data/raw/<name>/ from a file; what was seen in it and what to do next, in Japanese."""
    path, found = new_city_of_file(root, name, file, layout)
    asked = f"「質問:」（{found.questions}か所）を読み、答えます。"
    kind = (
        f"文書の形は {found.layout} としました。違えば、{path.as_posix()} を消し、--layout で形を書いて実行し直します。"
    )
    return (
        f"{as_text(found)}\n{path.as_posix()} を作り、{file.name} を写しました。\n{kind}\n次にすること:\n"
        f"  1. {path.as_posix()} を開き、{asked}上の「当方の列」が合っているかも確かめます。\n"
        f"  2. python pipeline.py --city {name} を実行します。止まったら、表示のとおりに直して、もう一度実行します。\n"
        "書き方は docs/declarations.ja.md、進め方は docs/new-city.ja.md にあります。"
    )


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
