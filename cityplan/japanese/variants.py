"""Characters that stand for others 異体字・部首: the tables by which a text is folded."""

import unicodedata

# Old and new forms of one character that the documents mix: 未滿 (Hitachi R5), 税收 (Takahagi R6).
VARIANTS = str.maketrans({"滿": "満", "收": "収"})
# Radicals 部首 that the text layer of a PDF puts for the character: ⽤ for 用, ⻑ for 長. NFKC knows the
# Kangxi ones, five of them as old forms; of the others those that are a character of their own (Unicode,
# EquivalentUnifiedIdeograph).
RADICALS = str.maketrans(
    {char: unicodedata.normalize("NFKC", char) for char in map(chr, range(0x2F00, 0x2FD6))}
    | dict(
        zip(
            "⼾⿊⿈⾭⿆⺄⺈⺊⺌⺍⺎⺒⺓⺛⺜⺝⺟⺠⺧⺩⺫⺬⺶⺼⻁⻄⻆⻇⻊⻑⻗⻘⻝⻞⻟⻣⻤⻨⻩⻫⻭⻯⻱⻲",
            "戸黒黄青麦乙刀卜小小兀巳幺旡日月母民牛王目示羊月虎西角角足長雨青食食食骨鬼麦黄斉歯竜龜亀",
            strict=True,
        )
    )
)
