"""The same in another form 表記のゆれ: what keeps the meaning of a document."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from functools import cache

from cityplan.japanese import quantities as japanese
from mutants.documents import DOCUMENTS, Lines, lines_of, parsed_source, rendered
from mutants.lines import Random, in_cell

NUMBER = re.compile(r"\d[\d,，]*(?:[.．]\d+)?")
WIDE = str.maketrans("0123456789,.%()-+/", "０１２３４５６７８９，．％（）－＋／")
KANJI = "〇一二三四五六七八九"


def on_number(change: Callable[[str, Random], str]) -> Callable[[str, Random], str]:
    """A change of the first number of a cell, which is its value."""

    def mutate(text: str, rng: Random) -> str:
        match = NUMBER.search(text)
        if match is None:
            return text
        return text[: match.start()] + change(match[0], rng) + text[match.end() :]

    return mutate


def on_plain_number(change: Callable[[str, Random], str]) -> Callable[[str, Random], str]:
    """The same; but not of 130億円, which the tables hold as 130 of 億円, and 百三十億円 as a number of 円."""
    mutate = on_number(change)
    return lambda text, rng: text if re.search(r"\d[千万億]", text) else mutate(text, rng)


def spaced(number: str, rng: Random) -> str:
    if len(number) < 2:
        return number
    if rng.random() < 0.3:
        return " ".join(number)
    at = rng.randrange(1, len(number))
    return number[:at] + rng.choice([" ", "　", "\u00a0", "\u2009"]) + number[at:]


def in_kanji(number: str, rng: Random) -> str:
    """108 -> 百八, or digit by digit 一〇八."""
    whole, point, fraction = unicodedata.normalize("NFKC", number).replace(",", "").partition(".")
    tail = ("・" if point else "") + "".join(KANJI[int(digit)] for digit in fraction)
    if rng.random() < 0.4:
        return "".join(KANJI[int(digit)] for digit in whole) + tail
    return _words(int(whole)) + tail


def _words(number: int) -> str:
    for scale, name in ((10**8, "億"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            head, rest = divmod(number, scale)
            times = "" if head == 1 and scale <= 1000 else _words(head)
            return times + name + (_words(rest) if rest else "")
    return KANJI[number]


def in_parts(number: str, rng: Random) -> str:
    """32,600 -> 3万2,600."""
    plain_number = unicodedata.normalize("NFKC", number).replace(",", "")
    if not plain_number.isdecimal() or int(plain_number) < 10_000:
        return number
    head, rest = divmod(int(plain_number), 10_000)
    return f"{head}万{rest:,}" if rest else f"{head}万"


def commas(number: str, rng: Random) -> str:
    whole, point, fraction = number.partition(".")
    if "," in whole:
        return whole.replace(",", "") + point + fraction
    return f"{int(whole):,}{point}{fraction}" if whole.isdecimal() and len(whole) > 3 else number


def dashes(text: str, rng: Random) -> str:
    """A dash that stands alone as another."""
    if text.strip() and set(text.strip()) <= set("-－―‐–—ー−─"):
        return rng.choice([d for d in ["-", "－", "―", "‐", "–", "—", "ー", "−", "─", "--", "――"] if d != text])
    return text


def signs(text: str, rng: Random) -> str:
    match = re.match(r"(\(|（)?([△▲−－-]) ?(?=\d)", text)
    if match is None:
        return text
    sign = rng.choice([s for s in "△▲−－-" if s != match[2]]) + rng.choice(["", " "])
    return (match[1] or "") + sign + text[match.end() :]


def brackets(text: str, rng: Random) -> str:
    pairs = ["()（）", "（）()", "【】〔〕", "【】[]", "《》〈〉", "《》≪≫", "「」『』", "「」｢｣"]
    alias = "\t" in text  # 【】 in a row divides a name from its alias
    old_new = [pair for pair in pairs if pair[0] in text and pair[1] in text and not (alias and pair[0] == "【")]
    if not old_new:
        return text
    pair = rng.choice(old_new)
    return text.replace(pair[0], pair[2]).replace(pair[1], pair[3])


def blank_in(text: str, rng: Random) -> str:
    """A blank around a number, its unit or its bound."""
    places = [m.start() for m in re.finditer(r"(?<=\d)(?=[^\d,.，．])|(?<=[^\d,.，．])(?=\d)|$|^|(?=以[上下])", text)]
    at = rng.choice(places)
    return text[:at] + rng.choice([" ", "  ", "　", "\u00a0", "\u3000 "]) + text[at:]


UNITS = (("%", "％"), ("か所", "箇所"), ("㎥", "m3"), ("㎥", "ｍ³"), ("㎡", "m2"), ("ha", "ｈａ"), ("ha", "㏊"))


def unit_forms(text: str, rng: Random) -> str:
    some = [pair for pair in UNITS if pair[0] in text]
    return text.replace(*rng.choice(some)) if some else text


@cache
def compatible() -> dict[str, list[str]]:
    """Characters that NFKC folds to another single one: compatibility ideographs, radicals, widths."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20), *range(0xFF01, 0xFFEF)):
        char = chr(code)
        other = unicodedata.normalize("NFKC", char)
        if len(other) == 1 and other != char and not char.isdecimal():
            found[other].append(char)
    return found


