"""The forms seen in real municipal documents: each gives the right value, or is refused by name.

A form without a case fails, and so does a case without a form.
"""

import csv
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from golden_tables import as_text
from shortened import one_in
from small_sheets import ACTIVITY_HEAD, SMALL, findings, kinds, several, sheet, small, tables_of

from cityplan.check.audit import audit
from cityplan.city.edition import Edition
from cityplan.city.rules import rules
from cityplan.city.source import edition, editions
from cityplan.city.table_form import TableForm
from cityplan.clean.document import clean
from cityplan.compute.document import compute
from cityplan.files.errors import SourceError
from cityplan.files.files import read_text
from cityplan.japanese.letters import fold, squeeze, unwrap
from cityplan.japanese.quantities import missing
from cityplan.japanese.years import fiscal_year
from cityplan.read.kinds import read, read_file
from cityplan.tables.fit import check
from cityplan.tables.schema import Tables

SAMPLES = Path(__file__).parents[1] / "sample"
RULE = rules()["target-baseline"]

# The forms by group, as the division's list has them: name -> the example as printed.
FORMS: dict[str, dict[str, str]] = {
    "missing, nil, unknown": {
        "hyphen": "-", "full-width hyphen": "－", "horizontal bar": "―", "hyphen U+2010": "‐",
        "en dash": "–", "long-vowel mark": "ー", "minus sign": "−", "no data": "データなし",
        "being adjusted": "調整中", "not stated": "(記載なし)", "not set": "設定しない",
        "not published": "未公表", "being counted": "集計中", "not applicable": "該当なし",
        "all new": "皆増", "all gone": "皆減", "overflow": "######",
        "legend of dash and 0": "-|0", "blank beside 0": "|0",
    },
    "sign": {
        "triangle and blank": "△ 54,317", "black triangle": "▲3,703", "triangle blank": "▲ 756",
        "minus in brackets": "(－4.1)", "plus in brackets": "(＋4.2)", "minus": "-14,451 人",
        "triangle of a range": "△10%以内", "triangle of a mark": "△基準値未満",
        "two cells in one": "1△ 1",
    },
    "numbers": {
        "wide digit": "１", "wide digits": "３４，７８６，３３２", "blank before": " 2,637",
        "tab after": "104,602\t", "sub-count": "23(8)", "wide sub-count": "43（16）",
        "words": "百二十三億十四万八千円", "words with a point": "六・二％", "parts": "396万6千人",
        "decimal of 億": "853.5億円", "bled into the unit": "人23,958", "per year, below": "86人/年以下",
        "per year, above": "20世帯/年以上", "total": "(延べ) 8社以上", "two years": "369人 / 232人",
        "unit on one side": "1,062|804件", "average": "7 世帯（6 カ年平均）",
        "from and to": "0人から15人へ", "about": "約1100冊", "above 1,000 %": "1047.6%",
        "100 in two forms": "100％|100.0%",
    },
    "units": {
        "wide percent": "％", "percent": "%", "permille": "‰", "points": "ポイント",
        "places 箇所": "箇所", "places か所": "か所", "places カ所": "カ所", "places ヶ所": "ヶ所",
        "hectare": "ha", "wide hectare": "ｈａ", "square hectare": "㏊", "square metre": "㎡",
        "cubic metre": "㎥", "m3": "m3", "wide m3": "ｍ３", "wide t": "ｔ", "ton": "トン",
        "kilolitre": "kℓ", "thousand yen": "千円", "ten thousand yen": "万円",
        "million yen": "百万円", "hundred million yen": "億円", "thousand persons": "千人",
        "ten thousand persons": "万人", "yen per place": "千円/箇所", "volume per day": "㎥/日",
        "persons 人": "人", "persons 名": "名", "per 1,000 in percent": "%",
    },
    "years": {
        "R5": "R5", "wide R4": "Ｒ４", "first year": "R元", "brackets beside brackets": "（R元）|(R2)",
        "in full": "令和元年度", "spaced": "令和 6 年度",
        "range of years": "2023(令和 5)～2024(令和 6)年度", "month of a year": "2025（令和7）年10月",
        "H30": "H30", "H31": "H31", "past the end, letter": "H32", "past the end": "平成33年度",
        "month": "H28.3", "without era": "元年度 2年度", "Showa": "昭和39", "2019 twice": "H31|R元",
    },
    "characters": {
        "old 滿": "滿", "old 收": "收", "compatibility form": "\ufa5b", "half-width kana": "ｾﾝﾀｰ",
        "two wave dashes": "R3～R5|R3〜R5", "spaced letters": "人 権",
        "spaced heading": "地 方 譲 与 税", "vertical text": "事\n業", "CRLF": "\r\n", "BOM": "\ufeff",
        "cp932": "① ㈱ ㎥", "not of cp932": "\x80", "no last newline": "",
    },
    "tables": {
        "label above values": "補助件数", "label and value": "職業相談受付数 1,062",
        "nested pair": "小学生|中学生", "ratio of a neighbour": "150.0%", "missing column": "前年度比",
        "one cell per line": "あ事業\n何かをする", "row of one merged cell": "子育て",
        "header names per year": "実績値|実績値", "prose in a numeric cell": "先進地視察（10回/年を目安）",
        "tags": "<p>PLAN 01 移住</p>", "rules": "-----", "repeated paragraph": "繰り返し",
        "misspelt heading": "登載事業の実績等", "missing sheet": "PLAN 02",
    },
    "marks elsewhere": {
        "double circle": "◎", "circle": "○", "triangle": "△", "cross": "×", "S": "S", "A": "A",
        "B": "B", "C": "C", "dash among letters": "−", "B+": "B+", "not achieved": "未達成",
        "partly achieved": "一部達成", "achieved": "達成", "below is better": "50人以下",
        "fall is aimed at": "減少を目指す",
    },
}  # fmt: skip


