"""Extracted texts 抽出したテキスト: progress sheets, and chapters of a basic plan.

In: lines. Out: cells, prose, and why a line is left out.
Begin with `progress_sheets.py`.
"""
