"""The library in Python: docs/python.md runs, and each method answers what its command answers."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import mineralreg
from inside import run_inside
from mineralreg.registry import sources_in
from pages import ROOT
from samples import SAMPLE, SAMPLE_FILE, edited, kept


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[mineralreg.Registry]:
    monkeypatch.setenv("MINERALREG_REGISTRY", str(SAMPLE_FILE))
    with mineralreg.load(SAMPLE_FILE) as loaded:
        yield loaded


def told(line: str) -> list[str]:
    """The lines that a command prints."""
    return run_inside(*line.split()).stdout.splitlines()


def test_list_and_count_answer_as_the_command(registry: mineralreg.Registry) -> None:
    assert list(registry.list(country="Peru").ids()) == told("list --country Peru -f ids")
    assert str(registry.count(country="Peru")) == told("list --country Peru --count")[0]
    assert list(registry.list("partners", columns=["name"], limit=2)) == [
        (name,) for name in told("list partners --columns name --limit 2")
    ]
    assert list(registry.list(status=("signed", "in-force"), since="2026").ids()) == told(
        "list --status signed --status in-force --since 2026 -f ids"
    )


def test_summary_reconcile_show_and_sql_answer_as_the_commands(
    registry: mineralreg.Registry,
) -> None:
    counts = registry.summary("status")
    assert [f"{group.values[0]}\t{group.count}" for group in counts.groups] == told(
        "summary --by status"
    )
    assert [verdict.claim for verdict in registry.reconcile()] == [
        line.split("\t")[0] for line in told("reconcile")
    ]
    shown = json.loads("\n".join(told("show us-peru-2026 --json")))
    assert registry.show("us-peru-2026").record == shown
    assert registry.sql("select 1 as a").rows() == [(1,)]


def test_diff_and_export(registry: mineralreg.Registry, tmp_path: Path) -> None:
    changed = kept(tmp_path, edited(SAMPLE, ('name = "Minera', 'name = "Mina')))
    assert [change.id for change in registry.diff(changed).changes] == ["minera-andina"]
    assert registry.diff(mineralreg.load(SAMPLE_FILE)).changes == ()
    assert registry.diff(old="1900").changes == registry.diff(old="1900-01-01").changes != ()
    with pytest.raises(mineralreg.MineralregError):
        registry.diff(old="no-such-revision")
    registry.export("json", tmp_path / "part.json", country="Peru")
    part = json.loads((tmp_path / "part.json").read_text(encoding="utf-8"))
    assert {one["id"] for one in part["agreement"]} == set(registry.list(country="Peru").ids())
    with pytest.raises(mineralreg.UsageError, match="xml"):
        registry.export("xml", tmp_path / "x")
    with pytest.raises(mineralreg.UsageError, match="contry"):
        registry.export("json", tmp_path / "x", contry="Peru")


def test_an_export_never_takes_the_place_of_its_registry(tmp_path: Path) -> None:
    path = kept(tmp_path)
    with mineralreg.load(path) as registry:
        for format, target in (("sqlite", path), ("csv", tmp_path)):
            with pytest.raises(mineralreg.WriteRefused, match="the registry itself"):
                registry.export(format, target)
    assert path.read_text(encoding="utf-8") == SAMPLE


def test_sources_of_a_record_have_addresses(registry: mineralreg.Registry) -> None:
    printed = told("open us-peru-2026 --print")
    assert list(registry.addresses("us-peru-2026")) == printed
    assert all(line.startswith("https://") for line in printed)


def test_sources_of_the_whole_come_before_those_of_parts() -> None:
    parts = {"field_sources": {"level": ["field"]}, "actions": [{"sources": ["act"]}]}
    assert [*sources_in({**parts, "sources": ["whole"]})] == ["whole", "field", "act"]


def test_an_unknown_filter_or_a_negative_limit_is_refused(registry: mineralreg.Registry) -> None:
    with pytest.raises(mineralreg.UsageError, match="colour"):
        registry.list(colour="red")
    with pytest.raises(mineralreg.UsageError, match="0 or more"):
        registry.summary("kind", limit=-1)


def test_an_error_says_what_helps_after_the_registry_is_closed() -> None:
    with pytest.raises(mineralreg.UsageError) as refused, mineralreg.load(SAMPLE_FILE) as registry:
        registry.list(country="Preu")
    assert refused.value.help == "did you mean 'Peru'?"


def test_validate_gives_the_findings(tmp_path: Path) -> None:
    report = mineralreg.validate(kept(tmp_path, edited(SAMPLE, ('"PER"', '"PRR"'))))
    assert report.exit_code == 1
    assert [finding.code for finding in report.at_least("error").findings]
    assert mineralreg.validate(SAMPLE_FILE, select=["MR1"]).findings == []


def test_the_shipped_registry_loads_as_typed_records() -> None:
    registry = mineralreg.load(ROOT / "data" / "agreements.toml")
    agreement = registry["us-peru-2026"]
    assert isinstance(agreement, mineralreg.Agreement)
    assert agreement.parties == ("united-states", "peru")
    assert agreement.status == "signed"
    assert agreement.date is not None
    assert agreement.date.earliest == date(2026, 2, 4)
    assert len(registry.agreements) >= 170


def test_records_are_found_by_id_and_former_id(registry: mineralreg.Registry) -> None:
    assert registry["peru-us-2026"] is registry["us-peru-2026"]
    assert "peru" in registry
    assert registry.get("nowhere") is None
    with pytest.raises(KeyError):
        registry["nowhere"]


def test_records_cannot_be_changed(registry: mineralreg.Registry) -> None:
    with pytest.raises(ValueError, match="frozen"):
        registry.partners[0].iso = "CHL"


def test_without_a_path_the_command_lines_registry_is_loaded(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    assert len(mineralreg.load().partners) == 7
    monkeypatch.setenv("MINERALREG_REGISTRY", str(path.parent / "missing.toml"))
    with pytest.raises(mineralreg.RegistryError, match="no file"):
        mineralreg.load()


def test_a_registry_that_does_not_load_says_everything_that_is_wrong(path: Path) -> None:
    path.write_text(edited(SAMPLE, ('iso = "PER"', 'isp = "PER"'), ('"framework"', '"framwork"')))
    with pytest.raises(mineralreg.RegistryError) as caught:
        mineralreg.load(path)
    codes = {finding.code for finding in caught.value.findings}
    assert codes == {"MR101", "MR104"}


@pytest.mark.parametrize("name", mineralreg.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(mineralreg, name) is not None
    assert name in dir(mineralreg)


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        mineralreg.nonsense  # noqa: B018  # the look-up is the test