class Seen(NamedTuple):
    """What became of a row: its columns as the CSV has them, findings as "kind column", all tables."""

    row: dict[str, str]
    found: list[str]
    tables: Tables


def in_table(*rows: dict[str, str], city: Edition = SMALL) -> Seen:
    """The first row of a plain table with these cells, read from its file."""
    names = list(dict.fromkeys(["name", *(name for row in rows for name in row)]))
    text = StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows([{"name": "指標", **row} for row in rows])
    return from_csv(text.getvalue(), TableForm(columns={name: name for name in names}), city)


def from_csv(text: str, form: TableForm, city: Edition = SMALL) -> Seen:
    baseline, target, actual = (
        year if role in form.columns else None
        for role, year in (("baseline", city.baseline), ("target", city.target), ("actual", city.actual))
    )
    table = replace(
        city, file="R5.csv", layout="plain-table", plan=(), form=form, baseline=baseline, target=target, actual=actual
    )
    with TemporaryDirectory() as folder:
        path = Path(folder, "R5.csv")
        path.write_text(text, encoding="utf-8")
        tables = clean(read_file(path, table), table)
    for name, data in tables.items():
        check(name, data)
    return seen(tables)


def in_sheet(*cells: str, **parts: str) -> Seen:
    """The first activity of a small document of progress sheets; a bar stands for a tab."""
    return seen(tables_of(small(*cells, **parts)), "activities")


def seen(tables: Tables, table: str = "indicators") -> Seen:
    found = audit({**tables, **compute(tables, RULE)}, RULE)
    places = [f"{kind} {column}" for kind, column in zip(found["kind"], found["column"])]  # noqa: B905
    return Seen(as_text(tables[table])[0], places, tables)


# cases: each takes the example

Case = Callable[[str], None]


def no_value(text: str) -> None:
    """No number, no finding, and the text is kept."""
    assert missing(text)
    row, found, tables = in_table({"actual": text, "unit": "人"})
    assert (row["actual"], row["actual_text"], found) == ("", text, [])
    assert tables["observations"].empty


