"""A bundle for a PC without a package registry 閉じた網の PC: the project, and every locked package as a wheel.

Made on a machine with a registry (`make bundle`, or `python offline/bundle.py` with the packages of the lock), for
Windows and Linux on x86-64 and Python 3.11 to 3.13. What is installed from it fetches nothing: see `start.py`.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from email.parser import HeaderParser
from hashlib import sha256
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
LOCK = "requirements.lock"
WHEELS = "wheels"
LICENCES = "licences.csv"
PYTHONS = ("3.11", "3.12", "3.13")
# glibc 2.17 (2014) to 2.28 (RHEL 8, Debian 10): what is newer than that is not on every server of a city.
_GLIBC = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)]
_PLATFORMS = {
    "Windows": ["win_amd64"],
    "Linux": [*_GLIBC, "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"],
}
_MARKERS = {
    "Windows": {"os_name": "nt", "sys_platform": "win32", "platform_machine": "AMD64"},
    "Linux": {"os_name": "posix", "sys_platform": "linux", "platform_machine": "x86_64"},
}
_LEFT_OUT = re.compile(
    r"\.git|\.venv|build|mutants|\.coverage|.*\.egg-info|__pycache__|\.ipynb_checkpoints|\.\w+_cache|\.hypothesis|wheels"
)
_MADE = ("data/processed", "reports")  # what runs make; their README stays
# pip asks its own Python for what a marker means: here it is told what the other one would answer.
_AS_IF = """
import json, sys
from pip._vendor.packaging import markers
answers = json.loads(sys.argv.pop(1))
markers.default_environment = lambda: dict(answers)
from pip._internal.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Target:
    """A system and a Python that the bundle is for."""

    system: str
    python: str

    def __str__(self) -> str:
        return f"{self.system}、Python {self.python}"

    @property
    def markers(self) -> dict[str, str]:
        """What a Python there answers to the markers of a requirement."""
        return {
            **_MARKERS[self.system],
            "platform_system": self.system,
            "platform_release": "",
            "platform_version": "",
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "platform_python_implementation": "CPython",
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
        }

    @property
    def switches(self) -> list[str]:
        """What tells pip to look for this system's files."""
        named = [word for platform in _PLATFORMS[self.system] for word in ("--platform", platform)]
        return [*named, "--python-version", self.python, "--implementation", "cp"]


TARGETS = [Target(system, python) for system in _PLATFORMS for python in PYTHONS]


@dataclass(frozen=True)
class Locked:
    """One entry of a lock: what it pins, where it is wanted, and the hashes that its files may have."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def pin(self) -> str:
        return f"{self.name}=={self.version}"

    def is_for(self, target: Target) -> bool:
        """Whether it is installed there.

        >>> Locked("colorama", "0.4.6", "sys_platform == 'win32'", ()).is_for(Target("Linux", "3.11"))
        False
        """
        return not self.marker or Marker(self.marker).evaluate(dict(target.markers))

    def text(self, hashes: Collection[str], marker: str = "") -> str:
        """The entry as a lock has it."""
        where = f" ; {marker}" if marker else ""
        return " \\\n".join([f"{self.pin}{where}", *(f"    --hash=sha256:{each}" for each in sorted(hashes))]) + "\n"


def locked(text: str) -> list[Locked]:
    r"""The entries of a lock.

    >>> locked("a==1 ; os_name == 'nt' \\\n    --hash=sha256:0f \\\n    --hash=sha256:1f\n    # via b\n")
    [Locked(name='a', version='1', marker="os_name == 'nt'", hashes=('0f', '1f'))]
    """
    found = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    return [_entry(each) for each in found]


def _entry(text: str) -> Locked:
    pin, _, marker = text.splitlines()[0].rstrip(" \\").partition(" ; ")
    name, _, version = pin.partition("==")
    return Locked(canonicalize_name(name), version, marker, tuple(re.findall(r"--hash=sha256:([0-9a-f]+)", text)))


def make_bundle(root: Path, to: Path) -> list[str]:
    """Make the folder of the bundle; what is missing in it, a line each: nothing where it is whole."""
    if to.exists():
        shutil.rmtree(to)
    copy_project(root, to)
    wheels = to / WHEELS
    wheels.mkdir()
    entries = locked((root / LOCK).read_text("utf-8"))
    missing: list[str] = []
    for target in TARGETS:
        print(f"{target} のパッケージを集めています…", flush=True)
        missing += [f"{target}: {pin} を取得できません" for pin in download(target, entries, wheels)]
    missing += built(wheels)
    own_wheel(to, wheels)
    (wheels / LOCK).write_text(offline_lock(entries, wheels), "utf-8", newline="\n")
    write_licences(to)
    if not missing:
        print("どの環境でも、足りないものがないか確かめています…", flush=True)
        missing = [f"{target}: {said}" for target in TARGETS if (said := unresolved(target, wheels))]
    return missing


def copy_project(root: Path, to: Path) -> None:
    """The project without what is made in it, and without what a clone or an editor keeps."""

    def left_out(folder: str, names: list[str]) -> list[str]:
        below = Path(folder).relative_to(root).as_posix()
        if below in _MADE:
            return [name for name in names if name != "README.md"]
        return [name for name in names if _LEFT_OUT.fullmatch(name) and not (name == "build" and below != ".")]

    shutil.copytree(root, to, ignore=left_out)


def download(target: Target, entries: Sequence[Locked], wheels: Path) -> list[str]:
    """Fetch what the lock pins for a target, each file by its hash; the pins that are not to be had."""
    wanted = [each for each in entries if each.is_for(target)]
    if _download(target, wanted, wheels):
        return []
    return [each.pin for each in wanted if not _download(target, [each], wheels)]


def _download(target: Target, wanted: Sequence[Locked], wheels: Path) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / LOCK
        lock.write_text("".join(each.text(each.hashes) for each in wanted), "utf-8")
        # --no-deps lets a source archive pass, where there is no wheel.
        words = ["download", "--no-deps", "--no-build-isolation", "--require-hashes", "--prefer-binary"]
        return pip(*words, *target.switches, "--dest", str(wheels), "--requirement", str(lock)).returncode == 0


def built(wheels: Path) -> list[str]:
    """Build the wheels of the source archives that were fetched; one that is for this system alone is told."""
    missing = []
    for archive in sorted(wheels.glob("*.tar.gz")):
        with tempfile.TemporaryDirectory() as folder:
            words = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder]
            pip(*words, str(archive), check=True)
            wheel = next(Path(folder).glob("*.whl"))
            if wheel.name.endswith("-none-any.whl"):
                shutil.move(wheel, wheels / wheel.name)
            else:
                missing.append(f"{archive.name} には、どの環境でも使える形がありません")
        archive.unlink()
    return missing


def own_wheel(project: Path, wheels: Path) -> None:
    """The project itself as a wheel, for a PC where its folder is not wanted."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        copy_project(project, source)  # what the building leaves stays there
        words = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(wheels)]
        pip(*words, str(source), check=True)


