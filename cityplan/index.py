"""The index pages 目次: of one edition, and of all that is in a folder of reports."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from nbformat.v4 import new_code_cell, new_notebook, new_output

from cityplan.blocks import masthead
from cityplan.export import export_html
from cityplan.japanese import era_long, fiscal_year
from cityplan.jobs import comparisons
from cityplan.markup import Fragment, fragment, joined
from cityplan.source import Edition
from cityplan.table_rows import Rows


def edition_index(
    edition: Edition, tables: Mapping[str, Rows], files: set[str], older: Collection[str] = ()
) -> bytes:
    """The page of one edition: every plan with its marks and counts, and links to what was made.

    `older` names the reports of an earlier version: they are told from the others.
    """
    title = f"{edition.title}（{era_long(edition.fiscal_year)}）"
    compared = comparisons({name.partition(".")[0] for name in files}, edition)
    findings = Counter(row["severity"] for row in tables["findings"])
    reports = joined(
        (
            _links(name, label, files, older)
            for name, label in (
                ("booklet", "冊子"),
                ("overview", "全体のまとめ"),
                ("trends", "推移"),
                ("findings", "正誤表案"),
                *((job.name, job.title) for job in compared),
                ("tables", "全ての表"),
            )
        ),
        "　",
    )
    verdict = fragment(
        '<p class="verdict">{}プラン　指摘：矛盾{}件・疑い{}件・参考{}件</p>',
        len(tables["plans"]), findings["error"], findings["warning"], findings["info"],
    )  # fmt: skip
    content = joined([
        masthead(edition.publisher, "目次", edition.title, era_long(edition.fiscal_year), verdict),
        fragment("<p>{}　<a href=\"../../index.html\">全ての市と年度</a></p>", reports),
        _plans(edition, tables, files, older),
    ])  # fmt: skip
    return _page(title, edition.publisher, content, edition.colour)


def city_index(manifests: Sequence[Mapping[str, object]]) -> bytes:
    """The page of all cities and years that a folder of reports holds."""
    rows = joined(
        fragment(
            '<tr><td class="label"><a href="{0}/{1}/index.html">{2}</a></td><td>{3}</td><td>{4}</td>'
            '<td class="num">{5}</td></tr>',
            m["year"], m["city"], m["city_name"], era_long(fiscal_year(str(m["year"])) or 0),
            m["title"], m["plans"],
        )
        for m in manifests
    )  # fmt: skip
    table = fragment(
        '<table class="plain"><thead><tr><th>市</th><th>年度</th><th>文書</th><th>プラン</th></tr></thead>'
        "<tbody>{}</tbody></table>",
        rows,
    )
    heading = masthead("計画の取組状況", "目次", "市と年度", "")
    return _page("計画の取組状況 目次", "計画の取組状況", joined([heading, table]))


def _plans(
    edition: Edition, tables: Mapping[str, Rows], files: set[str], older: Collection[str]
) -> Fragment:
    head = "<tr><th>番号</th><th>プラン</th><th>プロジェクト</th><th>達成状況</th><th>前年度以上</th><th>指摘</th><th>PDF</th></tr>"
    rows = joined(_plan(plan, tables, files, older) for plan in tables["plans"])
    return fragment(
        '<table class="plain"><thead>{}</thead><tbody>{}</tbody></table>', Fragment(head), rows
    )


def _plan(
    plan: dict[str, str], tables: Mapping[str, Rows], files: set[str], older: Collection[str]
) -> Fragment:
    own = {
        name: [row for row in rows if row["plan_id"] == plan["plan_id"]]
        for name, rows in tables.items()
    }
    computed = {row["indicator_no"]: row["status"] for row in own["indicator_results"]}
    marks = [row["status_printed"] or computed[row["indicator_no"]] for row in own["indicators"]]
    boxes = joined(fragment('<span class="mark">{}</span>', mark) for mark in marks)
    known = {row["activity_no"] for row in own["activity_results"] if row["ratio"]}
    ratios = [row for row in own["activities"] if row["activity_no"] in known]
    above = sum(Decimal(row["actual"]) >= Decimal(row["previous"]) for row in ratios)
    counted = f"{above} / {len(ratios)}件"
    sheet = plan["has_sheet"] == "true"
    return fragment(
        '<tr><td class="center">{}</td><td class="label">{}</td><td>{}</td><td>{}</td>'
        '<td class="num">{}</td><td class="num">{}</td><td>{}</td></tr>',
        plan["plan_id"], _brief_link(plan, files, older), plan["group"],
        boxes if sheet else fragment('<span class="muted">資料にシートなし</span>'),
        counted if ratios else "—",
        f"{len(own['findings'])}件", _pdf_link(plan, files),
    )  # fmt: skip


def _brief_link(plan: dict[str, str], files: set[str], older: Collection[str]) -> Fragment:
    name = f"plan-{plan['plan_id']}.html"
    if name not in files:
        return fragment("{}", plan["name"])
    link = fragment('<a href="{}">{}</a>', name, plan["name"])
    return joined([link, _told_from_others(name, older)])


def _told_from_others(file: str, older: Collection[str]) -> Fragment:
    """A report that would be made otherwise now says so."""
    said = fragment('<span class="muted">（前の版）</span>')
    return said if file.rpartition(".")[0] in older else Fragment()


def _pdf_link(plan: dict[str, str], files: set[str]) -> Fragment:
    name = f"plan-{plan['plan_id']}.pdf"
    if name not in files:
        return fragment("—")
    return fragment('<a href="{}">{} PDF</a>', name, plan["plan_id"])


def _links(name: str, label: str, files: set[str], older: Collection[str]) -> Fragment:
    """Links to the formats of a report that were made."""
    shown = joined(
        (fragment('<a href="{}">{}</a>', f"{name}.{kind}", f"{label}（{kind.upper()}）")
         for kind in ("html", "pdf", "xlsx") if f"{name}.{kind}" in files), " ",
    )  # fmt: skip
    return joined([shown, _told_from_others(f"{name}.html", older) if shown else None])


def _page(title: str, author: str, content: Fragment, colour: str = "") -> bytes:
    """A page through the same exporter, style and checks as a brief."""
    document = {
        "title": title, "author": author, "date": "1970-01-01", "header_left": author,
        "header_right": "目次", "footer": author, "band": colour,
    }  # fmt: skip
    shown = {"text/html": str(content)}
    output = new_output("display_data", shown, metadata={"document": document})  # type: ignore[no-untyped-call]
    cell = new_code_cell("", outputs=[output], id="index")  # type: ignore[no-untyped-call]
    return export_html(new_notebook(cells=[cell]), "index")  # type: ignore[no-untyped-call]
