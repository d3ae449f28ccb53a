"""Any file of a report -> grids of cells and paragraphs, each with its place.

In: the bytes of a PDF, Word, PowerPoint or Excel file, or of a CSV. Out: `Contents`, the same form for all of them.
Begin with `contents.py`; `read.py` is the door, `continued.py` joins what the page cuts.
"""
