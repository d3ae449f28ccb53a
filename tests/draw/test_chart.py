"""The charts: alt texts, inline SVG, and labels that never touch each other."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from cityplan.city.rules import rules
from cityplan.draw import chart
from cityplan.draw.canvas import BAD, BAD_TINT, GOOD, POINTS_PER_MM, TITLE_SIZE, drawn_width, wrap
from cityplan.draw.chart import Chart, Ratio, Rulers, Series, Since, Value, ratio_dots, svg, values_over_years
from cityplan.draw.placing import Box, Label, place_labels
from cityplan.draw.series import ValueRole
from cityplan.draw.standing import DrawnStanding

SVG = "{http://www.w3.org/2000/svg}"
FONTS = ("Noto Sans JP", "IPAexGothic")  # ours, and one that a browser may take instead

# Figures of Hitachi R5: this year, last year, unit
ACTIVITIES = """
108 82 件
21 29 件
945 341 人
108 274 人
369 232 人
379 429 件
100.0 19.3 %
26 14 人
40 32 件
34 16 件
4 3 件
7684 4544 千円
1062 804 件
40 34 件
24 21 店舗
252 475 件
32487 3101 件
1265 985 時間
100054 35290 人
4 1 件
82 54 名
332 210 人
86 85 人
"""

# baseline, target, actual, polarity, mark, unit, progress in percent, name
INDICATORS = """
86 50 85 lower ○ 人/年 2.8 子育て世帯の年間転出超過数
20 30 10 higher △ 世帯/年 -100.0 子育て世帯・若年夫婦世帯の山側住宅団地への住み替え数
12 15 4 higher △ 人 -266.7 就業専門資格取得等補助を受けて就業した女性の人数
63.00 77.45 58.60 higher △ % -30.4 20代～30代の女性1,000人当たりの出生率
45.80 60.00 54.20 higher ○ % 59.2 市民の市内医療機関における出産割合
62.0 70.0 61.5 higher △ % -6.3 学校生活に満足している割合（小学生）
57.0 75.0 59.7 higher ○ % 15.0 学校生活に満足している割合（中学生）
86.1 92.0 85.8 higher △ % -5.1 授業の内容がよく分かる割合（小6国語）
84.3 90.0 79.9 higher △ % -77.2 授業の内容がよく分かる割合（小6算数）
85.0 90.0 84.6 higher △ % -8.0 授業の内容がよく分かる割合（中3国語）
76.3 82.0 75.0 higher △ % -22.8 授業の内容がよく分かる割合（中3算数）
60.0 60.0 89.0 higher ◎ % - 空き店舗等を活用して創業した事業者の創業3年後の定着率
8 40 12 higher ○ 社 12.5 DXを推進する企業数
10420 10800 12094 higher ◎ 億円 440.5 製造品出荷額（4人以上事業所）
5 5 11 higher ◎ 件 - 街なかマイクロクリエイションオフィスからの創業者数
30 50 36 higher ○ 件 30.0 雇用センター多賀の紹介による採用件数
5 6 5 higher ○ 件 0.0 企業誘致件数
249 300 252 higher ○ 件 5.9 脱炭素促進設備等補助件数
14259 32600 23751 higher ○ 件 51.8 ひたちナビダウンロード数
35.28 38.00 34.29 higher △ 人/ha -36.4 ひたちBRT沿線地域での人口密度
3288 3041 2740 higher △ 千人 - 路線バス年間利用者数
28.9 35.0 - higher — % - 地域活動(行事)に参加している人の割合
1 5 5 higher ◎ 回/年 100.0 市主催の防災訓練開催数
3009 3009 2521 higher △ 千人 - 観光入込客数(市独自集計)
79067 118500 81556 higher ○ 件/年 6.3 市公式SNSのいいね!の数
1104 1200 984 higher △ 千人 -125.0 スポーツ施設利用者数
4211 4400 3702 higher △ 人 -269.3 国際交流事業の参加者数
222 270 191 higher △ 千人 -64.6 図書館の利用者数（電子書籍含む）
"""

# plan, computed and printed ratio, agreement, activity
RATIOS = """
01 131.7 131.7 agrees 空き家利活用促進事業
01 72.4 72.4 agrees 山側住宅団地住み替え促進事業
02 277.1 277.1 agrees 恋活応援事業
02 39.4 39.4 agrees 女性人材育成事業
04 159.1 153.0 differs 産前・産後ママサポート事業
04 88.3 88.3 agrees 乳児おむつ等購入費助成事業
05 518.1 518.1 agrees 情報教育環境整備事業
05 185.7 185.7 agrees 教育相談事業（教育相談員の全校配置・不登校対策支援）
06 125.0 144.4 differs まちなか空き店舗活用事業
06 212.5 212.5 agrees 中小企業デジタルトランスフォーメーション促進事業
10 1047.6 1047.6 agrees 証明書自動作成システム導入事業
11 283.5 283.6 rounding 日立駅前地区再活性化事業
13 101.2 101.2 agrees シーサイドツーリズム推進事業
15 - 131.9 misplaced コミュニティ活動におけるデジタル化推進事業
"""

MARKS_OF_PLANS = ("○△", "△", "△○△△△△", "◎○", "—◎", "△○?")

RULE = rules()["target-baseline"]
MARKS = RULE.marks
UNITS = ("件", "%", "世帯/年", "千円", "人/ha", "店舗")
HOSTILE = """<script>alert("1")</script> & 'x' $\\frac{1}{2}$ \x00\ud800 --> ]]>"""


NOTHING = Since()


def rows_of(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def number(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def real_position(row: list[str], width_mm: float = 62) -> Chart:
    baseline, target, actual, polarity, mark, unit, progress, _ = row
    return chart.position(
        number(baseline),
        number(target),
        number(actual),
        polarity=polarity,
        status=mark,
        rule=RULE,
        unit=unit,
        progress_ratio=number(progress),
        baseline_label="R3",
        target_label="R8",
        actual_label="R5",
        width_mm=width_mm,
    )


def real_series(row: list[str]) -> Series:
    baseline, target, actual, polarity, mark, unit, _, name = row
    points = [Value(2021, "R3", Decimal(baseline), "baseline"), Value(2026, "R8", Decimal(target), "target")]
    if actual != "-":
        points.append(Value(2023, "R5", Decimal(actual), "actual"))
    return Series(name, unit, points, lower_is_better=polarity == "lower", status=mark, tone=RULE.tone(mark))


def two_baselines() -> Series:
    return Series(
        "スポーツ施設利用者数",
        "千人",
        [
            Value(2019, "R元", Decimal(1104), "baseline"),
            Value(2020, "R2", Decimal(558), "baseline"),
            Value(2023, "R5", Decimal(984), "actual"),
            Value(2026, "R8", Decimal(1200), "target"),
        ],
        status="△",
        tone="bad",
    )


def real_ratios() -> list[Ratio]:
    return [
        Ratio(Decimal(computed), plan, name, "down" if Decimal(computed) < 100 else "up")
        for plan, computed, _, _, name in rows_of(RATIOS)
        if computed != "-"
    ]


def real_ruler(row: list[str], since: Since = NOTHING, expected: str = "-") -> Chart:
    baseline, target, actual, polarity, mark, unit, progress, _ = row
    values = (number(baseline), number(target), number(actual))
    shown = DrawnStanding(*values, polarity, mark, RULE, unit, number(progress), "基準値", "目標値", "実績", "未公表")
    return Rulers(RULE, width_mm=44).ruler(shown, expected=number(expected), since=since)


def parts(drawn: Chart) -> list[Chart]:
    """The parts of a chart, each as one of its own."""
    return [replace(part, more=()) for part in (drawn, *drawn.more)]


def real_charts() -> dict[str, Chart]:
    charts = {}
    for index, (actual, previous, unit) in enumerate(rows_of(ACTIVITIES)):
        charts[f"activity {index}"] = chart.year_on_year(Decimal(actual), Decimal(previous), unit=unit)
    for index, row in enumerate(rows_of(INDICATORS)):
        charts[f"indicator {index}"] = real_position(row)
        charts[f"indicator {index}, narrow"] = real_position(row, width_mm=55)
    series = [real_series(row) for row in rows_of(INDICATORS)]
    charts |= {f"years {n}": part for n, part in enumerate(parts(chart.values_over_years(series)))}
    charts["years, two baselines"] = chart.values_over_years([two_baselines()])
    charts |= {f"years, wide {n}": part for n, part in enumerate(parts(values_over_years(series[:5], width_mm=178)))}
    charts["ratios"] = ratio_dots(real_ratios())
    charts["ruler, axis"] = Rulers(RULE, width_mm=44).axis()
    charts |= {f"ruler {index}": real_ruler(row) for index, row in enumerate(rows_of(INDICATORS))}
    for marks in MARKS_OF_PLANS:
        charts[f"marks {marks}"] = chart.mark_row(marks, rule=RULE)
    return charts


REAL = real_charts()


@pytest.fixture(params=sorted(REAL))
def real(request: pytest.FixtureRequest) -> Chart:
    return REAL[request.param]


# --- what it looks like -------------------------------------------------------------------------


def text_boxes(drawn: Chart, family: str) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Each text with its left, bottom, right and top in points, written in a font."""
    width, height = drawn.figure.get_size_inches() * 72
    renderer = RendererSVG(width, height, StringIO())  # one for pixels rounds 8.5 points to 9
    boxes = []
    for text in drawn.figure.findobj(Text):
        if text.get_text():
            ours = text.get_fontfamily()
            text.set_fontfamily(family)
            left, bottom, right, top = text.get_window_extent(renderer).extents
            boxes.append((text.get_text(), (left, bottom, right, top)))
            text.set_fontfamily(ours)
    return boxes


