"""正誤表案 for the analyst, as a report and as a workbook: findings, prose, decisions, other rules."""

from collections import Counter

from cityplan.check.answers import answered_value
from cityplan.check.entries import OPEN_ENTRY
from cityplan.city.decisions import DECISION_HEADINGS
from cityplan.city.edition import CORRECTIONS, Edition
from cityplan.city.jobs import READING
from cityplan.city.related import related_lines
from cityplan.city.rules import Rule, with_own
from cityplan.compute.related import proposals
from cityplan.files.errors import cut_short
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.years import era
from cityplan.read.file.table_file import has_places
from cityplan.read.places import line_words
from cityplan.report.cutouts import cutout, cutouts
from cityplan.report.errata.errata import (
    LEFT_OUT_LABELS,
    OPEN_LABELS,
    Erratum,
    OpenEntry,
    ProseTold,
    answers_given,
    as_csv,
    entries_left_open,
    errata,
    prose_told,
    texts_left_out,
)
from cityplan.report.report import Report, note_lines, section
from cityplan.report.table import TableColumn, table
from cityplan.tables.definitions import AnswerRow, CorrectionRow, RuleResult
from cityplan.tables.names import full_name, label, numbered
from cityplan.tables.schema import records
from cityplan.tables.words import AGREEMENTS, ANSWER_OUTCOMES, FINDING_STATES, SEVERITIES

OPEN_LIST = "未入力の一覧（担当課ごと）"
SHOWN_TEXT = 160  # characters of a line of the source that a page shows; the workbook has all


def findings_lists(o: Report) -> Fragment:
    """The findings 指摘 of each weight in a section of its own, heaviest first."""
    found = errata(o.exact, o.edition.year)
    return joined(
        section(f"{word}（{sum(each.severity == word for each in found)}件）", _list(o, found, word))
        for word in SEVERITIES.values()
    )


def _list(o: Report, found: list[Erratum], severity: str) -> Fragment:
    own = [each for each in found if each.severity == severity]
    findings = o.exact["findings"]
    open_ids = set(findings.loc[findings["kind"] == OPEN_ENTRY.name, "finding_id"])
    listed = [each for each in own if each.finding_id not in open_ids]
    rows = [[_place(o.edition.plan_word, each), _content(each), _source(o, each), _ask(o, each)] for each in listed]
    others = len(own) - len(listed)
    elsewhere = fragment("<p>未入力{}件は「{}」にあります。</p>", others, OPEN_LIST)
    if not rows:
        return elsewhere if others else fragment("<p>ありません。</p>")
    columns: list[TableColumn] = [
        ("番号・場所", "label", "38mm"),
        ("内容", "prose", "1fr"),
        ("原文", "prose", "50mm"),
        ("担当課に尋ねること", "prose", "36mm"),
    ]
    shown = table("plain", columns, rows)
    return joined([shown, elsewhere]) if others else shown


def _ask(o: Report, each: Erratum) -> Fragment:
    """What to ask, and what was answered of it, with the state."""
    given = [
        fragment(
            "<strong>{}</strong>　{}（{}）",
            ANSWER_OUTCOMES[a.outcome],
            "　".join(filter(None, (answered_value(a), a.text))),
            a.respondent or a.file,
        )
        for a in records(o.exact["answers"], AnswerRow)
        if a.finding_id == each.finding_id and a.outcome != "repeated"
    ]
    corrected = [fragment("<strong>{}</strong>", each.state)] if each.state == FINDING_STATES["corrected"] else []
    return joined([joined(each.ask.split("\n"), "<br>"), *(given or corrected)], "<br>")


def states(o: Report) -> Fragment:
    """How many findings are open, answered and corrected 状態; those that a correction has ended are no findings."""
    counts = Counter(o.exact["findings"]["state"])
    said = "、".join(f"{word}{counts[name]}件" for name, word in FINDING_STATES.items() if counts[name])
    done = len(o.exact["corrections"])
    return fragment("<p>指摘 {}件：{}。適用した訂正 {}件。</p>", counts.total(), said or "なし", done)


def answers_list(o: Report) -> Fragment | None:
    """担当課の回答: what came back in `answers/`, and what became of each."""
    rows = [
        [fragment('<span class="tag">{}</span>', a[0]), joined(filter(None, a[2:4]), " "), a[4], joined(filter(None, a[5:7]), "<br>"), f"{a[7]} {a[8]}", a[9]]
        for a in answers_given(o.exact)
    ]  # fmt: skip
    columns: list[TableColumn] = [
        ("指摘", "label", "27mm"),
        ("対応・訂正", "label", "34mm"),
        ("回答", "prose", "1fr"),
        ("回答者・日付", "label", "28mm"),
        ("ファイル", "prose", "30mm"),
        ("結果", "label", "30mm"),
    ]
    return table("plain", columns, rows) if rows else None


