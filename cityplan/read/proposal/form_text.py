"""What `source.toml` says of forms プランごとの様式, and what a person is told of them."""

from collections.abc import Iterator

from cityplan.city.box_form import FORMS_LAYOUT, Box
from cityplan.files.toml_text import in_toml
from cityplan.japanese.years import era
from cityplan.read.proposal.form_words import FormWords, years_of_values

_CALLED = {
    "id": "番号",
    "name": "名前",
    "group": "基本目標など",
    "division": "担当課",
    "purpose": "目的",
    "grade": "評価",
    "reason": "評価の理由",
    "choice": "選ぶ欄",
    "direction": "今後の方向",
    "text": "ほかの文",
}


def form_keys(words: FormWords) -> dict[str, str]:
    """The keys of `[[edition]]` that forms have, as TOML."""
    keys = {"layout": in_toml(FORMS_LAYOUT), "plan_word": in_toml(words.word), "plan_noun": in_toml(words.word)}
    own = (f"{key} = {_boxes(boxes)}" for key, boxes in words.boxes)
    keys["boxes"] = f"{{ {', '.join(own)} }}"
    if words.left_out:
        keys["left_out"] = in_toml(list(words.left_out))
    for role, year in years_of_values(words).items():
        keys[role] = f"{in_toml(era(year))} # 値のある最後の年度"
    return keys


def _boxes(boxes: tuple[Box, ...]) -> str:
    texts = [_box(box) for box in boxes]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _box(box: Box) -> str:
    if not box.label:
        return f"{{ {box.side}_of = {in_toml(box.beside)} }}"
    return f"{{ label = {in_toml(box.label)}, value = {in_toml(box.side)} }}" if box.side else in_toml(box.label)


def forms_told(words: FormWords) -> Iterator[str]:
    """The forms that were seen, for a person: the names of their plans, and their boxes."""
    yield f"{len(words.forms)}枚の様式（ラベルと欄）: {'、'.join(words.forms)}"
    for key, boxes in words.boxes:
        labels = "、".join(f"「{box.label}」" if box.label else f"{box.beside} の隣" for box in boxes)
        yield f"  {_CALLED[key]}: {labels}"
    if words.left_out:
        yield f"使わないラベルと文字: {'、'.join(f'「{text}」' for text in words.left_out)}"
