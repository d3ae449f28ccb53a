"""Tables found in grids by their form: headings, totals, banners, notes, and what is no table."""

from small_grids import contents, grid

from cityplan.read.file.contents import Paragraph
from cityplan.read.printed import Place
from cityplan.read.proposal.seen import SeenTable, seen


def only(text: str, **merged: str) -> SeenTable:
    """The one table of a grid."""
    [table] = seen(contents(grid(text, **merged))).tables
    return table


def headings(table: SeenTable) -> list[str]:
    return [column.heading for column in table.columns]


def test_headings_of_three_rows_with_merged_cells() -> None:
    table = only(
        """
        令和6年度 施策評価一覧
        施策|指標①|||施策の評価
        |指標名|実績||
        ||R4|R5|
        ごみ|啓発の回数|1|2|Ａ
        みず|検査の回数|3|4|Ｂ
        """.replace("        ", ""),
        A2="3x1", B2="1x3", B3="2x1", C3="1x2", E2="3x1",
    )  # fmt: skip
    assert (table.first_row, table.heading_rows, len(table.body)) == (2, 3, 2)
    assert headings(table) == ["施策", "指標①/指標名", "指標①/実績/R4", "指標①/実績/R5", "施策の評価"]
    assert table.above == ("令和6年度 施策評価一覧",)


def test_an_upper_heading_reaches_to_the_next_where_nothing_is_merged() -> None:
    table = only("施策|指標名|実績値||目標値\n||R4|R5|R8\nごみ|回数|1|2|3")
    assert headings(table) == ["施策", "指標名", "実績値/R4", "実績値/R5", "目標値/R8"]


def test_a_row_of_values_is_no_heading() -> None:
    table = only("指標名|年度|区分|値\n待機児童数|R4|実績|20\n待機児童数|R5|実績|12")
    assert (table.heading_rows, len(table.body)) == (1, 2)


def test_totals_banners_and_notes_are_no_rows() -> None:
    table = only(
        "施策|指標名|R5実績\n基本目標1 ひと\n子育て|定員|10\n学び|冊数|20\n合　計||30\n※学びは速報値\n作成 企画課"
    )
    assert (table.totals, table.banners) == (("合　計",), ("基本目標1 ひと",))
    assert (table.notes, table.others) == (("※学びは速報値",), ("作成 企画課",))
    assert len(table.body) == 2


def test_a_total_among_the_names_below_repeated_plans() -> None:
    """Nothing is merged in a CSV: the plan stands in each row, also in that of its 小計."""
    table = only("事業名|R4決算額|R5決算額\n保育|280|300\n合計（千円）|280|300")
    assert (table.totals, len(table.body)) == (("合計",), 1)
    table = only("政策|施策|事業名|R5決算\n1 ひと|子育て|保育|10\n1 ひと|子育て|小計|10\n2 まち|小計||10\n合計|||10")
    assert (table.totals, len(table.body)) == (("小計", "合計"), 1)
    table = only("指標名|区分|R5実績\n人口|男|10\n人口|合計|20")
    assert (table.totals, len(table.body)) == ((), 2)


def test_headings_that_are_repeated_and_a_second_table() -> None:
    table = only("施策|指標名|R5実績\nごみ|回数|1\n施策|指標名|R5実績\nみず|回数|2\n\n事業名|予算額|決算額\n清掃|5|6")
    assert ([row[0] for row in table.body], table.second) == (["ごみ", "みず"], 6)


def test_labels_before_their_values_are_no_table() -> None:
    found = seen(contents(grid("施策名|子育て|担当課|こども課\n目的|子どもが育つ", "1-1")))
    assert (found.tables, found.without) == ([], ["1-1"])


def test_hidden_sheets_are_told_and_not_looked_at() -> None:
    hidden = grid("施策|指標名|R5実績\nごみ|回数|1", "記入例")
    hidden.is_hidden = True
    found = seen(contents(hidden))
    assert (found.tables, found.hidden) == ([], ["記入例"])


def test_headings_of_plans_outside_of_tables() -> None:
    file = contents(grid("指標名|R5実績\n人口|1"))
    texts = ["第２期総合戦略", "基本目標１　海とともに稼ぐ", "※　達成率は…", "施策2-1　港", "本文が続く。"]
    file.paragraphs = [Paragraph(text, Place(at)) for at, text in enumerate(texts)]
    assert seen(file).headings == ["基本目標１　海とともに稼ぐ", "施策2-1　港"]


def test_a_year_without_an_era_has_that_of_the_document() -> None:
    table = only("令和6年度 一覧\n指標名|５年度|６年度|７年度目標\n回数|1|2|3")
    assert [column.meaning.year for column in table.columns] == [None, 2023, 2024, 2025]
    assert only("指標名|５年度|６年度\n回数|1|2").columns[1].meaning.year is None


def test_half_a_year_is_not_the_year() -> None:
    table = only("指標名|R6|\n|上半期|通期\n回数|1|2", A1="2x1", B1="1x2")
    assert [column.meaning.year for column in table.columns] == [None, None, 2024]


def test_tables_beside_each_other_on_a_sheet() -> None:
    text = "政策１ ひと\n指標名|R5実績||事業名|R5決算\n定員|10||給付|5\n政策２ しごと\n指標名|R5実績||事業名|R5決算\n社数|3||説明会|6"
    found = seen(contents(grid(text, "検証"))).tables
    assert [headings(table) for table in found] == [["指標名", "R5実績"], ["事業名", "R5決算"]]
    assert [table.banners for table in found] == [("政策２ しごと",), ("政策２ しごと",)]


def test_a_total_beside_a_merged_plan_is_none_beside_a_merged_name() -> None:
    plans = only("施策|指標名|R5実績\nひと|定員|10\n|小計|10\n合計||10", A2="2x1")
    assert (plans.totals, len(plans.body)) == (("小計", "合計"), 1)
    parts = only("指標名|区分|R5実績\n定員|男|10\n|計|10", A2="2x1")
    assert (parts.totals, len(parts.body)) == ((), 2)
