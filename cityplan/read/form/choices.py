"""Words that are typed into an entry form 様式 where it has a choice 数値がないとき for them."""

from cityplan.japanese.letters import squeeze

_MEANT = {
    "集計中": (
        "調査中",
        "集計中",
        "算定中",
        "算出中",
        "確認中",
        "精査中",
        "照会中",
        "作業中",
        "調整中",
        "未集計",
        "未確定",
        "未定",
        "未調査",
        "後日",
        "まだ",
    ),
    "未公表": ("未公表", "非公表", "未発表", "公表前", "公表待ち", "公表されていない"),
    "該当なし": ("該当なし", "該当無し", "該当せず", "対象なし", "対象無し", "対象外"),
}
_NONE = ("なし", "無し", "無", "ナシ", "実績なし", "実績無し", "ゼロ", "零", "-", "ー", "－", "―", "—", "−")
_UNKNOWN = ("不明", "不詳", "わからない", "分からない", "把握していない", "未把握", "?", "データなし", "記載なし")


def choice_hint(text: str) -> str:
    """Which choice a word may stand for, as a message asks it; empty for any other text.

    >>> choice_hint("精査中"), choice_hint("調査中（３月公表）"), choice_hint("講座を開催"), choice_hint("12")
    ('「数値がないとき」の「集計中」のことかもしれません', '「数値がないとき」の「集計中」のことかもしれません', '', '')
    >>> choice_hint("なし")
    '0 なら数の 0 を、対象がなければ「数値がないとき」の「該当なし」を選んでもらってください'
    """
    word = squeeze(text).split("(")[0].removesuffix("です").removesuffix("。")
    for choice, words in _MEANT.items():
        if word in map(squeeze, words):
            return f"「数値がないとき」の「{choice}」のことかもしれません"
    if word in map(squeeze, _NONE):
        return "0 なら数の 0 を、対象がなければ「数値がないとき」の「該当なし」を選んでもらってください"
    if word in map(squeeze, _UNKNOWN):
        return f"「数値がないとき」の {'・'.join(_MEANT)} のどれに当たるかを尋ねてください"
    return ""
