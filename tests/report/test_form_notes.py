"""A number of a form that differs from the name of its sheet is told in the brief of its plan."""

import shutil
from pathlib import Path

from cityplan import steps
from cityplan.report.plan import brief
from cityplan.report.plan import text as brief_text

FORM = Path(__file__).parents[1] / "sample/forms/F3"


def test_a_code_that_differs_is_a_note_of_its_plan_only(tmp_path: Path) -> None:
    folder = tmp_path / "data/raw/minato"
    folder.mkdir(parents=True)
    for file in ("source.toml", "shisaku_sheet_r5.xlsx"):
        shutil.copy(FORM / file, folder)
    steps.save(str(tmp_path), "minato", "R5", steps.clean_document(str(tmp_path), "minato", "R5"))
    steps.save(str(tmp_path), "minato", "R5", steps.compute_document(str(tmp_path), "minato", "R5", 5))
    told = [str(brief_text.notes(brief.open_plan(str(tmp_path), "minato", "R5", plan))) for plan in ("3-2", "1-1")]
    assert "シートの名は「3-2」です" in told[0] and "シートの名は" not in told[1]
