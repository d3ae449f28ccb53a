"""The one reader of TOML, whose faults are told in Japanese with line, text and next step; and texts written as TOML."""

import json
import re
import tomllib

from cityplan.files.errors import CONTROLS, SourceError

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
    (
        "backslash|escape|Invalid hex value",
        "「\\」の使い方が違います",
        "「\\」の代わりに「/」か「￥」を使うか、'…' で囲んでください。",
    ),
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


def in_toml(value: str | list[str]) -> str:
    """A text or a list of texts as TOML has it, on one line; what cannot be seen in it is escaped.

    >>> print(in_toml(['表の"題"', "1行目\\n2行目\\u202e"]))
    ["表の\\"題\\"", "1行目\\n2行目\\u202E"]
    """
    if isinstance(value, list):
        return f"[{', '.join(map(in_toml, value))}]"
    return CONTROLS.sub(
        lambda found: f"\\U{ord(found[0]):08X}"[0:0] + _escaped(found[0]), json.dumps(_whole(value), ensure_ascii=False)
    )


def toml_comment(text: str) -> str:
    """A text as a comment of one line; breaks, and what cannot be seen in it, become blanks.

    >>> toml_comment("題\\nlayout = 1")
    '# 題 layout = 1'
    """
    return f"# {' '.join(CONTROLS.sub(' ', _whole(text)).split())}"


def _whole(text: str) -> str:
    """A text without halves of a letter, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _escaped(letter: str) -> str:
    return f"\\u{ord(letter):04X}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):08X}"


def _fault(error: tomllib.TOMLDecodeError, text: str, file: str) -> SourceError:
    said = str(error)
    place = _PLACE.search(said)
    lines = text.rstrip().split("\n")
    number = int(place[1]) if place and place[1] else len(lines)
    at_fault = lines[min(number, len(lines)) - 1]
    meaning = next((each[1:] for each in _MEANINGS if re.search(each[0], said)), None)
    if at_fault.lstrip(" \t").startswith("\u3000"):  # which nobody sees
        meaning = "行の始めに全角の空白があります", "全角の空白を消してください。"
    problem, next_step = meaning or ("書き方が違います", "この行と、1つ上の行の書き方を直してください。")
    return SourceError(
        f"TOML として読めません（{problem}）", file=file, line=number, text=at_fault.strip(), next_step=next_step
    )
