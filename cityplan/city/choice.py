"""Which editions are meant: years and cities as people write them."""

from collections.abc import Iterable, Sequence

from cityplan.city.edition import Edition
from cityplan.files.errors import UsageError
from cityplan.japanese.letters import fold
from cityplan.japanese.nearest import perhaps, perhaps_sentence
from cityplan.japanese.years import era_long, fiscal_year


def choose(found: Sequence[Edition], years: Iterable[str | int], cities: Iterable[str]) -> list[Edition]:
    """The editions of the wanted years and cities; none named means all of them.

    Years are taken as people write them (R5, 令和５年度, 2023). UsageError lists those that exist.
    """
    wanted_years = {_known_year(str(text), found) for text in years}
    wanted_cities = {_known_city(str(text), found) for text in cities}
    chosen = [
        edition
        for edition in found
        if (not wanted_years or edition.fiscal_year in wanted_years)
        and (not wanted_cities or edition.city in wanted_cities)
    ]
    if not chosen:
        raise UsageError(f"その市のその年度の文書はありません。あるもの: {_listed(found)}")
    return chosen


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
    return perhaps(text, spellings) or perhaps_sentence(nearby.year)


def _known_city(text: str, found: Sequence[Edition]) -> str:
    """The folder of a city; two cities may have one name (府中市), but no two have one folder."""
    word = fold(text)
    folders = {e.city for e in found if word == fold(e.city)}
    named = folders or {e.city for e in found if word == fold(e.city_name)}
    if len(named) == 1:
        return named.pop()
    if named:
        raise UsageError(
            f"市「{text}」は{len(named)}つあります。フォルダ名で書いてください: {'、'.join(sorted(named))}"
        )
    meant = perhaps(text, {name: name for e in found for name in (e.city, e.city_name)})
    raise UsageError(f"市「{text}」の文書はありません。{meant}あるもの: {_listed(found)}")


def _listed(found: Sequence[Edition]) -> str:
    return "、".join(f"{e.city_name}（{e.city}）{e.year}" for e in found)
