"""The Python interface: load a registry, look records up, see all problems of a broken one."""

from datetime import date
from pathlib import Path

import pytest

import mineralreg
from samples import SAMPLE, edited


def test_the_shipped_registry_loads_as_typed_records() -> None:
    registry = mineralreg.load(Path(__file__).parent.parent / "data" / "agreements.toml")
    agreement = registry["us-peru-2026"]
    assert isinstance(agreement, mineralreg.Agreement)
    assert agreement.parties == ("united-states", "peru")
    assert agreement.status == "signed"
    assert agreement.date is not None
    assert agreement.date.earliest == date(2026, 2, 4)
    assert len(registry.agreements) >= 170


def test_records_are_found_by_id_and_former_id(path: Path) -> None:
    registry = mineralreg.load(path)
    assert registry["peru-us-2026"] is registry["us-peru-2026"]
    assert "peru" in registry
    assert registry.get("nowhere") is None
    with pytest.raises(KeyError):
        registry["nowhere"]


def test_records_cannot_be_changed(path: Path) -> None:
    registry = mineralreg.load(path)
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
