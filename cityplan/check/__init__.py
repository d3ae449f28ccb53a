"""Checking 検算: every doubt about a document becomes a finding 指摘.

In: tables and results. Out: findings; a check changes no figure and opens no file.
Begin with `audit.py`, which lists the checks.
"""
