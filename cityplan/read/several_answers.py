"""The answers 回答 of several divisions to one 正誤表案: what agrees, what gives way, and what disagrees."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, groupby, repeat

from cityplan.city import answers as columns
from cityplan.city.answers import ASKED, RIGHT, WRONG, Answer
from cityplan.city.decisions import CORRECTED_MARK, Correction, Decisions
from cityplan.japanese.letters import squeeze
from cityplan.japanese.quantities import quantity

# How the next list tells of a finding that was answered so.
_TOLD_AS = {
    response: tuple(columns.STATES[each] for each in states)
    for response, states in {RIGHT: ["kept"], ASKED: ["asked"], WRONG: ["wrong", "corrected"]}.items()
}


Cell = tuple[str, ...]  # table, plan, row, column


@dataclass(frozen=True)
class Written:
    """One answer 回答 with the corrections that it would be."""

    answer: Answer
    corrections: tuple[Correction, ...] = ()
    printed: str = ""  # in the list that was answered: the value in doubt, and the state of the finding
    state: str = ""


def merged(decided: Decisions, written: list[Written]) -> Decisions:
    """The decisions with the answers, each with what became of it, and the corrections that hold."""
    written = [replace(each, state="") if _is_copy(each, written) else each for each in written]
    ordered = sorted(map(_standing, written, repeat(written)), key=lambda each: each.answer.finding_id)
    settled = [each for _, own in groupby(ordered, lambda each: each.answer.finding_id) for each in _settled([*own])]
    holding = {_cell(each): each for each in decided.corrections}
    of_answers: dict[Cell, list[tuple[Written, Correction]]] = {}
    for each in settled:
        for correction in each.corrections if each.answer.outcome == "corrected" else ():
            of_answers.setdefault(_cell(correction), []).append((each, correction))
    disputed = {
        cell
        for cell, own in of_answers.items()
        if not all(_alike(one, other) for (_, one), (_, other) in combinations(own, 2))
        or _is_denied(cell, own, settled)
    }
    answers = [replace(each.answer, outcome=_outcome(each, holding, of_answers, disputed)) for each in settled]
    more = [own[0][1] for cell, own in of_answers.items() if cell not in holding and cell not in disputed]
    return replace(decided, corrections=(*decided.corrections, *more), answers=tuple(answers))


def _is_denied(cell: Cell, corrected: list[tuple[Written, Correction]], settled: list[Written]) -> bool:
    """Whether another answer says of a cell that what is printed is right, and none that corrects it came in its place."""
    confirmed = [each for each in settled if _confirms(each) == cell]
    return any(not any(_renews(later, each) for later, _ in corrected) for each in confirmed)


def _confirms(each: Written) -> Cell | None:
    """The cell whose print an answer says to be right; not one that had been corrected when it was asked."""
    own = each.answer
    is_print = own.outcome == "kept" and own.row is not None and not each.printed.endswith(CORRECTED_MARK)
    return (own.table, own.plan, str(own.row), own.column) if is_print else None


def _outcome(
    each: Written,
    holding: Mapping[Cell, Correction],
    of_answers: Mapping[Cell, list[tuple[Written, Correction]]],
    disputed: Collection[Cell],
) -> columns.Outcome:
    """What becomes of an answer beside corrections.csv (`holding`) and the corrections of the others."""
    outcome, confirmed = each.answer.outcome, _confirms(each)
    if confirmed and confirmed in holding:
        used, printed = holding[confirmed].value, quantity(each.answer.printed)
        return outcome if used and printed and used.value == printed.value else "overruled"
    if confirmed in of_answers:
        return "disagrees" if confirmed in disputed else "superseded"
    cells = {_cell(correction): correction for correction in each.corrections if outcome == "corrected"}
    if any(not _alike(holding[cell], own) for cell, own in cells.items() if cell in holding):
        return "overruled"
    return "disagrees" if cells.keys() & disputed - holding.keys() else outcome


def _standing(each: Written, written: list[Written]) -> Written:
    """An answer without what a later one says anew: all of it where that is of the same finding, else cell by cell."""
    later = [other for other in written if _renews(other, each) and not _renews(each, other)]
    cells = {_cell(correction) for other in later for correction in other.corrections}
    left = tuple(correction for correction in each.corrections if _cell(correction) not in cells)
    if any(other.answer.finding_id == each.answer.finding_id for other in later) or (each.corrections and not left):
        return replace(each, answer=replace(each.answer, outcome="superseded"), corrections=())
    return replace(each, corrections=left)


def _renews(later: Written, earlier: Written) -> bool:
    """Whether an answer, if it is of the same, takes the place of another 改めた: it is of a later day and by the same
    division, or was given to a list that told the other.

    That it is later alone does not: two divisions contradict each other on different days too.
    """
    new, old = later.answer, earlier.answer
    if new.file == old.file or (new.date and new.date < old.date):
        return False
    if new.respondent and new.respondent == old.respondent and new.date > old.date:
        return bool(old.date) or earlier.state not in _TOLD_AS[new.response]
    if new.finding_id != old.finding_id:
        return any(_names(later.printed, correction) for correction in earlier.corrections)
    disputed = columns.STATES["disagreed"]
    return later.state in _TOLD_AS[old.response] or earlier.state != disputed == later.state


def _names(printed: str, correction: Correction) -> bool:
    """Whether the value in doubt 資料の記載 is what a correction has put there: 1.591%（訂正）."""
    used = quantity(printed.removesuffix(CORRECTED_MARK)) if printed.endswith(CORRECTED_MARK) else None
    return used is not None and correction.value is not None and used.value == correction.value.value


def _is_copy(each: Written, written: list[Written]) -> bool:
    """Whether an answer stood in its list already, which is given out with what was answered before, and is no new one."""
    return each.state in _TOLD_AS[each.answer.response] and any(
        other.answer.file != each.answer.file and _entries(other.answer) == _entries(each.answer) for other in written
    )


def _entries(each: Answer) -> tuple[str, ...]:
    return each.finding_id, each.response, each.value, each.text, each.respondent, each.date


def _settled(own: list[Written]) -> Iterator[Written]:
    """The answers to one finding: of those that disagree none holds, and 正しい waits while another says 確認中.

    One that says the same as another is told where its words are its own.

    確認中 gives way to 誤り: what a division corrects is checked anew, what it confirms is not.
    """
    yield from (each for each in own if each.answer.outcome == "superseded")
    own = [each for each in own if each.answer.outcome != "superseded"]
    deciding = [each for each in own if each.answer.response != ASKED]
    waits = len(deciding) < len(own) and all(each.answer.response == RIGHT for each in deciding)
    for at, each in enumerate(own):
        outcome = each.answer.outcome
        before = [other.answer for other in own[:at] if other.answer.response == each.answer.response]
        if each.answer.response == ASKED and not waits:
            outcome = "repeated"
        elif not _agree(deciding):
            outcome = "disagrees"
        elif waits and each.answer.response == RIGHT:
            outcome = "waits"
        elif before and (outcome == "corrected" or each.answer.text in ("", *(other.text for other in before))):
            outcome = "repeated"
        yield replace(each, answer=replace(each.answer, outcome=outcome))


def _agree(deciding: list[Written]) -> bool:
    """Whether answers say the same, also where they can correct nothing: 誤り with 5 is not 誤り with 6."""
    values = {_number(each.answer.value) for each in deciding if each.answer.value and not each.corrections}
    return len(values) < 2 and all(_says_as(one, other) for one, other in combinations(deciding, 2))


def _says_as(one: Written, other: Written) -> bool:
    own, more = ({_cell(each): each for each in written.corrections} for written in (one, other))
    is_same = one.answer.response == other.answer.response and own.keys() == more.keys()
    return is_same and all(_alike(own[cell], more[cell]) for cell in own)


def _number(text: str) -> object:
    found = quantity(text)
    return squeeze(text) if found is None else found.value


def _cell(each: Correction) -> Cell:
    return each.table, each.plan, str(each.row), each.column


def _alike(one: Correction, other: Correction) -> bool:
    """Whether two corrections use the same value; a unit that only one of them has is no difference."""
    if one.value is None or other.value is None:
        return one.use == other.use
    units = {one.value.unit, other.value.unit} - {""}
    return one.value.value == other.value.value and len(units) < 2
