"""Marked-up texts: what a converter or a language model gives for a page, Markdown and HTML tables among lines.

In: the bytes of a .txt, .md or .html. Out: `Contents`, as of any other file.
Begin with `text.py`.
"""
