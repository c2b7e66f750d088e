"""What `--registry` and `--color` chose, before or after the command's name.

One run of the program holds one choice; `app.run` starts each run from nothing, and the later
option wins, as everywhere.
"""

from __future__ import annotations

from mineralreg.errors import UsageError

COLORS = ("auto", "always", "never")

_chosen: dict[str, str] = {}


def reset() -> None:
    """Forget the choices of an earlier run in the same process."""
    _chosen.clear()


def choose(name: str, value: str | None) -> None:
    """Keep the value of a global option.

    Raises:
        UsageError: `--color` with a word that it does not know.
    """
    if value is None:
        return
    if name == "color" and value not in COLORS:
        raise UsageError(
            f"--color does not know {value!r}", help=f"write one of {', '.join(COLORS)}"
        )
    _chosen[name] = value


def registry() -> str | None:
    """The path that `--registry` gave, or None."""
    return _chosen.get("registry")


def color() -> str:
    """The word that `--color` gave: `auto`, `always` or `never`."""
    return _chosen.get("color", "auto")
