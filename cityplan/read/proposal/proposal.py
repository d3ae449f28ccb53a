"""What a file holds, and the `source.toml` that is proposed for it 書き方の案."""

from dataclasses import dataclass, replace
from pathlib import PurePath

from cityplan.city.rules import rules
from cityplan.files.toml_text import in_toml
from cityplan.read.file.contents import Contents
from cityplan.read.proposal.chapters import ChapterWords, chapter_text, chapter_words
from cityplan.read.proposal.columns import drafts
from cityplan.read.proposal.draft import Draft, Question, named_by_plan
from cityplan.read.proposal.edition import headings_form, plan_word, title_of, year_of_edition
from cityplan.read.proposal.form_text import form_keys
from cityplan.read.proposal.form_words import FormWords, form_words, is_list_of_rows
from cityplan.read.proposal.marks import marks_question
from cityplan.read.proposal.notes import answer
from cityplan.read.proposal.seen import Seen, newest_year, seen, table_of
from cityplan.read.proposal.sheet_text import sheet_keys, sheet_questions
from cityplan.read.proposal.sheet_words import SheetWords, sheet_words
from cityplan.read.proposal.sheets import merged
from cityplan.read.proposal.source_text import ASKED, source_text
from cityplan.read.sheets.headings import sheet_heading

_MOST_NAMED = 3


@dataclass(frozen=True)
class Proposal:
    """What was seen in a file, the drafts of each table, and the whole text of `source.toml`."""

    seen: Seen
    drafts: list[list[Draft]]
    text: str
    sheets: SheetWords | None = None  # where the file has a sheet for each plan
    forms: FormWords | None = None  # where it has a form for each
    chapter: ChapterWords | None = None  # where it is a chapter in running text

    @property
    def layout(self) -> str:
        """The kind of document 文書の形 that is proposed."""
        of = {"forms": self.forms, "sheets": self.sheets, "chapter": self.chapter}
        return next((layout for layout, words in of.items() if words is not None), "tables")

    @property
    def questions(self) -> int:
        """How many questions stand in the text."""
        return self.text.count(f"# {ASKED}")


def proposal(contents: Contents, city: str, file: str, layout: str = "") -> Proposal:
    """What is proposed for a file of this name, for the city in the folder `city`.

    What is not sure - a year, the meaning of a mark, which of two columns - is a question in the text. The kind of
    document is seen in the file where no `layout` is given.
    """
    visible = [grid for grid in contents.grids if not grid.is_hidden]
    forms, words, chapter = _kinds(contents, replace(contents, grids=visible), layout)
    if chapter is not None:
        whole = seen(contents)
        text = chapter_text(chapter, city, file, title_of(whole) or PurePath(file).stem)
        return Proposal(replace(whole, tables=[]), [], text, chapter=chapter)
    hidden = [grid for grid in contents.grids if grid.is_hidden]
    tables_of = forms.grids if forms else words.tables if words else None
    like = newest_year(contents)
    found = seen(contents if tables_of is None else replace(contents, grids=[*tables_of, *hidden]), like)
    each = [drafts(table) for table in found.tables]
    if words is not None:
        each = [[named_by_plan(replace(draft, sheet="", plan_heading="")) for draft in own] for own in each]
    notes = [text for table in found.tables for text in (*table.above, *table.notes, *table.others)] + found.prose
    notes += [cell.text for grid in visible if grid.name in found.without for cell in grid.cells]  # of a cover 表紙
    answer((draft for own in each for draft in own), notes)
    tables = list(forms.drafts) if forms else merged([draft for own in each for draft in own], len(visible))
    questions = [
        Question(
            "city",
            '市の名前は何ですか。次の行の "" の中を直してください（書かなければ、フォルダの名前が報告に出ます）。',
        )
    ]
    title = forms.title if forms else title_of(found)
    if words and sheet_heading(title, words.form.begins):
        title = ""  # of a plan, not of the document
    edition = {"file": in_toml(file), "title": in_toml(title or PurePath(file).stem), "layout": in_toml("tables")}
    if not title:
        questions.append(Question("title", '資料の題は何ですか。次の行の "" の中を直してください。'))
    year = year_of_edition(title, file, tables)
    if isinstance(year, Question):
        questions.append(year)
    else:
        edition["year"] = f"{in_toml(year[0])} # {year[1]}"
    if forms is not None:
        edition |= form_keys(forms)
        questions += forms.questions
    elif words is not None:
        edition |= sheet_keys(words)
        questions += sheet_questions(words)
    else:
        edition |= _plan_keys(found, tables)
        questions += _plans_asked(found, tables)
    rule = marks_question(city, title or PurePath(file).stem, tables, rules(), "\n".join(notes))
    if isinstance(rule, Question):
        questions.append(rule)
    elif rule:
        edition["rule"] = in_toml(rule)
    return Proposal(found, each, source_text(city, edition, tables, questions), words, forms)


