"""Rules of a city's own 市の判定規則, as they stand in its `source.toml`."""

import tomllib

from cityplan.city.rules import Rule, read_rules, rules

LETTERS = """
[rules.letters]
title = "目標値・基準値による4段階"
source = "見本市「総合計画の進め方」の評価基準"
classes = [
  { mark = "A", word = "目標値以上", when = "target_reached" },
  { mark = "B", word = "期待値以上", when = "path_share", x = 100 },
  { mark = "C", word = "基準値以上", when = "baseline_reached" },
  { mark = "D", word = "基準値未満", when = "otherwise" },
]
"""
WORDS = """
[rules."達成か"]
title = "目標値に達したか"
classes = [
  { mark = "達成", when = "target_reached" },
  { mark = "未達成", when = "otherwise" },
]
"""
PLANNED = """
[rules.planned]
title = "計画に対する4段階"
classes = [
  { mark = "未公表", word = "", when = "no_actual" },
  { mark = "S", word = "計画を大きく上回る", when = "target_exceeded" },
  { mark = "A", word = "計画どおりに進んでいる", when = "target_reached", colour = "good" },
  { mark = "B", word = "おおむね進んでいる", when = "baseline_exceeded", colour = "muted" },
  { mark = "C", word = "見直しが要る", when = "otherwise", sign = "triangle" },
]
"""
OWN = {"letters": LETTERS, "達成か": WORDS, "planned": PLANNED}
RULES: dict[str, Rule] = rules() | {
    name: rule
    for text in OWN.values()
    for name, rule in read_rules(tomllib.loads(text)["rules"], "source.toml", rules()).items()
}
