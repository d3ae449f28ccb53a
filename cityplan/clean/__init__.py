"""Cleaning 整形: cells as printed become tables.

In: `Printed` and the analyst's decisions. Out: tables; whatever is moved, split, joined or folded is a row of `repairs`.
Begin with `document.py`.
"""
