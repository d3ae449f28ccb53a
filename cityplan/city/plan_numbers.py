"""The numbers of plans プランの番号, as people write them."""

from collections.abc import Iterable, Mapping, Sequence

from cityplan.files.errors import UsageError
from cityplan.japanese.codes import plain_code
from cityplan.japanese.letters import fold
from cityplan.japanese.nearest import perhaps


def plan_number(text: str | int) -> str:
    """A plan's number プランの番号 as it is compared: Excel drops the zero of 06, a notebook may have 6.

    >>> plan_number("06"), plan_number("６"), plan_number(6), plan_number("10"), plan_number("0")
    ('6', '6', '6', '10', '')
    >>> plan_number("1-02"), plan_number("Ⅰ-2-(3)"), plan_number("1月2日")
    ('1-2', 'I-2-3', '1-2')
    """
    return plain_code(str(text)) or fold(str(text)).lstrip("0")


def plan_of(text: str | int, plans: Iterable[str]) -> str:
    """The plan that a person's number means (6 is 06); empty where the edition has none."""
    number = plan_number(text)
    return next((plan for plan in plans if number and plan_number(plan) == number), "")


def unknown_plan(texts: Sequence[str | int], plans: Iterable[tuple[str, str]]) -> UsageError:
    """What is said of plans that do not exist; `plans` are the numbers and names of those that do."""
    known = dict(plans)
    meant = "".join(_perhaps_plan(str(text), known) for text in texts)
    named = "、".join(map(str, texts))
    return UsageError(f"プラン「{named}」はありません。{meant}あるもの: {'、'.join(known)}")


def _perhaps_plan(text: str, known: Mapping[str, str]) -> str:
    """By the number, or by a part of its name."""
    numbers = {number: number for number in known}
    names = {name: f"{number}（{name}）" for number, name in known.items()}
    return perhaps(text, numbers) or perhaps(text, names)
