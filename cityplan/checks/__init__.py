"""The checks of the audit 検算: each yields the findings of one kind, from the tables alone."""
