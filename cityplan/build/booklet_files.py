"""What the booklet 冊子 of an edition is made of: the executed notebooks of this run and of earlier ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cityplan.build.fingerprint import Inputs
from cityplan.build.freshness import State, booklet_hashes, outdated_parts, reason, record
from cityplan.city.jobs import BOOKLET, titles_of_parts

_NAMED = 3  # missing reports that the message names


@dataclass(frozen=True)
class Parts:
    """What a booklet is made of, hashes by places, and the titles of the reports that are missing.

    A report that is not as it would be made now is missing: no booklet mixes two versions.
    """

    hashes: Mapping[str, str]
    missing: Collection[str]

    @property
    def notebooks(self) -> list[str]:
        """The places of the executed notebooks, in their order."""
        return [place for place in self.hashes if place.endswith(".ipynb")]

    @property
    def problem(self) -> str:
        """Why there is no booklet; empty where there can be one."""
        if not self.missing:
            return ""
        named = list(self.missing)[:_NAMED]
        more = f" ほか{len(self.missing) - _NAMED}件" if len(self.missing) > _NAMED else ""
        return (
            f"冊子は作りませんでした。まだないか、前の版のままの報告: {'、'.join(named)}{more}"
            " → --plan なしで実行すると、全ての報告と冊子がそろいます。"
        )


def parts_of(
    found: State, inputs: Inputs, files: Mapping[str, str], made: Collection[str],
    failed: Collection[str],
) -> Parts:
    """The parts by the files that there are (names with hashes) and by what this run made, and failed."""
    hashes = booklet_hashes(found, inputs, files)
    outdated = outdated_parts(found, inputs) - set(made) | set(failed)
    titles = titles_of_parts(found.edition, found.plans).items()
    missing = [
        title for name, title in titles
        if name in outdated or not hashes[f"notebooks/{name}.ipynb"]
    ]
    return Parts(hashes, missing)


def stands(found: State, inputs: Inputs, parts: Parts) -> bool:
    """Whether the booklet that is there is made of just these parts, by any version of this program."""
    made = found.manifest.records.get(BOOKLET.name)
    now = record(BOOKLET, found.edition, inputs, parts.hashes)
    return made is not None and made.data == now.data and not found.manifest.damage(BOOKLET.name)


def is_as_it_would_be(found: State, inputs: Inputs, parts: Parts) -> bool:
    """Whether making it now would give the same booklet."""
    files = [BOOKLET.name]
    return not reason(BOOKLET, found.manifest, found.edition, inputs, files, parts.hashes)