def assert_readable(drawn: Chart) -> None:
    width, height = drawn.figure.get_size_inches() * 72
    for family in FONTS:
        boxes = text_boxes(drawn, family)
        for text, (left, bottom, right, top) in boxes:
            inside = left >= -0.5 and bottom >= -0.5 and right <= width + 0.5
            assert inside and top <= height + 0.5, f"{text} leaves the picture in {family}"
        for (one, a), (other, b) in combinations(boxes, 2):
            across = min(a[2], b[2]) - max(a[0], b[0])
            down = min(a[3], b[3]) - max(a[1], b[1])
            assert across < 0.3 or down < 0.3, f"{one} touches {other} in {family}"


def test_labels_of_the_real_figures_never_touch(real: Chart) -> None:
    assert_readable(real)


def test_no_text_is_smaller_than_8_points(real: Chart) -> None:
    assert all(float(text.get_fontsize()) >= 8 for text in real.figure.findobj(Text))


values = st.one_of(st.integers(0, 10**9).map(Decimal), st.decimals(0, 100, places=1), st.decimals(0, 10, places=2))
units = st.sampled_from(UNITS)
names = st.text("子育て世帯・若年夫婦の山側（住宅）団地へBRT12、。ー ", min_size=1, max_size=60)


@settings(deadline=None, max_examples=60)
@given(actual=values, previous=values, unit=units)
def test_bars_stay_readable(actual: Decimal, previous: Decimal, unit: str) -> None:
    assert_readable(chart.year_on_year(actual, previous, unit=unit))


