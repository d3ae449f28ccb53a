"""pyproject.toml, the locks and environment.yml name the same packages."""

import ast
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
RUNTIME, TEST = "requirements.lock", "requirements-test.lock"
GIVEN = {"jupyterlab", "papermill", "pandas", "matplotlib", "japanize-matplotlib", "nbconvert"}

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def declared() -> set[str]:
    return names(PROJECT["dependencies"])


def declared_for_tests() -> set[str]:
    return names(PROJECT["optional-dependencies"]["test"])


def conda_packages() -> list[str]:
    """Entries of environment.yml, as requirements: conda's `python=3.11` is pip's `==3.11.*`."""
    conda = [entry for entry in ENVIRONMENT if isinstance(entry, str)]
    return [re.sub(r"(?<![=<>!])=(\d[\d.]*)$", r"==\1.*", entry) for entry in conda]


def pip_packages() -> list[str]:
    return [entry for part in ENVIRONMENT if isinstance(part, dict) for entry in part["pip"]]


def entries(lock: str) -> dict[str, str]:
    """Each pinned line of a lock ("pandas==3.1.1") with the hashes and comments below it."""
    text = (ROOT / lock).read_text("utf-8")
    found = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    return {entry.splitlines()[0].rstrip(" \\"): entry for entry in found}


def pins(lock: str) -> set[tuple[str, str, str]]:
    """(name, version, marker) of every entry."""
    requirements = map(Requirement, entries(lock))
    return {(canonicalize_name(one.name), str(one.specifier), str(one.marker)) for one in requirements}


def wanted_by_project(lock: str) -> set[str]:
    """The packages that a lock says it holds for the project itself, not for another package."""
    return {
        canonicalize_name(Requirement(pin).name)
        for pin, entry in entries(lock).items()
        if re.search(r"^ +# +(via )?cityplan \(pyproject\.toml\)$", entry, re.MULTILINE)
    }


def imported(source: str) -> Iterator[str]:
    """The packages 最上位の名前 that a text of Python imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def sources(*places: str) -> Iterator[str]:
    """The Python below some places; of a notebook its code, without the lines for IPython alone."""
    for path in (path for place in places for path in [ROOT / place, *(ROOT / place).rglob("*")]):
        if path.suffix == ".py":
            yield path.read_text("utf-8")
        elif path.suffix == ".ipynb":
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "code":
                    yield re.sub(r"^\s*[%!].*$", "", cell.source, flags=re.MULTILINE)


def needed(*places: str) -> set[str]:
    """The distributions that are imported there: neither Python's own modules nor the project's."""
    found = {name for text in sources(*places) for name in imported(text)}
    ours = {path.stem for place in (".", "benchmarks", "docs", "offline") for path in (ROOT / place).iterdir()}
    ours |= {path.stem for path in (ROOT / "tests").rglob("*.py")}
    others = found - sys.stdlib_module_names - ours
    known = packages_distributions()
    return {canonicalize_name(known.get(name, [name])[0]) for name in others}


def test_all_that_is_imported_is_declared() -> None:
    cluster = names(PROJECT["optional-dependencies"]["cluster"])
    assert needed("cityplan", "pipeline.py", "notebooks") - cluster <= declared()
    assert needed("tests", "benchmarks", "docs") <= declared() | declared_for_tests()
    assert cluster <= declared_for_tests()


def test_imports_are_found_wherever_they_stand() -> None:
    text = "import a.b, c\nfrom . import d\ndef f():\n    from e.f import g\n"
    assert list(imported(text)) == ["a", "c", "e"]
    assert "pandas" in needed("cityplan") and "papermill" in needed("cityplan")


def test_lock_holds_what_the_project_declares_and_nothing_else() -> None:
    assert wanted_by_project(RUNTIME) == declared()
    assert wanted_by_project(TEST) == declared() | declared_for_tests()


def test_lock_of_the_tests_adds_to_the_runtime_lock_and_changes_nothing() -> None:
    runtime, test = pins(RUNTIME), pins(TEST)
    runtime_names = {name for name, _, _ in runtime}
    assert {(name, version) for name, version, _ in runtime} == {
        (name, version) for name, version, _ in test if name in runtime_names
    }


def test_lock_meets_the_declared_versions() -> None:
    bounds = map(Requirement, PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"])
    for bound in bounds:
        locked = {version for name, version, _ in pins(TEST) if name == canonicalize_name(bound.name)}
        assert all(bound.specifier.contains(one.removeprefix("==")) for one in locked), bound


def test_environment_names_what_the_project_declares_and_nothing_else() -> None:
    pip = [entry for entry in pip_packages() if not entry.startswith("-e")]
    assert names(conda_packages() + pip) - {"python", "pip"} == declared()
    assert not names(conda_packages()) & names(pip)


def test_environment_asks_for_the_same_versions() -> None:
    bounds = {canonicalize_name(one.name): one.specifier for one in map(Requirement, PROJECT["dependencies"])}
    for entry in map(Requirement, conda_packages()):
        if entry.name in {"python", "pip"}:
            continue
        assert entry.specifier == bounds[canonicalize_name(entry.name)], entry


def test_environment_has_a_supported_python_and_installs_the_project_itself() -> None:
    python = next(one for one in map(Requirement, conda_packages()) if one.name == "python")
    assert python.specifier == Requirement("python==3.11.*").specifier
    assert PROJECT["requires-python"] == ">=3.11"
    assert pip_packages()[-1] == "-e ."


@pytest.mark.parametrize("lock", [RUNTIME, TEST])
def test_lock_has_hashes_everywhere_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert all("--hash=sha256:" in entry for entry in entries(lock).values())
    assert not re.search(r"://|index-url|find-links|trusted-host| @ |^-", text, re.MULTILINE)
    paths = re.findall(r"(?:^|[\s'\"=])(/[\w./-]+|[A-Z]:\\\S+)", text)
    assert paths == []


def test_given_packages_are_everywhere() -> None:
    assert declared() >= GIVEN
    assert names(conda_packages()) >= GIVEN
    for lock in (RUNTIME, TEST):
        assert {name for name, _, _ in pins(lock)} >= GIVEN


def test_users_do_not_download_the_tools_of_the_tests() -> None:
    runtime = {name for name, _, _ in pins(RUNTIME)}
    shared = {"packaging", "pyyaml"}  # papermill and Jupyter need them as well
    assert runtime & declared_for_tests() == shared


@pytest.mark.xdist_group("groups")
def test_tests_of_a_group_are_kept_together(request: pytest.FixtureRequest) -> None:
    """The runner adds a group to a test's name; with pytest 9.2 and xdist 3.8 it did not, and said nothing."""
    assert request.node.nodeid.endswith("@groups") or "PYTEST_XDIST_WORKER" not in os.environ
