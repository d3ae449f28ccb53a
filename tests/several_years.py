"""Several editions of one invented city, each a small document of progress sheets."""

from collections.abc import Mapping
from pathlib import Path

from small_sheets import sheet

from cityplan import steps
from cityplan.city.edition import Edition, PlanEntry
from cityplan.city.renames import Renamed
from cityplan.city.rules import rules
from cityplan.clean.document import clean
from cityplan.compute.history import Joined, Told, join
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.kinds import read
from cityplan.tables.schema import Tables

CITY = "mihon"
Rows = tuple[str, str]  # activities, indicators: rows as in `small_sheets`
Plans = Mapping[str, Rows | None]  # by name; None has no sheet


def text(year: str, plans: Plans, baseline: str = "R3", target: str = "R8") -> str:
    """The document of a year (R5): its plans in their order."""
    deck = "".join(f"PLAN {n:02d} {name}\n《定住》\n" for n, name in enumerate(plans, start=1))
    sheets = [
        _sheet(year, number, *rows, baseline, target) for number, rows in enumerate(plans.values(), start=1) if rows
    ]
    return f"計画の取組状況\n未来プロジェクトの{len(plans)}プラン\n{deck}{''.join(sheets)}"


def _sheet(year: str, number: int, activities: str, indicators: str, baseline: str, target: str) -> str:
    before = _before(year)
    names = [row.split("|")[0].split("【")[0] for row in activities.split("\n") if row]
    return sheet(
        activities,
        indicators,
        purpose=_purpose(number),
        activity_head=f"事業名|事業内容|実績|||要因及び効果\n||{year}|{before}|前年度比|",
        indicator_head=f"項目|基準値({baseline})|目標値({target})|実績値({year})|達成状況({year})|達成状況({before})",
        directions="\n".join(f"【{name}】\n続ける。" for name in names),
    )


def _purpose(number: int) -> str:
    return f"目的{number:02d}のまちにします。"


def _before(year: str) -> str:
    return era((fiscal_year(year) or 0) - 1)


def told(year: str, plans: Plans, baseline: str = "R3", target: str = "R8") -> Told:
    """The edition of a year, read."""
    described = Edition(
        city=CITY,
        city_name="見本市",
        publisher="見本市",
        year=era(fiscal_year(year) or 0),
        file=f"{year}.txt",
        title="計画の取組状況",
        layout="progress-sheets",
        rule=rules()["target-baseline"],
        baseline=fiscal_year(baseline),
        previous=fiscal_year(_before(year)),
        actual=fiscal_year(year),
        target=fiscal_year(target),
        plan=tuple(
            PlanEntry(f"{n:02d}", _purpose(n)[:6] if rows else "", rows is not None)
            for n, rows in enumerate(plans.values(), start=1)
        ),
    )
    return Told(described.year, clean(read(text(year, plans, baseline, target), described), described))


def joined(*editions: Told, renamed: tuple[Renamed, ...] = ()) -> Joined:
    """The last edition joined to those before it."""
    *earlier, now = editions
    return join(now, earlier, renamed)


def write(root: Path, documents: Mapping[str, Plans], more: str = "", **years: str) -> Path:
    """The city's folder with a document for each year; `more` ends its source.toml."""
    folder = root / "data/raw" / CITY
    folder.mkdir(parents=True, exist_ok=True)
    lines = ['city = "見本市"', 'publisher = "見本市（架空）"']
    for year, plans in documents.items():
        lines += _entry(year, plans, **years)
        (folder / f"{year}.txt").write_text(text(year, plans, **years), encoding="utf-8")
    (folder / "source.toml").write_text("\n".join([*lines, more]), encoding="utf-8")
    return root


def _entry(year: str, plans: Plans, baseline: str = "R3", target: str = "R8") -> list[str]:
    lines = [
        "[[edition]]",
        f'year = "{year}"',
        f'file = "{year}.txt"',
        'title = "計画の取組状況"',
        'layout = "progress-sheets"',
        'rule = "target-baseline"',
        'plan_word = "PLAN"',
        f'baseline = "{baseline}"',
        f'previous = "{_before(year)}"',
        f'actual = "{year}"',
        f'target = "{target}"',
    ]
    for number, rows in enumerate(plans.values(), start=1):
        begins = f'begins = "{_purpose(number)[:6]}"' if rows else "sheet = false"
        lines += ["[[edition.plan]]", f'id = "{number:02d}"', begins]
    return lines


def computed(root: Path, year: str) -> Tables:
    """All tables of a year; nothing of an earlier one is made."""
    printed = steps.clean_document(str(root), CITY, year)
    steps.save(str(root), CITY, year, printed)
    results = steps.compute_document(str(root), CITY, year, 5)
    steps.save(str(root), CITY, year, results)
    return {**printed, **results}