@settings(deadline=None, max_examples=80)
@given(
    baseline=values,
    target=values,
    actual=st.none() | values,
    polarity=st.sampled_from(["higher", "lower", ""]),
    status=st.sampled_from([*MARKS, ""]),
    unit=units,
    progress=st.none() | st.decimals(-9999, 9999, places=1),
    others=st.lists(st.tuples(st.sampled_from(["R2", "R元"]), values), max_size=2),
    is_flat=st.booleans(),
)
def test_rulers_stay_readable(
    baseline: Decimal,
    target: Decimal,
    actual: Decimal | None,
    polarity: str,
    status: str,
    unit: str,
    progress: Decimal | None,
    others: list[tuple[str, Decimal]],
    is_flat: bool,
) -> None:
    drawn = chart.position(
        baseline,
        target,
        actual,
        polarity=polarity,
        status=status,
        rule=RULE,
        unit=unit,
        progress_ratio=progress,
        others=others,
        is_flat=is_flat,
    )
    assert_readable(drawn)


points = st.builds(
    lambda year, value, role: Value(year, f"R{year - 2018}", value, role),
    st.integers(2019, 2030),
    values,
    st.sampled_from(["baseline", "previous", "actual", "target"]),
)
series = st.builds(
    Series,
    names,
    units,
    st.lists(points, max_size=9, unique_by=lambda point: (point.fiscal_year, point.role)),
    note=st.sampled_from(["", "延べ"]),
    lower_is_better=st.booleans(),
    status=st.sampled_from([*MARKS, ""]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(series, min_size=1, max_size=4))
def test_panels_stay_readable(drawn: list[Series]) -> None:
    assert_readable(chart.values_over_years(drawn))


percents = st.one_of(st.none(), st.decimals(0, 2000, places=1), st.decimals(0, 10**7, places=1))
found_ratios = st.builds(
    Ratio, percents, st.text("0123456789-", min_size=1, max_size=6), names, st.sampled_from(["up", "same", "down", ""])
)


@settings(deadline=None, max_examples=60)
@given(st.lists(found_ratios, min_size=1, max_size=40), st.sampled_from([60, 84, 178]))
def test_ratios_stay_readable(drawn: list[Ratio], width_mm: int) -> None:
    assert_readable(ratio_dots(drawn, width_mm=width_mm))


@settings(deadline=None, max_examples=60)
@given(names, st.sampled_from([34, 44, 90]))
def test_rulers_of_any_words_stay_readable(words: str, width_mm: int) -> None:
    worded = replace(RULE, classes=tuple(replace(each, word=words) for each in RULE.classes))
    for rule in (RULE, worded, None):
        assert_readable(Rulers(rule, width_mm=width_mm).blank(words))
        assert width_mm == 34 or assert_readable(Rulers(rule, width_mm=width_mm).axis()) is None


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([*MARKS, "?"]), min_size=1, max_size=40), st.sampled_from([5, 20, 60]))
def test_signs_stay_readable(marks: list[str], width_mm: int) -> None:
    assert_readable(chart.mark_row(marks, rule=RULE, width_mm=width_mm))


def test_the_width_is_the_placed_width() -> None:
    drawn = chart.year_on_year(Decimal(108), Decimal(82), unit="件", width_mm=40)
    assert drawn.figure.get_size_inches()[0] * 72 == pytest.approx(40 * POINTS_PER_MM)


@pytest.mark.parametrize("family", FONTS)
def test_the_reckoned_width_holds_for_every_font(family: str) -> None:
    for drawn in REAL.values():
        for text, (left, _, right, _) in text_boxes(drawn, family):
            assert right - left <= drawn_width(text, TITLE_SIZE) + 0.5


# --- what it says -------------------------------------------------------------------------------


def test_the_alt_text_of_bars_has_both_values_and_the_direction() -> None:
    assert REAL["activity 1"].alt == "R4 29件、R5 21件（減）"
    assert REAL["activity 0"].alt == "R4 82件、R5 108件（増）"
    printed = chart.year_on_year(Decimal(1062), Decimal(804), unit="件", actual_text="1,062", previous_text="804件")
    assert printed.alt == "R4 804件、R5 1,062（増）"


def test_the_values_alone_tell_the_change() -> None:
    one_more = chart.year_on_year(Decimal(86), Decimal(85), unit="人")
    assert one_more.alt == "R4 85人、R5 86人（増）" and "↑" in svg(one_more)
    same = chart.year_on_year(Decimal(85), Decimal(85), unit="人")
    assert same.alt == "R4 85人、R5 85人（同じ）" and "→" in svg(same)


def test_a_missing_value_is_said_and_has_no_bar() -> None:
    drawn = chart.year_on_year(None, Decimal(5), unit="件", actual_text="集計中")
    assert drawn.alt == "R4 5件、R5 集計中"
    assert svg(drawn).count("<path") == 3  # the page, last year's bar, the line at zero
    assert chart.year_on_year(None, None, unit="件").alt == "R4 記載なし、R5 記載なし"


