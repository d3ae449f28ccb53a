"""What `source.toml` says of sheets プランごとのシート, and what is asked of them."""

from collections.abc import Iterator

from cityplan.city.sheet_form import SHEETS_LAYOUT
from cityplan.files.toml_text import in_toml
from cityplan.read.proposal.draft import Question
from cityplan.read.proposal.sheet_words import SheetWords

_KINDS = {"division": "担当課", "purpose": "目的", "direction": "今後の方向", "text": "ほかの文"}


def sheet_keys(words: SheetWords) -> dict[str, str]:
    """The keys of `[[edition]]` that sheets have, as TOML."""
    form = words.form
    keys = {"layout": in_toml(SHEETS_LAYOUT), "sheet_begins": in_toml(form.begins)}
    if words.word:
        keys |= {"plan_word": in_toml(words.word), "plan_noun": in_toml(words.word)}
    if form.continued:
        keys["continued"] = in_toml(form.continued)
    if form.group:
        keys["sheet_group"] = in_toml(form.group)
    prose = (f"{kind} = {in_toml(own[0] if len(own) == 1 else list(own))}" for kind, own in form.prose.items())
    keys["prose"] = f"{{ {', '.join(prose)} }}"
    if words.left_out:
        keys["left_out"] = in_toml(list(words.left_out))
    return keys


def sheet_questions(words: SheetWords) -> Iterator[Question]:
    """What only a person can know of the texts of sheets."""
    if words.unsure:
        yield Question(
            "prose",
            f"目的の文の見出しが見つかりません。「{words.unsure[0]}」が目的なら、text から purpose に移してください"
            "（purpose は目的、direction は今後の方向、text はほかの文）。",
        )
    text, form = words.group_asked
    if text:
        yield Question(
            "sheet_group",
            f"どのシートにもある「{text}」は、基本目標などの名前ですか。名前なら、次の行の先頭の # を消し、"
            "left_out から消してください。飾りなら、そのままにしてください。",
            (f"sheet_group = {in_toml(form)}",),
        )
    if words.unknown:
        yield Question(
            "left_out",
            "次の文字は、文の見出し（prose）ですか、使わない飾り（left_out）ですか。使わないものは、先頭の # を消した行を "
            "left_out に加えてください。",
            tuple(f"  {in_toml(text)}," for text in words.unknown),
        )


def sheets_told(words: SheetWords) -> Iterator[str]:
    """The sheets that were seen, for a person: number, name and place of each, and what their headings of prose are."""
    yield f"{len(words.sheets)}枚のシート（見出しの形「{words.form.begins}」）"
    yield from (f"  {sheet.id} {sheet.name}（{sheet.place.words}から）" for sheet in words.sheets)
    for kind, own in words.form.prose.items():
        yield f"文の見出し（{_KINDS[kind]}）: {'、'.join(f'「{text}」' for text in own)}"
    if words.left_out:
        yield f"使わない見出しと飾り: {'、'.join(f'「{text}」' for text in words.left_out)}"
    if words.outside:
        yield f"シートの外の表（読みません）: {'、'.join(words.outside)}"
