"""A file that nobody has described, opened by its kind ファイルを開く: the grids and paragraphs in it."""

from dataclasses import replace
from pathlib import Path

from cityplan.city.edition import NOTHING_KNOWN, Edition
from cityplan.city.table_form import TABLES_LAYOUT, TableForm
from cityplan.files.errors import SourceError
from cityplan.files.files import read_bytes
from cityplan.read.file.contents import Contents
from cityplan.read.file.continued import join_continued
from cityplan.read.file.table_file import DOCUMENTS, SUFFIXES, read_table_file


def contents_of(file: Path) -> Contents:
    """All that a file holds, tables that go on over the page as one; SourceError where it cannot be read, or is of a kind that is not."""
    suffix = file.suffix.lower()
    if suffix in DOCUMENTS:
        from cityplan.read.file.read import read_contents  # heavy, and only where there is one

        return join_continued(read_contents(str(file), read_bytes(file, str(file))))
    if suffix not in SUFFIXES:
        raise SourceError(
            f"この種類のファイルからは、案を作れません（使えるもの: {'、'.join(SUFFIXES)}）",
            file=str(file),
            next_step="表のファイルがあれば、そちらを指定してください。文字を取り出した文書（.txt）なら、--file の代わりに "
            "--layout を使います。",
        )
    try:
        return read_table_file(file, _undescribed(file))
    except SourceError as error:
        error.file = str(file)  # not where it would stand
        raise


def _undescribed(file: Path) -> Edition:
    """An edition of which nothing is known but its file, all sheets of which are read."""
    return replace(NOTHING_KNOWN, file=file.name, layout=TABLES_LAYOUT, form=TableForm(sheets="{name}"))
