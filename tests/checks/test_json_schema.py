"""The JSON Schema: what it accepts, what it can see, and that it stands beside the data."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli
from scripts.registry_schema import json_schema, text

from mineralreg.records.models import Registry
from mineralreg.reference import vocabulary
from mineralreg.reference.minerals import minerals
from test_cases import given, parse

ROOT = Path(__file__).parent.parent.parent
CASES = Path(__file__).parent.parent / "cases" / "validate"
SEEN = ("MR003", "MR101", "MR102", "MR103", "MR104", "MR105", "MR106", "MR108", "MR109", "MR204")
"""Codes of mistakes that a schema can see."""


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft7Validator:
    schema = json_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def errors(validator: jsonschema.Draft7Validator, text: str) -> list[Any]:
    """What is wrong with the data as validators of TOML hand it over: dates as strings."""
    data = json.dumps(tomli.loads(text), default=lambda day: day.isoformat())
    return list(validator.iter_errors(json.loads(data)))


def test_the_shipped_schema_is_up_to_date() -> None:
    shipped = ROOT / "data" / "agreements.schema.json"
    assert shipped.read_text(encoding="utf-8") == text()


def test_the_shipped_data_is_valid(validator: jsonschema.Draft7Validator) -> None:
    data = (ROOT / "data" / "agreements.toml").read_text(encoding="utf-8")
    assert errors(validator, data) == []


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(CASES.glob("MR*.case")) if path.stem.startswith(SEEN)],
    ids=lambda path: path.stem,
)
def test_it_sees_what_a_schema_can_see_and_accepts_the_rest(
    path: Path, validator: jsonschema.Draft7Validator
) -> None:
    text = given(parse(path.read_text(encoding="utf-8")))["agreements.toml"]
    assert (errors(validator, text) == []) == path.stem.endswith("-fine")


def test_it_has_no_null_types_and_no_defaults() -> None:
    assert "null" not in text()
    assert '"default"' not in text()


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
