"""What there is to make of an edition 作るもの: each thing with who makes it, and what must be there before.

A new output of the tables is its maker, a function that is given the project's root and the edition and gives the
file's bytes, and its line in `WITHOUT_NOTEBOOKS`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cityplan.city.edition import Edition
from cityplan.city.notebooks import BRIEF, CLEAN, COMPARE, COMPUTE, ReportNotebook

OVERVIEW, ERRATA = "overview", "findings"
COMPARISON = "compare-"  # and the earlier year; made by an act of its own, not by a run
PlanTexts = Sequence[Mapping[str, str]]  # rows of the table plans
Ways = tuple[tuple[str, str], ...]  # where a page leads: the name of a report, and what it is called


CLEANED, COMPUTED = "10_clean", "20_compute"
_NOTEBOOK = "cityplan.build.makers:notebook"


@dataclass(frozen=True)
class Job:
    """One thing to make: a notebook run ノートブックの実行, or a file that no notebook makes.

    `maker` is module:function. `needs` are the names of what is made before it; where one of them is made anew,
    `after` says why this one is perhaps made anew too. `ways` are the reports to which its page leads.
    """

    name: str
    title: str
    maker: str
    needs: tuple[str, ...] = ()
    after: str = "later"
    notebook: str = ""
    parameters: Mapping[str, str | int] = field(default_factory=dict, hash=False)
    ways: Ways = ()
    of_document: bool = False  # made of the document and its findings, else of all tables

    @property
    def executed(self) -> str:
        """Where the executed notebook is kept, in the folder of the edition's reports."""
        return f"notebooks/{self.name}.ipynb"

    def makes(self, formats: Sequence[str]) -> list[str]:
        """The files that its run makes in the folder of the edition's reports."""
        if not self.notebook:
            return [self.name]
        return [*(f"{self.name}.{each}" for each in formats if not self.is_step), self.executed]

    @property
    def is_step(self) -> bool:
        """Whether it makes tables 表: a step 工程."""
        return self.name in (CLEANED, COMPUTED)


READING = Job("reading.html", "読み取り結果", "cityplan.page.reading:reading_page", (COMPUTED,), of_document=True)
# Made by no notebook, of the tables, and of the document itself.
WITHOUT_NOTEBOOKS = (
    Job("findings.xlsx", "正誤表案（Excel）", "cityplan.workbook.errata:errata_workbook", (COMPUTED,)),
    Job("tables.xlsx", "全ての表（Excel）", "cityplan.workbook.tables:tables_workbook", (COMPUTED,)),
    READING,
)
BOOKLET, INDEX = "booklet.pdf", "index.html"
_READING_WAY = (READING.name.removesuffix(".html"), READING.title)


# Why a thing must be made anew 作り直す理由.
REASONS = {
    "new": "初めて作る",
    "failed": "前回の実行で失敗した",
    "missing": "ファイルがない",
    "damaged": "ファイルが作ったときと違う",
    "notebook": "ノートブックが変わった",
    "code": "プログラムが変わった",
    "data": "データが変わった",
    "parameters": "パラメータが変わった",
    "packages": "パッケージが変わった",
    "parts": "載せる報告が変わる",
    "gone": "ノートブックがなくなった",
    "forced": "--force の指定",
    "later": "表を作り直してから決まる",
    "after_parts": "載せる報告を作り直してから決まる",
}
UNDECIDED = {"later", "after_parts"}  # perhaps there is nothing to do


def steps(edition: Edition) -> list[Job]:
    """The runs that make the tables 表, in their order."""
    common = _common(edition)
    return [
        Job(CLEANED, "表を整える", _NOTEBOOK, notebook=CLEAN, parameters=common),
        Job(COMPUTED, "計算・検算", _NOTEBOOK, (CLEANED,), notebook=COMPUTE, parameters=common),
    ]


def reports(edition: Edition, plans: PlanTexts, notebooks: Sequence[ReportNotebook]) -> list[Job]:
    """The runs that make the reports 報告: once for each plan, or once, as each notebook says."""
    whole = _whole(any(each.name == OVERVIEW for each in notebooks))
    return [job for notebook in notebooks for job in _runs(edition, plans, notebook, whole)]


def _whole(has_overview: bool = True) -> Ways:
    return ((OVERVIEW, "全体のまとめ"),) * has_overview + (("index", "目次"),)


def _runs(edition: Edition, plans: PlanTexts, notebook: ReportNotebook, whole: Ways) -> list[Job]:
    common = {k: v for k, v in _common(edition).items() if k in notebook.parameters}
    if not notebook.by_plan:
        ways = tuple(way for way in whole if way[0] != notebook.name)
        ways = (_READING_WAY,) * (notebook.name == ERRATA) + ways
        return [_report(notebook.name, notebook.title, notebook.file, common, ways)]
    kind = "" if notebook.file == BRIEF else f"{notebook.title}　"
    return [
        _report(
            f"{notebook.name}-{plan['plan_id']}",
            f"{kind}{plan_title(edition, plan)}",
            notebook.file,
            {**common, "plan": plan["plan_id"]},
            _beside(edition, plans, at, notebook.name) + whole,
        )
        for at, plan in enumerate(plans)
    ]


def _report(name: str, title: str, notebook: str, parameters: Mapping[str, str | int], ways: Ways) -> Job:
    return Job(name, title, _NOTEBOOK, (COMPUTED,), notebook=notebook, parameters=parameters, ways=ways)


def _beside(edition: Edition, plans: PlanTexts, at: int, name: str) -> Ways:
    """The reports of the plans before and after one 前・次のプラン."""
    beside = [("前", plans[at - 1])] * (at > 0) + [("次", each) for each in plans[at + 1 : at + 2]]
    return tuple((f"{name}-{plan['plan_id']}", f"{way} {edition.plan_word} {plan['plan_id']}") for way, plan in beside)


def plan_title(edition: Edition, plan: Mapping[str, str]) -> str:
    """How a plan is called where it is told of alone: PLAN 06 商工業の活性化."""
    return f"{edition.plan_word} {plan['plan_id']} {plan['name']}"


def comparison_job(edition: Edition, previous: str) -> Job:
    """The run that compares an edition with that of an earlier year 年度の比較."""
    parameters = {**_common(edition), "previous": previous}
    return _report(f"{COMPARISON}{previous}", f"{previous} との比較", COMPARE, parameters, _whole())


def comparison_jobs(names: Collection[str], edition: Edition) -> list[Job]:
    """The comparisons among the names of what was made of an edition."""
    years = (name.removeprefix(COMPARISON) for name in sorted(names) if name.startswith(COMPARISON))
    return [comparison_job(edition, year) for year in years]


def _common(edition: Edition) -> dict[str, str | int]:
    return {"city": edition.city, "year": edition.year}


def titles_of_parts(edition: Edition, plans: PlanTexts) -> dict[str, str]:
    """The reports 報告 that a booklet holds, in their order: names of files with titles."""
    briefs = {f"plan-{plan['plan_id']}": plan_title(edition, plan) for plan in plans}
    return {OVERVIEW: "全体のまとめ"} | briefs


def booklet_job(edition: Edition, plans: PlanTexts) -> Job:
    """The booklet 冊子 of the overview and all briefs."""
    return Job(BOOKLET, "冊子", "cityplan.build.makers:booklet", tuple(titles_of_parts(edition, plans)), "after_parts")


def index_job(others: Iterable[Job] = ()) -> Job:
    """The index 目次 that leads to all others."""
    return Job(INDEX, "目次", "cityplan.build.makers:index", tuple(job.name for job in others), "parts")
