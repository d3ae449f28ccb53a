"""A small fixed set of the mutants of `benchmarks/mutate.py`, and what all of them found, case by case."""

from pathlib import Path

import mutate
import pytest
from mutants.disabled import AS_IT_IS, DISABLED, NO_VALUE, OF_A_FORM, OF_LOOKS
from mutants.documents import DOCUMENTS, lines_of, original
from mutants.lines import Mutator
from mutants.meanings import MEANINGS
from mutants.office import OF_FILES
from mutants.outcome import judged_meaning, new_contradictions
from mutants.runs import run
from mutants.tables import FORMS
from small_sheets import SMALL, kinds, small, tables_of
from small_tables import COLUMNS, YEARS, City

from cityplan.city.source import edition
from cityplan.command.trace_blocks import REPAIRS
from cityplan.files.errors import SourceError
from cityplan.files.files import read_text
from cityplan.read.kinds import read
from tests.shortened import one_in

SEED = 0
SAMPLES = ("mihon", "mihon-table", "mihon-xlsx")
OUTCOMES = {"same", "repaired", "found", "refused"}


def mutants(kinds: dict[str, Mutator]) -> list[tuple[str, str]]:
    """One mutant of each kind, of the sample's sheets, table or workbook, whichever can show it."""
    found = []
    for kind in kinds:
        able = (name for name in SAMPLES if mutate.made(name, kind, 0, SEED) is not None)
        found += [(name, kind) for name in [next(able, "")] if name]
    return found


@pytest.mark.parametrize(("document", "kind"), mutants(FORMS))
def test_another_form_is_never_another_value(document: str, kind: str) -> None:
    (judged,) = mutate.done(mutate.Task(document, kind, range(1), SEED))
    assert judged.outcome.what in OUTCOMES, judged.outcome.why


@pytest.mark.parametrize("kind", OF_FILES)
def test_a_changed_file_is_never_another_value(kind: str) -> None:
    able = (name for name, each in DOCUMENTS.items() if each.is_file and mutate.made(name, kind, 0, SEED))
    (judged,) = mutate.done(mutate.Task(next(able), kind, range(1), SEED))
    assert judged.outcome.what in OUTCOMES, judged.outcome.why


@pytest.mark.parametrize(("document", "kind"), mutants(MEANINGS))
def test_what_the_oracle_sees_is_never_silent(document: str, kind: str) -> None:
    (judged,) = mutate.done(mutate.Task(document, kind, range(1), SEED))
    assert not mutate.failed(judged), judged.outcome.why


class TestTheJudge:
    """What it takes for told, and for a contradiction that a mutant has and the document has not."""

    @pytest.mark.parametrize("document", ["hitachi", "mihon"])
    def test_moved_lines_say_nothing(self, document: str) -> None:
        outcome = judged_meaning(document, b"\n\n" + original(document))
        assert (outcome.what, outcome.seen) == ("same", False)

    def test_a_refused_mutant_has_no_more_contradictions(self) -> None:
        data = original("mihon").replace("凡例".encode(), "判例".encode(), 1)
        outcome = judged_meaning("mihon", data)
        assert (outcome.what, outcome.seen) == ("refused", False)

    def test_the_same_contradiction_on_another_row_is_none(self) -> None:
        """見学会事業 has no direction, and has none either where a row above it is cut."""
        row = next(line for line in lines_of("mihon") if line.startswith("図書の購入事業"))
        data = original("mihon").replace(f"{row}\n".encode(), b"", 1)
        names = run("mihon", data).names
        assert not any(each.kind == "direction" for each in new_contradictions("mihon", data, names))


