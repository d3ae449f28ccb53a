"""`python -m cityplan entry-form`: the form 様式 in which the divisions enter a year's results."""

import json
from dataclasses import replace
from pathlib import Path

from cityplan.city.choice import choose
from cityplan.city.edition import Edition
from cityplan.city.entry_columns import FormYears
from cityplan.city.source import editions
from cityplan.compute.document import compute
from cityplan.compute.used import as_printed_anew
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.files import read_bytes, shown_place, write_bytes
from cityplan.files.spreadsheet import book_bytes, new_book
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.form.form import ENTRY_FORM
from cityplan.report.document import reference_date
from cityplan.steps import clean_document
from cityplan.workbook.form.guide import write_guide
from cityplan.workbook.form.rows import Form, form_plans
from cityplan.workbook.form.sheet import write_plan_sheet

FILE = "entry-form.xlsx"
MOST_FORM_ROWS = 900  # of a plan: a line of the form is 1000 x its sheet + its row


def entry_form(root: Path, *, city: str, year: str, out: Path) -> str:
    """Write the form of a city for a year to <out>/<year>/<city>/; says where, and what is next.

    UsageError where there is no such city, no edition of the year before, or where another form
    (one that may be filled) stands there: it is never overwritten.
    """
    edition, wanted = _earlier(editions(root, city), city, year)
    form = form_of(root, edition, wanted)
    path = out / era(wanted) / edition.city / FILE
    _write(path, shown_place(path, root), form_bytes(form))
    return steps_after_form(shown_place(path, root), form)


def _earlier(found: list[Edition], city: str, year: str) -> tuple[Edition, int]:
    """The edition of the year before the wanted one, and the wanted year."""
    known = choose(found, [], [city] if city else [])
    cities = {each.city for each in known}
    if len(cities) > 1:
        raise UsageError(f"市を --city に書いてください。ある文書: {_listed(known)}")
    wanted = fiscal_year(year)
    if wanted is None:
        raise UsageError(
            f"年度「{year}」は読めません。R6、令和6年度、2024 のように書いてください。作れる様式: {_possible(known)}"
        )
    earlier = [each for each in known if each.fiscal_year == wanted - 1]
    if not earlier:
        raise UsageError(
            f"{era(wanted)} の様式は作れません。前の年度（{era(wanted - 1)}）の文書がありません。"
            f"ある文書: {_listed(known)}。作れる様式: {_possible(known)}"
        )
    return earlier[0], wanted


def _listed(known: list[Edition]) -> str:
    return "、".join(f"{each.city_name}（{each.city}）{each.year}" for each in known)


def _possible(known: list[Edition]) -> str:
    return "、".join(f"{each.city} {era(each.fiscal_year + 1)}" for each in known)


def form_of(root: Path, edition: Edition, year: int) -> Form:
    """What a form shows: the tables of the earlier edition, with the corrections that were decided."""
    tables = clean_document(str(root), edition.city, edition.year)
    used = {**as_printed_anew(tables), **compute(tables, edition.rule)}
    goals = (era(each) if each else "" for each in (edition.baseline, edition.target))
    years = FormYears(era(year - 1), era(year), *goals)
    form = Form(edition, year, years, edition.rule, form_plans(used, edition, year))
    _check_size(form)
    return form


def _check_size(form: Form) -> None:
    edition = form.edition
    if not form.has_activities and not form.has_indicators:
        raise SourceError(
            "この文書には事業も指標もないので、様式にする行がありません",
            file=edition.raw_file,
            next_step="文書と source.toml を確かめてください。",
        )
    for plan in form.plans:
        if (count := len(plan.activities) + len(plan.indicators)) > MOST_FORM_ROWS:
            raise SourceError(
                f"{edition.plan_word} {plan.id} の事業と指標が多すぎて、1枚のシートに入りません"
                f"（{count:,}行。{MOST_FORM_ROWS:,}行まで）",
                file=edition.raw_file,
                next_step="文書を分けてください。",
            )


def form_bytes(form: Form) -> bytes:
    """The workbook of a form, the same bytes each time."""
    edition = form.edition
    title = f"{edition.title} {form.years.actual}実績 記入様式"
    book = new_book(title, edition.publisher, reference_date(replace(edition, actual=form.year)))
    for number, plan in enumerate(form.plans, start=1):
        write_plan_sheet(book, form, plan, number)
    write_guide(book, form)
    book.active = 0
    return book_bytes(book)


def _write(path: Path, name: str, data: bytes) -> None:
    if path.exists() and read_bytes(path, name) != data:
        raise UsageError(
            f"{name} がもうあり、これから作る様式と違います（記入されているか、元の文書か訂正が変わりました）。"
            "上書きしません。残すものなら別の場所へ移し、要らなければ消してから、もう一度実行してください。"
        )
    write_bytes(path, data)


def steps_after_form(path: str, form: Form) -> str:
    """What to do after the form is written, in Japanese, with the lines for source.toml."""
    edition, year = form.edition, form.years.actual
    folder = f"data/raw/{edition.city}"
    return (
        f"{path} を作りました（{len(form.plans)} シート。{edition.year} の文書から）。次にすること:\n"
        "  1. 開いて、シート「はじめに」に提出期限と提出先を書きます。1つのファイルを共有フォルダに置き、"
        "担当課に記入してもらいます（複数の写しはまとめません）。\n"
        f"  2. 記入の終わったファイルを、{folder}/{year}.xlsx に置きます（書き換えずに）。\n"
        f"  3. {edition.source_file} の終わりに、次の行を書き足します。\n\n"
        f"{edition_lines(form)}\n"
        f"  4. .venv/bin/python pipeline.py --city {edition.city} --year {year} を実行します。"
    )


def edition_lines(form: Form) -> str:
    """The [[edition]] of the filled form, ready to paste into source.toml."""
    edition, years = form.edition, form.years
    words = {
        name: getattr(edition, name)
        for name in ("plan_word", "plan_noun")
        if getattr(edition, name) != getattr(Edition, name)
    }
    values = {
        "year": years.actual,
        "file": f"{years.actual}.xlsx",
        "title": edition.title,
        "layout": ENTRY_FORM.name,
        "rule": edition.rule.name if edition.rule else "",
        **words,
        "baseline": years.baseline,
        "previous": years.previous,
        "actual": years.actual,
        "target": years.target,
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value]
    return "\n".join(["[[edition]]", *lines, ""])
