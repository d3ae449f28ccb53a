"""What is known about a city's documents: `data/raw/<city>/source.toml`, and the editions it lists."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from cityplan.errors import CONTROLS, SourceError, UsageError
from cityplan.files import read_text
from cityplan.identity import checked_colour, read_logo
from cityplan.japanese import era, era_long, fiscal_year
from cityplan.licence import Licence, checked_licence
from cityplan.nearest import perhaps, sentence
from cityplan.reads import not_noted
from cityplan.renames import Renamed, renames
from cityplan.table_form import KEYS, TableForm, table_form

RAW = Path("data/raw")
PROCESSED = Path("data/processed")
# What an analyst decides about a document stands beside it.
CORRECTIONS = "corrections.csv"
COMMENTS = "comments.csv"
_KEYS = {"city", "publisher", "colour", "logo", "licence", "licence_url", "renamed", "edition"}
_OF_THE_CITY = {
    "city", "city_name", "publisher", "colour", "logo", "licence", "form", "renamed", "before",
}  # fmt: skip
_YEARS = ("baseline", "previous", "actual", "target")


@dataclass(frozen=True)
class PlanEntry:
    """How the sheet シート of one plan is recognised: by the first words of its 目的, or that it has none."""

    id: str
    begins: str = ""
    sheet: bool = True


@dataclass(frozen=True)
class Edition:
    """One document of one city for one fiscal year 年度, as `source.toml` describes it."""

    city: str
    city_name: str
    publisher: str
    year: str
    file: str
    title: str
    layout: str
    rule: str = ""
    colour: str = ""
    logo: str = ""
    licence: Licence = field(default_factory=Licence)
    plan_word: str = "プラン"
    plan_noun: str = "プラン"
    baseline: int | None = None
    previous: int | None = None
    actual: int | None = None
    target: int | None = None
    left_out: tuple[str, ...] = ()
    plan: tuple[PlanEntry, ...] = ()
    form: TableForm = field(default_factory=TableForm)  # of a plain table
    renamed: tuple[Renamed, ...] = ()  # up to the year of the edition
    before: "Edition | None" = None  # the city's edition before this one, which has its own

    @property
    def raw_file(self) -> str:
        """The document's place below the project's root, as messages and briefs name it."""
        return self.beside(self.file)

    @property
    def logo_file(self) -> str:
        """The logo's place below the project's root; empty where there is none."""
        return self.beside(self.logo) if self.logo else ""

    @property
    def logo_alt(self) -> str:
        """What the logo shows, for those who cannot see it."""
        return f"{self.city_name}のロゴ"

    @property
    def source_file(self) -> str:
        """The place of the `source.toml` that describes the document."""
        return self.beside("source.toml")

    def beside(self, name: str) -> str:
        """The place of a file beside the document, below the project's root."""
        return f"{RAW.as_posix()}/{self.city}/{name}"

    @property
    def fiscal_year(self) -> int:
        year = fiscal_year(self.year)
        assert year is not None, "checked on reading"
        return year

    @property
    def earlier(self) -> list["Edition"]:
        """The editions of the city before this one, the oldest first."""
        return [*self.before.earlier, self.before] if self.before else []

    @property
    def processed(self) -> Path:
        return PROCESSED / self.city / self.year


def editions(root: Path) -> list[Edition]:
    """All editions of all cities below `root`, by city and year; SourceError where one is wrong."""
    with not_noted():
        found = [
            edition
            for path in sorted((root / RAW).glob("*/source.toml"))
            for edition in _read_source(path)
        ]
    if not found:
        raise SourceError(
            "文書が登録されていません",
            file=f"{RAW.as_posix()}/",
            next_step="<市>/source.toml を置いてください。",
        )
    return found


