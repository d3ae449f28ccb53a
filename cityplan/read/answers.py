"""The 正誤表案 that came back 回答: workbooks in `answers/` beside the document -> answers and corrections.

What a division wrote is held to the checks of `corrections.csv`; what is locked must be as it was made. All that is
wrong is told at once, with file, sheet and cell. The files are only read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cityplan.city import answers as columns
from cityplan.city.answers import ASKED, RESPONSES, RIGHT, WRONG, Answer, Outcome
from cityplan.city.decisions import (
    CORRECTED_MARK,
    DECISION_HEADINGS,
    Correction,
    DecisionLine,
    Decisions,
    correction_of,
    day_of,
)
from cityplan.city.edition import CORRECTIONS, Edition
from cityplan.files.errors import SourceError, all_of
from cityplan.files.files import read_bytes
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.quantities import quantity
from cityplan.read.several_answers import Written, merged
from cityplan.read.table.grid import Grid, GridRow, letters
from cityplan.read.table.workbook import read_named

_HEADINGS = DECISION_HEADINGS[CORRECTIONS]
_LOCKS = ("~$", ".~lock.")  # of Excel and of LibreOffice: somebody has the file open
_SUFFIX = ".xlsx"
_COMMENT = "cell_comment"
_SAVE = "Excel で開き、「Excel ブック（.xlsx）」で保存し直してください。"
_MOVE = f"書いたことをシート「{columns.SHEET}」の「{columns.TEXT}」の列に移し、"
_CLEAR = f"{_MOVE}そこは消してください。"
_AGAIN = "正誤表案（findings.xlsx）を送り直し、そのファイルに記入してもらってください。"


def with_answers(decided: Decisions, root: Path, edition: Edition, editions: Iterable[Edition]) -> Decisions:
    """The decisions with what the divisions answered about an edition; SourceError tells all that cannot be used.

    Workbooks of another year of the city are left for that year. What corrections.csv says of a cell holds, whatever
    an answer says of it; of answers that disagree none is used.
    """
    years = {each.year for each in editions if each.city == edition.city}
    written: list[Written] = []
    faults: list[SourceError] = []
    folder = root / edition.beside(columns.FOLDER)
    if folder.is_symlink():
        step = "リンクではなく、フォルダそのものを置いてください。"
        raise SourceError("フォルダがほかの場所を指しています", file=edition.beside(columns.FOLDER), next_step=step)
    for path in _files(folder):
        try:
            written += _File(root, path, edition, years).answers()
        except SourceError as fault:
            faults += [fault]
    if faults:
        raise all_of(faults)
    return merged(decided, written)


def _files(folder: Path) -> list[Path]:
    """What stands in the folder, without what systems leave there; none where there is no folder."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if not path.name.upper().startswith("README"))
    return sorted(path for path in found if path.name[0] != "." or path.name.startswith(_LOCKS))


