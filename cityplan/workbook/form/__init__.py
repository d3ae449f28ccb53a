"""The entry form 様式 for the next year.

In: the tables of an edition. Out: the workbook that `read/form` reads when it comes back.
Begin with `form.py`.
"""