def value(wanted: str, unit: str = "", note: str = "") -> Case:
    """The number in a numeric cell, in the table and on a sheet."""

    def case(text: str) -> None:
        row, found, _ = in_table({"actual": text})
        assert (row["actual"], row["unit"], row["note"], found) == (wanted, unit, note, [])
        row, found, _ = in_sheet(f"あ事業|何か|{text.strip()}|―||要因", directions="【あ事業】\n続ける。")
        assert (row["actual"], row["unit"], found) == (wanted, unit, [])

    return case


def bound(wanted: str, unit: str, polarity: str, note: str = "") -> Case:
    def case(text: str) -> None:
        row, found, _ = in_table({"actual": text, "target": text})
        shown = (row["target"], row["unit"], row["polarity"], row["polarity_source"], row["note"])
        assert (shown, found) == ((wanted, unit, polarity, "printed", note), [])

    return case


def unreadable(text: str) -> None:
    """No number, and a finding that names the text."""
    row, found, tables = in_table({"actual": text})
    assert (row["actual"], row["actual_text"]) == ("", text.strip())
    assert found == ["unreadable actual_text"] and tables["observations"].empty
    row, found, _ = in_sheet(f"あ事業|何か|{text}|8件||要因")
    assert (row["actual"], found) == ("", ["unreadable actual_text"])


def unit_of(wanted: str) -> Case:
    """A unit in a column of its own, and behind the value."""

    def case(text: str) -> None:
        for cells in ({"actual": "1,062", "unit": text}, {"actual": f"1,062{text}"}):
            row, found, _ = in_table(cells)
            assert (row["actual"], row["unit"], found) == ("1062", wanted, [])

    return case


def year(wanted: int) -> Case:
    """The year of a text, of a column and of a document."""

    def case(text: str) -> None:
        assert fiscal_year(text) == wanted
        assert edition_of(text).fiscal_year == wanted

    return case


def no_year(text: str) -> None:
    assert fiscal_year(text) is None
    with pytest.raises(SourceError) as raised:
        edition_of(text)
    assert (raised.value.text, raised.value.column) == (text, "year")


def edition_of(year: str) -> Edition:
    with TemporaryDirectory() as folder:
        path = Path(folder, "data/raw/x/source.toml")
        path.parent.mkdir(parents=True)
        path.write_text(
            f'[[edition]]\nyear = "{year}"\nfile = "a.csv"\ntitle = "表"\nlayout = "plain-table"\n', encoding="utf-8"
        )
        return editions(Path(folder))[0]


def mark_of(wanted: str) -> Case:
    def case(text: str) -> None:
        row, found, _ = in_table({"status": text})
        assert (row["status_printed"], found) == (wanted, [])

    return case


def unknown_mark(text: str) -> None:
    row, found, _ = in_table({"status": text})
    assert (row["status_printed"], found) == ("", ["unreadable status_printed"])


def rows_of(*wanted: str) -> Case:
    """Several cells, one below the other, give these numbers (an empty one: none)."""

    def case(text: str) -> None:
        tables = in_table(*({"actual": cell, "unit": "人"} for cell in text.split("|"))).tables
        assert [row["actual"] for row in as_text(tables["indicators"])] == list(wanted)

    return case


def refused(document: str, text: str, city: Edition = SMALL) -> None:
    with pytest.raises(SourceError) as raised:
        read(document, city)
    assert text in raised.value.text and raised.value.line and raised.value.next_step


# cases of one form each


def blank_beside_zero(text: str) -> None:
    rows_of("", "0")(text)
    found = in_table({"actual": "", "unit": "人"}, {"actual": "0", "name": "別"}).found
    assert found == ["value_missing actual_text"]


def triangle_of_a_mark(text: str) -> None:
    mark_of("△")(text)
    unreadable(text)


