"""Counts and numbers that a heading or line of a document declares 見出しの数: recognised and read at once.

Letters may stand apart (事業数：4 0事業). What is accepted without its blanks is read without them: the
the readers, the tables and the checks all ask here, and none of them reads a number from the line itself.
"""

import re
from functools import cache
from typing import NamedTuple

from cityplan.japanese.letters import fold, squeeze, unwrap

_COUNT = r"(?:\d{1,3}(?:,\d{3}){1,2}|\d{1,6})"
_LISTED = re.compile(rf"事業数:({_COUNT})事業(?:\([^()]*\))?")
_PLANS = re.compile(rf"(?P<name>.+)の(?P<plans>{_COUNT})プラン")
_PROJECTS = re.compile(rf"({_COUNT})つのプロジェクト")
_SHARE = re.compile(r"\d+割(?:以上|未満|程度)?")
_APART = r"\d(?: ?\d)*"
_PLAN = re.compile(rf"P ?L ?A ?N ?(?P<id>{_APART}) (?P<name>.+)")


class Project(NamedTuple):
    """A heading …の5プラン: whose plans, and how many."""

    name: str
    plans: int


class DeclaredPlan(NamedTuple):
    """A heading PLAN 05 名前 or ◆取組施策 1 名前."""

    number: str
    name: str


def listed_activities(text: str) -> int | None:
    """The activities 事業 that a project declares to list; None where the line declares nothing else.

    >>> [listed_activities(text) for text in ("事業数：40事業（重複有）", "事 業 数 ： 4 0 事業", "事業数：40事業ほか")]
    [40, 40, None]
    """
    match = _LISTED.fullmatch(squeeze(text))
    return _count(match[1]) if match else None


def plans(text: str) -> Project | None:
    """The name of a project プロジェクト and the number of its plans, as its heading declares them.

    >>> plans("産業強化プロジェクトの 3 プラン"), plans("ＤＸ推進プロジェクトの1 2プラン"), plans("3プラン")
    (Project(name='産業強化プロジェクト', plans=3), Project(name='DX推進プロジェクト', plans=12), None)
    """
    match = _PLANS.fullmatch(squeeze(text))
    return Project(unwrap(_beginning(text, len(match["name"]))), _count(match["plans"])) if match else None


def projects(text: str) -> int | None:
    """The number of projects that a line of its own declares: 4つのプロジェクト."""
    match = _PROJECTS.fullmatch(squeeze(text))
    return _count(match[1]) if match else None


def share(text: str) -> str:
    """A share 割合 on a line of its own, without blanks; or nothing.

    >>> share("8 割 以上"), share("8割の事業")
    ('8割以上', '')
    """
    squeezed = squeeze(text)
    return squeezed if _SHARE.fullmatch(squeezed) else ""


def plan(text: str) -> DeclaredPlan | None:
    """The number and name of a plan プラン.

    >>> plan("PLAN 05 24時間の見守り"), plan("P L A N　0 5　健康"), plan("PLAN 0 5")
    (DeclaredPlan(number='05', name='24時間の見守り'), DeclaredPlan(number='05', name='健康'), None)
    """
    return _numbered(_PLAN.fullmatch(fold(text)))


def measure(form: str, text: str) -> DeclaredPlan | None:
    """The number and name of a plan of a chapter, by the form of its heading.

    >>> measure("◆取組施策{id} {name}", "◆取組施策１　協働"), measure("◆施策{id} {name}", "◆ 施策 1 0 協働")
    (DeclaredPlan(number='1', name='協働'), DeclaredPlan(number='10', name='協働'))
    """
    return _numbered(_measure(form).fullmatch(fold(text)))


@cache
def _measure(form: str) -> re.Pattern[str]:
    before, _, between = fold(form).removesuffix("{name}").partition("{id}")
    between = rf" ?{re.escape(between.strip())}" if between.strip() else " "
    letters = " ?".join(map(re.escape, squeeze(before)))
    return re.compile(rf"{letters} ?(?P<id>{_APART}){between} ?(?P<name>.+)")


def _numbered(match: re.Match[str] | None) -> DeclaredPlan | None:
    """PLAN 0 5 on a line of its own is a number without a name."""
    named = match is not None and not squeeze(match["name"]).isdecimal()
    return DeclaredPlan(squeeze(match["id"]), match["name"]) if match and named else None


def _count(digits: str) -> int:
    return int(digits.replace(",", ""))


def _beginning(text: str, letters: int) -> str:
    """The beginning of a folded text up to a number of letters, blanks not counted."""
    folded = fold(text)
    ends = [at for at, char in enumerate(folded, start=1) if char != " "]
    return folded[: ends[letters - 1]]
