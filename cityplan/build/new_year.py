"""A new year 年度 of a known city from a file: the file beside the others, and an `[[edition]]` as the newest one has it.

Only what follows from the year is changed: the year, the file, the headings of last year's and this year's results. Where it
does not follow, the line is no declaration but a question, so that no result of another year is read for this one's.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from cityplan.build.unused import year_of_name
from cityplan.city import source
from cityplan.city.choice import choose
from cityplan.city.edition import Edition
from cityplan.city.entries import check_place
from cityplan.files.errors import SourceError, UsageError
from cityplan.files.files import read_bytes, read_text, write_all
from cityplan.japanese.letters import fold
from cityplan.japanese.years import era, fiscal_year

_HEADER = re.compile(r"^\s*\[\[?\s*([\w.-]+)\s*\]\]?", re.MULTILINE)
_ENTRY = re.compile(r'^(\s*)([\w-]+)(\s*=\s*)"([^"\\]*)"(.*)$')
_YEAR = re.compile(r"(?:令和|平成|[RH])(?:\d{1,2}|元)(?:年度?)?|20\d\d(?:年度?)?")
_STAY = ("baseline", "target")  # of the plan, whatever the year


@dataclass(frozen=True)
class NewYear:
    """What was written for a new year: the lines, which of them differ from the newest year's, and what is to be asked."""

    place: Path  # of source.toml, below the project
    year: str
    lines: tuple[str, ...]
    changed: tuple[str, ...]
    questions: tuple[str, ...]


def new_year_of_file(root: Path, city: str, file: Path, year: str = "") -> NewYear:
    """Copy a file into data/raw/<city>/ and add its `[[edition]]`; nothing is written where anything is wrong.

    The year is told, or stands in the file's name. UsageError where it does not, where the city or the year is none or
    there already; SourceError where what would be written cannot be used.
    """
    newest = choose(source.editions(root), (), [city])[-1]
    told = fiscal_year(year) if year else year_of_name(file.name)
    if told is None:
        raise UsageError(f'「{year or file.name}」から年度が分かりません。year="R6" のように書いてください。')
    if told in {each.fiscal_year for each in source.editions(root) if each.city == newest.city}:
        raise UsageError(
            f"{newest.city_name}の{era(told)}はもうあります。文書を差し替えるときは、同じ名前で置き直してください。"
        )
    check_place(file.name, str(file), "file")
    data = read_bytes(file, str(file))
    copy = root / newest.beside(file.name)
    if copy.exists() and read_bytes(copy, str(copy)) != data:
        raise UsageError(
            f"{newest.beside(file.name)} はもうあり、中身が違います。上書きしません。どちらかの名前を変えてください。"
        )
    place = Path(newest.source_file)
    before = (root / place).read_bytes()
    made = _proposed(read_text(root / place), newest, told, file.name)
    write_all(
        {root / place: "\n".join([_text(before), *made.lines, ""]).encode()} | ({} if copy.exists() else {copy: data})
    )
    try:
        source.edition(root, newest.city, era(told))
    except (SourceError, UsageError):
        write_all({root / place: before})
        raise
    return made


def _text(data: bytes) -> str:
    """The bytes of source.toml as text that ends with a line's end."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    return text if text.endswith("\n") else f"{text}\n"


def _proposed(text: str, newest: Edition, year: int, file: str) -> NewYear:
    """The newest edition's lines, moved to another year."""
    later = year - newest.fiscal_year
    lines, changed, questions = [], [], []
    table = ""
    for line in _block(text, newest.year):
        if header := _HEADER.match(line):
            table = header[1]
        if re.match(r"\s*final\s*=", line):
            continue  # the new document is confirmed by nobody yet
        entry = _ENTRY.match(line)
        new = _moved(entry, table, newest, later, file) if entry else line
        if new != line:
            changed.append(new.strip())
        elif _is_open(line, entry, newest):
            questions.append(line.strip())
            lines.append("# 質問: 次の行は、前の年度の語です。新しい文書の語に直し、先頭の # を消してください。")
            new = f"# {line}" if table != "edition" else line
        lines.append(new)
    return NewYear(Path(newest.source_file), era(year), tuple(lines), tuple(changed), tuple(questions))


def _is_open(line: str, entry: re.Match[str] | None, newest: Edition) -> bool:
    """Whether a line names a year of the results, and it does not follow which it is in the new document."""
    if entry and (entry[2] in _STAY or fiscal_year(entry[2])):
        return False
    return _names_year(line, newest)


def _block(text: str, year: str) -> list[str]:
    """The lines of one edition, up to what is no part of it any more."""
    headers = list(_HEADER.finditer(text))
    for at, header in enumerate(headers):
        if header[1] != "edition":
            continue
        ends = (each.start() for each in headers[at + 1 :] if not each[1].startswith("edition."))
        lines = text[header.start() : next(ends, len(text))].strip().split("\n")
        if any((entry := _ENTRY.match(line)) and entry[2] == "year" and _same(entry[4], year) for line in lines):
            while lines[-1].lstrip().startswith("#") or not lines[-1].strip():  # of what follows
                lines.pop()
            return lines
    raise UsageError(
        f"source.toml に {year} の [[edition]] が見つかりません。docs/new-year.ja.md のとおりに書き足してください。"
    )


def _same(word: str, year: str) -> bool:
    return fiscal_year(word) == fiscal_year(year)


def _moved(entry: re.Match[str], table: str, newest: Edition, later: int, file: str) -> str:
    """A line with what follows from the year: of the edition its years and title, of a table the years of its headings.

    Where last year is the year of the baseline too, a heading that names it may be either: it stays.
    """
    indent, key, equals, value, rest = entry.groups()
    if key == "file":
        if table != "edition":
            raise UsageError(
                f"{newest.source_file} には、ファイルが2つ以上あります。"
                "→ docs/new-year.ja.md のとおりに、[[edition]] を書き足してください。"
            )
        return f"{indent}{key}{equals}{json.dumps(file, ensure_ascii=False)}{rest}"
    fixed = {newest.baseline, newest.target} & {newest.previous, newest.actual} - {None}
    of_table = table != "edition" and key not in _STAY and not fiscal_year(key) and not fixed
    if key not in ("year", "previous", "actual", "title") and not of_table:
        return entry[0]
    moved = {newest.actual, newest.previous, newest.fiscal_year}
    return (
        f'{indent}{key}{equals}"'
        f"{_YEAR.sub(lambda word: _later(word[0], later) if _year_of(word[0]) in moved else word[0], value)}"
        f'"{rest}'
    )


def _later(word: str, later: int) -> str:
    """A year some years later, in the form in which it is written.

    >>> _later("R5", 1), _later("令和5年度", 1), _later("2023", 1)
    ('R6', '令和6年度', '2024')
    """
    year = _year_of(word)
    if year is None:
        return word
    if word[0] == "2":
        return word.replace(word[:4], str(year + later))
    short = era(year + later)  # R6
    return word.replace(
        re.sub(r"[年度]", "", word), short if word[0].isascii() else short.replace("R", "令和").replace("H", "平成")
    )


def _year_of(word: str) -> int | None:
    return fiscal_year(fold(word).removesuffix("度").removesuffix("年"))


def _names_year(line: str, newest: Edition) -> bool:
    """Whether a line says the year of this or last year's results outside a comment."""
    said = set(map(_year_of, _YEAR.findall(line.partition("#")[0])))
    return bool(said & {newest.actual, newest.previous} - {None})
