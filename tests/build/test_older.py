"""前の版: what goes there and when it goes, and what a person has saved; no word of it is lost."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cityplan.build.manifest import BEGUN, MANIFEST, Manifest, Older, open_manifest
from cityplan.build.set_aside import Aside, aside, begun_bytes, clear_outdated, kept
from cityplan.files.files import sha256, write_all

OLD, NEW, THEIRS = b"old", b"new", b"theirs"


def fill(folder: Path, files: dict[str, bytes]) -> None:
    write_all({folder / name: data for name, data in files.items()})


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def manifest(folder: Path, *names: str, **older: str) -> Manifest:
    """Files that are as they were made, some of them in 前の版/."""
    return Manifest(
        folder,
        dict.fromkeys(names, sha256(OLD)),
        older={f"{name}.html": Older(sha256(OLD), why) for name, why in older.items()},
    )


def told(left: Aside) -> dict[str, str]:
    return {name: each.why for name, each in left.older.items()}


class TestWhatIsNoLongerRight:
    def test_goes_under_its_own_name_and_keeps_its_bytes(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.html": OLD, "notebooks/a.ipynb": OLD, "b.html": OLD, "memo.txt": THEIRS})
        left = aside(manifest(tmp_path, "a.html", "notebooks/a.ipynb", "b.html"), ["b.html"], lambda _: "data")
        assert told(left) == {"a.html": "data", "notebooks/a.ipynb": "data"}
        assert left.files == {"前の版/a.html": OLD, "前の版/notebooks/a.ipynb": OLD}
        fill(tmp_path, dict(left.files))
        clear_outdated(tmp_path, left.gone)
        assert contents(tmp_path) == {**left.files, "b.html": OLD, "memo.txt": THEIRS}

    def test_a_link_leads_to_the_report_where_it_is_now(self, tmp_path: Path) -> None:
        page = '<a href="b.html">b</a> <a href="c.html">c</a> <a href="#main">m</a> <img src="data:x">'
        fill(tmp_path, {"a.html": page.encode(), "b.html": OLD, "c.html": OLD, "d.txt": page.encode()})
        found = manifest(tmp_path, "b.html", "c.html")
        found = replace(found, files={**found.files, **dict.fromkeys(("a.html", "d.txt"), sha256(page.encode()))})
        left = aside(found, ["b.html"], str)
        assert left.files["前の版/a.html"].decode() == page.replace('"b.html', '"../b.html')
        assert left.files["前の版/d.txt"] == page.encode()
        assert left.older["a.html"].hash == sha256(left.files["前の版/a.html"])

    def test_stays_there_until_its_name_is_right_again(self, tmp_path: Path) -> None:
        fill(tmp_path, {"前の版/a.html": OLD, "前の版/b.html": OLD})
        found = manifest(tmp_path, a="data", b="parts")
        assert told(aside(found, [], str)) == {"a.html": "data", "b.html": "parts"}
        left = aside(found, ["a.html"], str)
        assert told(left) == {"b.html": "parts"} and left.gone == ["前の版/a.html"]
        clear_outdated(tmp_path, left.gone)
        assert contents(tmp_path) == {"前の版/b.html": OLD}
        clear_outdated(tmp_path, aside(found, ["a.html", "b.html"], str).gone)
        assert not list(tmp_path.iterdir())

    def test_who_wants_it_no_more_may_remove_or_keep_it(self, tmp_path: Path) -> None:
        """What is gone is not told any more; what was changed there is left."""
        fill(tmp_path, {"前の版/b.html": THEIRS})
        left = aside(manifest(tmp_path, a="data", b="data"), ["b.html"], str)
        assert not left.older and not left.gone

    def test_one_that_a_person_has_saved_is_left_in_its_place(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.html": THEIRS})
        left = aside(manifest(tmp_path, "a.html"), [], str)
        assert not left.older and not left.files and not left.gone


class TestWhatAPersonHasSaved:
    @pytest.mark.parametrize("found", [OLD, NEW, b""])
    def test_is_not_what_a_run_has_written_nor_the_same_nor_nothing(self, tmp_path: Path, found: bytes) -> None:
        fill(tmp_path, {"a.xlsx": found})
        assert not kept(manifest(tmp_path, "a.xlsx"), {"a.xlsx": NEW})

    def test_is_kept_under_a_name_of_its_own(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.xlsx": THEIRS})
        for of in (manifest(tmp_path, "a.xlsx"), Manifest(tmp_path)):  # also where none is known
            assert kept(of, {"a.xlsx": NEW}) == {"a.xlsx": ("前の版/a（保存された版）.xlsx", THEIRS)}

    def test_twice_the_same_is_kept_once_and_another_beside_it(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.xlsx": THEIRS, "前の版/a（保存された版）.xlsx": THEIRS})
        found = manifest(tmp_path, "a.xlsx")
        assert kept(found, {"a.xlsx": NEW})["a.xlsx"][0] == "前の版/a（保存された版）.xlsx"
        fill(tmp_path, {"a.xlsx": b"more"})
        assert kept(found, {"a.xlsx": NEW})["a.xlsx"][0] == "前の版/a（保存された版2）.xlsx"

    def test_in_the_place_where_an_older_one_goes(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.html": OLD, "前の版/a.html": THEIRS})
        found = manifest(tmp_path, "a.html", a="data")
        left = aside(found, [], lambda _: "data")
        assert kept(found, left.files) == {"前の版/a.html": ("前の版/a（保存された版）.html", THEIRS)}


class TestARunThatWasKilled:
    def test_wrote_what_no_person_has_saved(self, tmp_path: Path) -> None:
        """Of several that were killed, too; their record goes when a run has come to its end."""
        known = manifest(tmp_path, "a.html")
        for data in (b"first", b"second"):
            fill(tmp_path, {BEGUN: begun_bytes(known, {"a.html": data, "前の版/b.html": data}, [])})
            known = Manifest(tmp_path, known.files, begun=open_manifest(tmp_path).begun)
        for data in (OLD, b"first", b"second"):
            fill(tmp_path, {"a.html": data})
            assert not kept(known, {"a.html": NEW})
        fill(tmp_path, {"前の版/b.html": b"first"})
        left = aside(known, ["a.html"], str)
        assert left.gone == ["前の版/b.html"] and not left.older
        clear_outdated(tmp_path, left.gone)
        assert contents(tmp_path) == {"a.html": b"second"}

    def test_before_it_removed_what_is_outdated(self, tmp_path: Path) -> None:
        """All was written: the next removes it, and does not take it for anybody's work."""
        fill(tmp_path, {"a.html": OLD, "b.html": NEW, "前の版/b.html": OLD})
        first = manifest(tmp_path, "a.html", b="data")
        left = aside(first, ["b.html"], lambda _: "data")
        fill(tmp_path, {BEGUN: begun_bytes(first, left.files, left.gone), **left.files})
        after = Manifest(tmp_path, {"b.html": sha256(NEW)}, older=left.older, begun=open_manifest(tmp_path).begun)
        again = aside(after, ["b.html"], lambda _: "failed")
        assert told(again) == {"a.html": "data"} and not kept(after, again.files)
        clear_outdated(tmp_path, again.gone)
        assert contents(tmp_path) == {"前の版/a.html": OLD, "b.html": NEW}

    def test_another_of_its_name_is_older_already(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.html": NEW, "前の版/a.html": OLD})
        known = manifest(tmp_path, a="data")
        known = Manifest(tmp_path, older=known.older, begun={"a.html": [sha256(NEW)]})
        left = aside(known, [], lambda _: "failed")
        assert left.older == {"a.html": Older(sha256(NEW), "failed")} and left.gone == ["a.html"]

    def test_its_report_without_a_record_is_no_longer_trusted(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.html": NEW})
        known = Manifest(tmp_path, begun={"a.html": [sha256(NEW)]})
        assert told(aside(known, [], lambda _: "failed")) == {"a.html": "failed"}


def test_a_manifest_without_older_ones_is_read(tmp_path: Path) -> None:
    facts = {"files": {"a.html": ""}, "tables": {}, "made": {}, "packages": []}
    (tmp_path / MANIFEST).write_text(json.dumps(facts), encoding="utf-8")
    assert open_manifest(tmp_path).files == {"a.html": ""} and not open_manifest(tmp_path).older
