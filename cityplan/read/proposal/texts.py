"""The headings of texts and marks 単位、担当課、向き、達成状況…, and what their words mean."""

from collections.abc import Iterable, Mapping

from cityplan.city.table_form import COLUMNS
from cityplan.files.toml_text import in_toml
from cityplan.japanese.directions import declared_polarity
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import missing
from cityplan.read.proposal.draft import ROLE_OF, Work
from cityplan.read.proposal.ratio_of import is_of_costs
from cityplan.read.proposal.repeats import Repeat
from cityplan.read.proposal.seen import SeenColumn
from cityplan.read.table.heading_words import usual

_TEXTS = ("subgroup", "division", "unit", "polarity", "content", "measure", "factors", "direction", "note", "role")
_ARROWS = "▲△▼▽↑↓⬆⬇↗↘"
_MOST_MARKS = 12


def take_texts(work: Work) -> None:
    """Give each column of text its place, and ask what its words mean."""
    for ours in _TEXTS:
        for column in work.of[ours]:
            if column.at not in work.used and work.take(ours, column):
                _ask_words(work, ours, column)
    _ask_arrows(work, work.of["indicator"])


def take_repeated_texts(work: Work, repeat: Repeat, names: Mapping[int, str]) -> list[SeenColumn]:
    """The same for the columns of each indicator of a row; those that are left."""
    left: list[SeenColumn] = []
    for column in repeat.columns:
        ours = "name" if column.meaning.role == "indicator" else column.meaning.role
        if ours not in ("name", "status", *_TEXTS) or not work.take(
            ours, column, work.out.repeat, lambda each: names[each.at]
        ):
            left.append(column)
    _ask_arrows(work, (column for column in repeat.columns if column.meaning.role == "indicator"))
    return left


def take_marks(work: Work) -> None:
    """達成状況 and 前年度比; 評価 of a whole row with several indicators, or of an activity, is no mark of one."""
    for column in work.of["ratio"]:
        if "ratio" in COLUMNS[work.subject] and is_of_costs(column, work.table.columns):
            work.out.told.append(f"「{column.heading}」は、実績でなく予算額か決算額の比なので使いません。")
        else:
            work.take("ratio", column)
    marks = work.of["status"]
    if "status" not in COLUMNS[work.subject] or work.repeat is not None:
        for column in marks[:1]:
            work.take("grade", column)
        return
    newest = max((column.meaning.year for column in marks if column.meaning.year is not None), default=None)
    for column in marks:
        if column.meaning.year in (None, newest):
            _ = work.take("status", column) or work.take("grade", column)
        elif newest is not None and column.meaning.year == newest - 1:
            work.take("status_previous", column)
    for column in work.of["status_previous"]:
        work.take("status_previous", column)
    for column in marks:
        if work.out.block.columns.get("status") == work.name(column) and len(set(column.filled)) <= _MOST_MARKS:
            work.out.marks[column.heading] = list(dict.fromkeys(column.filled))


def _ask_words(work: Work, ours: str, column: SeenColumn) -> None:
    words = list(dict.fromkeys(column.filled))
    if ours == "polarity":
        unknown = [word for word in words if not missing(word) and declared_polarity(word) is None]
        if unknown:
            work.out.ask(
                "polarities",
                f'「{column.heading}」の列の次の語は、どの向きですか。高いほど良いなら "higher"、低いほど良いなら "lower"、'
                '分からなければ "" と右に書き、先頭の # を消してください。',
                *(f'{in_toml(word)} = ""' for word in unknown),
            )
    if ours == "role":
        _ask_roles(work, column, [word for word in words if squeeze(word) not in ROLE_OF])


def _ask_roles(work: Work, column: SeenColumn, words: list[str]) -> None:
    """A row of 達成率 of an indicator is checked, of other rates 執行率 not used; what other words mean is asked."""
    rates = {word: _rate(work, word) for word in words if usual(word) == "achieved"}
    if rates:
        work.out.words["roles"] = rates
    if unused := [word for word, role in rates.items() if not role]:
        work.out.told.append(f"「{'」「'.join(unused)}」の行は、値から計算できるので使いません。")
    if unknown := [word for word in words if word not in rates]:
        work.out.ask(
            "roles",
            f"「{column.heading}」の列の次の語は、何の値ですか。baseline（基準値）、target（目標値）、actual（実績値）、"
            "expected（期待値）、achievement（達成率）、budget（予算額）、settled（決算額）のどれかを右に書き"
            "（使わない行なら空のまま）、先頭の # を消してください。",
            *(f'{in_toml(word)} = "{"achievement" * (usual(word) == "status")}"' for word in unknown),
        )


def _rate(work: Work, word: str) -> str:
    return "achievement" if "達成" in word and work.subject == "indicator" else ""


def _ask_arrows(work: Work, names: Iterable[SeenColumn]) -> None:
    if work.subject != "indicator":
        return
    ends = dict.fromkeys(text.strip()[-1] for each in names for text in each.filled)
    arrows = [end for end in ends if end in _ARROWS]
    if arrows:
        work.out.ask(
            "polarities",
            '指標の名前の終わりの記号は、向きを表しますか。表すなら、高いほど良いものは "higher"、低いほど良いものは '
            '"lower" と右に書き、先頭の # を消してください。',
            *(f'{in_toml(arrow)} = ""' for arrow in arrows),
        )
