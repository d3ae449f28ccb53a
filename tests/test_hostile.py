"""Hostile documents: what a text, a table or a form holds is data in every format, within limits."""

import csv
import json
import os
import re
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import openpyxl
import pandas as pd
import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from small_sheets import ACTIVITY, SMALL, small, tables_of
from small_tables import HEAD, SHEET, City, rewrite, typed

from cityplan import steps
from cityplan.build.run import run_notebook
from cityplan.city import source
from cityplan.city.edition import Edition
from cityplan.files.csv_text import guarded, unguarded
from cityplan.files.errors import NotebookError, SourceError
from cityplan.files.files import LARGEST, read_bytes
from cityplan.files.lines import LONGEST_LINE
from cityplan.page.index_page import script
from cityplan.read import printed
from cityplan.read.kinds import read
from cityplan.read.printed import untagged
from cityplan.read.table import grid, workbook
from cityplan.read.table.number_format import shown_number
from cityplan.tables import files as table_files
from cityplan.tables.definitions import TABLES
from tests.published import ROOT, pipeline, project

ELSEWHERE = "http://127.0.0.1:9/"
RUNS = "document.title='pwned'"
# What stands in the sample, and what a hostile document would have in its place.
WRITTEN = {
    "子育て相談事業": f"<script>{RUNS}</script>{{{{7*7}}}}事業",
    "図書の購入事業": f'=HYPERLINK("{ELSEWHERE}","x")',
    "見学会事業": '#import "/etc/passwd": * $x$ \\u{202e}',
    "講座事業": "'''\"\"\"{% raw %}{0}{指標数}",
    "子育てと学び": f'</title><img src=x onerror="{RUNS}">`#panic()`',
    "《子ども》": "《[x](javascript:alert(1)) **b** <b>》",
    "待機児童の数": "@SUM(1+1)*cmd|' /C calc'!A0",
    "来館者の数": f"左<svg onload={RUNS}>右",
    "周知が進んだ。": f'-1+1 <iframe src="{ELSEWHERE}"></iframe>&lt;script&gt;',
    "寄附があった。": f"<style>@import url({ELSEWHERE})</style> \\end{{document}} $\\frac{{1}}{{2}}$",
    "集計中": "=1+1",
    "相談を続ける。": f'<a href="{ELSEWHERE}">x</a> <form action="{ELSEWHERE}"> {{{{ config }}}} --> ]]>',
}
CONTROLS = "\u202e\x00\x1b[31m\u061c\u2066\U000e0041\u206a"
REMARK = f"<script>{RUNS}</script> =1+1 {{{{7*7}}}} $x$ #import"
REASON = "=cmd|' /C calc'!A0 <script>x</script>"
FORMS = {
    "comments.csv": f'year,plan_id,text\nR5,1,"{REMARK}{CONTROLS}"\n',
    "corrections.csv": "year,table,plan_id,row,column,printed,use,reason,date\n"
    f'R5,activities,1,11,actual,=1+1,3966000人,"{REASON}",2024-05-01\n',
}
TITLE = "<script>alert(1)</script>{{7*7}} $x$ #import"
OUT = "報告 \"x\" 'y' {0} $z #1"
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\U000e0000-\U000e007f]")


def mihon(root: Path) -> Path:
    """The sample of progress sheets below a root, as its folder of raw data."""
    folder = root / "data/raw/mihon"
    shutil.copytree(ROOT / "tests/sample/mihon", folder)
    return folder


