"""Making 作成: what must be made, making it, publishing it.

In: editions and what is wished for. Out: files in data/processed/ and reports/, whole or not at all.
Begin with `publish.py`.
"""
