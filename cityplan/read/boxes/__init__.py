"""Forms 様式 of any file, one for each plan or activity -> cells as printed.

In: the contents of a workbook, a Word document, slides or a PDF, and what `source.toml` declares of its labels. Out:
`Printed`. Begin with `forms.py`: pages are cut into forms, labels, small tables and blocks are found, values told by
their place; blocks are read as `read/table` reads tables.
"""
