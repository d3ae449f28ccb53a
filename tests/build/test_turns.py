"""Two PCs, one project on a file server: one waits for the other, by what changes and not by a clock."""

import json
import threading
from pathlib import Path

import pytest

from cityplan.build import turns
from cityplan.build.turns import NOTE, turn
from cityplan.city.edition import PROCESSED
from cityplan.files.files import write_bytes


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_BEAT", 0.02)
    monkeypatch.setattr(turns, "_SILENT", 0.2)


def note_of(root: Path, host: str, pid: int = 4, beat: int = 0) -> Path:
    path = root / PROCESSED / NOTE
    write_bytes(path, json.dumps({"user": "佐藤", "host": host, "pid": pid, "beat": beat}).encode())
    return path


def test_a_note_stands_there_meanwhile_and_nothing_after_it(tmp_path: Path) -> None:
    with turn(tmp_path):
        assert (tmp_path / PROCESSED / NOTE).exists()
    assert not list(tmp_path.rglob("*.json")) and not (tmp_path / PROCESSED).exists()


def test_waits_for_one_who_is_alive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done, seen = threading.Event(), []
    note = note_of(tmp_path, "another-pc")

    def other() -> None:
        for beat in range(30):
            note_of(tmp_path, "another-pc", beat=beat)
            done.wait(0.01)
        seen.append("other has ended")
        note.unlink()

    thread = threading.Thread(target=other)
    thread.start()
    with turn(tmp_path):
        seen.append("ours")
    thread.join()
    assert seen == ["other has ended", "ours"]
    assert capsys.readouterr().err == "佐藤（another-pc）が報告を作っています。終わるのを待っています…\n"


def test_one_that_was_broken_off_is_not_waited_for_for_ever(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note_of(tmp_path, "another-pc")
    with turn(tmp_path):
        pass
    assert "途中で切れたようです" in capsys.readouterr().err


def test_one_of_this_pc_that_was_killed_is_known_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_changes", lambda *_: pytest.fail("waited"))
    note_of(tmp_path, turns.platform.node(), pid=2**22 + 1)
    with turn(tmp_path):
        pass


def test_what_a_killed_run_left_half_written_is_removed(tmp_path: Path) -> None:
    part = tmp_path / PROCESSED / f".{NOTE}.0eat4vpq.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"{")
    with turn(tmp_path):
        assert not part.exists()
    assert not part.parent.exists()


def test_a_server_that_lets_two_begin_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with turn(tmp_path):
        note_of(tmp_path, "another-pc")
        threading.Event().wait(0.2)
    assert "順番を守れないようです" in capsys.readouterr().err
    assert (tmp_path / PROCESSED / NOTE).exists(), "the other one's"


def test_a_note_that_is_half_written_is_no_error(tmp_path: Path) -> None:
    note_of(tmp_path, "another-pc").write_bytes(b'{"user": "\xe4')
    with turn(tmp_path):
        pass


def test_where_nothing_can_be_written_there_is_nothing_to_guard(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    with turn(tmp_path):
        pass