def compat(text: str, rng: Random) -> str:
    some = [at for at, char in enumerate(text) if char in compatible()]
    if not some:
        return text
    at = rng.choice(some)
    return text[:at] + rng.choice(compatible()[text[at]]) + text[at + 1 :]


def half_kana(text: str, rng: Random) -> str:
    kana = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
    words = re.findall("[ァ-ヶ][ァ-ヶー]+", text)
    if not words:
        return text
    word = rng.choice(words)
    spelt = unicodedata.normalize("NFD", word).replace("\u3099", "ﾞ").replace("\u309a", "ﾟ")
    return text.replace(word, "".join(kana.get(char, char) for char in spelt))


def invisible(text: str, rng: Random) -> str:
    if not text:
        return text
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice("\u200b\u00ad\ufeff\u200e\u202c\u2060\x07\x0c") + text[at:]


def other_forms(text: str, rng: Random) -> str:
    pairs = [
        "満滿",
        "滿満",
        "収收",
        "收収",
        "○〇",
        "○◯",
        "〇○",
        "～〜",
        "〜～",
        "・･",
        "。｡",
        "、､",
        '“"',
        "～~",
        "－-",
    ]
    some = [pair for pair in pairs if pair[0] in text]
    return text.replace(*rng.choice(some)) if some else text


def wrapped_name(text: str, rng: Random) -> str:
    """A blank between two Japanese characters, as a line wrap leaves it."""
    if re.search("[。、]", text) or len(text) > 40:
        return text
    places = [m.start() for m in re.finditer("(?<=[ぁ-んァ-ヶー一-龠々])(?=[ぁ-んァ-ヶー一-龠々])", text)]
    at = rng.choice(places or [0])
    return text[:at] + rng.choice([" ", "　"]) + text[at:] if at else text


def tab_doubled(text: str, rng: Random) -> str:
    places = [m.start() for m in re.finditer("\t", text)]
    at = rng.choice(places or [-1])
    return text if at < 0 else text[:at] + "\t" + text[at:]


def tab_lost(text: str, rng: Random) -> str:
    places = [m.start() for m in re.finditer("\t", text.strip("\t"))]
    at = rng.choice(places or [-1])
    return text if at < 0 else text[:at] + rng.choice([" ", "  ", "　", "    "]) + text[at + 1 :]


def white_after(text: str, rng: Random) -> str:
    return text + rng.choice([" ", "　", "\t", "\t\t", " \t ", "\u00a0"]) if text.strip() else text


def white_before(text: str, rng: Random) -> str:
    return rng.choice([" ", "　", "  "]) + text if text.strip() and text[:1] != "\t" else text


def tagged(text: str, rng: Random) -> str:
    return rng.choice(["<p>{}</p>", "<p>{}", "{}</p>", "{}<br>", "<b>{}</b>"]).format(text) if text.strip() else text


def composed(form: str) -> Callable[[str, Random], str]:
    return lambda text, rng: unicodedata.normalize(form, text)  # type: ignore[arg-type]


def year_forms(text: str, rng: Random) -> str:
    """R5 in other countings and widths: a heading's or a value's."""
    match = re.search(r"(?<![A-Za-z\d])[RＲ]([1-9]|元)(?!\d)|(?:令和|平成) ?\d{1,2} ?年度", text)
    if match is None or re.search("[。【～]", text):  # a year of prose is copied as printed
        return text
    year = japanese.fiscal_year(match[0])
    if year is None:
        return text
    number = year - 2018
    forms = [
        f"R{number}",
        f"Ｒ{number}",
        f"令和{number}年度",
        f"令和 {number} 年度",
        f"{year}年度",
        f"{year}",
        f"令和{number}",
    ]
    return text[: match.start()] + rng.choice(forms) + text[match.end() :]


