"""Files ファイル: each format has its one safe door here.

In: paths and bytes. Out: texts, CSV, TOML, SVG, HTML, workbooks and notebooks, checked and escaped.
Begin with `files.py` (whole or not at all) and `errors.py` (what an analyst can act on).
"""
