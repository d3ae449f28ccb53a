"""The words for what the tables hold as codes 用語: told once, for findings, pages, workbooks and commands.

Light: no table is needed to name what is in it. A word that a page has of its own (上がりました in a sentence of a
trace) stands there.
"""

SEVERITIES = {"error": "矛盾", "warning": "疑い", "info": "参考"}  # of findings, the heaviest first
