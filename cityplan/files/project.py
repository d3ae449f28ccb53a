"""Where the project is プロジェクトの場所, from whatever folder a notebook was started in. Light."""

import sysconfig
from pathlib import Path

from cityplan.files.errors import SourceError, UsageError

SETTINGS = ".jupyter"  # of JupyterLab, for this project
RAW = Path("data/raw")
NOTEBOOKS = "notebooks"
_CODE = Path(__file__).resolve().parents[1]


def is_project(folder: Path) -> bool:
    """Whether a folder is a project's, with the command or without it: data beside notebooks."""
    return (folder / RAW).is_dir() and any((folder / name).exists() for name in ("pipeline.py", NOTEBOOKS))


def project(root: str | Path) -> Path:
    """The project's folder: `root`, as seen from the working folder, else the next one above that.

    A notebook says "..", which is right in `notebooks/`; papermill and nbconvert are often started in the
    project's folder. Raises SourceError where there is none.
    """
    given = Path(root)
    if given.is_absolute() and (given / RAW).is_dir():
        return given
    here = Path.cwd()
    for folder in (here / given, here, *here.parents):
        if is_project(folder):
            return given if folder == here / given else folder
    if (given / RAW).is_dir():  # without a notebook
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


def given() -> Path:
    """Where the given notebooks, pages and settings are: beside the code, or where pip has put them."""
    beside = _CODE.parent
    return beside if (beside / NOTEBOOKS).is_dir() else Path(sysconfig.get_path("data")) / "share/cityplan"
