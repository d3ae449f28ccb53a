"""As on Windows, no process is forked: what Python does at its start where this folder is on its path.

Nothing is imported before it is asked for.
"""

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType


class WithoutFork(MetaPathFinder):
    """Answers "no" for the module that is asked whether processes can be forked."""

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != "cityplan.build.warm":
            return None
        sys.meta_path.remove(self)
        found = find_spec(name)
        assert found is not None and found.loader is not None
        load = found.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            load(module)
            vars(module)["can_fork"] = lambda: False

        found.loader.exec_module = exec_module
        return found


sys.meta_path.insert(0, WithoutFork())
