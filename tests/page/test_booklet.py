"""The booklet of an edition: one PDF of all briefs, made only of what belongs together."""

import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import pikepdf
import pytest

from cityplan.build import makers, publish, workers
from cityplan.build.manifest import read_manifest
from cityplan.build.runs import Wish
from cityplan.city.edition import Edition
from cityplan.city.jobs import BOOKLET
from cityplan.city.source import edition
from cityplan.files.errors import NotebookError
from cityplan.files.notebooks import notebook_bytes
from cityplan.page.booklet import export_booklet
from cityplan.page.export import export_pdf
from cityplan.page.pdf import page_count
from cityplan.report.document import DRAFT
from tests.pdf_checks import PROFILES, failures
from tests.pdf_structure import elements
from tests.published import EDITIONS, Published
from tests.sample_brief import DOCUMENT, MASTHEAD, notebook, shown

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing")

EDITION = Edition(
    city="mihon", city_name="見本市", publisher="見本市", year="R5", file="R5.txt",
    title="みほん計画の取組状況", layout="progress-sheets", plan_word="PLAN", actual=2023,
)  # fmt: skip
LOGO = '<svg role="img" aria-label="見本市のロゴ" width="60pt" height="30pt" viewBox="0 0 60 30"><path d="M0 0H60V30H0Z" fill="#fff"/></svg>'
PLANS = [
    {"plan_id": number, "name": name, "group": group}
    for number, name, group in (
        ("01", "移住・定住", "人財充実プロジェクト"),
        ("02", "子育て😀", "人財充実プロジェクト"),
        ("03", "シートのないプラン", "産業強化プロジェクト"),
        ("04", "長いプラン", "産業強化プロジェクト"),
    )
]
NAMES = ["overview", "plan-01", "plan-02", "plan-03", "plan-04"]
LONG = f"<p>{'長い段落です。' * 40}</p>"  # on one page if it is set tighter
LONGER = "<h2>続き</h2>" + LONG * 8


def brief(number: str, name: str, *more: str) -> nbformat.NotebookNode:
    """A sample brief with a name of its own."""
    facts = {"title": f"{number} {name}（令和5年度）", "header_right": f"{number} {name}".strip()}
    made = notebook(*more)
    masthead = MASTHEAD.replace("PLAN 06", number).replace("新しい産業の創出", name)
    made.cells[1] = shown(masthead, {"text/html": {"document": DOCUMENT | facts}})
    return made


def no_sheet() -> nbformat.NotebookNode:
    made = brief("PLAN 03", "シートのないプラン")
    made.cells = [made.cells[1], shown("<p>資料にこのプランのシートがありません。</p>")]
    return made


@pytest.fixture(scope="module")
def notebooks() -> dict[str, nbformat.NotebookNode]:
    return {
        "overview": brief("", "全体のまとめ", LONGER),
        "plan-01": brief("PLAN 01", "移住・定住"),
        "plan-02": brief("PLAN 02", "子育て😀", LONG),
        "plan-03": no_sheet(),
        "plan-04": brief("PLAN 04", "長いプラン", LONGER),
    }


@pytest.fixture(scope="module")
def pdf(notebooks: dict[str, nbformat.NotebookNode]) -> bytes:
    return export_booklet(EDITION, PLANS, notebooks, LOGO)


@pytest.fixture(scope="module")
def alone(notebooks: dict[str, nbformat.NotebookNode]) -> dict[str, bytes]:
    """The same briefs, each as a PDF of its own."""
    return {name: export_pdf(notebooks[name], name) for name in NAMES}


def first_pages(alone: dict[str, bytes]) -> list[int]:
    """The pages where the briefs must begin, after cover and contents."""
    counts = [page_count(one) for one in alone.values()]
    return [3 + sum(counts[:at]) for at in range(len(counts))]


def page_texts(pdf: bytes) -> list[str]:
    """What stands on each page, without white space."""
    found = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return ["".join(page.split()) for page in found.stdout.decode().split("\f")[:-1]]


Outline = list[tuple[str, int, "Outline"]]


def outline(pdf: bytes) -> Outline:
    """The bookmarks: title, page, those below."""
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as found:
        pages = {page.obj.objgen: number for number, page in enumerate(opened.pages, start=1)}

        def below(items: Sequence[pikepdf.OutlineItem]) -> Outline:
            return [(item.title, pages[_target(opened, item)], below(item.children)) for item in items]

        return below(found.root)


