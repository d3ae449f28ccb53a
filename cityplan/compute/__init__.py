"""Computing 計算: ratios, statuses, moves and what lies ahead.

In: the tables of an edition and of earlier ones. Out: tables of results. No file is opened.
Begin with `results.py`: a function for each column.
"""
