"""What an analyst's own cells get: ordinary pandas; and what the tables take back from them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cityplan.city.rules import rules
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.project import project
from cityplan.report.plain import as_pandas, open_tables
from cityplan.report.plan.brief import open_plan
from cityplan.tables import files as table_files
from cityplan.tables.definitions import TABLES
from cityplan.tables.files import read_all
from cityplan.tables.schema import Tables
from tests.published import Published

RULE = rules()["target-baseline"]


@pytest.fixture(scope="module")
def tables(published: Published) -> Tables:
    return read_all(published.root / "data/processed/hitachi/R5")


class TestPlain:
    def test_every_column_has_the_type_of_a_textbook(self, tables: Tables) -> None:
        kinds = {"number": "float64", "integer": "Int64", "boolean": "boolean", "text": "str"}
        for name, data in as_pandas(tables, RULE).items():
            for column in TABLES[name].columns:
                wanted = (
                    "category" if (column.choices or column.is_mark) and column.kind == "text" else kinds[column.kind]
                )
                assert str(data[column.name].dtype) == wanted, (name, column.name)

    def test_values_are_those_of_the_tables(self, tables: Tables) -> None:
        own = as_pandas(tables, RULE)["indicators"]
        for column in ("baseline", "target", "actual"):
            exact = tables["indicators"][column]
            assert own[column].isna().tolist() == exact.isna().tolist()
            assert own[column].dropna().tolist() == [float(each) for each in exact.dropna()]

    def test_pandas_reckons_with_them(self, tables: Tables) -> None:
        own = as_pandas(tables, RULE)["indicators"]
        assert own.describe().loc["count", "actual"] == own["actual"].count() > 20
        assert own.groupby("plan_id").mean(numeric_only=True).loc["01", "actual"] > 0
        own["status_printed"].value_counts()
        assert own["status_printed"].cat.categories.tolist() == ["◎", "○", "△", "—"]


class TestOfAPlan:
    @pytest.mark.parametrize(("city", "year"), [("hitachi", "R5"), ("takahagi", "R6")])
    def test_a_brief_hands_out_every_table_with_its_own_rows(self, published: Published, city: str, year: str) -> None:
        b = open_plan(str(published.root), city, year, "06")
        assert b.tables.keys() == b.exact.keys() >= {"plans", "findings", "corrections"}
        for name, data in b.tables.items():
            assert list(data) == list(b.exact[name])
        assert set(b.tables["indicators"]["plan_id"]) == {"06"}
        assert str(b.tables["indicators"]["actual"].dtype) == "float64"


class TestOpenTables:
    def test_of_one_edition(self, published: Published) -> None:
        opened = open_tables(str(published.root), "日立市", "令和5年度")
        assert opened["plans"]["plan_id"].tolist() == [f"{n:02d}" for n in range(1, 16)]
        assert set(opened["plans"]["city"]) == {"hitachi"} and set(opened["plans"]["year"]) == {"R5"}

    def test_all_one_below_the_other(self, published: Published) -> None:
        opened = open_tables(str(published.root))
        counts = opened["plans"].groupby(["city", "year"]).size()
        assert counts.to_dict() == {("hitachi", "R5"): 15, ("takahagi", "R6"): 7}
        assert str(opened["indicators"]["actual"].dtype) == "float64"
        assert str(opened["indicators"]["status_printed"].dtype) == "category"

    def test_a_city_that_is_not_there(self, published: Published) -> None:
        with pytest.raises(UsageError):
            open_tables(str(published.root), "水戸市")


class TestProject:
    @pytest.mark.parametrize("folder", [".", "notebooks", "data/raw", "reports"])
    def test_it_is_found_from_any_folder_of_it(
        self, published: Published, folder: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(published.root / folder)
        assert project("..").resolve() == published.root.resolve()

    def test_elsewhere_the_message_names_root(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with pytest.raises(SourceError) as caught:
            project("..")
        assert (caught.value.column, caught.value.text) == ("root", "..")

    def test_a_place_that_is_told_goes_first(self, published: Published) -> None:
        assert project(str(published.root)) == published.root


def as_float(data: pd.DataFrame) -> None:
    data["actual"] = data["actual"].astype("float64")


def in_a_cell(value: object) -> Callable[[pd.DataFrame], None]:
    return lambda data: data.loc.__setitem__((0, "actual"), value)


class TestTaking:
    """A table that an analyst has changed is written, or it is told what does not fit."""

    def written(self, tables: Tables, folder: Path, change: Callable[[pd.DataFrame], None]) -> list[str]:
        own = tables["activities"].copy()
        change(own)
        place = folder / "data/processed/mihon/R5"
        table_files.write({"activities": own}, place, {"name": "mihon"})
        read = table_files.read(place, "activities")["activities"]
        return ["" if value is None else str(value) for value in read["actual"]]

    @pytest.mark.parametrize("value", [110, 110.0, np.int64(110), np.float64(110), "110"])
    def test_any_kind_of_number(self, tables: Tables, tmp_path: Path, value: object) -> None:
        assert self.written(tables, tmp_path, in_a_cell(value))[0] == "110"

    def test_a_whole_column(self, tables: Tables, tmp_path: Path) -> None:
        before = self.written(tables, tmp_path, lambda data: None)
        after = self.written(tables, tmp_path, as_float)
        assert [float(each) for each in before if each] == [float(each) for each in after if each]
        assert [each for each in after if each.endswith(".0")] == []

    @pytest.mark.parametrize(
        ("change", "column"),
        [
            (in_a_cell("百"), "actual"),
            (in_a_cell(float("inf")), "actual"),
            (lambda data: data.__setitem__("own", 1), "own"),
            (lambda data: data.__delitem__("unit"), "unit"),
            (lambda data: data.__setitem__("activity_no", data["activity_no"] + 0.5), "activity_no"),
            (lambda data: data.__setitem__("plan_id", "01"), "plan_id、activity_no"),
        ],
    )
    def test_what_does_not_fit(
        self, tables: Tables, tmp_path: Path, change: Callable[[pd.DataFrame], None], column: str
    ) -> None:
        with pytest.raises(SourceError) as caught:
            self.written(tables, tmp_path, change)
        assert caught.value.file == "data/processed/mihon/R5/activities.csv"
        assert caught.value.column == column
        assert "corrections.csv" in caught.value.next_step
