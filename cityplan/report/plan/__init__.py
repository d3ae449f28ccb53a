"""The brief of a plan プランの報告.

In: the tables of a plan. Out: its heading, verdict, tables, prose and sources.
Begin with `brief.py`.
"""
