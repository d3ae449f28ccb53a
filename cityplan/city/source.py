"""What is known about a city's documents: `data/raw/<city>/source.toml`, and the editions it lists."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from cityplan.city.area_code import checked_area_code
from cityplan.city.box_form import box_form
from cityplan.city.chapter_form import chapter_form
from cityplan.city.choice import choose
from cityplan.city.counts import counts
from cityplan.city.edition import RAW, Edition, PlanEntry
from cityplan.city.entries import (
    check_folder,
    check_keys,
    check_needed,
    check_once,
    check_place,
    listed_in,
    switch_of,
    text_of,
    year_of,
)
from cityplan.city.identity import checked_colour, read_logo
from cityplan.city.licence import checked_licence
from cityplan.city.misnamed import check_names
from cityplan.city.plan_books import of_source
from cityplan.city.related import related_pairs
from cityplan.city.renames import Renamed, renames
from cityplan.city.rules import SHIPPED, Rule, read_rules, rules
from cityplan.city.sheet_form import sheet_form
from cityplan.city.short_names import short_names
from cityplan.city.table_entries import OWN_KEYS, check_own_keys, table_form, table_forms
from cityplan.city.table_form import TableForm, year_before
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.files import read_text
from cityplan.files.reads import not_noted
from cityplan.files.toml_text import toml_values
from cityplan.japanese.years import era

_KEYS = {
    "city",
    "publisher",
    "colour",
    "logo",
    "licence",
    "licence_url",
    "area_code",
    "data_in_pdf",
    "renamed",
    "related",
    "short_name",
    "rules",
    "edition",
    "source",
}
_OF_THE_CITY = {
    "city",
    "city_name",
    "publisher",
    "colour",
    "logo",
    "licence",
    "area_code",
    "data_in_pdf",
    "form",
    "sheets",
    "box_form",
    "renamed",
    "related",
    "short_names",
    "before",
    "later",
    "plan_books",
}
_YEARS = ("baseline", "previous", "actual", "target")
_MOST_YEARS_AFTER = 3  # that a document comes out after the year of its actuals


@dataclass(frozen=True)
class Known:
    """What is in data/raw: the editions of all cities, and of those that cannot be used the reason, by folder."""

    editions: list[Edition]
    faults: Mapping[str, SourceError]

    def faults_for(self, cities: Collection[str]) -> list[SourceError]:
        """The faults of the wanted cities; none named means all of them."""
        return [fault for city, fault in self.faults.items() if not cities or city in cities]


def known(root: Path) -> Known:
    """All editions below `root`, by city and year; what is wrong with one city stops no other one."""
    found: list[Edition] = []
    faults: dict[str, SourceError] = {}
    with not_noted():
        for folder in (folders := _folders(root)):
            try:
                _check_alone(folder, folders)
                found += _read_source(folder / "source.toml")
            except SourceError as fault:
                faults[folder.name] = fault
    return Known(found, faults)


def document_places(root: Path, out: Path) -> set[tuple[str, str]]:
    """Year and city of all documents that are there; of a city that cannot be used, of all its reports in `out`."""
    found = known(root)
    of_faults = {(path.parent.name, path.name) for path in out.glob("*/*") if path.name in found.faults}
    return of_faults | {(each.year, each.city) for each in found.editions}


def editions(root: Path, city: str = "") -> list[Edition]:
    """All editions of all cities that can be used; SourceError where there are none, or where `city` cannot."""
    found = known(root)
    chosen_of(found, (), [city] if city else [])
    return found.editions


def edition(root: Path, city: str, year: str | int) -> Edition:
    """The one edition of a city and a year, for a notebook."""
    return chosen_of(known(root), [year], [city])[0]


def chosen_of(found: Known, years: Iterable[str | int], cities: Collection[str]) -> list[Edition]:
    """The editions of the wanted years and cities, as `choose`; of a city that cannot be used the reason."""
    usable = {name for each in found.editions for name in (each.city, each.city_name)}
    wanted = [city for city in cities if city not in found.faults]
    faults = found.faults_for([city for city in cities if city not in usable])
    if faults and (not found.editions or (cities and not wanted)):
        raise faults[0]
    if not found.editions:
        raise SourceError(
            "文書が登録されていません", file=f"{RAW.as_posix()}/", next_step="<市>/source.toml を置いてください。"
        )
    try:
        return choose(found.editions, years, wanted)
    except UsageError as error:
        if not found.faults:
            raise
        unread = "\n".join(map(str, found.faults.values()))
        raise UsageError(f"{error}\n読めない市もあります。\n{unread}") from error


def _folders(root: Path) -> list[Path]:
    """The folders of cities; one without `source.toml` is told, if it holds anything."""
    if not (root / RAW).is_dir():
        return []
    folders = sorted(path for path in (root / RAW).iterdir() if path.is_dir())
    return [path for path in folders if path.name[0] != "." and any(_files(path))]


def _check_alone(folder: Path, folders: Sequence[Path]) -> None:
    """SourceError where another city's folder differs in small and capital letters only: elsewhere they are one."""
    for other in folders:
        if other != folder and other.name.casefold() == folder.name.casefold():
            raise SourceError(
                f"「{other.name}」と、大文字と小文字だけが違います。Windows では同じフォルダになります",
                file=f"{RAW.as_posix()}/{folder.name}/",
                next_step="どちらかの名前を変えてください。",
            )


