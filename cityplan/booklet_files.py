"""What the booklet 冊子 of an edition is made of: the executed notebooks of this run and of earlier ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cityplan.fingerprint import Inputs
from cityplan.freshness import State, part_hashes, reason, record
from cityplan.jobs import BOOKLET, titles_of_parts

_NAMED = 3  # missing reports that the message names


@dataclass(frozen=True)
class Parts:
    """The hashes of a booklet's parts by their place, and the titles of those that are missing."""

    hashes: Mapping[str, str]
    missing: Collection[str]

    @property
    def problem(self) -> str:
        """Why there is no booklet; empty where there can be one."""
        if not self.missing:
            return ""
        named = list(self.missing)[:_NAMED]
        more = f" ほか{len(self.missing) - _NAMED}件" if len(self.missing) > _NAMED else ""
        return (
            f"冊子は作りませんでした。ない報告: {'、'.join(named)}{more}"
            " → 全てのプランと全体のまとめがそろうと作ります。"
        )


OUTDATED = (
    "冊子は作りませんでした。前に作った報告が、今の体裁に合いません。"
    " → --plan なしで、全ての報告を作り直してください。"
)


def parts_of(found: State, files: Mapping[str, str], failed: Collection[str]) -> Parts:
    """The parts among the files that there are (names with hashes), without the reports that failed."""
    titles = titles_of_parts(found.edition, found.plans)
    hashes = part_hashes(files, titles)
    missing = [
        title
        for (name, title), made in zip(titles.items(), hashes.values(), strict=True)
        if not made or name in failed
    ]
    return Parts(hashes, missing)


def stands(found: State, parts: Parts, inputs: Inputs) -> bool:
    """Whether the booklet that is there is made of just these parts."""
    made = found.manifest.records.get(BOOKLET.name)
    now = record(BOOKLET, found.edition, inputs, parts.hashes)
    same = made is not None and made.data == now.data and not parts.missing
    return same and not found.manifest.damage(BOOKLET.name)


def is_as_it_would_be(found: State, parts: Parts, inputs: Inputs) -> bool:
    """Whether making it now would give the same booklet."""
    files = [BOOKLET.name]
    return not reason(BOOKLET, found.manifest, found.edition, inputs, files, parts.hashes)
