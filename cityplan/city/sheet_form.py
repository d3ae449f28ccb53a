"""How the sheets シート of a document are read, one for each plan: the keys of an `[[edition]]` of layout `sheets`.

What each says is told, with an example, in docs/declarations.ja.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cityplan.city.entries import entry_error, listed_in, text_of

SHEETS_LAYOUT = "sheets"
SHEET_KEYS = ("sheet_begins", "continued", "sheet_group", "prose")
# what stands under a heading of prose; `division` are the rows' where no column says it; `text` are any others, kept
# with their heading
PROSE = ("purpose", "direction", "division", "text")


@dataclass(frozen=True)
class SheetForm:
    """What `source.toml` says about sheets: how one begins and goes on, whose group it is, its headings of prose."""

    begins: str = ""  # 戦略{id} {name}
    continued: str = ""  # behind the heading of a sheet that goes on: （つづき）
    group: str = ""  # {name}プロジェクト: a text anywhere on a sheet
    prose: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what it is -> its headings


def sheet_form(table: Mapping[str, object], name: str) -> SheetForm:
    """Read the keys of sheets from an `[[edition]]`; SourceError where any is wrong. `name` is the file as told."""
    form = SheetForm(
        begins=text_of(table, "sheet_begins", name),
        continued=text_of(table, "continued", name),
        group=text_of(table, "sheet_group", name),
        prose=_prose(table, name),
    )
    if form.begins and "{id}" not in form.begins:
        raise entry_error(
            "sheet_begins は、プランの番号の所に {id}、名前の所に {name} と書きます",
            name,
            "sheet_begins",
            form.begins,
            'sheet_begins = "施策{id}：{name}" のように書いてください。',
        )
    if form.group and "{name}" not in form.group:
        raise entry_error(
            "sheet_group は、名前の所に {name} と書きます",
            name,
            "sheet_group",
            form.group,
            'sheet_group = "{name}プロジェクト" のように書いてください。',
        )
    return form


def _prose(table: Mapping[str, object], name: str) -> dict[str, tuple[str, ...]]:
    given = table.get("prose", {})
    if not isinstance(given, dict) or (unknown := [key for key in given if key not in PROSE]):
        raise entry_error(
            f"prose に書けるのは {'、'.join(PROSE)} です",
            name,
            "prose",
            unknown[0] if isinstance(given, dict) else given,
            'prose = { purpose = "目的", direction = "今後の取組の方向性" } のように書いてください。',
        )
    headings = {key: [given[key]] if isinstance(given[key], str) else listed_in(given, key, str, name) for key in given}
    return {key: tuple(map(str, own)) for key, own in headings.items()}
