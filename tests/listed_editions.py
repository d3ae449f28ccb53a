"""Three small editions of two cities as an index lists them."""

from cityplan.city.rules import rules
from cityplan.page.listed import ListedBrief, ListedEdition

CHILDREN, WORK = "こどもプロジェクト", "しごとプロジェクト"
BOTH = ("html", "pdf")
RULE = rules()["target-baseline"]
TONES = {mark: RULE.tone(mark) for mark in RULE.marks}
AOBA_R6 = ListedEdition(
    "aoba", "あおば市", "R6", "あおば計画の取組状況", plan_word="PLAN", findings={"error": 1, "info": 2},
    briefs=(
        ListedBrief("01", "子育て支援", CHILDREN, marks=("○", "◎"), fell=0, above=1, ratios=2, formats=BOTH),
        ListedBrief("02", "ﾃﾞｼﾞﾀﾙ化の推進", WORK, marks=("△",), fell=1, above=2, ratios=2,
               findings={"error": 1, "info": 1}, formats=BOTH),
        ListedBrief("10", "文化とスポーツ", WORK, marks=("—",), fell=0, findings={"info": 1}, formats=("html",)),
    ),
    files=frozenset({"index.html", "overview.html", "overview.pdf", "booklet.pdf"}),
    tones=TONES,
)  # fmt: skip
AOBA_R5 = ListedEdition(
    "aoba", "あおば市", "R5", "あおば計画の取組状況", plan_word="PLAN",
    briefs=(
        ListedBrief("01", "子育て応援", CHILDREN, marks=("○",), fell=1, above=1, ratios=1, formats=BOTH),
        ListedBrief("02", "デジタル化", WORK, has_sheet=False, findings={"warning": 3}),
    ),
    tones=TONES,
)  # fmt: skip
MINATO_R6 = ListedEdition(
    "minato", "みなと町", "R6", "みなと計画", colour="#006B5A",
    briefs=(ListedBrief("3", "港のにぎわい", "", formats=BOTH, is_older=True),),
)  # fmt: skip
EDITIONS = (AOBA_R5, AOBA_R6, MINATO_R6)
NAMES = ["子育て支援", "ﾃﾞｼﾞﾀﾙ化の推進", "文化とスポーツ", "港のにぎわい", "子育て応援", "デジタル化"]
