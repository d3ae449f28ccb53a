"""Forms 様式 of any file: boxes with a label, small tables and blocks, one form for each plan or activity.

file -> forms (a grid each) -> labels and small tables -> values -> grids for `table`, and texts of the plan
"""
