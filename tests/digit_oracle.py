"""What a careful reader sees in a row as printed: does it contradict itself?

Code of its own, on the printed cells only: nothing of `cityplan` is imported, no number is read by
its grammar, no ratio or mark computed by it. It judges the documents of `test_digits`, and by
`seen_in` the whole texts of `benchmarks/mutate.py`, which it reads by itself.
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from operator import eq
from typing import Any, NamedTuple

RowKey = tuple[str, str, int]  # table, plan_id, row
Rows = Mapping[RowKey, Mapping[str, str]]  # the printed texts of each row, by column


class Seen(NamedTuple):
    """A contradiction of one kind, and the rows on which a finding may say so."""

    kind: str  # ratio, rounding, mark, duplicate, word; of a text also direction, count, sheet, name
    on: frozenset[RowKey]


# Numbers in words, read by hand: they hold no digit that could change.
IN_WORDS = {"百二十三億十四万八千円以上": 12_300_148_000, "六・二％": Fraction(62, 10)}
# The direction of an indicator, where no bound is printed with its values, but in a column of its own.
DIRECTIONS = {"以上": "以上", "増やす": "以上", "高いほど良い": "以上", "以下": "以下"}

UP, DOWN, FLAT = "増加", "減少", "横ばい"
# What 要因及び効果 or 今後の取組の方向性 says of the row's own result, by document, plan and row, from
# reading the text. Not here: 宅地創出が増加した (11-2: grants are counted), 大幅な利用増 (10-1: no
# measure is printed), 住宅取得に係る補助件数が減少 (01-2: a part), 来街者が増加 (11-1: others).
MOVED: dict[tuple[str, str, int], tuple[str, str]] = {
    ("hitachi", "01", 1): (UP, "実績の増加につながり"),
    ("hitachi", "01", 2): (DOWN, "補助件数も減少している"),
    ("hitachi", "02", 1): (UP, "実績の増加につながった"),
    ("hitachi", "02", 2): (DOWN, "参加者数の減少につながった"),
    ("hitachi", "04", 1): (UP, "利用者数の増加につながった"),
    ("hitachi", "04", 2): (DOWN, "出生数が減少している"),
    ("hitachi", "06", 1): (UP, "補助件数が増加した"),
    ("hitachi", "06", 2): (UP, "ハンズオン支援件数等の実績の増加につながった"),
    ("hitachi", "07", 2): (UP, "補助費総額は増加した"),
    ("hitachi", "08", 1): (UP, "職業相談受付数は増加している"),
    ("hitachi", "09", 2): (DOWN, "前年度と比較し補助件数は低下した"),
    ("hitachi", "11", 1): (UP, "イベント参加者が増加し"),
    ("hitachi", "12", 2): (UP, "防災士養成講座の受講者数の増加につながった"),
    ("hitachi", "13", 1): (UP, "参加者が増加した"),
    ("hitachi", "13", 2): (FLAT, "サイクルイベントへの参加者が横ばいである"),
}
# What an activity's text says of an indicator of its plan: that the actual value is above the target.
ABOVE_TARGET: dict[tuple[str, str, int], tuple[int, str]] = {
    ("hitachi", "07", 2): (2, "創業者数が目標値を大きく上回る")
}
_VALUES = ("baseline_text", "target_text", "actual_text")
BAND = Fraction(5, 100)  # 横ばい: so far from last year at most

_NUMBER = re.compile(r"(?P<minus>[-−△▲] ?)?(?P<digits>\d[\d,]*(?:\.\d+)?)")
_RATIO = re.compile(r"(?P<whole>\d+)(?:\.(?P<decimals>\d+))?%")


def contradictions(document: str, rows: Rows, key: RowKey) -> Iterator[Seen]:
    """What is wrong with a row as printed: with itself, its double in another plan, the text on it."""
    if key[0] == "activities":
        yield from _ratio(rows, key)
        yield from _movement(document, rows, key)
    else:
        yield from _mark(rows, key)
        yield from _duplicate(rows, key)
        yield from _above_target(document, rows, key)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _first(text: str) -> Fraction | None:
    """The first number of a cell: 8 of （延べ） 8社以上, 3009 of two baselines, 1062 of 受付数 1,062."""
    if text in IN_WORDS:
        return Fraction(IN_WORDS[text])
    match = _NUMBER.search(_plain(text))
    if match is None:
        return None
    value = Fraction(match["digits"].replace(",", ""))
    return -value if match["minus"] else value


# activities


def _results(row: Mapping[str, str]) -> tuple[Fraction | None, Fraction | None]:
    """This year's and last year's result; both may stand in one cell: 369人 / 232人."""
    now, before = row.get("actual_text", ""), row.get("previous_text", "")
    if not before and " / " in now:
        now, before = now.split(" / ")
    return _first(now), _first(before)


def _ratio(rows: Rows, key: RowKey) -> Iterator[Seen]:
    """Another printed ratio than this year ÷ last year, half up: one unit of the last digit is rounding."""
    match = _RATIO.fullmatch(_plain(rows[key].get("ratio_printed_text", "")))
    now, before = _results(rows[key])
    if match is None or now is None or before is None or now < 0 or before < 0:
        return
    decimals = match["decimals"] or ""
    printed = int(match["whole"] + decimals)
    off = abs(printed - _half_up(now / before * 100, len(decimals))) if before else 2
    if off:
        yield Seen("rounding" if off == 1 else "ratio", frozenset({key}))


def _half_up(value: Fraction, decimals: int) -> int:
    """A value in units of its last decimal: 125.05 with one decimal is 1251."""
    return int(value * 10**decimals + Fraction(1, 2))


def _movement(document: str, rows: Rows, key: RowKey) -> Iterator[Seen]:
    word, quote = MOVED.get((document, *key[1:]), ("", ""))
    now, before = _results(rows[key])
    if not word or now is None or before is None or not _says(rows[key], quote):
        return
    counted = "".join(rows[key].get(f"{each}_text", "") for each in ("actual", "previous"))
    if "者" in quote and not re.search("[人名]", counted):
        return  # of people, and the values are of something else
    true = {UP: now > before, DOWN: now < before, FLAT: abs(now - before) <= before * BAND}
    if not true[word]:
        yield Seen("word", frozenset({key}))


def _says(row: Mapping[str, str], quote: str) -> bool:
    """Whether the row's text still holds the quote: a line of it may have been cut or swapped."""
    return quote in row.get("factors", "") + row.get("direction", "")