def make_hostile(folder: Path) -> None:
    """Put the hostile texts into the sample's document, its source.toml and its forms."""
    text = (folder / "R5.txt").read_text(encoding="utf-8")
    told = (folder / "source.toml").read_text(encoding="utf-8")
    title = "見本市まちづくりプランの取組状況"
    for before, after in {**WRITTEN, title: TITLE}.items():
        assert before in text, before
        text = text.replace(before, after)
    text = text.replace("支出が増えた。", f"支出が{CONTROLS}増えた。")
    (folder / "R5.txt").write_text(text, encoding="utf-8")
    told = told.replace(title, TITLE).replace("（架空）", f"</title><script>{RUNS}</script>")
    (folder / "source.toml").write_text(told, encoding="utf-8")
    for name, lines in FORMS.items():
        (folder / name).write_text(lines, encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the hostile city after one run of the command; reports in a folder `OUT`."""
    root = project(tmp_path_factory.mktemp("hostile"))
    make_hostile(mihon(root))
    done = pipeline(root, "--out", OUT)
    assert done.returncode == 0, done.stderr
    assert not UNSEEN.search(done.stdout + done.stderr)
    return root


def files(made: Path, kind: str) -> list[Path]:
    found = sorted((made / OUT).rglob(f"*.{kind}"))
    assert found
    return found


def bare(text: str) -> str:
    """A text without blanks, which lines and cells may break."""
    return "".join(text.split())


@pytest.mark.xdist_group("hostile")
class TestEveryFormat:
    def test_files_have_plain_names(self, made: Path) -> None:
        names = {path.name for path in (made / OUT).rglob("*") if path.is_file()}
        assert {"plan-01.html", "booklet.pdf", "findings.xlsx", "manifest.json"} <= names
        assert all(re.fullmatch(r"[\w-]+\.[a-z]+", name, re.ASCII) for name in names)
        assert {path.name for path in (made / OUT).glob("*/*")} == {"mihon"}

    def test_no_control_is_in_any_of_them(self, made: Path) -> None:
        texts = [*files(made, "html"), *files(made, "ipynb"), *files(made, "json")]
        texts += (made / "data/processed").rglob("*.csv")
        assert [p.name for p in texts if UNSEEN.search(p.read_text(encoding="utf-8-sig"))] == []

    def test_notebooks_run_the_analyst_s_code_only(self, made: Path) -> None:
        """No text of the document has become a cell; parameters are values."""
        known = {cell.source for path in (made / "notebooks").glob("*.ipynb") for cell in cells(path)}
        for path in files(made, "ipynb"):
            added = [cell.source for cell in cells(path) if cell.source not in known]
            assert len(added) == 1
            lines = added[0].removeprefix("# Parameters\n").splitlines()
            assert {re.sub("[0-9]+", "1", line) for line in lines} <= {'city = "mihon"', 'year = "R1"', 'plan = "1"'}

    def test_tables_come_back_as_the_document_says(self, made: Path) -> None:
        folder = made / "data/processed/mihon/R5"
        read_back = table_files.read(folder, *steps.SOURCE_TABLES)
        for name, data in steps.clean_document(str(made), "mihon", "R5").items():
            pd.testing.assert_frame_equal(read_back[name], data)
        names = list(read_back["activities"]["name"])
        assert set(WRITTEN.values()) & set(names) == set(list(WRITTEN.values())[:4])
        assert list(read_back["corrections"]["reason"]) == [REASON]
        assert list(read_back["comments"]["text"]) == [REMARK + "[31m"]

    def test_no_cell_of_a_csv_is_a_formula(self, made: Path) -> None:
        risky = []
        for path in (made / "data/processed").rglob("*.csv"):
            numbers = {c.name for c in TABLES[path.stem].columns if c.kind != "text"}
            with path.open(encoding="utf-8-sig", newline="") as file:
                cells = [item for row in csv.DictReader(file) for item in row.items()]
            risky += [text for name, text in cells if name not in numbers and is_formula(text)]
            assert all(re.fullmatch(r"|-?[\d.]+|true|false", t) for n, t in cells if n in numbers)
        assert risky == []

    @pytest.mark.parametrize("name", ["findings", "tables"])
    def test_no_cell_of_a_workbook_is_a_formula(self, made: Path, name: str) -> None:
        (path,) = (path for path in files(made, "xlsx") if path.stem == name)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        assert not [name for name in parts if re.search("external|macro|vba", name)]
        assert not any("TargetMode" in text for text in parts.values()), "no link to another place"
        assert not any("<f>" in text or "<f " in text for text in parts.values())
        found = [cell for sheet in openpyxl.load_workbook(path) for row in sheet for cell in row]
        texts = {cell.value: cell for cell in found if isinstance(cell.value, str)}
        assert {"=1+1", REASON} <= set(texts)
        assert all(c.data_type == "s" and (c.quotePrefix or not is_formula(t)) for t, c in texts.items())

    def test_pdfs_hold_no_action_and_no_address(self, made: Path) -> None:
        for path in files(made, "pdf"):
            with pikepdf.open(path) as pdf:
                keys = {key for each in pdf.objects for key in keys_of(each)}
                assert not keys & {"/JS", "/JavaScript", "/Launch", "/AA", "/URI", "/EmbeddedFile"}

    @pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler) is missing")
    def test_pdfs_show_it_as_it_is_written(self, made: Path) -> None:
        for name in ("plan-01", "booklet"):
            (path,) = (path for path in files(made, "pdf") if path.stem == name)
            shown = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout
            for text in ("{{7*7}}", "#panic()", "\\u{202e}", "{0}{指標数}", "$\\frac{1}{2}$"):
                assert bare(text) in bare(shown.decode()), (name, text)


@pytest.mark.xdist_group("hostile")
class TestParameters:
    def test_of_a_notebook_are_values(self, tmp_path: Path) -> None:
        """As papermill writes them into a cell: what is read there is what was given."""
        hostile = "'; import os; '''\"\"\" \\ \\n {x} {{x}} $x #\n" + CONTROLS + "\u2028日本"
        code = "from pathlib import Path; Path('said').write_bytes(city.encode())"
        notebook = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}},
            cells=[
                nbformat.v4.new_code_cell("city: str = ''", metadata={"tags": ["parameters"]}),
                nbformat.v4.new_code_cell(code),
            ],
        )
        (tmp_path / "notebooks").mkdir()
        nbformat.write(notebook, tmp_path / "notebooks/x.ipynb")
        run_notebook(tmp_path / "notebooks/x.ipynb", {"city": hostile})
        assert (tmp_path / "notebooks/said").read_bytes().decode() == hostile


@pytest.mark.xdist_group("hostile")
class TestInTheBrowser:
    def test_nothing_runs_and_nothing_is_asked_for(self, made: Path, browser: Browser) -> None:
        page, told = listening(browser)
        for path in files(made, "html"):
            page.goto(path.as_uri())
            assert told == [path.as_uri()], "no request, no dialog, no complaint"
            told.clear()
            assert page.title() != "pwned"
            own = [f"<script>{script()}</script>"] if path.stem == "index" else []
            assert page.evaluate(ACTIVE) == own
            assert not page.evaluate(LINKS, path.parents[len(path.relative_to(made / OUT).parts) - 1].as_uri())

    def test_it_is_shown_as_it_is_written(self, made: Path, browser: Browser) -> None:
        page, _ = listening(browser)
        (path,) = (path for path in files(made, "html") if path.stem == "plan-01")
        page.goto(path.as_uri())
        shown = bare(page.inner_text("body"))
        texts = [untagged(text.strip("《》")).replace("**", "") for text in WRITTEN.values()]  # bold marks are a repair
        assert [text for text in [*texts, TITLE, REMARK] if bare(text) not in shown] == []

    @pytest.mark.parametrize("name", ["mihon/trends", "mihon/index", f"{OUT}/index"])
    def test_the_policy_alone_would_stop_a_script(self, made: Path, browser: Browser, name: str) -> None:
        """Also what an escape had let through: seen by putting it into a page by hand."""
        (path,) = (path for path in files(made, "html") if path.match(f"{name}.html"))
        html = path.read_text(encoding="utf-8")
        put = f'<script>{RUNS}</script><img src="{ELSEWHERE}" onerror="{RUNS}"><iframe src="{ELSEWHERE}">'
        assert pwned(browser, html.replace("</main>", f"{put}</main>")) == (False, [])
        without = re.sub("<meta http-equiv[^>]*>", "", html)
        ran, asked = pwned(browser, without.replace("</main>", f"{put}</main>"))
        assert ran and asked


@pytest.mark.xdist_group("hostile")
class TestTheCommandLine:
    def test_words_with_quotes_and_code_are_only_words(self, made: Path) -> None:
        hostile = ("06'; import os", '"""', "{{x}}", "../../x", "\x1b[31m06", "$(id)")
        for option in ("--plan", "--year", "--city"):
            done = pipeline(made, option, *hostile, "--out", OUT)
            assert done.returncode == 2, done.stderr
            assert "エラー" in done.stderr and "Traceback" not in done.stderr


ACTIVE = """() => [...document.querySelectorAll('*')]
    .filter(e => ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'LINK', 'FORM', 'IMG'].includes(e.tagName)
        || [...e.attributes].some(a => /^on|javascript:/i.test(a.name + ' ' + a.value)
            && !/^(data-label|aria-label|content)$/.test(a.name)))
    .map(e => e.outerHTML)"""
LINKS = "root => [...document.links].map(a => a.href).filter(href => !href.startsWith(root))"


def listening(browser: Browser) -> tuple[Page, list[str]]:
    """A page with scripts and network allowed, and what it asks for, shows or complains of."""
    page, told = browser.new_context().new_page(), []
    page.on("request", lambda request: told.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: told.append(str(error)))
    return page, told


def pwned(browser: Browser, html: str) -> tuple[bool, list[str]]:
    """Whether a script of a page ran, and what left for another place."""
    page = browser.new_context().new_page()
    left: list[str] = []
    page.on("requestfinished", lambda request: left.append(request.url))
    page.on("requestfailed", lambda request: left.append(f"{request.failure} {request.url}"))
    page.set_content(html)
    page.wait_for_timeout(200)
    return page.title() == "pwned", [each for each in left if "csp" not in each and ELSEWHERE in each]


def cells(path: Path) -> list[Any]:
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_formula(text: str) -> bool:
    """Whether Excel would take a cell of a CSV for a formula: signs and signed numbers are none."""
    harmless = re.fullmatch(r"[-+－＋\s]*|[-+－＋]?[\d.,]+\w*[%％]?", text)
    return not harmless and (text[:1] in set("\t\r") or text.lstrip()[:1] in set("=+-@＝＋－＠"))


def keys_of(each: Any) -> Iterator[str]:
    """The keys of a dictionary or stream of a PDF, and of those directly in it."""
    if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in each.items():
            yield key
            yield from () if getattr(value, "is_indirect", True) else keys_of(value)


class TestCellsOfCsv:
    @pytest.mark.parametrize(
        "text",
        ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "　＝1", "－A1", "＋(1)", "＠x", "-cmd|'x'",
         "- 子ども", "'=1", "''=1"],
    )  # fmt: skip
    def test_what_looks_like_a_formula_is_guarded(self, text: str) -> None:
        assert guarded(text) == f"'{text}"
        assert unguarded(f"'{text}") == text

    @pytest.mark.parametrize(
        "text",
        ["", "-", "－", "--", "-----", "- -", "+", "-5", "+19.4ポイント", "-54,317千円", "－5.0％", "1=1", "△5",
         "'", "'a", "''", "転入者数", "06"],
    )  # fmt: skip
    def test_marks_and_numbers_are_as_they_are(self, text: str) -> None:
        assert guarded(text) == text
        assert unguarded(text) == text

    @given(st.text("'=+-@＝－ \t\r\n1a", max_size=8) | st.text())
    @example("'=")
    @example("''='")
    @example("-1\n")
    def test_every_text_comes_back(self, text: str) -> None:
        assert unguarded(guarded(text)) == text
        assert not is_formula(guarded(text))


