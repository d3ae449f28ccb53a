"""Every word of a page is in its PDF, however long a cell and however many rows and charts."""

import re
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest

from cityplan.city.rules import rules
from cityplan.draw.chart import Series, Value, mark_row, position, svg, values_over_years
from cityplan.page.export import export_html, export_pdf
from tests.pdf_checks import PROFILES, failures
from tests.pdf_structure import elements
from tests.pdf_words import lost, searched
from tests.sample_brief import DOCUMENT, chart, notebook
from tests.shortened import one_in

# 1,561 letters, as a cause 要因 that a city wrote
CAUSE = "".join(f"{n}つ目の要因をここに説明しています。" for n in range(1, 90))[:1561]
RULE = rules()["target-baseline"]
SHORT = "短い説明です。" * 9
NAME = "地域の特性を生かした多様な主体の参画と連携によるまちづくりの推進に関する事業" * 6


def table(rows: list[list[str]], kind: str = "activities", widths: str = "30mm 20mm 1fr") -> str:
    """A table whose cells are given as HTML: what is between <td and </td>."""
    body = "".join(f"<tr>{''.join(f'<td{cell}</td>' for cell in row)}</tr>" for row in rows)
    head = "".join(f"<th>列{n}</th>" for n, _ in enumerate(rows[0]))
    given = f' data-widths="{widths}"' if widths else ""
    return f'<table class="{kind}"{given}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def row(n: int, cause: str = SHORT) -> list[str]:
    return [f' class="label">事業{n}', f' class="num">{n}件', f' class="prose">{cause}']


def indicator(n: int) -> list[str]:
    drawn = position(
        Decimal(90),
        Decimal(150),
        Decimal(100 + n),
        polarity="higher",
        status="○",
        rule=RULE,
        unit="件",
        progress_ratio=Decimal(50),
        width_mm=56,
    )
    name = NAME[:200] if n % 7 == 0 else f"指標{n}の件数"
    return [f' class="label">{name}', f' class="num">{100 + n}件', f' class="graphic">{svg(drawn)}']


def series(years: int, names: int) -> list[Series]:
    return [
        Series(
            NAME[:200] if n % 7 == 1 else f"指標{n}",
            "件",
            [Value(2018 + y, f"R{y}", Decimal(100 + n * y), "actual") for y in range(1, years + 1)],
        )
        for n in range(names)
    ]


LONG = {
    "a cause": table([row(1), row(2, CAUSE), row(3)], widths="60mm 62mm 1fr"),
    "a cause of pages": table([row(1), row(2, CAUSE * 4)]),
    "boxes": table(
        [[f' class="num">{CAUSE}', f'><span class="differs">{CAUSE}</span>',
          f'><span class="nowrap">{CAUSE}</span> <span class="tag">{CAUSE}</span>']],
        "plain", "",
    ),
    "a link": table([[f'><a href="#note-1">{CAUSE}</a>', ">b", ">c"]], "plain"),
    "merged rows": table(
        [[' rowspan="60">組', ">1", f">{SHORT}"], *([f">{n}", f">{SHORT}"] for n in range(59))],
        "plain",
    ),
    "panels": '<div class="lead" data-widths="1 1">'
    + f"<section class='panel'><h2>左</h2><div class='alert'><p>{CAUSE * 3}</p></div></section>"
    + f"<section class='panel'><h2>右</h2><blockquote class='quote'>{CAUSE}</blockquote></section></div>",
    "an address": table([[f">https://example.org/{'a' * 200}", ">b", ">c"]], "plain"),
    "60 indicators": table([indicator(n) for n in range(60)], "indicators", "1fr 19mm 60mm"),
    "60 activities": table([row(n, CAUSE[: 20 * n]) for n in range(60)]),
    "34 plans": table(
        [[f' class="center">{n}', f' class="label">{NAME[:200]}', f">{svg(mark_row('◎○△—' * 15, rule=RULE))}"]
         for n in range(34)],
        "overview", "12mm 1fr 30mm",
    ),
    "60 charts": values_over_years(series(3, 60))._repr_html_(),
    "10 years": values_over_years(series(10, 22))._repr_html_(),
}  # fmt: skip


@pytest.mark.parametrize("name", one_in(3, LONG))
def test_nothing_is_lost(name: str) -> None:
    given = notebook(f"<h2>{name}</h2>{LONG[name]}")
    assert not lost(export_html(given), export_pdf(given))


def test_a_row_that_fits_stays_on_one_page() -> None:
    """Rows of many heights, each of at most half a page: no page begins within one."""
    rows = [row(n, CAUSE[: 90 + 37 * n % 700] + f"終わり{n:02d}") for n in range(40)]
    text = searched(export_pdf(notebook(table(rows))))
    pages = text.split("\f")
    found = 0
    for n in range(40):
        ending = [page for page in pages if f"終わり{n:02d}" in re.sub(r"\s", "", page)]
        found += len(ending)
        assert all(re.search(rf"事業{n}\b", page) for page in ending), n
    assert found == 40


@pytest.mark.parametrize("profile", PROFILES)
def test_broken_rows_and_parted_charts_pass_the_standards(profile: str) -> None:
    given = notebook(LONG["a cause of pages"], LONG["boxes"], LONG["10 years"])
    assert not failures(export_pdf(given), profile)


def test_each_series_is_a_chart_with_its_words() -> None:
    whole = values_over_years(series(3, 60))
    parts = [whole, *whole.more]
    assert [part.alt for part in parts] == [f"{each.alt}。" for each in series(3, 60)]
    with pikepdf.open(BytesIO(export_pdf(notebook(whole._repr_html_())))) as pdf:
        alts = [each.alt for each in elements(pdf) if each.tag == "Figure"]
    assert [part.alt for part in parts] == alts[-len(parts) :]


def test_a_long_name_leaves_the_head_of_a_page_on_one_line() -> None:
    given = notebook(LONG["a cause of pages"])
    given.cells[1].outputs[0].metadata["text/html"]["document"] = DOCUMENT | {"header_right": NAME}
    pages = searched(export_pdf(given)).split("\f")[1:-1]
    assert len(pages) > 1
    for page in (re.sub(r"\s", "", page) for page in pages):
        assert re.sub(r"\s", "", DOCUMENT["header_left"]) in page
        assert re.search(f"{NAME[:20]}[^…]*…", page)


def test_a_picture_higher_than_a_page_is_made_smaller() -> None:
    tall = chart("高い図").replace('height="100.8pt"', 'height="900pt"')
    assert tall != chart("高い図")
    assert not lost(export_html(notebook(tall)), export_pdf(notebook(tall)))
