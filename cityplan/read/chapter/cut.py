"""The contents of a file -> the blocks of its chapters: what stands under which heading of which plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cityplan.city.chapter_form import ChapterForm
from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.japanese.letters import squeeze
from cityplan.read.chapter.page_columns import in_reading_order
from cityplan.read.chapter.patterns import bare, is_heading, labelled, said
from cityplan.read.chapter.plans import Item, Named, listed, sections
from cityplan.read.file.contents import CellGrid, Contents, Paragraph
from cityplan.read.printed import Line, Place, is_title

LISTS = ("indicators", "related")  # the blocks in which plans are listed before their sections


@dataclass
class PlanFound:
    """A plan 施策: number and name as printed, the group that it belongs to, where lists and its section name it."""

    number: str
    name: str
    group: int
    listed: list[Paragraph] = field(default_factory=list)
    section: list[Paragraph] = field(default_factory=list)
    section_number: str = ""

    @property
    def place(self) -> Place:
        """Where it is first named."""
        return min((each.place for each in (*self.listed, *self.section)), key=lambda place: place.line)


@dataclass
class Block:
    """What stands under one heading: `kind` is what it is, `heading` the words, `plan` whose it is (None: the group's).

    `title` is the plan's own heading, where the block begins with one.
    """

    kind: str
    heading: Paragraph | None
    group: int
    plan: int | None
    items: list[Item] = field(default_factory=list)
    title: Paragraph | None = None

    @property
    def words(self) -> str:
        """The heading without its marks."""
        return bare(self.heading.text) if self.heading else ""


@dataclass
class Cut:
    """A file cut at its headings."""

    groups: list[Paragraph] = field(default_factory=list)
    plans: list[PlanFound] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    left: list[tuple[Paragraph, str]] = field(default_factory=list)  # with the reason
    unknown: list[Item] = field(default_factory=list)


def cut(contents: Contents, edition: Edition, faults: list[SourceError]) -> Cut:
    """Cut the contents of a file into blocks; what is wrong with its headings is told in `faults`."""
    found = Cut()
    items = list(_kept(contents, edition, found))
    form = edition.chapter
    lists = listed(items, form)
    titles = sections(items, lists, form)
    current: Block | None = None
    at = 0
    while at < len(items):
        item = items[at]
        named = titles.get(at) or (lists.get(at) if current is None or current.kind != "aside" else None)
        if named and isinstance(item, Paragraph):
            own = [each for each in items[at : at + named.items] if isinstance(each, Paragraph)]
            current = _of_plan(named, own, at in titles, current, found)
        elif isinstance(item, Paragraph) and (begun := _begun(item, current, form, found)):
            current = begun
        elif current is None:
            found.unknown.append(item)
        else:
            current.items.append(item)
        at += named.items if named else 1
    faults += _faults(found, edition)
    return found


def _kept(contents: Contents, edition: Edition, found: Cut) -> Iterator[Item]:
    """All paragraphs and tables by their place, but for what is left out; a table of one cell is a text in a frame."""
    items: list[Item] = [*contents.paragraphs, *map(_unframed, contents.grids)]
    left_out = {squeeze(text) for text in edition.left_out}
    for item in in_reading_order(items):
        if isinstance(item, CellGrid):
            yield item
        elif squeeze(item.text) in left_out:
            found.left.append((item, "declared"))
        elif is_title(Line(item.place.line, item.text, False), edition.title) and not said(
            edition.chapter.group, item.text
        ):
            found.left.append((item, "title"))
        elif item.text.strip():
            yield item


def _unframed(grid: CellGrid) -> Item:
    shown = [cell for cell in grid.cells if cell.text.strip()]
    is_frame = len(shown) == 1 and not shown[0].doubt and not shown[0].notes
    return Paragraph(shown[0].text, shown[0].place) if is_frame else grid


# headings


def is_declared(text: str, form: ChapterForm) -> bool:
    """Whether a text is a heading that is declared, by marks or words of its own; it may stand in a row of a table."""
    forms = (form.group, form.plan, form.aside)
    return any(said(each, text) for each in forms) or any(is_heading(words, text) for _, words in form.headings())


def _begun(item: Paragraph, current: Block | None, form: ChapterForm, found: Cut) -> Block | None:
    """The block that a text begins as a heading; None where it is none."""
    group = len(found.groups) - 1
    plan = current.plan if current else None
    if said(form.group, item.text):
        return _of_group(item, current, found)
    for kind, words in form.headings():
        if is_heading(words, item.text):
            return _added(Block(kind, item, group, None if kind in LISTS and _is_front(plan, found) else plan), found)
    if said(form.aside, item.text) or is_heading(form.aside, item.text):
        block = Block("aside", None, group, plan)
        block.items.append(item)
        return current if _goes_on(item, current) else _added(block, found)
    if current and current.kind == "aside" and _is_next_activity(item, plan, form, found):
        return _added(Block("activities", None, group, plan, [item]), found)
    return None


def _is_front(plan: int | None, found: Cut) -> bool:
    """Whether a list begins before the sections: its plans are named in it."""
    return plan is None or not found.plans[plan].section


def _goes_on(item: Paragraph, current: Block | None) -> bool:
    """A second aside beside the first: both stand in columns and are put in order together."""
    if current is None or current.kind != "aside":
        return False
    current.items.append(item)
    return True


def _is_next_activity(item: Paragraph, plan: int | None, form: ChapterForm, found: Cut) -> bool:
    """Whether activities go on behind an aside: the next number of the same plan."""
    own = said(form.activity, item.text)
    earlier = [
        said(form.activity, each.text)
        for block in found.blocks
        if block.kind == "activities" and block.plan == plan
        for each in block.items
        if isinstance(each, Paragraph) and labelled(form.division, each.text) is None
    ]
    numbers = [each.id for each in earlier if each]
    return bool(own and own.id.isdecimal() and numbers and int(own.id) == len(numbers) + 1)


def _added(block: Block, found: Cut) -> Block:
    found.blocks.append(block)
    return block


def _of_group(item: Paragraph, current: Block | None, found: Cut) -> Block:
    """The title of a chapter; where it stands again what stands under it goes on."""
    if found.groups and squeeze(found.groups[-1].text) == squeeze(item.text):
        found.left.append((item, "title"))
        if current:
            return current
    else:
        found.groups.append(item)
    return _added(Block("front", None, len(found.groups) - 1, None), found)


def _of_plan(named: Named, own: list[Paragraph], is_section: bool, current: Block | None, found: Cut) -> Block:
    """The plan that a text names: the one of that number and name in its chapter, or a new one."""
    group = len(found.groups) - 1
    number, name = named.said.id, squeeze(named.said.name)
    alike = [at for at, plan in enumerate(found.plans) if plan.group == group and squeeze(plan.name) == name]
    if not alike:
        found.plans.append(PlanFound(number, named.said.name, group))
        alike = [len(found.plans) - 1]
    plan = found.plans[alike[0]]
    if is_section:
        plan.section_number = plan.section_number or number
        found.left += ((each, "repeated_heading") for each in own) if plan.section else ()
        plan.section = plan.section or own
        return _added(Block("section", None, group, alike[0], title=own[0]), found)
    found.left += ((each, "repeated_heading") for each in own) if plan.listed else ()
    plan.listed = plan.listed or own
    in_list = current is not None and current.kind in LISTS
    kind, heading = (current.kind, current.heading) if current and in_list else ("section", None)
    return _added(Block(kind, heading, group, alike[0], title=own[0]), found)


# what may be wrong


def _faults(found: Cut, edition: Edition) -> Iterator[SourceError]:
    form = edition.chapter
    if not found.plans:
        forms = "、".join(f"「{each}」" for each in (form.plan, form.section) if each)
        yield SourceError(
            f"施策の見出し（{forms}の形）が1つもありません",
            file=edition.raw_file,
            column="section",
            text=form.section or form.plan,
            next_step="[edition.chapter] の plan と section を、原文の見出しの形に直してください。原文の初めの文字: "
            + "".join(f"「{each.text[:30]}」" for each in found.unknown[:5] if isinstance(each, Paragraph)),
        )
        return
    yield from _without_section(found.plans, edition)
    seen = {block.kind: True for block in found.blocks} | {
        bare(block.heading.text): True for block in found.blocks if block.heading
    }
    for kind, words in form.headings():
        if bare(words) not in seen:
            yield SourceError(
                f"見出し「{words}」が1つもありません",
                file=edition.raw_file,
                column="texts" if kind == "text" else kind,
                text=words,
                next_step="原文の見出しの語に直すか、なければ [edition.chapter] のその語を消してください。",
            )


def _without_section(plans: Sequence[PlanFound], edition: Edition) -> Iterator[SourceError]:
    for plan in plans if edition.chapter.section else ():
        if not plan.section:
            yield SourceError(
                f"施策「{plan.name}」の本文（「{edition.chapter.section}」の形の題）がありません",
                file=edition.raw_file,
                text=f"{plan.number} {plan.name}".strip(),
                next_step="題の番号と名前が一覧と同じか、section の形が合っているか、原文を確かめてください。",
            )
