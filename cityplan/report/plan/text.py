"""The prose of a brief: purpose, directions, programmes, notes, rule and source."""

from collections import Counter
from typing import Any

from cityplan.city.rules import Rule
from cityplan.city.source import Edition
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.read.kinds import kind_of
from cityplan.read.places import line_words
from cityplan.report.cite import line_cited, line_link, lines_beside, lines_of
from cityplan.report.document import source_named
from cityplan.report.plan.brief import Brief, linked_facts, shown_status
from cityplan.report.report import filled, note_lines
from cityplan.report.table import table
from cityplan.tables.contract import CommentRow, CorrectionRow, FindingRow, ProgramItemRow, ProgramRow, TextRow
from cityplan.tables.formulas import RATIO, REQUIRED_PER_YEAR, SHARE_OF_WAY, in_words
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import NUMBERS, records

MOST_ROWS_TOLD = 8  # rows whose lines are told one by one; more would fill the page


def sentence(b: Brief, words: str) -> Fragment | None:
    """A sentence 文 of the notebook's own, with the facts of the plan in braces.

    None where the source has no row of the plan: nothing is known then, which is not 0件.
    """
    if not (b.indicators or b.activities):
        return None
    return fragment("<p>{}</p>", filled(words, linked_facts(b)))


def directions(b: Brief) -> Fragment:
    """今後の取組の方向性 of each activity, in full."""
    return joined(
        fragment(
            "<p><strong>{}</strong>　{}{}</p>",
            row.name,
            row.direction,
            lines_beside(b.lines, "activities", row.activity_no, "direction"),
        )
        for row in b.activities
        if row.direction
    )


def purpose(b: Brief) -> Fragment:
    """目的, in full."""
    where = lines_beside(b.lines, "plans", 1, "purpose")
    return fragment("<p>{}{}</p>", b.plan.purpose, where) if b.plan.purpose else Fragment()


def prose(b: Brief, *names: str) -> Fragment:
    """The paragraphs of one or more sections 見出し of the source, with their subheadings."""
    own = b.exact["texts"][b.exact["texts"]["section"].isin(names)]
    said: list[Fragment] = []
    heading = ""
    for row in records(own, TextRow):
        if row.heading != heading:
            heading = row.heading
            said.append(fragment("<p><strong>{}</strong></p>", heading) if heading else Fragment())
        said.append(fragment("<p>{}{}</p>", row.text, _where(b, row)))
    return joined(said)


def _where(b: Brief, row: Any) -> Fragment:
    """The line of a paragraph or an item, on screen."""
    return fragment('<span class="screen muted">{}</span>', line_cited(b.edition, row.source_line))


def points(b: Brief, name: str) -> Fragment:
    """The items of one section 見出し of the source, as a list."""
    own = records(b.exact["texts"][b.exact["texts"]["section"] == name], TextRow)
    return (
        fragment("<ul>{}</ul>", joined(fragment("<li>{}{}</li>", row.text, _where(b, row)) for row in own))
        if own
        else Fragment()
    )


def captions(b: Brief, *names: str) -> Fragment:
    """Captions and other short texts of the source, with their lines."""
    own = b.exact["texts"][b.exact["texts"]["section"].isin(names)]
    return note_lines(
        fragment("{}：{}{}", row.section, row.text, line_cited(b.edition, row.source_line))
        for row in records(own, TextRow)
    )


def programs(b: Brief, width: str = "32mm 26mm 1.5fr 1fr") -> Fragment | None:
    """基本事業: divisions, policies and main activities."""
    rows = records(b.exact["programs"], ProgramRow)
    items = records(b.exact["program_items"], ProgramItemRow)
    cells = [
        [
            fragment("<strong>{}</strong>", line_link(row.source_line, row.name)),
            *(
                _items([i for i in items if (i.program_no, i.kind) == (row.program_no, kind)], kind)
                for kind in ("division", "policy", "activity")
            ),
        ]
        for row in rows
    ]
    heads = ("基本事業", "担当課", "取組方針", "主な事業取組")
    classes = ("label", "prose", "prose", "prose")
    return table("plain", list(zip(heads, classes, width.split(), strict=True)), cells) if rows else None


def _items(items: list[Any], kind: str) -> Fragment:
    between = "<br>" if kind == "policy" else "、"
    said = joined((line_link(item.source_line, item.text) for item in items), between)
    return fragment("{}{}", said, " 等" if any(item.and_others for item in items) else "")


# notes, rule, source


def alert(b: Brief) -> Fragment | None:
    """Contradictions in the document that a reader must know before the tables 確認が必要な点."""
    errors = b.exact["findings"][b.exact["findings"]["severity"] == "error"]
    if errors.empty:
        return None
    return joined(
        fragment('<p class="alert"><strong>確認</strong>　{}{}</p>', e.message, line_cited(b.edition, e.source_line))
        for e in records(errors, FindingRow)
    )


def open_entries(b: Brief, words: str) -> Fragment | None:
    """A sentence of the notebook's on what is not entered 未入力; None where nothing is open."""
    if not b.open_entries:
        return None
    said = filled(words, linked_facts(b))
    return fragment('<p class="alert"><strong>未入力</strong>　{}</p>', said)


def notes(b: Brief) -> Fragment | None:
    """The plan's findings 指摘 as numbered notes, with the line and what to ask."""
    return (
        note_lines(
            fragment(
                "<strong>注{}</strong>　{}{}→{}",
                number,
                each.message,
                line_cited(b.edition, each.source_line, "原文"),
                each.suggestion.partition("\n")[0],  # the lines to paste below it are for the analyst's list
            )
            for number, each in enumerate(b.noted, start=1)
        )
        or None
    )