def refused(text: str, edition: Edition = SMALL) -> SourceError:
    """What is said of a document of progress sheets that is not read."""
    with pytest.raises(SourceError) as caught:
        tables_of(text, edition)
    assert caught.value.file and caught.value.next_step
    return caught.value


class TestLongDocuments:
    def test_a_line_of_a_megabyte(self) -> None:
        error = refused(small(f"{'あ' * 1_000_000}|何か|10件|8件|125.0%|周知。"))
        assert error.line == 12 and len(str(error)) < 400

    def test_a_cell_that_is_longer_than_any_text(self) -> None:
        """Its line may be; nothing that is as long as this is read, searched or shown."""
        assert len(ACTIVITY) + printed.LONGEST_TEXT < LONGEST_LINE
        assert refused(small(f"{ACTIVITY}{'あ' * printed.LONGEST_TEXT}")).line == 12

    def test_a_text_of_many_lines(self) -> None:
        lines = "\n".join(["続ける。" * 100] * (printed.LONGEST_TEXT // 400 + 1))
        assert refused(small(directions=f"【あ事業】\n{lines}")).line

    def test_ten_thousand_columns(self) -> None:
        assert refused(small("|".join("1" * 4_000))).line == 12
        assert refused(small("|".join("1" * 10_000))).line == 12

    @pytest.mark.parametrize("line", ["\n", "\nあ", "\n\x1b", "\n目的", "\nPLAN 1 あ"])
    def test_a_million_lines(self, line: str) -> None:
        assert "行" in refused(small() + line * 1_000_000).problem

    def test_as_many_rows_as_lines_are_taken(self) -> None:
        rows = "\n".join(f"あ{number}事業|何か|10件|8件|125.0%|。" for number in range(3_000))
        assert len(tables_of(small(rows))["activities"]) == 3_000

    def test_a_file_that_is_too_large_is_not_read(self, tmp_path: Path) -> None:
        with (tmp_path / "R5.txt").open("wb") as file:
            file.truncate(LARGEST + 1)
        with pytest.raises(SourceError) as caught:
            read_bytes(tmp_path / "R5.txt", "R5.txt")
        assert "大きすぎ" in caught.value.problem

    @pytest.mark.parametrize("control", CONTROLS.replace("[31m", ""))
    def test_controls_are_taken_out_and_told(self, control: str) -> None:
        tables = tables_of(small(f"あ{control}事業|何か|10件|8件|125.0%|周知。"))
        assert list(tables["activities"]["name"]) == ["あ事業"]
        assert "control_removed" in set(tables["repairs"]["rule"])

    def test_a_character_with_its_form_stays(self) -> None:
        name = "葛\U000e0100飾区事業"
        tables = tables_of(small(f"{name}|何か|10件|8件|125.0%|周知。", directions="【葛飾区事業】\n続ける。"))
        assert name in list(tables["activities"]["name"])


def pad(city: City, parts: dict[str, bytes]) -> None:
    """Add parts to a workbook, of which the last of a name counts: they are small when packed."""
    path = city.folder / city.file
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two parts of one name
        for name, data in parts.items():
            archive.writestr(name, data)
    assert path.stat().st_size < 100_000


class TestTablesOfFiles:
    @pytest.fixture
    def csv_city(self, tmp_path: Path) -> City:
        return City(tmp_path).describe()

    @pytest.fixture
    def city(self, tmp_path: Path) -> City:
        return City(tmp_path, "R5.xlsx").describe()

    def test_ten_thousand_columns(self, csv_city: City) -> None:
        wide = ",".join(f"列{number}" for number in range(10_000))
        error = csv_city.raw(f"{wide}\n{wide}\n".encode()).error()
        assert "列" in error.problem and len(str(error)) < 400

    def test_ten_thousand_columns_of_a_workbook(self, city: City) -> None:
        error = city.xlsx([[f"列{number}" for number in range(10_000)]] * 2).error()
        assert "列" in error.problem and len(str(error)) < 400

    def test_empty_cells_beyond_the_table_are_no_columns(self, city: City) -> None:
        """A sheet whose rows are coloured to the last column."""
        rows = [[*row, *[None] * 1_500, ""] for row in typed(f"{HEAD}\nX|人|10|12|20")]
        assert len(city.xlsx(rows).read()["indicators"]) == 1

    @pytest.mark.parametrize("columns", [1, 2])
    def test_a_cell_of_a_megabyte(self, csv_city: City, columns: int) -> None:
        long = "あ" * 1_000_000
        csv_city.raw(f"{HEAD.replace('|', ',')}\n{','.join([long] * columns)},1\n".encode())
        assert csv_city.error().line == 2 and len(str(csv_city.error())) < 400

    def test_a_cell_of_a_workbook_of_a_megabyte(self, city: City) -> None:
        city.xlsx(typed(f"{HEAD}\nX|人|10|12|20"))
        rewrite(city, SHEET, ("<t>X</t>", f"<t>{'X' * 1_000_000}</t>"))
        assert city.error().line == 2

    def test_a_text_that_many_cells_share(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        """A small file: what counts is what its cells say together."""
        monkeypatch.setattr(grid, "MOST_CHARACTERS", 1_000)
        city.xlsx([HEAD.split("|"), *[["あ" * 200, "人", 10, 12, 20]] * 6])
        assert "多すぎ" in city.error().problem

    def test_a_million_rows(self, csv_city: City) -> None:
        csv_city.raw(f"{HEAD.replace('|', ',')}\n".encode() + b"a,b,1,2,3\n" * 1_000_000)
        assert "多すぎ" in csv_city.error().problem

    def test_a_comment_of_a_megabyte(self, csv_city: City) -> None:
        csv_city.csv(f"{HEAD}\nX|人|10|12|20")
        (csv_city.folder / "comments.csv").write_text(f"year,plan_id,text\nR5,01,{'あ' * 1_000_000}\n")
        error = csv_city.error()
        assert (error.file, error.line) == ("data/raw/mihon/comments.csv", 2)

    @pytest.mark.parametrize("name", ["xl/styles.xml", "xl/workbook.xml", "docProps/x"])
    def test_a_part_that_unpacks_to_more_than_all(self, city: City, name: str) -> None:
        city.xlsx(typed(f"{HEAD}\nX|人|10|12|20"))
        pad(city, {name: b"0" * (workbook.LARGEST_PART + 1)})
        assert "大きすぎ" in city.error().problem

    def test_sheets_that_unpack_to_more_than_all(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "MOST_BYTES", 5_000_000)
        city.xlsx(typed(f"{HEAD}\nX|人|10|12|20"))
        pad(city, {f"xl/worksheets/sheet{number}.xml": b"0" * 2_000_000 for number in range(2, 6)})
        assert "大きすぎ" in city.error().problem

    @pytest.mark.parametrize("number_format", ["0" * 100_000, f'0"{"x" * 100_000}"', "y" * 100_000])
    def test_a_format_that_makes_a_number_long(self, city: City, number_format: str) -> None:
        def change(_: Any, sheet: Any) -> None:
            sheet["D2"].number_format = number_format

        error = city.xlsx(typed(f"{HEAD}\nX|人|10|12|20"), change).error()
        assert error.line == 2 and len(str(error)) < 400

    @pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
    @pytest.mark.parametrize("entity", ["external", "parameter", "laughs"])
    def test_no_entity_is_followed_or_expanded(self, city: City, name: str, entity: str) -> None:
        secret = city.root / "secret.txt"
        secret.write_text("くもりのち晴れ", encoding="utf-8")
        laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
        declared = {
            "external": f'<!ENTITY e11 SYSTEM "{secret.as_uri()}">',
            "parameter": f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p; <!ENTITY e11 "x">',
            "laughs": laughs,
        }[entity]
        city.xlsx(typed(f"{HEAD}\nX|人|10|12|20"))
        root = {SHEET: "worksheet", "[Content_Types].xml": "Types"}.get(name, Path(name).stem)
        root = {"styles": "styleSheet"}.get(root, root)
        used = [("<t>X", "<t>X&e11;")] if name == SHEET else []
        rewrite(city, name, (f"<{root}", f"<!DOCTYPE x [{declared}]><{root}"), *used)
        try:
            told = repr({name: data.to_dict() for name, data in city.read().items()})
            assert name != SHEET
        except SourceError as error:
            told = str(error)
        assert "くもり" not in told and len(told) < 100_000

    def test_an_external_link_is_not_followed(self, city: City) -> None:
        city.xlsx(typed(f"{HEAD}\nX|人|10|12|20"))
        part = "xl/externalLinks/externalLink1.xml"
        link = f'<externalLink><externalBook r:id="{ELSEWHERE}"/></externalLink>'
        rewrite(city, SHEET, ("<v>12</v>", f"<f>'{ELSEWHERE}[1]x'!A1</f><v>12</v>"), more={part: link})
        error = city.error()
        assert (error.line, error.column) == (2, "実績値") and "数式" in error.problem

    def test_a_name_of_a_sheet_has_no_controls_in_a_message(self, city: City) -> None:
        def change(book: Any, sheet: Any) -> None:
            sheet.title = "右\u202e\x9b31m左"
            book.create_sheet("他")

        error = city.xlsx(typed(f"{HEAD}\nX|人|10|12|20"), change).error()
        assert "右" in error.next_step and not UNSEEN.search(str(error).replace("\n", ""))

    def test_no_format_takes_long_to_read(self) -> None:
        for number_format in ("#,##0" * 5_000, "," * 20_000, '"' * 20_001, "[$" * 10_000, "_" * 20_000):
            shown_number(1234.5, number_format)


class TestPlacesOfFiles:
    @pytest.fixture
    def city(self, tmp_path: Path) -> City:
        return City(tmp_path).describe().csv(f"{HEAD}\nX|人|10|12|20")

    def elsewhere(self, city: City, name: str) -> Path:
        """A file outside the city's folder, which a link in it points to."""
        path = city.root / "elsewhere"
        path.write_bytes((city.folder / name).read_bytes() if (city.folder / name).exists() else b"x")
        (city.folder / name).unlink(missing_ok=True)
        (city.folder / name).symlink_to(path)
        return path

    @pytest.mark.parametrize("name", ["R5.csv", "comments.csv", "corrections.csv", "source.toml"])
    def test_a_link_is_not_followed(self, city: City, name: str) -> None:
        self.elsewhere(city, name)
        error = city.error()
        assert error.file == f"data/raw/mihon/{name}" and "ほかの場所" in error.problem

    @pytest.mark.parametrize("name", ["R5.csv", "comments.csv", "source.toml"])
    def test_what_is_no_file_is_not_waited_for(self, city: City, name: str) -> None:
        (city.folder / name).unlink(missing_ok=True)
        os.mkfifo(city.folder / name)
        assert city.error().file == f"data/raw/mihon/{name}"

    @pytest.mark.parametrize(
        ("key", "place"),
        [
            ("file", ""),
            *((key, place) for key in ("file", "logo") for place in (
                "../R5.csv", "/etc/passwd", "..", ".", "x/../R5.csv", ".hidden", "a/b", "R5.csv/",
                "a\\u0000b")),
        ],
    )  # fmt: skip
    def test_a_place_outside_the_folder(self, city: City, key: str, place: str) -> None:
        told = (city.folder / "source.toml").read_text(encoding="utf-8")
        told = re.sub(f"^{key} = .*\n", "", told, flags=re.MULTILINE)
        line = f'{key} = "{place}"\n'
        told = line + told if key == "logo" else told.replace("[[edition]]\n", f"[[edition]]\n{line}")
        (city.folder / "source.toml").write_text(told, encoding="utf-8")
        error = city.error()
        assert (error.file, error.column) == ("data/raw/mihon/source.toml", key)

    @pytest.mark.parametrize(
        "name", ["my city", "a'b", 'a"b', "{{x}}", "$(id)", "a\nb", "a\x1b[31m", "a\\b", "#1", "a;b", "x\u202ey"]
    )
    def test_a_folder_whose_name_is_no_word(self, city: City, name: str) -> None:
        city.folder.rename(city.folder.parent / name)
        with pytest.raises(SourceError) as caught:
            source.editions(city.root)
        assert "フォルダ" in caught.value.problem and caught.value.next_step
        assert not UNSEEN.search(str(caught.value).replace("\n", ""))

    @pytest.mark.parametrize("name", ["日立", "hitachi-shi", "hitachi_2", "Mihon"])
    def test_a_folder_whose_name_is_a_word(self, city: City, name: str) -> None:
        city.folder.rename(city.folder.parent / name)
        assert [each.city for each in source.editions(city.root)] == [name]

    @pytest.mark.parametrize("number", ["../x", "1/2", "a b", "{{x}}", '"', "１-2"])
    def test_a_plan_whose_number_is_none(self, tmp_path: Path, number: str) -> None:
        folder = mihon(tmp_path)
        told = (folder / "source.toml").read_text(encoding="utf-8")
        (folder / "source.toml").write_text(told.replace('id = "01"', f"id = {json.dumps(number)}"), encoding="utf-8")
        with pytest.raises(SourceError) as caught:
            steps.clean_document(str(tmp_path), "mihon", "R5")
        assert caught.value.next_step


class TestMessages:
    def test_no_control_of_a_text_reaches_the_terminal(self) -> None:
        error = SourceError(
            "問題\x9b31m", file="a\x1b]0;x\x07", column="\u202e", text=f"原{CONTROLS}文", next_step="a\nb\u2066"
        )
        assert not UNSEEN.search(str(error).replace("\n", ""))
        assert "a\nb" in str(error) and "原" in str(error)

    def test_nor_of_a_notebook_that_fails(self) -> None:
        error = NotebookError("40_brief.ipynb", "PLAN \x1b[31m", 3, "KeyError: '\x1b[31m\u202e'", None)
        assert not UNSEEN.search(str(error))


def test_an_edition_in_another_layout_has_the_same_limits() -> None:
    edition = replace(SMALL, layout="policy-chapter")
    for text in ("あ" * 1_000_000, "あ\n" * 1_000_000):
        with pytest.raises(SourceError) as caught:
            read(text, edition)
        assert "すぎ" in caught.value.problem
