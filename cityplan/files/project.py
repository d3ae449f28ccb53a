"""Where the project is プロジェクトの場所, from whatever folder a notebook was started in, and a folder of data elsewhere. Light."""

import shutil
import sysconfig
import tempfile
from pathlib import Path

from cityplan.files.errors import SourceError, UsageError

SETTINGS = ".jupyter"  # of JupyterLab, for this project
_RAW = Path("data/raw")
_NOTEBOOKS = "notebooks"
_GIVEN = (_NOTEBOOKS, "docs")  # what a folder of data gets the first time
_CODE = Path(__file__).resolve().parents[1]


def is_project(folder: Path) -> bool:
    """Whether a folder is a project's, with the command or without it: data beside notebooks."""
    return (folder / _RAW).is_dir() and any((folder / name).exists() for name in ("pipeline.py", _NOTEBOOKS))


def project(root: str | Path) -> Path:
    """The project's folder: `root`, as seen from the working folder, else the next one above that.

    A notebook says "..", which is right in `notebooks/`; papermill and nbconvert are often started in the
    project's folder. Raises SourceError where there is none.
    """
    given = Path(root)
    if given.is_absolute() and (given / _RAW).is_dir():
        return given
    here = Path.cwd()
    for folder in (here / given, here, *here.parents):
        if is_project(folder):
            return given if folder == here / given else folder
    if (given / _RAW).is_dir():  # without a notebook
        return given
    raise SourceError(
        "プロジェクトの場所ではありません（data/raw/ がありません）",
        column="root",
        text=str(root),
        next_step=f"パラメータ root に、pipeline.py のあるフォルダを書いてください（いまのフォルダは {here.name}）。",
    )


def here() -> Path:
    """The folder in which a command is given, which must be a project's; UsageError where it is none."""
    folder = Path.cwd()
    if not is_project(folder) and not (folder / "pipeline.py").is_file():
        raise UsageError(
            "pipeline.py のあるフォルダ（このプロジェクトのフォルダ）で実行するか、"
            "--work でデータのフォルダを指定してください。"
        )
    return folder


def work_folder(folder: Path) -> Path:
    """A folder of data データのフォルダ: `data/raw/`, the given notebooks and pages are put there if they are not.

    What is there is left: it is the analyst's.
    """
    folder = folder.absolute()
    (folder / _RAW).mkdir(parents=True, exist_ok=True)
    for name in _GIVEN:
        if not (folder / name).exists():
            _copy(given() / name, folder / name)
    return folder


def _copy(source: Path, to: Path) -> None:
    """Copy a folder so that it is there whole or not at all."""
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".") as part:
        left_out = shutil.ignore_patterns(".*", "*.py", "__pycache__")
        shutil.copytree(source, Path(part) / to.name, ignore=left_out, copy_function=shutil.copyfile)
        (Path(part) / to.name).rename(to)


def given() -> Path:
    """Where the given notebooks, pages and settings are: beside the code, or where pip has put them."""
    beside = _CODE.parent
    return beside if (beside / _NOTEBOOKS).is_dir() else Path(sysconfig.get_path("data")) / "share/cityplan"
