"""A heading of a document whose reading is doubtful: a part of it, as its unit, may be lost."""

from pathlib import Path

from small_pdf import Drawing, pdf
from small_tables import City

FORM = 'actual = "R5"\n[edition.columns]\nname = "項目"\nactual = "実績値"\n'


def test_a_heading_that_goes_over_its_row_is_told(tmp_path: Path) -> None:
    page = Drawing().table([40.0, 140.0, 220.0], [40.0, 54.0, 100.0, 120.0])
    page.text(44, 50, "項目").text(144, 46, "実績値").text(144, 60, "（件）")
    page.text(44, 78, "相談").text(144, 78, "81").text(44, 114, "訪問").text(144, 114, "24")
    city = City(tmp_path, "R5.pdf").describe(FORM).raw(pdf(page))
    findings = city.computed()["findings"]
    assert "見出し「実績値」：文字が枠からはみ出しています。" in list(findings["message"])
    assert list(city.read()["indicators"]["actual"].isna()) == [True, False]