def corrections(b: Brief) -> Fragment | None:
    """What the division corrected 訂正: printed, used, reason and day of the decision."""
    return (
        note_lines(
            fragment("<strong>訂正</strong>　{}", correction_words(b, c))
            for c in records(b.exact["corrections"], CorrectionRow)
        )
        or None
    )


def correction_words(b: Brief, c: Any) -> Fragment:
    """One correction in words: the cell, what is printed, what is used, reason, day, line."""
    return fragment(
        "{}：記載{} → 使用「{}」　理由：{}（{}、原文{}）",
        _cell_name(b, c),
        f"「{c.printed}」" if c.printed else "なし",
        c.use,
        c.reason,
        c.date,
        line_link(c.source_line, line_words(b.edition, c.source_line)),
    )


def _cell_name(b: Brief, cell: Any) -> str:
    rows = b.activities if cell.table == "activities" else b.indicators
    name = next(full_name(r) for r in rows if getattr(r, NUMBERS[cell.table]) == cell.row)
    return f"「{name}」の{label(cell.table, f'{cell.column}_text')}"


def comments(b: Brief) -> Fragment | None:
    """企画課コメント: the division's own remarks on the plan, in paragraphs."""
    return joined(fragment("<p>{}</p>", c.text) for c in records(b.exact["comments"], CommentRow)) or None


def rule_text(b: Brief) -> Fragment | None:
    """The rule 判定の規則 and the formulas behind what this brief computes."""
    return formulas(b.edition, b.rule, b.activities, b.indicators)


def formulas(edition: Edition, rule: Rule | None, activities: list[Any], indicators: list[Any]) -> Fragment | None:
    """The rule 判定の規則 and the formulas, as far as an edition has figures for them."""
    said = [_rule_words(edition, rule, indicators)] if indicators else []
    if activities:
        said.append(
            f"前年度比＝{in_words(RATIO, actual='今年度', previous='前年度')}（四捨五入）。増・減・同じは値のとおりで、良し悪しではない。割合（％）の事業の変化はポイントで記す。"
        )
    if edition.actual is not None and indicators:
        said.append(f"進捗率＝{in_words(SHARE_OF_WAY)}。")
        said.append(
            "良くなった・下がったは、前年度の値が分かれば値、分からなければ印による。基準値に届いていないは、実績値による。"
        )
    if indicators:
        said.append(
            f"1年の変化のうち「必要」＝{in_words(REQUIRED_PER_YEAR, latest='最新の実績値', years='目標年度までの年数')}。実績値がまだなければ基準値から。期間の平均で表す目標には計算しない。"
        )
    if any(row.mean_per_year is not None for row in indicators):
        said.append("「これまで」＝最も新しい2つの年度の値の差÷その間の年数。間の年度の印と合わなければ示さない。")
    return None if not said else fragment('<p class="source"><strong>規則</strong>　{}</p>', joined(said))


def _rule_words(edition: Edition, rule: Rule | None, indicators: list[Any]) -> str:
    """The classes of the city's own rule, each with its count; the rule's source where that is a document of its own.

    Another city has chosen one of the published rules itself: the document that it was first seen in says nothing of it.
    """
    if rule is None:
        return "達成状況の判定規則は資料に記載がないため、判定はしない。"
    counts = Counter(map(shown_status, indicators))
    classes = "　".join(f"{rule.told(mark)} {counts[mark]}件" for mark in rule.marks)
    return f"達成状況（指標{len(indicators)}件）：{classes}（「以下」の指標は大小を逆に比べる）。{_rule_source(edition, rule)}"


def _rule_source(edition: Edition, rule: Rule) -> str:
    own = rule.source.startswith(edition.city_name)
    return f"規則の出典：{rule.source}。" if own else f"判定の規則：{rule.title}。"


def source_text(b: Brief) -> Fragment:
    """The source 出典 with its lines."""
    where = [f"{b.edition.plan_noun}の一覧 {line_words(b.edition, b.plan.source_line)}"]
    if b.plan.has_sheet and b.plan.source_line_end > b.plan.source_line:
        where += [
            f"{label} {lines}"
            for label, lines in (
                ("目的", lines_of(b.lines, "plans", None, "purpose")),
                ("掲載事業", _lines_by_row(b, "activities", b.activities)),
                ("目標指標", _lines_by_row(b, "indicators", b.indicators)),
                ("今後の取組の方向性", lines_of(b.lines, "activities", None, "direction")),
                ("基本事業", lines_of(b.lines, "programs", None, None)),
                ("文章", lines_of(b.lines, "texts", None, "text")),
            )
            if lines
        ]
    return edition_source(b.edition, "、".join(where))


def _lines_by_row(b: Brief, table: str, rows: list[Any]) -> str:
    """The lines of a table, of each row where they are not too many to tell: （1）498〜499（2）500行."""
    if kind_of(b.edition).has_sheets or not 1 < len(rows) <= MOST_ROWS_TOLD:
        return lines_of(b.lines, table, None, None)
    numbers = [getattr(row, NUMBERS[table]) for row in rows]
    told = [lines_of(b.lines, table, number, None).removesuffix("行") for number in numbers]
    pairs = zip(numbers, told, strict=True)
    return "".join(f"（{number}）{lines}" for number, lines in pairs) + "行"


def edition_source(edition: Edition, where: str) -> Fragment:
    """The source 出典 of an edition and the lines used of it."""
    return fragment(
        '<p class="source"><strong>出典</strong>　{}{}。文と数値は原文のまま。計算した値は「計算」と記す。</p>',
        source_named(edition),
        where,
    )