def bled(text: str) -> None:
    """Beside an empty cell the number goes back into it; elsewhere the unit is unreadable."""
    row, found, tables = in_table({"unit": text, "actual": ""})
    assert (row["actual"], row["unit"], found) == ("23958", "人", [])
    assert "split_unit" in set(tables["repairs"]["rule"])
    row, found, _ = in_table({"unit": text, "actual": "24,000"})
    assert (row["actual"], row["unit"], found) == ("24000", "", ["unreadable unit"])
    unreadable(text)


def two_years(text: str) -> None:
    row = in_sheet(f"あ事業|何か|{text}||159.1%|要因").row
    assert (row["actual"], row["previous"], row["unit"]) == ("369", "232", "人")
    row, found, _ = in_table({"actual": text})
    assert (row["actual"], found) == ("", ["unreadable actual_text"])


def one_side(text: str) -> None:
    row, found, _ = in_sheet(f"あ事業|何か|{text}|132.1%|要因")
    assert (row["actual"], row["previous"], row["unit"]) == ("1062", "804", "件")
    assert found == ["unit_doubtful actual_text"]


def average(text: str) -> None:
    value("7", "世帯", "6カ年平均")(text)
    row, found, _ = in_table({"baseline": "4 世帯", "target": text})
    assert (row["target"], row["target_kind"]) == ("7", "period_average")
    assert "not_comparable target_text" in found


def two_forms_of_100(text: str) -> None:
    for printed, digits in zip(text.split("|"), ("100", "100.0"), strict=True):
        value(digits, "%")(printed)
        row, found, _ = in_sheet(f"あ事業|何か|8件|8件|{printed}|要因")
        assert (row["ratio_printed"], found) == (digits, [])


def above_1000_percent(text: str) -> None:
    row, found, _ = in_sheet(f"あ事業|何か|220回|21回|{text}|要因")
    assert (row["ratio_printed"], found) == ("1047.6", [])


def per_1000(text: str) -> None:
    found = in_table({"name": "人口1,000人当たりの出生率", "actual": "6.2", "unit": text}).found
    assert found == ["unit_doubtful unit"]


def two_baselines(text: str) -> None:
    older, newer = text.split("|")
    row = in_table({"baseline": f"3,009千人以上 {older} 925千人以上 {newer}", "target": "3,100千人以上"})
    observed = as_text(row.tables["observations"])
    assert [(each["value"], each["era"]) for each in observed] == [("3009", "R元"), ("925", "R2"), ("3100", "R8")]
    assert "baseline_choice baseline_text" in row.found


def one_year_twice(text: str) -> None:
    assert {fiscal_year(each) for each in text.split("|")} == {2019}


def past_the_end(wanted: int) -> Case:
    def case(text: str) -> None:
        year(wanted)(text)
        row = in_table({"baseline": f"12人 ({text})", "target": "15人"}).row
        assert (row["baseline"], row["baseline_fy"]) == ("12", str(wanted))

    return case


def old_form(new: str) -> Case:
    def case(text: str) -> None:
        assert fold(text) == new
        _, found, tables = in_table({"status": f"△基準値未{text}"})
        assert found[-1] == "spelling_variant " and "folded_characters" in set(tables["repairs"]["rule"])

    return case


def compatibility(text: str) -> None:
    assert text != "\u8005" and squeeze(f"医{text}") == "医\u8005"


def half_width_kana(text: str) -> None:
    assert squeeze(text) == "センター"
    form = TableForm(columns={"name": "センター", "actual": "実績"})
    assert from_csv(f"{text},実績\nあ,12\n", form).row["actual"] == "12"


def wave_dashes(text: str) -> None:
    """A heading with the other one is not found, and both are named."""
    own, other = text.split("|")
    with pytest.raises(SourceError) as raised:
        from_csv(f"名前,{own}\nあ,12\n", TableForm(columns={"name": "名前", "actual": other}))
    assert squeeze(own) in raised.value.problem and squeeze(other) in raised.value.problem