def test_a_fall_differs_by_its_sign_and_has_no_colour() -> None:
    rise = svg(chart.year_on_year(Decimal(29), Decimal(21), unit="件"))
    fall = svg(chart.year_on_year(Decimal(21), Decimal(29), unit="件"))
    assert "↑" in rise and "↓" in fall
    colours = [set(re.findall("#[0-9a-f]{6}", drawn.lower())) for drawn in (rise, fall)]
    assert colours[0] == colours[1]
    assert not colours[0] & {GOOD.lower(), BAD.lower()}


def test_nothing_is_no_bar_and_little_is_a_hairline() -> None:
    nothing = svg(chart.year_on_year(Decimal(0), Decimal(100000), unit="件"))
    little = svg(chart.year_on_year(Decimal(1), Decimal(100000), unit="件"))
    assert little.count("<path") > nothing.count("<path")
    assert svg(chart.year_on_year(Decimal(0), Decimal(0), unit="件")).count("<path") == 2


@pytest.mark.parametrize(("actual", "previous"), [(-1, 5), (5, -1)])
def test_a_negative_value_has_no_bar_from_zero(actual: int, previous: int) -> None:
    with pytest.raises(ValueError, match="zero"):
        chart.year_on_year(Decimal(actual), Decimal(previous), unit="件")


@pytest.mark.parametrize(
    ("indicator", "said"),
    [
        (0, "R3の基準値 86人/年、R8の目標値 50人/年、R5の実績 85人/年、達成状況 基準値以上、目標まで あと35人/年"),
        (1, "基準まで あと10世帯/年"),
        (3, "基準まで あと4.40ポイント"),
        (11, "目標＋29.0ポイント、基準値＝目標値"),
        (12, "R3の基準値 8社、R8の目標値 40社、R5の実績 12社、達成状況 基準値以上、目標まで あと28社"),
        (13, "達成状況 目標値以上、目標＋1,294億円"),
        (20, "達成状況 基準値未満、目標まで あと301千人、目標値＜基準値"),
        (21, "R3の基準値 28.9%、R8の目標値 35.0%、R5 未公表、達成状況 指標未公表"),
        (22, "目標と同値"),
        (23, "目標まで あと488千人、基準値＝目標値"),
    ],
)
def test_the_alt_text_of_a_ruler_says_all(indicator: int, said: str) -> None:
    assert said in REAL[f"indicator {indicator}"].alt


def place_of_mark(drawn: Chart) -> float:
    """Where the mark stands, as a share of the width: the middle of the last shape but text."""
    shapes = re.findall(r'<path d="([^"]*)"', svg(drawn))
    xs = [float(x) for x in re.findall(r"(-?[\d.]+) -?[\d.]+", shapes[-1])]
    return (min(xs) + max(xs)) / 2 / (62 * POINTS_PER_MM)


def texts_of(drawn: Chart) -> list[str]:
    return [text.get_text() for text in drawn.figure.findobj(Text)]


def ruler(baseline: int, target: int, actual: int | None, status: str, progress: str, polarity: str) -> Chart:
    return chart.position(
        Decimal(baseline),
        Decimal(target),
        None if actual is None else Decimal(actual),
        polarity=polarity,
        status=status,
        rule=RULE,
        unit="件",
        progress_ratio=number(progress),
    )


def test_the_mark_stands_by_its_progress_whichever_way_the_numbers_run() -> None:
    rising = ruler(50, 86, 68, "○", "50.0", "higher")
    falling = ruler(86, 50, 68, "○", "50.0", "lower")
    assert place_of_mark(rising) == pytest.approx(place_of_mark(falling))
    places = [
        place_of_mark(ruler(0, 100, p, mark, str(p), "higher"))
        for p, mark in [(-50, "△"), (0, "○"), (50, "○"), (100, "◎"), (150, "◎")]
    ]
    assert places == sorted(places) and len(set(places)) == 5


def test_a_mark_off_the_scale_is_pinned_and_said() -> None:
    far, farther = (ruler(0, 100, 500, "◎", "500", "higher"), ruler(0, 100, 9999, "◎", "9999", "higher"))
    assert place_of_mark(far) == place_of_mark(farther)
    assert "目盛外" in svg(far)
    assert "目盛外" not in svg(ruler(0, 100, 120, "◎", "120", "higher"))


@pytest.mark.parametrize(
    ("baseline", "target", "polarity", "remark"),
    [
        (60, 60, "higher", "基準値＝目標値"),
        (3288, 3041, "higher", "目標値＜基準値"),
        (50, 86, "lower", "目標値＞基準値"),
    ],
)
def test_without_a_climb_only_the_zone_is_shown(baseline: int, target: int, polarity: str, remark: str) -> None:
    one = ruler(baseline, target, 1, "△", "-", polarity)
    other = ruler(baseline, target, 40, "△", "77.0", polarity)  # a progress is not believed
    assert place_of_mark(one) == place_of_mark(other)
    assert remark in svg(one) and remark in one.alt


def test_no_arrow_runs_through_the_words_between_baseline_and_target() -> None:
    """Hitachi R5, PLAN 07: from △ to ◎ where the target is the baseline."""
    drawn = chart.position(
        Decimal(5),
        Decimal(5),
        Decimal(11),
        polarity="higher",
        status="◎",
        rule=RULE,
        unit="件",
        progress_ratio=None,
        moved="better",
        previous_status="△",
        width_mm=76,
    )
    found = [
        float(x)
        for d in re.findall(rf'<path d="([^"]*)"[^>]*{GOOD.lower()}', svg(drawn))
        for x in re.findall(r"(-?[\d.]+) -?[\d.]+", d)
    ]
    assert found and min(found) >= 0.74 * 76 * POINTS_PER_MM - 1


