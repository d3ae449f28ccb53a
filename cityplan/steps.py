"""The steps 工程 that the first notebooks run: read and clean a document, compute and audit it."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

from cityplan.check.audit import audit, doubted_lines
from cityplan.check.editions import earlier_unread, edition_findings
from cityplan.check.finding import Finding
from cityplan.check.places import OnPage, findings_on_pages
from cityplan.check.readings import plan_book_findings, reading_findings, source_unread
from cityplan.city import source
from cityplan.city.decisions import read_decisions
from cityplan.city.edition import Edition
from cityplan.city.plan_books import of_source
from cityplan.clean.document import clean
from cityplan.compute.document import compute, with_expected
from cityplan.compute.edition_changes import changes
from cityplan.compute.goals import goals
from cityplan.compute.history import Joined, Told, history, join
from cityplan.compute.links import links
from cityplan.compute.next_steps import next_steps
from cityplan.compute.proofs import (
    Witness,
    earlier_witnesses,
    later_witness,
    plan_book_witness,
    proofs,
    reading_witness,
)
from cityplan.compute.prose import prose_figures
from cityplan.compute.ratios import BAND
from cityplan.compute.related import check_declared
from cityplan.compute.renames import check_renames
from cityplan.compute.used import as_used
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.files import read_bytes
from cityplan.files.project import project
from cityplan.japanese.numerals import exact
from cityplan.look.glyphs import missing_glyphs, stand_in
from cityplan.read.answers import with_answers
from cityplan.read.file.table_file import has_places
from cityplan.read.kinds import kind_of, read_file
from cityplan.read.printed import Cell, Printed, Repair, Skipped, Text
from cityplan.tables import files as table_files
from cityplan.tables.datapackage import about
from cityplan.tables.definitions import CutoutRow
from cityplan.tables.schema import Tables, frame

SOURCE_TABLES = tuple(
    "groups plans activities indicators observations programs program_items texts cells sums skipped_lines repairs"
    " corrections comments answers".split()
)


def clean_document(root: str, city: str, year: str | int) -> Tables:
    """The source tables 原文の表 of a document; SourceError where it cannot be read."""
    home = project(root)
    edition = source.edition(home, city, year)
    printed = read_file(home / edition.raw_file, edition)
    printed.repairs += _glyph_repairs(printed)
    known = source.editions(home)
    decisions = with_answers(read_decisions(home, edition, known), home, edition, known)
    return clean(printed, edition, decisions)


def _glyph_repairs(printed: Printed) -> list[Repair]:
    """Characters that the shipped font cannot draw: another, or 〓, in the PDF, unchanged in the tables."""
    told: list[Cell | Text | Skipped] = [*printed.cells, *printed.texts, *printed.skipped]
    found = {(each.source_line, char) for each in told for char in missing_glyphs(each.text) if not char.isspace()}
    return [Repair("", "", None, "", "missing_glyph", char, stand_in(char), line) for line, char in sorted(found)]


def _band(written: Decimal | float | str) -> Decimal:
    """How far from last year's value is still 横ばい, in %; UsageError where it is no number for that."""
    try:
        band = exact(written)
    except InvalidOperation:
        band = Decimal("NaN")
    if not band.is_finite() or not 0 <= band < 100:
        raise UsageError(f"横ばいとする幅 band の「{written}」は使えません。→ 0 以上 100 未満の数にしてください。")
    return band


def compute_document(root: str, city: str, year: str | int, band: Decimal | float | str) -> Tables:
    """The computed tables 計算した表 and the findings 指摘 of a document that is cleaned.

    The city's earlier documents are read anew, for their values of the same rows; one that cannot be
    read is a finding, since it is no fault of this document. `band` in % is read as it is written (7.2);
    UsageError where it is no such number.
    """
    home = project(root)
    edition = source.edition(home, city, year)
    printed = table_files.read(home / edition.processed, *SOURCE_TABLES)
    joined, unread = _joined(root, edition, printed)
    witnesses, found = _witnesses(root, edition, joined)
    results = computed(edition, joined, witnesses, [*unread, *found], _band(band))
    return {**results, "cutouts": _cutouts(home, edition, {**printed, **results})}


def computed(
    edition: Edition, joined: Joined, witnesses: Sequence[Witness], found: Sequence[Finding], band: Decimal = BAND
) -> Tables:
    """The computed tables of an edition that is joined to the earlier ones; `found` is what its other sources told."""
    printed = joined.now.tables
    years = {
        "history": history(joined),
        "links": links(joined),
        "changes": changes(joined),
        "next_steps": next_steps(joined, (edition, *edition.earlier)),
        "goals": goals(joined),
        "proofs": proofs(joined.now, witnesses),
    }
    results = years | compute({**printed, **years}, edition.rule, band, joined.changed_units)
    used = as_used(printed) | results
    results["prose_figures"] = prose_figures(used)
    used |= results
    results["findings"] = audit(used, edition.rule, edition, [*edition_findings(joined), *found])
    results["indicator_results"] = with_expected({**printed, **results}, doubted_lines({**printed, **results}))
    return results


