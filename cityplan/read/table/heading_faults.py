"""What may be wrong with the headings of a table, with the lines that mend `source.toml`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from cityplan.city.edition import Edition
from cityplan.city.table_form import MOST_HEADING_ROWS
from cityplan.files.errors import SourceError
from cityplan.read.file.table_file import LINES_OF_A_GRID
from cityplan.read.proposal.lines import lines_to_paste
from cityplan.read.table.grid import letters
from cityplan.read.table.heading_words import VALUES, meaning
from cityplan.read.table.headings import Heading, table_place
from cityplan.read.table.named_headings import LETTER, Wanted, heading_rows, lost_headings
from cityplan.read.table.role_years import table_key
from cityplan.read.table.rows import TableRows


def twice_fault(wanted: Wanted, fitting: Sequence[Heading], rows: TableRows, edition: Edition) -> SourceError:
    """What is said of a heading that stands twice, with the lines that tell which is meant."""
    where = "、".join(letters(each.column) for each in fitting)
    whole = len({each.text for each in fitting}) == len(fitting)
    choices = [each.text for each in fitting] if whole else [f"列{letters(each.column)}" for each in fitting]
    listed = "\n".join(f"{wanted.key} = {_toml(text)}" for text in choices)
    return SourceError(
        f"同じ見出しが2つ以上あります（{where}列）",
        file=edition.raw_file,
        sheet=edition.form.sheet,
        line=None if rows.is_of_document else fitting[0].line % LINES_OF_A_GRID,
        cell=table_place(rows),
        column=wanted.words,
        text=wanted.words,
        next_step="見出しが2段なら heading_rows = 2 と書きます。どの列か、次のどれか1行を source.toml に書いてください"
        f"（左から2番目なら「{wanted.words}#2」とも書けます）。\n{listed}",
    )


def shared_fault(wanted: Wanted, heading: Heading, edition: Edition) -> SourceError:
    """What is said of a column that two keys name."""
    return SourceError(
        f"{letters(heading.column)}列が2か所に書かれています",
        file=edition.source_file,
        column=wanted.key,
        text=wanted.words,
        next_step="どちらか1つにしてください。",
    )


def mapping_faults(
    unmapped: list[Heading],
    missing: list[str],
    contested: Sequence[tuple[Heading, str]],
    found: list[Heading],
    rows: TableRows,
    edition: Edition,
) -> Iterable[SourceError]:
    """Headings that stand nowhere in `source.toml`, or in it and not in the source; letters beyond the table."""
    line = found[0].line % LINES_OF_A_GRID if found and not rows.is_of_document else None
    beyond = [words for words in missing if LETTER.fullmatch(words)]
    for words in beyond:
        yield SourceError(
            f"表は {letters(rows.width)}列までです",
            file=edition.raw_file,
            sheet=edition.form.sheet,
            cell=table_place(rows),
            line=line,
            text=words,
            next_step="source.toml の列の記号を確かめてください。",
        )
    lost = [words for words in missing if words not in beyond]
    twice = _same(unmapped)
    if twice and len(twice) == len(unmapped) and not lost and not any(map(_is_of_values, twice)):
        yield _unmapped_twice(twice, rows, edition)
    elif lost and not edition.form.is_whole:
        yield _lost(lost, line, rows, edition)
    elif unmapped or lost or (edition.form.is_whole and not _has_name(edition)):
        wrong = {words: "原文にありません" for words in missing} | {
            words: "2か所に書かれています" for _, words in contested
        }
        unclaimed = {each.column: each.text for each in (*unmapped, *(heading for heading, _ in contested))}
        yield _mapping_error(unmapped, lost, line, twice, _next_step(unclaimed, wrong, rows, edition), rows, edition)


def _has_name(edition: Edition) -> bool:
    form = edition.form
    blocks = form.repeats or (form,)
    return all("name" in {**form.columns, **form.fixed, **block.columns, **block.fixed} for block in blocks)


def _same(unmapped: list[Heading]) -> list[Heading]:
    """The headings of which there are several with the same words."""
    ordered = sorted(unmapped, key=lambda each: each.text)
    same = {one.text for one, other in pairwise(ordered) if one.text == other.text}
    return [each for each in unmapped if each.text in same]


def _is_of_values(heading: Heading) -> bool:
    """Whether a heading says which values it has: R6実績."""
    said = meaning(tuple(heading.text.split("/")))
    return said.role in VALUES or said.year is not None


def _unmapped_twice(twice: list[Heading], rows: TableRows, edition: Edition) -> SourceError:
    names = list(dict.fromkeys(each.text for each in twice))
    return SourceError(
        f"同じ見出しが2つ以上あります（{_columns_of(twice)}）",
        file=edition.raw_file,
        sheet=edition.form.sheet,
        line=None if rows.is_of_document else twice[0].line % LINES_OF_A_GRID,
        cell=table_place(rows),
        column=names[0],
        text=names[0],
        next_step="使う列は source.toml に記号（「列B」）か番号（「見出し#2」）で書き、見出しが2段なら heading_rows = 2 と"
        f"書いてください。どれも使わないなら、次の1行を書いてください。\n"
        f"left_out = {_toml([*edition.left_out, *edition.form.left_out, *names])}",
    )


def _columns_of(twice: list[Heading]) -> str:
    """The headings with their columns: 「地方債」C、F列。

    >>> _columns_of([Heading("地方債", 3, 1, 1), Heading("評価", 4, 1, 1), Heading("地方債", 6, 1, 1)])
    '「地方債」C、F列、「評価」D列'
    """
    names = dict.fromkeys(each.text for each in twice)
    return "、".join(
        f"「{name}」{'、'.join(letters(each.column) for each in twice if each.text == name)}列" for name in names
    )


def _mapping_error(
    unmapped: list[Heading],
    missing: list[str],
    line: int | None,
    twice: list[Heading],
    next_step: str,
    rows: TableRows,
    edition: Edition,
) -> SourceError:
    texts = [each.text for each in unmapped]
    problem = "原文の見出しと source.toml が合いません。"
    problem += f"source.toml にない見出し: {_listed(texts)}。"
    problem += f"原文にない見出し: {_listed(missing)}"
    if twice:
        problem += f"。同じ見出しが2つ以上あります: {_columns_of(twice)}"
    if not _has_name(edition):
        problem += f"。[{table_key(edition)}.columns] に name（名前の列）がありません"
    return SourceError(
        problem,
        file=edition.raw_file,
        sheet=edition.form.sheet if edition.tables else "",
        cell=table_place(rows),
        line=line,
        text="、".join(texts or missing),
        next_step=next_step,
    )


def _lost(lost: list[str], line: int | None, rows: TableRows, edition: Edition) -> SourceError:
    return SourceError(
        f"原文にない見出しが source.toml にあります: {_listed(lost)}",
        file=edition.raw_file,
        sheet=edition.form.sheet,
        cell=table_place(rows),
        line=line,
        text="、".join(lost),
        next_step="見出しを直してください。ほかの誤りも直すと、source.toml にない見出しを示します。",
    )


def _next_step(unclaimed: dict[int, str], wrong: dict[str, str], rows: TableRows, edition: Edition) -> str:
    """The number of rows of headings with which all that are named are found; else the lines to add."""
    form = edition.form
    for number in range(1, MOST_HEADING_ROWS + 1) if wrong else ():
        other = replace(edition, form=replace(form, heading_rows=number))
        if number != form.heading_rows and not lost_headings(rows, heading_rows(rows, other), other)[0]:
            return (
                f"見出しを{number}段として読めば、書いた見出しがすべて見つかります（今は{form.heading_rows}段）。"
                f"見出しが{number}段なら、source.toml を次のようにしてください。\nheading_rows = {number}"
            )
    return (
        "見出しの行の位置（skip_rows、heading_rows）が合っていれば、source.toml のこの部分を"
        "次のようにしてください（左が当方の列。使わない見出しは left_out に）。\n"
        f"{lines_to_paste(unclaimed, wrong, rows.grid, edition)}"
    )


def _listed(texts: list[str]) -> str:
    return "".join(f"「{text}」" for text in texts) or "なし"


def _toml(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)
