"""Japanese 日本語: letters, numbers, units, years and phrases; knows no city and no table.

In: a text. Out: the value that it says, or none, and never a wrong one.
Begin with `quantities.py`.
"""
