"""Reading bytes in the encodings that are met, and writing whole files or none."""

import io
import itertools
import os
import stat
import zipfile
from pathlib import Path

import pytest

from cityplan.files.errors import SourceError
from cityplan.files.files import read_text, sha256, write_bytes, write_text
from cityplan.files.kinds import check_workbook

TEXT = "目的\n目標値：８６人/年以下 ①㈱㎡ ～\n"


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le")


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
    def test_every_encoding_gives_the_same_text(self, tmp_path: Path, encoding: str) -> None:
        path = tmp_path / "R5.txt"
        path.write_bytes(TEXT.encode(encoding))
        assert read_text(path) == TEXT

    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_line_ends_become_lf(self, tmp_path: Path, end: str) -> None:
        path = tmp_path / "R5.txt"
        path.write_bytes(TEXT.replace("\n", end).encode())
        assert read_text(path) == TEXT

    def test_the_real_document_in_cp932(self, tmp_path: Path, document: str) -> None:
        path = tmp_path / "R5.txt"
        path.write_bytes(document.encode("cp932", errors="replace"))
        read = read_text(path)
        assert len(read) == len(document)
        # cp932 knows all of Hitachi R5 but the three em dashes of PLAN 12.
        lost = [(a, b) for a, b in zip(document, read, strict=True) if a != b]
        assert lost == [("—", "?")] * 3

    @pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\t\r\n", "　\n".encode()])
    def test_an_empty_file(self, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "R5.txt"
        path.write_bytes(data)
        self.refused(path, line=None)

    @pytest.mark.parametrize(
        ("data", "line"),
        [
            ("あ\nい\n".encode() + b"\xff\xff", 3),
            ("あ\nい\nう".encode() + b"\xe3\x81", 3),  # cut within a character
            ("あ\nい\n".encode("cp932") + b"\xff", 3),
            (TEXT.encode("utf-16"), 1),
        ],
    )
    def test_neither_encoding_names_the_line(self, tmp_path: Path, data: bytes, line: int) -> None:
        path = tmp_path / "R5.txt"
        path.write_bytes(data)
        self.refused(path, line)

    @pytest.mark.parametrize(
        ("data", "kind"),
        [
            (b"%PDF-1.7\n\xff", "PDF"),
            (zipped("word/document.xml"), "Word"),
            (zipped("ppt/presentation.xml"), "PowerPoint"),
            (zipped("xl/workbook.xml"), "Excel"),
            (zipped("R5.txt"), "ZIP"),
            (b"PK\x03\x04cut", "壊れた"),
            (old_office("WordDocument"), "Word"),
            (old_office("Workbook"), ".xls"),
            (old_office("EncryptedPackage"), "パスワード"),
            (b"\x89PNG\r\n\x1a\n\0\0", "画像"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "画像"),
        ],
        # An archive bears the time of its making: in a name, no two processes collect one test.
        ids=itertools.count(),
    )
    def test_what_is_no_text_is_told_what_it_is(self, tmp_path: Path, data: bytes, kind: str) -> None:
        path = tmp_path / "R5.txt"
        path.write_bytes(data)
        with pytest.raises(SourceError) as caught:
            read_text(path, "data/raw/x/R5.txt")
        error = caught.value
        assert kind in error.problem and error.line is None
        assert error.next_step and error.next_step != "保存し直してください"
        assert "UTF-8 で保存し直してください" not in str(error)

    def test_a_text_may_begin_like_a_picture(self, tmp_path: Path) -> None:
        path = tmp_path / "R5.txt"
        path.write_text("BMI の基準\n目的\n", encoding="utf-8")
        assert read_text(path).startswith("BMI")

    def test_what_was_given_as_a_workbook(self) -> None:
        check_workbook(zipped("xl/workbook.xml"), "R5.xlsx")
        for data in (b"%PDF-1.7", zipped("word/document.xml"), old_office("Workbook")):
            with pytest.raises(SourceError) as caught:
                check_workbook(data, "R5.xlsx")
            assert caught.value.next_step

    def test_no_such_file_and_a_folder(self, tmp_path: Path) -> None:
        self.refused(tmp_path / "none.txt", None)
        self.refused(tmp_path, None)

    @pytest.mark.parametrize(
        ("there", "asked"), [("Ｒ５.txt", "R5.txt"), ("R5 .TXT", "R5.txt"), ("資料か\u3099ある.txt", "資料がある.txt")]
    )
    def test_a_name_that_is_written_in_another_way(self, tmp_path: Path, there: str, asked: str) -> None:
        (tmp_path / there).write_text(TEXT)
        with pytest.raises(SourceError) as caught:
            read_text(tmp_path / asked)
        assert f"「{there}」とは、名前の書き方" in caught.value.next_step

    @pytest.mark.parametrize(("asked", "near"), [("R5_hyouka.csv", True), ("R6_hyoka.csv", False), ("x.csv", False)])
    def test_a_near_name_but_not_that_of_another_year(self, tmp_path: Path, asked: str, near: bool) -> None:
        (tmp_path / "R5_hyoka.csv").write_text(TEXT)
        with pytest.raises(SourceError) as caught:
            read_text(tmp_path / asked)
        assert ("もしかして: R5_hyoka.csv" in caught.value.next_step) == near

    def test_no_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def forbidden(_: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", forbidden)
        self.refused(tmp_path / "R5.txt", None)

    def refused(self, path: Path, line: int | None) -> None:
        with pytest.raises(SourceError) as caught:
            read_text(path, "data/raw/x/R5.txt")
        error = caught.value
        assert (error.file, error.line) == ("data/raw/x/R5.txt", line)
        assert error.next_step


class TestWriting:
    def test_utf8_with_lf_readable_by_all(self, tmp_path: Path) -> None:
        path = tmp_path / "new" / "folder" / "表.csv"
        write_text(path, TEXT)
        assert path.read_bytes() == TEXT.encode()
        assert stat.S_IMODE(path.stat().st_mode) == 0o644

    def test_replaces_the_whole_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        write_text(path, "long " * 1000)
        write_text(path, "short")
        assert path.read_text() == "short"
        assert list(tmp_path.iterdir()) == [path]

    def test_rights_that_a_file_server_refuses_are_its_own(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(1, "not permitted")

        monkeypatch.setattr(os, "chmod", refuse)
        write_text(tmp_path / "a.csv", "new")
        assert (tmp_path / "a.csv").read_text() == "new"

    @pytest.mark.parametrize(
        ("step", "failure"),
        [
            *((step, OSError(28, "No space left")) for step in ("replace", "fsync", "chmod")),
            *((step, PermissionError(13, "no")) for step in ("replace", "fsync")),
        ],
    )
    def test_a_failure_leaves_the_old_file_and_no_other(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, failure: OSError
    ) -> None:
        path = tmp_path / "a.csv"
        write_text(path, "old")

        def fail(*_: object, **__: object) -> None:
            raise failure

        monkeypatch.setattr(os, step, fail)
        with pytest.raises(SourceError) as caught:
            write_bytes(path, b"new")
        assert caught.value.file == str(path) and caught.value.next_step
        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]

    def test_an_interrupt_leaves_the_old_file_and_no_other(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "a.csv"
        write_text(path, "old")

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_bytes(path, b"new")
        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]

    def test_a_file_where_a_folder_should_be(self, tmp_path: Path) -> None:
        (tmp_path / "reports").write_text("a file")
        with pytest.raises(SourceError) as caught:
            write_text(tmp_path / "reports" / "index.html", "x")
        assert "reports" in caught.value.file
        assert (tmp_path / "reports").read_text() == "a file"

    def test_a_folder_without_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also as root, who may write anywhere: mkstemp is what the system would refuse."""

        def forbidden(**_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("tempfile.mkstemp", forbidden)
        with pytest.raises(SourceError) as caught:
            write_text(tmp_path / "a.csv", "x")
        assert caught.value.next_step and not list(tmp_path.iterdir())


def test_a_fingerprint_is_of_the_bytes() -> None:
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
