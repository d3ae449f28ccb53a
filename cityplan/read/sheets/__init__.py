"""Sheets シート of any file, one for each plan -> cells as printed.

In: the contents of a PDF, PowerPoint, Word or Excel file, and what `source.toml` declares of its sheets. Out: `Printed`.
Begin with `sheets.py`: it cuts the contents at the headings of plans, and reads tables as `read/table` does.
"""
