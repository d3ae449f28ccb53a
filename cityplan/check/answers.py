"""What the divisions answered 回答 of the findings: the state of each, and answers that settle nothing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from cityplan.check.finding import Finding, Findings, Place, audited, rows_by_place
from cityplan.check.kind import FindingKind
from cityplan.compute.doubt_rows import prints
from cityplan.tables.definitions import AnswerRow, CorrectionRow
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import Tables, printed_entries, table_rows

_STATES = {"kept": "kept", "corrected": "wrong", "asked": "asked", "not_correctable": "wrong", "disagrees": "disagreed"}

ANSWERS_DISAGREE = FindingKind("answers_disagree", "食い違う回答", "warning", doubts=())
ANSWER_OVERRULED = FindingKind("answer_overruled", "訂正と違う回答", "warning", doubts=())
ANSWER_GONE = FindingKind("answer_gone", "指摘のなくなった回答", "info", doubts=())


@audited
def disagreeing_answers(tables: Tables) -> Findings:
    """Answers of which none is used, since they do not say the same of a finding, or of a cell."""
    rows = rows_by_place(tables)
    for own in _disputes(each for each in _answers(tables) if each.outcome == "disagrees"):
        about = next((full_name(row) for each in own if (row := rows.get(each.place))), "")
        of = f"「{about}」の" if about else ""
        name = "、".join(dict.fromkeys(each.finding_id for each in own))
        yield Finding(
            ANSWERS_DISAGREE,
            f"{of}指摘 {name} への回答が食い違っています：{'、'.join(map(_said, own))}。どれも使っていません。",
            "担当課に確かめ、次の正誤表案に答え直してもらうか、誤っているほうのファイルを answers/ から出すか、"
            "決めた値を corrections.csv に書いてください。",
            Place(plan_id=own[0].plan_id),
            printed=name,
        )


def _disputes(answers: Iterable[AnswerRow]) -> list[list[AnswerRow]]:
    """Answers put together that are of one finding, or of one cell."""
    found: list[list[AnswerRow]] = []
    for each in answers:
        own = [group for group in found if any(_of_one(each, other) for other in group)]
        found = [*(group for group in found if group not in own), [*chain(*own), each]]
    return found


def _of_one(one: AnswerRow, other: AnswerRow) -> bool:
    same_cell = bool(one.row) and (one.place, one.column) == (other.place, other.column)
    return same_cell or one.finding_id == other.finding_id


@audited
def overruled_answers(tables: Tables) -> Findings:
    """An answer that is not used, since corrections.csv uses another value of the same cell."""
    used = {(c.table, c.plan_id, c.row, c.column): c for c in table_rows(tables, CorrectionRow)}
    for each in _answers(tables):
        if each.outcome == "overruled":
            held = used.get((each.table, each.plan_id, each.row or 0, each.column))
            told = f"（{held.file_line}行目は「{held.use}」）" if held else ""
            yield Finding(
                ANSWER_OVERRULED,
                f"指摘 {each.finding_id} への回答 {_said(each)} は、corrections.csv{told}と違います。corrections.csv の値を使っています。",
                "担当課に確かめ、どちらかにそろえてください。",
                Place(plan_id=each.plan_id),
                printed=each.finding_id,
            )


def gone_answers(tables: Tables, names: Collection[str]) -> Iterator[Finding]:
    """An answer to a finding that is not among `names` any more, and did not itself settle it."""
    rows = {row.place: row for table in ("activities", "indicators") for row in printed_entries(tables, table)}
    for each in _answers(tables):
        stands = each.finding_id in names or prints(rows.get(each.place), each)  # a doubt that it ended is no finding
        if not stands and each.outcome in ("kept", "asked", "not_correctable"):
            yield Finding(
                ANSWER_GONE,
                f"回答のあった指摘 {each.finding_id} は、いまはありません：{_said(each)}。",
                "資料が差し替わったか、訂正でなくなった指摘です。回答がまだ要るか確かめ、要らなければ、"
                "そのファイルを answers/ から出してください。",
                Place(plan_id=each.plan_id),
                printed=each.finding_id,
            )


def states(names: Sequence[str], is_corrected: Sequence[bool], tables: Tables) -> list[str]:
    """The state 状態 of each finding, by its name, and whether it is about the print of a cell that was corrected.

    One that still is there, though another of its cells was corrected as answered, is not settled.
    """
    answered = {each.finding_id: _STATES[each.outcome] for each in _answers(tables) if each.outcome in _STATES}
    return [
        "corrected" if corrected else answered.get(name, "open")
        for name, corrected in zip(names, is_corrected, strict=True)
    ]


def answered_value(each: AnswerRow) -> str:
    """Which cell an answer corrects, and how: 前年度比 144.4%→125.0%; only its value where it can correct none."""
    if not each.value:
        return ""
    if not each.table:  # it is about no number that could be corrected
        return each.value
    return f"{label(each.table, f'{each.column}_text')} {each.printed}→{each.value}"


def _answers(tables: Tables) -> list[AnswerRow]:
    return table_rows(tables, AnswerRow) if "answers" in tables else []


def _said(each: AnswerRow) -> str:
    """An answer in words: 「誤り 前年度比 144.4%→125.0%」（商工振興課、answers/a.xlsx P5）."""
    words = " ".join(filter(None, (each.response, answered_value(each))))
    return f"「{words}」（{'、'.join(filter(None, (each.respondent, f'{each.file} {each.cell}')))}）"
