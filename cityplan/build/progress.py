"""What a run tells while it works: a bar with names and the time left, or plain lines."""

import sys
import threading
from concurrent.futures import Future

from tqdm import tqdm

from cityplan.city.edition import Edition
from cityplan.city.jobs import Job

_BAR = "{percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt}件 残り {remaining} {desc}"


class Progress:
    """On a terminal a bar 進み具合, which goes when all is done; elsewhere a line for each report.

    Where it is quiet it tells nothing.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        hidden = True if quiet else None  # None: by whether there is a terminal
        self._bar = tqdm(total=0, bar_format=_BAR, disable=hidden, leave=False, file=sys.stderr)
        self._lock = threading.Lock()
        self._expected: dict[tuple[str, str], int] = {}
        self._done = 0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def expect(self, edition: Edition, things: int) -> None:
        """So many things will be made of an edition: first a guess, then as its plans are known."""
        with self._lock:
            self._expected[edition.city, edition.year] = things
            self._bar.total = sum(self._expected.values())

    def done(self, edition: Edition, job: Job, made: "Future[object]") -> None:
        """One thing has come to its end; one that was made is told."""
        if made.cancelled() or made.exception():
            return
        name = f"{edition.city_name} {edition.year} {job.title}"
        with self._lock:
            self._done += 1
            self._bar.set_description_str(name, refresh=False)
            self._bar.update()
        if self._bar.disable:
            self.tell(f"できました（{self._done}/{self._bar.total}）: {name}")

    def tell(self, line: str) -> None:
        """A line of its own, above the bar."""
        if not self._quiet:
            tqdm.write(line, file=sys.stderr)
