"""The Python interface: load a registry, look records up, see all problems of a broken one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import mineralreg

MINIMAL = """\
schema_version = 1

[[source]]
id = "wire"
title = "A report"
publisher = "A wire"
kind = "press"

[[partner]]
id = "peru"
former_ids = ["republic-of-peru"]
iso = "PER"
"""


@pytest.fixture
def minimal(tmp_path: Path) -> Path:
    path = tmp_path / "agreements.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    return path


def test_the_shipped_registry_loads_as_typed_records() -> None:
    registry = mineralreg.load(Path(__file__).parent.parent / "data" / "agreements.toml")
    agreement = registry["us-peru-2026"]
    assert isinstance(agreement, mineralreg.Agreement)
    assert agreement.parties == ("united-states", "peru")
    assert agreement.status == "signed"
    assert agreement.date is not None
    assert agreement.date.earliest == date(2026, 2, 4)
    assert len(registry.agreements) >= 170


def test_records_are_found_by_id_and_former_id(minimal: Path) -> None:
    registry = mineralreg.load(minimal)
    assert registry["republic-of-peru"] is registry["peru"]
    assert "peru" in registry
    assert registry.get("nowhere") is None
    with pytest.raises(KeyError):
        registry["nowhere"]


def test_records_cannot_be_changed(minimal: Path) -> None:
    registry = mineralreg.load(minimal)
    with pytest.raises(ValueError, match="frozen"):
        registry.partners[0].iso = "CHL"


def test_without_a_path_the_command_lines_registry_is_loaded(
    minimal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(minimal.parent)
    assert len(mineralreg.load().partners) == 1
    monkeypatch.setenv("MINERALREG_REGISTRY", str(minimal.parent / "missing.toml"))
    with pytest.raises(mineralreg.RegistryError, match="no file"):
        mineralreg.load()


def test_a_registry_that_does_not_load_says_everything_that_is_wrong(minimal: Path) -> None:
    minimal.write_text(MINIMAL.replace('iso = "PER"', 'isp = "PER"').replace('"press"', '"prss"'))
    with pytest.raises(mineralreg.RegistryError) as caught:
        mineralreg.load(minimal)
    codes = {finding.code for finding in caught.value.findings}
    assert codes == {"MR101", "MR104"}


@pytest.mark.parametrize("name", mineralreg.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(mineralreg, name) is not None
    assert name in dir(mineralreg)


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        mineralreg.nonsense  # noqa: B018  # the look-up is the test
