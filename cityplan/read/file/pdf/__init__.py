"""A PDF -> grids and paragraphs with page and box: rules give the lattice, characters go to the cell of their centre.

In: the bytes of a PDF. Out: `Contents`. Begin with `pdf.py`; `page.py` asks pypdfium2 what is drawn,
`pictures.py` what it looks like.
"""
