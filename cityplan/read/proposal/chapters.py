"""The headings of a chapter 章 that are seen in a file: what `[edition.chapter]` would say, for `new-city`."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.chapter.patterns import bare, said
from cityplan.read.file.contents import Contents
from cityplan.read.table.grid import on_one_line

# What headings and labels usually say, without their marks.
_WORDS = {
    "theme": "テーマ 基本理念",
    "purpose": "目指す姿 めざす姿 施策の目的 目的",
    "indicators": "成果指標 目標指標 指標 数値目標 KPI 施策の指標",
    "related": "関連する計画 関連計画 関連計画・制度 個別計画 関連する個別計画",
    "activities": "主な取組 主要事業 主な事業 基本事業 施策を実現するために行う基本事業 具体的な取組 主要な取組 施策の展開",
    "division": "担当課 所管課 担当 担当部署",
    "policy": "取組方針 取組の方針 取組内容",
    "works": "主な事業 主な事業取組 主要事業 事業",
}
_TEXTS = "現状と課題 現状 課題 現況と課題 施策の基本方針 基本方針 施策の方向 施策の方向性 今後の方向性 取組の方向 施策の方針".split()
_NUMBERED = re.compile(r"(?P<before>[^\d\s。、]{1,8}?) ?\d{1,2}(?P<between>[ 　:：]+)(?P<name>[^。、]{1,30})")
_BARE_NUMBER = re.compile(r"\d{1,2} +(?P<name>[^。、]{1,30})")
_ASIDE = re.compile(r"(?P<word>[★☆◆■●]?\s*コラム)(?P<between>\s+)?")
_ROLES = {"baseline": "現状値 基準値 現状 当初値 現況値", "target": "目標値 目標 めざす値", "actual": "実績値 実績"}
_LONGEST = 40


@dataclass
class ChapterWords:
    """What was seen of a chapter: the lines of `[edition.chapter]`, of its indicators, and the years in their headings."""

    keys: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    indicator: dict[str, str] = field(default_factory=dict)
    years: dict[str, int] = field(default_factory=dict)
    plans: int = 0


def chapter_words(contents: Contents) -> ChapterWords | None:
    """The headings of a chapter in a file; None where it has no plan's heading, or no heading of prose or indicators."""
    texts = [on_one_line(each.text).strip() for each in contents.paragraphs if each.text.strip()]
    short = [text for text in texts if len(text) <= _LONGEST]
    found = ChapterWords()
    _take_forms(short, found)
    for key, words in _WORDS.items():
        own = next((text for word in words.split() for text in short if bare(text) == word), "")
        if own and own not in found.keys.values():
            found.keys[key] = own
    found.texts = list(dict.fromkeys(text for text in short if bare(text) in _TEXTS))
    _take_labels(short, found)
    _take_indicator([*short, *_cells(contents)], found)
    is_one = ("section" in found.keys or "plan" in found.keys) and (found.texts or "indicators" in found.keys)
    return found if is_one else None


def _cells(contents: Contents) -> Iterator[str]:
    for grid in contents.grids:
        yield from (on_one_line(cell.text) for cell in grid.cells)


def _take_forms(short: Sequence[str], found: ChapterWords) -> None:
    """The forms of numbered headings: the most frequent is that of plans, one that stands once that of the chapter."""
    forms: Counter[str] = Counter()
    names: dict[str, list[str]] = {}
    for text in short:
        if match := _NUMBERED.fullmatch(fold(text)):
            between = match["between"].strip() or " "
            form = f"{match['before'].strip()}{{id}}{between}{{name}}"
            forms[form] += 1
            names.setdefault(form, []).append(squeeze(match["name"]))
    often = [form for form, count in forms.most_common() if count > 1]
    sections = [match["name"] for text in short if (match := _BARE_NUMBER.fullmatch(fold(text)))]
    sections += [below for text, below in itertools.pairwise(short) if squeeze(text).isdecimal()]
    if often:
        own = set(names[often[0]])
        found.plans = len(own)
        if own & set(map(squeeze, sections)):
            found.keys |= {"plan": often[0], "section": "{id} {name}"}
        else:
            found.keys["section"] = often[0]
    once = [form for form, count in forms.items() if count == 1 or (often and form != often[0])]
    if often and once and not found.keys.get("group"):
        found.keys["group"] = once[0]