class _File:
    """One workbook that came back, and what is wrong with it."""

    def __init__(self, root: Path, path: Path, edition: Edition, years: set[str]) -> None:
        self.path, self.edition, self.years = path, edition, years
        self.name = f"{columns.FOLDER}/{path.name}"
        self.place = edition.beside(self.name)
        self.faults: list[SourceError] = []

    def answers(self) -> list[Written]:
        """Its answers in their order; SourceError with all that is wrong in it."""
        grid, others = self._grids()
        at = self._columns(grid)
        if at is None:
            return []
        rows = [_Row(self, grid, row, at) for row in grid.rows[1:]]
        self._check_form(rows)
        written = [each for row in rows for each in row.written()]
        self._check_once(rows)
        for each in (grid, *others):
            self._check_notes(each)
        for each in others:
            self._check_other(each, grid.rows[0].cells[at[columns.CHECK] - 1].split(" ")[3:])
        if self.faults:
            raise all_of(self.faults)
        return written

    def fault(self, problem: str, next_step: str, cell: str = "", text: str = "", sheet: str = "") -> SourceError:
        sheet = sheet or (columns.SHEET if cell else "")
        return SourceError(problem, file=self.place, sheet=sheet, cell=cell, text=text, next_step=next_step)

    def _grids(self) -> tuple[Grid, list[Grid]]:
        """The sheet of findings, and the others that can be seen."""
        if self.path.name.startswith(_LOCKS):
            raise self.fault(
                "このファイルは、誰かがブックを開いている間だけある、しるしのファイルです",
                "ブックを保存して閉じてから、もう一度実行してください。閉じてもあるときは、このファイルを消してください。",
            )
        if self.path.is_dir():
            raise self.fault(
                "フォルダの中は読みません", f"中のブックを {self.edition.beside(columns.FOLDER)}/ に移してください。"
            )
        if self.path.suffix.lower() != _SUFFIX:
            raise self.fault("回答として読めるのは、正誤表案の Excel ブック（.xlsx）だけです", _SAVE)
        data = read_bytes(self.path, self.place)
        grids = read_named(data, replace(self.edition, file=self.name, form=type(self.edition.form)()), lambda _: True)
        found = next((each for each in grids if each.sheet == columns.SHEET), None)
        if found is None or not found.rows:
            raise self.fault(f"シート「{columns.SHEET}」がありません", _AGAIN)
        step = "再表示してください。正誤表案にないシートなら、" + _MOVE + "シートは消してください。"
        self.faults += [self.fault(f"{each}を読めません", step) for each in grids[0].other_sheets]
        return found, [each for each in grids if each is not found]

    def _columns(self, grid: Grid) -> dict[str, int] | None:
        """The columns by their headings; None where the workbook is of another year of the city."""
        first = grid.rows[0]
        at = {text.strip(): number for number, text in enumerate(first.cells, start=1) if text.strip()}
        check = next((text for text in at if text.startswith(f"{columns.CHECK} ")), "")
        missing = [
            each
            for each in (columns.ID, columns.PLAN, columns.PRINTED, columns.STATE, *columns.ENTRIES, columns.LINES)
            if each not in at
        ]
        if first.line != 1 or not check or missing:
            raise self.fault("正誤表案の控えの列がないか、見出しが変わっています", _AGAIN, "A1", first.cells[0])
        _, city, year = [*check.split(" "), "", ""][:3]
        if city != self.edition.city or year not in self.years:
            raise self.fault(
                f"この市の文書の正誤表案ではありません（{city} {year}）",
                f"あるもの: {'、'.join(sorted(self.years))}。その市の answers/ に移してください。",
            )
        return {**at, columns.CHECK: at[check]} if year == self.edition.year else None

    def _check_form(self, rows: "list[_Row]") -> None:
        """Nobody has added columns, or written beside the cells for answers: that would be passed over."""
        made = next((count for row in rows if (count := len(row.text(columns.CHECK).split()))), 0)
        if made and made != len(rows[0].locked):
            raise self.fault("列が加わったか、消えています", f"元の列に戻してください。または、{_AGAIN}", "A1")
        for row in rows:
            known = set(row.at.values())
            for number, text in enumerate(row.row.cells, start=1):
                if text.strip() and number not in known:
                    cell = f"{letters(number)}{row.no}"
                    self.faults.append(self.fault("見出しのない列に記入があります", _CLEAR, cell, text.strip()))

    def _check_notes(self, grid: Grid) -> None:
        """Nobody has written a comment, or into a box that lies over the cells."""
        for (line, number), notes in grid.notes.items():
            for note in notes:
                if note.rule == _COMMENT:
                    cell = f"{letters(number)}{line}"
                    self.faults.append(
                        self.fault("セルにコメントが付いています", _CLEAR, cell, note.before, grid.sheet)
                    )
        for place, text in grid.boxes:
            cell = f"{letters(place.column)}{place.row}"
            self.faults.append(self.fault("セルの上の枠に記入があります", _CLEAR, cell, text, grid.sheet))

    def _check_other(self, grid: Grid, marks: list[str]) -> None:
        """Nobody has added a sheet, or written on another one; a list of before these marks tells less."""
        found = [
            (row.line, at, text.strip()) for row in grid.rows for at, text in enumerate(row.cells, 1) if text.strip()
        ]
        if not found or columns.sheet_mark(grid.sheet, ((row.line, row.cells) for row in grid.rows)) in marks:
            return
        if grid.sheet in columns.OTHERS:
            headed = {at for line, at, _ in found if line == 1}
            found = [each for each in found if each[1] not in headed]
            problem, step = "見出しのない列に記入があります", _CLEAR
        else:
            problem, step = "正誤表案にないシートに記入があります", f"{_MOVE}シートは消してください。"
            found = found[:1]
        self.faults += [self.fault(problem, step, f"{letters(at)}{line}", text, grid.sheet) for line, at, text in found]
        if marks and not found:
            step = f"元の文字に戻し、答えはシート「{columns.SHEET}」に書いてください。または、{_AGAIN}"
            self.faults.append(self.fault("記入する所のないシートが書き換えられています", step, sheet=grid.sheet))

    def _check_once(self, rows: "list[_Row]") -> None:
        seen: dict[str, int] = {}
        for row in rows:
            if row.id in seen:
                self.faults.append(
                    row.fault(
                        f"番号「{row.id}」の行が2つあります（{seen[row.id]}行と{row.no}行）",
                        "写した行を消してください。",
                        columns.ID,
                    )
                )
            elif row.id:
                seen[row.id] = row.no


