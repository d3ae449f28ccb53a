"""The tables that were seen 見つけた表, for a terminal and for a notebook: headings, what they feed, first rows."""

from collections.abc import Iterator, Sequence

from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.letters import squeeze
from cityplan.japanese.terminal import cut, text_table
from cityplan.japanese.years import era
from cityplan.read.proposal.chapters import chapter_told
from cityplan.read.proposal.draft import Block, Draft
from cityplan.read.proposal.form_text import forms_told
from cityplan.read.proposal.proposal import Proposal
from cityplan.read.proposal.seen import SeenColumn, SeenTable
from cityplan.read.proposal.sheet_text import sheets_told

_ROWS = 3
_HEADINGS = 12
_WIDTH = 24  # of a cell on a terminal
_HEADING = ("見出し", "当方の列", *(f"{number}件目" for number in range(1, _ROWS + 1)))
_CALLED = {"target": "目標値", "expected": "期待値", "budget": "予算額", "settled": "決算額"}
_SUBJECTS = {"indicator": "指標", "activity": "事業"}


def as_text(found: Proposal) -> str:
    """The tables that were seen, as text."""
    lines: list[str] = []
    for number, (table, drafts) in enumerate(zip(found.seen.tables, found.drafts, strict=True), start=1):
        rows = [[cut(text, _WIDTH) for text in row] for row in _rows(table, drafts)]
        lines += [_title(number, table), *(f"  {line}" for line in text_table(_HEADING, rows)), ""]
    return "\n".join([*lines, *_others(found)])


def as_html(found: Proposal) -> Fragment:
    """The tables that were seen and the proposed `source.toml`, as HTML."""
    parts: list[Fragment] = []
    heading = joined(fragment("<th>{}</th>", text) for text in _HEADING)
    for number, (table, drafts) in enumerate(zip(found.seen.tables, found.drafts, strict=True), start=1):
        rows = (
            fragment("<tr>{}</tr>", joined(fragment("<td>{}</td>", text) for text in row))
            for row in _rows(table, drafts)
        )
        parts.append(
            fragment(
                "<h3>{}</h3><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
                _title(number, table),
                heading,
                joined(rows),
            )
        )
    parts += [fragment("<p>{}</p>", line) for line in _others(found)]
    return joined([*parts, fragment("<h3>source.toml の案</h3><pre>{}</pre>", found.text)])


def _title(number: int, table: SeenTable) -> str:
    last = table.first_row + table.heading_rows - 1
    rows = f"{table.first_row}行目" if last == table.first_row else f"{table.first_row}〜{last}行目"
    return f"表{number} {table.grid}（見出し {rows}、{len(table.body)}行、{len(table.columns)}列）".replace(" （", "（")


def _others(found: Proposal) -> Iterator[str]:
    """Sheets, and what was not taken for a table."""
    if found.chapter is not None:
        yield from chapter_told(found.chapter)
        return
    if found.sheets is not None:
        yield from sheets_told(found.sheets)
    if found.forms is not None:
        yield from forms_told(found.forms)
    if found.seen.without:
        yield f"表として読めない所: {'、'.join(filter(None, found.seen.without)) or 'ファイル全体'}"
    if found.seen.headings and found.sheets is None:
        shown = found.seen.headings[:_HEADINGS]
        more = f" など{len(found.seen.headings)}行" if len(found.seen.headings) > _HEADINGS else ""
        yield f"表の外の、プランや基本目標の見出しらしい行: {'、'.join(f'「{text}」' for text in shown)}{more}"
    if found.seen.hidden:
        yield f"見ていない所: {'、'.join(found.seen.hidden)}"


def _rows(table: SeenTable, drafts: Sequence[Draft]) -> list[list[str]]:
    """Each column with its heading, what it feeds, and its first cells."""
    feeds: dict[str, dict[str, list[str]]] = {}
    for draft in drafts:
        for heading, ours in _feeds(draft):
            feeds.setdefault(squeeze(heading), {}).setdefault(ours, []).append(_SUBJECTS[draft.subject])
    times: dict[str, int] = {}
    rows = []
    for column in table.columns:
        heading = squeeze(column.heading)
        times[heading] = times.get(heading, 0) + 1
        told = feeds.get(f"{heading}#{times[heading]}") or feeds.get(heading, {})
        words = [ours if len(own) == len(drafts) else f"{ours}（{'、'.join(own)}）" for ours, own in told.items()]
        rows.append([column.heading, "、".join(words) or "－", *_first(column)])
    return rows


def _first(column: SeenColumn) -> list[str]:
    return [*column.texts[:_ROWS], *[""] * (_ROWS - len(column.texts))]


def _feeds(draft: Draft) -> Iterator[tuple[str, str]]:
    """Each heading that a draft names, and what it feeds."""
    yield from _of_block(draft.block)
    yield from ((heading, "subgroup（自動）") for heading in draft.parts.values())
    for each in draft.each:
        for heading, ours in _of_block(draft.repeat):
            yield heading.replace("{}", each), ours


def _of_block(block: Block) -> Iterator[tuple[str, str]]:
    for ours, heading in block.columns.items():
        yield heading, ours
    for year, heading in block.years.items():
        yield heading, f"{era(year)}の{'値' if 'role' in block.columns else '実績'}"
    for role, years in block.role_years.items():
        for year, heading in years.items():
            yield heading, f"{era(year)}の{_CALLED[role]}"