def test_without_a_polarity_there_are_no_zones() -> None:
    drawn = ruler(86, 50, 85, "", "2.8", "")
    assert "#fcf0e9" not in svg(drawn) and "向きの記載なし" in drawn.alt


def test_an_unpublished_value_leaves_the_ruler_empty_with_its_reason() -> None:
    drawn = chart.position(
        Decimal(1),
        Decimal(2),
        None,
        polarity="higher",
        status="—",
        rule=RULE,
        unit="件",
        progress_ratio=None,
        reason="集計中",
    )
    assert "集計中" in svg(drawn) and "集計中" in drawn.alt


def test_a_missing_target_is_said() -> None:
    drawn = chart.position(
        Decimal(1), None, Decimal(2), polarity="higher", status="", rule=RULE, unit="件", progress_ratio=None
    )
    assert "目標値の記載なし" in drawn.alt and "実績 2件" in drawn.alt


# Hitachi R5, PLAN 14: 1,104千人(R元) 558千人(R2)
def between_two_baselines(actual: int, *others: tuple[str, Decimal]) -> Chart:
    return chart.position(
        Decimal(1104),
        Decimal(1200),
        Decimal(actual),
        polarity="higher",
        status="△",
        rule=RULE,
        unit="千人",
        progress_ratio=Decimal(actual - 1104) / 96 * 100,
        baseline_label="R元",
        others=others,
    )


def test_a_second_baseline_is_a_tick_with_its_year_and_measures_what_lies_before_the_first() -> None:
    second = ("R2", Decimal(558))
    drawn = between_two_baselines(984, second)
    assert {"R2 558", "R元 1,104"} <= set(texts_of(drawn)) and "R2の基準値 558千人" in drawn.alt
    assert "目盛外" in between_two_baselines(984).alt and "目盛外" not in drawn.alt
    places = [place_of_mark(between_two_baselines(actual, second)) for actual in (558, 700, 984, 1103)]
    assert places == sorted(places) and len(set(places)) == 4
    assert "目盛外" in between_two_baselines(100, second).alt  # further back than both


@pytest.mark.parametrize(("actual", "progress", "is_beside"), [(60, "-20", True), (55, "-30", True), (64, "25", False)])
def test_in_a_table_of_many_a_value_stands_beside_its_mark_where_no_line_runs_through_it(
    actual: int, progress: str, is_beside: bool
) -> None:
    given: dict[str, Any] = {"polarity": "higher", "status": "△", "rule": RULE, "unit": "%"}
    given |= {"progress_ratio": Decimal(progress), "expected": Decimal(66)}
    tall, flat = (
        chart.position(Decimal(62), Decimal(70), Decimal(actual), **given, is_flat=flat, width_mm=76)
        for flat in (False, True)
    )
    assert (flat.figure.get_figheight() < tall.figure.get_figheight()) == is_beside
    assert flat.alt == tall.alt and texts_of(flat) == texts_of(tall)


def test_the_head_of_the_rulers_lets_the_ground_of_its_cell_through() -> None:
    drawn = svg(chart.ruler_head(RULE, baseline="基準値(R3)", target="目標値(R8)", width_mm=62))
    assert "<path" not in drawn and "基準値未満" in drawn


def test_a_ruler_too_narrow_for_its_words_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least"):
        chart.position(
            Decimal(1),
            Decimal(2),
            Decimal(1),
            polarity="higher",
            status="○",
            rule=RULE,
            unit="件",
            progress_ratio=Decimal(0),
            width_mm=30,
        )


def test_a_value_too_long_for_a_line_stands_on_several() -> None:
    value = "1,234人（うち高校生は延べ123人、大学生は延べ45人、そのほかの市外からの参加者は66人）"
    drawn = chart.year_on_year(Decimal(1234), Decimal(1000), unit="人", actual_text=value, previous_text="1,000人")
    shown = "".join(re.findall(">([^<>]+)</text>", svg(drawn)))
    assert value in shown and "…" not in shown
    assert_readable(drawn)


def test_the_alt_text_of_years_has_every_value() -> None:
    drawn = chart.values_over_years([two_baselines()])
    assert drawn.alt == (
        "スポーツ施設利用者数: R元 基準 1,104千人、R2 基準 558千人、R5 実績 984千人 △、R8 目標 1,200千人。"
    )
    shown = ("基準値 1,104", "基準値 558", "984 △", "目標値 1,200", "単位 千人")
    assert all(f">{text}<" in svg(drawn) for text in shown)


def lines_between(values: list[tuple[int, int, ValueRole]]) -> int:
    drawn = chart.values_over_years(
        [Series("名", "件", [Value(y, f"R{y - 2018}", Decimal(v), r) for y, v, r in values])]
    )
    return len(re.findall(r'fill="none" stroke="#16191d" stroke-linejoin', svg(drawn)))


def test_measured_values_are_joined_only_from_three_actual_ones() -> None:
    two: list[tuple[int, int, ValueRole]]
    two = [(2021, 1, "baseline"), (2022, 2, "actual"), (2023, 3, "actual"), (2026, 9, "target")]
    assert lines_between(two) == 0
    assert lines_between([*two, (2024, 4, "actual")]) == 1


