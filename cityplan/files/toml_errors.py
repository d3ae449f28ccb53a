"""What Python's TOML reader says of a file, in Japanese, with line, text and next step."""

import re
import tomllib

from cityplan.files.errors import SourceError

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
# What the reader says, what it means, and what to do.
_MEANINGS = (
    ("Cannot overwrite|Cannot declare|Cannot mutate", "同じ項目が2回書かれています", "1つにしてください。"),
    (
        "Illegal character|Unterminated string|Expected \"'\"|Expected '\"'",
        '引用符（"）が閉じていません',
        '文は "…" のように、半角の " で囲んでください。',
    ),
    ("Unclosed array|Unclosed inline", "かっこ（]）が閉じていません", "[ ] で囲み、間を「,」で区切ってください。"),
    ("Expected '=' after", "「=」がありません", '項目 = "値" の形で書いてください。'),
    ("Expected '\\]", "見出しのかっこ（]）が閉じていません", "[[edition]] のように、同じ数のかっこで囲んでください。"),
    (
        "Expected newline",
        "1行に2つ以上のことが書かれています",
        "1行に1つだけ書いてください（後ろの説明は # の後ろに）。",
    ),
    ("Invalid value", "値の書き方が違います", '文は、半角の " で囲んでください。'),
    (
        "Invalid initial|Invalid statement",
        "項目の書き方が違います",
        '項目は半角の文字で、項目 = "値" の形で書いてください。',
    ),
    ("backslash|escape", "「\\」の使い方が違います", "「\\」の代わりに「/」か「￥」を使うか、'…' で囲んでください。"),
)


def toml_error(error: tomllib.TOMLDecodeError, text: str, file: str) -> SourceError:
    """A fault 書き方の誤り of a TOML file as an analyst can mend it.

    >>> source = 'city = "mihon"\\ntitle = "計画\\n'
    >>> try:
    ...     tomllib.loads(source)
    ... except tomllib.TOMLDecodeError as error:
    ...     print(toml_error(error, source, "source.toml"))
    source.toml 2行目:「title = "計画」 TOML として読めません（引用符（"）が閉じていません）。→ 文は "…" のように、半角の " で囲んでください。
    """
    said = str(error)
    place = _PLACE.search(said)
    lines = text.rstrip().split("\n")
    number = int(place[1]) if place and place[1] else len(lines)
    meaning = next((each[1:] for each in _MEANINGS if re.search(each[0], said)), None)
    problem, next_step = meaning or ("書き方が違います", "この行と、1つ上の行の書き方を直してください。")
    return SourceError(
        f"TOML として読めません（{problem}）",
        file=file,
        line=number,
        text=lines[min(number, len(lines)) - 1].strip(),
        next_step=next_step,
    )
