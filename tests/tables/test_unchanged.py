"""What is made of tables that nothing changes is made once; outside of that, each time anew."""

from cityplan.tables.definitions import PlanRow
from cityplan.tables.once import unchanged
from cityplan.tables.schema import Tables, frame, table_rows


def tables(name: str = "移住") -> Tables:
    return {"plans": frame("plans", [{"plan_id": "01", "name": name}])}


def names(given: Tables) -> list[str]:
    return [row.name for row in table_rows(given, PlanRow)]


def test_a_table_that_was_changed_is_read_anew() -> None:
    own = tables()
    assert names(own) == ["移住"]
    own["plans"].loc[0, "name"] = "定住"
    assert names(own) == ["定住"]


def test_the_rows_of_an_unchanged_table_are_made_once() -> None:
    own = tables()
    with unchanged():
        assert table_rows(own, PlanRow)[0] is table_rows(own, PlanRow)[0]
    assert table_rows(own, PlanRow)[0] is not table_rows(own, PlanRow)[0]


def test_another_table_of_the_same_name_has_its_own_rows() -> None:
    with unchanged():
        assert names(tables()) == ["移住"]
        assert names(tables("定住")) == ["定住"]


def test_a_list_that_is_changed_is_not_what_is_kept() -> None:
    own = tables()
    with unchanged():
        table_rows(own, PlanRow).clear()
        assert names(own) == ["移住"]


def test_what_is_within_shares_what_was_made() -> None:
    own = tables()
    with unchanged():
        first = table_rows(own, PlanRow)[0]
        with unchanged():
            assert table_rows(own, PlanRow)[0] is first
