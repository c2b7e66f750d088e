"""A new registry file where none is, with what belongs beside it: its schema, and git's ignorance.

The text that it begins with goes in whole or not at all.
"""

from __future__ import annotations

import os
from pathlib import Path

from mineralreg.atomic import create, refusal, replace
from mineralreg.document.content import read_bytes
from mineralreg.errors import MineralregError, UsageError
from mineralreg.store.change import lock_path
from mineralreg.store.locate import SCHEMA, is_work_tree, packaged_path, upwards

REGISTRY = Path(__file__).with_name("registry.toml")
"""The text of a new registry: valid, without a record, with the form of each as comments."""

NAME = "agreements.toml"
"""What a registry is called when only its folder is named."""


def begin(path: str | None, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Write a new registry file and its schema, and let git ignore its lock file.

    The path may be that of a folder for it. Gives back the path of the file, and what else was
    written, in sentences.

    Raises:
        WriteRefused: Something has that name already, or the system refused.
    """
    target = path or NAME
    if target == "-":
        raise UsageError("a registry is a file, not standard output", help="name a file")
    if target.endswith(("/", os.sep)) or os.path.isdir(target):
        target = os.path.join(target, NAME)
    folder = os.path.dirname(target)
    try:
        os.makedirs(folder or os.curdir, exist_ok=True)
    except OSError as error:
        raise refusal(f"the folder '{folder}' cannot be made", error) from None
    create(target, content)
    schema = os.path.join(folder, SCHEMA)
    if os.path.lexists(schema):
        return target, _ignored(target)
    create(schema, read_bytes(packaged_path(SCHEMA)))
    told = f"wrote {schema}, with which editors check what is typed"
    return target, (told, *_ignored(target))


def _ignored(target: str) -> tuple[str, ...]:
    """Let git ignore the lock file where the registry lies in a work tree."""
    real = os.path.realpath(target)
    if not any(map(is_work_tree, upwards(os.path.dirname(real)))):
        return ()
    lock = os.path.basename(lock_path(real))
    path = os.path.join(os.path.dirname(target), ".gitignore")
    try:
        if os.path.islink(path):  # git reads none either
            return ()
        if not os.path.exists(path):
            create(path, b"")
        before = read_bytes(path)
        if lock.encode() in before:
            return ()
        gap = b"" if before.endswith(b"\n") or not before else b"\n"
        replace(path, before + gap + f"/{lock}\n".encode(), before)
    except MineralregError:  # the registry is there; this only spares a line of `git status`
        return ()
    return (f"wrote the lock file's name to {path}",)
