"""The prose of a brief: purpose, directions, programmes, notes, rule and source."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from cityplan.check.structure import PLAN_NUMBER_REPEATED
from cityplan.city.edition import Edition
from cityplan.city.rules import Rule
from cityplan.compute.results import target_behind_baseline
from cityplan.draw.chart import is_off_scale
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.read.kinds import kind_of
from cityplan.read.places import pages_in_words
from cityplan.read.printed import NOTES
from cityplan.report.cite import line_beside, lines_beside
from cityplan.report.cutouts import cutout, cutouts
from cityplan.report.document import document_named, source_named
from cityplan.report.plan.brief import Brief, linked_facts
from cityplan.report.proofs import proof_rows, proof_words
from cityplan.report.quoted import captions, is_sentence
from cityplan.report.report import Report, filled, note_lines, section
from cityplan.report.row_words import other_baselines, shown_status
from cityplan.tables.definitions import (
    Activity,
    AnswerRow,
    CellRow,
    CommentRow,
    CorrectionRow,
    Entry,
    FindingRow,
    Indicator,
    ObservationRow,
    TextRow,
)
from cityplan.tables.formulas import RATIO, REQUIRED_PER_YEAR, SHARE_OF_WAY, in_words
from cityplan.tables.names import full_name, label
from cityplan.tables.schema import NUMBERS, records

_NO_RULE = "達成状況の判定規則を読み取っていないため、判定はしない。"


def sentence(b: Brief, words: str) -> Fragment | None:
    """A sentence 文 of the notebook's own, with the facts of the plan in braces.

    None where the source has no row of the plan: nothing is known then, which is not 0件.
    """
    if not (b.indicators or b.activities):
        return None
    return fragment("<p>{}</p>", filled(words, linked_facts(b)))


def purpose(b: Brief, heading: str) -> Fragment:
    """目的, in full, in a paragraph that begins with its heading."""
    where = lines_beside(b.lines, "plans", 1, "purpose")
    words = b.plan.purpose
    return fragment("<p><strong>{}</strong>　{}{}</p>", heading, words, where) if words else Fragment()


def prose(b: Brief, *names: str) -> Fragment:
    """The paragraphs of one or more sections 見出し of the source, with their subheadings."""
    said: list[Fragment] = []
    heading = ""
    for row in _rows(b, *names):
        if row.heading != heading:
            heading = row.heading
            said.append(fragment("<p><strong>{}</strong></p>", heading) if heading else Fragment())
        said.append(fragment("<p>{}</p>", row.text))
    return joined(said)


def box(b: Brief, name: str) -> Fragment | None:
    """A box 囲み under the heading that it has in the source; None where there is none.

    Its sentences stand below their subheading, and what is no sentence (LINE, Facebook) behind them, as a list. The captions
    of its pictures are left out; the 正誤表案 lists them.
    """
    left_out = captions(row.text for row in _rows(b, name))
    rows = [row for row in _rows(b, name) if row.text not in left_out]
    titled = bool(rows) and not rows[0].heading and not is_sentence(rows[0].text)
    own = rows[titled:]
    parts = (_part(heading, [row.text for row in group]) for heading, group in groupby(own, lambda row: row.heading))
    return section(rows[0].text if titled else name, *parts) if rows else None


def _part(heading: str, texts: Sequence[str]) -> Fragment:
    """A part of a box: its heading, its sentences, then its items; a title without text is its own heading."""
    sentences = "".join(text for text in texts if is_sentence(text))
    items = [text for text in texts if not is_sentence(text)]
    if not heading and not sentences:
        heading, items = "、".join(items), []
    named = fragment("<strong>{}</strong>　", heading) if heading else ""
    listed = fragment(' <small class="muted">{}</small>', "、".join(items)) if items else ""
    return fragment('<p class="note">{}{}{}</p>', named, sentences, listed)


def of_group(b: Brief, heading: str) -> Fragment:
    """What the document says of the project プロジェクト of a plan that has no sheet, whole, under a heading of the notebook's.

    `heading` has the project's name 名 in braces.
    """
    texts = records(b.exact["texts"], TextRow) if b.plan.has_sheet is False else []
    said = [fragment('<p class="quote">「{}」</p>', row.text) for row in texts if is_sentence(row.text)]
    return fragment("<h2>{}</h2>{}", filled(heading, {"名": b.plan.group}), joined(said)) if said else Fragment()


def _rows(b: Brief, *names: str) -> list[TextRow]:
    texts = b.exact["texts"]
    return records(texts[texts["section"].isin(names)], TextRow)


# notes, rule, source


_CELL_OF_A_FORM = re.compile(r"^シート「[^」]*」 [A-Z]{1,3}\d+ ")


def _public(message: str) -> str:
    """What a finding says, without the cell of the entry form 記入様式, which the public has not.

    >>> _public("シート「13」 H14 「観光入込客数」の基準値は2つ記載されています。")
    '「観光入込客数」の基準値は2つ記載されています。'
    """
    return _CELL_OF_A_FORM.sub("", message)


def alert(b: Brief) -> Fragment | None:
    """Contradictions in the document that a reader must know before the tables 確認が必要な点."""
    errors = b.exact["findings"][b.exact["findings"]["severity"] == "error"]
    if errors.empty:
        return None
    return joined(
        fragment(
            '<p class="alert"><strong>確認</strong>　{}{}{}</p>',
            _public(e.message),
            _cut_out(b, e),
            line_beside(e.source_line),
        )
        for e in records(errors, FindingRow)
    )


def _cut_out(b: Brief, finding: FindingRow) -> Fragment:
    """The printed cell of a finding, behind what is told of it."""
    shown = cutout(cutouts(b).get(finding.finding_id))
    return fragment(" {}", shown) if shown else Fragment()


def open_entries(b: Brief, words: str) -> Fragment | None:
    """A sentence of the notebook's on what is not entered 未入力; None where nothing is open."""
    if not b.open_entries:
        return None
    said = filled(words, linked_facts(b))
    return fragment('<p class="alert"><strong>未入力</strong>　{}</p>', said)


