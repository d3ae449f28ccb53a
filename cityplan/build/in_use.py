"""Reports that cannot be replaced 開いている報告: Excel or a viewer has them open. The old ones stay, the rest is published."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cityplan.build.freshness import State
from cityplan.build.manifest import Record
from cityplan.build.set_aside import Aside, is_older
from cityplan.files.errors import AnalystError
from cityplan.files.files import held, held_error
from cityplan.page.listed import OLDER


@dataclass(frozen=True)
class InUse:
    """What stays as it is: the records of these reports, with their files and hashes, and what is said of them."""

    records: Mapping[str, Record] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    names: Collection[str] = ()  # of the reports that this run has made in vain
    failures: Sequence[AnalystError] = ()


def in_use(found: State, made: Mapping[str, bytes], records: Mapping[str, Record], left: Aside) -> InUse:
    """What of an edition stays: `made` would be written, with these records, and `left` moved to 前の版/.

    A report whose place in 前の版/ is open is not moved there. What is only removed from there is told when it is tried.
    """
    manifest = found.manifest
    changed = {name for name, data in made.items() if manifest.there(name) not in (None, data)}
    moved = {place: place.removeprefix(f"{OLDER}/") for place in left.files}
    names = {name: name for name in sorted(changed | {place for place in left.gone if not is_older(place)})} | moved
    places = [path.relative_to(manifest.folder).as_posix() for path in held(manifest.folder / name for name in names)]
    if not places:
        return InUse()
    stuck = {names[place] for place in places}
    old = {name: each for name, each in manifest.records.items() if stuck & set(each.files)}
    new = {name: each for name, each in records.items() if stuck & set(each.files) or name in old}
    return InUse(
        {name: replace(each, failed=True) for name, each in old.items()},  # the next run makes them anew
        {file: manifest.files[file] for each in old.values() for file in each.files if file in manifest.files},
        {*old, *new},
        [held_error([manifest.folder / place], found.inputs.root) for place in places],
    )
