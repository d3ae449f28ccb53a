"""Pictures of files beside a notebook 画像のファイル: taken into it when it is run, so that it shows them anywhere."""

import re
from base64 import b64encode
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup
from nbformat import NotebookNode

from cityplan.report.markdown import markdown_html

PICTURES = "pictures"  # in the metadata of a cell: the words of its link -> data:image/…
_KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".webp": "webp"}
_PERHAPS = re.compile(r"!\[|<img", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


def take_pictures(notebook: NotebookNode, folder: Path) -> list[Path]:
    """Keep in each cell the pictures that it shows of files; says which files."""
    taken: list[Path] = []
    for cell in notebook.cells:
        found: dict[str, str] = {}
        for source in _sources(cell):
            path = folder / unquote(source)
            kind = _KINDS.get(path.suffix.lower())
            if kind and not _ELSEWHERE.match(source) and path.is_file():
                data = b64encode(path.read_bytes()).decode()
                found[source] = f"data:image/{kind};base64,{data}"
                taken.append(path)
        if found:
            cell.metadata[PICTURES] = found
    return taken


def attached(cell: NotebookNode) -> dict[str, str]:
    """The pictures that were pasted into a text 貼り付けた画像."""
    return {
        name: f"data:{kind};base64,{''.join(data.split())}"
        for name, kinds in cell.get("attachments", {}).items()
        for kind, data in kinds.items()
        if kind.startswith("image/")
    }


def _sources(cell: NotebookNode) -> list[str]:
    texts = [markdown_html(cell.source)] if cell.cell_type == "markdown" and _PERHAPS.search(cell.source) else []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if _PERHAPS.search(str(data.get("text/html", ""))):
            texts.append(data["text/html"])
        elif "text/html" not in data and _PERHAPS.search(str(data.get("text/markdown", ""))):
            texts.append(markdown_html(data["text/markdown"]))
    return [str(picture["src"]) for text in texts for picture in BeautifulSoup(text, "html.parser").select("img[src]")]
