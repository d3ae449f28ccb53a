"""Reports 報告: what the pages say.

In: tables. Out: HTML of a small subset, and charts, as the cells of a notebook show them.
Begin with `report.py`, which every report is made of; `table.py` makes its tables, `plan/brief.py` is a kind of it.
"""
