"""JupyterLab: reports look there as they will be, and failures are told in Japanese.

In: what a cell shows. Out: the same, with the report's style; a preview of the whole.
Begin with `preview.py`.
"""
