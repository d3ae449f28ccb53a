"""Tables of one form as one declaration 同じ形の表: sheets with a plan each, and tables that go on."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cityplan.japanese.years import fiscal_year
from cityplan.read.proposal.draft import ROLES, Draft, Question

_NAME = re.compile(r"(?P<before>\D*?)(?P<id>\d+(?:[-－‐.．]\d+)*)(?P<between>[\s　:：_・.．、]*)(?P<name>.*)")


def merged(drafts: Sequence[Draft], sheets: int) -> list[Draft]:
    """The drafts with those of one form as one: tables of a document, sheets by the form of their names.

    `sheets` is how many can be seen; a sheet that is the only one need not be named.
    """
    found: list[Draft] = []
    for draft in drafts:
        like = [other for other in drafts if _form(other) == _form(draft)]
        pattern = _own_pattern(like, drafts)
        if like[0] is draft or (draft.sheet and not pattern):
            found.append(_as_one(like, pattern) if pattern or not draft.sheet else draft)
    return found if sheets > 1 else [replace(each, sheet="") for each in found]


def _form(draft: Draft) -> tuple[object, ...]:
    """What must be the same in two tables of one form."""
    return draft.block, draft.each, draft.repeat, draft.subject, draft.heading_rows, draft.banner_rows


def _own_pattern(like: Sequence[Draft], drafts: Sequence[Draft]) -> str:
    """The form of the names of these sheets; empty where another sheet with a table has such a name too."""
    pattern = _pattern([each.sheet for each in like])
    names = {each.sheet for each in like}
    others = [each.sheet for each in drafts if each.sheet not in names]
    return "" if any(_pattern([like[0].sheet, other]) == pattern for other in others) else pattern


def _pattern(names: Sequence[str]) -> str:
    """The form of the names of sheets as `sheets` has it; empty where they have none in common.

    >>> _pattern(["施策1 子育て", "施策2 産業"]), _pattern(["1-1", "1-2"]), _pattern(["表紙", "一覧"])
    ('施策{id} {name}', '{id}', '')
    """
    matches = [match for name in names if (match := _NAME.fullmatch(name))]
    forms = {(match["before"], match["between"], bool(match["name"])) for match in matches}
    if len(matches) < len(names) or len(forms) != 1 or len(names) < 2:
        return ""
    [(before, between, has_name)] = forms
    return f"{before}{{id}}{between}{{name}}" if has_name else f"{before}{{id}}"


def _as_one(like: Sequence[Draft], pattern: str) -> Draft:
    """One draft for all of them, with what any of them leaves out or asks."""
    years = {role: {each.role_fy[role] for each in like if role in each.role_fy} for role in ROLES}
    return replace(
        like[0],
        sheet="",
        sheets=pattern,
        total_rows=_all_of([each.total_rows for each in like]),
        fill_down=_all_of([each.fill_down for each in like]),
        left_out=_all_of([each.left_out for each in like]),
        told=_all_of([each.told for each in like]),
        role_fy={role: max(own) for role, own in years.items() if own},
        actual_years=sorted({year for each in like for year in each.actual_years}),
        words={key: own for each in like for key, own in each.words.items()},
        marks={heading: _all_of([each.marks.get(heading, []) for each in like]) for heading in like[0].marks},
        questions=_together(like),
    )


def _all_of(lists: Sequence[list[str]]) -> list[str]:
    return list(dict.fromkeys(text for own in lists for text in own))


def _together(like: Sequence[Draft]) -> list[Question]:
    """The questions of several drafts, each once with all its lines."""
    lines: dict[tuple[str, str], list[str]] = {}
    for question in (question for each in like for question in each.questions):
        lines.setdefault((question.key, question.text), []).extend(question.lines)
    return [Question(*asked, tuple(sorted(dict.fromkeys(own), key=_year))) for asked, own in lines.items()]


def _year(line: str) -> int:
    """The year that a line gives, so that years stand in their order; other lines stay where they are."""
    return fiscal_year(line.partition('"')[2].partition('"')[0]) or 0
