"""What the 正誤表案 tells of other sources 照らし合わせ, and of the control totals 件数."""

from cityplan.city.counts import COUNTED, counts_lines
from cityplan.compute.counted import counted
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.proofs import proof_counts, proof_rows, proof_words, role_words
from cityplan.report.report import Report
from cityplan.report.table import TableColumn, table
from cityplan.tables.words import PROOF_STATES


def proofs_told(o: Report) -> Fragment | None:
    """How many numbers other sources have too, by kind; then those that one has otherwise, with both places."""
    rows = proof_rows(o.exact)
    if not rows:
        return None
    said = proof_words(rows) or (
        f"数値{len(rows)}件は、どれもほかの資料には見つかりません。この文書の中の照らし合わせ（達成率、合計など）は別に行い、"
        "合わないものは指摘にあります。"
    )
    columns: list[TableColumn] = [("対象", "center", "18mm"), ("数値", "label", "1fr"), ("件数", "num", "20mm")]
    columns += [(word, "num", "32mm") for word in PROOF_STATES.values()]
    parts = [fragment("<p>{}</p>", said), table("plain", columns, proof_counts(rows))]
    return joined([*parts, _differing(o)])


def _differing(o: Report) -> Fragment:
    rows = [
        [
            row.plan_id,
            fragment("<strong>{}</strong>", row.name),
            role_words(row.subject, row.role),
            fragment(
                "{}<br><small>{}</small>",
                row.text,
                o.edition.title if row.source_line is None else _place(o, row.source_line),
            ),
            fragment("{}<br><small>{}　{}</small>", row.other_text, row.source, row.other_place),
        ]
        for row in proof_rows(o.exact)
        if row.state == "contradicted"
    ]
    columns: list[TableColumn] = [
        (o.edition.plan_noun, "center", "13mm"),
        ("名前", "label", "1fr"),
        ("数値", "label", "26mm"),
        ("この文書", "prose", "36mm"),
        ("照らした資料", "prose", "52mm"),
    ]
    return table("plain", columns, rows) if rows else Fragment()


def _place(o: Report, line: int) -> str:
    cells = o.exact["cells"]
    own = cells[cells["source_line"] == line]["place"]
    return str(own.iloc[0]) if len(own) else ""


def counts_told(o: Report) -> Fragment | None:
    """The control totals 件数 that are declared, beside what was read; where there are none, the lines that declare them."""
    declared, read = o.edition.counts, counted(o.exact)
    if not declared.whole and not declared.by_plan:
        lines = fragment("<pre>{}</pre>", counts_lines(read))
        return joined([fragment("<p>数えた件数は、source.toml に書かれていません。</p>"), lines])
    rows = [[COUNTED[key], f"{number}", f"{read.whole.get(key, 0)}"] for key, number in declared.whole.items()]
    by_plan = len(declared.by_plan)
    told = (
        fragment("<p>{0}ごとの件数も、{1}つの{0}について照らしました。</p>", o.edition.plan_noun, by_plan)
        if by_plan
        else Fragment()
    )
    columns: list[TableColumn] = [
        ("件数", "label", "1fr"),
        ("数えた件数", "num", "30mm"),
        ("読み取った件数", "num", "30mm"),
    ]
    return joined([table("plain", columns, rows) if rows else Fragment(), told])
