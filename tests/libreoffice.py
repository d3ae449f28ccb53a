"""LibreOffice without a window: a workbook as it calculates it, and as it prints it."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest


def calculated(data: bytes, folder: Path) -> Any:
    """The workbook with the values of its formulas, as openpyxl opens it."""
    return openpyxl.load_workbook(BytesIO(saved(data, folder)), data_only=True)


def saved(data: bytes, folder: Path) -> bytes:
    """The workbook as it is when it was opened and saved."""
    return _converted(data, folder, "xlsx")


def printed(data: bytes, folder: Path) -> bytes:
    """The workbook as a PDF."""
    return _converted(data, folder, "pdf")


def _converted(data: bytes, folder: Path, kind: str) -> bytes:
    source, out = folder / "form.xlsx", folder / "out"
    source.write_bytes(data)
    convert(out, kind, source)
    return (out / f"form.{kind}").read_bytes()


def convert(folder: Path, kind: str, *files: Path, reading: str = "") -> None:
    """Files in another form, in a folder that holds LibreOffice's own settings too."""
    command = shutil.which("soffice")
    if command is None:
        pytest.skip("libreoffice-calc is not installed")
    settings = (folder / "settings").as_uri()
    subprocess.run(
        [
            command,
            f"-env:UserInstallation={settings}",
            "--headless",
            *([f"--infilter={reading}"] if reading else []),
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
