"""The headings of a chapter 章 that are seen in a file: what `[edition.chapter]` would say, for `new-city`."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cityplan.files.toml_text import in_toml
from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.years import era, fiscal_year
from cityplan.read.chapter.page_columns import in_reading_order
from cityplan.read.chapter.patterns import bare, said
from cityplan.read.file.contents import Contents, Paragraph
from cityplan.read.table.grid import on_one_line
from cityplan.read.table.heading_words import year_in, years_in

# What headings and labels usually say, without their marks.
_WORDS = {
    "theme": "テーマ 基本理念",
    "purpose": "目指す姿 めざす姿 施策の目的 目的",
    "indicators": "成果指標 目標指標 指標 数値目標 KPI 施策の指標 まちづくり指標 指標と目標 指標と目標値",
    "related": "関連する計画 関連計画 関連計画・制度 個別計画 関連する個別計画",
    "activities": "主な取組 主要事業 主な事業 基本事業 施策を実現するために行う基本事業 具体的な取組 主要な取組 施策の展開",
    "division": "担当課 所管課 担当 担当部署",
    "policy": "取組方針 取組の方針 取組内容",
    "works": "主な事業 主な事業取組 主要事業 事業",
}
_TEXTS = "現状と課題 現状 課題 現況と課題 施策の基本方針 基本方針 施策の方向 施策の方向性 今後の方向性 取組の方向 施策の方針 施策の展開 取組の状況 進捗状況 今後の方向".split()
# A numbered heading, folded: 基本施策1 防災, 第2節 防災, (1)防災, 1-2-1 防災; not figures and years.
_NUMBERED = re.compile(
    r"(?P<before>(?!図|表|グラフ|写真|資料|注|※|令和|平成|昭和)(?:\(|[^\d\s。、:(（)]{0,7}[^\d\s。、:(（)A-Za-z]|PLAN|Plan)?) ?(?P<id>\d{1,2}(?:[-.]\d{1,2})*)"
    r"(?P<after>[章節編部項)]?)(?P<between>(?<=\)) ?|[ :]+)(?P<name>[^\d\s。、→:][^。、→:]{0,29})"
)
_BARE_NUMBER = re.compile(r"\d{1,2} +(?P<name>[^。、]{1,30})")
_ARROW = re.compile(
    r"(?P<bullet>[・○◯◇●-]?) ?(?P<name>[^→⇒]+?)(?P<between> ?: ?| )(?P<values>[^→⇒]*\d[^→⇒]*?) ?(?P<arrow>[→⇒]).+"
)
_MARKED = re.compile(r"[■□◆◇●○◎▼▽◯].{2,15}|[【〈《].{2,15}[】〉》]")
_ASIDE = re.compile(r"(?P<word>[★☆◆■●]?\s*コラム)(?P<between>\s+)?")
_ROLES = {
    "baseline": "現状値 基準値 現状 基準 当初値 当初 現況値 策定時",
    "target": "目標値 目標 めざす値",
    "interim": "中間値 中間目標値 中間目標 中間",
    "actual": "実績値 実績",
}
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
    ordered = [each for each in in_reading_order(contents.paragraphs) if isinstance(each, Paragraph)]
    texts = [on_one_line(each.text).strip() for each in ordered if each.text.strip()]
    short = [text for text in texts if len(text) <= _LONGEST]
    found = ChapterWords()
    _take_forms(short, found)
    for key, words in _WORDS.items():
        own = next((text for word in words.split() for text in short if bare(text) == word), "")
        if own and own not in found.keys.values():
            found.keys[key] = own
    activities = found.keys.get("activities", "")
    if any(text == activities and below.rstrip().endswith("。") for text, below in itertools.pairwise(texts)):
        del found.keys["activities"]  # sentences are prose: 施策の展開
    found.texts = list(dict.fromkeys(text for text in short if bare(text) in _TEXTS))
    _take_marked(texts, found)
    _take_labels(short, found)
    _take_lines(short, found)
    _take_indicator([*short, *_cells(contents)], found)
    is_one = ("section" in found.keys or "plan" in found.keys) and (found.texts or "indicators" in found.keys)
    return found if is_one else None


def _cells(contents: Contents) -> Iterator[str]:
    for grid in contents.grids:
        yield from (on_one_line(cell.text) for cell in grid.cells)


def _take_forms(short: Sequence[str], found: ChapterWords) -> None:
    """The forms of numbered headings: the most frequent is that of plans, one that stands once that of the chapter."""
    matches = [match for text in short if (match := _NUMBERED.fullmatch(fold(text)))]
    forms: Counter[str] = Counter()
    names: dict[str, list[str]] = {}
    for match in matches:
        form = _form(match, matches)
        forms[form] += 1
        names.setdefault(form, []).append(squeeze(match["name"]))
    worded = [form for form, count in forms.most_common() if count > 1 and not form.startswith("{id} ")]
    often = worded or [form for form, count in forms.most_common() if count > 1]
    sections = [match["name"] for text in short if (match := _BARE_NUMBER.fullmatch(fold(text)))]
    sections += [below for text, below in itertools.pairwise(short) if squeeze(text).isdecimal()]
    if often:
        own = set(names[often[0]])
        found.plans = len(own)
        if own & set(map(squeeze, sections)) and not often[0].startswith("{"):
            found.keys |= {"plan": often[0], "section": "{id} {name}"}
        else:
            found.keys["section"] = often[0]
    once = [form for form, count in forms.items() if count == 1 or (often and form != often[0])]
    once = [form for form in once if form not in found.keys.values()]
    if often and once and not found.keys.get("group"):
        found.keys["group"] = once[0]


def _form(match: re.Match[str], every: Sequence[re.Match[str]]) -> str:
    """The form of a heading; with as many levels as its number has where others beside it have more or fewer."""
    like = [other for other in every if (other["before"], other["after"]) == (match["before"], match["after"])]
    depths = {len(re.split("[-.]", other["id"])) for other in like}
    own = len(re.split("[-.]", match["id"]))
    number = "{id}" if len(depths) == 1 or own == 1 else f"{{{'-'.join('1' * own)}}}"
    between = match["between"].strip() or ("" if match["after"] == ")" else " ")
    return f"{match['before'].strip()}{number}{match['after']}{between}{{name}}"


def _take_marked(texts: Sequence[str], found: ChapterWords) -> None:
    """Headings with a mark that stand again: over a sentence they are of prose."""
    counts = Counter(bare(text) for text in texts if _MARKED.fullmatch(text.strip()))
    known = {bare(words) for words in (*found.keys.values(), *found.texts)}
    for text, below in itertools.pairwise(texts):
        is_again = _MARKED.fullmatch(text.strip()) and counts[bare(text)] > 1 and bare(text) not in known
        if is_again and below.rstrip().endswith("。"):
            found.texts.append(text)
            known.add(bare(text))


def _take_lines(short: Sequence[str], found: ChapterWords) -> None:
    """The form of lines that say all of an indicator: ・自主防災組織率　62.4％（R5）→80％（R11）."""
    forms: Counter[str] = Counter()
    for text in short:
        if match := _ARROW.fullmatch(fold(text)):
            between = ":" if ":" in match["between"] else " "
            forms[f"{match['bullet']}{{name}}{between}{{baseline}}{match['arrow']}{{target}}"] += 1
            years = [year_in(part) for part in re.split("[→⇒]", text)]
            found.years |= {role: year for role, year in zip(("baseline", "target"), years, strict=False) if year}
    if forms:
        found.indicator["line"] = forms.most_common(1)[0][0]


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
    texts = list(short)
    counts = Counter([*texts, *(part for text in texts for part in _parts(text) if part != text)])
    for role, words in _ROLES.items():
        own = [text for text in counts if squeeze(text).partition("(")[0] in words.split()]
        if own:
            found.indicator[role] = re.split(r"[(（]", own[0])[0].strip()
            years = (fiscal_year(squeeze(text).partition("(")[2].partition(")")[0]) for text in own)
            if year := next(filter(None, years), None):
                found.years[role] = year
    label = next(
        (
            text
            for text, count in counts.most_common()
            if "指標" in text
            and _parts(text) == [text]
            and text != found.keys.get("indicators")
            and (bare(text) == "指標" or bare(text) not in _WORDS["indicators"].split())
            and (count > 1 or text == "指標名")
        ),
        "",
    )
    if label:
        found.indicator["name"] = label


def _parts(text: str) -> list[str]:
    """The labels that a line may hold: its parts between tabs and blanks, before their colons."""
    return [re.split("[:：]", part)[0] for part in re.split(r"[\t 　]+", text) if part]


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
    if not {"name", "line"} & found.indicator.keys():
        lines += ["# 質問: 指標の名前の前（か上）にある語は何ですか。", '# name = "指標名"']
    return lines


def chapter_years(found: ChapterWords) -> list[str]:
    """The years of the values, or a question for each that the headings do not say."""
    lines = []
    for role in [*dict.fromkeys((*found.indicator, *found.years))]:
        if role == "interim":
            continue
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
        *_year_lines(found, title),
        f"file = {in_toml(file)}",
        f"title = {in_toml(title)}",
        'layout = "chapter"',
        f"plan_word = {in_toml(_plan_word(found))}",
        f"plan_noun = {in_toml(_plan_word(found))}",
    ]
    return "\n".join([*begin, *chapter_years(found), *chapter_lines(found)]) + "\n"


def _year_lines(found: ChapterWords, title: str) -> list[str]:
    """The year of the document: of its results, as its title says, of its present values; else a question."""
    titled = years_in(title)
    year = found.years.get("actual") or (titled[0] if len(titled) == 1 else found.years.get("baseline"))
    asked = "# 質問: 何年度の資料ですか。"
    return [asked, f"year = {in_toml(era(year))}"] if year else [asked, '# year = "R6"']


def _plan_word(found: ChapterWords) -> str:
    form = found.keys.get("plan") or found.keys.get("section", "")
    before, _, after = form.partition("{")
    unit = re.search("}([章節編部項])", after)
    return bare(before).strip("第(（【") or (unit[1] if unit else "施策")


def chapter_told(found: ChapterWords) -> Iterator[str]:
    """What was seen, in words."""
    yield f'計画の章として読む案です（layout = "chapter"。施策 {found.plans}件）。見つけた見出し:'
    yield "  " + "、".join([*found.keys.values(), *found.texts])
    yield "  指標の欄: " + "、".join(found.indicator.values())