def _kinds(
    contents: Contents, shown: Contents, layout: str
) -> tuple[FormWords | None, SheetWords | None, ChapterWords | None]:
    """What a file is: forms, sheets, a chapter, or tables where it is none of them; by `layout` where that is given."""
    if layout:
        forms = form_words(shown) if layout == "forms" else None
        words = sheet_words(shown) if layout == "sheets" else None
        return forms, words, chapter_words(contents) if layout == "chapter" else None
    forms = form_words(shown)
    if forms and not is_list_of_rows(forms):
        return forms, None, None
    words = sheet_words(shown)
    like = newest_year(contents)
    subjects = _subjects(words, like)
    is_of_tables = "indicator" in subjects or (words is None and _tells_both(shown, like))
    chapter = None if is_of_tables else chapter_words(contents)
    if chapter is not None and (chapter.indicator or not subjects):
        return None, None, chapter
    return None, words, None


def _plans_asked(found: Seen, tables: list[Draft]) -> list[Question]:
    """Tables of one form, of which nothing says whose plan each is: all rows would be of one plan."""
    of_plans = {"plan", "group"}
    if len(found.tables) <= len(tables) or any(
        draft.plan_heading
        or draft.sheets
        or draft.banner_rows
        or of_plans & {*draft.block.columns, *draft.repeat.columns}
        or any(line.startswith("plan = ") for question in draft.questions for line in question.lines)
        for draft in tables
    ):
        return []
    beside = f"（表として読めない所「{'」「'.join(found.without[:_MOST_NAMED])}」に、名前があるかもしれません）" * bool(
        found.without
    )
    return [
        Question(
            "layout",
            f"同じ形の表が{len(found.tables)}つありますが、どの施策（プラン）の表か分かりません{beside}。このままでは、全ての行が1つのプランに入ります。"
            '表の上の見出しなら plan_heading、シートの見出しなら layout = "sheets"、ラベルと欄の様式なら layout = "forms" で書いてください'
            "（docs/declarations.ja.md）。",
        )
    ]


def _subjects(words: SheetWords | None, like: int | None) -> set[str]:
    """What sheets hold in tables with results: a chapter has its indicators in running text, and activities without."""
    tables = [table for grid in (words.tables if words else ()) if (table := table_of(grid, like)) is not None]
    found = [draft for table in tables for draft in drafts(table)]
    return {draft.subject for draft in found if draft.subject == "indicator" or _has_results(draft)}


def _tells_both(shown: Contents, like: int | None) -> bool:
    """Whether tables outside of sheets have results of activities, and others of indicators: no chapter has both."""
    tables = [table for grid in shown.grids if (table := table_of(grid, like)) is not None]
    found = [draft for table in tables for draft in drafts(table)]
    return {"activity", "indicator"} <= {draft.subject for draft in found if _has_results(draft)}


def _has_results(draft: Draft) -> bool:
    block = draft.block
    return bool({"actual", "previous", "settled"} & {*block.columns, *block.role_years} or block.years)


def _plan_keys(found: Seen, tables: list[Draft]) -> dict[str, str]:
    """What the plans of tables are called; headings over the tables are entered in them."""
    form, heading_word = headings_form(found.headings)
    for draft in tables if form else ():
        draft.plan_heading = form if not {"plan", "group"} & {*draft.block.columns, *draft.repeat.columns} else ""
    word = plan_word(tables) or (heading_word if any(draft.plan_heading for draft in tables) else "")
    return {"plan_word": in_toml(word), "plan_noun": in_toml(word)} if word else {}
