"""Status rules as data: every condition, and the city's own rule at its thresholds."""

from decimal import Decimal

import pytest

from cityplan import rules as rules_module
from cityplan.rules import CONDITIONS, Class, Rule, Standing, reached, rules, verdict


def standing(
    baseline: str, target: str, actual: str, polarity: str, expected: str = ""
) -> Standing:
    values = [Decimal(text) if text else None for text in (baseline, target, actual, expected)]
    return Standing(*values[:3], polarity, values[3])


class TestTheCitysRule:
    @pytest.mark.parametrize(
        ("values", "mark"),
        [
            ("8 40 41 higher", "◎"),
            ("8 40 40 higher", "◎"),
            ("8 40 39.9 higher", "○"),
            ("8 40 8 higher", "○"),
            ("8 40 7.9 higher", "△"),
            ("86 50 49 lower", "◎"),
            ("86 50 50 lower", "◎"),
            ("86 50 85 lower", "○"),
            ("86 50 86 lower", "○"),
            ("86 50 87 lower", "△"),
            ("60 60 60 higher", "◎"),
            ("60 60 59 higher", "△"),
            ("3288 3041 3100 higher", "◎"),  # a target behind the baseline
            ("8 40 0 higher", "△"),
        ],
    )
    def test_at_its_thresholds(self, values: str, mark: str, rule: Rule) -> None:
        baseline, target, actual, polarity = values.split()
        assert verdict(rule, standing(baseline, target, actual, polarity)) == mark

    @pytest.mark.parametrize(
        ("given", "mark"),
        [
            (standing("8", "40", "", "higher"), "—"),
            (standing("8", "40", "12", ""), ""),
            (standing("8", "", "12", "higher"), ""),
            (standing("", "40", "12", "higher"), ""),
            (standing("", "40", "40", "higher"), "◎"),
            (standing("", "", "", ""), "—"),
        ],
    )
    def test_what_is_unknown_gives_no_mark(self, given: Standing, mark: str, rule: Rule) -> None:
        assert verdict(rule, given) == mark

    def test_words_and_ranks(self, rule: Rule) -> None:
        assert [rule.word(mark) for mark in "◎○△—×"] == [
            "目標値以上", "基準値以上", "基準値未満", "指標未公表", ""]  # fmt: skip
        assert [rule.rank(mark) for mark in ("◎", "○", "△", "—", "")] == [0, 1, 2, None, None]

    def test_names_its_source(self) -> None:
        assert all(rule.title and rule.source and rule.classes for rule in rules().values())


def one(when: str, x: str = "0") -> Rule:
    """A rule of one condition: ● where it holds, × where it does not."""
    classes = (Class("●", "", when, x=Decimal(x)), Class("×", "", "otherwise"))
    return Rule("one", "", "", classes)


class TestConditions:
    @pytest.mark.parametrize(
        ("when", "x", "values", "mark"),
        [
            ("no_actual", "0", ("8", "40", "", "higher"), "●"),
            ("no_actual", "0", ("8", "40", "0", "higher"), "×"),
            ("target_reached", "0", ("8", "40", "40", "higher"), "●"),
            ("target_reached", "0", ("8", "40", "39", "higher"), "×"),
            ("target_exceeded", "0", ("8", "40", "40", "higher"), "×"),
            ("target_exceeded", "0", ("8", "40", "41", "higher"), "●"),
            ("target_exceeded", "0", ("86", "50", "49", "lower"), "●"),
            ("target_exceeded", "0", ("86", "50", "51", "lower"), "×"),
            ("target_exceeded", "0", ("86", "50", "51", ""), ""),
            ("baseline_reached", "0", ("8", "40", "8", "higher"), "●"),
            ("baseline_reached", "0", ("8", "40", "7", "higher"), "×"),
            ("within_percent", "10", ("100", "", "90", ""), "●"),
            ("within_percent", "10", ("100", "", "110", ""), "●"),
            ("within_percent", "10", ("100", "", "89.9", ""), "×"),
            ("within_percent", "10", ("-100", "", "-110", ""), "●"),
            ("within_percent", "10", ("0", "", "0", ""), "●"),
            ("within_percent", "10", ("0", "", "1", ""), "×"),
            ("within_percent", "10", ("", "", "1", ""), ""),
            ("path_share", "60", ("0", "", "6", "higher", "10"), "●"),
            ("path_share", "60", ("0", "", "5.9", "higher", "10"), "×"),
            ("path_share", "60", ("86", "", "80", "lower", "76"), "●"),
            ("path_share", "60", ("86", "", "90", "lower", "76"), "×"),
            ("path_share", "60", ("5", "", "5", "higher", "5"), ""),
            ("path_share", "60", ("5", "", "5", "higher", ""), ""),
            ("otherwise", "0", ("", "", "", ""), "●"),
        ],
    )
    def test_holds_or_not_or_cannot_be_told(self, when, x, values, mark) -> None:
        assert verdict(one(when, x), standing(*values)) == mark

    def test_each_has_a_test(self) -> None:
        marks = [m for m in type(self).test_holds_or_not_or_cannot_be_told.pytestmark]
        assert {case[0] for case in marks[0].args[1]} == set(CONDITIONS)

    def test_a_rule_without_otherwise_may_give_nothing(self) -> None:
        rule = Rule("r", "", "", (Class("●", "", "target_reached"),))
        assert verdict(rule, standing("8", "40", "12", "higher")) == ""

    def test_an_unknown_condition_is_an_error(self) -> None:
        broken = {"title": "", "source": "", "classes": [{"mark": "x", "word": "", "when": "mood"}]}
        with pytest.raises(ValueError, match="mood"):
            rules_module._rule("broken", broken)


def test_reached_in_the_direction_of_the_indicator() -> None:
    assert reached(Decimal(5), Decimal("5.0"), "higher")
    assert reached(Decimal(5), Decimal("5.0"), "lower")
    assert not reached(Decimal(4), Decimal(5), "higher")
    assert not reached(Decimal(6), Decimal(5), "lower")
