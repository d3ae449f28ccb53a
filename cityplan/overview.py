"""The whole of a city 全体のまとめ: projects, marks, ratios, what fell. From the tables alone."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import HTML

from cityplan import source
from cityplan.blocks import section, table
from cityplan.brief import (
    document_facts,
    is_not_less,
    mark_count,
    marks_of,
    shown_status,
    year_words,
)
from cityplan.brief_lead import FALL_WORDS, MOST_CAUSE, excerpt
from cityplan.brief_tables import direction, needed
from cityplan.brief_text import edition_source, formulas, values
from cityplan.chart import Chart, Series, marks_by_plan, ratio_strip, values_over_years
from cityplan.checks.finding import full_name
from cityplan.errata import SEVERITIES
from cityplan.japanese import era, era_long
from cityplan.markup import Fragment, fragment, joined
from cityplan.rules import Rule, rules
from cityplan.source import Edition
from cityplan.table_files import read
from cityplan.tables import Tables, records, with_results
from cityplan.used import as_used

MOST_SERIES = 12  # small charts that stand together on a page


@dataclass(frozen=True)
class Overview:
    """All that the overview of a city's edition is made of."""

    edition: Edition
    rule: Rule | None
    tables: Tables
    indicators: list[Any]
    activities: list[Any]


def open_overview(root: str, city: str, year: str) -> Overview:
    """Read what the overview of an edition needs; UsageError for an unknown city or year."""
    edition = source.edition(Path(root), city, year)
    tables = as_used(read(Path(root) / edition.processed))
    return Overview(
        edition, rules().get(edition.rule), tables,
        with_results(tables, "indicators"),
        with_results(tables, "activities"),
    )  # fmt: skip


def masthead(o: Overview, kind: str) -> HTML:
    """The heading 表題 of the overview; carries the document's facts."""
    strategies = [group.strategy for group in records(o.tables["groups"]) if group.strategy]
    theme = f"　{strategies[0]}" if len(strategies) == 1 else ""
    html = fragment(
        '<div class="masthead"><p class="kicker">{}{}</p><h1><span class="number">{}</span> {}</h1>'
        '<p class="year">{}</p></div>',
        o.edition.publisher, theme, kind, o.edition.title, year_words(o.edition),
    )  # fmt: skip
    title = f"{o.edition.title} {kind}（{era_long(o.edition.fiscal_year)}）"
    return HTML(html, metadata={"document": document_facts(o.edition, title, kind)})  # type: ignore[no-untyped-call]


def verdict(o: Overview, *, progress: str, outlook: str) -> Fragment:
    """The verdict in one line: `progress` where there are actuals, else `outlook`.

    The words are the notebook's, with the facts in braces.
    """
    return sentence(o, progress if o.edition.actual is not None else outlook)


def paragraph(o: Overview, words: str) -> Fragment | None:
    """A sentence of the notebook's about the actuals, with the facts in braces; none without them."""
    return (
        fragment("<p>{}</p>", fragment(words, **facts(o))) if o.edition.actual is not None else None
    )


def sentence(o: Overview, words: str) -> Fragment:
    """A verdict of the notebook's own words, with the facts in braces."""
    return fragment('<p class="verdict">{}</p>', fragment(words, **facts(o)))


def facts(o: Overview) -> dict[str, object]:
    """The counts 件数 that sentences use, by their Japanese names, each with its denominator."""
    marks = Counter(shown_status(row) for row in o.indicators)
    compared = [row for row in o.activities if row.ratio is not None]
    above = sum(map(is_not_less, compared))
    listed = o.tables["groups"]["listed_activities"].dropna()
    findings = Counter(o.tables["findings"]["severity"])
    kinds = Counter(o.tables["findings"]["kind"])
    return {
        "プラン数": len(o.tables["plans"]),
        "指標数": len(o.indicators),
        "印の内訳": joined((mark_count(o.rule, mark, marks[mark]) for mark in marks_of(o.rule)), " "),
        "再掲": kinds["duplicate_indicator"],
        "上がった印": sum(row.status_change == "improved" for row in o.indicators),
        "下がった印": sum(row.status_change == "worsened" for row in o.indicators),
        "疑いのある下がった印": sum(
            row.status_change == "worsened" and row.status_change_doubtful for row in o.indicators
        ),
        "印の動きが分からない指標": sum(row.status_change is None or row.status_change == "" for row in o.indicators),
        "事業数": len(o.activities),
        "計算できる事業数": len(compared),
        "前年度以上": above,
        "前年度未満": len(compared) - above,
        "数値なし": len(o.activities) - len(compared),
        "延べ事業数": int(listed.sum()) if len(listed) else 0,
        "シートのないプラン": sum(~o.tables["plans"]["has_sheet"].astype("bool")),
        "指摘数": findings.total(),
        "矛盾": findings["error"],
        "疑い": findings["warning"],
        "参考": findings["info"],
    }  # fmt: skip


