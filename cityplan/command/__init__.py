"""Commands コマンド: what is typed, and what is answered.

In: arguments. Out: what the other parts did, in Japanese or as JSON, and an exit code.
Begin with `reports.py`.
"""
