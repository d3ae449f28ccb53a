"""What each printed cell became: every cell that was used is found where it stands, and nothing is left without a word."""

import re
from pathlib import Path

import pytest
from sample_edition import SAMPLE, placed

from cityplan.city import source
from cityplan.files.markup import Fragment
from cityplan.japanese.letters import squeeze
from cityplan.read.kinds import read_file
from cityplan.read.printed import Place, Printed, Shown, Skipped
from cityplan.report.reading.became import KINDS, Became, became, counted
from cityplan.report.reading.grids import grid_sections
from cityplan.report.reading.pages import told_list
from cityplan.tables.definitions import FindingRow
from cityplan.tables.words import LEFT_OUT

FILES = [
    "forms/F1/jusenryaku_r5.pdf",
    "forms/F1/jusenryaku_r5.pptx",
    "forms/F2/seika_shihyo_r6.pdf",
    "forms/F2/seika_shihyo_r6.docx",
    "forms/F3/shisaku_sheet_r5.pdf",
    "forms/F3/shisaku_sheet_r5.xlsx",
    "forms/F5/kpi_shinchoku_r5.pdf",
    "forms/F6/kihonkeikaku_3sho.pdf",
    "documents/hitachi.pdf",
    "documents/hitachi_word.docx",
    "documents/hitachi_excel.xlsx",
    "tables/minato/jimujigyo_ichiran_r5.xlsx",
    "mihon/R5.txt",
    "mihon-table/R5.csv",
]


def finding(line: int | None, table: str = "", plan: str = "", row: int | None = None, column: str = "") -> FindingRow:
    facts = dict.fromkeys(FindingRow.__dataclass_fields__, "")
    known = {"source_line": line, "table": table, "plan_id": plan, "row": row, "column": column}
    return FindingRow(**facts | known | {"finding_id": "01-abc", "severity": "error", "message": "合いません"})  # type: ignore[arg-type]


def of(found: list[Became], text: str) -> list[Became]:
    return [own for own in found if squeeze(own.shown.text) == squeeze(text)]


@pytest.mark.parametrize("file", FILES)
def test_each_cell_that_is_used_is_told_where_it_stands(tmp_path: Path, file: str) -> None:
    folder = (SAMPLE / file).parent
    edition = placed(tmp_path, folder, Path(file).name)
    printed = read_file(tmp_path / edition.raw_file, edition)
    found = became(printed, [], edition)
    used = {squeeze(own.shown.text) for own in found if own.told}
    for cell in printed.cells:
        whole = squeeze(cell.text)
        if cell.source_column and cell.row and not any(whole in text for text in used):
            # joined: of several lines, of a number and a name
            assert any(len(text) > 1 and text in whole for text in used), cell
    assert all(own.told or own.why for own in found)
    assert len(found) >= len(printed.shown) > 0
    reasons: dict[str, str] = {}
    for own in found:
        for why in [*own.why, *own.told]:
            reasons[why] = reasons.get(why, "") + squeeze(own.shown.text)
    for each in printed.skipped:
        if each.source_line and each.text.strip():
            assert squeeze(re.split("\t| / ", each.text)[0].rstrip(",")) in reasons[LEFT_OUT[each.reason]], each


def test_what_stands_on_the_next_page_is_told_as_what_it_goes_on(tmp_path: Path) -> None:
    """The headings again, each of their cells; the second half of a text that the page cuts."""
    edition = placed(tmp_path, SAMPLE / "forms/F5", "kpi_shinchoku_r5.pdf")
    found = became(read_file(tmp_path / edition.raw_file, edition), [], edition)
    on_page = {squeeze(own.shown.text): own for own in found if own.shown.place.page == 3}
    assert on_page["訓練の内容を地区ごとに選べるようにし、前年度を3.9ポイント上回った。"].kind == "indicator"
    for heading in ("KPI", "要因及び今後の対応", "令和元", "6"):
        assert (on_page[heading].kind, on_page[heading].why) == ("left_out", ["繰り返しの見出し"])


