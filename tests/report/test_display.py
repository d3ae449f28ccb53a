"""What cells from a textbook show in a report, run as the pipeline runs them."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cityplan.build.run import run_notebook
from cityplan.page.cell_outputs import notices_of, output_html
from cityplan.report.cell_place import CellPlace, UnsupportedContent
from cityplan.report.markdown import markdown_html

PLACE = CellPlace(2, "…")
PLOT = "import matplotlib.pyplot as plt\nplt.bar(['甲の館', '乙の館'], [1, 2])"


def shown(folder: Path, *cells: str) -> list[str]:
    """The HTML of each output of some cells."""
    path = folder / "notebooks/55_own.ipynb"
    path.parent.mkdir(exist_ok=True)
    own = [new_code_cell(each) for each in ("from cityplan.notebook import *", *cells)]
    nbformat.write(new_notebook(cells=own), path)  # type: ignore[no-untyped-call]
    executed = run_notebook(path, {})
    return [output_html(each, PLACE) for cell in executed.cells for each in cell.outputs]


@pytest.mark.parametrize(
    "backend", ['import matplotlib\nmatplotlib.use("Agg")', "%matplotlib agg", "%matplotlib inline"]
)
def test_a_chart_is_shown_whatever_backend_is_chosen(tmp_path: Path, backend: str) -> None:
    """Agg, copied from a script, shows nothing by itself: the chart was left out in silence."""
    (html,) = shown(tmp_path, f"{backend}\n{PLOT}\nplt.show()")
    assert "甲の館" in html and "<svg" in html


def test_a_chart_that_was_shown_once_is_there_once(tmp_path: Path) -> None:
    assert len(shown(tmp_path, f"import matplotlib\nmatplotlib.use('Agg')\n{PLOT}", "1 + 1;", "plt.show()")) == 1


def test_the_colours_of_a_terminal_are_no_text(tmp_path: Path) -> None:
    (html,) = shown(tmp_path, r"print('\x1b[31m増\x1b[0m、\x1b[1;34m減\x1b[0m')")
    assert "増、減" in html and "[" not in html


def test_a_cell_that_ends_the_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedContent, match=r"SystemExit.*sys\.exit"):
        shown(tmp_path, "import sys\nsys.exit()")


def test_a_letter_that_the_pdf_cannot_show_is_told() -> None:
    """The page showed it, the PDF 〓, and nobody said so."""
    printed = new_code_cell("print('😀')", outputs=[new_output("stream", text="\x1b[1m😀\x1b[0m\tよい\n")])
    for cell, place in ((printed, PLACE), (new_markdown_cell("髙橋 😀"), CellPlace(2, "…", is_text=True))):
        (line,) = notices_of([(place, cell)])
        assert "「😀」" in line and "〓" in line
    assert not notices_of([(PLACE, new_code_cell("'😀'")), (PLACE, new_markdown_cell("髙橋①〜"))])


class TestPictures:
    def test_a_name_with_a_blank_is_told(self) -> None:
        """Its words stood in the report in place of the picture."""
        with pytest.raises(UnsupportedContent, match=r"写真 1\.png.*%20"):
            markdown_html("本文\n\n![写真](写真 1.png)", PLACE)

    @pytest.mark.parametrize(
        "text", ["![写真](写真%201.png)", "![写真](<写真 1.png>)", "`![a](b c.png)` と書く", "a!(b)"]
    )
    def test_what_is_right_is_left(self, text: str) -> None:
        assert markdown_html(text, PLACE)
