"""Status rules as data: every condition, and every rule at its thresholds."""

from decimal import Decimal
from fractions import Fraction

import pytest
from aligned import body

from cityplan.city.rules import CONDITIONS, Class, Rule, Standing, judged, reached, read_rules, rules
from cityplan.files.errors import SourceError


def standing(
    baseline: str, target: str, actual: str, polarity: str, expected: str = "", year_target: str = ""
) -> Standing:
    values = [Decimal(text) if text else None for text in (baseline, target, actual)]
    of_year = Decimal(year_target) if year_target else None
    return Standing(*values, polarity, Fraction(expected) if expected else None, of_year)


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
        assert judged(rule, standing(baseline, target, actual, polarity)) == mark

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
        assert judged(rule, given) == mark

    def test_words_and_ranks(self, rule: Rule) -> None:
        assert [rule.word(mark) for mark in "◎○△—×"] == ["目標値以上", "基準値以上", "基準値未満", "指標未公表", ""]
        assert [rule.rank(mark) for mark in ("◎", "○", "△", "—", "")] == [0, 1, 2, None, None]

    def test_names_its_source(self) -> None:
        assert all(rule.title and rule.source and rule.classes for rule in rules().values())


class TestTargetOnly:
    CASES = """
        baseline | target | actual | polarity | mark
        8        | 40     | 40.1   | higher   | ◎
        8        | 40     | 40     | higher   | ○
        8        | 40     | 40.0   | higher   | ○
        8        | 40     | 39.9   | higher   | △
        8        | 40     | 0      | higher   | △
        86       | 50     | 49     | lower    | ◎
        86       | 50     | 50     | lower    | ○
        86       | 50     | 51     | lower    | △
                 | 40     | 40     | higher   | ○
        8        |        | 40     | higher   |
        8        | 40     | 40     |          |
        8        | 40     |        | higher   |
    """

    @pytest.mark.parametrize("cells", body(CASES))
    def test_at_its_thresholds(self, cells: list[str]) -> None:
        *values, mark = cells
        assert judged(rules()["target-only"], standing(*values)) == mark

    def test_no_progress_is_told_but_never_computed(self) -> None:
        rule = rules()["target-only"]
        assert (rule.word("×"), rule.rank("×"), rule.tone("×")) == ("進捗なし・事業終了", 3, "bad")


class TestTargetBaselineBand:
    CASES = """
        baseline | target | actual | polarity | mark
        100      | 200    | 201    | higher   | S
        100      | 200    | 200    | higher   | A
        100      | 200    | 101    | higher   | A
        100      | 200    | 110    | higher   | A
        100      | 200    | 100    | higher   | B
        100      | 200    | 90     | higher   | B
        100      | 200    | 89.9   | higher   | C
        100      | 50     | 49     | lower    | S
        100      | 50     | 50     | lower    | A
        100      | 50     | 99     | lower    | A
        100      | 50     | 100    | lower    | B
        100      | 50     | 110    | lower    | B
        100      | 50     | 110.1  | lower    | C
        100      | 100    | 100    | higher   | B
        0        | 10     | 0      | higher   | B
        0        | 10     | -1     | higher   | C
        -100     | 0      | -110   | higher   | B
        -100     | 0      | -111   | higher   | C
        100      | 200    |        | higher   | −
                 |        |        |          | −
                 | 200    | 201    | higher   | S
                 | 200    | 199    | higher   |
        100      |        | 99     | higher   |
        100      | 200    | 99     |          |
    """

    @pytest.mark.parametrize("cells", body(CASES))
    def test_at_its_thresholds(self, cells: list[str]) -> None:
        *values, mark = cells
        assert judged(rules()["target-baseline-band"], standing(*values)) == mark

    def test_the_minus_is_no_dash(self) -> None:
        rule = rules()["target-baseline-band"]
        assert [(rule.rank(mark), rule.tone(mark)) for mark in "−SABC"] == [
            (None, "muted"),
            (0, "good"),
            (1, "good"),
            (2, "good"),
            (3, "bad"),
        ]
        assert rule.classes[0].mark == "\N{MINUS SIGN}"


