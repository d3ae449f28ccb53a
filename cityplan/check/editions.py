"""One document against the earlier ones of its city: values that differ, rows that may be the same."""

from decimal import Decimal

from cityplan.check.finding import Finding, Findings, Place, place
from cityplan.check.kind import FindingKind
from cityplan.city.renames import renamed_lines
from cityplan.compute.history import Conflict, Joined, Link, Told, conflicts, is_result, shown
from cityplan.compute.match import Item, MatchDoubt
from cityplan.files.errors import SourceError
from cityplan.japanese.quantities import minus, signed
from cityplan.read.printed import year_column
from cityplan.tables.definitions import IndicatorRow, ObservationRow, PlanRow, PrintedEntry
from cityplan.tables.names import full_name
from cityplan.tables.words import SUBJECT_TABLES, SUBJECTS

_TABLES = {**SUBJECT_TABLES, "plan": "plans"}
PREVIOUS_CHANGED = FindingKind("previous_changed", "前の文書と違う前年度の値", "warning")
EDITION_CONFLICT = FindingKind("edition_conflict", "前の文書と違う値", "warning")
CUMULATIVE_FELL = FindingKind("cumulative_fell", "減った延べの値", "warning")
DOUBTFUL_MATCH = FindingKind("doubtful_match", "続きかどうか分からない行", "warning")
EARLIER_UNREAD = FindingKind("earlier_unread", "読めない前の文書", "warning")
_ASK = {
    PREVIOUS_CHANGED: "どちらの値が正しいか、前年度の値を改めたのかを、担当課に確かめてください。",
    EDITION_CONFLICT: "どちらの値が正しいか、担当課に確かめてください。年度ごとの値には新しい文書の値を使います。",
}


def edition_findings(joined: Joined) -> Findings:
    """Values that this document and an earlier one print differently, and rows that may be joined."""
    for conflict in conflicts(joined):
        yield _conflict(joined, conflict)
    yield from _fallen_totals(joined)
    for doubt in joined.doubts:
        yield _doubt(joined, doubt)


def _fallen_totals(joined: Joined) -> Findings:
    """Totals since the first year 延べ that are less than an earlier document has them: they can but grow."""
    for key, links in joined.links.items():
        row = joined.now.rows[key]
        if not isinstance(row, IndicatorRow) or row.target_kind != "cumulative" or row.actual is None:
            continue
        link = next((each for each in links if _result(each) is not None), None)
        before = _result(link) if link else None
        if link is not None and before is not None and row.actual < before:
            yield _fallen_total(joined, row, row.actual, link, before)


def _result(link: Link) -> Decimal | None:
    """The actual of the earlier document, where it can be compared."""
    return None if link.other else link.told.rows[link.item.key].actual


def _fallen_total(joined: Joined, row: IndicatorRow, actual: Decimal, link: Link, was: Decimal) -> Finding:
    before = link.told.rows[link.item.key]
    now, past = f"{minus(actual)}{row.unit}", f"{minus(was)}{before.unit}"
    return Finding(
        CUMULATIVE_FELL,
        f"「{full_name(row)}」は延べなのに、前の文書の値より減っています（{link.told.year}の文書では{past}、"
        f"この文書では{now}）。",
        "延べの数え始め、その年度だけの数でないかを、担当課に確かめてください"
        f"（{link.told.year}の文書の{_line(link.told, before)}）。",
        place(row, "actual_text"),
        printed=row.actual_text,
        computed=f"{link.told.year}の文書：{past}",
        difference=signed(actual - was),
    )


def _conflict(joined: Joined, conflict: Conflict) -> Finding:
    subject, plan_id, no = conflict.key
    table, row, own, their = (_TABLES[subject], joined.now.rows[conflict.key], conflict.own, conflict.their)
    gap = own.value - their.value
    kind = PREVIOUS_CHANGED if conflict.of_previous else EDITION_CONFLICT
    own_words, their_words = (shown(each.value, each.text, each.unit) for each in (own, their))
    return Finding(
        kind,
        f"「{full_name(row)}」の{own.era}の値が、この文書（{joined.now.year}）では{own_words}、"
        f"{conflict.told.year}の文書では{their_words}です。",
        f"{_ASK[kind]}（この文書の{_line(joined.now, own)}、{conflict.told.year}の文書の{_line(conflict.told, their)}）",
        Place(own.source_line, table, plan_id, no, _column(joined, conflict)),
        printed=own.text,
        computed=f"{conflict.told.year}の文書：{their_words}",
        difference=signed(gap),
    )


def _column(joined: Joined, conflict: Conflict) -> str:
    """The column that prints our value."""
    own = conflict.own
    if own.role != "actual" or is_result(joined.now.values[conflict.key], own):
        return f"{own.role}_text"
    return year_column(own.fiscal_year)


def _doubt(joined: Joined, doubt: MatchDoubt) -> Finding:
    item, before = doubt.new, joined.before
    assert before is not None
    table = _TABLES[item.subject]
    is_plan = item.subject == "plan"
    line = joined.now.plans[item.plan].source_line if is_plan else joined.now.rows[item.key].source_line
    word = SUBJECTS.get(item.subject, "プラン")
    said = "、".join(f"「{other.printed}」（プラン{other.plan}）" for other in doubt.old)
    lines = "、".join(_line(before, _row(before, other)) for other in doubt.old)
    return Finding(
        DOUBTFUL_MATCH,
        f"{word}「{item.printed}」が、{before.year}の文書の{said}の続きかどうか分かりません。値はつないでいません。",
        _paste(joined, doubt, f"{before.year}の文書の{lines}"),
        Place(line, table, item.plan, None if is_plan else item.no, "name"),
        printed=item.printed,
        computed="、".join(other.printed for other in doubt.old),
    )


def _row(told: Told, item: Item) -> PlanRow | PrintedEntry:
    return told.plans[item.plan] if item.subject == "plan" else told.rows[item.key]


def _line(told: Told, row: PlanRow | PrintedEntry | ObservationRow) -> str:
    return told.line_words(row.source_line)


def _paste(joined: Joined, doubt: MatchDoubt, where: str) -> str:
    """What to ask, and where it stands; on lines of their own, what to add to source.toml where the answer is yes."""
    if len(doubt.old) == 1 and doubt.old[0].full == doubt.new.full:
        return f"同じものが別のプランへ移ったのかを、担当課に確かめてください（{where}。名前のほかに、同じ行と分かる値がありません）。"
    if len(doubt.old) > 1:
        return f"どれの続きかを、担当課に確かめてください（{where}。同じ名前が2つ以上あり、名前では決まりません）。"
    plan = "" if doubt.new.subject == "plan" else doubt.new.plan
    declared = renamed_lines(doubt.old[0].printed, doubt.new.printed, joined.now.fiscal_year, plan)
    return f"同じものかどうか、担当課に確かめてください（{where}）。\n同じなら、source.toml の終わりに次の行を加えます。\n{declared}"


def earlier_unread(year: str, error: SourceError) -> Finding:
    """An earlier document that cannot be read, so that none of its values is joined."""
    return Finding(
        EARLIER_UNREAD,
        f"{year}の文書を読めないため、{year}の値をつないでいません（{error}）",
        f"{year}の文書を直して、もう一度実行してください。",
    )
