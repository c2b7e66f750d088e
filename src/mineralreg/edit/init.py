"""A new registry file where none is: the text that it begins with goes in whole or not at all."""

from __future__ import annotations

import os

from mineralreg.atomic import create
from mineralreg.document.content import read_bytes
from mineralreg.errors import WriteRefused
from mineralreg.store.locate import packaged_path

NAME = "agreements.toml"
"""What a registry is called when only its folder is named."""


def begin(path: str | None, content: bytes | None) -> str:
    """Write a new registry file.

    Args:
        path: The file, or the folder for it; None for the current folder.
        content: What it begins with; None for a copy of the packaged registry.

    Returns:
        The path of the file.

    Raises:
        WriteRefused: Something has that name already, or the system refused.
    """
    target = path or NAME
    if target.endswith(("/", os.sep)) or os.path.isdir(target):
        target = os.path.join(target, NAME)
    if os.path.lexists(target):
        raise WriteRefused(
            f"'{target}' exists already and is left as it is", help="choose another path"
        )
    folder = os.path.dirname(target)
    try:
        os.makedirs(folder or os.curdir, exist_ok=True)
    except OSError as error:
        raise WriteRefused(
            f"the folder '{folder}' cannot be made: {error.strerror}", help="choose another path"
        ) from None
    create(target, read_bytes(packaged_path()) if content is None else content)
    return target
