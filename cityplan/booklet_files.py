"""When the booklet 冊子 of an edition can be made, and when an older one still stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cityplan.booklet import Plans, export_booklet, titles_of_parts
from cityplan.brief import logo
from cityplan.html_subset import UnsupportedContent
from cityplan.manifest import Earlier
from cityplan.source import Edition
from cityplan.typst_pdf import ExportError

BOOKLET = "booklet.pdf"
_NAMED = 3  # missing reports that the message names


class NoBooklet(Exception):
    """Why there is no booklet, in Japanese."""


@dataclass(frozen=True)
class Reports:
    """The executed notebooks that a booklet is made of: those of this run, and those of earlier ones.

    `files` are this run's by their place, `failed` the titles of its reports that failed.
    """

    edition: Edition
    plans: Plans
    files: Mapping[str, bytes]
    failed: Collection[str]
    before: Earlier

    def booklet(self, root: Path) -> bytes:
        """The booklet 冊子; NoBooklet where a report is missing."""
        notebooks = self._notebooks()
        try:
            shown = str(logo(root, self.edition))
            return export_booklet(self.edition, self.plans, notebooks, shown)
        except (UnsupportedContent, ExportError) as problem:
            if all(_place(name) in self.files for name in notebooks):
                raise
            raise NoBooklet(
                "冊子は作りませんでした。前に作った報告が、今の体裁に合いません。"
                " → --plan なしで、全ての報告を作り直してください。"
            ) from problem

    def older_booklet(self) -> bytes | None:
        """An older booklet that is still made of the reports as they are now."""
        titles = titles_of_parts(self.edition, self.plans)
        made = {place: self.files[place] for place in map(_place, titles) if place in self.files}
        same = all(self.before.has(place, data) for place, data in made.items())
        failed = set(titles.values()) & set(self.failed)
        return self.before.read(BOOKLET) if same and not failed else None

    def _notebooks(self) -> dict[str, NotebookNode]:
        titles = titles_of_parts(self.edition, self.plans)
        found = {name: self._notebook(name) for name in titles if titles[name] not in self.failed}
        notebooks = {name: _read(data) for name, data in found.items() if data is not None}
        if missing := [title for name, title in titles.items() if name not in notebooks]:
            more = f" ほか{len(missing) - _NAMED}件" if len(missing) > _NAMED else ""
            raise NoBooklet(
                f"冊子は作りませんでした。ない報告: {'、'.join(missing[:_NAMED])}{more}"
                " → 全てのプランと全体のまとめがそろうと作ります。"
            )
        return notebooks

    def _notebook(self, name: str) -> bytes | None:
        return self.files.get(_place(name)) or self.before.read(_place(name))


def _place(name: str) -> str:
    return f"notebooks/{name}.ipynb"


def _read(data: bytes) -> NotebookNode:
    notebook: NotebookNode = nbformat.reads(data.decode(), as_version=4)  # type: ignore[no-untyped-call]
    return notebook
