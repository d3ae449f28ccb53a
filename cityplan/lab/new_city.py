"""A new city 市 from a notebook: what `python -m cityplan new-city NAME --file FILE` does, shown as HTML."""

from pathlib import Path

from cityplan.build.new_city import new_city_of_file
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.files.project import project
from cityplan.read.proposal.listing import as_html

_ASKED = "name に市のフォルダの名前（半角の小文字・数字・ハイフン）、file に文書のファイル名を書いて、もう一度実行してください。"


def from_file(name: str, file: str, root: str = "..", layout: str = "") -> Fragment:
    """Make data/raw/<name>/ from a file, and show the tables in it and the proposed source.toml.

    `file` is seen from the open notebook, else from the project's folder; `layout` where the kind of document is not to
    be seen in it. UsageError and SourceError as there;
    without name or file nothing is made.
    """
    if not name or not file:
        return fragment("<p>{}</p>", _ASKED)
    top = project(root)
    path, found = new_city_of_file(top, name, Path(file) if Path(file).exists() else top / file, layout)
    kind = (
        f'文書の形は {found.layout} としました。違えば、それを消し、layout="forms" のように形を加えて実行し直します。'
    )
    asked = f"「質問:」は{found.questions}か所です。このファイルを開いて答えてから、10_clean.ipynb で市の名前を変えて実行します。"
    done = f"{path.as_posix()} を作りました。{kind}{asked}"
    return joined([fragment("<p>{}</p>", done), as_html(found)])
