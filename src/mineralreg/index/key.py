"""Where an index lives and what its name depends on.

The name is a hash of all that the index is made from, so an index is never out of date: another
content, program version, schema or reference table is another file. Nothing here imports pydantic.
"""

from __future__ import annotations

import os
import sys
from hashlib import blake2b

from mineralreg.version import __version__

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_MADE_BY = ("index", "records", "reference")
SUFFIX = ".sqlite"


def content_hash(raw: bytes) -> str:
    """BLAKE2b of a registry's bytes, 32 hexadecimal digits."""
    return blake2b(raw, digest_size=16).hexdigest()


def index_name(raw: bytes) -> str:
    """File name of the index of a registry with these bytes."""
    return f"{content_hash(raw)}-{builder_hash()}{SUFFIX}"


def builder_hash() -> str:
    """Hash of the program version and of the state of the files that build an index.

    Size and time of change stand for the contents of the package's files: they change whenever a
    source checkout is edited or another version is installed.
    """
    parts = [__version__, sys.version]
    for folder in _MADE_BY:
        with os.scandir(os.path.join(_PACKAGE, folder)) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith((".py", ".sql", ".toml")):
                    state = entry.stat()
                    parts.append(f"{folder}/{entry.name}:{state.st_size}:{state.st_mtime_ns}")
    dates = os.stat(os.path.join(_PACKAGE, "dates.py"))
    parts.append(f"dates:{dates.st_size}:{dates.st_mtime_ns}")
    return blake2b("\n".join(parts).encode(), digest_size=6).hexdigest()


def cache_folder() -> str | None:
    """The folder for index files, or None when the machine offers none.

    `MINERALREG_CACHE` names it; an empty value means none. Else it is what platformdirs says,
    if that is an absolute path.
    """
    chosen = os.environ.get("MINERALREG_CACHE")
    if chosen is not None:
        return chosen or None
    from platformdirs import user_cache_dir  # only here: a start with MINERALREG_CACHE needs none

    try:
        folder = user_cache_dir("mineralreg", appauthor=False)
    except RuntimeError:  # there is no home
        return None
    return folder if os.path.isabs(folder) else None
