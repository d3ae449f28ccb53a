"""What every kind of document hands on: lines, the cells as printed, prose, skipped lines and repairs."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cityplan.files.errors import SourceError
from cityplan.files.lines import without_controls
from cityplan.japanese.letters import JAPANESE, squeeze
from cityplan.japanese.variants import RADICALS

NOTES = "注"  # the section of the texts that are notes of a sheet
LONGEST_TEXT = 5_000  # far above the 235 characters that any cell or paragraph has
_LEVEL = r"(?:\d{1,3}|[A-Z]|[IVX]{1,4})"
_NUMBER = re.compile(
    rf"\d{{0,6}}|[IVX]{{1,4}}|{_LEVEL}(?:-{_LEVEL}){{1,5}}", re.ASCII
)  # a plan's: 06, 1-1, I-2-3; it names files
_RULE = re.compile(r"[-―─━—=_*・‐–]{5,}")
_LONG_TITLE = 7  # characters; 地域経営の推進 may well stand under 地域経営
_YEAR_COLUMN = re.compile(r"actual_(\d{4})_text")
_ROLE_COLUMN = re.compile(r"(baseline|target|actual|expected|budget|settled|achievement)_(\d{4})_text")
_BRACKETS = str.maketrans("『』〈〉《》", "「」「」「」")


@dataclass(frozen=True)
class Place:
    """Where something stands 原文の所: `words` as a person finds it (シート「評価」F12, 3ページ 表2 4行2列).

    `line` is a running number through the file, so that what is read keeps its order; `box` is x0, y0, x1, y1 in
    points from the page's upper left corner, of a PDF. `line_end` is the last line of what stands on several.
    """

    line: int
    words: str = ""
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    line_end: int = 0


class Line(NamedTuple):
    """A non-empty line 行 of the source; `gap` says that an empty one stands before it."""

    no: int
    text: str
    gap: bool


class Cell(NamedTuple):
    """A printed cell セル or line of prose that a table uses; row 0 is the table's heading.

    A name that the document itself gives, not a cell of it, has the source_column 0. `place` is its own, where its line
    says too little: a row of a table in a PDF.
    """

    table: str
    plan_id: str
    row: int
    column: str
    source_line: int
    source_line_end: int
    source_column: int
    text: str
    place: Place | None = None


class Text(NamedTuple):
    """A paragraph 文章 outside the tables."""

    scope: str
    group_id: str
    plan_id: str
    section: str
    text: str
    source_line: int
    heading: str = ""


class Shown(NamedTuple):
    """A cell or paragraph of a file as it stands there 印字, whether anything of it is used or not.

    `file` is its place below the project; `grid` what its table is called, empty for a paragraph or line of a text,
    whose row is 0. What stands on a hidden row, column or sheet `is_hidden`.
    """

    file: str
    place: Place
    text: str
    grid: str = ""
    row: int = 0
    column: int = 0
    rows: int = 1
    columns: int = 1
    is_hidden: bool = False


class Skipped(NamedTuple):
    """A line deliberately left out, with the reason."""

    source_line: int
    text: str
    reason: str


class Repair(NamedTuple):
    """A cell that was moved, split, joined or folded 直した所; one that `is_doubt` is a finding."""

    plan_id: str
    table: str
    row: int | None
    column: str
    rule: str
    before: str
    after: str
    source_line: int
    is_doubt: bool = False


class Sum(NamedTuple):
    """A printed total 合計 that is the sum of its column, of the rows whose lines are first to last."""

    table: str
    column: str
    first: int
    last: int
    source_line: int
    text: str


@dataclass
class Printed:
    """All that was found in one document, in reading order; `places` are those of lines that words tell better.

    `shown` is all that stands in its files, for the picture of what was read.
    """

    cells: list[Cell] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)

    def add(self, other: "Printed") -> None:
        self.cells += other.cells
        self.texts += other.texts
        self.skipped += other.skipped
        self.repairs += other.repairs
        self.sums += other.sums
        self.places |= other.places
        self.shown += other.shown

    def skip(self, lines: Iterable[Line], reason: str) -> None:
        self.skipped += [Skipped(line.no, line.text, reason) for line in lines]

    def tell(
        self,
        line: Line,
        section: str,
        text: str,
        *,
        scope: str,
        group_id: str = "",
        plan_id: str = "",
        heading: str = "",
    ) -> None:
        """Take a line as prose."""
        self.texts.append(Text(scope, group_id, plan_id, section, text, line.no, heading))

    def take(self, lines: list[Line], table: str, plan_id: str, row: int, column: str, text: str, at: int = 1) -> None:
        """Take one cell that stands on one or several lines; several are a repair."""
        if len(lines) > 1:
            before = " / ".join(line.text.strip() for line in lines)
            self.repairs.append(Repair(plan_id, table, row, column, "joined_lines", before, text, lines[0].no))
        self.cells.append(Cell(table, plan_id, row, column, lines[0].no, lines[-1].no, at, text.strip()))


# What is left of a page or a sheet that was marked up.
TAG = re.compile(
    r"</?(?:a|b|br|del|div|em|font|h[1-6]|i|ins|li|mark|ol|p|rp|rt|ruby|s|small|span|strike|strong|su[bp]|table"
    r"|tbody|thead|t[dhr]|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
# These only look; what others take away, part or raise (<s>40</s>35, 10<sup>2</sup>) says something else.
_LOOK = re.compile(r"</?(?:a|b|em|font|i|ins|mark|small|span|strong|u)\b[^<>]*>", re.IGNORECASE)
_BREAK = r"(?:[ 　]*</?(?:br|div|h[1-6]|li|ol|p|table|tbody|thead|t[dhr]|ul)\b[^<>]*>)+[ 　]*"
_LETTER = f"[{JAPANESE}・、。「」（）％]"
_IN_A_WORD = re.compile(f"(?<={_LETTER}){_BREAK}|{_BREAK}(?={_LETTER})", re.IGNORECASE)
_BREAKS = re.compile(_BREAK, re.IGNORECASE)


def untagged(text: str) -> str:
    """A text without the tags タグ that change nothing; one that breaks a line parts what it stands between.

    >>> untagged("空き家<br>利活用"), untagged("1,0<b>62</b>件"), untagged("40<br/>34"), untagged("<s>40</s>35")
    ('空き家利活用', '1,062件', '40 34', '<s>40</s>35')
    """
    return _BREAKS.sub(" ", _IN_A_WORD.sub("", _LOOK.sub("", text))) if "<" in text else text


def without_tags(line: Line, printed: "Printed") -> Line:
    """A line without them, which is a repair."""
    text = untagged(line.text)
    if text == line.text:
        return line
    printed.repairs.append(Repair("", "", None, "", "tags_removed", *_changed(line.text, text), line.no))
    return line._replace(text=text)


def _changed(before: str, after: str) -> tuple[str, str]:
    """The cells of a line, between tabs, that are changed."""
    cells = zip(before.split("\t"), after.split("\t"), strict=True)
    changed = [(one.strip(), other.strip()) for one, other in cells if one != other]
    return " / ".join(one for one, _ in changed), " / ".join(other for _, other in changed)


def is_title(line: Line, title: str) -> bool:
    """Whether a line is the document's title 題, in whatever brackets; it stands again on its pages."""
    return _plain(line.text) == _plain(title)


