"""The plans 施策 of a chapter as cells: their numbers, names and groups, and what is doubtful of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from cityplan.city.edition import Edition
from cityplan.japanese.letters import squeeze
from cityplan.read.chapter.cut import LISTS, Block, Cut, PlanFound
from cityplan.read.file.contents import Paragraph
from cityplan.read.printed import Cell, Printed, Repair
from cityplan.read.table.plans_of_table import PlanPlace, TablePlan, TablePlans


def take_plans(found: Cut, edition: Edition, printed: Printed) -> list[str]:
    """Take the plans and groups of a chapter; the number that each plan has, in the order of `found.plans`.

    It is the printed one, where all are numbers and none stands twice; else they are counted as they appear.
    """
    plans = TablePlans()
    is_plain = all(plan.number.isdecimal() for plan in found.plans)
    own = [_added(plan, at, plans, found, edition, is_plain) for at, plan in enumerate(found.plans)]
    plans.number(edition.plan_word)
    groups = _take_groups(found, edition, printed)
    for plan, numbered in zip(found.plans, own, strict=True):
        name = plan.name if is_plain or not plan.number else f"{plan.number} {plan.name}"
        _take(printed, "plans", numbered.id, 1, "name", (plan.listed or plan.section)[0], name)
        _take_section(plan, numbered.id, printed)
        cell = Cell(
            "plans", numbered.id, 1, "group", numbered.group.line, numbered.group.line_end, 0, groups[plan.group]
        )
        printed.cells.append(cell)
    ids = [each.id for each in own]
    printed.repairs += [*_numbers_again(found, ids), *_numbers_apart(found, ids), *_headings_missing(found, ids)]
    printed.repairs += _headings_again(found, ids)
    printed.repairs += _not_listed(found, ids)
    return ids


def _added(plan: PlanFound, at: int, plans: TablePlans, found: Cut, edition: Edition, is_plain: bool) -> TablePlan:
    group = found.groups[plan.group].text if plan.group >= 0 else edition.title
    line = plan.place.line
    cell = PlanPlace(f"{at}", line, line, 0)  # two of one name are two plans
    return plans.add(PlanPlace(f"{plan.group} {group}", line, line, 0), cell, plan.number if is_plain else "")


def _take_groups(found: Cut, edition: Edition, printed: Printed) -> dict[int, str]:
    """The titles of chapters; where none is declared the document's own, which is a repair."""
    names = {at: group.text.strip() for at, group in enumerate(found.groups)}
    for at, group in enumerate(found.groups):
        _take(printed, "groups", "", at + 1, "name", group, group.text.strip())
    if not names or any(plan.group < 0 for plan in found.plans):
        line = min((plan.place.line for plan in found.plans), default=0)
        row = len(names) + 1 if names else 1
        printed.cells.append(Cell("groups", "", row, "name", line, line, 0, edition.title))
        printed.repairs.append(Repair("", "groups", row, "name", "named_for_document", "", edition.title, line))
        names[-1] = edition.title
    return names


def _take_section(plan: PlanFound, plan_id: str, printed: Printed) -> None:
    for each in plan.section if plan.listed else plan.section[:1]:
        _take(printed, "plans", plan_id, 1, "sheet", each, each.text.strip())
    for each in [] if plan.listed else plan.section[1:]:
        _take(printed, "plans", plan_id, 1, "name_below", each, each.text.strip())


def _take(printed: Printed, table: str, plan_id: str, row: int, column: str, item: Paragraph, text: str) -> None:
    place = item.place
    printed.cells.append(Cell(table, plan_id, row, column, place.line, place.line_end or place.line, 1, text, place))


# what is doubtful


def _numbers_again(found: Cut, ids: list[str]) -> Iterator[Repair]:
    """A number that two plans of a chapter bear: they are told apart by their names, not joined."""
    by_number: dict[tuple[int, str], list[int]] = defaultdict(list)
    for at, plan in enumerate(found.plans):
        if plan.number:
            by_number[plan.group, plan.number].append(at)
    for (_, number), own in by_number.items():
        names = "」と「".join(found.plans[at].name for at in own)
        for at in own[1:]:
            line = found.plans[at].place.line
            yield Repair(ids[at], "plans", 1, "name", "number_repeated", number, f"「{names}」", line)


def _numbers_apart(found: Cut, ids: list[str]) -> Iterator[Repair]:
    """A plan whose number in the list is another than that of its section."""
    for at, plan in enumerate(found.plans):
        if plan.listed and plan.section and plan.number != plan.section_number and plan.section_number:
            told = f"一覧の番号は「{plan.number}」です"
            yield Repair(
                ids[at],
                "plans",
                1,
                "sheet",
                "number_differs",
                f"{plan.section_number} {plan.name}",
                told,
                plan.section[0].place.line,
                True,
            )


def _headings_missing(found: Cut, ids: list[str]) -> Iterator[Repair]:
    """A heading that most sections have and one has not, or has twice: what stood under it is taken for another's."""
    counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for block in found.blocks:
        if block.plan is not None and block.heading is not None and block.kind in ("text", "activities", "purpose"):
            counts[squeeze(block.words)][block.plan] += 1
    for words, own in counts.items():
        for at, plan in enumerate(found.plans):
            if len(own) * 2 > len(found.plans) and own.get(at, 0) != 1:
                told = f"この施策に、見出し「{words}」が{'ありません' if not own.get(at) else '2回以上あります'}"
                line = (plan.section or plan.listed)[0].place.line
                yield Repair(ids[at], "plans", None, "sheet", "heading_count", plan.name, told, line, True)


def _headings_again(found: Cut, ids: list[str]) -> Iterator[Repair]:
    """A plan's heading that comes back after another plan's, as not all do: what stands under it may be the other's."""
    own: dict[tuple[int, int], list[Block]] = defaultdict(list)
    for block in found.blocks:
        if block.title is not None:
            blocks = own[block.group, block.heading.place.line if block.heading else 0]
            if not blocks or blocks[-1].plan != block.plan:
                blocks.append(block)
    for blocks in own.values():
        times = Counter(block.plan for block in blocks)
        for at, block in enumerate(blocks):
            is_again = block.plan in (each.plan for each in blocks[:at])
            if block.title and block.plan is not None and is_again and times[block.plan] > min(times.values()):
                told = f"この施策の見出しが「{found.plans[blocks[at - 1].plan or 0].name}」の後にもう一度あります"
                line = block.title.place.line
                yield Repair(
                    ids[block.plan], "plans", None, "sheet", "heading_count", block.title.text, told, line, True
                )


def _not_listed(found: Cut, ids: list[str]) -> Iterator[Repair]:
    """A plan that a list of its chapter does not name: what stands under another may be its own."""
    for kind in LISTS:
        named: dict[int, set[int]] = defaultdict(set)
        words: dict[int, str] = {}
        for block in found.blocks:
            if block.kind == kind and block.plan is not None:
                named[block.group].add(block.plan)
                words[block.group] = block.words
        for at, plan in enumerate(found.plans):
            if named[plan.group] and at not in named[plan.group]:
                told = f"「{words[plan.group]}」に、この施策の見出しがありません（前の施策のものとして読んだかもしれません）"
                yield Repair(ids[at], "plans", None, "name", "not_listed", plan.name, told, plan.place.line, True)