@dataclass
class _Row:
    """A row 行 of the sheet of findings."""

    of: _File
    grid: Grid
    row: GridRow
    at: Mapping[str, int]
    entries: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.entries = {each: self.text(each) for each in columns.ENTRIES}

    @property
    def no(self) -> int:
        return self.row.line

    @property
    def id(self) -> str:
        return fold(self.text(columns.ID))

    def text(self, heading: str) -> str:
        at = self.at[heading]
        return self.row.cells[at - 1].strip() if at <= len(self.row.cells) else ""

    def cell(self, heading: str) -> str:
        return f"{letters(self.at[heading])}{self.no}"

    def fault(self, problem: str, next_step: str, heading: str) -> SourceError:
        return self.of.fault(problem, next_step, self.cell(heading), self.text(heading))

    def written(self) -> Iterator[Written]:
        """Its answer, if it has one; what is wrong goes to the faults of the file."""
        before = len(self.of.faults)
        try:
            self.of.faults += self._locked_faults()
            if len(self.of.faults) == before and any(self.entries.values()):
                yield self._answer()
        except SourceError as fault:
            self.of.faults.append(fault)

    @property
    def locked(self) -> list[str]:
        """The headings of the columns in which nobody is to write, from the left."""
        found = [each for each in self.at if each not in columns.ENTRIES and not each.startswith(columns.CHECK)]
        return sorted(found, key=self.at.__getitem__)

    def _locked_faults(self) -> list[SourceError]:
        """What is not as it was made: a row that was added, a cell that was written over."""
        locked = self.locked
        if not self.text(columns.CHECK):
            first = next((each for each in (*locked, *columns.ENTRIES) if self.text(each)), columns.ID)
            step = "加えた行を消し、答えは指摘の行に書いてください。"
            return [self.fault("正誤表案にない行です（番号と照合の印がありません）", step, first)]
        now = columns.marks_of(self.id, ((each, self.text(each)) for each in locked)).split()
        made = self.text(columns.CHECK).split()
        if len(now) != len(made) or all(one != other for one, other in zip(now, made, strict=True)):
            return [self.fault("番号か、照合の印が書き換えられています", _AGAIN, columns.ID)]
        step = (
            "このセルは記入する所ではありません。元の正誤表案の文字に戻し、答えは「対応」から右の列に書いてください。"
        )
        return [
            self.fault("ロックされたセルが書き換えられています", step, heading)
            for heading, one, other in zip(locked, now, made, strict=True)
            if one != other
        ]

    def _answer(self) -> Written:
        self._check_typed()
        response = self.entries[columns.RESPONSE]
        if response not in RESPONSES:
            said = "「対応」が選ばれていません" if not response else "「対応」にない答えです"
            raise self.fault(said, f"{'、'.join(RESPONSES)} のどれかを選んでください。", columns.RESPONSE)
        if response != ASKED and not self.entries[columns.RESPONDENT]:
            raise self.fault("「回答者」が空です", "答えた課か人の名前を書いてください。", columns.RESPONDENT)
        if response != WRONG and self.entries[columns.VALUE]:
            raise self.fault(
                f"「対応」が「{response}」なのに、訂正値があります",
                "資料の値が誤りなら「誤り」を選び、誤りでなければ訂正値を消してください。",
                columns.VALUE,
            )
        lines = columns.lines_in(self.text(columns.LINES))
        asks = response != ASKED or self.entries[columns.DATE]
        day = day_of(self._line({}, columns.DATE), self.of.edition.fiscal_year) if asks else ""
        corrections = tuple(correction_of(each) for each in self._wrong(lines)) if response == WRONG else ()
        about = corrections[0].line.cells if len(corrections) == 1 else {}
        if response == RIGHT and len(lines) == 1:
            about = dict(zip(_HEADINGS, *lines.values(), strict=True))
        plan = self.text(columns.PLAN)
        return Written(
            Answer(
                finding_id=self.id,
                plan=plan if self.id.startswith(f"{plan}-") and fold(plan).isdecimal() else "",
                response=response,
                value=self.entries[columns.VALUE],
                text=" ".join(self.entries[columns.TEXT].split()),
                respondent=" ".join(self.entries[columns.RESPONDENT].split()),
                date=day,
                file=self.of.name,
                cell=self.cell(columns.RESPONSE),
                table=about.get("table", ""),
                row=int(about["row"]) if about else None,
                column=about.get("column", ""),
                printed=about.get("printed", ""),
                outcome=_outcome(response, corrections),
            ),
            corrections,
            self.text(columns.PRINTED),
            self.text(columns.STATE),
        )

    def _check_typed(self) -> None:
        """An entry is what somebody typed: no formula, no error; a date only where the day is asked for."""
        for heading in columns.ENTRIES:
            place = (self.no, self.at[heading])
            doubt = self.grid.doubts.get(place, "")
            if doubt and not (heading == columns.DATE and doubt.startswith("日付")):
                raise self.fault(doubt, "文字か数で書き直してください。", heading)
            if any(note.rule != _COMMENT for note in self.grid.notes.get(place, ())):
                raise self.fault(
                    "見えない文字か、取り消し線の文字があります", "残す文字だけを書き直してください。", heading
                )

    def _wrong(self, lines: Mapping[str, list[str]]) -> Iterator[DecisionLine]:
        """What is to be corrected where the document is said to be wrong; none where no number can be."""
        chosen, value = squeeze(self.entries[columns.CELL]), self.entries[columns.VALUE]
        listed = "、".join(lines)
        if not lines:
            return
        if not chosen and not value and all(line[_HEADINGS.index("use")] for line in lines.values()):
            yield from (
                self._line(dict(zip(_HEADINGS, line, strict=True)), columns.RESPONSE) for line in lines.values()
            )
            return
        if not value:
            raise self.fault(
                "「誤り」なのに、訂正値がありません",
                "正しい値を書くか、まだ分からなければ「確認中」を選んでください。",
                columns.VALUE,
            )
        known = {squeeze(each): line for each, line in lines.items()}
        if not chosen and len(known) > 1:
            raise self.fault("どの欄の訂正値か分かりません", f"次から選んでください: {listed}。", columns.CELL)
        if chosen and chosen not in known:
            raise self.fault("この指摘にない欄です", f"次から選んでください: {listed}。", columns.CELL)
        line = dict(zip(_HEADINGS, known[chosen] if chosen else next(iter(known.values())), strict=True))
        if _changes_nothing(value, line["printed"]):
            step = "資料の値が正しければ「正しい」を選び、誤りなら正しい値を書いてください。"
            if self.text(columns.PRINTED).endswith(CORRECTED_MARK):
                step = (
                    "前の訂正をやめるなら、この答えを消し、訂正値を書いた前のファイルを answers/ から出してください。"
                )
            raise self.fault(f"訂正値が、資料の記載「{line['printed']}」と同じです", step, columns.VALUE)
        yield self._line({**line, "use": value}, columns.VALUE)

    def _line(self, cells: Mapping[str, str], heading: str) -> DecisionLine:
        """The answer as a line of corrections.csv; what is wrong in it is told with the cell that it came from."""
        said, who = " ".join(self.entries[columns.TEXT].split()), " ".join(self.entries[columns.RESPONDENT].split())
        reason = f"{said}（{who}）" if said else f"担当課の回答（{who}）"
        named = {each: letters(self.at[heading]) for each in _HEADINGS}
        named |= {"date": letters(self.at[columns.DATE]), "printed": letters(self.at[columns.ID])}
        given = {**dict.fromkeys(_HEADINGS, ""), **cells, "reason": reason, "date": self.entries[columns.DATE]}
        return DecisionLine(self.of.place, self.no, given, columns.SHEET, named)


def _changes_nothing(value: str, printed: str) -> bool:
    """Whether a corrected value 訂正値 is the number that is printed; the unit that a print lacks is a change.

    >>> _changes_nothing("144.40", "144.4%"), _changes_nothing("50人", "50人以上"), _changes_nothing("41件", "41")
    (True, True, False)
    """
    new, old = quantity(value), quantity(printed)
    if new is None or old is None:
        return squeeze(value) == squeeze(printed)
    return new.value == old.value and new.unit in ("", old.unit)


def _outcome(response: str, corrections: tuple[Correction, ...]) -> Outcome:
    if response == WRONG:
        return "corrected" if corrections else "not_correctable"
    return "kept" if response == RIGHT else "asked"
