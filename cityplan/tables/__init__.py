"""Tables 表: the contract of the project, and the words for it.

In: rows. Out: typed tables, as CSV that Excel opens and back, described in `datapackage.json`.
Begin with `definitions.py`, which has every table and column.
"""
