"""Registries for the tests of writing, and the program run on them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import samples
from inside import run_inside
from mineralreg.edit.rows import Given
from mineralreg.store.locate import Location

SAMPLE = samples.SAMPLE.encode()


def location(path: Path) -> Location:
    return Location(str(path), "--registry", False)


def program(path: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "mineralreg", "--registry", str(path), *arguments]


def environment(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TERM": "dumb", **more}


def run(
    path: Path, *arguments: str, stdin: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a command inside this process, in surroundings that hold only what is given."""
    kept = environment(**more)
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            patch.delenv(name)
        for name, value in kept.items():
            patch.setenv(name, value)
        found = run_inside("--registry", str(path), *arguments, stdin=stdin)
    return subprocess.CompletedProcess(arguments, found.code, found.stdout, found.stderr)


def source(id: str, **more: str) -> dict[str, str]:
    return {"id": id, "title": "A page", "publisher": "A paper", "kind": "press", **more}


def came(records: list[tuple[str, dict[str, Any]]]) -> list[Given]:
    """Records as if they had come without a place."""
    return [Given("", kind, tuple(record.items())) for kind, record in records]


def large(agreements: int) -> bytes:
    """A valid registry of many agreements between two countries, years apart in kind and party."""
    blocks = [
        'schema_version = 1\n\n[registry]\ntitle = "Many"\n\n'
        '[[source]]\nid = "paper"\ntitle = "A page"\npublisher = "A paper"\nkind = "official"\n\n'
        '[[partner]]\nid = "peru"\niso = "PER"\n\n[[partner]]\nid = "chile"\niso = "CHL"\n'
    ]
    blocks += [
        f'[[agreement]]\nid = "agreement-{number}"\ntitle = "Agreement {number}"\n'
        f'kind = "memorandum"\nparties = ["peru", "chile"]\nsources = ["paper"]\n'
        f'actions = [\n    {{ action = "signed", date = {1900 + number % 100}-01-02 }},\n]\n'
        for number in range(agreements)
    ]
    return "\n".join(blocks).encode()