def groups_table(o: Overview) -> Fragment | None:
    """The projects プロジェクト: strategy, counts as declared and as listed, marks, ratios."""
    if not o.activities:
        return None
    marks = marks_of(o.rule)
    heads = [("プロジェクト・戦略", ""), ("事業数（重複有）", "全体"), ("事業数（重複有）", "掲載"),
             ("前年度以上", "資料の記載"), ("前年度以上", "掲載事業の計算")]  # fmt: skip
    heads += [("達成状況（件）", mark) for mark in marks]
    rows = [_group(o, group, marks) for group in records(o.tables["groups"])]
    classes = ["label", "num", "num", "center", "num"] + ["num"] * len(marks)
    widths = " ".join(["1fr", "20mm", "14mm", "30mm", "30mm"] + ["9mm"] * len(marks))
    return table("overview", heads, rows, classes=classes, widths=widths)


def outlook_table(o: Overview) -> Fragment | None:
    """Where each plan starts, where it must arrive and what each year needs; only before actuals."""
    if o.edition.actual is not None:
        return None
    rows = [
        [row.plan_id, fragment("<strong>{}</strong>", full_name(row)), row.baseline_text,
         row.target_text, needed(row), direction(row)]
        for row in o.indicators
    ]  # fmt: skip
    heads = [
        ("番号", ""),
        ("指標", ""),
        ("現状値", ""),
        ("目標値", ""),
        ("毎年必要な変化", ""),
        ("向き", ""),
    ]
    return table(
        "plain", heads, rows, classes=["center", "label", "num", "num", "num", "prose"],
        widths="12mm 1fr 26mm 32mm 32mm 38mm",
    ) if rows else None  # fmt: skip


def _group(o: Overview, group: Any, marks: list[str]) -> list[Any]:
    plans = set(o.tables["plans"][o.tables["plans"]["group_id"] == group.group_id]["plan_id"])
    activities = [row for row in o.activities if row.plan_id in plans]
    compared = [row for row in activities if row.ratio is not None]
    counts = Counter(shown_status(row) for row in o.indicators if row.plan_id in plans)
    return [
        fragment('<strong>{}</strong><br><small class="muted">{}</small>', group.name, group.strategy),
        "—" if group.listed_activities is None else f"{group.listed_activities}",
        str(len(activities)),
        group.headline_share_text.replace("前年度以上の実績 ", "") or fragment('<span class="muted">記載なし</span>'),
        f"{sum(map(is_not_less, compared))} / {len(compared)}件",
        *(str(counts[mark]) for mark in marks),
    ]  # fmt: skip


def marks(o: Overview) -> Chart | None:
    """The marks 達成状況の印 of all plans and projects."""
    if o.rule is None:
        return None
    words = {mark: o.rule.word(mark) for mark in marks_of(o.rule)}
    return marks_by_plan(_plan_rows(o), words=words)


def _plan_rows(o: Overview) -> pd.DataFrame:
    rows = []
    for plan in records(o.tables["plans"]):
        own = [shown_status(row) for row in o.indicators if row.plan_id == plan.plan_id]
        rows.append({
            "plan_id": plan.plan_id, "name": plan.name, "group": plan.group,
            "has_sheet": bool(plan.has_sheet), "status": own,
        })  # fmt: skip
    return pd.DataFrame(rows)


def ratios(o: Overview) -> Chart | None:
    """All ratios 前年度比 on one logarithmic axis."""
    rows = pd.DataFrame(
        [
            {"plan_id": row.plan_id, "name": row.name, "ratio": row.ratio,
             "ratio_printed": row.ratio_printed, "agreement": row.ratio_agreement}
            for row in o.activities if row.ratio is not None
        ]
    )  # fmt: skip
    return ratio_strip(rows) if len(rows) else None


def fewer(o: Overview) -> Fragment | None:
    """The activities 掲載事業 that fell below the band, each with its cause as printed."""
    rows = [row for row in o.activities if row.change == "down"]
    rows.sort(key=lambda row: row.ratio)
    said = [
        [fragment("{}", row.plan_id), fragment("<strong>{}</strong>", row.name),
         fragment("{}→{}", row.previous_text, row.actual_text),
         fragment('<span class="down">{}% ↓減</span>', row.ratio),
         excerpt(row.factors, FALL_WORDS, MOST_CAUSE)]
        for row in rows
    ]  # fmt: skip
    years = f"{era(o.edition.previous or 0)}→{era(o.edition.actual or 0)}" if rows else ""
    heads = [
        ("プラン", ""),
        ("掲載事業", ""),
        (years, ""),
        ("前年度比（計算）", ""),
        ("要因（原文から。…は省略）", ""),
    ]
    return table("plain", heads, said, classes=["center", "label", "num", "num", "prose"],
                 widths="12mm 42mm 28mm 27mm 1fr") if rows else None  # fmt: skip


