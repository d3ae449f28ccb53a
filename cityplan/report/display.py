"""How a kernel shows values 表示: the same in JupyterLab and in the reports.

A figure of matplotlib is drawn as in the report, once; a Series is a table; what a drawing call returns
(its axes, its bars) is not shown beside its figure.
"""

import sys
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_Shown = tuple[dict[str, object], dict[str, object]]  # what a formatter of IPython gives: data, metadata
_DRAWING = ("matplotlib", "mpl_toolkits", "seaborn")
_DEPTH = 3  # [[<Axes>, …], …], ([…], [Text, …])


def show_as_in_reports(shell: Any) -> None:
    """Let a kernel show its values as the reports have them."""
    formatter = shell.display_formatter
    if getattr(formatter.format, "cityplan", False):
        return
    given = formatter.format
    in_this_cell: list[object] = []
    shell.events.register("pre_run_cell", lambda *_: in_this_cell.clear())
    shell.events.register("post_execute", _show_figures)

    def shown(value: Any, include: object = None, exclude: object = None) -> _Shown:
        kind = _kind(value)
        if kind == "part":
            return {}, {}
        if kind == "figure":
            return _figure(value, given, in_this_cell)
        if kind == "table":
            return _table(value, given)
        return given(value, include=include, exclude=exclude)  # type: ignore[no-any-return]

    shown.cityplan = True  # type: ignore[attr-defined]
    formatter.format = shown


def _show_figures() -> None:
    """Show the figures of a cell that has chosen a backend for files (`matplotlib.use("Agg")`): no chart goes in silence."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if type(pyplot) is not ModuleType:
        return  # not there, or not used yet
    if "inline" in pyplot.get_backend().lower():
        return  # shows its figures itself
    from IPython.display import display

    for number in pyplot.get_fignums():
        display(pyplot.figure(number))  # type: ignore[no-untyped-call]
        pyplot.close(number)


def _figure(figure: "Figure", given: Callable[..., _Shown], in_this_cell: list[object]) -> _Shown:
    """A figure as a chart; nothing where it was shown in this cell and has not changed since."""
    if figure in in_this_cell and not figure.stale:
        return {}, {}
    from cityplan.draw.output import chart_html
    from cityplan.files.markup import Fragment

    data, metadata = given(Fragment(chart_html(figure, "")))
    in_this_cell.append(figure)
    figure.stale = False
    return data | {"text/plain": "<図>"}, metadata


def _table(value: "pd.DataFrame | pd.Series", given: Callable[..., _Shown]) -> _Shown:
    from cityplan.report.shown import table_html

    data, metadata = given(value, exclude={"text/html"})
    data["text/html"] = str(table_html(value))
    return data, metadata


def _kind(value: object) -> str:
    """What a value is to a report: a figure, a table of pandas, a part of a drawing, or something else."""
    name = type(value).__module__.partition(".")[0]
    if name in _DRAWING:
        return "figure" if type(value).__name__ == "Figure" else "part"
    if name == "pandas":
        return "table" if type(value).__name__ in ("DataFrame", "Series") else ""
    return "part" if _holds_a_part(value, _DEPTH) else ""


def _holds_a_part(value: Any, depth: int) -> bool:
    inner: Iterable[object] = ()
    if isinstance(value, dict):
        inner = value.values()
    elif isinstance(value, list | tuple) or getattr(value, "dtype", None) == "object":
        inner = value
    return depth > 0 and any(
        type(each).__module__.partition(".")[0] in _DRAWING or _holds_a_part(each, depth - 1)
        for each in list(inner)[:4]
    )