def notes(b: Brief) -> Fragment | None:
    """The plan's findings 指摘 on its numbers, as numbered notes in one paragraph; below it the notes of its sheet."""
    numbered = enumerate(b.noted, start=1)
    told = joined(
        (
            fragment(
                '<strong><span class="nowrap">注{}</span></strong>　{}{}',
                number,
                _public(each.message),
                _cut_out(b, each),
            )
            for number, each in numbered
        ),
        "　",
    )
    printed = joined(
        (
            fragment("{}{}{}", f"{each.heading}：" * bool(each.heading), each.text, line_beside(each.source_line))
            for each in _rows(b, NOTES)
        ),
        "　",
    )
    own = fragment("<strong>資料の注</strong>　{}", printed) if printed else Fragment()
    shown = [each for each in (_number_again(b), told, own) if each]
    return note_lines(shown) if shown else None


def _number_again(b: Brief) -> Fragment:
    """That another plan of the document bears the printed number of this one, which is then another here."""
    own = (each for each in records(b.exact["findings"], FindingRow) if each.kind == PLAN_NUMBER_REPEATED.name)
    return joined(fragment("<strong>番号</strong>　{}", each.message) for each in own)


def corrections(b: Brief) -> Fragment | None:
    """What the division corrected 訂正: printed, used, reason and day of the decision."""
    return (
        note_lines(
            fragment("<strong>訂正</strong>　{}", correction_words(b, c))
            for c in records(b.exact["corrections"], CorrectionRow)
        )
        or None
    )


def correction_words(b: Brief, c: CorrectionRow) -> Fragment:
    """One correction in words: the cell, what is printed, what is used, reason, day, line."""
    return fragment(
        "{}：記載{} → 使用「{}」　理由：{}（{}）",
        _cell_name(b, c),
        f"「{c.printed}」" if c.printed else "なし",
        c.use,
        c.reason,
        c.date,
    )


def _cell_name(b: Brief, cell: CorrectionRow) -> str:
    rows: Sequence[Entry] = b.activities if cell.table == "activities" else b.indicators
    name = next(full_name(r) for r in rows if r.no == cell.row)
    return f"「{name}」の{label(cell.table, f'{cell.column}_text')}"


