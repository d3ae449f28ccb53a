"""The picture of what was read 読み取り結果: every cell of a document, and what became of it.

In: what `read` found in the document's files, and its findings. Out: fragments of a page for the analyst. Begin with `became.py`.
"""
