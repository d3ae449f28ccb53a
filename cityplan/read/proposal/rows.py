"""The rows of a table that are no rows of it, and the headings that feed nothing 表に入れない行と列."""

import re
from collections import defaultdict
from collections.abc import Sequence

from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing
from cityplan.read.proposal.draft import Work
from cityplan.read.proposal.repeats import Repeat
from cityplan.read.proposal.seen import SeenColumn
from cityplan.read.proposal.values import OWN_YEAR
from cityplan.read.table.grid import letters

_MOST_NAMED = 20  # headings in a question
_COMPUTED = ("achieved", "ratio")  # from values
_NOT_ASKED = (*_COMPUTED, "plan_id")  # numbers that are no values


def take_rows(work: Work) -> None:
    """Totals, banners, cells that stand for the one above, and rows below the table."""
    table, out = work.table, work.out
    out.total_rows = [squeeze(text) for text in table.totals]
    if table.banners:
        _take_banners(work)
    for ours in ("group", "plan", "name"):
        column = next((each for each in work.rest if work.name(each) == out.block.columns.get(ours)), None)
        if column is not None and column.at not in table.merged and _is_filled_down(work, column, ours):
            out.fill_down.append(ours)
    if {"plan", "name"} & {*out.fill_down}:
        out.fill_down += [ours for ours in ("division",) if _is_empty_beside(work, ours)]
    if table.others:
        out.left_out += table.others
        out.told.append(f"表の下の行「{'」「'.join(table.others)}」は、表に入れません。")
    if table.second:
        out.ask(
            "table",
            f"{table.second}行目に、別の表の見出しのような行があります。別の表なら、その表だけのシートか"
            "ファイルに分けてください。",
        )


def take_rest(work: Work) -> None:
    """Headings that feed nothing are left out; what can be computed from the values is told."""
    _take_rate(work)
    left = [each for each in work.rest if each.at not in work.used]
    if work.subject == "activity" and work.repeat is not None:
        work.out.left_out += _repeated_headings(work, work.repeat)
    work.out.left_out += left_out_words(work, left)
    work.unused += left
    if rates := [each.heading for each in left if each.meaning.role in _COMPUTED]:
        work.out.told.append(f"「{'」「'.join(rates)}」は、値から計算できるので使いません。")


def ask_unused(works: Sequence[Work]) -> None:
    """Ask about columns of numbers, and of the years of values, that feed nothing in any of a table's drafts."""
    work = works[0]
    places = set.intersection(*({column.at for column in each.unused} for each in works))
    left = [column for column in work.unused if column.at in places and column.meaning.role not in _NOT_ASKED]
    unknown = [work.name(each) for each in left if each.has_numbers or each.meaning.role in OWN_YEAR]
    if unknown:
        more = f"など{len(unknown)}列" if len(unknown) > _MOST_NAMED else ""
        again = "（#2 は、同じ見出しの左から2番目）" if any("#" in name for name in unknown) else ""
        work.out.ask(
            "left_out",
            f"数の列「{'」「'.join(unknown[:_MOST_NAMED])}」{more}{again}は、何の値か分からないので、使わない見出し（left_out）に入れました。"
            "使うなら、そこから消し、実績なら [edition.table.years]、その年度の目標や計画値なら [edition.table.years.expected]、"
            f"ほかの値や、行ごとの年度（baseline_year など）なら columns の下に書いてください（例: 年度ごとの値は {_example_year(unknown[-1])} = {in_toml(unknown[-1])}）。",
        )


def _example_year(heading: str) -> str:
    """A year for an example: that of a heading without an era (６年度), lest another be pasted for it.

    >>> _example_year("活動量/６年度"), _example_year("増減率")
    ('R6', 'R5')
    """
    number = re.search(r"(?<!\d)(\d{1,2})年度", squeeze(heading))
    return f"R{number[1]}" if number else "R5"


def _take_rate(work: Work) -> None:
    """達成率 of indicators is checked; other rates 執行率, and those of several indicators, are left out."""
    newest = max(work.out.actual_years, default=None)
    for column in work.rest:
        said = column.meaning
        is_rate = said.role == "achieved" and "達成" in column.heading and said.year in (None, newest)
        is_number = column.has_numbers or all(map(missing, column.filled))
        if is_rate and is_number and work.repeat is None and work.take("achievement", column):
            work.out.told.append(
                f"「{column.heading}」は、実績値÷期待値（なければ目標値）と比べます。資料の決まりが違うなら、achievement の行を消し、"
                "この見出しを left_out に加えてください。"
            )


def left_out_words(work: Work, left: Sequence[SeenColumn]) -> list[str]:
    """The headings that are left out; an upper one where all below it are, one of several of a name by its letter."""
    upper: dict[str, set[int]] = defaultdict(set)
    alike: dict[str, set[int]] = defaultdict(set)
    for column in work.table.columns:
        alike[squeeze(column.heading)].add(column.at)
        if len(column.levels) > 1:
            upper[squeeze(column.levels[0])].add(column.at)
    places = {column.at for column in left}
    texts: list[str] = []
    for column in left:
        over = column.levels[0] if len(column.levels) > 1 else ""
        if over and upper[squeeze(over)] <= places:
            texts.append(over)
        elif alike[squeeze(column.heading)] <= places:
            texts.append(column.heading)
        else:
            texts.append(f"列{letters(column.at)}")
    return list(dict.fromkeys(texts))


def _take_banners(work: Work) -> None:
    columns = work.out.block.columns
    if "plan" not in columns or "group" not in columns:
        work.out.banner_rows = "group" if "plan" in columns else "plan"
        return
    work.out.ask(
        "table",
        f"文字が1つのセルだけにある行「{'」「'.join(work.table.banners[:3])}」は、下の行の何の名前ですか。1行の先頭の # を消してください。"
        "使わない行なら left_out に加えてください。",
        'banner_rows = "group"',
        'banner_rows = "plan"',
    )


def _is_empty_beside(work: Work, ours: str) -> bool:
    """Whether a column is empty in just those rows in which the plan, else the name, stands for the one above."""
    leader = next(ours for ours in ("plan", "name") if ours in work.out.fill_down)
    columns = {work.out.block.columns.get(key): key for key in (ours, leader)}
    of = {columns[work.name(each)]: each for each in work.rest if work.name(each) in columns}
    if len(of) < 2 or of[ours].at in work.table.merged:
        return False
    return [bool(text) for text in of[ours].texts] == [bool(text) for text in of[leader].texts]


def _is_filled_down(work: Work, column: SeenColumn, ours: str) -> bool:
    """Whether empty cells stand for the one above; of a name only where its subgroup, or what its values are, is told."""
    if not column.texts[0] or all(column.texts):
        return False
    if ours != "name":
        return True
    told = [each for each in (*work.of["subgroup"], *work.of["role"]) if each.at in work.used]
    return any(all(part for text, part in zip(column.texts, each.texts, strict=True) if not text) for each in told)


def _repeated_headings(work: Work, repeat: Repeat) -> list[str]:
    """The headings of the indicators of a row: the upper ones where these are all that stands below them."""
    if all(text.startswith("{}/") for text in repeat.template):
        return list(repeat.each)
    return left_out_words(work, [column for own in repeat.every for column in own])