def choose(found: Sequence[Edition], years: Iterable[str], cities: Iterable[str]) -> list[Edition]:
    """The editions of the wanted years and cities; none named means all of them.

    Years are taken as people write them (R5, 令和５年度, 2023). UsageError lists those that exist.
    """
    wanted_years = {_known_year(text, found) for text in years}
    wanted_cities = {_known_city(text, found) for text in cities}
    chosen = [
        edition
        for edition in found
        if (not wanted_years or edition.fiscal_year in wanted_years)
        and (not wanted_cities or edition.city in wanted_cities)
    ]
    if not chosen:
        raise UsageError(f"その市のその年度の文書はありません。あるもの: {_listed(found)}")
    return chosen


def edition(root: Path, city: str, year: str) -> Edition:
    """The one edition of a city and a year, for a notebook."""
    chosen = choose(editions(root), [year], [city])
    return chosen[0]


def _known_year(text: str, found: Sequence[Edition]) -> int:
    year = fiscal_year(text)
    if year is None or year not in {edition.fiscal_year for edition in found}:
        meant = _nearest_year(text, year, found)
        raise UsageError(f"年度「{text}」の文書はありません。{meant}あるもの: {_listed(found)}")
    return year


def _nearest_year(text: str, year: int | None, found: Sequence[Edition]) -> str:
    """By how it is written; else, of a year that no document has, the next one before or after."""
    spellings = {word: e.year for e in found for word in (e.year, str(e.fiscal_year))}
    if year is None:
        return perhaps(text, spellings | {era_long(e.fiscal_year): e.year for e in found})
    nearby = min(found, key=lambda edition: abs(edition.fiscal_year - year))
    return perhaps(text, spellings) or sentence(nearby.year)


def _known_city(text: str, found: Sequence[Edition]) -> str:
    for edition in found:
        if text in (edition.city, edition.city_name):
            return edition.city
    meant = perhaps(text, {name: name for e in found for name in (e.city, e.city_name)})
    raise UsageError(f"市「{text}」の文書はありません。{meant}あるもの: {_listed(found)}")


def _listed(found: Sequence[Edition]) -> str:
    return "、".join(f"{e.city_name}（{e.city}）{e.year}" for e in found)


def _read_source(path: Path) -> list[Edition]:
    city = path.parent.name
    _check_folder(city)
    name = f"{RAW.as_posix()}/{city}/source.toml"
    try:
        data = tomllib.loads(read_text(path, name))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(
            f"TOML として読めません（{error}）", file=name, next_step="書き方を直してください。"
        ) from error
    _check_keys(data, _KEYS, name, "")
    read = [_edition(city, data, table, name) for table in _listed_in(data, "edition", dict, name)]
    _check_once([edition.year for edition in read], name, "同じ年度")
    _check_logo(path.parent, read)
    return _in_line(read, renames(data, name))


def _in_line(read: list[Edition], renamed: tuple[Renamed, ...]) -> list[Edition]:
    """The editions by year, each with the one before it and the names that changed by then."""
    ordered: list[Edition] = []
    for each in sorted(read, key=lambda edition: edition.fiscal_year):
        own = tuple(change for change in renamed if change.year <= each.fiscal_year)
        ordered.append(replace(each, renamed=own, before=ordered[-1] if ordered else None))
    return ordered


def _edition(city: str, data: dict[str, Any], table: dict[str, Any], name: str) -> Edition:
    own = {field.name for field in fields(Edition)} - _OF_THE_CITY
    _check_keys(table, own | set(KEYS), name, "[[edition]] の")
    for key in ("year", "file", "title", "layout"):
        if key not in table:
            raise SourceError(
                f"[[edition]] に {key} がありません",
                file=name,
                next_step=f'{key} = "…" を加えてください。',
            )
    file = str(table["file"])
    _check_place(file, name, "file")
    years = {key: _year(str(table[key]), name, key) for key in _YEARS if key in table}
    plans = tuple(_plan(entry, name) for entry in _listed_in(table, "plan", dict, name))
    _check_once([entry.id.zfill(2) for entry in plans], name, "同じ id の [[edition.plan]]")
    return Edition(
        city=city,
        city_name=str(data.get("city", city)),
        publisher=str(data.get("publisher", data.get("city", city))),
        year=era(_year(str(table["year"]), name, "year")),
        file=file,
        title=str(table["title"]),
        layout=str(table["layout"]),
        rule=str(table.get("rule", "")),
        colour=checked_colour(str(data["colour"]), name) if "colour" in data else "",
        logo=str(data.get("logo", "")),
        licence=checked_licence(data.get("licence", ""), data.get("licence_url", ""), name),
        plan_word=str(table.get("plan_word", "プラン")),
        plan_noun=str(table.get("plan_noun", "プラン")),
        left_out=tuple(_listed_in(table, "left_out", str, name)),
        plan=plans,
        form=table_form(table, name),
        baseline=years.get("baseline"),
        previous=years.get("previous"),
        actual=years.get("actual"),
        target=years.get("target"),
    )


