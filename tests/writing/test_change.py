"""Writing a registry through the library: what is kept, what is refused, what is never written."""

import os
from pathlib import Path

import pytest
from written import SAMPLE, came, location, source

from mineralreg.document.document import Document, parse_document
from mineralreg.document.splice import Edit
from mineralreg.edit.add import add
from mineralreg.edit.set import assign
from mineralreg.errors import WriteRefused
from mineralreg.store import change as module
from mineralreg.store.change import Change, locked, write
from samples import kept

ONE_MORE = add(came([("source", source("another"))]))


@pytest.fixture
def link(tmp_path: Path) -> Path:
    """A symbolic link to the sample in another folder."""
    (tmp_path / "real").mkdir()
    kept(tmp_path / "real")
    link = tmp_path / "link.toml"
    link.symlink_to(Path("real") / "agreements.toml")
    return link


def test_a_symlink_stays_and_its_target_changes(link: Path) -> None:
    write(location(link), ONE_MORE)
    assert link.is_symlink()
    assert b'id = "another"' in link.resolve().read_bytes()
    assert sorted(os.listdir(link.parent)) == ["link.toml", "real"]


def test_both_names_of_a_file_have_one_lock(link: Path) -> None:
    waited = r"another mineralreg .* more than 0\.1 seconds"
    with locked(str(link.resolve())), pytest.raises(WriteRefused, match=waited):
        write(location(link), ONE_MORE, wait=0.1)
    assert link.read_bytes() == SAMPLE


def test_nothing_to_do_writes_nothing(path: Path) -> None:
    before = path.stat()
    outcome = write(location(path), assign("us-peru-2026", ["kind=memorandum"]))
    assert outcome.change.edits == ()
    assert path.stat().st_ino == before.st_ino
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_one_more_of_an_old_error_is_new(tmp_path: Path) -> None:
    path = kept(tmp_path, SAMPLE.replace(b'kind = "framework"\n', b""))
    more = {"id": "x", "title": "T", "parties": ["peru", "france"], "sources": ["commission-2024"]}
    with pytest.raises(WriteRefused) as caught:
        write(location(path), add(came([("agreement", more)])))
    assert [finding.record for finding in caught.value.findings] == ["x"]


def test_a_path_into_the_package_is_the_packaged_copy(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link.toml").symlink_to(path)
    monkeypatch.setattr("mineralreg.store.locate._PACKAGE", str(tmp_path))
    outside = tmp_path.parent / f"{tmp_path.name}-link.toml"
    outside.symlink_to(path)
    for name in (path, tmp_path / "link.toml", outside):
        with pytest.raises(WriteRefused, match="read only"):
            write(location(name), ONE_MORE)


def test_an_edit_between_reading_and_replacing_wins(path: Path) -> None:
    edited = SAMPLE + b"# by hand\n"

    def plan(document: Document) -> Change:
        path.write_bytes(edited)
        return ONE_MORE(document)

    with pytest.raises(WriteRefused, match="changed by something else") as caught:
        write(location(path), plan)
    assert caught.value.exit_code == 4
    assert path.read_bytes() == edited


def test_what_was_read_before_the_lock_is_not_used(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def late(target: str, wait: float) -> object:
        path.write_bytes(SAMPLE.replace(b"Three frameworks signed", b"3 frameworks signed"))
        return locked(target, wait)

    monkeypatch.setattr(module, "locked", late)
    write(location(path), ONE_MORE)
    assert b"3 frameworks signed" in path.read_bytes()
    assert b'id = "another"' in path.read_bytes()


@pytest.mark.parametrize(
    ("edits", "intended"),
    [
        ((Edit(0, 0, "x = 1\n"),), {"x": 2}),
        ((Edit(0, 0, "x = 1\n"),), {"x": True}),
        ((Edit(0, 0, "x = \n"),), {}),
        ((Edit(0, 5, ""), Edit(3, 6, "")), {}),
        ((Edit(10_000_000, 10_000_000, "x"),), {}),
    ],
)
def test_edits_that_do_something_else_are_refused(
    edits: tuple[Edit, ...], intended: dict[str, object]
) -> None:
    document = parse_document(b"# a comment\n", "a.toml")
    with pytest.raises(WriteRefused, match="cannot be made as text"):
        module.proven(document, Change(edits, intended))


def test_leftovers_of_killed_writers_are_swept(path: Path, tmp_path: Path) -> None:
    (tmp_path / ".agreements.toml.mineralreg-0123.tmp").write_bytes(b"half")
    (tmp_path / ".other.toml.mineralreg-0123.tmp").write_bytes(b"half")
    write(location(path), ONE_MORE)
    assert sorted(os.listdir(tmp_path)) == [
        ".agreements.toml.lock",
        ".other.toml.mineralreg-0123.tmp",
        "agreements.toml",
    ]
