"""What changed between two registries, and the registry at a git revision."""

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
from registries import wide

from examples import tried
from mineralreg.errors import UsageError
from mineralreg.git import read_revision
from mineralreg.query.diff import Change, diff, stood
from mineralreg.records import parts
from mineralreg.records.models import MODELS
from mineralreg.records.parts import Record
from mineralreg.records.schema import Fields
from mineralreg.records.schema import fields as fields_of
from mineralreg.reference import vocabulary

OLD = wide()


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
    return [field.texts() for field in change.fields]


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
    def leaves(table: Fields) -> Iterator[tuple[str, str]]:
        for key, field in table.items():
            if key not in ("selector", "field_sources"):  # with filters, and with any field
                yield key, field.holds
                yield from leaves(field.parts)

    told = [
        (key, holds)
        for kind in MODELS
        for key, holds in leaves(fields_of(kind))
        if holds in MODELS or key in vocabulary.REFERENCES
    ]
    assert told
    assert {*told} <= {*vocabulary.REFERENCES.items()}


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
    new["agreement"][1]["signatories"][0]["role"] = "signatory"
    new["initiative"][0]["members"][0]["role"] = "member"
    assert diff(OLD, new) == []
    new["agreement"][1]["signatories"][0]["role"] = "witness"
    assert [change.id for change in diff(OLD, new)] == ["us-peru-2026"]


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


ACTS = [{"action": "amended", "date": f"{year}"} for year in (2024, 2025, 2026)]
NOTED = [{"action": "amended", "date": "2025", "note": note} for note in ("x", 1)]
PLACED = [NOTED[0] | {"note": ["x"]}, {"action": "amended", "date": "2025", "place": "Lima"}]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        # what is alike pairs before what only has the same name
        (ACTS, [*ACTS[:0:-1], ACTS[0] | {"note": "N"}], [("actions: amended: note", None, "N")]),
        (  # an older act is continued by one newer act
            ACTS[:1],
            ACTS[1:],
            [
                ("actions: amended: date", "2024", "2025"),
                ("actions: amended", None, "action = amended, date = 2026"),
            ],
        ),
        (  # a text that became a list is another
            NOTED,
            PLACED,
            [("actions: amended: place", None, "Lima"), ("actions: amended: note", "1", None)],
        ),
    ],
)
def test_acts_pair_by_what_is_alike_in_them(before: Any, after: Any, told: Any) -> None:
    old, new = (edited("agreement", "us-peru-2024", actions=acts) for acts in (before, after))
    (change,) = diff(old, new)
    assert fields(change) == told


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


def test_a_member_without_a_first_day_begins_with_its_initiative() -> None:
    acts = [{"action": "proposed", "date": "2020"}, {"action": "launched", "date": "2022-06-14"}]
    given = edited("initiative", "msp", actions=acts)
    began = {}
    for day in ("2021-12-31", "2022-06-14"):
        (msp,) = [one for one in stood(given, day)["initiative"] if one["id"] == "msp"]
        began[day] = [one["partner"] for one in msp["members"]]
    assert began == {"2021-12-31": [], "2022-06-14": ["united-states", "japan"]}


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


def test_a_file_at_a_revision(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "-q", str(tmp_path / "linked"), "HEAD~1")
    assert read_revision(tmp_path / "linked" / "data" / "agreements.toml", "HEAD") == b"one"
    file = repository / "data" / "agreements.toml"
    file.write_text("three")
    assert read_revision(file, "HEAD") == b"two"
    assert read_revision(file, "HEAD~1") == b"one"
    file.unlink()
    assert read_revision(file, "HEAD") == b"two"


def test_a_shallow_clone(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(clone))
    file = clone / "data" / "agreements.toml"
    assert read_revision(file, "HEAD") == b"two"
    with pytest.raises(UsageError, match="shallow clone") as caught:
        read_revision(file, "HEAD~1")
    assert "git fetch --unshallow" in (caught.value.help or "")


@pytest.mark.parametrize(
    ("file", "revision", "said"),
    [
        *(("agreements.toml", text, "revision") for text in ("--output=x", "", "HEAD^{tree}")),
        ("agreements.toml", "\0", "revision cannot hold a NUL"),
        ("other.toml", "HEAD", "other.toml is not in revision 'HEAD'"),
    ],
)
def test_what_is_not_in_a_repository(repository: Path, file: str, revision: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_revision(repository / "data" / file, revision)


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


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(UsageError, match="git is not installed"):
        read_revision(repository / "data" / "agreements.toml", "HEAD")


def test_many_alike_acts_are_compared_quickly() -> None:
    def noted(word: str) -> Any:
        acts = [{**NOTED[0], "note": f"{word}{at}"} for at in range(3000)]
        return edited("agreement", "us-peru-2024", actions=acts)

    (found,) = diff(noted("a"), noted("b"))
    assert len(found.fields) == 3000