def fallen_marks(o: Overview) -> Fragment | None:
    """The indicators 指標 whose mark fell since last year."""
    rows = [row for row in o.indicators if row.status_change == "worsened"]
    said = [
        [row.plan_id, fragment("<strong>{}</strong>", full_name(row)),
         fragment('<span class="bad nowrap"><span class="mark">{}</span>→<span class="mark">{}</span></span>',
                  row.status_previous_printed, shown_status(row)),
         row.actual_text, row.baseline_text, row.target_text,
         "前年度の印の読み方に疑いあり" if row.status_change_doubtful else ""]
        for row in rows
    ]  # fmt: skip
    heads = [
        ("プラン", ""),
        ("指標", ""),
        ("達成状況", ""),
        ("実績値", ""),
        ("基準値", ""),
        ("目標値", ""),
        ("備考", ""),
    ]
    return table("plain", heads, said, classes=["center", "label", "center", "num", "num", "num", "prose"],
                 widths="12mm 1fr 20mm 20mm 24mm 24mm 32mm") if rows else None  # fmt: skip


def findings_table(
    o: Overview, severities: tuple[str, ...] = ("error", "warning")
) -> Fragment | None:
    """The findings 指摘 of the wanted weights, with their line and what to ask."""
    shown = o.tables["findings"][o.tables["findings"]["severity"].isin(severities)]
    rows = [
        [fragment('<span class="tag">{}</span>', SEVERITIES[row.severity]), row.plan_id or "全体", row.message,
         f"{row.source_line}", row.suggestion]
        for row in records(shown)
    ]  # fmt: skip
    heads = [("重さ", ""), ("プラン", ""), ("内容", ""), ("行", ""), ("確認すること", "")]
    return table("plain", heads, rows, classes=["center", "center", "prose", "num", "prose"],
                 widths="13mm 12mm 1fr 11mm 46mm") if rows else None  # fmt: skip


def all_years(o: Overview) -> Fragment:
    """The values of all indicators 指標 over the years by project, each once (再掲 left out)."""
    seen: set[tuple[str, str]] = set()
    parts: list[Fragment | None] = []
    for group in records(o.tables["groups"]):
        shown = [
            series for row in _of_group(o, group) if (series := _once(o, row, seen)) is not None
        ]
        charts = [
            values_over_years(shown[start : start + MOST_SERIES])
            for start in range(0, len(shown), MOST_SERIES)
        ]
        parts.append(section(group.name, *charts, level=3))
    return joined(parts)


def _of_group(o: Overview, group: Any) -> list[Any]:
    plans = set(o.tables["plans"][o.tables["plans"]["group_id"] == group.group_id]["plan_id"])
    return [row for row in o.indicators if row.plan_id in plans]


def _once(o: Overview, row: Any, seen: set[tuple[str, str]]) -> Series | None:
    """The values of an indicator, unless one of the same name was shown."""
    name = (row.name, row.subgroup)
    if name in seen:
        return None
    seen.add(name)
    return values(o.tables["observations"], row)


def all_ratios_table(o: Overview) -> Fragment | None:
    """All activities 掲載事業 by their computed ratio, those without one last, with the reason."""
    rows = sorted(o.activities, key=lambda row: (row.ratio is None, -(row.ratio or 0)))
    said = [
        [row.plan_id, fragment("<strong>{}</strong>", row.name), row.measure,
         row.actual_text if row.actual is not None else "—",
         row.previous_text if row.previous is not None else "—",
         f"{row.ratio}%" if row.ratio is not None else row.ratio_reason]
        for row in rows
    ]  # fmt: skip
    heads = [
        ("プラン", ""),
        ("掲載事業", ""),
        ("測り方", ""),
        ("今年度", ""),
        ("前年度", ""),
        ("前年度比（計算）", ""),
    ]
    return table("plain", heads, said, classes=["center", "label", "prose", "num", "num", "num"],
                 widths="12mm 1fr 38mm 24mm 24mm 34mm") if rows else None  # fmt: skip


def rule_and_source(o: Overview) -> Fragment:
    """The rule 判定の規則 and the source 出典 of the whole edition."""
    return joined(
        [formulas(o.edition, o.rule, o.activities, o.indicators), edition_source(o.edition, "全体")]
    )
