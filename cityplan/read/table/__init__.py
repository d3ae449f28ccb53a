"""Tables 表 of any file, as `source.toml` declares them: one row for each indicator or activity, or several, or one for each value.

In: the grids of a file and the declared headings. Out: cells.
Begin with `tables.py`.
"""
