"""What `--list` tells of each edition: what there is, when it was made, what is not as it was made."""

import csv
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cityplan.build.manifest import MANIFEST, open_manifest, read_manifest
from cityplan.build.runs import findings
from cityplan.city.edition import Edition
from cityplan.city.jobs import READING, REASONS
from cityplan.files.errors import SourceError, visible
from cityplan.japanese.terminal import text_table
from cityplan.page.listed import OLDER

HEADING = ("市", "年度", "文書", "プラン", "最後に作った時", "矛盾/疑い/参考", "状態")
_DOCUMENT = HEADING.index("文書")
_NOTHING = "-"
_STATES = {"made": "作成済み", "damaged": "作り直しが必要", "not_made": "未作成"}
_DAMAGES = {"missing": "ない", "damaged": "変わっている"}


@dataclass(frozen=True)
class Listed:
    """One edition as it is now: `plans` and `counts` (指摘) are None where they are not known yet.

    `made_at` is the time of the manifest's file, in local time; `damage` names the files that are missing or were changed.
    """

    edition: Edition
    folder: Path
    plans: int | None
    counts: Counter[str] | None
    made_at: datetime | None
    damage: dict[str, str]
    older: dict[str, str]  # in 前の版/, with why
    reading: Path | None  # the page 読み取り結果

    @property
    def state(self) -> str:
        if self.made_at is None:
            return "not_made"
        return "damaged" if self.damage else "made"


def listed(root: Path, edition: Edition, out: Path) -> Listed:
    """What is there of an edition."""
    folder = out / edition.year / edition.city
    made = open_manifest(folder)
    plans = read_manifest(folder).get("plans") or len(edition.plan) or None
    # The manifest is the last file that is written, and holds no clock.
    last = folder / MANIFEST
    made_at = datetime.fromtimestamp(last.stat().st_mtime).astimezone() if made.files else None
    return Listed(
        edition,
        folder,
        plans=plans if isinstance(plans, int) else None,
        counts=_counts(root, edition),
        made_at=made_at,
        damage={name: why for name in made.files if (why := made.damage(name))},
        older={name: each.why for name, each in made.older_there.items()},
        reading=folder / READING.name if made.there(READING.name) is not None else None,
    )


def _counts(root: Path, edition: Edition) -> Counter[str] | None:
    """None also where the table cannot be read: the next run makes it anew."""
    try:
        there = (root / edition.processed / "findings.csv").exists()
        return findings(root, edition) if there else None
    except (SourceError, KeyError, csv.Error):
        return None


def told_editions(found: Sequence[Listed]) -> list[str]:
    """The table for a terminal, and below it where it is seen what was read, the files that are not as made, and older ones."""
    width = shutil.get_terminal_size().columns if os.isatty(1) else 0
    lines = text_table(HEADING, [_row(each) for each in found], width, narrowed=_DOCUMENT)
    for each in (one for one in found if one.reading):
        lines.append(
            f"{READING.title}（{each.edition.city_name} {each.edition.year}）: {os.path.relpath(str(each.reading))}"
        )
    for each in (one for one in found if one.damage):
        files = "、".join(f"{name}（{_DAMAGES[why]}）" for name, why in each.damage.items())
        lines.append(f"作り直しが必要（{each.edition.city_name} {each.edition.year}）: {files}")
    return lines + [line for each in found for line in _told_older(each)]


def _row(each: Listed) -> list[str]:
    edition, counts = each.edition, each.counts
    row = [
        f"{edition.city_name} ({edition.city})",
        edition.year,
        edition.title,
        str(each.plans or _NOTHING),
        f"{each.made_at:%Y-%m-%d %H:%M}" if each.made_at else _NOTHING,
        _NOTHING if counts is None else f"{counts['error']}/{counts['warning']}/{counts['info']}",
        _STATES[each.state],
    ]
    return [visible(text) for text in row]


def _told_older(each: Listed) -> list[str]:
    """The reports in 前の版/, by why they are there."""
    by_reason: dict[str, list[str]] = {}
    for name, why in each.older.items():
        if not name.startswith("notebooks/"):
            by_reason.setdefault(why, []).append(name)
    return [
        f"{OLDER}（{each.edition.city_name} {each.edition.year}、{REASONS.get(why, why)}）: {'、'.join(names)}"
        for why, names in by_reason.items()
    ]
