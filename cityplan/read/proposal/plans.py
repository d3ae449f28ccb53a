"""The headings of plans, groups and names プラン、基本目標、名前の列."""

from cityplan.files.toml_text import in_toml
from cityplan.read.proposal.draft import Work
from cityplan.read.proposal.seen import SeenColumn
from cityplan.read.table.similar_names import pairs


def take_plans(work: Work) -> None:
    """Give the columns of plan, group, number and name their places; a name that is not found is asked.

    An activity 事務事業 is the plan of its indicators where there is no other, else their subgroup.
    """
    plans, groups, activities = work.of["plan"], work.of["group"], work.of["activity"]
    if len(plans) > 1 and not groups:
        groups, plans = plans[:1], plans[1:]
    if not plans and (work.repeat is not None or work.of["indicator"]):
        plans = activities[:1]
    if not plans and groups:
        groups, plans = groups[:-1], groups[-1:]
    if groups:
        work.take("group", groups[0])
    if plans:
        work.take("plan", plans[0])
        _take_numbers(work, plans[0])
        _ask_spellings(work, groups[0] if groups else None, plans[0])
    _take_name(work)
    if not plans:
        _ask_plan(work)


def _take_numbers(work: Work, plan: SeenColumn) -> None:
    """A column of numbers is that of the plans where each plan has one of its own."""
    for column in work.of["plan_id"]:
        told = set(zip(_filled_down(column), _filled_down(plan), strict=True))
        numbers, names = ({each[at] for each in told} for at in (0, 1))
        if len(told) == len(numbers) == len(names) and "" not in numbers:
            work.take("plan_id", column)


def _take_name(work: Work) -> None:
    activities = work.of["activity"]
    if work.subject == "indicator" and activities and activities[0].at not in work.used:
        named = work.repeat is not None or work.of["indicator"]
        work.take("subgroup" if named else "name", activities[0])
    if work.subject == "indicator" and work.repeat is not None:
        return
    for column in work.of["indicator"] if work.subject == "indicator" else activities:
        work.take("name", column)
    if "name" not in work.out.block.columns:
        _ask_name(work)


def _ask_plan(work: Work) -> None:
    """Columns of texts before the names that several rows share, where none is known to name the plans."""
    name = next((each for each in work.rest if work.name(each) == work.out.block.columns.get("name")), None)
    before = [each for each in work.rest if name is not None and each.at < name.at and each.at not in work.used]
    divisions = work.of["division"]  # several activities of one 担当課 stand below each other
    texts = [each for each in before if not each.has_numbers and each not in divisions]
    shared = [each for each in texts if _is_shared(_filled_down(each))]
    if shared:
        work.out.ask(
            "columns",
            f"施策（プラン）の名前の列は「{'」「'.join(map(work.name, shared))}」ですか。そうなら、1行の先頭の # を消し、その見出しを left_out から"
            "消してください。どれでもなければ、全ての行が1つのプランに入ります。",
            *(f"plan = {in_toml(work.name(each))}" for each in shared),
        )


def _is_shared(texts: tuple[str, ...]) -> bool:
    """Whether rows that follow each other say the same, and not all do."""
    return 1 < len({*texts} - {""}) < len(texts) and "" not in texts


def _ask_name(work: Work) -> None:
    what = "指標" if work.subject == "indicator" else "事業"
    texts = [each for each in work.rest if each.filled and not each.has_numbers and each.at not in work.used]
    if not texts and "plan" in work.out.block.columns:  # 取組 may be what the rows are, and no plan
        plan = work.out.block.columns["plan"]
        work.out.ask(
            "columns",
            f"{what}の名前の列が、「{plan}」のほかにありません。この列が{what}の名前なら、次の行の先頭の # を消し、plan の行を消してください"
            '（事業の名前なら、subject = "activity" に、施策の見出しの行が表の中にあれば banner_rows = "plan" にします）。',
            f"name = {in_toml(plan)}",
        )
        return
    work.out.ask(
        "columns",
        f"{what}の名前の列はどれですか。1行の先頭の # を消し、その見出しを left_out から消してください。",
        *(f"name = {in_toml(work.name(each))}" for each in texts),
    )


def _ask_spellings(work: Work, group: SeenColumn | None, plan: SeenColumn) -> None:
    """Names that differ in a letter or two, which a run would tell too."""
    above = _filled_down(group) if group is not None else ("",) * len(plan.texts)
    found = list(pairs(zip(above, _filled_down(plan), strict=True)))
    if found:
        work.out.ask(
            "spellings",
            "1、2字だけ違う名前があります。同じものなら、次の行の先頭の # を消してください（左が資料の表記、右が使う表記）。"
            "違うものなら、そのままにしてください。",
            *(f"{in_toml(other)} = {in_toml(one)}" for _, one, other in found),
        )


def _filled_down(column: SeenColumn) -> tuple[str, ...]:
    """The texts of a column, an empty cell as the one above."""
    texts: list[str] = []
    for text in column.texts:
        texts.append(text or (texts[-1] if texts else ""))
    return tuple(texts)