def spaced(text: str) -> None:
    assert unwrap(text) == text.replace(" ", "")
    assert in_table({"name": text, "actual": "12"}).row["name"] == text.replace(" ", "")


def vertical(text: str) -> None:
    refused(small(deck=f"PLAN 01 移住\n《定住》\n{text}"), "事")


def bytes_read(data: bytes) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder, "R5.txt")
        path.write_bytes(data)
        return read_text(path)


def crlf(text: str) -> None:
    document = small()
    assert bytes_read(document.replace("\n", text).encode()) == document


def bom(text: str) -> None:
    assert bytes_read((text + small()).encode()) == small()


def cp932(text: str) -> None:
    """㎥ is no character of cp932: a document with it is in UTF-8."""
    document = small(purpose=f"住みやすい{text}まち")
    assert bytes_read(document.encode()) == document
    document = document.replace("㎥", "㎡")
    assert bytes_read(document.encode("cp932")) == document


def not_cp932(text: str) -> None:
    with pytest.raises(SourceError) as raised:
        bytes_read("一行目\n二".encode("cp932") + text.encode("latin-1"))
    assert raised.value.line == 2


def no_last_newline(text: str) -> None:
    assert not (SAMPLES / "mihon/R5.txt").read_text("utf-8").endswith("\n")
    assert as_text(tables_of(small().rstrip("\n") + text)["activities"])[0]["direction"] == "続ける。"


def label_above(text: str) -> None:
    row = in_sheet(f"あ事業|何か|{text}||131.7%|要因\n||108件|82件||").row
    assert (row["measure"], row["actual"], row["previous"]) == (text, "108", "82")


def label_and_value(text: str) -> None:
    row = in_sheet(f"あ事業|何か|{text}|804件|132.1%|要因").row
    assert (row["measure"], row["actual"], row["previous"]) == ("職業相談受付数", "1062", "804")


def nested_pair(text: str) -> None:
    rows = as_text(sample("mihon").tables["indicators"])[-2:]
    assert [row["subgroup"] for row in rows] == text.split("|")
    assert [(row["baseline"], row["target"], row["actual"]) for row in rows] == [
        ("28.4", "50", "48.4"),
        ("30.0", "50", "29.9"),
    ]
    assert "ambiguous_cell name" in sample("mihon").found


def ratio_of_a_neighbour(text: str) -> None:
    assert "ratio_misplaced ratio_printed_text" in sample("mihon").found
    row = next(r for r in as_text(sample("mihon").tables["activities"]) if r["name"] == "視察事業")
    assert (row["ratio_printed_text"], row["actual"]) == (text, "")


def missing_column(text: str) -> None:
    one = sheet(purpose="01")
    other = sheet(
        "い事業|何か|10件|8件|要因", purpose="02", activity_head=without(text), directions="【い事業】\n続ける。"
    )
    assert ("missing_column", "ratio_printed_text") in kinds(*several(one, other))


def without(heading: str) -> str:
    upper, lower = ACTIVITY_HEAD.split("\n")
    return f"{upper.replace('||', '|')}\n{lower.replace(f'|{heading}', '')}"


def one_cell_per_line(text: str) -> None:
    refused(small(text), "あ事業")


def merged_row(text: str) -> None:
    """A row of one cell (colspan) on a sheet, and in a table below the names."""
    refused(small(f"{text}\nあ事業|何か|10件|8件|125.0%|要因"), text)
    with pytest.raises(SourceError) as raised:
        from_csv(f"名前,実績\n{text}\nあ,12\n", TableForm(columns={"name": "名前", "actual": "実績"}))
    assert (raised.value.line, raised.value.text) == (2, text)