def comments(b: Brief) -> Fragment | None:
    """企画課コメント: the division's own remarks on the plan, in paragraphs; below them what others answered of findings."""
    remarks = [fragment("<p>{}</p>", c.text) for c in records(b.exact["comments"], CommentRow)]
    answered = [
        fragment("<p>{}（回答：{}、{}）</p>", _answered(b, finding, a.text), a.respondent, a.date)
        for finding, a in confirmed(b)
    ]
    return joined([*remarks, *answered]) or None


def confirmed(o: Report) -> list[tuple[FindingRow, AnswerRow]]:
    """What was answered in words of the findings that a division says are right 正しい, each with its finding."""
    kept = {each.finding_id: each for each in records(o.exact["findings"], FindingRow) if each.state == "kept"}
    given = records(o.exact["answers"], AnswerRow)
    return [(kept[a.finding_id], a) for a in given if a.outcome == "kept" and a.text and a.finding_id in kept]


def _answered(b: Brief, finding: FindingRow, text: str) -> str:
    """An answer with what it is about: 「事業」の前年度比「144.4%」について、…"""
    if finding.table not in NUMBERS or not finding.row:
        return text
    rows: Sequence[Entry] = b.activities if finding.table == "activities" else b.indicators
    name = next((full_name(r) for r in rows if r.no == finding.row), "")
    what = label(finding.table, finding.column).removesuffix("（印字）") if finding.column else ""
    return f"「{name}」{f'の{what}' * bool(what)}{f'「{finding.printed}」' * bool(finding.printed)}について、{text}"


def rule_and_source(b: Brief) -> Fragment:
    """How the page is to be read 見方, and its source 出典 with what is quoted and what is computed, and which
    numbers other sources have too 照合: in one paragraph.
    """
    proved = proof_words(proof_rows(b.exact))
    parts = (("見方", _how_to_read(b)), ("出典", source_words(b)), ("照合", proved))
    told = (fragment("<strong>{}</strong>　{}", name, said) for name, said in parts if said)
    return fragment('<p class="source">{}</p>', joined(told, "　"))


def _how_to_read(b: Brief) -> str:
    """How marks, figures and computed numbers of this brief are to be read."""
    said = [_marks_read(b), _figure_read(b) if b.has_rulers else ""] if b.indicators and b.started else []
    if any(row.value_change for row in b.activities):
        said.append(
            f"増・減・同じは値のとおりで、良し悪しではない。前年度比＝{in_words(RATIO, actual='今年度', previous='前年度')}（四捨五入）。"
        )
    return "".join(said)


def _marks_read(b: Brief) -> str:
    """What the head of the figure does not say of the marks 印."""
    if b.rule is None:
        return _NO_RULE
    shown = {mark for row in b.indicators for mark in (shown_status(row), row.status_previous_printed)}
    unplaced = [
        f"{mark}は「{word}」"
        for mark in b.rule.marks
        if mark in shown and not b.rule.zone(mark) and (word := b.rule.word(mark))
    ]
    lower = "「以下」の指標は大小を逆に比べる。" if any(row.polarity == "lower" for row in b.indicators) else ""
    chosen = "" if _is_own(b.edition, b.rule) else _rule_source(b.edition, b.rule)
    return (f"印の{'、'.join(unplaced)}。" if unplaced else "") + lower + chosen


def _figure_read(b: Brief) -> str:
    said = "図は右ほど良く、基準値と目標値の間の割合で印を置いた。"
    if any(row.actual is not None and row.target is not None and not row.polarity for row in b.indicators):
        said += "向きの分からない指標の図は、良し悪しを示さない。"
    if any(row.target == row.baseline or _is_behind(row) for row in b.indicators if row.target is not None):
        said += "斜線は目標値が基準値と同じか手前のもので、印の区分に置いた。"
    if any(row.progress_ratio is not None and is_off_scale(row.progress_ratio) for row in b.indicators):
        said += "≪≫は図の外。"
    if any(other_baselines(records(b.exact["observations"], ObservationRow), row) for row in b.indicators):
        said += "基準値が2つあるものは、その間では2つの基準値の割合で置いた。"
    if any(row.moved_by == "mark" and row.moved != "same" and not row.status_change_doubtful for row in b.indicators):
        said += "矢印は前年度の印からの動き（前年度の値は資料になく、長さに意味はない）。"
    if any(row.expected_by == "straight" for row in b.indicators):
        said += "目安は、基準値から目標値まで毎年同じだけ進む場合の値で、計算による（市の目標ではない）。"
    ways = {row.expected_by for row in b.indicators}
    if "printed" in ways:
        said += f"{'年度の付いた' if 'straight' in ways else ''}点線は、資料に書かれたその年度の目標などの値。"
    return said


