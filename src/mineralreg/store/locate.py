"""Which registry: an option, a variable, the nearest file, or the packaged copy.

Plain `os.path` instead of pathlib and importlib.resources, because every start runs this.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from mineralreg.errors import RegistryError

VARIABLE = "MINERALREG_REGISTRY"
NAMES = (os.path.join("data", "agreements.toml"), "agreements.toml")
SCHEMA = "agreements.schema.json"
"""The JSON Schema of a registry file, which its first line names for editors."""
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Location(NamedTuple):
    """A registry file, as messages show its path, why it, and whether it is the packaged copy."""

    path: str
    reason: str
    packaged: bool


def locate(option: str | None = None) -> Location:
    """Find the registry that a command works on; `--registry` wins over everything else."""
    if option:
        return Location(option, "--registry", False)
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Location(chosen, VARIABLE, False)
    found = nearest()
    if found is not None:
        return Location(found, "nearest file, walking up from the current folder", False)
    return Location(packaged_path(), "the copy packaged with mineralreg, read only", True)


def packaged_path(name: str = NAMES[1]) -> str:
    """A file of data that comes with the program: in the wheel, or in the source tree.

    Raises:
        RegistryError: It is in neither place, which only a damaged installation can bring about.
    """
    for folder in (_PACKAGE, os.path.dirname(os.path.dirname(_PACKAGE))):
        place = os.path.join(folder, "data", name)
        if os.path.isfile(place):
            return place
    reason = f"{name}, which is packaged with mineralreg, is missing"
    raise RegistryError(reason, help="reinstall mineralreg")


def in_package(path: str) -> bool:
    """Whether a path names the registry inside the installed package, by whatever way."""
    return os.path.realpath(path).startswith(os.path.realpath(_PACKAGE) + os.sep)


def nearest() -> str | None:
    """The nearest registry from the current folder upwards, as far as the root of a git work tree.

    A command never answers from, or writes to, a registry outside the repository it stands in.
    """
    try:
        here = os.getcwd()
    except OSError:  # the current folder was removed
        return None
    for folder in upwards(here):
        for name in NAMES:
            if os.path.isfile(os.path.join(folder, name)):
                return os.path.relpath(os.path.join(folder, name), here)
        if is_work_tree(folder):
            break
    return None


def upwards(folder: str) -> Iterator[str]:
    """A folder and all that it lies in, to the root of the disk."""
    yield folder
    while (parent := os.path.dirname(folder)) != folder:
        folder = parent
        yield folder


def is_work_tree(folder: str) -> bool:
    """Whether a folder is the root of a git work tree."""
    return os.path.lexists(os.path.join(folder, ".git"))
