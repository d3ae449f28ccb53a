"""The activities that belong to an indicator 関連する事業, where `source.toml` declares them."""

from cityplan.compute.related import is_declared
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.report.plan.brief import Brief
from cityplan.tables.definitions import Activity, Indicator


def related(b: Brief, indicator: Indicator) -> list[Activity]:
    """The activities that belong to an indicator, in printed order; none but those that are declared."""
    return [row for row in b.activities if any(is_declared(pair, indicator, row) for pair in b.edition.related)]


def related_words(b: Brief, indicator: Indicator) -> Fragment | None:
    """Their names as a line to stand beside the indicator; None where there is none."""
    names = joined((fragment("{}", row.name) for row in related(b, indicator)), "、")
    return fragment("<small>関連する事業：{}</small>", names) if names else None
