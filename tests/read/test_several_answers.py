"""Answers of several divisions, put together: what each becomes, without a workbook."""

from typing import Any

import pytest

from cityplan.city.answers import Answer
from cityplan.city.decisions import Correction, DecisionLine, Decisions
from cityplan.japanese.quantities import quantity
from cityplan.read.several_answers import Written, merged

CELL = {"table": "activities", "row": 1, "column": "actual"}


def correction(use: str, date: str = "2026-12-01") -> Correction:
    line = DecisionLine("corrections.csv", 2, {"printed": "40件", "use": use, "reason": "確認"})
    return Correction(line, "activities", "08", 1, "actual", quantity(use), date)


def answer(name: str, response: str, use: str = "", date: str = "2026-12-01", state: str = "", **more: Any) -> Written:
    """An answer of a division and file of its own, about one cell."""
    who = more.pop("respondent", name)
    own = Answer(
        more.pop("finding_id", "F1"), "08", response, use, "", who, date, f"{name}.xlsx", "P3", **CELL, printed="40件",
        outcome={"誤り": "corrected", "正しい": "kept", "確認中": "asked"}[response],
    )  # fmt: skip
    return Written(own, (correction(use, date),) if use else (), more.pop("printed", "40件"), state)


def outcomes(*written: Written, held: str = "") -> tuple[list[str], list[str]]:
    """What became of the answers, by file, and what is used."""
    found = merged(Decisions((correction(held),) if held else ()), list(written))
    by_file = {each.file: each.outcome for each in found.answers}
    return [by_file[each.answer.file] for each in written], [each.use for each in found.corrections]


@pytest.mark.parametrize("respondent", ["A課", ""])
@pytest.mark.parametrize("response", ["誤り", "正しい"])
def test_a_withdrawal_needs_no_day(response: str, respondent: str) -> None:
    first = answer("a", response, "5件" if response == "誤り" else "", respondent=respondent)
    state = "訂正済み" if response == "誤り" else "正しいと回答"
    told = outcomes(first, answer("b", "確認中", date="", state=state, respondent=respondent))
    assert told == (["superseded", "asked"], [])


def test_a_day_that_was_forgotten_renews_what_was_said_before_it() -> None:
    first = answer("a", "誤り", "5件", date="", respondent="A課")
    assert outcomes(first, answer("b", "誤り", "6件", respondent="A課")) == (["superseded", "corrected"], ["6件"])


@pytest.mark.parametrize(("one", "other"), [("5千円", "5円"), ("5件", "5人"), ("5件", "6件")])
def test_equal_digits_of_other_units_disagree(one: str, other: str) -> None:
    assert outcomes(answer("a", "誤り", one), answer("b", "誤り", other)) == (["disagrees"] * 2, [])


def test_a_unit_that_one_leaves_out_is_none_of_another() -> None:
    assert outcomes(answer("a", "誤り", "5件"), answer("b", "誤り", "5")) == (["corrected", "repeated"], ["5件"])


class TestOneCellInTwoFindings:
    """F1 says that its print is right, F2 that it is wrong."""

    def test_disagree(self) -> None:
        told = outcomes(answer("a", "正しい"), answer("b", "誤り", "5件", finding_id="F2"))
        assert told == (["disagrees"] * 2, [])

    def test_of_one_division_the_later_holds(self) -> None:
        first = answer("a", "正しい", date="2026-11-01", respondent="A課")
        told = outcomes(first, answer("b", "誤り", "5件", finding_id="F2", respondent="A課"))
        assert told == (["superseded", "corrected"], ["5件"])

    def test_beside_corrections_csv(self) -> None:
        assert outcomes(answer("a", "正しい"), held="5件") == (["overruled"], ["5件"])
        assert outcomes(answer("a", "正しい"), held="40件") == (["kept"], ["40件"])

    def test_what_was_corrected_when_it_was_asked_is_right_as_corrected(self) -> None:
        told = outcomes(answer("a", "正しい", printed="5件（訂正）"), answer("b", "誤り", "5件", finding_id="F2"))
        assert told == (["kept", "corrected"], ["5件"])
