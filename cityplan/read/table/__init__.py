"""Plain tables 表 (.csv, .tsv, .xlsx): one row for each indicator or activity.

In: a file and the headings that `source.toml` declares. Out: cells.
Begin with `plain_table.py`.
"""
