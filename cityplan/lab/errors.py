"""What an analyst sees of a failure in JupyterLab: one Japanese line, where he looks, and nothing goes on below it.

A wrong parameter is told at the cell of the parameters as soon as it was run once. What earlier runs
opened is forgotten: a cell below would show another plan's figures.
"""

import ast
import linecache
from pathlib import Path
from types import TracebackType
from typing import Any

from cityplan.build.cell_errors import meaning
from cityplan.city import source
from cityplan.city.notebooks import assigned
from cityplan.city.plan_numbers import plan_of, unknown_plan
from cityplan.files.errors import AnalystError, SourceError, UsageError, error_line
from cityplan.files.notebooks import first_words
from cityplan.tables.rows import text_rows

_CHECK = "_cityplan_check"
_PARAMETERS = {"root", "city", "year"}
_stopped: dict[str, str] = {}  # what is forgotten, and why


def tell_in_japanese(shell: Any) -> None:
    """Have a kernel of JupyterLab tell failures in Japanese, once."""
    if any(isinstance(each, _WithCheck) for each in shell.ast_transformers):
        return
    shell.set_custom_exc((AnalystError, SyntaxError, NameError), _told)
    shell.user_ns[_CHECK] = lambda: check_parameters(shell.user_ns)
    shell.ast_transformers.append(_WithCheck())


def check_parameters(values: dict[str, Any]) -> None:
    """UsageError where city, year or plan of the parameters' cell do not exist, with those that do."""
    root = Path(str(values["root"]))
    edition = source.edition(root, values["city"], values["year"])
    if "previous" in values:
        source.edition(root, values["city"], values["previous"])
    known = [(row["plan_id"], row["name"]) for row in text_rows(root, edition, "plans")]
    plan = values.get("plan")
    if known and plan is not None and not plan_of(plan, dict(known)):
        raise unknown_plan([plan], known)


class _WithCheck(ast.NodeTransformer):
    """Adds the check to the cell that sets the parameters."""

    def visit_Module(self, node: ast.Module) -> ast.Module:
        if dict(assigned(node)).keys() >= _PARAMETERS:
            call = ast.parse(f"{_CHECK}()").body[0]
            node.body.append(ast.fix_missing_locations(ast.copy_location(call, node.body[-1])))
        return node


def _told(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
    tb_offset: int | None = None,
) -> list[str]:
    """Show a failure as one line, instead of its traceback."""
    if isinstance(error, UsageError | SourceError):
        _forget(shell.user_ns, str(error))
    line = error_line(_message(shell, error, trace))
    shell._showtraceback(kind, error, [line])
    return [line]


def _forget(values: dict[str, Any], message: str) -> None:
    """Forget what was opened before: briefs, overviews, and what was made of them."""
    for name, value in list(values.items()):
        if type(value).__module__.startswith("cityplan") and not name.startswith("_"):
            del values[name]
            _stopped[name] = message


def _message(shell: Any, error: BaseException, trace: TracebackType | None) -> str:
    if isinstance(error, AnalystError):
        return str(error)
    if isinstance(error, NameError) and error.name in _stopped:
        return f"{_stopped[error.name]}（ここより上のセルで止まっています）"
    if isinstance(error, SyntaxError):
        place = error.filename or "", error.lineno or 1
        return _at(shell, *place, meaning("SyntaxError", error.msg))
    return _at(shell, *_place(shell, trace), meaning("NameError", str(error)))


def _place(shell: Any, trace: TracebackType | None) -> tuple[str, int]:
    """The last line of a cell that a traceback names."""
    place = ("", 1)
    while trace:
        if trace.tb_frame.f_globals is shell.user_global_ns:
            place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _at(shell: Any, file: str, line: int, what: str) -> str:
    """The cell as JupyterLab numbers it: IPython keeps each under the name of a file."""
    _, number = shell.compile.format_code_name(file) or ("", "[ ]")
    words = first_words(linecache.getline(file, line))
    place = f"セル {number.removeprefix('In')} の{line}行目「{words}」"
    return f"{place}で止まりました。{what}→ この行を直して、もう一度実行してください。"
