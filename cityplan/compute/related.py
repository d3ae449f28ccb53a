"""Related activities 関連する事業 and short names: whether what is declared is in the documents, and what could be."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cityplan.city.entries import entry_error
from cityplan.city.plan_numbers import plan_number
from cityplan.city.related import Related
from cityplan.city.short_names import ShortName
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.tables.definitions import Activity, ActivityRow, Indicator, IndicatorRow
from cityplan.tables.names import full_name
from cityplan.tables.schema import Tables, table_rows

_SHARED = 4  # so many letters one after the other make a proposal


def is_declared(pair: Related, indicator: IndicatorRow, activity: ActivityRow) -> bool:
    """Whether a declared pair is that of two rows; an indicator may be named with its part 区分."""
    return (
        is_indicator(pair, indicator)
        and plan_number(activity.plan_id) == plan_number(pair.plan)
        and squeeze(activity.name) == squeeze(pair.activity)
    )


def is_indicator(declared: Related | ShortName, indicator: IndicatorRow) -> bool:
    """Whether what is declared is said of this indicator."""
    names = (squeeze(indicator.name), squeeze(full_name(indicator)))
    return plan_number(indicator.plan_id) == plan_number(declared.plan) and squeeze(declared.indicator) in names


def short_name(declared: Iterable[ShortName], indicator: IndicatorRow) -> str:
    """What a sentence may call an indicator 短い名前, with its part 区分 unless that is declared too; empty for none."""
    for each in declared:
        if is_indicator(each, indicator):
            is_whole = squeeze(each.indicator) == squeeze(full_name(indicator))
            return each.short if is_whole else f"{each.short}（{indicator.subgroup}）"
    return ""


def check_declared(
    documents: Sequence[Tables], related: Sequence[Related], short_names: Sequence[ShortName], file: str
) -> None:
    """Raise where a name that is declared is in no document of the city; `file` declares it."""
    indicators = [row for tables in documents for row in table_rows(tables, IndicatorRow)]
    activities = [row for tables in documents for row in table_rows(tables, ActivityRow)]
    declarations: list[Related | ShortName] = [*related, *short_names]
    for declared in declarations:
        of_plan = [row for row in indicators if plan_number(row.plan_id) == plan_number(declared.plan)]
        if not any(is_indicator(declared, row) for row in of_plan):
            raise _not_there("indicator", declared, declared.indicator, [full_name(row) for row in of_plan], file)
    for pair in related:
        names = [row.name for row in activities if plan_number(row.plan_id) == plan_number(pair.plan)]
        if squeeze(pair.activity) not in map(squeeze, names):
            raise _not_there("activity", pair, pair.activity, names, file)


def _not_there(key: str, declared: Related | ShortName, text: str, names: Sequence[str], file: str) -> SourceError:
    known = "、".join(dict.fromkeys(names)) or "なし"
    where = "related" if isinstance(declared, Related) else "short_name"
    return entry_error(
        f"[[{where}]] の {key} の名前が、プラン{declared.plan}にありません", file, key, text, f"あるもの: {known}"
    )


class Proposal(NamedTuple):
    """A pair that could be declared, and why: the words or the value that both have."""

    pair: Related
    why: str


def proposals(
    indicators: Sequence[Indicator], activities: Sequence[Activity], declared: Sequence[Related]
) -> Iterator[Proposal]:
    """Pairs of a plan that share words or their value 候補, for the analyst to judge: shared words may mean nothing."""
    for indicator in indicators:
        for activity in activities:
            is_known = any(is_declared(each, indicator, activity) for each in declared)
            if activity.plan_id == indicator.plan_id and not is_known and (why := _shared(indicator, activity)):
                yield Proposal(Related(indicator.plan_id, full_name(indicator), activity.name), why)


def _shared(indicator: Indicator, activity: Activity) -> str:
    texts = (activity.name, activity.measure, activity.content)
    words = [longest_shared(squeeze(indicator.name), squeeze(text)) for text in texts]
    found = [f"「{word}」" for word in dict.fromkeys(words) if len(word) >= _SHARED]
    if indicator.actual is not None and (indicator.actual, indicator.unit) == (activity.actual, activity.unit):
        found.append(f"同じ実績値 {indicator.actual_text}")
    return "、".join(found)


def longest_shared(one: str, other: str) -> str:
    """The longest run of letters that two texts share, the first of several.

    >>> longest_shared("空き店舗等を活用した事業者数", "まちなか空き店舗活用事業")
    '空き店舗'
    """
    runs = (one[at : at + size] for size in range(len(one), 0, -1) for at in range(len(one) - size + 1))
    return next((run for run in runs if run in other), "")
