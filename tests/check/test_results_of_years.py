"""Results of years in words, and printed shares 達成率 that differ in their last digit only."""

from pathlib import Path

import pytest
from small_tables import COLUMNS, HEAD, YEARS, City

YEAR = '[edition.years]\nR4 = "R4実績"\n'
ACTIVITY = 'subject = "activity"\nactual = "R5"\n[edition.columns]\nname = "事業"\nactual = "R5"\n' + (
    '[edition.years]\nR3 = "R3"\n'
)


def told(city: City, kind: str) -> list[tuple[str, str, str]]:
    found = city.computed()["findings"]
    own = found[found["kind"] == kind]
    return list(zip(own["severity"], own["column"], own["printed"], strict=True))


@pytest.mark.parametrize(
    ("text", "severity"), [("調査中止", "warning"), ("協議中", "warning"), ("1O人", "error"), ("二十人余り", "error")]
)
def test_a_year_in_words_is_no_contradiction(tmp_path: Path, text: str, severity: str) -> None:
    indicators = (
        City(tmp_path / "1").describe(YEARS + COLUMNS + YEAR).csv(f"{HEAD}|R4実績\n転入者数|人|10|12|20|{text}")
    )
    assert told(indicators, "unreadable") == [(severity, "actual_2022_text", text)]
    activities = City(tmp_path / "2").describe(ACTIVITY).csv(f"事業|R3|R5\n説明会|{text}|30人")
    assert told(activities, "unreadable") == [(severity, "actual_2021_text", text)]


@pytest.mark.parametrize(
    ("printed", "kinds"),
    [
        ("81.9", []),
        ("81.8", ["rounding"]),
        ("82.0", ["rounding"]),
        ("81.7", ["mismatch"]),
        ("82", []),
        ("81", ["rounding"]),
    ],
)
def test_a_share_that_differs_in_its_last_digit_only_is_a_remark(
    tmp_path: Path, printed: str, kinds: list[str]
) -> None:
    form = f'{YEARS}{COLUMNS}achievement = "達成率"\n'
    city = City(tmp_path).describe(form).csv(f"{HEAD}|達成率\n転入者数|人|100|131|160|{printed}")
    column = "achievement_printed_text"
    wanted = [("info" if kind == "rounding" else "error", column, printed) for kind in kinds]
    found = [*told(city, "achievement_rounding"), *told(city, "achievement_mismatch")]
    assert found == wanted


def test_a_mark_that_no_value_decides_contradicts_none_but_a_target_that_is_reached(tmp_path: Path) -> None:
    """×（進捗なし・事業終了）."""
    city = City(tmp_path).describe(f'{YEARS}{COLUMNS}status = "評価"\n')
    city.csv(f"{HEAD}|評価\nあ|人|10|0|20|×\nい|人|10|20|20|×\nう|人|10|0|20|◎")
    file = city.folder / "source.toml"
    file.write_text(
        file.read_text("utf-8").replace('rule = "target-baseline"', 'rule = "target-only"'), encoding="utf-8"
    )
    assert [printed for _, _, printed in told(city, "status_mismatch")] == ["×", "◎"]


def test_no_share_of_a_target_of_zero_is_judged(tmp_path: Path) -> None:
    """社会増減数: −95 of a target of 0 is printed － and no other mark follows from the values."""
    rule = '[rules.own]\ntitle = "区分"\nclasses = [\n{ mark = "－", word = "評価できない", when = "no_actual" },\n'
    rule += '{ mark = "Ａ", when = "target_share", x = 100 },\n{ mark = "Ｄ", when = "otherwise" },\n]\n'
    city = (
        City(tmp_path)
        .describe(f'{YEARS}{COLUMNS}status = "評価"\n')
        .csv(f"{HEAD}|評価\n社会増減数|人|▲120|▲95|0|－\n社会増減数（市外）|人|▲120|5|0|Ａ\n転入者数|人|10|12|20|Ａ")
    )
    file = city.folder / "source.toml"
    text = file.read_text(encoding="utf-8").replace('rule = "target-baseline"', 'rule = "own"')
    file.write_text(text.replace("[[edition]]", rule + "[[edition]]", 1), encoding="utf-8")
    assert told(city, "status_mismatch") == [("error", "status_printed", "Ａ")]
