"""Reading 読み取り: a document as its cells are printed, each with its place.

In: the file of an edition. Out: `Printed` (cells, prose, lines left out, repairs); nothing is dropped in silence.
Begin with `kinds.py`, which knows the kinds of document.
"""
