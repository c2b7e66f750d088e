"""The JSON Schema: what it accepts, what it can see, and that it stands beside the data."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli

from mineralreg.records.models import Registry
from mineralreg.records.schema import json_schema, schema_text
from mineralreg.reference import vocabulary
from mineralreg.reference.minerals import minerals
from test_cases import given, parse

ROOT = Path(__file__).parent.parent.parent
CASES = Path(__file__).parent.parent / "cases" / "validate"
SEEN = ("MR003", "MR101", "MR102", "MR103", "MR104", "MR105", "MR106", "MR108", "MR109", "MR204")
"""Codes of mistakes that a schema can see."""
UNSEEN = ("MR104-unit", "MR003-missing")


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft7Validator:
    schema = json_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def as_json(text: str, *, dates: bool = True) -> Any:
    """The data as validators of TOML hand it over: dates as strings."""
    return json.loads(json.dumps(tomli.loads(text), default=lambda day: day.isoformat()))


def cases(fine: bool) -> list[Path]:
    return [
        path
        for path in sorted(CASES.glob("MR*.case"))
        if path.stem.endswith("-fine") == fine and path.stem.startswith(SEEN)
    ]


def toml_of(path: Path) -> str:
    return given(parse(path.read_text(encoding="utf-8")))["agreements.toml"]


def test_the_shipped_schema_is_up_to_date() -> None:
    shipped = ROOT / "data" / "agreements.schema.json"
    assert shipped.read_text(encoding="utf-8") == schema_text()


def test_the_shipped_data_is_valid(validator: jsonschema.Draft7Validator) -> None:
    text = (ROOT / "data" / "agreements.toml").read_text(encoding="utf-8")
    assert list(validator.iter_errors(as_json(text))) == []


@pytest.mark.parametrize("path", cases(fine=False), ids=lambda path: path.stem)
def test_it_sees_what_a_schema_can_see(path: Path, validator: jsonschema.Draft7Validator) -> None:
    assert list(validator.iter_errors(as_json(toml_of(path)))) != []


@pytest.mark.parametrize("path", cases(fine=True), ids=lambda path: path.stem)
def test_it_accepts_what_is_fine(path: Path, validator: jsonschema.Draft7Validator) -> None:
    assert list(validator.iter_errors(as_json(toml_of(path)))) == []


def test_it_has_no_null_types_and_no_defaults() -> None:
    def look(value: object) -> None:
        if isinstance(value, dict):
            assert value.get("type") != "null"
            for key, inner in value.items():
                if key == "properties":
                    assert isinstance(inner, dict)
                    for part in inner.values():
                        assert "default" not in part
                look(inner)
        elif isinstance(value, list):
            for item in value:
                look(item)

    look(json_schema())
    assert "null" not in schema_text()


def test_every_key_of_every_model_is_described() -> None:
    definitions = json_schema()["definitions"]
    assert set(definitions) >= {"Agreement", "Source", "Partner", "Claim", "Event", "Initiative"}
    for name, definition in definitions.items():
        assert definition["additionalProperties"] is False, name
        for key, value in definition["properties"].items():
            assert value.get("description"), f"{name}.{key}"


def test_vocabularies_are_enumerations() -> None:
    agreement = json_schema()["definitions"]["Agreement"]["properties"]
    assert agreement["topics"]["items"]["enum"] == list(vocabulary.TOPICS)
    assert set(agreement["minerals"]["items"]["enum"]) == {one.id for one in minerals()}
    assert agreement["kind"]["enum"] == list(vocabulary.AGREEMENT_KINDS)


def test_its_keys_are_those_of_the_models() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(Registry.model_fields)
    assert schema["required"] == ["schema_version"]