class TestExpectedPath:
    CASES = """
        baseline | target | actual | polarity | expected | mark
        0        | 50     | 10.1   | higher   | 10       | 着実
        0        | 50     | 10     | higher   | 10       | 着実
        0        | 50     | 9.9    | higher   | 10       | 概ね
        0        | 50     | 6      | higher   | 10       | 概ね
        0        | 50     | 5.9    | higher   | 10       | 改善
        0        | 50     | -1     | higher   | 10       | 改善
        86       | 50     | 71.6   | lower    | 71.6     | 着実
        86       | 50     | 71.7   | lower    | 71.6     | 概ね
        86       | 50     | 77.36  | lower    | 71.6     | 概ね
        86       | 50     | 77.37  | lower    | 71.6     | 改善
        86       | 50     | 87     | lower    | 71.6     | 改善
        0        | 10     | 1      | higher   | 5/3      | 概ね
        3288     | 3041   | 2740   | higher   | 3189.2   |
        3288     | 3041   | 3300   | higher   | 3189.2   |
        50       | 86     | 90     | lower    | 64.4     |
        60       | 60     | 89     | higher   | 60       |
        0        | 50     |        | higher   | 10       |
        0        | 50     | 10     |          | 10       |
        0        | 50     | 10     | higher   |          |
                 | 50     | 10     | higher   |          |
    """

    @pytest.mark.parametrize("cells", body(CASES))
    def test_at_its_thresholds(self, cells: list[str]) -> None:
        *values, expected, mark = cells
        assert judged(rules()["expected-path"], standing(*values, expected)) == mark


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
            ("baseline_exceeded", "0", ("8", "", "8.1", "higher"), "●"),
            ("baseline_exceeded", "0", ("8", "", "8.0", "higher"), "×"),
            ("baseline_exceeded", "0", ("86", "", "85", "lower"), "●"),
            ("baseline_exceeded", "0", ("86", "", "86", "lower"), "×"),
            ("baseline_exceeded", "0", ("86", "", "85", ""), ""),
            ("baseline_exceeded", "0", ("", "", "85", "lower"), ""),
            ("target_share", "90", ("0", "100", "90", "higher"), "●"),
            ("target_share", "90", ("0", "100", "89.9", "higher"), "×"),
            ("target_share", "90", ("0", "100", "120", "higher"), "●"),
            ("target_share", "90", ("912", "850", "944", "lower"), "●"),
            ("target_share", "90", ("912", "850", "945", "lower"), "×"),
            ("target_share", "90", ("912", "850", "0", "lower"), "●"),
            ("target_share", "90", ("-86", "0", "-52", "higher"), "×"),
            ("target_share", "90", ("-86", "100", "-52", "higher"), "×"),
            ("target_share", "90", ("14", "0", "3", "lower"), "×"),
            ("target_share", "90", ("-86", "0", "0", "higher"), "●"),
            ("target_share", "90", ("", "100", "90", ""), ""),
            ("target_share", "90", ("", "", "90", "higher"), ""),
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
            ("path_share", "60", ("0", "", "6", "lower", "10"), ""),
            ("path_share", "60", ("0", "", "6", "", "10"), ""),
            ("target_share", "80", ("", "95", "86.6", "higher"), "●"),
            ("target_share", "100", ("", "95", "86.6", "higher"), "×"),
            ("target_share", "80", ("", "240", "255", "lower"), "●"),
            ("target_share", "100", ("", "0", "0", "lower"), "●"),
            ("target_share", "80", ("", "240", "255", ""), ""),
            ("target_share", "80", ("", "-5", "3", "higher"), ""),
            ("year_target_reached", "0", ("1204", "1300", "1150", "higher", "", "1100"), "●"),
            ("year_target_reached", "0", ("1204", "1300", "1099", "higher", "", "1100"), "×"),
            ("year_target_reached", "0", ("12", "8", "8", "lower", "", "10"), "●"),
            ("year_target_exceeded", "0", ("1204", "1300", "1150", "higher", "", "1100"), "●"),
            ("year_target_exceeded", "0", ("1204", "1300", "1100", "higher", "", "1100"), "×"),
            ("year_target_exceeded", "0", ("1204", "1300", "1300", "higher"), ""),
            ("year_target_reached", "0", ("1204", "1300", "1300", "higher"), ""),
            ("year_target_share", "100", ("1204", "1300", "1150", "higher", "", "1100"), "●"),
            ("year_target_share", "80", ("35000", "36000", "26399", "higher", "", "33000"), "×"),
            ("year_target_share", "80", ("48.2", "40", "46.0", "lower", "", "44"), "●"),
            ("year_target_share", "80", ("48.2", "40", "46.0", "lower"), ""),
            ("not_from_values", "0", ("8", "40", "", "higher"), "×"),
            ("not_from_values", "0", ("8", "40", "8", "higher"), "×"),
            ("otherwise", "0", ("", "", "", ""), "●"),
        ],
    )
    def test_holds_or_not_or_cannot_be_told(self, when, x, values, mark) -> None:
        assert judged(one(when, x), standing(*values)) == mark

    def test_each_has_a_test(self) -> None:
        marks = [m for m in type(self).test_holds_or_not_or_cannot_be_told.pytestmark]
        assert {case[0] for case in marks[0].args[1]} == set(CONDITIONS)

    def test_a_rule_without_otherwise_may_give_nothing(self) -> None:
        rule = Rule("r", "", "", (Class("●", "", "target_reached"),))
        assert judged(rule, standing("8", "40", "12", "higher")) == ""


class TestReadingAPrintedMark:
    @pytest.mark.parametrize(
        ("text", "sign"),
        [("◎目標値以上", "◎"), ("○基準値以上", "○"), ("〇基準値以上", "○"), ("◯", "○"),
         ("△基準値未滿", "△"), ("—指標未公表", "—"), ("－", "—"), ("-", "—"), ("", ""), ("良好", ""),
         ("▲3,703", ""), ("×", ""), ("X", "")],
    )  # fmt: skip
    def test_the_mark_that_a_cell_begins_with(self, text: str, sign: str) -> None:
        assert rules()["target-baseline"].read(text)[0] == sign


