"""An edition 版: one document of one city for one fiscal year, as `source.toml` describes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cityplan.city.box_form import BoxForm
from cityplan.city.chapter_form import ChapterForm
from cityplan.city.counts import Counts
from cityplan.city.licence import Licence
from cityplan.city.related import Related
from cityplan.city.renames import Renamed
from cityplan.city.rules import Rule
from cityplan.city.sheet_form import SheetForm
from cityplan.city.short_names import ShortName
from cityplan.city.table_form import TableForm
from cityplan.japanese.years import fiscal_year

RAW = Path("data/raw")
PROCESSED = Path("data/processed")
# What an analyst decides about a document stands beside it.
CORRECTIONS = "corrections.csv"
COMMENTS = "comments.csv"


@dataclass(frozen=True)
class PlanEntry:
    """How the sheet シート of one plan is recognised: by the first words of its 目的, or that it has none."""

    id: str
    begins: str = ""
    sheet: bool = True


@dataclass(frozen=True)
class Edition:
    """One document of one city for one fiscal year 年度, as `source.toml` describes it."""

    city: str
    city_name: str
    publisher: str
    year: str
    file: str
    title: str
    layout: str
    rule: Rule | None = None  # of its marks; without one they are shown as printed
    colour: str = ""
    logo: str = ""
    licence: Licence = field(default_factory=Licence)
    area_code: str = ""  # 全国地方公共団体コード
    data_in_pdf: bool = False  # the PDF of a brief carries its plan's rows
    plan_word: str = "プラン"
    plan_noun: str = "プラン"
    baseline: int | None = None
    previous: int | None = None
    actual: int | None = None
    target: int | None = None
    final: bool = False  # its reports are no draft 案, whatever is open
    left_out: tuple[str, ...] = ()
    plan: tuple[PlanEntry, ...] = ()
    form: TableForm = field(default_factory=TableForm)  # of a table, where it is the only one
    tables: tuple[TableForm, ...] = ()  # of each of its tables, where there are several
    sheets: SheetForm = field(default_factory=SheetForm)  # of a document with a sheet for each plan
    counts: Counts = field(default_factory=Counts)  # of its rows, as a person counted them
    box_form: BoxForm = field(default_factory=BoxForm)  # of a document with a form for each plan
    chapter: ChapterForm = field(default_factory=ChapterForm)  # of a chapter in running text
    renamed: tuple[Renamed, ...] = ()  # up to the year of the edition
    related: tuple[Related, ...] = ()  # of all years
    short_names: tuple[ShortName, ...] = ()  # of all years
    text: str = ""  # another file of the same document, to be read a second time
    text_layout: str = ""  # of that, where it is another one
    before: "Edition | None" = None  # the city's edition before this one, which has its own
    later: tuple["Edition", ...] = field(default=(), repr=False, compare=False)  # those after it, the next one first
    plan_books: tuple["Edition", ...] = ()  # `[[source]]`: each read as an edition is, to hold values against

    @property
    def raw_file(self) -> str:
        """The document's place below the project's root, as messages and briefs name it."""
        return self.beside(self.file)

    @property
    def logo_file(self) -> str:
        """The logo's place below the project's root; empty where there is none."""
        return self.beside(self.logo) if self.logo else ""

    @property
    def logo_alt(self) -> str:
        """What the logo shows, for those who cannot see it."""
        return f"{self.city_name}のロゴ"

    @property
    def source_file(self) -> str:
        """The place of the `source.toml` that describes the document."""
        return self.beside("source.toml")

    def beside(self, name: str) -> str:
        """The place of a file beside the document, below the project's root."""
        return f"{RAW.as_posix()}/{self.city}/{name}"

    @property
    def fiscal_year(self) -> int:
        year = fiscal_year(self.year)
        assert year is not None, "checked on reading"
        return year

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all its files: that of the document, and those that only some of its tables are in."""
        return tuple(dict.fromkeys((self.file, *(form.file for form in self.tables if form.file))))

    @property
    def second_reading(self) -> "Edition | None":
        """The document as its other file `text` is read; None where it has one file only."""
        if not self.text:
            return None
        forms = tuple(replace(form, file="") for form in self.tables)
        layout = self.text_layout or self.layout
        return replace(self, file=self.text, layout=layout, tables=forms, text="", text_layout="", plan_books=())

    @property
    def held_against(self) -> list["Edition"]:
        """All other documents that its values are held against."""
        second = [self.second_reading] if self.second_reading else []
        return [*self.earlier, *self.later, *self.plan_books, *second]

    @property
    def table_forms(self) -> tuple[TableForm, ...]:
        """How each of its tables is read."""
        return self.tables or (self.form,)

    @property
    def marks(self) -> Mapping[str, str]:
        """The printed words, squeezed, that stand for a mark of its rule."""
        return {word: mark for form in self.table_forms for word, mark in form.marks.items()}

    @property
    def polarities(self) -> Mapping[str, str]:
        """The printed words, squeezed, and the direction that each tells."""
        return {word: direction for form in self.table_forms for word, direction in form.polarities.items()}

    @property
    def directions(self) -> Mapping[str, str]:
        """The names of indicators, squeezed, and the direction that is better for each."""
        return {name: direction for form in self.table_forms for name, direction in form.directions.items()}

    @property
    def year_words(self) -> Mapping[str, int]:
        """The printed words, squeezed, that stand for a year."""
        return {word: year for form in self.table_forms for word, year in form.year_words.items()}

    @property
    def earlier(self) -> list["Edition"]:
        """The editions of the city before this one, the oldest first."""
        return [*self.before.earlier, self.before] if self.before else []

    @property
    def processed(self) -> Path:
        return PROCESSED / self.city / self.year


NOTHING_KNOWN = Edition("", "", "", "", "", "", "")  # of a document of which nothing is declared yet