def _is_behind(row: Indicator) -> bool:
    return target_behind_baseline(row.baseline, row.target, row.polarity)


def formulas(
    edition: Edition, rule: Rule | None, activities: list[Activity], indicators: list[Indicator]
) -> Fragment | None:
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


def _rule_words(edition: Edition, rule: Rule | None, indicators: list[Indicator]) -> str:
    """The classes of the city's own rule, each with its count; the rule's source where that is a document of its own.

    Another city has chosen one of the published rules itself: the document that it was first seen in says nothing of it.
    """
    if rule is None:
        return _NO_RULE
    counts = Counter(map(shown_status, indicators))
    classes = "　".join(f"{rule.told(mark)} {counts[mark]}件" for mark in rule.marks)
    return f"達成状況（指標{len(indicators)}件）：{classes}（「以下」の指標は大小を逆に比べる）。{_rule_source(edition, rule)}"


def _rule_source(edition: Edition, rule: Rule) -> str:
    return f"規則の出典：{rule.source}。" if _is_own(edition, rule) else f"判定の規則：{rule.title}。"


def _is_own(edition: Edition, rule: Rule) -> bool:
    """Whether a rule is that of the city's own document."""
    return rule.source.startswith(edition.city_name)


def source_words(b: Brief) -> str:
    """The source 出典, in words that the document uses, and how its words and values are to be told from what is computed."""
    e = b.edition
    pages = pages_in_words(cell for cell in records(b.exact["cells"], CellRow) if cell.row)
    named = f"{document_named(e)}{kind_of(e).called}{pages}の{b.name}「{b.plan.name}」"
    return f"{named}。{_whence(b)}"


def _whence(b: Brief) -> str:
    """What of the page is the document's, and what is computed of it: only what stands on this page."""
    texts = _texts_shown(b)
    has_marks = b.started and any(row.status_printed or row.status_previous_printed for row in b.indicators)
    values = "数値・印" if has_marks else "数値" if b.indicators or b.activities else ""
    own = "と".join(filter(None, (texts, values)))
    computed = _computed_shown(b)
    return (f"{own}は資料による。" if own else "") + (f"{computed}は、資料の数値からの計算。" if computed else "")


def _texts_shown(b: Brief) -> str:
    """Which texts are the document's word by word: those in 「 」, or all below their headings."""
    if b.plan.has_sheet is False or any(
        [*(row.factors or row.direction for row in b.activities), *(row.factors for row in b.indicators)]
    ):
        has_words = len(b.exact["texts"]) or b.activities or any(row.factors for row in b.indicators)
        return "「 」の中の文" if has_words else ""
    return "文" if not b.started and len(b.exact["texts"]) else ""


def _computed_shown(b: Brief) -> str:
    """Which figures of the page the document does not print."""
    if not b.started:
        return "毎年必要な変化" if any(row.required_per_year is not None for row in b.indicators) else ""
    shown = (
        (
            "値の差",
            any(row.actual is not None for row in b.indicators) or any(row.value_change for row in b.activities),
        ),
        ("前年度比の「計算」", any(row.ratio is not None for row in b.activities)),
        ("目安", any(row.expected_by == "straight" for row in b.indicators)),
    )
    return "、".join(name for name, is_shown in shown if is_shown)


def edition_source(edition: Edition, where: str) -> Fragment:
    """The source 出典 of an edition and the lines used of it."""
    return fragment(
        '<p class="source"><strong>出典</strong>　{}{}。文と数値は原文のまま。計算した値は「計算」と記す。</p>',
        source_named(edition),
        where,
    )
