"""Tables on disk: every cell survives, and what does not fit its column is refused."""

import csv
import json
import re
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityplan.compute.edition_changes import changes
from cityplan.compute.goals import goals
from cityplan.compute.history import Told, history, join
from cityplan.compute.links import links
from cityplan.compute.next_steps import next_steps
from cityplan.compute.proofs import earlier_witnesses, proofs
from cityplan.compute.prose import prose_figures
from cityplan.files.errors import SourceError
from cityplan.steps import save
from cityplan.tables import files as table_files
from cityplan.tables.datapackage import about
from cityplan.tables.definitions import TABLES
from cityplan.tables.files import to_csv
from cityplan.tables.fit import check
from cityplan.tables.schema import Tables, Unfit, frame

ROOT = Path(__file__).parents[2]
ABOUT = {"name": "x-2023", "title": "x"}
MEAN = ["06", "NA", "false", "True", "", " ", "nan", "None", "1e3", "=1+1", '"', ",", "\n", "改\n行",
        "△ 54,317", "null", "0", "-", "１"]  # fmt: skip
cell_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=8) | st.sampled_from(
    MEAN
)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=2) | st.sampled_from(
    [Decimal("108"), Decimal("63.00"), Decimal("1E+3"), Decimal("0.0001"), Decimal("-0")]
)
VALUES = {
    "text": cell_texts,
    "number": st.none() | decimals,
    "integer": st.none() | st.integers(-(2**40), 2**40),
    "boolean": st.none() | st.booleans(),
}


@pytest.fixture
def all_tables(printed: Tables, computed: Tables, findings: pd.DataFrame) -> Tables:
    prose = prose_figures({**printed, **computed})
    joined = join(Told("R5", printed), [Told("R4", printed)])
    years = {"history": history(joined), "links": links(joined), "changes": changes(joined), "goals": goals(joined)}
    years["next_steps"] = next_steps(joined)
    years["proofs"] = proofs(joined.now, earlier_witnesses(joined))
    made = {"prose_figures": prose, "findings": findings, "cutouts": frame("cutouts", [])}
    return {**printed, **computed, **years, **made}


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


class TestRoundTrip:
    def test_every_table_of_the_document(self, tmp_path: Path, all_tables: Tables) -> None:
        assert set(all_tables) == set(TABLES)
        table_files.write(all_tables, tmp_path / "1", ABOUT)
        read = table_files.read(tmp_path / "1")
        table_files.write(read, tmp_path / "2", ABOUT)
        assert written(tmp_path / "1") == written(tmp_path / "2")
        for name, data in all_tables.items():
            pd.testing.assert_frame_equal(read[name], data, check_dtype=True)

    @pytest.mark.parametrize("text", MEAN)
    def test_a_text_that_looks_like_something_else(self, tmp_path: Path, text: str) -> None:
        rows = [
            {"group_id": "01", "name": text, "source_line": 1},
            {"group_id": text or "0", "name": "x", "source_line": 2},
        ]
        table_files.write({"groups": frame("groups", rows)}, tmp_path, ABOUT)
        read = table_files.read(tmp_path)["groups"]
        assert list(read["group_id"]) == ["01", text or "0"]
        assert list(read["name"]) == [text, "x"]

    @given(st.data())
    def test_any_table(self, data: st.DataObject) -> None:
        """Written as text and typed again, every cell is the same."""
        table = data.draw(st.sampled_from(list(TABLES.values())))
        row = st.fixed_dictionaries(
            {
                column.name: st.sampled_from(["", *column.choices]) if column.choices else VALUES[column.kind]
                for column in table.columns
            }
        )
        key = (lambda each: tuple(each[k] for k in table.key)) if table.key else None
        rows = data.draw(st.lists(row, max_size=4, unique_by=key))
        made = frame(table.name, rows)
        text = to_csv(made)
        cells = table_files._columns(text, table)
        typed = pd.DataFrame({c.name: table_files._typed(cells[c.name], c) for c in table.columns})
        assert to_csv(typed) == text
        for column in table.columns:
            assert [None if v is pd.NA else v for v in typed[column.name]] == [
                None if v is pd.NA else v for v in made[column.name]
            ]

    def test_numbers_keep_the_digits_as_printed(self) -> None:
        rows = [
            {"plan_id": "06", "activity_no": no, "actual": Decimal(text)}
            for no, text in enumerate(["63.00", "108", "1E+3", "0", "-4.10"], start=1)
        ]
        made = csv.DictReader(StringIO(to_csv(frame("activities", rows))))
        assert [row["actual"] for row in made] == ["63.00", "108", "1000", "0", "-4.10"]

    def test_booleans_and_unknowns(self) -> None:
        rows = [{"plan_id": str(no), "has_sheet": v} for no, v in enumerate((True, False, None))]
        made = csv.DictReader(StringIO(to_csv(frame("plans", rows))))
        cells = [(row["has_sheet"], row["source_line"]) for row in made]
        assert cells == [("true", ""), ("false", ""), ("", "")]


