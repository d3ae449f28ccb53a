"""A small city whose R5 is progress sheets and whose R6 is an entry form, to try one entry at a time."""

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from small_sheets import sheet

from cityplan import steps
from cityplan.check.audit import audit
from cityplan.city import source
from cityplan.city.entry_columns import ACTIVITIES, ACTIVITY, INDICATORS, NEW_ACTIVITY, PURPOSE, PURPOSE_AT, by_name
from cityplan.city.rules import rules
from cityplan.compute.document import compute
from cityplan.files.errors import SourceError
from cityplan.tables.schema import Tables
from cityplan.workbook.form.form import edition_lines, form_bytes, form_of

SOURCE = """city = "見本市"
[[edition]]
year = "R5"
file = "R5.txt"
title = "計画の取組状況"
layout = "progress-sheets"
rule = "target-baseline"
baseline = "R3"
previous = "R4"
actual = "R5"
target = "R8"
[[edition.plan]]
id = "01"
begins = "住みやすい"
[[edition.plan]]
id = "02"
begins = "はたらく"
[[edition.plan]]
id = "03"
sheet = false

"""
TEXT = (
    "計画の取組状況\n未来プロジェクトの3プラン\nPLAN 01 移住\n《定住》\nPLAN 02 仕事\n《雇用》\nPLAN 03 老後\n《福祉》\n"
    + sheet(
        "あ事業|補助する|10件|8件|125.0%|周知が進んだ。\nい事業|話し合う|業者と協議|先進地視察||話が進んだ。",
        "転入者数|10人以上|20人以上|12人|○基準値以上|△基準値未満\n"
        "満足した割合|60.0%以上|70.0%以上|65.5%|○基準値以上|○基準値以上",
        directions="【あ事業】\n続ける。\n\n【い事業】\n決める。",
    )
    + sheet(
        "う事業|紹介する|1,062件|804件|132.1%|窓口を増やした。",
        "離職者数|86人/年以下|50人/年以下|85人/年|○基準値以上|○基準値以上",
        purpose="はたらくまちにします。",
        directions="【う事業】\n続ける。",
    )
)
Entry = tuple[str, str, str]  # plan, code of the row, our column


@cache
def blank() -> tuple[bytes, str]:
    """The form of R6 as it is sent out, and its lines for source.toml."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        _write(root / "data/raw/mihon", SOURCE)
        form = form_of(root, source.edition(root, "mihon", "R5"), 2024)
    return form_bytes(form), edition_lines(form)


def _write(folder: Path, described: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "R5.txt").write_text(TEXT, encoding="utf-8")
    (folder / "source.toml").write_text(described, encoding="utf-8")


class FormCity:
    """The folder of the city, with the form as it came back."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.file = root / "data/raw/mihon/R6.xlsx"
        data, lines = blank()
        _write(self.file.parent, SOURCE + lines)
        self.file.write_bytes(data)

    def fill(
        self, entries: Mapping[Entry, Any] | None = None, change: Callable[[Any], None] | None = None
    ) -> "FormCity":
        """Enter values into the blank form; `change` is called with the workbook."""
        book = openpyxl.load_workbook(BytesIO(blank()[0]))
        for (plan, code, column), value in (entries or {}).items():
            cell_of(book, plan, code, column).value = value
        if change:
            change(book)
        book.save(self.file)
        self.__dict__.pop("tables", None)
        return self

    @cached_property
    def tables(self) -> Tables:
        """The tables of the form as it was filled last."""
        return self.read()

    def read(self) -> Tables:
        return steps.clean_document(str(self.root), "mihon", "R6")

    def row(self, table: str, plan: str, number: int) -> dict[str, Any]:
        data = self.tables[table]
        numbers = data["activity_no" if table == "activities" else "indicator_no"]
        return dict(data[(data["plan_id"] == plan) & (numbers == number)].iloc[0])

    def computed(self) -> Tables:
        """All tables, with the findings."""
        rule = rules()["target-baseline"]
        tables = {**self.tables, **compute(self.tables, rule)}
        found = audit(tables, rule, source.edition(self.root, "mihon", "R6"))
        return {**tables, "findings": found}

    def saved(self) -> Tables:
        """The same, as the notebooks leave them on the disk."""
        steps.save(str(self.root), "mihon", "R6", self.tables)
        computed = steps.compute_document(str(self.root), "mihon", "R6", 5)
        steps.save(str(self.root), "mihon", "R6", computed)
        return {**self.tables, **computed}

    def told(self, *kinds: str) -> list[tuple[str, str, str]]:
        """Kind, severity and message of the findings of these kinds."""
        found = self.computed()["findings"]
        own = found[found["kind"].isin(kinds)]
        return list(zip(own["kind"], own["severity"], own["message"], strict=True))

    def error(self) -> SourceError:
        try:
            self.read()
        except SourceError as error:
            assert error.next_step
            assert error.file == "data/raw/mihon/R6.xlsx"
            return error
        raise AssertionError("no error")

    def repairs(self) -> list[tuple[str, str, str]]:
        """Rule, before and after of each repair, but for what is not entered."""
        found = self.tables["repairs"]
        own = found[found["rule"] != "not_entered"]
        return list(zip(own["rule"], own["before"], own["after"], strict=True))


def cell_of(book: Any, plan: str, code: str, column: str) -> Any:
    """The cell of a form by its plan, the code of its row, and our column."""
    page = book[plan]
    row = row_of(page, code)
    if code == PURPOSE:
        return page.cell(row, PURPOSE_AT)
    is_activity = code.startswith((ACTIVITY, NEW_ACTIVITY))
    return page.cell(row, by_name(ACTIVITIES if is_activity else INDICATORS)[column].at)


def row_of(page: Any, code: str) -> int:
    return next(int(cell.row) for cell in page["A"] if cell.value == code)
