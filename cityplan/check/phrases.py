"""Results 実績 that hold numbers of which none is certain to be the value, and values that are counted differently."""

from cityplan.check.finding import Finding, Findings, audited, cell_place, place, repairs_of, rows_by_place
from cityplan.check.values import SPLIT, UNIT_DOUBTFUL, UNREADABLE
from cityplan.japanese.quantities import holds_several, in_phrases, is_time
from cityplan.tables.definitions import ActivityRow
from cityplan.tables.names import label
from cityplan.tables.schema import Tables, table_rows


@audited
def results_in_phrases(tables: Tables) -> Findings:
    """A result such as 全12回 延べ402人, whose numbers are no value."""
    refused = {cell_place(each)[1:] for each in repairs_of(tables, "unreadable")}
    for row in table_rows(tables, ActivityRow):
        for role in ("actual", "previous"):
            column = f"{role}_text"
            text = getattr(row, column)
            is_phrase = in_phrases(text) and not is_time(text)  # a time is told as one value
            if getattr(row, role) is None and is_phrase and (*row.place, column) not in refused:
                several = holds_several(text)
                why = "に2つ以上の数があり、どれが実績の値か" if several else "の中の数を、実績の値としてよいか"
                yield Finding(
                    UNREADABLE,
                    f"「{row.name}」の{label(row.table, column)}「{text}」{why}分からないので、値としては使いません。",
                    SPLIT if several else "実績の値を、数と単位だけで担当課に確かめてください。",
                    place(row, column),
                    severity="warning",
                    printed=text,
                )


@audited
def counted_otherwise(tables: Tables) -> Findings:
    """A value beside one that is counted in another way: 612人 beside 延べ340人, 年24回 beside a target of 月2回."""
    rows = rows_by_place(tables)
    for repair in repairs_of(tables, "counted_otherwise"):
        row = rows[repair.table, repair.plan_id, repair.row]
        than = f"今年度の実績「{row.actual_text}」" if isinstance(row, ActivityRow) else "同じ行のほかの値"
        yield Finding(
            UNIT_DOUBTFUL,
            f"「{row.name}」の{label(row.table, repair.column)}「{repair.before}」は、{than}と数え方が違うので、使いません。",
            "数え方（延べ、年、月など）をそろえた値を、担当課に確かめてください。",
            cell_place(repair),
            severity="warning",
            printed=repair.before,
        )