def header_names(text: str) -> None:
    """One heading twice is refused; under headings per year it is told apart."""
    table = f"名前,{text.replace('|', ',')}\nあ,11,12\n"
    with pytest.raises(SourceError) as raised:
        from_csv(table, TableForm(columns={"name": "名前", "actual": "実績値"}))
    assert raised.value.text == "実績値"
    form = TableForm(heading_rows=2, columns={"name": "名前", "actual": "R5/実績値"}, years={2022: "R4/実績値"})
    got = from_csv(f",R4,R5\n{table}", form)
    assert got.row["actual"] == "12"
    assert [row["value"] for row in as_text(got.tables["observations"])] == ["12", "11"]


def prose(text: str) -> None:
    row, found, _ = in_sheet(f"あ事業|何か|{text}|協議||要因")
    assert (row["actual"], row["actual_text"], found) == ("", text, [])
    row, found, _ = in_table({"actual": text})
    assert (row["actual"], found) == ("", ["unreadable actual_text"])


def tags(text: str) -> None:
    tables = tables_of(small(deck=f"{text}  <p>《定住》</p>"))
    assert as_text(tables["plans"])[0]["name"] == "移住"
    assert "tags_removed" in set(tables["repairs"]["rule"])


def ruled(text: str) -> None:
    tables = tables_of(small(deck=f"{text}\nPLAN 01 移住\n《定住》"))
    assert "rule" in set(tables["skipped_lines"]["reason"])


def repeated_paragraph(text: str) -> None:
    document = small(deck=f"PLAN 01 移住\n\n{text}\n{text}\n《定住》")
    assert ("doubtful_extraction", "") in kinds(document)
    assert text not in set(tables_of(document)["texts"]["text"])


def misspelt_heading(text: str) -> None:
    assert as_text(tables_of(small(heading=text))["activities"])[0]["actual"] == "10"
    usual, rare = sheet(purpose="01"), sheet(purpose="02", heading=text)
    document, city = several(usual, rare, sheet(purpose="03"))
    assert text in "".join(findings(document, city)["message"])


def missing_sheet(text: str) -> None:
    document, city = several(sheet(purpose="01"), "")
    assert ("sheet_missing", "") in kinds(document, city)
    undeclared = replace(city, plan=city.plan[:1])
    with pytest.raises(SourceError) as raised:
        read(document, undeclared)
    assert raised.value.text == text.removeprefix("PLAN ")


def lower(text: str) -> None:
    """85 against 86 以下 has reached the baseline; 87 has not."""
    for actual, wanted in (("85人", "○"), ("87人", "△"), ("50人", "◎")):
        tables = in_table({"baseline": "86人以下", "target": text, "actual": actual}).tables
        assert compute(tables, RULE)["indicator_results"]["status"].tolist() == [wanted]


def declared_fall(text: str) -> None:
    cells = {"baseline": "86", "target": "50", "actual": "50", "polarity": text}
    row, found, tables = in_table(cells)
    assert (row["polarity"], row["polarity_source"], found) == ("lower", "declared", [])
    assert compute(tables, RULE)["indicator_results"]["status"].tolist() == ["◎"]


