"""Two editions compared 年度の比較.

In: the tables of two editions. Out: what became of each plan, indicator and activity.
Begin with `comparison.py`.
"""