class TestOnDisk:
    def test_bom_lf_and_one_header(self, tmp_path: Path, all_tables: Tables) -> None:
        table_files.write(all_tables, tmp_path, ABOUT)
        for table in TABLES.values():
            data = (tmp_path / f"{table.name}.csv").read_bytes()
            assert data.startswith(b"\xef\xbb\xbf") and not data.startswith(b"\xef\xbb\xbf" * 2)
            assert b"\r" not in data and data.endswith(b"\n")
            assert data.decode("utf-8-sig").split("\n")[0] == ",".join(column.name for column in table.columns)

    def test_datapackage_lists_every_csv_and_column(self, tmp_path: Path, all_tables: Tables, edition: Any) -> None:
        table_files.write(all_tables, tmp_path, about(edition))
        package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
        assert package["name"] == "hitachi-2023" and "日立市" in package["title"]
        resources = {each["path"]: each for each in package["resources"]}
        assert set(resources) == {path.name for path in tmp_path.glob("*.csv")}
        for path, each in resources.items():
            header = (tmp_path / path).read_text(encoding="utf-8-sig").split("\n")[0]
            fields = each["schema"]["fields"]
            assert [field["name"] for field in fields] == header.split(",")
            assert all(field["title"] and field["type"] for field in fields)
            assert set(each["schema"].get("primaryKey", [])) <= set(header.split(","))

    def test_datapackage_describes_what_was_there_before(
        self, tmp_path: Path, printed: Tables, computed: Tables
    ) -> None:
        table_files.write(printed, tmp_path, ABOUT)
        table_files.write(computed, tmp_path, ABOUT)
        package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
        names = {each["name"].replace("-", "_") for each in package["resources"]}
        assert names == {*printed, *computed}

    def test_saved_in_the_folder_of_the_edition(self, tmp_path: Path, root: Path, computed: Tables) -> None:
        (tmp_path / "data").mkdir()
        (tmp_path / "data/raw").symlink_to(root / "data/raw")
        folder = save(str(tmp_path), "hitachi", "R5", computed)
        assert folder == Path("data/processed/hitachi/R5")
        assert (tmp_path / folder / "activity_results.csv").exists()