def _target(opened: pikepdf.Pdf, item: pikepdf.OutlineItem) -> tuple[int, int]:
    place: Any = item.destination or item.action.D
    return place[0].objgen


# ---- the document ----


@pytest.mark.parametrize("profile", PROFILES)
def test_it_passes_the_standards(pdf: bytes, profile: str) -> None:
    assert not failures(pdf, profile)


def test_it_says_what_it_is(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) in ("ja", "ja-JP")
        assert str(opened.docinfo.Title) == "みほん計画の取組状況 冊子（令和5年度（2023年度））"
        assert str(opened.docinfo.Author) == "見本市"
        assert str(opened.docinfo.CreationDate).startswith("D:20240331")
        fonts = [font for page in opened.pages for font in page.Resources.Font.values()]
        assert {str(font.BaseFont).partition("+")[2] for font in fonts} == {"NotoSansJP-Regular", "NotoSansJP-Bold"}
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert all("/FontFile2" in one for one in descriptors)


@needs_poppler
def test_the_cover_says_that_it_is_a_draft(pdf: bytes, notebooks: dict[str, nbformat.NotebookNode]) -> None:
    overview = brief("", "全体のまとめ")
    overview.cells[1].outputs[0].metadata["text/html"]["document"]["draft"] = "案"
    drawn = page_texts(export_booklet(EDITION, PLANS, notebooks | {"overview": overview}, LOGO))
    assert DRAFT in drawn[0] and DRAFT not in page_texts(pdf)[0]


def test_the_same_notebooks_give_the_same_bytes(pdf: bytes, notebooks: dict[str, nbformat.NotebookNode]) -> None:
    assert export_booklet(EDITION, PLANS, notebooks, LOGO) == pdf


def test_every_brief_takes_the_pages_that_it_takes_alone(pdf: bytes, alone: dict[str, bytes]) -> None:
    assert [page_count(one) for one in alone.values()] == [2, 1, 1, 1, 2]
    assert page_count(pdf) == 2 + sum(map(page_count, alone.values()))


# ---- cover, contents, bookmarks ----


@needs_poppler
def test_the_cover_tells_publisher_title_year_plans_and_source(pdf: bytes) -> None:
    cover = page_texts(pdf)[0]
    for words in (
        "見本市",
        "みほん計画の取組状況",
        "令和5年度（2023年度）の実績",
        "4プラン",
        "出典：見本市『みほん計画の取組状況』",
    ):
        assert words in cover
    assert "基準日" not in cover  # no source tells one
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert next(tag.alt for tag in elements(opened) if tag.tag == "Figure") == "見本市のロゴ"


def test_the_contents_give_the_page_of_each_brief_below_its_project(pdf: bytes, alone: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        entries = [tag.text for tag in elements(opened) if tag.tag == "TOCI"]
    pages = first_pages(alone)
    names = ["全体のまとめ", "人財充実プロジェクト", "PLAN01移住・定住", "PLAN02子育て〓"]
    names += ["産業強化プロジェクト", "PLAN03シートのないプラン", "PLAN04長いプラン"]
    wanted = [pages[0], pages[1], pages[1], pages[2], pages[3], pages[3], pages[4]]
    found = [re.fullmatch(r"(.*?)[ .]*(\d+)", entry.strip()) for entry in entries]
    told = [("".join(each[1].split()), int(each[2])) for each in found if each]
    assert told == list(zip(names, wanted, strict=True))


def test_the_contents_lead_to_the_pages_that_they_name(pdf: bytes, alone: dict[str, bytes]) -> None:
    pages = first_pages(alone)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages, start=1)}
        links = [link for link in opened.pages[1].Annots if link.Subtype == "/Link"]
        assert [numbers[_destination(opened, link)] for link in links] == [
            pages[0],
            pages[1],
            pages[1],
            pages[2],
            pages[3],
            pages[3],
            pages[4],
        ]


def _destination(opened: pikepdf.Pdf, link: Any) -> tuple[int, int]:
    place = link.get("/Dest") or link.A.D
    if isinstance(place, pikepdf.String | pikepdf.Name):
        place = pikepdf.NameTree(opened.Root.Names.Dests)[str(place)]
    return (place.D if isinstance(place, pikepdf.Dictionary) else place)[0].objgen