def offline_lock(entries: Sequence[Locked], wheels: Path) -> str:
    """The lock of what is in the folder: the same pins, with the hashes of these files."""
    hashes: dict[tuple[str, str], list[str]] = {}
    for wheel in sorted(wheels.glob("*.whl")):
        hashes.setdefault(_pinned(wheel), []).append(sha256(wheel.read_bytes()).hexdigest())
    found = [(each, hashes.get((each.name, each.version), [])) for each in entries]
    return "".join(each.text(own, each.marker) for each, own in found if own)


def _pinned(path: Path) -> tuple[str, str]:
    """Name and version of a file of a package."""
    if path.suffix == ".whl":
        name, version, _, _ = parse_wheel_filename(path.name)
        return name, str(version)
    of_source, version = parse_sdist_filename(path.name)
    return of_source, str(version)


def unresolved(target: Target, wheels: Path) -> str:
    """What pip's own resolver says where a requirement has no wheel in the folder; empty where all have one."""
    # "download", for "install" asks its own Python whether a package is for it.
    words = ["download", "--quiet", "--no-index", "--find-links", str(wheels), "--only-binary=:all:"]
    with tempfile.TemporaryDirectory() as folder:
        given = [*words, *target.switches, "--dest", folder, "--require-hashes", "-r", str(wheels / LOCK)]
        done = subprocess.run(
            [sys.executable, "-c", _AS_IF, json.dumps(target.markers), *given],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=without_settings(),
        )
    return "" if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def pip(*words: str, check: bool = False) -> subprocess.CompletedProcess[bytes]:
    """Run pip as it is set up here; what it says goes where ours goes."""
    return subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", "-qq", *words], check=check)


def without_settings() -> dict[str, str]:
    """The environment without the settings of pip: none of them may lead to another folder or a registry."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return {**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


# licences 利用条件


@dataclass(frozen=True)
class Licence:
    """What the metadata of a package says of its licence, and which texts it brings."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]


def licences(wheels: Path) -> list[Licence]:
    """The licences of the packages of a folder, once for each version."""
    found = {_pinned(path): path for path in sorted(wheels.glob("*.whl"))}
    return [_licence(*pin, found[pin]) for pin in sorted(found)]


def _licence(name: str, version: str, wheel: Path) -> Licence:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        told = next(each for each in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", each))
        metadata = HeaderParser().parsestr(archive.read(told).decode("utf-8", "replace"))
    kinds = [
        each.rpartition(" :: ")[2] for each in metadata.get_all("Classifier", []) if each.startswith("License :: ")
    ]
    words = str(metadata.get("License") or "").strip()
    # Some put the whole text into the field that is meant for the name.
    short = words if words and len(words.splitlines()) == 1 else ""
    said = str(metadata.get("License-Expression") or "") or short or "、".join(kinds)
    texts = [each for each in names if re.search(r"(^|/)(LICEN[CS]E|COPYING|NOTICE|OFL)[^/]*$", each, re.IGNORECASE)]
    return Licence(name, version, said or (words.splitlines() or ["記載なし"])[0], tuple(texts))


def write_licences(bundle: Path) -> None:
    """Write the licences as a table that Excel opens; the texts themselves are in the wheels."""
    with (bundle / WHEELS / LICENCES).open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["パッケージ", "版", "ライセンス", "ライセンスの文（wheel の中の場所）"])
        table.writerow(["Noto Sans JP（書体）", "", "OFL-1.1", "cityplan/look/fonts/OFL.txt"])
        for each in licences(bundle / WHEELS):
            table.writerow([each.name, each.version, each.licence, "、".join(each.texts)])


def sizes(folder: Path) -> Iterator[int]:
    """The bytes of each file below a folder."""
    return (path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> int:
    """Make the bundle in build/, and say what is in it."""
    to = ROOT / "build/cityplan-offline"
    missing = make_bundle(ROOT, to)
    wheels = list((to / WHEELS).glob("*.whl"))
    print(f"{to.relative_to(ROOT).as_posix()}: パッケージ {len(wheels)} 個、全部で {sum(sizes(to)) / 1e6:,.0f} MB")
    for line in missing:
        print(f"足りないもの: {line}", file=sys.stderr)
    if missing:
        print("→ 足りない環境では、入れるときに止まります。", file=sys.stderr)
        return 1
    print("Windows（64ビット）と Linux（x86-64）の Python 3.11〜3.13 で、全てそろっています。")
    print("→ このフォルダをまるごと写し、start.bat（Linux では start.sh）を開きます。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
