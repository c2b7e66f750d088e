"""The registries that tests begin with, and what a test changes in them."""

from pathlib import Path

DATA = Path(__file__).parent / "data"
SAMPLE_FILE = DATA / "sample.toml"
CLEAN = (DATA / "clean.toml").read_text(encoding="utf-8")
"""The smallest registry without findings, where hardly a key can be spared."""
SAMPLE = SAMPLE_FILE.read_text(encoding="utf-8")
"""A registry of each kind of record, real in kind; most cases ask it."""
WIDE = (DATA / "wide.toml").read_text(encoding="utf-8")
"""A registry in which every filter tells some record from the others."""


def edited(text: str, *changes: tuple[str, str]) -> str:
    """The text with each change made; what is replaced stands there once."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def kept(folder: Path, text: str | bytes = SAMPLE, name: str = "agreements.toml") -> Path:
    """A file of a registry in a folder."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