def test_no_line_runs_over_a_year_without_a_value() -> None:
    """R2 925 and R4 2,418 were joined as if R3 were known (Hitachi, 観光入込客数, with an invented R4)."""
    roles: dict[int, ValueRole] = {2019: "baseline", 2020: "baseline", 2022: "actual", 2023: "actual", 2024: "actual"}
    points = [Value(year, f"R{year - 2018}", Decimal(year), role) for year, role in roles.items()]
    (joined,) = re.findall(
        r'<path d="([^"]+)" fill="none" stroke="#16191d"', svg(values_over_years([Series("名", "件", points)]))
    )[-1:]
    assert joined.count("M") == joined.count("L") == 3  # R元–R2, R4–R5, R5–R6


def test_no_line_strikes_a_value_through() -> None:
    """61.5% and 63.5% stood on the dotted line (Hitachi, PLAN 05, with invented years)."""
    told: dict[int, tuple[str, ValueRole]] = {
        2021: ("62.0", "baseline"), 2022: ("61.5", "actual"), 2023: ("61.5", "actual"),
        2024: ("63.5", "actual"), 2025: ("63.3", "actual"), 2026: ("70.0", "target"),
    }  # fmt: skip
    points = [Value(year, f"R{year - 2018}", Decimal(value), role) for year, (value, role) in told.items()]
    drawn = svg(values_over_years([Series("満足している割合", "%", points)]))
    lines, labels = drawn.index("stroke-dasharray"), drawn.index(">61.5<")
    assert lines < drawn.index('fill="#ffffff"', lines) < labels


def test_colour_tells_how_the_latest_value_moved_and_nothing_else() -> None:
    """A △ that rose was red (Hitachi, 観光入込客数, with invented years)."""
    points = [Value(2023 + n, f"R{5 + n}", Decimal(n), "actual") for n in range(3)]
    for tone, colour in (("good", "#1a56b0"), ("bad", "#962a00"), ("", "#16191d")):
        drawn = svg(values_over_years([Series("名", "件", points, status="△", tone=tone)]))
        assert set(re.findall("#1a56b0|#962a00", drawn)) == {colour} - {"#16191d"}


def test_only_the_path_to_the_target_is_dotted() -> None:
    drawn = svg(chart.values_over_years([real_series(rows_of(INDICATORS)[12])]))
    assert drawn.count("stroke-dasharray") == 1
    baseline, actual = two_baselines().points[0], two_baselines().points[2]
    without_target = Series("名", "千人", [baseline, actual])
    assert "stroke-dasharray" not in svg(chart.values_over_years([without_target]))


def test_years_stand_at_true_distances() -> None:
    drawn = svg(chart.values_over_years([real_series(rows_of(INDICATORS)[12])]))
    place = {era: float(x) for x, era in re.findall(r'<text x="([\d.]+)"[^>]*text-anchor="middle"[^>]*>(R\d)<', drawn)}
    assert (place["R8"] - place["R5"]) / (place["R5"] - place["R3"]) == pytest.approx(1.5, rel=0.01)


def test_values_without_room_are_listed() -> None:
    many = [Value(2016 + i, f"R{i}", Decimal(10**8 + i), "actual") for i in range(9)]
    drawn = chart.values_over_years([Series("長い履歴", "世帯/年", many)])
    assert all(f"R{i} 実績 {10**8 + i:,}世帯/年" in svg(drawn) for i in range(9))
    assert_readable(drawn)


def test_years_without_a_value_or_a_series() -> None:
    assert "値の記載なし" in chart.values_over_years([Series("名", "件", [])]).alt
    with pytest.raises(ValueError, match="no series"):
        chart.values_over_years([])


def xs_of(drawn: Chart, colour: str) -> list[float]:
    """Where the shapes of a colour begin, from left to right."""
    return sorted(float(x) for x in re.findall(rf'<path d="M ([\d.]+) [^"]*" fill="{colour}"', svg(drawn)))


def test_ratios_praise_and_blame_nothing_and_tell_falls_in_grey() -> None:
    drawn = svg(ratio_dots(real_ratios()))
    assert not any(colour.lower() in drawn for colour in (GOOD, BAD))
    falls = sum(ratio.change == "down" for ratio in real_ratios())
    assert falls > 0 and len(re.findall('fill="#ffffff"[^>]*>[0-9]+</text>', drawn)) == falls


def test_ratios_say_what_they_show() -> None:
    ratios = [Ratio(Decimal("72.4"), "01", "住み替え", "down"), Ratio(Decimal("1047.6"), "10", "証明書", "up")]
    assert (
        ratio_dots(ratios).alt
        == "前年度比（対数目盛。目盛は100%、200%、500%）: 01 住み替え 72.4%（減）、10 証明書 1,047.6%（増）"
    )
    ticks = [text.get_text() for text in ratio_dots(real_ratios()).figure.findobj(Text) if "%" in text.get_text()]
    assert ticks == ["50%", "100%", "200%", "500%"]


def test_ratios_stand_at_logarithmic_places_with_the_band_drawn() -> None:
    drawn = ratio_dots([Ratio(Decimal(value), str(value), "") for value in (50, 200, 800)], band=5)
    first, second, third = (
        float(re.search(f'<text x="([0-9.]+)"[^>]*>{value}</text>', svg(drawn))[1])  # type: ignore[index]
        for value in (50, 200, 800)
    )
    assert second - first == pytest.approx(third - second, abs=0.05)
    (band,) = re.findall(r'<path d="M ([\d.]+) [^L]*L ([\d.]+) [^"]*" fill="#c5ccd3"', svg(drawn))
    assert first < float(band[0]) < (first + second) / 2 < float(band[1]) < second


def test_a_ratio_of_zero_stands_at_the_left_end() -> None:
    drawn = ratio_dots([Ratio(Decimal(0), "07", "中止", "down"), Ratio(Decimal(200), "08", "")])
    assert place_of_plan(drawn, "07") < 8
    assert "0%" in texts_of(drawn)


