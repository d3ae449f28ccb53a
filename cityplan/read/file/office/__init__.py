"""Word and PowerPoint files -> grids and paragraphs: no geometry, their own rows, columns and spans.

In: the bytes of a .docx or .pptx. Out: `Contents`. Begin with `word.py` or `slides.py`; `package.py` is their safe door.
"""
