"""What a document says of a plan in running text 文章, under the document's own headings, whatever kind of document it is.

Notes, asides and boxes have places of their own on the page (`text.py`); the captions of pictures stand in the tables only.
"""

import re
from collections.abc import Mapping, Sequence

from cityplan.compute.prose_texts import contradictions
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.japanese.letters import fold
from cityplan.japanese.years import era
from cityplan.read.chapter.asides import CAPTION, SECTION
from cityplan.read.chapter.patterns import bare
from cityplan.read.printed import NOTES, column_role
from cityplan.report.cite import line_beside
from cityplan.report.plan.brief import Brief, text_refs
from cityplan.report.quoted import captions, is_sentence
from cityplan.report.report import columns
from cityplan.tables.definitions import CellRow, TextRow
from cityplan.tables.schema import records

BOX = "囲み"  # the section of a box without a mark
_LEFT_ROLES = {"achievement": "達成率（印字）", "target": "途中の年度の目標値"}
_ELSEWHERE = (NOTES, SECTION, CAPTION, BOX)


def of_plan(b: Brief, titles: Mapping[str, str]) -> Fragment:
    """Each heading 見出し of the document with what stands under it, in the document's order.

    What has results already says it in paragraphs of their own; a plan without any in columns, with items as a list.
    `titles` has for a heading of the document the one that stands over it in the brief.
    """
    sections = [(name, rows) for name, rows in _sections(b).items() if name != related_word(b)]
    short = [each for each in sections if b.started or (each[0] not in titles and _is_label(each[1]))]
    panels = [_panel(b, name, titles.get(name, ""), rows) for name, rows in sections if (name, rows) not in short]
    pairs = [columns(*panels[at : at + 2]) for at in range(0, len(panels), 2)]
    return joined([*(_labelled(b, *each) for each in short), *(each for each in pairs if each)])


def related(b: Brief) -> Fragment:
    """The plans that the document names as related 関連する計画, in a paragraph that begins with its heading."""
    rows = _sections(b).get(related_word(b), [])
    names = "、".join(row.text for row in rows)
    return fragment("<p><strong>{}</strong>　{}</p>", related_word(b), names) if names else Fragment()


def related_word(b: Brief) -> str:
    """What the document calls them, empty where it names none."""
    return bare(b.edition.chapter.related)


def tables_only(b: Brief) -> list[tuple[str, str]]:
    """What was read of a plan and stands in the tables only, not on the page: section and text, each once."""
    rows = records(b.exact["texts"], TextRow)
    repeated = captions(row.text for row in rows if row.section == BOX)
    left = [row for row in rows if row.section == CAPTION or (row.section == BOX and row.text in repeated)]
    return [*dict.fromkeys((row.section, row.text) for row in left), *_values_left(b)]


def _values_left(b: Brief) -> list[tuple[str, str]]:
    """The printed shares of targets 達成率, which are computed anew, and targets of years between, which only charts show."""
    found: dict[tuple[str, str], str] = {}
    for cell in records(b.exact["cells"], CellRow):
        role, year = column_role(cell.column) or (cell.column.removesuffix("_printed_text"), b.edition.actual)
        is_between = role == "target" and not b.started and year != b.edition.target
        if cell.table == "indicators" and cell.row and (role == "achievement" or is_between):
            name = f"{_LEFT_ROLES[role]}{f'（{era(year)}）' if year else ''}"
            found[name, f"{cell.row}"] = cell.text
    texts: dict[str, list[str]] = {}
    for (name, _), text in found.items():
        texts.setdefault(name, []).append(text)
    return [(name, "、".join(own)) for name, own in texts.items()]


def _sections(b: Brief) -> dict[str, list[TextRow]]:
    """The texts of the plan that have no place of their own, by their heading, in the order of the document."""
    found: dict[str, list[TextRow]] = {}
    for row in records(b.exact["texts"], TextRow):
        if row.scope == "plan" and row.section not in _ELSEWHERE:
            found.setdefault(row.section, []).append(row)
    return found


def _is_label(rows: Sequence[TextRow]) -> bool:
    """Whether a heading is a label of a few words (担当課 農政課), and not of prose."""
    return len(rows) == 1 and not is_sentence(rows[0].text)


def _labelled(b: Brief, name: str, rows: Sequence[TextRow]) -> Fragment:
    words = joined((fragment("{}{}", _marked(b, row), line_beside(row.source_line)) for row in rows), "　")
    return fragment("<p><strong>{}</strong>　{}</p>", name, words)


def _panel(b: Brief, name: str, title: str, rows: Sequence[TextRow]) -> Fragment:
    head = fragment('{} <small class="nowrap">{}</small>', title, name) if title else fragment("{}", name)
    items = joined(fragment("<li>{}</li>", _marked(b, row)) for row in rows)
    return fragment("<h2>{}</h2><ul>{}</ul>", head, items)


def _marked(b: Brief, row: TextRow) -> Fragment:
    """A text with the reference to its note behind each figure that its indicator contradicts."""
    parts: list[object] = []
    text = row.text
    for each in contradictions(row, list(b.indicators)):
        if end := _end_of(each.figure, text):
            parts += [text[:end], text_refs(b, each.row.indicator_no, each.figure)]
            text = text[end:]
    return joined(fragment("{}", part) for part in [*parts, text])


def _end_of(figure: str, text: str) -> int:
    """Where a folded figure ends in a text as printed, 0 where it is not in it.

    >>> _end_of("19.5%", "空き店舗率は１９．５％となり"), _end_of("9.5%", "19.5%")
    (11, 0)
    """
    for start in range(len(text)):
        is_within = re.search(r"[\d.,]$", fold(text[:start]))
        if is_within or not fold(text[start:]).startswith(figure):
            continue
        return next(end for end in range(start + 1, len(text) + 1) if fold(text[start:end]).startswith(figure))
    return 0