def open_list(o: Report) -> Fragment | None:
    """未入力の一覧: what each division 担当課 has still to enter into the form, a table for each."""
    by_division: dict[str, list[OpenEntry]] = {}
    for each in entries_left_open(o.exact):
        by_division.setdefault(each.division, []).append(each)
    looks = (("center", "16mm"), ("label", "1fr"), ("prose", "60mm"), ("label", "34mm"))
    heads = (o.edition.plan_noun, *OPEN_LABELS[2:])
    columns = [(head, *look) for head, look in zip(heads, looks, strict=True)]
    return (
        joined(
            fragment(
                "<h3>{}（{}行）</h3>{}",
                division,
                len(own),
                table("plain", columns, ([e.plan, e.row, e.columns, line_words(o.edition, e.line)] for e in own)),
            )
            for division, own in by_division.items()
        )
        or None
    )


def _place(word: str, each: Erratum) -> Fragment:
    where = joined((fragment("{}", part) for part in (each.table, each.row, each.column) if part), "<br>")
    return fragment(
        '<span class="tag">{}</span> {} {}<br><small class="muted">{}</small>', each.finding_id, word, each.plan, where
    )


def _content(each: Erratum) -> Fragment:
    facts = joined(
        (
            fragment("<strong>{}</strong> {}", name, text)
            for name, text in (
                ("記載", each.printed),
                ("計算・照合", each.computed),
                ("差（記載−計算）", each.difference),
            )
            if text
        ),
        "　",
    )
    return joined([fragment("{}", each.message), facts, each.explanation], "<br>")


def _source(o: Report, each: Erratum) -> Fragment:
    if not each.place:
        return Fragment()
    told = fragment("<strong>{}</strong>　{}", each.place, cut_short(each.source_text, SHOWN_TEXT))
    own = cutouts(o).get(each.finding_id)
    return joined([told, cutout(own), _seen(own.page) if own else None], "<br>")


def _seen(page: int) -> Fragment:
    """The way to the page in the picture of what was read, on screen."""
    return fragment(
        '<span class="screen"><a href="{}#page-{}">{}の{}ページ</a></span>', READING.name, page, READING.title, page
    )


def lines_to_paste(o: Report) -> Fragment | None:
    """The lines for corrections.csv 訂正の行, by finding, below its heading."""
    rows = [[each.finding_id, as_csv(line)] for each in errata(o.exact, o.edition.year) for line in each.lines]
    columns: list[TableColumn] = [("指摘", "label", "27mm"), (",".join(DECISION_HEADINGS[CORRECTIONS]), "prose", "1fr")]
    return table("plain", columns, rows) if rows else None


def related_to_paste(o: Report) -> Fragment | None:
    """Pairs of an indicator and an activity 関連する事業の候補 with why, as lines for source.toml."""
    found = list(proposals(o.indicators, o.activities, o.edition.related))
    once = {each.pair: each for each in reversed(found)}  # an activity with two measures has two rows
    lines = (f"# 共通するもの：{each.why}\n{related_lines(each.pair)}" for each in reversed(once.values()))
    return joined(fragment("<pre>{}</pre>", each) for each in lines) or None


def left_out(o: Report) -> Fragment | None:
    """報告に出ない文字: what a brief prints neither as prose nor in a table, so that none of it is lost in silence."""
    rows = [
        [e.plan, e.section, e.heading, e.text, line_words(o.edition, e.line) if e.line is not None else ""]
        for e in texts_left_out(o.exact)
    ]
    looks = (("center", "13mm"), ("prose", "20mm"), ("prose", "42mm"), ("label", "1fr"), ("prose", "26mm"))
    columns = [(head, *look) for head, look in zip((o.edition.plan_noun, *LEFT_OUT_LABELS[1:]), looks, strict=True)]
    return table("plain", columns, rows) if rows else None


def prose_counts(o: Report) -> Fragment:
    """How many figures of the prose 文中の数値 agree, differ or have nothing to compare with, by where they stand."""
    told = prose_told(o.exact, o.edition)
    of_cells = len(o.exact["prose_figures"])
    counts = [
        ("目的や、指標・事業の欄の中の数値と記述", told[:of_cells]),
        ("文章の中の、前年度からの増減の記述", told[of_cells:]),
    ]
    return joined(fragment("<p>{} {}</p>", name, _agreements(own)) for name, own in counts)


