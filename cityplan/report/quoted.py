"""The sentences 文 of a city quoted on pages: whole ones, from the first that matters to the last."""

import re
from collections import Counter
from collections.abc import Iterable

# A bracket behind 。 belongs to the sentence before it; （仮称） and （株） begin a name.
_SENTENCE = re.compile(
    r"[^。]+。?(?:\s*（(?!(?:仮称|通称|旧|新|[株有独特公財社一]{1,2}|[^（）]*(?:法人|会社))）)[^（）]*）。?)*"
)
_SENTENCE_END = re.compile("[。！？!?][」』）)]?$")
# What a sentence says that gives the cause of a fall, or of a rise.
FALL_WORDS = re.compile("減|縮小|低下|少な|絞って|廃止|中止")
RISE_WORDS = re.compile("増|拡大|上昇|伸び|多く|進ん")


def cause_quoted(text: str, words: re.Pattern[str]) -> str:
    """The whole sentences 文 of a text from the first to the last with one of the words, verbatim.

    All of it where none has one; … tells what is left out before or behind. What the city says it changed
    stands between them (Hitachi R5, PLAN 09: a subsidy that was replaced), and is not lost.

    >>> fall = re.compile("減|廃止")
    >>> cause_quoted("周知した。件数は減った。また、補助を廃止したため、さらに減った。今後も続ける。", fall)
    '…件数は減った。また、補助を廃止したため、さらに減った。…'
    >>> cause_quoted("周知した。", fall)
    '周知した。'
    """
    sentences = sentences_of(text)
    found = [place for place, sentence in enumerate(sentences) if words.search(sentence)]
    if not found:
        return text.strip()
    first, last = found[0], found[-1]
    kept = "".join(sentences[first : last + 1]).strip()
    return ("…" if first else "") + kept + ("…" if last + 1 < len(sentences) else "")


def sentences_of(text: str) -> list[str]:
    """The sentences 文 of a text, each with its 。 and a bracket that belongs to it.

    >>> sentences_of("周知する。窓口を広げる。（令和7年度予算計上）")
    ['周知する。', '窓口を広げる。（令和7年度予算計上）']
    """
    return _SENTENCE.findall(text)


def captions(texts: Iterable[str]) -> set[str]:
    """What stands more than once in a box and is no sentence: captions of its pictures (Takahagi R6: Androidの方).

    >>> captions(["LINE", "Androidの方", "確認できます。", "Androidの方", "確認できます。"])
    {'Androidの方'}
    """
    return {text for text, times in Counter(texts).items() if times > 1 and not is_sentence(text)}


def is_sentence(text: str) -> bool:
    """Whether a paragraph of the source is a whole sentence 文.

    >>> is_sentence("市の情報を発信しています。"), is_sentence("Androidの方")
    (True, False)
    """
    return bool(_SENTENCE_END.search(text))