def joins_title(line: Line, title: str) -> bool:
    """Whether a line begins or ends with the title: it was joined with its neighbour.

    A sentence or an item of a list that speaks of the title is none, nor a heading that begins as a short one.
    """
    text, words = _plain(line.text), _plain(title)
    if len(words) < _LONG_TITLE or text == words or text.endswith(("。", "｡")) or text.startswith(("-", "・")):
        return False
    return text.startswith(words) or text.endswith(words)


def _plain(text: str) -> str:
    return squeeze(text).translate(_BRACKETS)


def is_rule(text: str) -> bool:
    """Whether a text only draws a rule 罫線 across the page."""
    return bool(_RULE.fullmatch(squeeze(text)))


def left(lines: list[Line], printed: Printed, reason: str, skipped: Callable[[Line], bool]) -> list[Line]:
    """The lines but for those that are skipped for a reason."""
    printed.skip(filter(skipped, lines), reason)
    return [line for line in lines if not skipped(line)]


def without_rules(lines: list[Line], printed: Printed) -> list[Line]:
    """The lines but for rules; one of a table, with tabs, is its kind's matter."""
    return left(lines, printed, "rule", lambda line: "\t" not in line.text and is_rule(line.text))


def without_left_out(lines: list[Line], left_out: Iterable[str], printed: Printed) -> list[Line]:
    """The lines but for those that `source.toml` leaves out, as they are printed."""
    declared = {squeeze(text) for text in left_out}
    return left(lines, printed, "declared", lambda line: squeeze(line.text) in declared)