def _agreements(own: list[ProseTold]) -> str:
    counts = Counter(each.agreement for each in own)
    said = "、".join(f"{word} {counts[name]}件" for name, word in AGREEMENTS.items())
    return f"{counts.total()}件：{said}。"


def prose_table(o: Report) -> Fragment | None:
    """Every figure and claim of the prose 文中の数値・記述, with what it was compared with."""
    rows = [
        [
            each.plan,
            each.text,
            fragment("<strong>{}</strong>", each.figure),
            AGREEMENTS[each.agreement],
            each.counterpart,
            each.place if has_places(o.edition) else each.place.removesuffix("行"),
        ]
        for each in prose_told(o.exact, o.edition)
    ]
    columns: list[TableColumn] = [
        (o.edition.plan_noun, "center", "13mm"),
        ("文", "label", "42mm"),
        ("記載", "label", "34mm"),
        ("照合", "center", "22mm"),
        ("照らした値", "prose", "1fr"),
        ("場所", "prose", "30mm") if has_places(o.edition) else ("行", "num", "12mm"),
    ]
    return table("plain", columns, rows) if rows else None


def decided(o: Report) -> Fragment | None:
    """The corrections 訂正 that were applied: printed, used, reason."""
    rows = [
        [
            c.plan_id,
            f"{label(c.table, f'{c.column}_text')}（{numbered(c.table, c.row)}）",
            c.printed or "（空欄）",
            c.use,
            c.reason,
            c.date,
            f"{c.file} {c.file_line}行",
        ]
        for c in records(o.exact["corrections"], CorrectionRow)
    ]
    columns: list[TableColumn] = [
        (o.edition.plan_noun, "center", "13mm"),
        ("セル", "label", "38mm"),
        ("記載", "num", "26mm"),
        ("使用", "num", "26mm"),
        ("理由", "prose", "1fr"),
        ("決めた日", "center", "22mm"),
        ("ファイル", "prose", "30mm"),
    ]
    return table("plain", columns, rows) if rows else None


def other_rules(o: Report) -> Fragment | None:
    """What every published rule 判定規則 would say of each indicator; the city's own stands first."""
    verdicts = {
        (row.plan_id, row.indicator_no, row.rule): row.verdict for row in records(o.exact["rule_results"], RuleResult)
    }
    if not any(verdicts.values()):
        return None
    known = sorted(with_own(o.rule).values(), key=lambda rule: rule != o.rule)
    rows = [
        [
            row.plan_id,
            fragment("<strong>{}</strong>", full_name(row)),
            row.status_printed or "記載なし",
            *(verdicts.get((row.plan_id, row.indicator_no, rule.name)) or "判定不可" for rule in known),
        ]
        for row in o.indicators
    ]
    columns: list[TableColumn] = [
        (o.edition.plan_noun, "center", "13mm"),
        ("指標", "label", "1fr"),
        ("資料の記載", "center", "18mm"),
    ]
    columns += [(("値からの判定", _short(rule, o.edition)), "center", "24mm") for rule in known]
    return table("plain", columns, rows)


def _short(rule: Rule, edition: Edition) -> str:
    """The rule by the place 市町 that published it; the city's own as such, whoever else published it."""
    place = rule.source.split("「")[0]
    if rule != edition.rule:
        return place
    return f"{place}（この市の規則）" if place == edition.city_name else "この市の規則"


def rules_legend(o: Report) -> Fragment:
    """The classes and the source of each rule, with how many indicators get each mark."""
    known = with_own(o.rule)
    counts: dict[str, Counter[str]] = {name: Counter() for name in known}
    for row in records(o.exact["rule_results"], RuleResult):
        counts[row.rule][row.verdict] += 1
    lines = (
        fragment(
            "<strong>{}</strong>　{}{}　出典：{}",
            _short(rule, o.edition),
            "　".join(f"{c.mark} {c.word} {counts[rule.name][c.mark]}件" for c in rule.classes),
            f"　判定不可 {counts[rule.name]['']}件" if counts[rule.name][""] else "",
            rule.source or rule.title,
        )
        for rule in known.values()
    )
    return note_lines([*_other_years(o), *lines])


def _other_years(o: Report) -> list[str]:
    """Of which year the targets are that the values are held against, where that is not the values' own."""
    years = sorted({row.target_fy for row in o.indicators if row.target_fy not in (None, row.actual_fy)})
    return [f"実績と比べた目標値は、{'・'.join(map(era, years))}のもの。"] if years else []
