"""What belongs together 関連する事業, and short names: what is declared, what is wrong with it, what is proposed."""

from pathlib import Path

import pytest
from rows import activity, indicator
from small_tables import COLUMNS, YEARS, City

from cityplan.city.related import Related
from cityplan.city.short_names import ShortName
from cityplan.compute.related import is_declared, proposals, short_name
from cityplan.files.errors import SourceError

RATE = indicator(plan_id="06", name="空き店舗の定着率", subgroup="女性", actual=40, actual_text="40件", unit="件")
SHOPS = activity(plan_id="06", name="まちなか空き店舗活用事業", actual=40, unit="件")
OTHER = activity(plan_id="06", name="企業立地", measure="社数", content="工場", actual=40, unit="社")


@pytest.mark.parametrize(
    ("plan", "name", "expected"),
    [
        ("06", "空き店舗の定着率", True),
        ("6", "空き店舗の 定着率（女性）", True),
        ("05", "空き店舗の定着率", False),
        ("06", "定着率", False),
    ],
)
def test_a_pair_is_found_by_its_names(plan: str, name: str, expected: bool) -> None:
    assert is_declared(Related(plan, name, "まちなか空き店舗活用事業"), RATE, SHOPS) is expected


def test_what_shares_words_or_its_value_is_proposed() -> None:
    (found,) = proposals([RATE], [SHOPS, OTHER], ())
    assert found.pair == Related("06", "空き店舗の定着率（女性）", "まちなか空き店舗活用事業")
    assert found.why == "「空き店舗」、同じ実績値 40件"


def test_what_is_declared_or_of_another_plan_is_not_proposed() -> None:
    declared = Related("06", RATE.name, SHOPS.name)
    assert not list(proposals([RATE], [SHOPS], [declared]))
    assert not list(proposals([RATE], [activity(plan_id="07", name=SHOPS.name)], ()))


def test_a_short_name_stands_for_the_name_and_keeps_the_part() -> None:
    declared = [ShortName("6", "空き店舗の定着率", "定着率")]
    assert short_name(declared, RATE) == "定着率（女性）"
    assert short_name([ShortName("06", "空き店舗の定着率（女性）", "定着率（女性）")], RATE) == "定着率（女性）"
    assert short_name(declared, indicator(plan_id="07", name="空き店舗の定着率")) == ""


SHORT = '[[short_name]]\nplan = "1"\nindicator = "{}"\nshort = "{}"\n'
PAIR = '[[related]]\nplan = "1"\nindicator = "{}"\nactivity = "港の事業"\n'
TABLE = "指標|単位|基準値|実績値|目標値\n甲|件|1|2|3\n乙|件|1|2|3"


@pytest.mark.parametrize(
    ("declared", "column", "told"),
    [
        (PAIR.format("丙"), "indicator", "あるもの: 甲、乙"),
        (PAIR.format("甲"), "activity", "あるもの: なし"),
        ('[[related]]\nplan = "1"\n', "indicator", "[[related]]"),
        ("[[related]]\nplan = 1\n", "plan", "[[related]]"),
        (PAIR.format("甲") + 'why = "x"\n', "", "つづり"),
        (SHORT.format("丙の数", "丙"), "indicator", "あるもの: 甲、乙"),
        (SHORT.format("甲の数", "甲数"), "short", "「甲の数」の中の続いた文字"),
        (SHORT.format("甲", " "), "short", "[[short_name]]"),
        ('[[short_name]]\nplan = "1"\n', "indicator", "[[short_name]]"),
        (SHORT.format("甲", "甲") + 'why = "x"\n', "", "つづり"),
    ],
)
def test_a_wrong_declaration_stops_with_what_there_is(tmp_path: Path, declared: str, column: str, told: str) -> None:
    city = City(tmp_path).csv(TABLE).describe(YEARS + COLUMNS + declared)
    with pytest.raises(SourceError) as caught:
        city.computed()
    assert caught.value.column == column and told in str(caught.value)
