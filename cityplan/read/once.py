"""A document is read once in a run 読むのは1回: what was read is kept for the other notebooks that ask for it.

It is kept among the temporary files of the run, which are the user's own and go with it. Elsewhere, as in JupyterLab,
there is no such folder, and each reading is a new one.
"""

import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cityplan.city.edition import Edition
from cityplan.files.errors import SourceError
from cityplan.files.files import sha256, write_bytes
from cityplan.files.reads import READ_BEFORE
from cityplan.read.printed import Printed


def read_once(path: Path, edition: Edition, read: Callable[[Path, Edition], Printed]) -> Printed:
    """What `read` gives of an edition's document at a place; of the same files and the same declarations what it gave."""
    folder = os.environ.get(READ_BEFORE)
    if not folder:
        return read(path, edition)
    files = [sha256(data.read_bytes()) for name in edition.files if (data := path.parent / name).is_file()]
    kept = Path(folder) / sha256(repr((path, edition, files)).encode())
    if kept.is_file():
        printed: Printed = pickle.loads(kept.read_bytes())
        return printed
    printed = read(path, edition)
    with suppress(SourceError):  # no room for it
        write_bytes(kept, pickle.dumps(printed))
    return printed
