"""Charts 図: each returns a figure with its alt text.

In: values, never tables. Out: charts, drawn at the size at which they are placed; no ratio and no status is computed.
Begin with `chart.py`, which names them all.
"""
