"""Writing a registry through the library: what is kept, what is refused, what is never written."""

import os
from pathlib import Path

import pytest
from written import SAMPLE, came, location, source

from mineralreg.document.document import Document, parse_document
from mineralreg.document.splice import Edit
from mineralreg.edit.add import add
from mineralreg.edit.set import assign
from mineralreg.errors import RegistryError, WriteRefused
from mineralreg.store import change as module
from mineralreg.store.change import Change, locked, write
from mineralreg.store.locate import Location, packaged_path
from samples import kept

ONE_MORE = add(came([("source", source("another"))]))


def test_a_symlink_stays_and_its_target_changes(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = kept(tmp_path / "real")
    link = tmp_path / "link.toml"
    link.symlink_to(Path("real") / "agreements.toml")
    write(location(link), ONE_MORE)
    assert link.is_symlink()
    assert b'id = "another"' in target.read_bytes()
    assert sorted(os.listdir(tmp_path)) == ["link.toml", "real"]


def test_both_names_of_a_file_have_one_lock(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = kept(tmp_path / "real")
    link = tmp_path / "link.toml"
    link.symlink_to(target)
    with (
        locked(os.path.realpath(target)),
        pytest.raises(WriteRefused, match="another mineralreg"),
    ):
        write(location(link), ONE_MORE, wait=0.1)
    assert target.read_bytes() == SAMPLE


def test_nothing_to_do_writes_nothing(path: Path) -> None:
    before = path.stat()
    outcome = write(location(path), assign("us-peru-2026", ["kind=memorandum"]))
    assert outcome.change.edits == ()
    assert path.stat().st_ino == before.st_ino
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_a_dry_run_touches_nothing(path: Path, tmp_path: Path) -> None:
    outcome = write(location(path), ONE_MORE, dry_run=True)
    assert path.read_bytes() == SAMPLE
    assert os.listdir(tmp_path) == ["agreements.toml"]
    write(location(path), ONE_MORE)
    assert path.read_bytes() == outcome.after.encode()


def test_old_errors_are_let_be_and_new_ones_refused(tmp_path: Path) -> None:
    path = tmp_path / "agreements.toml"
    path.write_bytes(SAMPLE.replace(b'iso = "PER"', b'iso = "PEX"'))
    write(location(path), ONE_MORE)
    before = path.read_bytes()
    wrong = add(came([("source", {"id": "third", "title": "T", "kind": "press"})]))
    with pytest.raises(WriteRefused) as caught:
        write(location(path), wrong)
    assert [finding.code for finding in caught.value.findings] == ["MR102"]
    assert path.read_bytes() == before


def test_one_more_of_an_old_error_is_new(tmp_path: Path) -> None:
    path = kept(tmp_path, SAMPLE.replace(b'kind = "framework"\n', b""))
    more = {"id": "x", "title": "T", "parties": ["peru", "france"], "sources": ["commission-2024"]}
    with pytest.raises(WriteRefused) as caught:
        write(location(path), add(came([("agreement", more)])))
    assert [finding.record for finding in caught.value.findings] == ["x"]


@pytest.mark.parametrize("content", [b"id = = 1\n", b"\xff", b"a = 1\na = 2\n"])
def test_a_file_that_does_not_parse_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "agreements.toml"
    path.write_bytes(content)
    with pytest.raises(RegistryError):
        write(location(path), ONE_MORE)
    assert path.read_bytes() == content


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="there is no file"):
        write(location(tmp_path / "nothing.toml"), ONE_MORE)
    assert os.listdir(tmp_path) == []


def test_the_packaged_copy_is_never_written() -> None:
    before = Path(packaged_path()).read_bytes()
    packaged = Location(packaged_path(), "packaged", True)
    with pytest.raises(WriteRefused, match="read only") as caught:
        write(packaged, ONE_MORE)
    assert "mineralreg init" in str(caught.value.help)
    assert Path(packaged_path()).read_bytes() == before


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
        change = ONE_MORE(document)
        path.write_bytes(edited)
        return change

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


def test_a_claim_that_no_longer_reconciles_is_told(tmp_path: Path) -> None:
    late = {
        **{"title": "T", "kind": "framework", "parties": ["united-states", "france"]},
        **{"event": "ministerial-2026", "sources": ["wire-2026-02-05"]},
        "actions": [{"action": "signed", "date": "2026-02-04"}],
    }
    path = kept(tmp_path)
    outcome = write(location(path), add(came([("agreement", late)])))
    assert [(one.code, one.record) for one in outcome.consequences] == [("MR501", "three-in-a-day")]
    assert b'id = "us-france-2026"' in path.read_bytes()


def test_leftovers_of_killed_writers_are_swept(path: Path, tmp_path: Path) -> None:
    (tmp_path / ".agreements.toml.mineralreg-0123.tmp").write_bytes(b"half")
    (tmp_path / ".other.toml.mineralreg-0123.tmp").write_bytes(b"half")
    write(location(path), ONE_MORE)
    assert sorted(os.listdir(tmp_path)) == [
        ".agreements.toml.lock",
        ".other.toml.mineralreg-0123.tmp",
        "agreements.toml",
    ]