def _files(folder: Path) -> Iterator[Path]:
    """What is in a folder, without what systems and editors leave there."""
    try:
        yield from (path for path in folder.iterdir() if path.name[0] not in ".~")
    except OSError:  # no permission: its source.toml cannot be read, which is told
        yield folder / "source.toml"


def _read_source(path: Path) -> list[Edition]:
    city = path.parent.name
    check_folder(city)
    name = f"{RAW.as_posix()}/{city}/source.toml"
    if not os.path.lexists(path) and os.access(path.parent, os.X_OK):
        raise SourceError(
            "source.toml がありません",
            file=f"{RAW.as_posix()}/{city}/",
            next_step=f"市の文書なら python -m cityplan new-city {city} で作り、要らないフォルダなら data/raw/ の外に移してください。",
        )
    text = read_text(path, name)
    data = toml_values(text, name)
    check_keys(data, _KEYS, name, "")
    _check_names(data, text, name)
    known = rules() | read_rules(_own_rules(data, name), name, rules())
    read = [_edition(city, data, table, known, name) for table in listed_in(data, "edition", dict, name)]
    check_once([edition.year for edition in read], name, "同じ年度")
    books = [of_source(_edition, city, data, table, known, name) for table in listed_in(data, "source", dict, name)]
    check_once([book.title for book in books], name, "同じ title の [[source]]")
    _check_logo(path.parent, read)
    used = {file for each in (*read, *books) for file in (*each.files, each.text, each.logo)}
    check_names(path.parent, f"{RAW.as_posix()}/{city}", used)
    pairs, shorts = related_pairs(data, name), short_names(data, name)
    told = [replace(each, related=pairs, short_names=shorts) for each in read]
    return _in_line(told, renames(data, name), books)


def _check_names(data: Mapping[str, object], text: str, name: str) -> None:
    """A city or publisher that is written is not empty: every page bears it as its author 作成者."""
    for key, what in (("city", "市の名前"), ("publisher", "資料を出した所の名前")):
        if key in data and not text_of(data, key, name).strip():
            lines = enumerate(text.splitlines(), start=1)
            raise SourceError(
                f"{what}が空です",
                file=name,
                line=next((no for no, line in lines if re.match(rf"\s*[\"']?{key}[\"']?\s*=", line)), None),
                column=key,
                next_step=f'{key} = "見本市" のように、{what}を書いてください。',
            )


def _in_line(read: list[Edition], renamed: tuple[Renamed, ...], books: Sequence[Edition]) -> list[Edition]:
    """The editions by year, each with those before and after it, and the names that changed and the books by then."""
    ordered: list[Edition] = []
    for each in sorted(read, key=lambda edition: edition.fiscal_year):
        own = tuple(change for change in renamed if change.year <= each.fiscal_year)
        known = tuple(book for book in books if book.fiscal_year <= each.fiscal_year)
        before = ordered[-1] if ordered else None
        ordered.append(replace(each, renamed=own, plan_books=known, before=before))
    return [replace(each, later=tuple(ordered[at:])) for at, each in enumerate(ordered, start=1)]


def _edition(
    city: str, data: dict[str, object], table: dict[str, object], known: Mapping[str, Rule], name: str
) -> Edition:
    own = {field.name for field in fields(Edition)} - _OF_THE_CITY
    check_keys(table, own.union(*OWN_KEYS.values()), name, "[[edition]] の")
    check_needed(table, ("year", "file", "title", "layout"), name, "[[edition]]")
    file = text_of(table, "file", name)
    check_place(file, name, "file")
    if text := text_of(table, "text", name):
        check_place(text, name, "text")
    years = {key: year_of(text_of(table, key, name), name, key) for key in _YEARS if key in table}
    year = year_of(text_of(table, "year", name), name, "year")
    _check_years(year, years, name)
    plans = tuple(_plan(entry, name) for entry in listed_in(table, "plan", dict, name))
    check_once([entry.id.zfill(2) for entry in plans], name, "同じ id の [[edition.plan]]")
    check_own_keys(table, name)
    form = TableForm() if "table" in table else table_form(table, name)
    tables = table_forms(table, name)
    return Edition(
        city=city,
        city_name=text_of(data, "city", name, city),
        publisher=text_of(data, "publisher", name, text_of(data, "city", name, city)),
        year=era(year),
        file=file,
        title=text_of(table, "title", name),
        layout=text_of(table, "layout", name),
        text=text,
        text_layout=text_of(table, "text_layout", name),
        rule=_rule(text_of(table, "rule", name), known, name),
        colour=checked_colour(text_of(data, "colour", name), name) if "colour" in data else "",
        logo=text_of(data, "logo", name),
        licence=checked_licence(data.get("licence", ""), data.get("licence_url", ""), name),
        area_code=checked_area_code(text_of(data, "area_code", name), name) if "area_code" in data else "",
        data_in_pdf=switch_of(data, "data_in_pdf", name),
        plan_word=text_of(table, "plan_word", name, "プラン"),
        plan_noun=text_of(table, "plan_noun", name, _noun(text_of(table, "plan_word", name, "プラン"))),
        final=switch_of(table, "final", name),
        left_out=tuple(listed_in(table, "left_out", str, name)),
        plan=plans,
        form=form,
        tables=tables,
        sheets=sheet_form(table, name),
        counts=counts(table, name),
        box_form=box_form(table, name),
        chapter=chapter_form(table, name),
        baseline=years.get("baseline"),
        previous=years.get("previous") or _year_before(tables or (form,), years.get("actual")),
        actual=years.get("actual"),
        target=years.get("target"),
    )


