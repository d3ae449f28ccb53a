"""The direction that is better 向き, as a word says it."""

import re

from cityplan.japanese.letters import fold, squeeze

# What a column of its own 向き says.
_HIGHER = "以上 増 増加 増やす 高いほど 多いほど 大きいほど 上昇 向上 拡大 上げる 上がる プラス 正 高 ↑ ↗ ⬆".split()
_LOWER = "以下 減 減少 減らす 低いほど 少ないほど 小さいほど 下降 低下 低減 抑制 縮小 下げる 下がる マイナス 負 低 ↓ ↘ ⬇ ▲ △".split()
_NEITHER = "維持 現状維持 → 横ばい".split()
# What a target in words compares with: 前年度より増加.
_THAN = re.compile("^(?:前年度?|現状値?|現況値?|基準値?|策定時)(?:より|比)も?")
_LEAST_WORD = 2  # letters of a word that may stand in the place of a number: no 減, no ▲

# What a city wants less of, in the name of an indicator. That a measure against it (削減量, 防止講座) is counted is another thing.
_BURDEN = re.compile(
    "空き|空家|被害|待機|事故|死|犯罪|刑法犯|認知件数|火災|出火|災害発生|廃棄|ごみ|ゴミ|排出|残渣|放棄|荒廃|遊休|滞納|未納|未収|不登校|いじめ|虐待"
    "|自殺|赤字|負担|苦情|喫煙|肥満|違反|不法|欠損|借入|残高|負債|ひきこもり|孤立|罹患|り患|感染|有病|疾病|要介護|要支援|離職|失業|転出|流出"
    "|減少|不足|老朽|漏水|渋滞|待ち時間|不在|不満|未利用|未処理|未実施|超過|時間外|消費量|使用量|エネルギー|格差|貧困|医療費|給付費|経費"
)
_AGAINST = re.compile(
    "(?:削減|抑制|防止|対策|解消|活用|支援|相談|改善|検挙|訓練|講座|教室|回収|再生|資源化|リサイクル)[^、]{0,8}(?:量|率|数|額|回)"
)


def names_a_burden(name: str) -> bool:
    """Whether an indicator counts what a city wants less of, so that a target below the baseline is nothing odd.

    >>> [names_a_burden(name) for name in ("中心市街地の空き店舗率", "就職した人の数", "空き家の活用件数", "待機児童数")]
    [True, False, False, True]
    """
    said = fold(name)
    return bool(_BURDEN.search(said)) and not _AGAINST.search(said)


def declared_polarity(text: str) -> str | None:
    """The direction that is better, as a word says it; None where it says nothing known.

    >>> [declared_polarity(word) for word in ("高いほど良い", "減少を目指す", "以 上", "維持", "", "?")]
    ['higher', 'lower', 'higher', '', '', None]
    """
    word = squeeze(text).strip("()")
    for end in ("良い", "よい", "望ましい", "を目指す", "させる", "する", "が"):
        word = word.removesuffix(end)
    if word in _HIGHER:
        return "higher"
    if word in _LOWER:
        return "lower"
    return "" if not word or word in _NEITHER else None


def polarity_of_target(text: str) -> str:
    """The direction that a target in words says: 減少, 前年度より増加; empty where it says none.

    >>> [polarity_of_target(word) for word in ("減少", "増加を目指す", "前年度より増やす", "維持", "▲", "-", "350件以下", "維持・増加")]
    ['lower', 'higher', 'higher', '', '', '', '', '']
    """
    word = _THAN.sub("", squeeze(text).strip("()"))
    return (declared_polarity(word) or "") if len(word) >= _LEAST_WORD else ""
