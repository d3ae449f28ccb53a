"""What there is to make of an edition: the notebooks to run, each with its parameters and its title."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from cityplan.source import Edition

OVERVIEW = "overview"
COMPARISON = "compare-"  # and the earlier year; made by an act of its own, not by a run
Plans = Sequence[Mapping[str, str]]  # rows of the table plans


@dataclass(frozen=True)
class Job:
    """One thing to make: a notebook run ノートブックの実行, or a file that no notebook makes."""

    name: str
    notebook: str
    title: str
    parameters: Mapping[str, str | int] = field(default_factory=dict, hash=False)

    @property
    def executed(self) -> str:
        """Where the executed notebook is kept, in the folder of the edition's reports."""
        return f"notebooks/{self.name}.ipynb"


WORKBOOK = Job("findings.xlsx", "", "正誤表案（Excel）")
TABLES = Job("tables.xlsx", "", "全ての表（Excel）")
BOOKLET = Job("booklet.pdf", "", "冊子")
INDEX = Job("index.html", "", "目次")
WORKBOOKS = (WORKBOOK, TABLES)  # made of the tables alone


def steps(edition: Edition) -> list[Job]:
    """The runs that make the tables 表, in their order."""
    return [
        Job("10_clean", "10_clean.ipynb", "表を整える", _common(edition)),
        Job("20_compute", "20_compute.ipynb", "計算・検算", _common(edition)),
    ]


def reports(edition: Edition, plans: Plans, wanted: Collection[str]) -> list[Job]:
    """The runs that make the reports 報告: of the wanted plans, or of all and of the whole."""
    common = _common(edition)
    titles = titles_of_parts(edition, plans)
    overview = Job(OVERVIEW, "50_overview.ipynb", titles.pop(OVERVIEW), common)
    briefs = [
        Job(name, "40_brief.ipynb", title, {**common, "plan": plan["plan_id"]})
        for plan, (name, title) in zip(plans, titles.items(), strict=True)
        if not wanted or plan["plan_id"] in wanted
    ]
    if wanted:
        return briefs
    return [
        overview,
        *briefs,
        Job("trends", "30_trends.ipynb", "推移", common),
        Job("findings", "60_findings.ipynb", "正誤表案", common),
    ]


def comparison(edition: Edition, previous: str) -> Job:
    """The run that compares an edition with that of an earlier year 年度の比較."""
    parameters = {**_common(edition), "previous": previous}
    return Job(f"{COMPARISON}{previous}", "70_compare.ipynb", f"{previous} との比較", parameters)


def comparisons(names: Collection[str], edition: Edition) -> list[Job]:
    """The comparisons among the names of what was made of an edition."""
    years = (name.removeprefix(COMPARISON) for name in sorted(names) if name.startswith(COMPARISON))
    return [comparison(edition, year) for year in years]


def _common(edition: Edition) -> dict[str, str | int]:
    return {"city": edition.city, "year": edition.year}


def titles_of_parts(edition: Edition, plans: Plans) -> dict[str, str]:
    """The reports 報告 that a booklet holds, in their order: names of files with titles."""
    briefs = {
        f"plan-{plan['plan_id']}": f"{edition.plan_word} {plan['plan_id']} {plan['name']}"
        for plan in plans
    }
    return {OVERVIEW: "全体のまとめ"} | briefs
