"""A whole `source.toml` as it is proposed 書き方の案: what is sure as its lines, what is not as questions above them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cityplan.city.table_form import COLUMNS, OWN_YEARS, year_key
from cityplan.files.toml_text import in_toml, toml_comment
from cityplan.japanese.years import era
from cityplan.read.proposal.draft import ROLES, Block, Draft, Question

ASKED = "質問: "
_EDITION = (
    "year", "file", "title", "layout", "plan_word", "plan_noun",
    "sheet_begins", "continued", "sheet_group", "prose", "left_out", "boxes",
)  # fmt: skip
_FIRST = ("group", "plan", "plan_id", "name", "subgroup", "division", "unit")
_SENTENCE = re.compile(r"(?<=。)(?=[^」）])")
_WORDS = ("polarities", "roles", "year_words", "spellings")
_BEGIN = (
    "{file} を見て作った案です。「質問:」のある所だけ、読んで答えてください。先頭の # を消した行が、答えになります。",
    "それぞれの書き方は docs/declarations.ja.md にあります。",
)


def source_text(city: str, edition: Mapping[str, str], drafts: Sequence[Draft], questions: Sequence[Question]) -> str:
    """The text of `source.toml`; `edition` has the keys of `[[edition]]` that are sure, with why (`# …`) behind them."""
    lines = [toml_comment(line.format(file=edition["file"].strip('"'))) for line in _BEGIN]
    lines += ["", *asked_lines(questions, "city"), f"city = {in_toml(city)}", ""]
    shared = _shared(drafts)
    own_rule = list(asked_lines(questions, "rules"))
    lines += [*own_rule, *([""] if own_rule else []), "[[edition]]"]
    for key in _EDITION:
        lines += asked_lines(questions, key)
        lines += [f"{key} = {edition[key]}"] if key in edition else []
    for role in ROLES:
        lines += [f"{role} = {in_toml(era(shared[role]))}"] if role in shared else []
        lines += [f"{role} = {edition[role]}"] if role in edition and role not in shared else []
        lines += asked_lines(drafts[0].questions, role) if len(drafts) == 1 else []
    lines += [f"rule = {edition['rule']}"] if "rule" in edition else []
    lines += asked_lines(questions, "rule")
    lines += _own_rule_line(city, questions)
    for draft in drafts:
        lines += ["", *_table(draft, shared, alone=len(drafts) == 1)]
    return "\n".join(lines) + "\n"


def _own_rule_line(city: str, questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        if question.key == "rules":
            line = f"rule = {in_toml(city)}"
            yield line if question.is_sure else f"# {line} # 上の規則を書いたら、先頭の # を消します"


def _shared(drafts: Sequence[Draft]) -> dict[str, int]:
    """The years of roles in which no table differs from another."""
    shared = {}
    for role in ROLES:
        years = {draft.role_fy[role] for draft in drafts if role in draft.role_fy}
        if len(years) == 1:
            shared[role] = years.pop()
    return shared


def _table(draft: Draft, shared: Mapping[str, int], alone: bool) -> Iterator[str]:
    yield "[[edition.table]]"
    yield from map(toml_comment, draft.told)
    yield from asked_lines(draft.questions, "table", "left_out", *(() if alone else ROLES))
    yield f"subject = {in_toml(draft.subject)}"
    for key in ("sheet", "sheets", "plan_heading"):
        if text := getattr(draft, key):
            yield f"{key} = {in_toml(text)}"
    if draft.headings_left:
        yield 'headings = "left"'
    if draft.heading_rows > 1:
        yield f"heading_rows = {draft.heading_rows}"
    for role, year in draft.role_fy.items():
        if role not in shared:
            yield f"{role} = {in_toml(era(year))}"
    yield from table_lines(draft, "edition.table")


def table_lines(draft: Draft, name: str) -> Iterator[str]:
    """The lines of a table from what is left out to its columns and words, under the heading `name`."""
    for key in ("fill_down", "total_rows", "left_out"):
        if texts := getattr(draft, key):
            yield f"{key} = {in_toml(texts)}"
    if draft.banner_rows:
        yield f"banner_rows = {in_toml(draft.banner_rows)}"
    yield from _block(draft.block, name, draft.subject, draft.questions)
    yield from _fixed_and_boxes(draft, name)
    for key in _WORDS:
        if key in draft.words or any(question.key == key for question in draft.questions):
            yield f"[{name}.{key}]"
            yield from (f"{in_toml(word)} = {in_toml(ours)}" for word, ours in draft.words.get(key, {}).items())
            yield from asked_lines(draft.questions, key)
    if draft.each:
        yield f"[[{name}.repeat]]"
        yield f"each = {in_toml(draft.each)}"
        yield from _block(draft.repeat, f"{name}.repeat", draft.subject, ())


def _fixed_and_boxes(draft: Draft, name: str) -> Iterator[str]:
    """What is said of every row, and the labels of a form's blocks."""
    for key, own in (("fixed", draft.fixed), ("boxes", draft.boxes)):
        if own:
            yield f"[{name}.{key}]"
            yield from (f"{ours} = {in_toml(words)}" for ours, words in own.items())
    if draft.box_years:
        yield f"[{name}.boxes.years]"
        yield from _years(draft.box_years)


def asked_lines(questions: Iterable[Question], *keys: str) -> Iterator[str]:
    """The questions at these keys, and the lines that may answer them, as comments."""
    for question in questions:
        if question.key in keys:
            first, *others = _SENTENCE.split(question.text if question.is_sure else f"{ASKED}{question.text}")
            yield toml_comment(first)
            yield from (f"#   {toml_comment(other).removeprefix('# ')}" for other in others)
            yield from (line if question.is_sure else f"# {line}" for line in question.lines)


def _block(block: Block, name: str, subject: str, questions: Sequence[Question]) -> Iterator[str]:
    asked = list(asked_lines(questions, "columns"))
    if block.columns or asked:
        yield f"[{name}.columns]"
        yield from asked
    for ours in dict.fromkeys((*_FIRST, *COLUMNS[subject])):
        if ours in block.columns:
            yield f"{ours} = {in_toml(block.columns[ours])}"
    for key, years in {
        "years": block.years,
        **{f"years.{role}": block.role_years.get(role, {}) for role in OWN_YEARS},
    }.items():
        asked = list(asked_lines(questions, key))
        if years or asked:
            yield f"[{name}.{key}]"
            yield from asked
            yield from _years(years)


def _years(years: Mapping[int, str]) -> Iterator[str]:
    for year, heading in sorted(years.items()):
        yield f"{year_key(year)} = {in_toml(heading)}"
