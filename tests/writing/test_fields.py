"""The table of fields says what the models say, and every short form reads back."""

from collections.abc import Iterator

import pytest

from mineralreg.checks.engine import examine
from mineralreg.document.document import parse, parse_document
from mineralreg.edit.fields import FIELDS, HEADER_FIELDS, flag, needed, template
from mineralreg.edit.init import REGISTRY
from mineralreg.records.models import MODELS
from mineralreg.records.schema import Fields, key_order


def rows(path: str, row: Fields) -> Iterator[tuple[str, Fields]]:
    yield path, row
    for key, field in row.items():
        if field.parts:
            yield from rows(f"{path}.{key}", field.parts)


def test_keys_are_those_of_the_models_in_their_order() -> None:
    tables = {"registry": HEADER_FIELDS, **FIELDS}
    found = [one for path, row in tables.items() for one in rows(path, row)]
    assert {path: tuple(row) for path, row in found} == {
        path: order for path, order in key_order().items() if path
    }


@pytest.mark.parametrize("kind", FIELDS)
def test_what_is_needed_is_what_the_model_requires(kind: str) -> None:
    model = MODELS[kind].model_fields
    required = {name for name, field in model.items() if field.is_required()}
    wanted = set(needed(kind))
    assert required <= wanted | {"id"}
    assert wanted - required <= {"sources"}  # an initiative may have them on its parts


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_has_an_option_or_is_a_table_without_a_short_form(kind: str) -> None:
    without = {key for key, field in FIELDS[kind].items() if not flag(field)}
    assert without <= {"signatories", "amounts", "bodies", "variants"}
    flags = [flag(field) for field in FIELDS[kind].values() if flag(field)]
    assert len(set(flags)) == len(flags)


def test_one_option_is_the_same_in_every_kind() -> None:
    seen: dict[str, bool] = {}
    for row in FIELDS.values():
        for field in row.values():
            if flag(field):
                repeated = field.many or bool(field.parts)
                assert seen.setdefault(flag(field), repeated) == repeated


@pytest.mark.parametrize("kind", FIELDS)
def test_a_template_parses_and_asks_only_to_be_filled_in(kind: str) -> None:
    text = template(kind)
    record = parse(text)[kind][0]
    assert set(record) == set(needed(kind))
    uncommented = "\n".join(line.removeprefix("# ") for line in text.splitlines())
    assert tuple(parse(uncommented)[kind][0]) == tuple(FIELDS[kind])


def test_the_example_in_a_new_registry_is_without_errors() -> None:
    lines = REGISTRY.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line == "# [[source]]")
    example = [line.removeprefix("#").removeprefix(" ") for line in lines[start:]]
    text = "\n".join([*lines[:start], *example, '\n[[partner]]\nid = "chile"\niso = "CHL"\n'])
    found = examine(parse_document(text.encode(), "new.toml")).findings
    assert [finding for finding in found if finding.severity == "error"] == []
