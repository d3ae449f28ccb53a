"""Reports 報告: what the pages say.

In: tables. Out: HTML of a small subset, and charts, as the cells of a notebook show them.
Begin with `plan/brief.py`, the brief of one plan.
"""