RULE = {"title": "題", "source": "出典"}
REACHED = {"mark": "○", "word": "達成", "when": "target_reached"}
BELOW = {"mark": "△", "word": "未達成", "when": "otherwise"}
WITHIN = {"mark": "○", "word": "同水準", "when": "within_percent", "x": 10}


class TestAWrongRule:
    @pytest.mark.parametrize(
        ("wrong", "what"),
        [
            ({"classes": [{**REACHED, "when": "mood"}]}, "mood"),
            ({"classes": [BELOW], "title": ""}, "title"),
            ({"classes": []}, "classes"),
            ({}, "classes"),
            ({"classes": {"A": "達成"}}, "classes"),
            ({"classes": [BELOW], "titel": "題"}, "titel"),
            ({"classes": [{"word": "達成", "when": "otherwise"}]}, "mark"),
            ({"classes": [{"mark": "○", "word": "達成"}]}, "when"),
            ({"classes": [{**BELOW, "wenn": "x"}]}, "wenn"),
            ({"classes": [{**BELOW, "mark": "目標値を大きく上回る"}]}, "目標値を大きく上回る"),
            ({"classes": [{**BELOW, "mark": "未 達成"}]}, "未 達成"),
            ({"classes": [{**BELOW, "mark": "未入力"}]}, "未入力"),
            ({"classes": [REACHED, {**BELOW, "mark": "○"}]}, "○"),
            ({"classes": [{**REACHED, "mark": "A"}, {**BELOW, "mark": "Ａ"}]}, "Ａ"),
            ({"classes": [BELOW, REACHED]}, "当てはまることがありません"),
            ({"classes": [REACHED, {**REACHED, "mark": "△"}]}, "当てはまることがありません"),
            ({"classes": [{**REACHED, "x": 10}]}, "x は書きません"),
            ({"classes": [{**REACHED, "x": 0}]}, "x は書きません"),
            ({"classes": [{"mark": "○", "word": "達成", "when": "path_share"}]}, "x が要ります"),
            ({"classes": [{**WITHIN, "x": "10"}]}, "10"),
            ({"classes": [{**WITHIN, "x": True}]}, "True"),
            ({"classes": [{**WITHIN, "x": -1}]}, "-1"),
            ({"classes": [{**WITHIN, "x": float("nan")}]}, "nan"),
            ({"classes": [{**BELOW, "colour": "pink"}]}, "pink"),
            ({"classes": [{**BELOW, "sign": "star"}]}, "star"),
        ],
    )
    def test_is_an_error_that_names_it(self, wrong: dict, what: str) -> None:
        with pytest.raises(SourceError) as error:
            read_rules({"broken": {**RULE, **wrong}}, "source.toml")
        told = str(error.value)
        assert error.value.file == "source.toml" and error.value.next_step and what in told
        assert "broken" in told or "classes は" in told

    @pytest.mark.parametrize("tables", [{"broken": "達成"}, {"target-only": {**RULE, "classes": [BELOW]}}])
    def test_a_rule_is_a_table_of_a_name_of_its_own(self, tables: dict) -> None:
        with pytest.raises(SourceError) as error:
            read_rules(tables, "source.toml", rules())
        assert error.value.text in tables and error.value.next_step

    def test_a_right_one_is_none(self) -> None:
        last = {"mark": "×", "word": "終了", "when": "not_from_values"}
        table = {**RULE, "classes": [{**WITHIN, "x": 2.5}, BELOW, last]}
        rule = read_rules({"right": table}, "source.toml")["right"]
        assert [(each.mark, each.x) for each in rule.classes] == [
            ("○", Decimal("2.5")),
            ("△", Decimal(0)),
            ("×", Decimal(0)),
        ]


def test_a_share_of_the_target_is_no_place_beyond_it() -> None:
    classes = [
        {"mark": "達成", "when": "target_reached"},
        {"mark": "概ね", "when": "target_share", "x": 90},
        {"mark": "未達成", "when": "otherwise"},
    ]
    rule = read_rules({"own": {**RULE, "classes": classes}}, "source.toml")["own"]
    assert [rule.zone(mark) for mark in rule.marks] == ["beyond", "", ""]


def test_every_condition_is_told_to_who_writes_a_rule(root) -> None:
    lines = (root / "cityplan/city/rules.toml").read_text(encoding="utf-8").split("\n")
    told = [line.split()[1] for line in lines if line.startswith("#   ") and line[4] != " "]
    assert told == list(CONDITIONS)


def test_reached_in_the_direction_of_the_indicator() -> None:
    assert reached(Decimal(5), Decimal("5.0"), "higher")
    assert reached(Decimal(5), Decimal("5.0"), "lower")
    assert not reached(Decimal(4), Decimal(5), "higher")
    assert not reached(Decimal(6), Decimal(5), "lower")
