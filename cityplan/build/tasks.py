"""What is asked of a worker, and what comes back. Light: who makes it is in `makers.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cityplan.city.edition import Edition
from cityplan.city.jobs import Job


@dataclass(frozen=True)
class Task:
    """A job 仕事 with what its maker is given besides the root and the edition."""

    edition: Edition
    job: Job
    given: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """The files that a task made, the places that were read for it, with the hashes of their files, and what to tell.

    `density` is how densely a PDF is set, for the booklet.
    """

    files: dict[str, bytes]
    reads: Mapping[str, str] = field(default_factory=dict)
    notices: Sequence[str] = ()
    density: str = ""


def run_of(edition: Edition, job: Job, formats: Sequence[str] = ()) -> Task:
    """The task of a job that is given nothing that other jobs have made."""
    own = () if job.is_step else formats
    return Task(edition, job, {"job": job, "formats": own} if job.notebook else {})