class TestRules:
    def test_each_can_be_disabled(self) -> None:
        assert set(DISABLED) == set(REPAIRS) - OF_A_FORM - OF_LOOKS

    @pytest.mark.parametrize("rule", one_in(4, sorted(set(DISABLED) - NO_VALUE)))
    def test_disabled_changes_what_becomes_of_a_document(self, rule: str) -> None:
        own = DISABLED[rule]
        document = own.documents[0]
        tasks = [mutate.Task(document, kind, range(2), SEED) for kind in (AS_IT_IS, *own.kinds)]
        counted = [
            [each.outcome.what for task in tasks for each in mutate.done(task._replace(rule=name))]
            for name in ("", rule)
        ]
        assert counted[0] != counted[1]


class TestWhatWasFound:
    @pytest.mark.parametrize("cell", ["一〇八件", "三件", "二三人", "三百9十6万人"])
    def test_a_number_in_words_that_cannot_be_read_is_no_prose(self, cell: str) -> None:
        document = small(f"あ事業|何か|集計中|{cell}||要因")
        assert ("unreadable", "previous_text") in kinds(document)

    @pytest.mark.parametrize("row", ["131.9%|要因", "あ|い|10件\nあと|要|因|か", "—|何か|10件|8件||要因"])
    def test_a_row_without_its_name_is_refused(self, row: str) -> None:
        with pytest.raises(SourceError) as raised:
            read(small(f"あ事業|何か|10件|8件|125.0%|要因\n{row}"), SMALL)
        assert raised.value.line and raised.value.next_step

    def test_a_heading_at_the_end_of_a_direction_is_refused(self) -> None:
        with pytest.raises(SourceError) as raised:
            read(small(directions="続ける。\n【あ事業】\n続ける。【あ事業】\nやめる。"), SMALL)
        assert "【あ事業】" in raised.value.text

    @pytest.mark.parametrize("tag", ["<b>続ける。</b>", "続ける。<br>", "<p>続ける。"])
    def test_a_tag_in_a_text_is_taken_away_with_a_repair(self, tag: str) -> None:
        tables = tables_of(small(directions=f"【あ事業】\n{tag}"))
        assert tables["activities"]["direction"].tolist() == ["続ける。"]
        assert "tags_removed" in set(tables["repairs"]["rule"])

    @pytest.mark.parametrize("page", ["12", "- 12 -", "－１２－", "12 / 30", "（次ページに続く）"])
    def test_a_page_number_in_a_text_is_found(self, page: str) -> None:
        inside = kinds(small(purpose=f"住みやすいまちにします。\n{page}"))
        assert ("doubtful_extraction", "purpose") in inside
        assert ("doubtful_extraction", "") in kinds(small(directions=f"【あ事業】\n続ける。\n\n{page}"))

    @pytest.mark.parametrize(("word", "found"), [("以 上", []), ("?", [("unreadable", "polarity", "?")])])
    def test_a_direction_beside_a_bound(self, word: str, found: list[tuple[str, str, str]], tmp_path: Path) -> None:
        columns = COLUMNS + 'polarity = "向き"\n'
        table = f"指標|単位|基準値|実績値|目標値|向き\n転入者数|人|10|12|20以上|{word}\n"
        assert City(tmp_path).describe(YEARS + columns).csv(table).kinds() == found

    @pytest.mark.parametrize("mark", ["2 ", "*②", ""])
    def test_a_programme_without_its_number_is_refused(self, mark: str, root: Path) -> None:
        """Its lines became a box 囲み of the programme above (Takahagi R6)."""
        own = edition(root, "takahagi", "R6")
        text = read_text(root / own.raw_file)
        with pytest.raises(SourceError) as raised:
            read(text.replace("②地域コミュニティ活動の推進", f"{mark}地域コミュニティ活動の推進"), own)
        assert raised.value.line and "番号" in raised.value.problem

    def test_a_title_within_a_sheet_is_no_text(self, root: Path) -> None:
        own = edition(root, "takahagi", "R6")
        text = read_text(root / own.raw_file).rstrip("\n")
        again = read(f"{text}\n\n{own.title}\n", own)
        assert again.skipped[-1].reason == "title" or own.title not in [t.text for t in again.texts]
