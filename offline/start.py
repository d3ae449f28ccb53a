"""Start without a terminal 端末を使わずに始める: what `start.bat` and `start.sh` call, with the files dragged onto them.

The first time the packages are installed, from the bundle's wheels where they are there, for this user on this PC; then
the reports are made, and the index and JupyterLab opened. Python's own modules alone are used here.
"""

import os
import shutil
import subprocess
import sys
import venv
import webbrowser
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).absolute().parents[1]  # a shared folder keeps the letter of its drive
PYTHONS = ((3, 11), (3, 13))  # what the wheels are for
WHEELS = ROOT / "wheels"
ARRIVED = ROOT / "data/raw"
_WINDOWS = sys.platform == "win32"
_LONGEST = 259  # letters of a path on Windows, where nobody has allowed more
_DONE = "installed"


class Stop(Exception):
    """What ends the start, told to the one who sits there."""


def main(dropped: Sequence[str]) -> int:
    """Install what is not yet there, take the files, make the reports, open what was made; the exit code of JupyterLab."""
    for stream in (sys.stdout, sys.stderr):
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")  # a console of cp932 lacks some letters
    try:
        python = installed()
        for file in dropped:
            print(taken(Path(file)), flush=True)
    except Stop as stop:
        print(f"エラー: {stop}", file=sys.stderr)
        return 1
    settings = environment(python)
    subprocess.run([python, "-m", "cityplan", "make", "--work", str(ROOT)], cwd=ROOT, env=settings)
    index = ROOT / "reports/index.html"
    if index.is_file():
        webbrowser.open(index.as_uri())
    print("JupyterLab を開きます。終わるときは、ブラウザを閉じてから、この画面を閉じます。")
    print(
        "ブラウザが開かないときは、下に出る http://localhost で始まる1行を、ブラウザのアドレスに写してください。",
        flush=True,
    )
    return subprocess.run([python, "-m", "cityplan", "lab", "--work", str(ROOT)], cwd=ROOT, env=settings).returncode


# install 入れる


def installed() -> Path:
    """The Python that has the packages of the lock, for this user on this PC; installed where it is not yet there."""
    version = sys.version_info[:2]
    if not PYTHONS[0] <= version <= PYTHONS[1]:
        raise Stop(
            f"Python 3.11 から 3.13 までのどれかが要ります（いまは {version[0]}.{version[1]}）。→ 3.13 を入れてください。"
        )
    lock = WHEELS / "requirements.lock" if WHEELS.is_dir() else ROOT / "requirements.lock"
    folder = home() / name_of(lock)
    python = folder / ("Scripts/python.exe" if _WINDOWS else "bin/python")
    if (folder / _DONE).is_file() and python.is_file():
        return python
    _check_room(folder)
    print("初めての実行です。必要なパッケージを入れています（数分かかります）…", flush=True)
    try:
        venv.create(folder, clear=True, with_pip=True, symlinks=not _WINDOWS)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Stop(f"パッケージを入れる場所を作れません（{folder}）: {error}") from error
    pip_install(python, lock)
    (folder / _DONE).touch()
    print("パッケージを入れました。", flush=True)
    return python


def home() -> Path:
    """Where what is installed goes: this user's own folder on this PC, never the project's, which may be shared."""
    told = os.environ.get("LOCALAPPDATA") if _WINDOWS else os.environ.get("XDG_DATA_HOME")
    return Path(told or Path.home() / ("AppData/Local" if _WINDOWS else ".local/share")) / "cityplan"


def name_of(lock: Path) -> str:
    """The folder of an installation: another lock or another Python has one of its own."""
    of = sha256(lock.read_bytes() + sys.version.encode() + sys.executable.encode()).hexdigest()[:12]
    return f"py{sys.version_info[0]}{sys.version_info[1]}-{of}"


def pip_install(python: Path, lock: Path) -> None:
    """Install what a lock says, by its hashes: from the wheels alone where they are there."""
    words = ["install", "--no-input", "--quiet", "--no-compile", "--require-hashes"]
    if WHEELS.is_dir():
        given = [*words, "--no-index", "--find-links", str(WHEELS), "--only-binary=:all:"]
        settings = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        settings |= {"PIP_CONFIG_FILE": os.devnull}
    else:
        given, settings = [*words, "--no-build-isolation"], dict(os.environ)
        _pip(python, [*words, "-r", str(_builder(lock, python.parents[1]))], settings)
    _pip(python, [*given, "-r", str(lock)], settings)


def _builder(lock: Path, folder: Path) -> Path:
    """What builds the package that has no wheel, from the same lock: it comes first."""
    entry = lock.read_text("utf-8").partition("\nsetuptools==")[2].partition("\n    #")[0]
    own = folder / "setuptools.lock"
    own.write_text(f"setuptools=={entry}\n", "utf-8")
    return own


def _pip(python: Path, words: Sequence[str], settings: dict[str, str]) -> None:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *words]
    if subprocess.run(command, env=settings).returncode:
        raise Stop("パッケージを入れられませんでした。→ 上の表示を、情報システム担当に見せてください。")


def _check_room(folder: Path) -> None:
    """On Windows a path of more than 259 letters cannot be written, unless the PC allows it: told before it fails."""
    if not _WINDOWS or not WHEELS.is_dir():
        return
    longest = max(len(name) for wheel in WHEELS.glob("*.whl") for name in ZipFile(wheel).namelist())
    if len(str(folder / "Lib/site-packages/")) + longest > _LONGEST and not _long_paths():
        raise Stop(
            f"入れる場所の名前が長すぎます（{folder}）。"
            "→ 情報システム担当に、Windows の「長いパス」（LongPathsEnabled）を有効にするよう頼んでください。"
        )


def _long_paths() -> bool:
    """Whether this Windows allows long paths."""
    if sys.platform != "win32":
        return True
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    except OSError:
        return False


def environment(python: Path) -> dict[str, str]:
    """What the programs are started with: the project's code, and all that they keep in the one folder of the installation."""
    own = python.parents[1] / "kept"
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR")
    kept = {name: str(own / name.lower()) for name in names}
    for place in kept.values():
        Path(place).mkdir(parents=True, exist_ok=True)
    return {**os.environ, **kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


# files that were dragged here 持ってきたファイル


def taken(file: Path) -> str:
    """Copy a file into data/raw/, from where the first page of JupyterLab goes on; what is said of it."""
    to = ARRIVED / file.name
    try:
        if to.exists() and to.read_bytes() != file.read_bytes():
            raise Stop(
                f"data/raw/{file.name} はもうあり、中身が違います。上書きしません。"
                "→ どちらかの名前を変えて、もう一度ここに重ねてください。"
            )
        shutil.copyfile(file, to)
    except shutil.SameFileError:
        pass
    except OSError as error:
        raise Stop(f"{file} を data/raw/ に写せません: {error}") from error
    return f"{file.name} を data/raw/ に写しました。続きは、JupyterLab の「はじめに」の「届いた文書を加える」です。"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