# indicators


def _values(row: Mapping[str, str]) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Baseline (the first of two), target and actual."""
    baseline, target, actual = (_first(row.get(column, "")) for column in _VALUES)
    return baseline, target, actual


def _direction(row: Mapping[str, str]) -> str:
    """以上 or 以下: printed with the target or the baseline, or in a column of its own; not if they differ."""
    declared = DIRECTIONS.get(row.get("polarity", ""), "")
    for column in ("target_text", "baseline_text"):
        said = row.get(column, "")
        is_either = "以内" in said and re.match("[△▲−-]", said) is not None  # △10%以内: 10% less, or less than 10%
        if not is_either and (match := re.search("以上|以下|以内|未満|超", said)):
            bound = {"未満": "以下", "以内": "以下", "超": "以上"}.get(match[0], match[0])
            return bound if declared in ("", bound) else ""
    return declared


def _mark(rows: Rows, key: RowKey) -> Iterator[Seen]:
    """◎ where the target is reached, ○ where the baseline is, △ where it is not."""
    printed = rows[key].get("status_printed", "")[:1].replace("〇", "○")
    (baseline, target, actual), direction = _values(rows[key]), _direction(rows[key])
    if printed not in "◎○△" or not printed or not direction:
        return
    if baseline is None or target is None or actual is None:
        return
    sign = 1 if direction == "以上" else -1
    met = [
        sign * (actual - bound) > 0 or (actual == bound and not re.search("未満|超", rows[key].get(column, "")))
        for bound, column in ((target, "target_text"), (baseline, "baseline_text"))
    ]
    right = "◎" if met[0] else "○" if met[1] else "△"
    if printed != right:
        yield Seen("mark", frozenset({key}))


def doubles(rows: Rows, key: RowKey) -> set[RowKey]:
    """The rows of other plans that print the same indicator 再掲, by name and subgroup."""
    return {
        other
        for other in rows
        if other[0] == key[0] == "indicators"
        and other[1] != key[1]
        and other[2]
        and key[2]
        and _name(rows[other]) == _name(rows[key])
    }


def _name(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(re.sub(r"\s", "", _plain(row.get(column, ""))) for column in ("name", "subgroup"))


def _duplicate(rows: Rows, key: RowKey) -> Iterator[Seen]:
    """The same indicator in two plans with other values; one that has no value in common is another of its name."""
    pair = doubles(rows, key)
    if any(0 < sum(map(eq, _values(rows[other]), _values(rows[key]))) < len(_VALUES) for other in pair):
        yield Seen("duplicate", frozenset({key, *pair}))


def spoken_of(document: str, key: RowKey) -> set[RowKey]:
    """The activities of the plan whose text speaks of an indicator."""
    return {
        ("activities", plan, row)
        for (city, plan, row), (number, _) in ABOVE_TARGET.items()
        if (city, plan, number) == (document, *key[1:]) and key[0] == "indicators"
    }


def _above_target(document: str, rows: Rows, key: RowKey) -> Iterator[Seen]:
    _, target, actual = _values(rows[key])
    on = {
        each
        for each in spoken_of(document, key)
        if each in rows and _says(rows[each], ABOVE_TARGET[document, *each[1:]][1])
    }
    if on and target is not None and actual is not None and not actual > target:
        yield Seen("word", frozenset({*on, key}))


# whole texts


def seen_in(document: str, text: str, source: Mapping[str, Any]) -> list[Seen]:
    """All contradictions of a document's text, by a reading of its own; `source` is its source.toml.

    Those of the document as a whole (count, sheet, name) stand on no row.
    """
    own = source["edition"][0]
    reader = {"progress-sheets": _read_sheets, "policy-chapter": _read_chapter}
    rows, seen = reader.get(own["layout"], _read_table)(text.replace("\r\n", "\n"), own)
    return seen + [each for key in rows for each in contradictions(document, rows, key)]


ReadRows = dict[RowKey, dict[str, str]]
Reading = tuple[ReadRows, list[Seen]]
_NOWHERE: frozenset[RowKey] = frozenset()


def _bare(text: str) -> str:
    return re.sub(r"\s", "", _plain(text)).replace("滿", "満").replace("收", "収")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t")]


# progress sheets


def _read_sheets(text: str, source: Mapping[str, Any]) -> Reading:
    rows: ReadRows = {}
    seen: list[Seen] = []
    begins = {plan["id"]: _bare(plan["begins"]) for plan in source["plan"] if "begins" in plan}
    left_out = {_bare(line) for line in source["left_out"]}
    sheets = _sheets(text, _bare(source["title"]), left_out)
    plans = [_plan_of(sheet, begins) for sheet in sheets]
    if sorted(plans) != sorted(begins):
        seen.append(Seen("sheet", _NOWHERE))
    for plan, sheet in zip(plans, sheets, strict=True):
        parts = _parts(sheet)
        own = _activities(parts["掲載事業の実績等"], plan)
        seen += _directions(parts["今後の取組の方向性"], own)
        rows |= own | _indicators(parts["関連する主な目標指標"], plan)
    return rows, seen + _counts(text)


def _sheets(text: str, title: str, left_out: set[str]) -> list[list[str]]:
    """From 目的 to the next one, or to where the deck goes on."""
    sheets: list[list[str]] = []
    inside = False
    for line in text.split("\n"):
        bare = _bare(line)
        if bare == "目的":
            sheets.append([])
            inside = True
        elif bare == title or re.fullmatch(r".+プロジェクトの\d+プラン", bare):
            inside = False
        elif inside and bare not in left_out:
            sheets[-1].append(line)
    return sheets


def _plan_of(sheet: list[str], begins: Mapping[str, str]) -> str:
    purpose = "".join(_bare(line) for line in sheet)
    return next((plan for plan, words in begins.items() if purpose.startswith(words)), "")


def _parts(sheet: list[str]) -> dict[str, list[str]]:
    names = ("掲載事業の実績等", "関連する主な目標指標", "今後の取組の方向性")
    parts: dict[str, list[str]] = {name: [] for name in names}
    current: list[str] = []
    for line in sheet:
        bare = _bare(line).replace("登載", "掲載")
        current = parts.get(bare, current)
        if bare not in parts and bare:
            current.append(line)
    return parts


def _activities(lines: list[str], plan: str) -> ReadRows:
    """The rows below the two lines of each heading; a line without a name holds the values of its row."""
    rows: ReadRows = {}
    if len(lines) < 3:
        return rows
    upper, lower = _cells(lines[0]), _cells(lines[1])
    names = {"R5": "actual_text", "R4": "previous_text", "前年度比": "ratio_printed_text"}
    columns = {at: names[text] for at, text in enumerate(lower) if text in names}
    columns |= {at: "factors" for at, text in enumerate(upper) if text == "要因及び効果"}
    columns[0] = "name"
    for line in (each for each in lines[2:] if each not in lines[:2]):
        row = {columns[at]: text for at, text in enumerate(_cells(line)) if text and at in columns}
        if "name" in row:
            rows["activities", plan, len(rows) + 1] = row
        elif rows:
            rows["activities", plan, len(rows)] |= row
    return rows


def _directions(lines: list[str], rows: ReadRows) -> Iterator[Seen]:
    """An activity without a paragraph of its own under 【name】."""
    told: dict[str, str] = {}
    heading = ""
    for line in lines:
        match = re.fullmatch("【(.+)】", line.strip())
        heading = _bare(match[1]) if match else heading
        told[heading] = told.get(heading, "") + ("" if match else line.strip())
    for key, row in rows.items():
        name, _, alias = _bare(row["name"]).rstrip("】").partition("【")
        names = [name, f"{name}({alias})", f"{name}【{alias}】", alias]
        row["direction"] = next((told[each] for each in names if told.get(each)), "")
        if not row["direction"]:
            yield Seen("direction", frozenset({key}))


def _indicators(lines: list[str], plan: str) -> ReadRows:
    """One row a line; where the heading has empty cells, several things stand side by side in a line."""
    rows: ReadRows = {}
    columns = ("baseline_text", "target_text", "actual_text", "status_printed")
    span = 2 if lines and "" in _cells(lines[0].rstrip("\t ")) else 1
    for line in (each for each in lines[1:] if each != lines[0]):
        cells = _cells(line)
        first = next((at for at, text in enumerate(cells) if at and _first(text) is not None), 1)
        if span > 1:  # 小6 holds a digit, but is a label
            first = next((at for at, text in enumerate(cells) if re.search("以上|以下|以内", text)), 1)
        values = cells[first:] if span > 1 else cells[1:]
        for item in range(span):
            row = {"name": cells[0], "subgroup": " ".join(cells[1:first][item::span])}
            at = dict(zip(columns, values[item::span], strict=False))
            rows["indicators", plan, len(rows) + 1] = row | {c: text for c, text in at.items() if text}
    return rows


def _counts(text: str) -> list[Seen]:
    """The number of projects and plans that headings declare, against the lists."""
    lines = [_plain(line) for line in re.sub("</?p>", "\n", text).split("\n")]
    groups: list[tuple[int, list[str]]] = []
    declared: list[int] = []
    for line in lines:
        bare = _bare(line)
        if match := re.fullmatch(r".+プロジェクトの(\d+)プラン", bare):
            groups.append((int(match[1]), []))
        elif match := re.fullmatch(r"(\d+)つのプロジェクト", bare):
            declared.append(int(match[1]))
        elif (match := re.fullmatch(r"PLAN ?(\d+) .+", line)) and groups:
            groups[-1][1].append(match[1])
    wrong = any(count != len(plans) for count, plans in groups)
    wrong = wrong or any(count != len(groups) for count in declared)
    twice = Counter(plan for _, plans in groups for plan in plans)
    return [Seen("count", _NOWHERE)] if wrong or max(twice.values(), default=1) > 1 else []


# a chapter


def _read_chapter(text: str, source: Mapping[str, Any]) -> Reading:
    """The names of the plans stand in three places, and ① to ⑳ count the programmes of each."""
    lines = [_plain(line) for line in text.split("\n") if line.strip()]
    indicators, _, related = text.partition("【関連計画・制度】")
    names = [
        {(match[1], _bare(match[2])) for match in re.finditer(r"◆取組施策 ?(\d+) (.+)", _plain(part))}
        for part in (indicators, related)
    ]
    listed = dict(sorted(names[0] | names[1]))
    begun = {(line, _bare(after)) for line, after in pairwise(lines) if line in listed and listed[line] == _bare(after)}
    seen = []
    if not names[0] == names[1] == begun:
        seen.append(Seen("name", _NOWHERE))
    if not all(_in_order(part) for part in re.split(r"\n\s*●\s*施策を実現する", text)[1:]):
        seen.append(Seen("count", _NOWHERE))
    return {}, seen


def _in_order(part: str) -> bool:
    circled = "①②③④⑤⑥⑦⑧⑨⑩"
    found = re.findall(rf"^\s*([{circled}])", part, re.MULTILINE)
    return found == list(circled[: len(found)])


# a table


def _read_table(text: str, source: Mapping[str, Any]) -> Reading:
    """The sample's table: two lines of heading, empty cells are as above."""
    try:
        records = list(csv.reader(text.split("\n"), strict=True))[int(source["skip_rows"]) :]
    except csv.Error:
        return {}, []
    names = {
        _bare(text): column
        for column, text in source["columns"].items()
        if column in ("group", "plan", "name", "subgroup", "polarity")
    }
    values = {"baseline": "baseline_text", "target": "target_text", "actual": "actual_text", "status": "status_printed"}
    names |= {_bare(source["columns"][ours]): column for ours, column in values.items()}
    columns = _headings(records[:2], names)
    rows: ReadRows = {}
    above: dict[str, str] = {}
    for record in records[2:]:
        row = {columns[at]: text.strip() for at, text in enumerate(record) if at in columns}
        if not any(row.get(column) for column in values.values()):
            continue
        plan = row["plan"] if row.get("plan") else above.get("plan", "")
        row = {**{c: above.get(c, "") for c in ("name",)}, **{c: text for c, text in row.items() if text}}
        above |= {"plan": plan, "name": row["name"]}
        key = re.sub(r"\D.*", "", _plain(plan)).zfill(2)
        number = 1 + sum(each[1] == key for each in rows)
        rows["indicators", key, number] = row
    return rows, []


def _headings(records: list[list[str]], names: Mapping[str, str]) -> dict[int, str]:
    """The columns by their two lines of heading; an upper one reaches right to the next."""
    columns: dict[int, str] = {}
    above = ""
    upper, lower = [*records, [], []][:2]
    for at, high in enumerate(upper):
        above = _bare(high) or above
        low = _bare(lower[at]) if at < len(lower) else ""
        heading = f"{above}/{low}" if low else _bare(high)
        if heading in names:
            columns[at] = names[heading]
    return columns
