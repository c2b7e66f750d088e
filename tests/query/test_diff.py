"""What changed between two registries, and the registry at a git revision."""

from __future__ import annotations

import copy
import subprocess
from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from registries import SAMPLE

from examples import tried
from mineralreg.errors import UsageError
from mineralreg.git import read_revision
from mineralreg.query.diff import Change, diff, stood
from mineralreg.records import parts
from mineralreg.records.models import MODELS
from mineralreg.records.parts import Record
from mineralreg.records.schema import references
from mineralreg.reference import vocabulary

OLD: dict[str, Any] = tomli.loads(SAMPLE)


def edited(kind: str, id: str, /, **values: Any) -> dict[str, Any]:
    """The sample with some fields of one record changed; None takes a field away."""
    registry = copy.deepcopy(OLD)
    record = next(one for one in registry[kind] if one["id"] == id)
    for key, value in values.items():
        if value is None:
            del record[key]
        else:
            record[key] = value
    return registry


def fields(change: Change) -> list[tuple[str, str | None, str | None]]:
    return [field[:3] for field in change.fields]


def test_what_is_taken_for_granted_is_what_the_models_say() -> None:
    models: list[tuple[str, type[Record]]] = [("record", one) for one in MODELS.values()]
    models += [("members", parts.Membership), ("members", parts.Counted)]
    models += [("signatories", parts.Signatory)]
    found: dict[str, dict[str, object]] = {}
    for name, model in models:
        for key, info in model.model_fields.items():
            if isinstance(info.default, str | bool):
                found.setdefault(name, {})[key] = info.default
    assert found == vocabulary.DEFAULTS


def test_keys_that_name_records_are_those_of_the_models() -> None:
    def leaves(targets: Any) -> Iterator[tuple[str, str]]:
        for key, target in targets.items():
            yield from [(key, target)] if isinstance(target, str) else leaves(target)

    targets = {key: one for kind in MODELS for key, one in references(kind).items()}
    assert {*leaves({**targets, "field_sources": {}})} <= {*vocabulary.REFERENCES.items()}


@given(st.randoms(use_true_random=False))
@tried(40)
def test_another_order_is_no_change(random: Any) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            random.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        if isinstance(value, list):
            return random.sample([shuffled(one) for one in value], len(value))
        return value

    assert diff(OLD, tomli.loads(tomli_w.dumps(shuffled(OLD)))) == []


def test_written_out_defaults_and_quoted_dates_are_no_change() -> None:
    new = edited("agreement", "us-peru-2024", level="intergovernmental", topics=[])
    new["agreement"][0]["actions"] = [{"action": "signed", "date": "2024-08-29", "place": "Lima"}]
    new["initiative"][0]["members"][0]["role"] = "member"
    assert diff(OLD, new) == []


def test_a_role_that_is_the_default_is_no_change() -> None:
    peru = {"partner": "peru", "name": "Ana Ruiz", "office": "Minister"}
    said = edited("agreement", "us-peru-2026", signatories=[peru | {"role": "signatory"}])
    assert diff(OLD, said) == []
    other = edited("agreement", "us-peru-2026", signatories=[peru | {"role": "witness"}])
    assert [change.id for change in diff(OLD, other)] == ["us-peru-2026"]


@pytest.mark.parametrize(
    ("key", "one", "other", "more", "told"),
    [
        ("signatories", {"name": "Ana"}, {"name": "Eva"}, {"office": "Minister"}, "Eva"),
        ("signatories", {"body": "A"}, {"body": "B"}, {"office": "Minister"}, "B"),
        ("signatories", {"partner": "peru"}, {"partner": "chad"}, {"office": "King"}, "chad"),
        ("amounts", {"what": "loan"}, {"what": "grant"}, {"value": 3}, "grant"),
        ("bodies", {"partner": "peru"}, {"partner": "japan"}, {"note": "N"}, "japan"),
        ("relations", {"agreement": "acme-japan"}, {"agreement": "x"}, {"note": "N"}, "x"),
        ("variants", {"value": "2024"}, {"value": "2023"}, {"note": "N"}, "2023"),
        ("actions", {"partner": "peru"}, {"partner": "chad"}, {"note": "N"}, "chad"),
    ],
)
def test_tables_pair_by_what_names_them(
    key: str, one: dict[str, Any], other: dict[str, Any], more: dict[str, Any], told: str
) -> None:
    before = edited("agreement", "us-peru-2024", **{key: [one, other]})
    after = edited("agreement", "us-peru-2024", **{key: [other | more, one]})
    (change,) = diff(before, after)
    ((field, *values),) = fields(change)
    (name,) = more
    assert field.startswith(f"{key}: ")
    assert field.endswith(f"{told}: {name}")
    assert values == [None, str(more[name])]


