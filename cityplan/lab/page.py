"""The report of a saved notebook, for a cell of JupyterLab: the page in a frame, the paper as pictures.

Nothing is written: what is to be distributed is made by the pipeline, of the same bytes.
"""

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from cityplan.build.run import Parameters, parameter_names, run_notebook
from cityplan.city import source
from cityplan.city.choice import choose
from cityplan.city.edition import Edition
from cityplan.city.jobs import reports
from cityplan.city.notebooks import first_heading, report_notebooks
from cityplan.city.plan_numbers import plan_of
from cityplan.files.errors import SourceError
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.files.notebooks import read_notebook
from cityplan.files.project import project
from cityplan.page.export import export_html, notices, typst_brief, typst_facts
from cityplan.page.pdf import ExportError, page_pictures
from cityplan.report.cell_place import UnsupportedContent, not_shown
from cityplan.report.own_notebook import is_open, with_masthead
from cityplan.tables.definitions import PlanRow
from cityplan.tables.files import read
from cityplan.tables.schema import records

TITLE = "プレビュー"
MOST_PAGES = 4  # pictures are kept in the notebook; a longer report is looked at as PDF
_SAVED = "保存してある内容で作りました。文を直したときは、保存してから、もう一度実行してください。"
# A cell is narrower than a window: the page is laid out for 5/4 of its width, and made as much smaller.
_ROOM = "height:40rem;overflow:hidden;border:1px solid #B4BAC2"
_FRAME = "width:125%;height:50rem;border:0;transform:scale(0.8);transform-origin:0 0"
_PICTURE = "width:100%;max-width:58rem;border:1px solid #B4BAC2;margin:0 0 0.8rem"


def preview(path: Path, values: Mapping[str, object]) -> Fragment:
    """The report 報告 of a saved notebook with the parameters that `values` holds.

    Raises NotebookError where it cannot be made, SourceError where there is no such notebook.
    """
    if not path.is_file():
        raise SourceError(
            "ノートブックのファイルが見つかりません",
            file=path.name,
            next_step="名前を変えたときは、保存して、カーネルを再起動してください。",
        )
    given = parameters(path, values)
    executed = with_masthead(run_notebook(path, given, TITLE), *_told(path, given))
    try:
        page = export_html(executed, path.stem).decode()
        pages = page_pictures(typst_brief(executed, path.stem), typst_facts(executed, path.stem), path.stem)
    except (UnsupportedContent, ExportError) as problem:
        raise not_shown(problem, path.name, TITLE, executed) from problem
    return _shown(page, pages, notices(executed))


def _told(path: Path, given: Parameters) -> tuple[Edition, str, bool]:
    """What the masthead of an own notebook says, as in its report: its edition, its title, whether it is a draft."""
    home = project(str(given.get("root", path.parent.parent)))
    years, cities = ([str(given[name])] if name in given else [] for name in ("year", "city"))
    edition = choose(source.editions(home), years, cities)[0]
    found = [each for each in report_notebooks(home).reports if each.file == path.name]
    if not found:
        return edition, first_heading(read_notebook(path).cells) or path.stem, is_open(home, edition, "")
    plans = read(home / edition.processed, "plans")["plans"]
    wanted = plan_of(str(given.get("plan", "")), plans["plan_id"])
    rows = [{"plan_id": each.plan_id, "name": each.name} for each in records(plans, PlanRow)]
    jobs = reports(edition, rows, found)
    titles = (job.title for job in jobs if job.parameters.get("plan", wanted) == wanted)
    return edition, next(titles, found[0].title), is_open(home, edition, wanted if "plan" in given else "")


def parameters(path: Path, values: Mapping[str, object]) -> dict[str, str | float]:
    """What `values` says for the parameters パラメータ that a notebook names."""
    return {name: value for name in parameter_names(path) if isinstance(value := values.get(name), str | int | float)}


def _shown(page: str, pages: list[bytes], told: list[str]) -> Fragment:
    pictures = joined(
        fragment(
            '<img alt="PDF の{}ページ目" style="{}" src="data:image/png;base64,{}">',
            number,
            _PICTURE,
            b64encode(each).decode(),
        )
        for number, each in enumerate(pages[:MOST_PAGES], start=1)
    )
    more = f"（はじめの{MOST_PAGES}ページだけ）" if len(pages) > MOST_PAGES else ""
    return fragment(
        '<p>{}</p>{}<h3>画面（HTML）</h3><div style="{}">'
        '<iframe title="画面（HTML）" sandbox srcdoc="{}" style="{}"></iframe></div>'
        "<h3>印刷（PDF、{}ページ）{}</h3>{}",
        _SAVED,
        joined(fragment("<p>{}</p>", line) for line in told),
        _ROOM,
        page,
        _FRAME,
        len(pages),
        more,
        pictures,
    )
