"""Pages 頁: executed notebooks as HTML and PDF, booklets, and indexes.

In: notebooks and the small HTML of their outputs. Out: bytes of pages, the same each time.
Begin with `export.py`.
"""