class TestKinds:
    @pytest.fixture(scope="class")
    @classmethod
    def found(cls, tmp_path_factory: pytest.TempPathFactory) -> list[Became]:
        root = tmp_path_factory.mktemp("kinds")
        edition = placed(root, SAMPLE / "forms/F3", "shisaku_sheet_r5.pdf")
        doubt = finding(None, "indicators", "1-1", 1, "actual_text")
        return became(read_file(root / edition.raw_file, edition), [doubt], edition)

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("子育て家庭への支援", "plan"),
            ("①病児保育の延べ利用人数", "indicator"),
            ("42,180", "activity"),
            ("子育て中の家庭が、必要なときに必要な助けを得られ、安心して子どもを育てることができる。", "prose"),
            ("施策名", "left_out"),
            ("352", "doubtful"),
        ],
    )
    def test_a_cell(self, found: list[Became], text: str, kind: str) -> None:
        assert {own.kind for own in of(found, text)} == {kind}

    def test_why(self, found: list[Became]) -> None:
        assert of(found, "施策名")[0].why == ["見出し"]
        code, page_number = of(found, "1-1")
        assert (code.kind, page_number.kind) == ("plan", "left_out")
        assert "01-abc" in of(found, "352")[0].why[0]

    def test_all_are_counted(self, found: list[Became]) -> None:
        assert sum(counted(found).values()) == len(found) and set(counted(found)) == set(KINDS)


@pytest.mark.parametrize("file", ["hitachi.pdf", "hitachi_word.docx", "hitachi_excel.xlsx"])
def test_the_parts_of_a_joined_name_are_used(tmp_path: Path, file: str) -> None:
    """小6 国語: 小6 is merged over two rows left of 国語."""
    edition = placed(tmp_path, SAMPLE / "documents", file)
    found = became(read_file(tmp_path / edition.raw_file, edition), [], edition)
    assert {own.kind for word in ("小6", "国語") for own in of(found, word)} == {"indicator"}


def test_a_paragraph_that_was_joined_with_one_before_it_is_used(tmp_path: Path) -> None:
    """コラム: its second column goes on with the first."""
    edition = placed(tmp_path, SAMPLE / "forms/F6", "kihonkeikaku_3sho.pdf")
    found = became(read_file(tmp_path / edition.raw_file, edition), [], edition)
    (second,) = [own for own in found if own.shown.text.startswith("1,860")]
    assert second.kind == "prose"


class TestPlain:
    EDITION = source.edition(SAMPLE.parents[1], "hitachi", "R5")

    def test_a_kind_that_shows_nothing_of_its_file_has_its_cells(self) -> None:
        printed = Printed(
            skipped=[Skipped(4, "― 1 ―", "page_number")], places={4: Place(4, "1ページ", 1, (0, 0, 9, 9))}
        )
        (own,) = became(printed, [], self.EDITION)
        assert (own.kind, own.why, own.shown.place.page) == ("left_out", ["ページ番号"], 1)

    def test_a_finding_of_no_cell_stands_on_its_line(self) -> None:
        printed = Printed(shown=[Shown("a.txt", Place(3), "本文", "", 3, 1)])
        (own,) = became(printed, [finding(3)], self.EDITION)
        assert own.kind == "doubtful"

    def test_hidden_cells_are_told_and_texts_escaped(self) -> None:
        cells = [
            Became(
                Shown("a.xlsx", Place(1), "<script>x</script>", "シート「実績」", 1, 1, is_hidden=True),
                "indicator",
                ["a"],
            ),
            Became(Shown("a.xlsx", Place(1), "結合", "シート「実績」", 1, 2, rows=1, columns=2), "activity", ["b"]),
            Became(Shown("a.xlsx", Place(2), "下", "シート「実績」", 2, 3), "left_out", why=["見出し"]),
        ]
        links: dict[str, str] = {}
        html = grid_sections(cells, links)
        assert "<script" not in html and "&lt;script&gt;" in html
        assert "<small>非表示</small>" in html and 'colspan="2"' in html and links == {"part-1": "シート「実績」"}
        assert "見出し" in (told_list(cells) or Fragment())