def place_of_plan(drawn: Chart, plan: str) -> float:
    return float(re.search(f'<text x="([0-9.]+)"[^>]*>{plan}</text>', svg(drawn))[1])  # type: ignore[index]


@pytest.mark.parametrize("least", ["0.1", "40", "80"])
def test_zero_does_not_stand_where_a_ratio_does(least: str) -> None:
    """A fall to zero and the least ratio: of two places, the zero's beside the axis."""
    drawn = ratio_dots([Ratio(Decimal(0), "07", "", "down"), Ratio(Decimal(least), "08", "", "down")])
    assert place_of_plan(drawn, "08") - place_of_plan(drawn, "07") > 10


def test_what_has_no_ratio_is_shown_beside_the_axis() -> None:
    drawn = ratio_dots([Ratio(None, "07", "開始", "up"), Ratio(Decimal(1000), "08", "", "up")])
    assert place_of_plan(drawn, "07") - place_of_plan(drawn, "08") > 10
    assert "比なし" in texts_of(drawn) and "07 開始 比なし（増）" in drawn.alt


def test_ratios_are_checked() -> None:
    with pytest.raises(ValueError, match="no ratio"):
        ratio_dots([])
    with pytest.raises(ValueError, match="below zero"):
        ratio_dots([Ratio(Decimal(-1), "01", "")])
    with pytest.raises(ValueError, match="band"):
        ratio_dots(real_ratios(), band=100)
    with pytest.raises(ValueError, match="at least"):
        ratio_dots(real_ratios(), width_mm=20)


RISING = ["0", "100", "50", "higher", "○", "件", "50.0", "数"]


def test_only_a_change_since_last_year_has_a_colour() -> None:
    assert not any(colour.lower() in svg(real_ruler(RISING)) for colour in (GOOD, BAD))
    for way, mark, colour in (("better", "△", GOOD), ("worse", "◎", BAD)):
        drawn = svg(real_ruler(RISING, Since(way, mark)))
        assert colour.lower() in drawn
    plain = ["0", "100", "50", "", "○", "件", "50.0", "数"]
    assert not any(colour.lower() in svg(real_ruler(plain, Since("better", "△"))) for colour in (GOOD, BAD))


def test_an_arrow_begins_where_last_years_zone_ended() -> None:
    third = 44 * POINTS_PER_MM / 3
    for way, mark, colour, start in (("better", "△", GOOD, third), ("worse", "◎", BAD, 2 * third)):
        drawn = svg(real_ruler(RISING, Since(way, mark)))
        (line,) = re.findall(
            rf'<path d="M ([\d.]+) [^"]*" fill="none" stroke="{colour.lower()}" stroke-width="2"', drawn
        )
        assert float(line) == pytest.approx(start, abs=0.05)


def test_an_arrow_begins_at_last_years_value_where_that_is_known() -> None:
    drawn = svg(real_ruler(RISING, Since("better", "", Decimal(-50))))
    (line,) = re.findall(rf'<path d="M ([\d.]+) [^"]*" fill="none" stroke="{GOOD.lower()}" stroke-width="2"', drawn)
    assert float(line) == pytest.approx(44 * POINTS_PER_MM / 6, abs=0.05)


def test_a_ruler_has_zones_only_where_the_direction_is_known() -> None:
    plain = ["0", "100", "50", "", "○", "件", "50.0", "数"]
    assert xs_of(real_ruler(RISING), BAD_TINT.lower()) and not xs_of(real_ruler(plain), BAD_TINT.lower())


def test_the_expected_value_is_a_dotted_tick() -> None:
    assert "stroke-dasharray" in svg(real_ruler(RISING, expected="40"))
    assert "stroke-dasharray" not in svg(real_ruler(RISING))


def test_the_rulers_of_all_rows_have_baseline_and_target_at_one_place() -> None:
    rulers = Rulers(RULE, width_mm=44)
    assert [rulers.x(Decimal(percent)) for percent in (0, 100)] == pytest.approx(
        [44 * POINTS_PER_MM / 3, 88 * POINTS_PER_MM / 3]
    )
    assert rulers.axis().alt == "基準値と目標値をそろえた目盛、△基準値未満、○基準値以上、◎目標値以上"
    assert Rulers(None, width_mm=44).axis().alt == "基準値と目標値をそろえた目盛"


def test_a_ruler_without_a_value_says_why() -> None:
    drawn = real_ruler(["1", "2", "-", "higher", "—", "件", "-", "数"])
    assert ">未公表<" in svg(drawn) and "実績 未公表" in drawn.alt


def test_marks_are_told_by_sign_and_word() -> None:
    assert REAL["marks △○△△△△"].alt == "△基準値未満、○基準値以上" + "、△基準値未満" * 4
    assert REAL["marks △○?"].alt.endswith("、判定なし")


def test_more_marks_than_fit_stand_on_more_lines() -> None:
    one, two = (chart.mark_row("△" * count, rule=RULE, width_mm=20) for count in (6, 7))
    height = [each.figure.get_size_inches()[1] for each in (one, two)]
    assert height[1] == pytest.approx(2 * height[0])
    with pytest.raises(ValueError, match="no mark"):
        chart.mark_row([], rule=RULE)


# --- the SVG ------------------------------------------------------------------------------------


