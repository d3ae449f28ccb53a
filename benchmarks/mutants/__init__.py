"""Mutants of the documents: what is changed, what the program makes of it, and how that is judged."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # the oracle is the tests'
