"""What changed since the city's document before 前の文書からの変更, in words; where nothing did, nothing."""

from typing import Any

from cityplan.brief import Brief
from cityplan.brief_lines import line_link
from cityplan.markup import Fragment, fragment, joined
from cityplan.tables import records

SUBJECTS = {"plan": "プラン", "activity": "事業", "indicator": "指標"}
KINDS = {
    "new": "新規", "ended": "終了", "not_listed": "掲載なし", "renamed": "名前の変更",
    "moved": "プランの変更", "baseline": "基準値の変更", "target": "目標値の変更", "unit": "単位の変更",
}  # fmt: skip


def changes(b: Brief) -> Fragment | None:
    """The changes of a plan, kind by kind, each with what stood in the document before and its line."""
    rows = sorted(records(b.tables["changes"]), key=lambda row: list(KINDS).index(row.kind))
    if not rows:
        return None
    return fragment("<ul>{}</ul>", joined(fragment("<li>{}</li>", _said(row)) for row in rows))


def _said(row: Any) -> Fragment:
    name = "" if row.kind == "renamed" else f"「{row.name}」"
    return fragment(
        "<strong>{}</strong>　{}{}{}{}", KINDS[row.kind], SUBJECTS[row.subject], name, _values(row), _where(row)
    )  # fmt: skip


def _values(row: Any) -> str:
    if row.before and row.after:
        return f"：{row.before} → {row.after}"
    return f"（{row.before}）" if row.before else ""


def _where(row: Any) -> Fragment:
    """The line; what is not listed stands in the document before, what ended in no table of this one."""
    if row.kind == "not_listed":
        return fragment(
            '<span class="muted">（{}の文書 {}行）</span>', row.edition, row.source_line
        )
    if row.kind == "ended":
        return fragment('<span class="muted">（{}行）</span>', row.source_line)
    link = line_link(row.source_line, f"（{row.source_line}行）")
    return fragment('<span class="screen muted">{}</span>', link)
