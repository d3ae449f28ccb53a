"""Where the project is プロジェクトの場所, from whatever folder a notebook was started in. Light."""

from pathlib import Path

from cityplan.files.errors import SourceError

_OWN = ("pipeline.py", "data/raw")  # what only the project's folder has


def project(root: str | Path) -> Path:
    """The project's folder: `root`, as seen from the working folder, else the next one above that.

    A notebook says "..", which is right in `notebooks/`; papermill and nbconvert are often started in the
    project's folder. Raises SourceError where there is none.
    """
    given = Path(root)
    if given.is_absolute() and (given / "data" / "raw").is_dir():
        return given
    here = Path.cwd()
    for folder in (here / given, here, *here.parents):
        if all((folder / name).exists() for name in _OWN):
            return given if folder == here / given else folder
    if (given / "data" / "raw").is_dir():  # of a project that has no command
        return given
    raise SourceError(
        "プロジェクトの場所ではありません（data/raw/ がありません）",
        column="root",
        text=str(root),
        next_step=f"パラメータ root に、pipeline.py のあるフォルダを書いてください（いまのフォルダは {here.name}）。",
    )
