"""A small document of one plan in progress sheets, to try one form at a time."""

from dataclasses import replace

import pandas as pd
from golden_tables import as_text

from cityplan.check.audit import audit
from cityplan.city.edition import Edition, PlanEntry
from cityplan.city.rules import rules
from cityplan.clean.document import clean
from cityplan.compute.document import compute
from cityplan.read.kinds import read
from cityplan.tables.fit import check
from cityplan.tables.schema import Tables

SMALL = Edition(
    city="x", city_name="X市", publisher="X市", year="R5", file="R5.txt", title="計画の取組状況",
    layout="progress-sheets", rule=rules()["target-baseline"], baseline=2021, previous=2022, actual=2023,
    target=2026, plan=(PlanEntry("01", "住みやすい"),),
)  # fmt: skip
ACTIVITY_HEAD = "事業名|事業内容|実績|||要因及び効果\n||R5|R4|前年度比|"
INDICATOR_HEAD = "項目|基準値(R3)|目標値(R8)|実績値(R5)|達成状況(R5)|達成状況(R4)"
ACTIVITY = "あ事業|何かをする|10件|8件|125.0%|周知が進んだ。"
INDICATOR = "転入者数|10人以上|20人以上|12人|○基準値以上|△基準値未満"


def sheet(
    activities: str = ACTIVITY,
    indicators: str = INDICATOR,
    *,
    purpose: str = "住みやすいまちにします。",
    activity_head: str = ACTIVITY_HEAD,
    indicator_head: str = INDICATOR_HEAD,
    directions: str = "【あ事業】\n続ける。",
    heading: str = "掲載事業の実績等",
) -> str:
    """The sheet of a plan; a bar stands for a tab."""
    text = f"""目的
{purpose}
事業の取組状況
{heading}
{activity_head}
{activities}
関連する主な目標指標
{indicator_head}
{indicators}
今後の取組の方向性
{directions}
"""
    return text.replace("|", "\t")


def small(*cells: str, deck: str = "PLAN 01 移住\n\n《定住》", **parts: str) -> str:
    """A document of one plan."""
    deck = deck.replace("|", "\t")
    return f"計画の取組状況\n未来プロジェクトの1プラン\n{deck}\n{sheet(*cells, **parts)}"


def several(*sheets: str) -> tuple[str, Edition]:
    """A document of several plans, whose purposes begin with 01, 02 …; an empty one has no sheet."""
    numbers = [f"{number:02d}" for number in range(1, len(sheets) + 1)]
    deck = "".join(f"PLAN {number} 移住{number}\n《定住》\n" for number in numbers)
    text = f"計画の取組状況\n未来プロジェクトの{len(sheets)}プラン\n{deck}{''.join(sheets)}"
    entries = [
        PlanEntry(number, number if each else "", bool(each)) for number, each in zip(numbers, sheets, strict=True)
    ]
    return text, replace(SMALL, plan=tuple(entries))


def activity(text: str) -> dict[str, str]:
    return as_text(tables_of(text)["activities"])[0]


def indicators(text: str) -> list[dict[str, str]]:
    return as_text(tables_of(text)["indicators"])


def findings(text: str, edition: Edition = SMALL) -> pd.DataFrame:
    """What the audit finds in a document."""
    printed, rule = tables_of(text, edition), rules()["target-baseline"]
    return check("findings", audit({**printed, **compute(printed, rule)}, rule))


def kinds(text: str, edition: Edition = SMALL) -> list[tuple[str, str]]:
    """Kind and column of each finding."""
    found = findings(text, edition)
    return list(zip(found["kind"], found["column"], strict=True))


def part(row: dict[str, str], *columns: str) -> str:
    return " ".join(row[column] or "·" for column in columns)


def tables_of(text: str, edition: Edition = SMALL) -> Tables:
    tables = clean(read(text, edition), edition)
    for name, data in tables.items():
        check(name, data)
    return tables
