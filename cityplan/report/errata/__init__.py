"""正誤表案: the findings as a list to clear with the divisions.

In: findings. Out: the list, in the order to ask in, and lines for corrections.csv.
Begin with `errata.py`.
"""
