"""Returned entry forms 様式.

In: the workbook that the divisions filled in. Out: cells as entered, and a repair for all that was not plain.
Begin with `form.py`.
"""