def _check_folder(city: str) -> None:
    """The name is a folder's of the reports too, a part of their addresses, and a parameter."""
    if not re.fullmatch(r"[\w-]+", city):
        raise SourceError(
            "このフォルダの名前は使えません（空白や記号があります）",
            file=f"{RAW.as_posix()}/{city}/", text=city,
            next_step="文字、数字、ハイフンだけの名前に変えてください（例: mihon-shi）。",
        )  # fmt: skip


def _check_place(file: str, name: str, key: str) -> None:
    if not file:
        raise SourceError(
            "ファイル名が空です", file=name, column=key,
            next_step="source.toml と同じフォルダに置いたファイルの名前を書いてください。",
        )  # fmt: skip
    if Path(file).name != file or file.startswith(".") or CONTROLS.search(file):
        raise SourceError(
            "ファイルは source.toml と同じフォルダに置きます", file=name, column=key, text=file,
            next_step="ファイル名だけを書いてください。",
        )  # fmt: skip


def _check_logo(folder: Path, read: list[Edition]) -> None:
    if read and read[0].logo:
        _check_place(read[0].logo, read[0].source_file, "logo")
        read_logo(folder / read[0].logo, read[0].logo_file, read[0].logo_alt)


def _plan(table: dict[str, Any], name: str) -> PlanEntry:
    _check_keys(table, {field.name for field in fields(PlanEntry)}, name, "[[edition.plan]] の")
    entry = PlanEntry(
        id=str(table.get("id", "")),
        begins=str(table.get("begins", "")),
        sheet=table.get("sheet", True) is True,
    )
    if not entry.id or entry.sheet == (not entry.begins):
        raise SourceError(
            "[[edition.plan]] には id と、begins か sheet = false のどちらかが要ります",
            file=name, text=entry.id,
            next_step='id = "01" と begins = "目的の書き出し" を書いてください。',
        )  # fmt: skip
    return entry


def _year(text: str, name: str, key: str) -> int:
    year = fiscal_year(text)
    if year is None:
        raise SourceError(
            "年度として読めません",
            file=name,
            column=key,
            text=text,
            next_step='year = "R5" のように書いてください。',
        )
    return year


def _listed_in(table: dict[str, Any], key: str, kind: type, name: str) -> list[Any]:
    """The list under a key, empty where there is none; each of its entries is of one kind."""
    entries = table.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, kind) for entry in entries):
        form = "[ ] で囲んだ文字列の並び" if kind is str else "[[ ]] で囲んだ見出しの下"
        raise SourceError(
            f"{key} は{form}に書きます", file=name, column=key, text=str(entries),
            next_step="書き方を直してください。",
        )  # fmt: skip
    return entries


def _check_once(values: list[str], name: str, what: str) -> None:
    for value in values:
        if values.count(value) > 1:
            raise SourceError(
                f"{what}が2回書かれています", file=name, text=value, next_step="1つにしてください。"
            )


def _check_keys(table: dict[str, Any], known: set[str], name: str, where: str) -> None:
    for key in table:
        if key not in known:
            raise SourceError(
                f"{where}知らない項目です（使えるもの: {'、'.join(sorted(known))}）",
                file=name, text=key, next_step="つづりを確かめてください。",
            )  # fmt: skip