def test_the_bookmarks_are_nested_by_project_plan_and_section(pdf: bytes, alone: dict[str, bytes]) -> None:
    found = outline(pdf)
    pages = first_pages(alone)
    assert [(title, page) for title, page, _ in found] == [
        ("みほん計画の取組状況", 1),
        ("目次", 2),
        ("全体のまとめ", pages[0]),
        ("人財充実プロジェクト", pages[1]),
        ("産業強化プロジェクト", pages[3]),
    ]
    plans = [(title, page) for _, _, below in found[3:] for title, page, _ in below]
    assert plans == [
        ("PLAN 01移住・定住", pages[1]),
        ("PLAN 02子育て〓", pages[2]),
        ("PLAN 03シートのないプラン", pages[3]),
        ("PLAN 04長いプラン", pages[4]),
    ]
    sections = [title for title, _, _ in found[3][2][0][2]]
    assert "掲載事業の実績" in sections and "推移" in sections
    assert "掲載事業の実績" in [title for title, _, _ in found[2][2]]


# ---- pages ----


@needs_poppler
def test_every_page_but_the_cover_has_its_number_and_the_head_of_its_brief(pdf: bytes, alone: dict[str, bytes]) -> None:
    texts = page_texts(pdf)
    assert f"1/{len(texts)}" not in texts[0]
    for number, text in enumerate(texts[1:], start=2):
        assert f"{number}/{len(texts)}" in text
    for name, first in zip(NAMES, first_pages(alone), strict=True):
        head = {"overview": "全体のまとめ"}.get(name, name.replace("plan-", "PLAN"))
        assert all(head in text for text in texts[first - 1 :][: page_count(alone[name])])


@needs_poppler
def test_every_page_of_a_project_bears_its_name(pdf: bytes, alone: dict[str, bytes]) -> None:
    texts = page_texts(pdf)
    pages = first_pages(alone)
    assert [number for number, text in enumerate(texts, 1) if "人財充実プロジェクト" in text] == [2, pages[1], pages[2]]


def test_the_links_of_a_brief_stay_in_it(pdf: bytes, alone: dict[str, bytes]) -> None:
    """Every brief of the sample has an anchor of the same name, and a link to it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages, start=1)}
        pages = first_pages(alone)
        ends = [*pages[1:], len(numbers) + 1]
        for name, first, after in zip(NAMES, pages, ends, strict=True):
            links = [link for page in opened.pages[first - 1 : after - 1] for link in page.obj.get("/Annots", [])]
            assert bool(links) == (name != "plan-03")
            assert all(first <= numbers[_destination(opened, link)] < after for link in links)


# ---- of two real documents ----


@pytest.mark.parametrize("place", EDITIONS)
class TestOfADocument:
    @pytest.mark.parametrize("profile", PROFILES)
    def test_it_passes_the_standards(self, published: Published, place: str, profile: str) -> None:
        assert not failures(published.pdf(f"{place}/booklet").read_bytes(), profile)

    @needs_poppler
    def test_every_page_says_what_it_says_alone(self, published: Published, place: str) -> None:
        """But for its number, and the project's name at its edge."""
        numbers = [f"{number:02d}" for number in range(1, EDITIONS[place] + 1)]
        texts = page_texts(published.pdf(f"{place}/booklet").read_bytes())[2:]
        alone = [
            text
            for name in ("overview", *(f"plan-{number}" for number in numbers))
            for text in page_texts(published.pdf(f"{place}/{name}").read_bytes())
        ]
        assert len(texts) == len(alone)
        for text, own in zip(texts, alone, strict=True):
            assert _letters(own) <= _letters(text)
            assert len(text) - len(own) < 60

    def test_it_is_small(self, published: Published, place: str) -> None:
        alone = published.reports.glob(f"{place}/plan-*.pdf")
        size = published.pdf(f"{place}/booklet").stat().st_size
        assert size < sum(path.stat().st_size for path in alone)

    def test_it_is_listed(self, published: Published, place: str) -> None:
        folder = published.reports / place
        assert BOOKLET in read_manifest(folder)["files"]
        assert "冊子（PDF）" in (folder / "index.html").read_text("utf-8")
        assert len(re.findall("できました（.*冊子", published.stderr)) == len(EDITIONS)