def test_the_svg_is_xml_with_its_alt_text(real: Chart) -> None:
    root = ElementTree.fromstring(svg(real))
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"{real.alt.removesuffix('。')}。"
    assert root.get("width", "").endswith("pt") and root.get("viewBox")
    assert "Hiragino Sans" in root.get("font-family", "")
    assert {element.tag for element in root} <= {f"{SVG}path", f"{SVG}text"}


def test_the_svg_bears_no_id_no_date_and_no_address(real: Chart) -> None:
    written = svg(real).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"\bid=|url\(|https?:|<\?xml|<!|20\d\d-\d\d-\d\d", written)


def test_text_stays_text(real: Chart) -> None:
    texts = {element.text for element in ElementTree.fromstring(svg(real)).iter(f"{SVG}text")}
    assert texts == {text.get_text() for text in real.figure.findobj(Text) if text.get_text()}


def test_the_same_chart_gives_the_same_bytes() -> None:
    again = real_charts()
    assert {name: svg(drawn) for name, drawn in REAL.items()} == {name: svg(drawn) for name, drawn in again.items()}


def test_drawing_in_threads_gives_the_same_bytes() -> None:
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda row: svg(real_position(row)), rows_of(INDICATORS) * 3))
    assert written == [svg(real_position(row)) for row in rows_of(INDICATORS)] * 3


def test_hostile_names_are_only_text() -> None:
    point = Value(2023, HOSTILE, Decimal(1), "actual")
    for drawn in (
        Rulers(RULE, width_mm=300).blank(HOSTILE),
        ratio_dots([Ratio(Decimal(50), HOSTILE, HOSTILE)], width_mm=300),
        chart.values_over_years([Series(HOSTILE, HOSTILE, [point], note=HOSTILE)]),
        chart.year_on_year(Decimal(1), Decimal(2), unit=HOSTILE, actual_label="<b>"),
    ):
        written = svg(drawn)
        root = ElementTree.fromstring(written)
        assert "<script" not in written and "<b>" not in written
        assert {element.tag for element in root} <= {f"{SVG}path", f"{SVG}text"}
        assert "$" in written  # not read as a formula
    hostile = replace(RULE, classes=tuple(replace(each, word=HOSTILE) for each in RULE.classes))
    assert "<script" not in svg(chart.mark_row("◎", rule=hostile))
    assert "<script" not in svg(chart.mark_row([HOSTILE], rule=None))


def test_a_chart_shows_itself_in_a_notebook() -> None:
    drawn = REAL["activity 0"]
    assert drawn._repr_html_() == f'<figure class="chart">{svg(drawn)}</figure>'


# --- lines of text ------------------------------------------------------------------------------


def test_no_line_begins_with_a_closing_sign() -> None:
    lines = wrap("製造品出荷額（4人以上事業所）、1,000人当たり。", 50)
    assert "".join(lines) == "製造品出荷額（4人以上事業所）、1,000人当たり。"
    assert not any(line[0] in "）、。" or line[-1] == "（" for line in lines)
    assert any("1,000" in line for line in lines)


def test_an_average_over_years_has_no_path() -> None:
    points = [Value(2024, "R6", Decimal(4), "baseline"), Value(2030, "R12", Decimal(7), "target")]
    climbing, average = (
        svg(values_over_years([Series("転入世帯数", "世帯", points, climbs=climbs)])) for climbs in (True, False)
    )
    assert "stroke-dasharray" in climbing and "stroke-dasharray" not in average


def test_a_label_stands_clear_of_lines_where_there_is_room() -> None:
    """242件 stood on the axis, and the dotted line ran through 252件."""
    frame = Box(0.0, 0.0, 155.0, 60.0)
    at = [(17.0, 40.0), (76.0, 38.0), (105.0, 43.5), (138.0, 16.5)]
    texts = ("249件", "252件", "242件 △", "300件")
    labels = [Label(x, y, 3.4, text) for (x, y), text in zip(at, texts, strict=True)]
    axis = ((0.0, 60.0), (155.0, 60.0))
    places = place_labels(labels, frame, [(at[0], at[3]), axis])
    assert places is not None
    for place in places:
        path = (at[0][1] + (x - at[0][0]) * (at[3][1] - at[0][1]) / (at[3][0] - at[0][0]) for x in range(17, 138))
        assert not any(place.box.holds((x, y)) for x, y in zip(range(17, 138), path, strict=True))
        assert place.box.bottom + 1.5 <= axis[0][1]


class TestNowAndTarget:
    def drawn(self, now: str, target: str, unit: str) -> chart.Chart:
        return chart.now_and_target(
            Decimal(now), Decimal(target), unit=unit, now_label="R6", target_label="R12", width_mm=36
        )

    def lengths(self, drawn: chart.Chart) -> list[float]:
        """The lengths of both bars, in points."""
        boxes = (patch.get_path().get_extents() for patch in drawn.figure.findobj(PathPatch))
        return [box.width for box in boxes if box.height > 5 and box.width > 1 and box.width < 102]

    def test_shares_can_be_held_against_each_other(self) -> None:
        near, far = self.lengths(self.drawn("94.1", "100", "%")), self.lengths(self.drawn("28.4", "50.0", "%"))
        assert near[0] / near[1] == pytest.approx(0.941, abs=0.01)
        assert far[1] / near[1] == pytest.approx(0.5, abs=0.01)

    def test_the_alt_text_says_both_values(self) -> None:
        assert self.drawn("2565757", "2604485", "件").alt == "R6 2,565,757件、R12 2,604,485件"

    def test_a_value_below_zero_has_no_bar(self) -> None:
        with pytest.raises(ValueError, match="zero"):
            self.drawn("-1", "5", "件")