class TestRefused:
    def refuse(self, name: str, data: pd.DataFrame) -> None:
        with pytest.raises(Unfit):
            check(name, data)

    @pytest.mark.parametrize("value", [1.5, "108", float("nan"), Decimal("NaN"), Decimal("Inf")])
    def test_a_number_that_is_no_finite_decimal(self, value: object) -> None:
        made = frame("activities", [{"plan_id": "06", "activity_no": 1, "source_line": 1}])
        made["actual"] = pd.Series([value], dtype="object")
        self.refuse("activities", made)

    def test_a_wrong_dtype(self) -> None:
        made = frame("activities", [{"plan_id": "06", "activity_no": 1, "source_line": 1}])
        self.refuse("activities", made.assign(activity_no=["1"]))
        self.refuse("activities", made.assign(plan_id=[6]))

    def test_an_unknown_choice(self) -> None:
        row = {"plan_id": "06", "indicator_no": 1, "status_printed": "◎", "source_line": 1}
        check("indicators", frame("indicators", [row]), "◎○")
        check("indicators", frame("indicators", [{**row, "status_printed": "達成"}]))  # no rule, any mark
        with pytest.raises(Unfit):
            check("indicators", frame("indicators", [{**row, "status_printed": "×"}]), "◎○")
        self.refuse("indicators", frame("indicators", [{**row, "polarity": "×"}]))

    def test_a_duplicate_key(self) -> None:
        rows = [{"plan_id": "06", "activity_no": no, "source_line": no} for no in (1, 2)]
        check("activities", frame("activities", rows))
        self.refuse("activities", frame("activities", [rows[0], rows[0]]))

    def test_a_missing_extra_or_moved_column(self) -> None:
        made = frame("groups", [{"group_id": "1", "source_line": 1}])
        self.refuse("groups", made.drop(columns="name"))
        self.refuse("groups", made.assign(more="x"))
        self.refuse("groups", made[list(reversed(made.columns))])
        with pytest.raises(KeyError, match="nmae"):
            frame("groups", [{"nmae": "x"}])

    def test_nothing_is_written_of_a_wrong_table(self, tmp_path: Path) -> None:
        wrong = frame("groups", [{"group_id": "1", "source_line": 1}] * 2)
        with pytest.raises(SourceError) as caught:
            table_files.write({"groups": wrong}, tmp_path, ABOUT)
        assert caught.value.column == "group_id"
        assert not list(tmp_path.iterdir())

    @pytest.mark.parametrize(
        ("old", "new"),
        [("06,1", "06,x"), ("06,1", "06,1.5"), ("◎", "×"), ("true", "yes"), ("plan_id", "plan"),
         ("63.00", "NaN"), ("63.00", "1,062"), ("06,1", "07,2"), ("63.00", "６３点")],
    )  # fmt: skip
    def test_a_file_that_does_not_fit_names_itself(self, tmp_path: Path, old: str, new: str) -> None:
        indicators = frame(
            "indicators",
            [
                {
                    "plan_id": "06",
                    "indicator_no": 1,
                    "actual": Decimal("63.00"),
                    "status_printed": "◎",
                    "source_line": 1,
                },
                {"plan_id": "07", "indicator_no": 2, "source_line": 2},
            ],
        )
        plans = frame("plans", [{"plan_id": "06", "has_sheet": True, "source_line": 1}])
        table_files.write({"indicators": indicators, "plans": plans}, tmp_path, ABOUT, "◎○△")
        changed = []
        for path in tmp_path.glob("*.csv"):
            text = path.read_text(encoding="utf-8-sig")
            path.write_text(text.replace(old, new), encoding="utf-8-sig")
            changed += [path.name] * (old in text)
        with pytest.raises(SourceError) as caught:
            table_files.read(tmp_path)
        assert re.search("[ぁ-ん]", caught.value.problem)
        assert changed and caught.value.file.endswith(".csv") and caught.value.next_step

    def test_a_table_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError) as caught:
            table_files.read(tmp_path, "plans")
        assert caught.value.file.endswith("plans.csv")


class TestChecked:
    """What is read is checked where it is not as it was written: `higher` of a table became `highest`."""

    def written(self, folder: Path) -> Path:
        row = {"plan_id": "06", "indicator_no": 1, "status_printed": "◎", "polarity": "higher", "source_line": 1}
        table_files.write({"indicators": frame("indicators", [row])}, folder, ABOUT, "◎○△")
        return folder / "indicators.csv"

    def change(self, path: Path) -> None:
        path.write_text(path.read_text("utf-8").replace("higher", "highest"), "utf-8")

    def refused(self, folder: Path) -> bool:
        try:
            table_files.read(folder)
        except SourceError as error:
            assert (error.column, error.text) == ("polarity", "highest")
            return True
        return False

    def test_whole_tables_are_read_without_the_library_that_checks(self, tmp_path: Path) -> None:
        self.written(tmp_path)
        reading = (
            "import sys; from pathlib import Path; from cityplan.tables.files import read; "
            "read(Path(sys.argv[1])); print('pandera' in sys.modules)"
        )
        told = subprocess.run([sys.executable, "-c", reading, str(tmp_path)], capture_output=True, text=True, cwd=ROOT)
        assert told.stdout == "False\n"

    def test_a_table_that_was_changed_beside_one_that_is_written_anew(self, tmp_path: Path) -> None:
        self.change(self.written(tmp_path))
        table_files.write({"groups": frame("groups", [{"group_id": "1", "source_line": 1}])}, tmp_path, ABOUT)
        assert self.refused(tmp_path)

    @pytest.mark.parametrize(
        "package", ["", "{", "[]", '{"resources": 1}', '{"resources": [{"hash": ""}]}', "[" * 10**6]
    )
    def test_nothing_is_known_of_how_it_was_written(self, tmp_path: Path, package: str) -> None:
        self.change(self.written(tmp_path))
        (tmp_path / "datapackage.json").write_text(package)
        assert self.refused(tmp_path)
        (tmp_path / "datapackage.json").unlink()
        assert self.refused(tmp_path)

    def test_a_table_that_a_program_saved_in_another_form_is_the_same(self, tmp_path: Path) -> None:
        path = self.written(tmp_path)
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert list(table_files.read(tmp_path)["indicators"]["status_printed"]) == ["◎"]