def test_what_is_alike_pairs_before_what_only_has_the_same_name() -> None:
    acts = [{"action": "amended", "date": f"{year}"} for year in (2024, 2025, 2026)]
    before = edited("agreement", "us-peru-2024", actions=acts)
    after = edited("agreement", "us-peru-2024", actions=[acts[2], acts[1], acts[0] | {"note": "N"}])
    (change,) = diff(before, after)
    ((field, *values),) = fields(change)
    assert (field.endswith(": note"), values) == (True, [None, "N"])


def test_an_older_act_is_continued_by_one_newer_act() -> None:
    acts = [{"action": "amended", "date": f"{year}"} for year in (2024, 2025, 2026)]
    before = edited("agreement", "us-peru-2024", actions=acts[:1])
    (change,) = diff(before, edited("agreement", "us-peru-2024", actions=acts[1:]))
    assert [(old, new) for _, old, new in fields(change)] == [
        ("2024", "2025"),
        (None, "action = amended, date = 2026"),
    ]


def test_a_text_that_became_a_list_is_another() -> None:
    act = {"action": "amended", "date": "2025"}
    before = edited("agreement", "us-peru-2024", actions=[act | {"note": "x"}, act | {"note": 1}])
    listed = [act | {"note": ["x"]}, act | {"place": "Lima"}]
    (change,) = diff(before, edited("agreement", "us-peru-2024", actions=listed))
    assert fields(change) == [
        ("actions: amended: place", None, "Lima"),
        ("actions: amended: note", "1", None),
    ]


@pytest.mark.parametrize(
    ("members", "there"),
    [(None, True), ([], False), (["2026-02-04"], True), (["2026-02-05"], False)],
)
def test_an_initiative_without_acts_is_there_with_its_first_member(
    members: list[str] | None, there: bool
) -> None:
    listed: Any = members and [{"partner": "peru", "from": day} for day in members]
    given = edited("initiative", "forge", actions=None, members=listed)
    found = stood(given, "2026-02-04")["initiative"]
    assert ("forge" in [one["id"] for one in found]) == there


def test_records_that_came_went_and_were_withdrawn() -> None:
    new = edited("agreement", "us-peru-2024", withdrawn="A mistake.")
    new["agreement"] = [one for one in new["agreement"] if one["id"] != "acme-japan"]
    new["agreement"].append(OLD["agreement"][0] | {"id": "another", "title": "Another"})
    del next(one for one in new["agreement"] if one["id"] == "mistaken")["withdrawn"]
    assert [(one.what, one.id, one.title) for one in diff(OLD, new)] == [
        ("withdrawn", "us-peru-2024", "Memorandum on investment"),
        ("restored", "mistaken", "A mistake"),
        ("added", "another", "Another"),
        ("removed", "acme-japan", "Purchase of ore"),
    ]


def test_a_renamed_record_is_known_by_its_former_id() -> None:
    new = edited(
        "agreement", "us-peru-2024", id="peru-2024", former_ids=["us-peru-2024"], title="New title"
    )
    (change,) = diff(OLD, new)
    assert (change.what, change.id, change.old_id) == ("renamed", "peru-2024", "us-peru-2024")
    assert fields(change) == [("title", "Memorandum on investment", "New title")]


@pytest.mark.parametrize(
    ("kind", "id"), [("source", "wire"), ("partner", "peru"), ("event", "meeting-2026")]
)
def test_what_names_a_renamed_record_is_no_change(kind: str, id: str) -> None:
    new = tomli.loads(SAMPLE.replace(f'"{id}"', '"new-id"'))
    next(one for one in new[kind] if one["id"] == "new-id")["former_ids"] = [id]
    assert [(one.what, one.id, one.old_id) for one in diff(OLD, new)] == [("renamed", "new-id", id)]


def test_fields_words_and_acts() -> None:
    new = edited("agreement", "us-peru-2026", topics=["mining"], notes=None, level="commercial")
    record = new["agreement"][1]
    record["actions"][1]["date"] = "2026-02"
    record["actions"][1]["sources"] = ["gazette", "wire"]
    del record["actions"][2]
    record["actions"].append({"action": "ratified", "partner": "peru", "date": "2026-06"})
    (change,) = diff(OLD, new)
    assert change.what == "changed"
    assert sorted(fields(change), key=str) == sorted(
        [
            ("status", "in-effect", "signed"),
            ("topics", "finance", None),
            ("topics", None, "mining"),
            ("actions: signed: date", "2026-02-04", "2026-02"),
            ("actions: signed: sources", None, "wire"),
            ("actions: ratified peru", None, "action = ratified, partner = peru, date = 2026-06"),
            ("actions: took-effect", "action = took-effect, date = 2026-05", None),
            ("level", "intergovernmental", "commercial"),
            ("notes", "A note.", None),
        ],
        key=str,
    )


def test_members_and_the_selector_of_a_claim() -> None:
    new = copy.deepcopy(OLD)
    new["initiative"][0]["members"][4]["to"] = "2026"
    new["claim"][1]["selector"] = {"country": "united-states", "kind": ["memorandum", "treaty"]}
    changes = {one.id: fields(one) for one in diff(OLD, new)}
    assert changes == {
        "msp": [("members: france: to", None, "2026")],
        "two-with-peru": [("selector: kind", None, "treaty")],
    }


