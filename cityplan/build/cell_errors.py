"""Why a cell of a notebook failed セルの失敗の理由, in Japanese where it is one of the usual slips."""

import re
from collections.abc import Sequence

from cityplan.files.errors import is_analyst_error

_IN_CELL = re.compile(r"Cell In\[\d+\], line (\d+)")
_IN_FILE = re.compile(r"File \S*?(cityplan/[\w/]+\.py):(\d+)")
_COLOURS = re.compile(r"\x1b\[[\d;]*m")
_SYNTAX_PLACE = re.compile(r" \([^()]*, line (\d+)\)$")
# What Python says, and what it means.
_MEANINGS = (
    (r"'(.)' was never closed", r"かっこ「\1」が閉じていません。"),
    (r"unmatched '(.)'", r"かっこ「\1」に、対になるかっこがありません。"),
    (
        r"closing parenthesis '(.)' does not match opening parenthesis '(.)'.*",
        r"かっこの対が合っていません（「\2」を「\1」で閉じています）。",
    ),
    (
        r"unterminated (?:f-)?string literal.*|EOL while scanning string literal",
        '文を囲む引用符（"）が閉じていません。',
    ),
    (r"unterminated triple-quoted.*", '3つの引用符（"""）が閉じていません。'),
    (r"invalid (?:non-printable )?character.*", "使えない文字があります（全角の記号や空白は、半角で書きます）。"),
    (r"incomplete input|unexpected EOF.*", "かっこか引用符が閉じていません。"),
    (r"invalid syntax", "書き方が違います。"),
    (r"invalid syntax\. Perhaps you forgot a comma\?", "「,」が抜けているか、かっこが閉じていません。"),
    (r"unexpected indent|unindent does not match.*|expected an indented block.*", "行の始めの空白の数が違います。"),
    (
        r"name '(.+?)' is not defined.*",
        r"「\1」という名前はありません（つづりの違いか、上のセルをまだ実行していません）。",
    ),
    (r"module '(.+?)' has no attribute '(.+?)'.*", r"\1 に「\2」はありません（つづりの違い）。"),
    (r"No module named '(.+?)'", r"「\1」を読み込めません（つづりの違いか、入っていません）。"),
    (
        r"'utf-8' codec can't decode .*",
        'ファイルの文字コードが UTF-8 ではありません（Excel の CSV なら encoding="cp932" を書き足します）。',
    ),
    (
        r"\[Errno 2\] No such file or directory: (.+)",
        r"ファイル \1 がありません（場所は、ノートブックのあるフォルダから数えます）。",
    ),
    (r"KeyError: '(.+)'", r"「\1」という列や見出しはありません（つづりの違い）。"),
    (r"raw_input was called.*", "input() では尋ねられません（値は、パラメータのセルに書きます）。"),
    (
        r"'(.+)' is not a recognised GUI loop or backend name.*",
        r"「%matplotlib \1」は使えません（動く図は出せません。この行は要りません）。",
    ),
    (r"division by zero", "0 で割っています。"),
)


def cell_cause(name: str, said: str, traceback: Sequence[str]) -> tuple[str, int | None]:
    """The cause 理由 of a failure, and the line of its cell, where that is what must be mended.

    >>> cell_cause("SyntaxError", "'(' was never closed (1234.py, line 3)", [])
    ('かっこ「(」が閉じていません。→ ノートブックのこの行を直して、保存してください。', 3)
    """
    if is_analyst_error(name):
        return said, None
    text = _COLOURS.sub("", "\n".join(traceback))
    if inside := _IN_FILE.findall(text):
        return _of_program(inside[-1], f"{name}: {said}", text)
    place = _SYNTAX_PLACE.search(said)
    said = _SYNTAX_PLACE.sub("", said)
    lines = _IN_CELL.findall(text)
    line = int(place[1]) if place else int(lines[-1]) if lines else None
    return f"{meaning(name, said)}→ ノートブックのこの行を直して、保存してください。", line


def _of_program(place: tuple[str, str], said: str, text: str) -> tuple[str, int | None]:
    """A failure below a call of the cell: of the program, or of what the cell gave to it."""
    lines = _IN_CELL.findall(text)
    return (
        f"プログラムの中（{place[0]} {place[1]}行目）の誤りです（{said}）。"
        "→ この行を直したばかりなら、元に戻してください。そうでなければ、この1行を、使った文書とともに、"
        "プログラムを作った人に知らせてください。"
    ), int(lines[-1]) if lines else None


def meaning(name: str, said: str) -> str:
    """What Python's words mean 意味, in Japanese where it is a usual slip.

    >>> meaning("NameError", "name 'bref' is not defined")
    '「bref」という名前はありません（つづりの違いか、上のセルをまだ実行していません）。'
    >>> meaning("KeyError", "'actaul'")
    '「actaul」という列や見出しはありません（つづりの違い）。'
    """
    for english, japanese in _MEANINGS:
        for words in (said, f"{name}: {said}"):
            if re.fullmatch(english, words):
                return re.sub(english, japanese, words)
    return f"{name}: {said}。"