def _cutouts(home: Path, edition: Edition, tables: Tables) -> pd.DataFrame:
    """The printed cells of the findings 原文の切り抜き, cut out of the edition's PDF, which is opened once.

    Of two PDF files of one edition it is not known in which of them a page is: there are none.
    """
    found = list(findings_on_pages(tables))
    files = [name for name in edition.files if name.lower().endswith(".pdf")]
    if len(files) != 1 or not found:
        return frame("cutouts", [])
    from cityplan.read.file.pdf.pictures import cell_pictures  # heavy, and only where there is one

    boxes = list(dict.fromkeys((each.page, each.box) for each in found))
    place = edition.beside(files[0])
    pictures = dict(zip(boxes, cell_pictures(read_bytes(home / place, place), boxes), strict=True))
    return frame("cutouts", [_cutout(each, *pictures[each.page, each.box]) for each in found])


def _cutout(found: OnPage, png: bytes, width: float) -> CutoutRow:
    named = (found.finding.plan_id, found.finding.finding_id)
    return CutoutRow(*named, found.page, found.text, Decimal(f"{width:.1f}"), b64encode(png).decode())


def _joined(root: str, edition: Edition, printed: Tables) -> tuple[Joined, list[Finding]]:
    """The document joined to the city's earlier ones 年度をつなぐ; those that cannot be read are told."""
    earlier: list[Told] = []
    unread: list[Finding] = []
    for each in edition.earlier:
        try:
            tables = clean_document(root, each.city, each.year)
        except SourceError as error:
            unread.append(earlier_unread(each.year, error))
        else:
            earlier.append(Told(each.year, tables, _line_words(each, tables)))
    now = Told(edition.year, printed, _line_words(edition, printed))
    if not unread:  # a name may stand in a document that cannot be read
        check_renames(now, earlier, edition.renamed, edition.source_file)
        if edition == [each for each in source.editions(project(root)) if each.city == edition.city][-1]:
            # not before: a later document may have the names
            documents = [printed, *(each.tables for each in earlier)]
            check_declared(documents, edition.related, edition.short_names, edition.source_file)
    return join(now, earlier, edition.renamed), unread


def _witnesses(root: str, edition: Edition, joined: Joined) -> tuple[list[Witness], list[Finding]]:
    """The other sources of the document's values 照らす資料, with what they tell of rows; those that cannot be read."""
    now, found = joined.now, [*earlier_witnesses(joined)]
    findings: list[Finding] = []
    between: list[Told] = []
    for later in edition.later:
        with _unread(f"{later.year}の文書", findings):
            tables = clean_document(root, later.city, later.year)
            told = Told(later.year, tables, _line_words(later, tables))
            found.append(later_witness(join(told, [now, *between], later.renamed), now))
            between.append(told)
    for book in sorted(edition.plan_books, key=lambda each: -each.fiscal_year):
        with _unread(words := f"『{book.title}』", findings):
            found.append(plan_book_witness(of_source(_read_beside, root, book), words, now, edition.renamed))
            findings += plan_book_findings(now, found[-1])
    if second := edition.second_reading:
        with _unread(second.file, findings):
            found.append(reading_witness(_read_beside(root, second), second.file, now))
            findings += reading_findings(now, found[-1])
    return found, findings


@contextmanager
def _unread(words: str, findings: list[Finding]) -> Iterator[None]:
    """A source that cannot be read is a finding: it is no fault of this document."""
    try:
        yield
    except SourceError as error:
        findings.append(source_unread(words, error))


def _read_beside(root: str, edition: Edition) -> Told:
    """Another source of values, as it is printed: no correction is meant for it."""
    tables = clean(read_file(project(root) / edition.raw_file, edition), edition)
    return Told(edition.year, tables, _line_words(edition, tables))


def _line_words(edition: Edition, tables: Tables) -> Callable[..., str]:
    """How lines of a document are told: in its own words, where it has pages or paragraphs, else by their numbers."""
    if not has_places(edition):
        return kind_of(edition).line_words
    cells = tables["cells"]
    places = dict(zip(reversed(cells["source_line"].tolist()), reversed(cells["place"].tolist()), strict=True))
    return lambda *lines: "、".join(dict.fromkeys(places.get(line, "") for line in lines))


def save(root: str, city: str, year: str | int, data: Tables) -> Path:
    """Check and write tables to data/processed; returns their folder, from the project's root.

    Numbers of any type are taken. Raises SourceError, in Japanese, for what a column cannot hold.
    """
    home = project(root)
    edition = source.edition(home, city, year)
    marks = edition.rule.marks if edition.rule else ()
    table_files.write(data, home / edition.processed, about(edition), marks)
    return edition.processed
