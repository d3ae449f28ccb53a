"""A text that says otherwise than an indicator: which of the two is printed, and which is computed."""

from decimal import Decimal

import pytest
from rows import row

from cityplan.check.prose import texts_and_indicators
from cityplan.tables.definitions import IndicatorRow, ObservationRow, TextRow
from cityplan.tables.schema import Tables, frame

VISITORS = row(
    IndicatorRow, plan_id="302", indicator_no=1, name="参加者数", unit="人", actual=Decimal(1043), actual_text="1,043", actual_fy=2024, source_line=9
)  # fmt: skip


def tables(text: str) -> Tables:
    said = row(TextRow, scope="plan", plan_id="302", section="成果と課題", seq=1, text=text, source_line=1)
    values = [
        row(ObservationRow, subject="indicator", plan_id="302", no=1, role="actual", fiscal_year=year, era=era, value=Decimal(value), unit="人", text=f"{value:,}")
        for year, era, value in ((2023, "R5", 954), (2024, "R6", 1043))
    ]  # fmt: skip
    return {
        "indicators": frame("indicators", [VISITORS]),
        "observations": frame("observations", values),
        "texts": frame("texts", [said]),
    }


@pytest.mark.parametrize(
    ("text", "printed", "computed"),
    [
        ("参加者数は、前年度より98人増加した。", "前年度より98人増加", "1,043−954＝89人"),
        ("参加者数は令和６年度に1,403人となった。", "1,403人", "1,043"),
    ],
)
def test_the_text_is_what_is_printed(text: str, printed: str, computed: str) -> None:
    [found] = list(texts_and_indicators(tables(text)))
    assert (found.printed, found.computed, found.weight) == (printed, computed, "warning")
    assert f"文の「{printed}」と、指標の" in found.suggestion and "どちらが誤りですか" in found.suggestion
    assert found.place.column == "actual_text"