def _take_labels(short: Sequence[str], found: ChapterWords) -> None:
    """Labels with their value behind them, activities with circled numbers, asides."""
    for word in _WORDS["division"].split():
        if "division" not in found.keys and sum(fold(text).startswith(f"{word} ") for text in short) > 1:
            found.keys["division"] = word
    if sum(said("{①}{name}", text) is not None for text in short) > 1:
        found.keys["activity"] = "{①}{name}"
    for text in short:
        if match := _ASIDE.match(text):
            found.keys["aside"] = f"{match['word']} {{name}}" if match["between"] else match["word"]
            break


def _take_indicator(short: Iterable[str], found: ChapterWords) -> None:
    """The words of the box: those of values with their years, and a label of the name that stands again."""
    counts = Counter(short)
    for role, words in _ROLES.items():
        own = [text for text in counts if squeeze(text).partition("(")[0] in words.split()]
        if own:
            found.indicator[role] = re.split(r"[(（]", own[0])[0].strip()
            year = fiscal_year(squeeze(own[0]).partition("(")[2].rstrip(")"))
            found.years |= {role: year} if year else {}
    label = next(
        (
            text
            for text, count in counts.most_common()
            if "指標" in text and bare(text) not in _WORDS["indicators"].split() and (count > 1 or text == "指標名")
        ),
        "",
    )
    if label:
        found.indicator["name"] = label


def chapter_lines(found: ChapterWords) -> list[str]:
    """The lines of `[edition.chapter]`; what was not seen is a question."""
    lines = [
        "",
        "# 章の見出しと項目の語。原文のとおりか、番号の所の {id}、名前の所の {name} を確かめてください。",
        "[edition.chapter]",
    ]
    lines += [f"{key} = {in_toml(words)}" for key, words in found.keys.items()]
    lines += (
        [f"texts = {in_toml(found.texts)}"]
        if found.texts
        else ["# 質問: 文の見出しは何ですか。", '# texts = ["現状と課題"]']
    )
    lines += ["", "[edition.chapter.indicator]"]
    lines += [f"{key} = {in_toml(words)}" for key, words in found.indicator.items()]
    if "name" not in found.indicator:
        lines += ["# 質問: 指標の名前の前（か上）にある語は何ですか。", '# name = "指標名"']
    return lines


def chapter_years(found: ChapterWords) -> list[str]:
    """The years of the values, or a question for each that the headings do not say."""
    lines = []
    for role in found.indicator:
        if role in found.years:
            lines.append(f"{role} = {in_toml(era(found.years[role]))}")
        elif role in _ROLES:
            lines += [f"# 質問: 「{found.indicator[role]}」は何年度の値ですか。", f'# {role} = "R6"']
    return lines


def chapter_text(found: ChapterWords, city: str, file: str, title: str) -> str:
    """The whole `source.toml` that is proposed for a chapter."""
    begin = [
        f"# {file} を見て作った案です。「質問:」のある所だけ、読んで答えてください。先頭の # を消した行が、答えになります。",
        "# それぞれの書き方は docs/declarations.ja.md にあります。",
        "",
        '# 質問: 市の名前は何ですか。次の行の "" の中を直してください。',
        f"city = {in_toml(city)}",
        "",
        "[[edition]]",
        "# 質問: 何年度の資料ですか。",
        f"{'' if 'baseline' in found.years else '# '}year = {in_toml(era(found.years['baseline']) if 'baseline' in found.years else 'R6')}",
        f"file = {in_toml(file)}",
        f"title = {in_toml(title)}",
        'layout = "chapter"',
        f"plan_word = {in_toml(_plan_word(found))}",
        f"plan_noun = {in_toml(_plan_word(found))}",
    ]
    return "\n".join([*begin, *chapter_years(found), *chapter_lines(found)]) + "\n"


def _plan_word(found: ChapterWords) -> str:
    form = found.keys.get("plan") or found.keys.get("section", "")
    return bare(form.partition("{")[0]) or "施策"


def chapter_told(found: ChapterWords) -> Iterator[str]:
    """What was seen, in words."""
    yield f'計画の章として読む案です（layout = "chapter"。施策 {found.plans}件）。見つけた見出し:'
    yield "  " + "、".join([*found.keys.values(), *found.texts])
    yield "  指標の欄: " + "、".join(found.indicator.values())
