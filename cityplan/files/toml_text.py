"""The one reader of TOML: what it says of a fault is Japanese, with line, text and next step."""

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


def toml_values(text: str, file: str) -> dict[str, object]:
    """The values 値 of a TOML text; SourceError names the line of `file` that an analyst can mend.

    >>> toml_values('city = "mihon"', "source.toml")
    {'city': 'mihon'}
    >>> toml_values('city = "mihon"\\ntitle = "計画\\n', "source.toml")
    Traceback (most recent call last):
    cityplan.files.errors.SourceError: source.toml 2行目:「title = "計画」 TOML として読めません（引用符（"）が閉じていません）。→ 文は "…" のように、半角の " で囲んでください。
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _fault(error, text, file) from error


def _fault(error: tomllib.TOMLDecodeError, text: str, file: str) -> SourceError:
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
