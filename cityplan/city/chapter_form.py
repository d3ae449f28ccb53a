"""How a chapter 章 of a plan is read: the table `[edition.chapter]` of layout `chapter`.

What each says is told, with an example, in docs/declarations.ja.md.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cityplan.city.entries import check_keys, entry_error, listed_in, switch_of, text_of

CHAPTER_LAYOUT, POLICY_LAYOUT = "chapter", "policy-chapter"
ID, CIRCLED, NAME, DIVISION = "{id}", "{①}", "{name}", "{division}"
LEVELS = r"\{1(?:-1)+\}"  # a number of so many levels: {1-1} is 1-2 and not 1-2-1
# forms of headings that bear a number or a name
FORMS = ("group", "plan", "section", "aside", "activity")
# headings and labels that are just these words
WORDS = ("theme", "purpose", "indicators", "related", "activities", "division", "policy", "works")
INTERIM = "interim"
INDICATOR = {
    "name": "name",
    "unit": "unit",
    "division": "division",
    "baseline": "baseline_text",
    "target": "target_text",
    "actual": "actual_text",
    "note": "note",
    INTERIM: "",  # 中間値: a target of the year that its heading tells
}
YEARS = ("baseline", "target", "actual")
LINE = "line"  # the form of a line that says all of an indicator: ・{name} {baseline}→{target}
VALUES = ("unit", *YEARS)  # what such a line may say beside the name
CHAPTER_KEYS = (*FORMS, *WORDS, "texts", "indicator", "in_order")
_EXAMPLE = '書き方の例: section = "{id} {name}"'


@dataclass(frozen=True)
class ChapterForm:
    """What `source.toml` says about a chapter: the forms of its headings, and the words of its labels."""

    group: str = ""  # 政策{id} {name}: the title of a chapter
    plan: str = ""  # ◆施策{id} {name}: a plan in the lists before the sections
    section: str = ""  # {id} {name}: the title of a plan's own section
    aside: str = ""  # ★コラム {name}: what stands under it belongs to no indicator, no activity
    activity: str = ""  # {①}{name}
    theme: str = ""
    purpose: str = ""
    indicators: str = ""  # 【成果指標】
    related: str = ""  # 【関連する計画】
    activities: str = ""  # ●主な取組
    division: str = ""  # 担当課
    policy: str = ""  # 取組方針
    works: str = ""  # 主な事業
    texts: tuple[str, ...] = ()  # ●現状と課題, ●施策の基本方針
    indicator: Mapping[str, str] = field(default_factory=dict)  # our column -> the label or heading in the box
    in_order: bool = False  # values stand in the order of their headings, where no place tells them apart

    def headings(self) -> Iterator[tuple[str, str]]:
        """What stands under each heading that is only words, and the words."""
        for kind in ("theme", "purpose", "indicators", "related", "activities"):
            if words := getattr(self, kind):
                yield kind, words
        yield from (("text", words) for words in self.texts)


# The words of layout `policy-chapter` 基本計画の章, those of Takahagi R6; a city with others declares them.
POLICY_CHAPTER_WORDS = ChapterForm(
    plan="◆取組施策{id} {name}",
    aside="★コラム {name}",
    activity="{①}{name}",
    theme="テーマ",
    indicators="【成果指標】",
    related="【関連計画・制度】",
    activities="●施策を実現するために行う基本事業",
    division="担当課",
    policy="取組方針",
    works="主な事業取組",
    texts=("●現状と課題", "●施策の基本方針"),
    indicator={"name": "施策を評価する指標", "baseline": "現状値", "target": "目標値"},
)


def chapter_form(table: Mapping[str, object], name: str) -> ChapterForm:
    """Read `[edition.chapter]`; SourceError where any of it is wrong. `name` is the file as told."""
    given = table.get("chapter", {})
    if not isinstance(given, dict):
        raise entry_error("chapter は見出しです", name, "chapter", given, "[edition.chapter] の下に書いてください。")
    check_keys(given, CHAPTER_KEYS, name, "[edition.chapter] の")
    known = POLICY_CHAPTER_WORDS if table.get("layout") == POLICY_LAYOUT else ChapterForm()
    form = ChapterForm(
        **{key: text_of(given, key, name, getattr(known, key)) for key in (*FORMS, *WORDS)},
        texts=tuple(listed_in(given, "texts", str, name)) if "texts" in given else known.texts,
        indicator=_indicator(given, name) or known.indicator,
        in_order=switch_of(given, "in_order", name, known.in_order),
    )
    for key in FORMS:
        _check_form(key, getattr(form, key), name)
    if table.get("layout") == CHAPTER_LAYOUT and not (form.plan or form.section):
        raise entry_error(
            "[edition.chapter] に、施策の見出しの形（section か plan）がありません", name, "section", "", _EXAMPLE
        )
    return form


def _indicator(given: Mapping[str, object], name: str) -> dict[str, str]:
    own = given.get("indicator", {})
    if not isinstance(own, dict):
        raise entry_error(
            "indicator は見出しです", name, "indicator", own, "[edition.chapter.indicator] の下に書いてください。"
        )
    check_keys(own, (*INDICATOR, LINE), name, "[edition.chapter.indicator] の")
    words = {key: text_of(own, key, name) for key in own}
    known = {NAME, *(f"{{{key}}}" for key in VALUES)}
    if (line := words.get(LINE)) and (NAME not in line or not set(re.findall(r"\{[^{}]*\}", line)) <= known):
        raise entry_error(
            "line は、指標の名前と値の所を {name}、{baseline}、{actual}、{target}、{unit} と書きます",
            name,
            LINE,
            line,
            '書き方の例: line = "・{name} {baseline}→{target}"',
        )
    return words


def _check_form(key: str, form: str, name: str) -> None:
    """A heading of a plan or a group has the place of its name, or it would have none."""
    if form and NAME not in form and key != "aside":
        raise entry_error(f"{key} は、名前の所に {{name}} と書きます", name, key, form, _EXAMPLE)
    if key in ("plan", "section", "activity") and form.strip() == NAME and key != "section":
        raise entry_error(f"{key} が {{name}} だけでは、どの行にも当たります", name, key, form, _EXAMPLE)
