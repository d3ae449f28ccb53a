"""What a notebook shows, its cells run in this process: quick, and by the same code as in a kernel."""

import ast
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_notebook

from tests.sample_brief import shown


def shown_by(path: Path, **parameters: str) -> nbformat.NotebookNode:
    """A notebook with the outputs of its code cells, ready for the exporters."""
    known: dict[str, Any] = {}
    cells = []
    for cell in nbformat.read(path, as_version=4).cells:  # type: ignore[no-untyped-call]
        if cell.cell_type == "code":
            value = _run(cell.source, known)
            if "parameters" in cell.metadata.get("tags", []):
                known.update(parameters)
            elif value is not None and value != "":
                html = value._repr_html_()  # with metadata where there is some
                text, metadata = html if isinstance(html, tuple) else (html, {})
                cells.append(shown(str(text), {"text/html": metadata} if metadata else None))
    return new_notebook(cells=cells)  # type: ignore[no-untyped-call, no-any-return]


def _run(source: str, known: dict[str, Any]) -> Any:
    """Run a cell; the value of its last line, where that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), known)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), known) if last else None