def readable(text: str, line: int) -> tuple[str, list[Repair]]:
    """A text without controls, and with characters for the radicals 部首 that a PDF put for them.

    >>> [(text, [repair.rule for repair in repairs]) for text, repairs in [readable("利\u2f64\u200b者", 3)]]
    [('利用者', ['control_removed', 'folded_characters'])]
    """
    repairs = []
    clean = without_controls(text)
    if clean != text:
        before = text.encode("unicode_escape").decode("ascii")
        repairs.append(Repair("", "", None, "", "control_removed", before, clean, line))
    folded = clean.translate(RADICALS)
    if folded != clean:
        repairs.append(Repair("", "", None, "", "folded_characters", *_changed(clean, folded), line))
    return folded, repairs


def year_column(year: int, role: str = "actual") -> str:
    """The column of the cells that hold the values of a year of their own 年度別の値, actual ones or of another role.

    >>> year_column(2021), column_year("actual_2021_text"), column_year("actual_text")
    ('actual_2021_text', 2021, None)
    """
    return f"{role}_{year}_text"


def column_role(column: str) -> tuple[str, int] | None:
    """The role and the year of such a column; None for any other.

    >>> column_role("budget_2024_text"), column_role("target_text")
    (('budget', 2024), None)
    """
    match = _ROLE_COLUMN.fullmatch(column)
    return (match[1], int(match[2])) if match else None


def column_year(column: str) -> int | None:
    """The year of such a column; None for any other."""
    match = _YEAR_COLUMN.fullmatch(column)
    return int(match[1]) if match else None


def to_lines(text: str) -> tuple[list[Line], list[Repair]]:
    """Cut a source into its non-empty lines, without controls and radicals; those leave repairs.

    >>> to_lines("目的\\n\\n本文\\n")[0]
    [Line(no=1, text='目的', gap=True), Line(no=3, text='本文', gap=True)]
    """
    lines: list[Line] = []
    repairs: list[Repair] = []
    gap = True
    for no, raw in enumerate(text.split("\n"), start=1):
        clean, changed = readable(raw, no)
        repairs += changed
        if clean.strip():
            lines.append(Line(no, clean, gap))
        gap = not clean.strip()
    return lines, repairs


def check_texts(printed: Printed, file: str) -> None:
    """Raise for a cell or paragraph longer than any, and a plan's number that can name no file."""
    pieces = [(cell.text, cell.source_line, cell.plan_id) for cell in printed.cells]
    pieces += [(text.text, text.source_line, text.plan_id) for text in printed.texts]
    for text, line, plan_id in pieces:
        if len(text) > LONGEST_TEXT:
            raise SourceError(
                f"1つの文が長すぎます（{len(text):,}字。{LONGEST_TEXT:,}字まで）",
                file=file,
                line=line,
                text=text,
                next_step="この行から下の区切りや見出しが失われていないか確かめてください。",
            )
        if not _NUMBER.fullmatch(plan_id):
            raise SourceError(
                "プランの番号として使えません（6桁までの数字か、1-1、A-01 のような枝番号）",
                file=file,
                line=line,
                text=plan_id,
                next_step="原文の番号を確かめてください。",
            )


def check_accounted(lines: list[Line], printed: Printed, file: str) -> None:
    """Raise where a line is neither in a table nor in the list of lines left out, or is in both."""
    used = {no for cell in printed.cells for no in range(cell.source_line, cell.source_line_end + 1)} | {
        text.source_line for text in printed.texts
    }
    skipped = {line.source_line for line in printed.skipped}
    for line in lines:
        if (line.no in used) == (line.no in skipped):
            raise SourceError(
                "この行は表にも「表に入れない行」にも入らないか、両方に入ります",
                file=file,
                line=line.no,
                text=line.text,
                next_step="読み取りの規則（cityplan/read/）を確かめてください。",
            )
