"""Chapters 章 of a plan in running text: declared headings, prose, indicator boxes without rules.

In: the contents of a file (PDF, DOCX, PPTX, a text) and an `Edition` with its `chapter`.
Out: `Printed`, as of any other kind of document.
Begin with `chapter.py`.
"""