@cache
def sample(city: str) -> Seen:
    """A document of the invented city as a whole."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "data/raw").mkdir(parents=True)
        (root / "data/raw" / city).symlink_to(SAMPLES / city)
        one = edition(root, city, "R5")
        return seen(clean(read_file(root / one.raw_file, one), one))


CASES: dict[str, Case] = {
    **dict.fromkeys(
        ["hyphen", "full-width hyphen", "horizontal bar", "hyphen U+2010", "en dash",
         "long-vowel mark", "minus sign", "no data", "being adjusted", "not stated", "not set",
         "not published", "being counted", "not applicable", "all new", "all gone"], no_value,
    ),
    "overflow": unreadable,
    "legend of dash and 0": rows_of("", "0"),
    "blank beside 0": blank_beside_zero,
    "triangle and blank": value("-54317"),
    "black triangle": value("-3703"),
    "triangle blank": value("-756"),
    "minus in brackets": value("-4.1"),
    "plus in brackets": value("4.2"),
    "minus": value("-14451", "人"),
    "triangle of a range": unreadable,
    "triangle of a mark": triangle_of_a_mark,
    "two cells in one": unreadable,
    "wide digit": value("1"),
    "wide digits": value("34786332"),
    "blank before": value("2637"),
    "tab after": value("104602"),
    "sub-count": value("23", note="8"),
    "wide sub-count": value("43", note="16"),
    "words": value("12300148000", "円"),
    "words with a point": value("6.2", "%"),
    "parts": value("3966000", "人"),
    "decimal of 億": value("853.5", "億円"),
    "bled into the unit": bled,
    "per year, below": bound("86", "人/年", "lower"),
    "per year, above": bound("20", "世帯/年", "higher"),
    "total": bound("8", "社", "higher", "延べ"),
    "two years": two_years,
    "unit on one side": one_side,
    "average": average,
    "from and to": unreadable,
    "about": value("1100", "冊", "約"),
    "above 1,000 %": above_1000_percent,
    "100 in two forms": two_forms_of_100,
    **{name: unit_of(unit) for name, unit in {
        "wide percent": "%", "percent": "%", "permille": "‰", "points": "ポイント",
        "places 箇所": "箇所", "places か所": "か所", "places カ所": "カ所", "places ヶ所": "ヶ所",
        "hectare": "ha", "wide hectare": "ha", "square hectare": "ha", "square metre": "㎡",
        "cubic metre": "㎥", "m3": "㎥", "wide m3": "㎥", "wide t": "t", "ton": "トン",
        "kilolitre": "kl", "thousand yen": "千円", "ten thousand yen": "万円",
        "million yen": "百万円", "hundred million yen": "億円", "thousand persons": "千人",
        "ten thousand persons": "万人", "yen per place": "千円/箇所", "volume per day": "㎥/日",
        "persons 人": "人", "persons 名": "名",
    }.items()},
    "per 1,000 in percent": per_1000,
    "R5": year(2023),
    "wide R4": year(2022),
    "first year": year(2019),
    "brackets beside brackets": two_baselines,
    "in full": year(2019),
    "spaced": year(2024),
    "range of years": no_year,
    "month of a year": no_year,
    "H30": year(2018),
    "H31": year(2019),
    "past the end, letter": past_the_end(2020),
    "past the end": past_the_end(2021),
    "month": no_year,
    "without era": no_year,
    "Showa": year(1964),
    "2019 twice": one_year_twice,
    "old 滿": old_form("満"),
    "old 收": old_form("収"),
    "compatibility form": compatibility,
    "half-width kana": half_width_kana,
    "two wave dashes": wave_dashes,
    "spaced letters": spaced,
    "spaced heading": spaced,
    "vertical text": vertical,
    "CRLF": crlf,
    "BOM": bom,
    "cp932": cp932,
    "not of cp932": not_cp932,
    "no last newline": no_last_newline,
    "label above values": label_above,
    "label and value": label_and_value,
    "nested pair": nested_pair,
    "ratio of a neighbour": ratio_of_a_neighbour,
    "missing column": missing_column,
    "one cell per line": one_cell_per_line,
    "row of one merged cell": merged_row,
    "header names per year": header_names,
    "prose in a numeric cell": prose,
    "tags": tags,
    "rules": ruled,
    "repeated paragraph": repeated_paragraph,
    "misspelt heading": misspelt_heading,
    "missing sheet": missing_sheet,
    "double circle": mark_of("◎"),
    "circle": mark_of("○"),
    "triangle": mark_of("△"),
    "dash among letters": mark_of("—"),
    **dict.fromkeys(
        ["cross", "S", "A", "B", "C", "B+", "not achieved", "partly achieved", "achieved"],
        unknown_mark,
    ),
    "below is better": lower,
    "fall is aimed at": declared_fall,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    one_in(3, [(name, text) for group in FORMS.values() for name, text in group.items()]),
    ids=[f"{group}: {name}" for group, forms in FORMS.items() for name in forms],
)
def test_a_form(name: str, text: str) -> None:
    assert name in CASES, f"no case for the form {name}: {text}"
    CASES[name](text)


def test_every_case_has_its_form() -> None:
    assert set(CASES) == {name for forms in FORMS.values() for name in forms}


def test_no_name_stands_for_two_forms() -> None:
    names = [name for forms in FORMS.values() for name in forms]
    assert len(names) == len(set(names))


class TestTheInventedCity:
    """Its two documents carry the forms; what each cell gives is typed here from the document."""

    ACTIVITIES = """
        子育て相談事業  108 82 件       図書の購入事業 1100 1050 冊    見学会事業 369 232 人
        講座事業 23 43 ·                貸出事業 1062 804 件           給付事業 34786332 34786332 円
        収支改善事業 -54317 -3703 千円  交流事業 220 21 回             視察事業 · · ·
        体験事業 15 10 回               集計事業 · 3966000 人          あふれ事業 · 12 件
        連結事業 · 12 件                はみ出し事業 · 24000 人        募集事業 0 0 件
        研修事業 12 10 回               啓発事業 · · ·
    """
    TABLE = """
        保育の待機児童数 23 12 0 人         保育所の入所率 98.5 100 100 %
        育児相談の件数 1062 1120 1200 件    育児相談の件数 · · · 件
        人権の研修に満足した人の割合 6.2 6.5 8 %    研修の受講者数 396 -4.1 1100 人
        自主防災組織の訓練 23 45 60 回      備蓄の水 120 125 150 ㎥
        備蓄の食料 · 25 30 ·                訓練の参加者数 3966000 400 · 人
        災害時の協定 8 12 40 社             市税の収入 12300148000 85350000000 13000000000 円
        市債の残高 853.5 · 800 億円         ふるさと納税の寄附 34786 · 40000 千円
        行政の手続きのデジタル化 12 14 · ‰  救急車の到着 8.5 8.0 7.5 分
    """

    def test_its_sheets(self) -> None:
        rows = as_text(sample("mihon").tables["activities"])
        assert flat(rows, "name", "actual", "previous", "unit") == self.ACTIVITIES.split()

    def test_its_table(self) -> None:
        rows = as_text(sample("mihon-table").tables["indicators"])
        columns = ("name", "baseline", "actual", "target", "unit")
        assert flat(rows, *columns) == self.TABLE.split()

    @pytest.mark.parametrize("city", ["mihon", "mihon-table"])
    def test_every_value_that_is_no_number_is_named(self, city: str) -> None:
        tables, found = sample(city).tables, sample(city).found
        unread = [
            f"unreadable {column}_text"
            for table, roles in (
                ("activities", ("actual", "previous")),
                ("indicators", ("baseline", "target", "actual")),
            )
            for row in as_text(tables[table])
            for column in roles
            if "0" <= row[f"{column}_text"].strip("人△")[:1] <= "9" and not row[column]
        ]
        assert unread and all(each in found for each in unread)

    @pytest.mark.parametrize("city", ["mihon", "mihon-table"])
    def test_it_says_that_it_is_invented(self, city: str) -> None:
        assert "架空の市" in (SAMPLES / city / "source.toml").read_text("utf-8")
        assert "架空の市" in (SAMPLES / "README.md").read_text("utf-8")

    def test_a_fall_below_zero_is_no_rise(self) -> None:
        """収支改善事業, -54,317 after -3,703: no 増."""
        results = as_text(compute(sample("mihon").tables, RULE)["activity_results"])
        assert results[6]["change"] != "up"

    def test_no_zero_is_lost(self) -> None:
        rows = as_text(sample("mihon").tables["observations"])
        assert [row["text"] for row in rows if Decimal(row["value"]) == 0] == ["0件", "0件"]


def flat(rows: list[dict[str, str]], *columns: str) -> list[str]:
    return [row[column] or "·" for row in rows for column in columns]
