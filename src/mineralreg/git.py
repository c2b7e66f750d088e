"""The registry file as git has it at a revision; nothing else of the program speaks to git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from mineralreg.errors import UsageError

_SECONDS = 60
_TWO_FILES = "name two files instead: mineralreg diff OLD.toml NEW.toml"
_OF_HOOKS = {
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_CONFIG_COUNT"),
    *("GIT_CONFIG_PARAMETERS", "GIT_DIR", "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE"),
    *("GIT_INDEX_FILE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_NO_REPLACE_OBJECTS"),
    *("GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE"),
    "GIT_WORK_TREE",
}
"""What git sets for hooks (`git rev-parse --local-env-vars`), of another repository perhaps."""

_OF_OURS = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
"""No fetch, as a repository's configuration can name any program for that, and for a git too old to
know that, no protocol to fetch by; no question either. What git says is read, so it says it in
English."""


def read_revision(path: str | Path, revision: str) -> bytes:
    """The bytes of a registry file at a git revision.

    Works in any folder of a repository, in a linked worktree and in a shallow clone, as far as
    the revision is there. The file is looked for at the place it has now.

    Args:
        path: The registry file; it need not exist any more.
        revision: Anything that git takes for a commit: `HEAD`, `HEAD~3`, a tag, a branch, a hash.

    Raises:
        UsageError: There is no git or no repository, no such revision, or no such file in it.
    """
    file = Path(path).resolve()
    folder = next((one for one in file.parents if one.is_dir()), Path.cwd())
    inside = file.relative_to(folder).as_posix()
    name = repr(revision[:60])
    _inside_repository(folder, file)
    verify = ("rev-parse", "--verify", "--quiet")
    commit = _git(folder, *verify, "--end-of-options", revision + "^{commit}")
    if commit.returncode != 0:
        where, help = "repository", "`git log` shows revisions"
        old, dots, new = revision.replace("...", "..").partition("..")
        if _git(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
            where, help = "shallow clone", "fetch the rest first: git fetch --unshallow"
        elif dots:
            help = f"name the two sides apart: diff {old or 'HEAD'} {new or 'HEAD'}"
        raise UsageError(f"there is no revision {name} in this {where}", help=help)
    place = f"{commit.stdout.decode('ascii', 'replace').strip()}:./{inside}"
    found = _git(folder, "cat-file", "blob", place)
    if found.returncode == 0:
        return found.stdout
    if _git(folder, *verify, place).returncode == 0:
        raise UsageError(
            f"the content of {file.name} in revision {name} is missing in this repository",
            help=f"fetch it first: git show {revision[:60]}:./{inside}",
        )
    raise UsageError(
        f"{file.name} is not in revision {name}, at least not at {inside}",
        help=f"`git log --follow -- {inside}` shows where it was",
    )


def _inside_repository(folder: Path, file: Path) -> None:
    found = _git(folder, "rev-parse", "--is-inside-work-tree")
    if found.returncode == 0:
        return
    said = found.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
    reason = f"{file} is not in a git repository, so it has no revisions"
    help = _TWO_FILES
    if "dubious ownership" in said:
        reason = f"git refuses the repository of {file}, which belongs to somebody else"
        help = f"if you trust it: git config --global --add safe.directory {folder}"
    elif said and "not a git repository" not in said:
        reason = f"git cannot read the repository of {file}: {said}"
    raise UsageError(reason, help=help)


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    if any("\0" in argument for argument in arguments):
        raise UsageError("a revision cannot hold a NUL character", help="write HEAD or a hash")
    kept = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**kept, **_OF_OURS},
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        reason = "git is not installed, so revisions cannot be read"
    except OSError:
        reason = "git cannot be started, so revisions cannot be read"
    except subprocess.TimeoutExpired:
        reason = f"git gave no answer within {_SECONDS} seconds"
    raise UsageError(reason, help="name two files instead")