def joined(lines: Lines, rng: Random) -> Lines:
    """Two lines that follow each other on one."""
    filled = [at for at in range(len(lines) - 1) if lines[at].strip() and lines[at + 1].strip()]
    at = rng.choice(filled)
    return [*lines[:at], lines[at] + rng.choice(["", " ", "　"]) + lines[at + 1], *lines[at + 2 :]]


def joined_over_blank(lines: Lines, rng: Random) -> Lines:
    """A line and the next filled one; not two sentences, which are a paragraph as good as any.

    ゼロエネルギーで、暮らそう。 is a caption (Hitachi R5): nobody sees that it was none of the sentences before it.
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    at = rng.randrange(len(filled) - 1)
    first, second = filled[at : at + 2]
    if all(lines[each].rstrip().endswith("。") for each in (first, second)):
        return lines
    return [*lines[:first], lines[first] + lines[second], *lines[second + 1 :]]


def split_line(lines: Lines, rng: Random) -> Lines:
    at = rng.choice([at for at, line in enumerate(lines) if len(line.strip()) > 1])
    place = rng.randrange(1, len(lines[at]))
    return [*lines[:at], lines[at][:place], lines[at][place:], *lines[at + 1 :]]


def split_at_tab(lines: Lines, rng: Random) -> Lines:
    some = [at for at, line in enumerate(lines) if "\t" in line.strip("\t")]
    if not some:
        return lines
    at = rng.choice(some)
    place = rng.choice([m.start() for m in re.finditer("\t", lines[at])])
    return [*lines[:at], lines[at][:place], lines[at][place + rng.randrange(2) :], *lines[at + 1 :]]


def blank_inserted(lines: Lines, rng: Random) -> Lines:
    at = rng.randrange(len(lines) + 1)
    return [*lines[:at], rng.choice(["", "", " ", "　", "\t", "\x0c", "\u200b"]), *lines[at:]]


def blank_removed(lines: Lines, rng: Random) -> Lines:
    some = [at for at, line in enumerate(lines) if not line.strip()]
    at = rng.choice(some or [0])
    return lines if not some else [*lines[:at], *lines[at + 1 :]]


def page_break(lines: Lines, rng: Random) -> Lines:
    """What a page leaves between two lines: a number, a rule, the title again."""
    at = rng.randrange(len(lines) + 1)
    title = next(line for line in lines if line.strip())
    noise = rng.choice(["12", "- 12 -", "－１２－", "-----", "12 / 30", title, "（次ページに続く）", "\x0c"])
    return [*lines[:at], noise, *lines[at:]]


def sheets_reordered(name: str, rng: Random) -> bytes | None:
    """The sheets of a document in another order, each whole."""
    lines = list(lines_of(name))
    begins = _sheet_starts(name, lines)
    if len(begins) < 2:
        return None
    ends = [_sheet_end(name, lines, begin, begins) for begin in begins]
    sheets = [lines[begin:end] for begin, end in zip(begins, ends, strict=True)]
    some = rng.sample(range(len(sheets)), len(sheets))
    made: Lines = lines[: begins[0]]
    for place, chosen in enumerate(some):
        after = lines[ends[place] : begins[place + 1]] if place + 1 < len(begins) else lines[ends[-1] :]
        made += [*sheets[chosen], "", *after]
    return None if some == sorted(some) else rendered(name, made)


def _sheet_starts(name: str, lines: Lines) -> list[int]:
    if name == "takahagi":
        return [at for at, line in enumerate(lines) if re.fullmatch(r"\d", line.strip())]
    return [at for at, line in enumerate(lines) if line.strip() == "目的"]


def _sheet_end(name: str, lines: Lines, begin: int, begins: list[int]) -> int:
    following = next((each for each in begins if each > begin), len(lines))
    title = parsed_source(name)["edition"][0]["title"]
    return next((at for at in range(begin, following) if lines[at].strip() == title), following)


def encoded(text: str) -> bytes | None:
    try:
        return text.encode("cp932")
    except UnicodeEncodeError:
        return None


def two_at_once(name: str, rng: Random) -> bytes | None:
    """A change of a number and one of the lines."""
    if DOCUMENTS[name].file.endswith(".xlsx"):
        return None
    cell = rng.choice([wide, spaced_cell, blank_in, brackets, commas_cell])
    changed = in_cell(cell)(name, rng)
    lines = changed.decode().split("\n") if changed else list(lines_of(name))
    change = rng.choice([blank_inserted, blank_removed, page_break, joined, split_line])
    return rendered(name, change(lines, rng))


def wide(text: str, rng: Random) -> str:
    return text.translate(WIDE)


spaced_cell, commas_cell = on_number(spaced), on_number(commas)
