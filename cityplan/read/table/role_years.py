"""The years of the roles 基準・目標・実績 of a table: told in `source.toml`, and each with its column."""

from collections.abc import Iterable

from cityplan.city.edition import Edition
from cityplan.city.table_form import ROLES
from cityplan.files.errors import SourceError
from cityplan.japanese.years import era
from cityplan.read.table.heading_words import year_in


def role_year(role: str, edition: Edition) -> int | None:
    """The year of a role, as the table or its edition says."""
    own: int | None = edition.form.role_fy.get(role, getattr(edition, role, None))
    return own


def own_role_years(edition: Edition) -> dict[str, int]:
    """The years of roles that a table has of its own, where its edition says others."""
    years = {role: edition.form.role_fy.get(role) for role in ROLES[edition.form.subject]}
    return {role: year for role, year in years.items() if year and year != getattr(edition, role)}


def roles_of(year: int, edition: Edition) -> list[str]:
    """The roles that a year has in a table."""
    return [role for role in ROLES[edition.form.subject] if role_year(role, edition) == year]


def check_roles(edition: Edition, all_forms: Iterable[Edition], faults: list[SourceError]) -> None:
    """A column of baseline, target or actual has its year in `source.toml`, and the other way.

    `all_forms` are the edition with each of its tables: a year that one of them has no column for may be another's.
    """
    form = edition.form
    in_rows = any("role" in block.columns for block in form.blocks)
    for role in ROLES[form.subject]:
        year = role_year(role, edition)
        for block in form.blocks:
            if year is None and role in block.columns and f"{role}_year" not in {*form.columns, *block.columns}:
                faults.append(
                    _role_error(
                        f"{role} の列がありますが、その年度が書かれていません",
                        role,
                        edition,
                        _year_line(role, year_in(block.columns[role])),
                    )
                )
                break
        if year is not None and not in_rows and not any(_has_role(role, year, each) for each in all_forms):
            faults.append(
                _role_error(
                    f"{role} の年度（{era(year)}）が書かれていますが、その列がありません",
                    role,
                    edition,
                    f'[{table_key(edition)}.columns] に {role} = "原文の見出し" を加えるか、年度を消してください。',
                )
            )
        for block in form.blocks:
            of_years = "years" if role in ("previous", "actual") else f"years.{role}"
            years = block.years if of_years == "years" else block.role_years.get(role, {})
            if year and year in years and role in block.columns:
                key = table_key(edition)
                faults.append(
                    _role_error(
                        f"{era(year)}の値の列が、[{key}.columns]（「{block.columns[role]}」）と "
                        f"[{key}.{of_years}]（「{years[year]}」）の2か所にあります",
                        role,
                        edition,
                        "どちらか1つにしてください。",
                    )
                )
    last = role_year("actual", edition) or edition.fiscal_year
    for year in dict.fromkeys(year for block in form.blocks for year in block.years):
        if year > last and not roles_of(year, edition) and not in_rows:
            faults.append(
                _role_error(
                    f"{era(year)}は実績の年度（{era(last)}）より後です",
                    "years",
                    edition,
                    f"目標値の列なら [{table_key(edition)}.columns] の target に書いてください。",
                )
            )


def _year_line(role: str, year: int | None) -> str:
    """What to write of a year: the line itself where the heading says it (現状値（令和４年度）)."""
    if year is None:
        return f'[[edition]] に {role} = "R5" のように年度を加えてください。'
    return f'見出しの年度なら、[[edition]] に次の1行を書いてください。\n{role} = "{era(year)}"'


def _has_role(role: str, year: int, edition: Edition) -> bool:
    form = edition.form
    return any(
        role in block.columns
        or year in block.years
        or "role" in block.columns
        or year in block.role_years.get(role, ())
        or (role != "target" and any(year in years for years in block.role_years.values()))
        or (role == "actual" and bool({"settled", "budget", "expected"} & {*block.columns}))
        for block in form.blocks
    )


def _role_error(problem: str, role: str, edition: Edition, next_step: str) -> SourceError:
    return SourceError(problem, file=edition.source_file, column=role, next_step=next_step)


def table_key(edition: Edition) -> str:
    """The table of `source.toml` in which the columns stand."""
    return "edition.table" if edition.tables else "edition"
