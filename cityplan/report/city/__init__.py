"""The whole of a city 全体のまとめ, and its values over the years 推移.

In: the tables of an edition. Out: counts, lists and charts of all plans.
Begin with `overview.py`.
"""