def _letters(text: str) -> Counter[str]:
    """The characters of a page, without its number."""
    return Counter(re.sub(r"\d+/\d+$", "", text))


# ---- what it is made of ----


class Project:
    """A project whose notebooks are not run: what they give was made before."""

    def __init__(self, published: Published, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.out = folder, folder / "reports"
        self.executed = published.reports / "R6/takahagi/notebooks"
        self.worded: dict[str, str] = {}  # what an analyst wrote into a notebook
        self.broken: set[str] = set()
        for name in ("notebooks", "data/raw/takahagi", "data/processed/takahagi"):
            shutil.copytree(published.root / name, folder / name)
        self.edition = edition(folder, "takahagi", "R6")
        self.folder = self.out / "R6/takahagi"
        monkeypatch.setattr(workers, "run_task", makers.run_task)
        monkeypatch.setattr(makers, "run_notebook", self.run)

    def run(self, path: Path, parameters: dict[str, str], what: str, reads: Path) -> nbformat.NotebookNode:
        reads.write_text("")
        name = {"40_brief": f"plan-{parameters.get('plan')}"}.get(
            path.stem, path.stem if path.stem < "30" else path.stem[3:]
        )
        made = nbformat.read(self.executed / f"{name}.ipynb", as_version=4)
        if name in self.broken:
            raise NotebookError(path.name, what, 1, "NameError", notebook_bytes(made))
        if name in self.worded:
            made.cells.append(shown(f"<p>{self.worded[name]}</p>"))
        return made

    def make(self, *plans: str, formats: Sequence[str] = ("pdf",)) -> None:
        wish = Wish(self.out, plans, formats, force=True)
        made = publish.make(self.root, [self.edition], wish)
        assert len(list(made)) == 1

    def booklet(self) -> bytes | None:
        """The booklet; it is there if the manifest and the index say so, and only then."""
        there = (self.folder / BOOKLET).exists()
        assert (BOOKLET in read_manifest(self.folder)["files"]) == there
        assert (f'href="{BOOKLET}"' in (self.folder / "index.html").read_text("utf-8")) == there
        return (self.folder / BOOKLET).read_bytes() if there else None


@pytest.fixture
def project(published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return Project(published, tmp_path, monkeypatch)


class TestWhatItIsMadeOf:
    @pytest.mark.long
    def test_one_plan_made_anew_with_those_kept(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        project.make()
        first = project.booklet()
        assert first and re.search("できました（.*冊子", capsys.readouterr().err)
        project.make("3")
        assert project.booklet() == first
        project.worded["plan-03"] = "書き加えた文"
        project.make("3")
        again = project.booklet()
        assert again and again != first

    def test_none_before_all_plans_are_there(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        project.make("3", "4")
        assert project.booklet() is None
        said = capsys.readouterr().err
        assert "冊子は作りませんでした" in said and "全体のまとめ" in said and "ほか3件" in said

    @pytest.mark.long
    def test_none_of_another_document(self, project: Project) -> None:
        project.make()
        source = project.root / project.edition.source_file
        source.write_text(source.read_text("utf-8").replace('title = "', 'title = "新'), encoding="utf-8")
        project.edition = edition(project.root, "takahagi", "R6")
        project.make("3")
        assert project.booklet() is None

    @pytest.mark.long
    def test_none_of_a_report_that_failed(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        project.make()
        project.broken = {"plan-02"}
        project.make()
        assert project.booklet() is None
        assert "報告: 取組施策 02 市政経営" in capsys.readouterr().err

    @pytest.mark.long
    def test_a_report_that_is_no_part_may_fail(self, project: Project) -> None:
        project.broken = {"trends"}
        project.make()
        assert project.booklet()

    def test_none_of_a_kept_report_that_was_touched(self, project: Project) -> None:
        project.make()
        kept = project.folder / "notebooks/plan-05.ipynb"
        kept.write_text(kept.read_text("utf-8") + "\n", encoding="utf-8")
        project.make("3")
        assert project.booklet() is None

    def test_pages_alone_leave_it_only_if_they_say_the_same(self, project: Project) -> None:
        project.make()
        first = project.booklet()
        project.make("3", formats=["html"])
        assert first and project.booklet() == first
        project.worded["plan-03"] = "書き加えた文"
        project.make("3", formats=["html"])
        assert project.booklet() is None
