"""A city 市: what is known and decided of it.

In: `data/raw/<city>/source.toml`, corrections and comments, the rules of status. Out: editions, decisions, rules.
Begin with `source.py`.
"""
