"""What running text says of an indicator, against its values."""

from decimal import Decimal

import pytest
from rows import row as row_of

from cityplan.compute.prose_texts import contradicted_moves, contradictions
from cityplan.tables.definitions import IndicatorRow, ObservationRow, TextRow

RATE = row_of(
    IndicatorRow, plan_id="03", indicator_no=1, name="中心市街地の空き店舗率", unit="%", baseline=Decimal("15.9"), baseline_text="15.9％", baseline_fy=2024, target=Decimal("12.0"), target_text="12.0％", target_fy=2030,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("商店街の空き店舗率は令和６年度に19.5％となり、高くなっています。", ["19.5%"]),  # its figures in another order
        ("商店街の空き店舗率は19.5％となり、高くなっています。", ["19.5%"]),
        ("中心市街地の空き店舗率は令和６年度に16.2％となっています。", ["16.2%"]),  # its own name and year
        ("中心市街地の空き店舗率は令和６年度に15.9％となっています。", []),
        ("中心市街地の空き店舗率を令和12年度に12.0％とします。", []),
        ("商店街の空き店舗率は令和６年度に16.2％となっています。", []),  # of another scope
        ("中心市街地の空き店舗率は令和３年度に19.5％となっています。", []),  # of another year
        ("中心市街地の空き店舗率は16.2％となっています。", []),  # of a year that nobody names
        ("空き店舗率は約19.5％を超えています。", []),
        ("商店街の来街者は令和６年度に19.5％となりました。", []),  # of something else
        ("空き店舗は令和６年度に195店となりました。", []),  # in another unit
    ],
)
def test_only_what_contradicts_is_found(text: str, wanted: list[str]) -> None:
    said = row_of(TextRow, scope="plan", plan_id="03", section="現状と課題", seq=1, text=text, source_line=1)
    assert [each.figure for each in contradictions(said, [RATE])] == wanted


VISITORS = row_of(
    IndicatorRow, plan_id="03", indicator_no=2, name="来街者数（歩行者）", unit="人", actual=Decimal(1043), actual_text="1,043", actual_fy=2024
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("来街者数は、前年度より98人増加した。", "1,043−954＝89人"),
        ("天候に恵まれた。来街者数は前年度から89人減少した。", "1,043−954＝89人"),
        ("来街者数は、前年度より89人増加した。", ""),
        ("来街者数は、令和６年度末で1,043人となり、前年度から98人増加しました。", "1,043−954＝89人"),
        ("来街者数は1,043人で、前年度から89人増加しました。", ""),
        ("来街者数は、令和５年度に954人となり、前年度から98人増加しました。", ""),  # of another year
        ("来街者数は980人となり、前年度から98人増加しました。", ""),  # of another value
        ("来街者数は、前年度より98世帯増加した。", ""),  # in another unit
        ("夜間の来街者数は、前年度より98人増加した。", ""),  # of a part
        ("空き店舗率は、前年度より0.7ポイント低下した。", ""),  # without values of two years
    ],
)
def test_how_far_an_indicator_moved(text: str, wanted: str) -> None:
    said = row_of(TextRow, scope="plan", plan_id="03", section="成果と課題", seq=1, text=text, source_line=1)
    values = {
        year: row_of(ObservationRow, fiscal_year=year, value=Decimal(value), unit="人", text=f"{value:,}")
        for year, value in ((2023, 954), (2024, 1043))
    }
    found = contradicted_moves(said, [RATE, VISITORS], {VISITORS.key: values})
    assert [each.computed for each in found] == ([wanted] if wanted else [])