def test_the_header() -> None:
    new = copy.deepcopy(OLD)
    new["registry"]["version"] = "2026.8.1"
    (change,) = diff(OLD, new)
    assert (change.kind, fields(change)) == ("registry", [("version", "2026.7.4", "2026.8.1")])


@pytest.mark.parametrize("broken", [{}, {"agreement": "none"}, {"agreement": [1, "two"]}])
def test_a_broken_side_is_compared_as_far_as_it_goes(broken: dict[str, Any]) -> None:
    assert {one.what for one in diff(OLD, broken)} <= {"removed", "changed"}
    assert diff(broken, OLD)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "data").mkdir(parents=True)
    git(folder, "init", "-q")
    for text in ("one", "two"):
        (folder / "data" / "agreements.toml").write_text(text)
        git(folder, "add", "data")
        git(folder, "commit", "-q", "-m", text)
    return folder


def test_a_file_at_a_revision(repository: Path) -> None:
    file = repository / "data" / "agreements.toml"
    file.write_text("three")
    assert read_revision(file, "HEAD") == b"two"
    assert read_revision(file, "HEAD~1") == b"one"
    file.unlink()
    assert read_revision(file, "HEAD") == b"two"


def test_a_linked_worktree(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "-q", str(tmp_path / "linked"), "HEAD~1")
    assert read_revision(tmp_path / "linked" / "data" / "agreements.toml", "HEAD") == b"one"


def test_a_shallow_clone(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(clone))
    file = clone / "data" / "agreements.toml"
    assert read_revision(file, "HEAD") == b"two"
    with pytest.raises(UsageError, match="shallow clone") as caught:
        read_revision(file, "HEAD~1")
    assert "git fetch --unshallow" in (caught.value.help or "")


@pytest.mark.parametrize("revision", ["nope", "--output=x", "", "HEAD^{tree}", "\0"])
def test_what_is_no_revision(repository: Path, revision: str) -> None:
    with pytest.raises(UsageError, match="revision"):
        read_revision(repository / "data" / "agreements.toml", revision)


def test_a_file_that_the_revision_does_not_have(repository: Path) -> None:
    with pytest.raises(UsageError, match=r"other.toml is not in revision 'HEAD'"):
        read_revision(repository / "other.toml", "HEAD")


def test_what_git_cannot_read_is_not_called_absent(repository: Path) -> None:
    file = repository / "data" / "agreements.toml"
    blob = sha1(b"blob 3\0two", usedforsecurity=False).hexdigest()
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(UsageError, match="is missing in this repository"):
        read_revision(file, "HEAD")
    with (repository / ".git" / "config").open("a") as config:
        config.write("[broken\n")
    with pytest.raises(UsageError, match=r"git cannot read the repository of .*bad config line"):
        read_revision(file, "HEAD")


def test_outside_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    file = tmp_path / "agreements.toml"
    file.write_text("one")
    with pytest.raises(UsageError, match="is not in a git repository"):
        read_revision(file, "HEAD")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git is not installed"):
        read_revision(file, "HEAD")


def test_a_change_of_the_derived_status_is_told_and_an_act_is_an_object() -> None:
    new = edited(
        "agreement",
        "us-peru-2024",
        actions=[*OLD["agreement"][0]["actions"], {"action": "took-effect", "date": "2025-01"}],
    )
    (found,) = diff(OLD, new)
    assert fields(found)[0] == ("status", "signed", "in-effect")
    assert found.fields[1].object() == {
        "field": "actions: took-effect",
        "old": None,
        "new": {"action": "took-effect", "date": "2025-01"},
    }


def test_former_ids_are_a_change_but_for_the_id_that_a_renaming_takes_away() -> None:
    (found,) = diff(OLD, edited("agreement", "us-peru-2024", former_ids=["old-name"]))
    assert fields(found) == [("former_ids", None, "old-name")]


def test_two_days_compared() -> None:
    before, after = stood(OLD, "2025-12-31"), stood(OLD, "2026-06-30")
    found = {change.id: (change.what, fields(change)) for change in diff(before, after)}
    assert found["us-peru-2026"] == ("added", [])
    assert found["forge"] == ("added", [])
    assert ("status", "active", "superseded") in found["msp"][1]
    assert diff(before, before) == []


def test_many_alike_acts_are_compared_quickly() -> None:
    acts = [{"action": "amended", "date": "2025", "note": f"{at}"} for at in range(3000)]
    old = edited("agreement", "us-peru-2024", actions=acts)
    new = edited(
        "agreement", "us-peru-2024", actions=[{**act, "note": f"new {act['note']}"} for act in acts]
    )
    (found,) = diff(old, new)
    assert len(found.fields) == 3000
