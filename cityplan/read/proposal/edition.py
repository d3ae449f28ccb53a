"""What a file says of its edition 年度、題、施策の語: what is sure, else a question."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from cityplan.japanese.letters import fold, squeeze
from cityplan.japanese.years import era
from cityplan.read.proposal.draft import Draft, Question
from cityplan.read.proposal.seen import Seen
from cityplan.read.table.heading_words import years_in

_FILE_YEAR = re.compile(r"(?<![A-Za-z])([RHrh]\d{1,2}|令和\d{1,2}|平成\d{1,2}|20\d\d)(?!\d)")
_NUMBERED = re.compile(
    r"(?P<word>[^\d\s]{1,8}? ?)(?:(?:\d+|[IVX]{1,4})(?:-\d+)*|[一二三四五六七八九十]{1,3})"
    r"(?P<end>[章節編部]?)(?P<between>[:.、,]| )(?P<name>\D.*)"
)
_NOTE = re.compile(r"※|\(?注|資料|様式|出典")
_PLAN_ENDS = ("名称", "名")
_LONGEST_TITLE = 80


def title_of(seen: Seen) -> str:
    """The title 題: the first text over the tables that is no note and no plan's heading; empty where there is none."""
    texts = [text for table in seen.tables for text in table.above]
    texts += [text for text in seen.prose[:1] if text not in seen.headings]
    return next((text for text in texts if len(text) <= _LONGEST_TITLE and not _NOTE.match(squeeze(text))), "")


def year_of_edition(title: str, file: str, drafts: Iterable[Draft]) -> tuple[str, str] | Question:
    """The year of the edition and why, or a question: title, name of the file and newest results must not contradict.

    >>> year_of_edition("事務事業評価 結果一覧", "R6.csv", [Draft(actual_years=[2023, 2024])])
    ('R6', '見出しの実績の年度、ファイルの名前から')
    >>> year_of_edition("", "R6.csv", [Draft(actual_years=[2023])]).lines
    ('year = "R5" # 新しい実績', 'year = "R6" # ファイルの名前')
    """
    newest = max((year for draft in drafts for year in draft.actual_years), default=None)
    in_file = years_in(" ".join(_FILE_YEAR.findall(PurePath(file).stem)).upper())
    in_title = years_in(title)
    told: dict[int, list[str]] = {}
    for year, why in [
        *((year, "新しい実績") for year in ([newest] if newest else ())),
        *((year, "ファイルの名前") for year in in_file),
        *((year, "題") for year in in_title),
    ]:
        told.setdefault(year, []).append(why)
    sure = [
        year
        for year in told
        if (newest in (None, year)) and (not in_file or in_file == [year]) and (not in_title or year in in_title)
    ]
    if len(sure) == 1 and (newest or len(in_title) < 2):
        return era(sure[0]), f"{'、'.join(told[sure[0]]).replace('新しい実績', '見出しの実績の年度')}から"
    text = "何年度の資料ですか（取組の結果の年度）。"
    if told:
        lines = (f'year = "{era(year)}" # {"、".join(why)}' for year, why in sorted(told.items()))
        return Question("year", f"{text}1行の先頭の # を消してください。", tuple(lines))
    return Question("year", f'{text}"" の中に年度（R5 など）を書き、先頭の # を消してください。', ('year = ""',))


def plan_word(drafts: Sequence[Draft]) -> str:
    """What the plans are called, by their heading: 施策名 -> 施策; empty where there is none.

    >>> plan_word([Draft()])
    ''
    """
    heading = next((draft.block.columns["plan"] for draft in drafts if "plan" in draft.block.columns), "")
    word = squeeze(heading.rpartition("/")[2].partition("#")[0])
    for end in _PLAN_ENDS:
        word = word.removesuffix(end)
    return "" if word.startswith("列") else word


def headings_form(headings: Iterable[str]) -> tuple[str, str]:
    """The form of numbered headings over tables and the word that they begin with; empty where fewer than two have one.

    >>> headings_form(["基本目標１　海とともに稼ぐ", "基本目標２　新しい人の流れ"]), headings_form(["施策1 子育て", "参考資料"])
    (('基本目標{id} {name}', '基本目標'), ('', ''))
    >>> headings_form(["基本目標Ⅰ しごと", "基本目標Ⅱ ひと"]), headings_form(["第一章 健康", "第二章 産業"])
    (('基本目標{id} {name}', '基本目標'), ('第{id}章 {name}', '章'))
    """
    forms: Counter[tuple[str, str]] = Counter()
    for text in headings:
        if match := _NUMBERED.fullmatch(fold(text)):
            between = match["between"].strip() or " "
            form = f"{match['word']}{{id}}{match['end']}{between}{{name}}"
            forms[form, match["end"] or match["word"].strip()] += 1
    last = max(reversed(forms), key=lambda found: forms[found], default=("", ""))  # of two the lower: 第１章, 施策1-1
    return last if forms[last] > 1 else ("", "")