def _year_before(forms: Iterable[TableForm], actual: int | None) -> int | None:
    """The year before the actuals 前年度 where a table of activities has its values and `previous` is not written."""
    own = (year_before(form, actual) for form in forms if "actual" not in form.role_fy)
    return next(filter(None, own), None)


def _check_years(year: int, years: Mapping[str, int], name: str) -> None:
    """The years of an edition stand in their order: a slip of a digit (R66) would be told on every page.

    A document is of the year of its actuals 実績, or of one of the few after it in which it comes out.
    """
    actual = years.get("actual")
    if actual is None:
        return
    what = f"実績の年度（actual = {era(actual)}）"
    wrong = {
        "year": (year, f"{what}より前です" if year < actual else f"{what}より{_MOST_YEARS_AFTER}年を超えて後です"),
        "baseline": (years.get("baseline", actual - 1), f"{what}より前ではありません"),
        "target": (years.get("target", actual), f"{what}より前です"),
    }
    fits = {
        "year": actual <= year <= actual + _MOST_YEARS_AFTER,
        "baseline": wrong["baseline"][0] < actual,
        "target": wrong["target"][0] >= actual,
    }
    for key, (given, problem) in wrong.items():
        if not fits[key]:
            meant = f'資料の年度が実績の年度なら year = "{era(actual)}" です。' if key == "year" else ""
            raise SourceError(
                f"{key} の年度が、{problem}",
                file=name,
                column=key,
                text=era(given),
                next_step=f"{meant}{key} か actual を、原文の年度に直してください。",
            )


def _own_rules(data: dict[str, object], name: str) -> dict[str, object]:
    """The tables of the city's own rules 市の判定規則, written as those of `rules.toml`."""
    own = data.get("rules", {})
    if not isinstance(own, dict):
        raise SourceError(
            "rules は見出しです",
            file=name,
            column="rules",
            text=str(own),
            next_step="[rules.規則の名前] の見出しの下に、title と classes を書いてください。",
        )
    return own


def _rule(wanted: str, known: Mapping[str, Rule], name: str) -> Rule | None:
    """The status rule 判定規則 that an edition names, None where it names none."""
    if wanted and wanted not in known:
        raise SourceError(
            f"知らない rule です（使えるもの: {'、'.join(known)}）",
            file=name,
            column="rule",
            text=wanted,
            next_step=f"{SHIPPED} にある規則の名前か、このファイルの [rules.名前] の名前にしてください。",
        )
    return known.get(wanted)


def _check_logo(folder: Path, read: list[Edition]) -> None:
    if read and read[0].logo:
        check_place(read[0].logo, read[0].source_file, "logo")
        read_logo(folder / read[0].logo, read[0].logo_file, read[0].logo_alt)


def _plan(table: dict[str, object], name: str) -> PlanEntry:
    check_keys(table, {field.name for field in fields(PlanEntry)}, name, "[[edition.plan]] の")
    entry = PlanEntry(
        id=text_of(table, "id", name),
        begins=text_of(table, "begins", name),
        sheet=switch_of(table, "sheet", name, default=True),
    )
    if not entry.id or entry.sheet == (not entry.begins):
        raise SourceError(
            "[[edition.plan]] には id と、begins か sheet = false のどちらかが要ります",
            file=name,
            text=entry.id,
            next_step='id = "01" と begins = "目的の書き出し" を書いてください。',
        )
    return entry


def _noun(plan_word: str) -> str:
    """What plans are called in a sentence: the word before their numbers, unless that is no Japanese word.

    >>> _noun("施策"), _noun("PLAN"), _noun("")
    ('施策', 'プラン', 'プラン')
    """
    return "プラン" if plan_word.isascii() else plan_word
