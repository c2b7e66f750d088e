"""Counts by one field; counts by two and the overview are cases."""

import pytest
from registries import INDEX

from mineralreg.query.summary import DIMENSIONS, counts


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("status", "announced 1, signed 3, in-effect 1"),
        ("Legal nature", "non-binding 1, not-stated 4"),
        ("parties", "European Union 2, Japan 2, Peru 2, United States 2, Acme Mining 1, Chad 1"),
        ("country", "Japan 2, Peru 2, United States 2, Chad 1"),
        ("region", "Americas 2, Asia 2, Africa 1"),
        ("mineral", "copper 1, critical-minerals 1, neodymium 1, rare-earths 1, not stated 2"),
        ("year", "2019 1, 2023 1, 2024 1, 2026 1, not stated 1"),
        ("month", "2019-03 1, 2023 1, 2024-08 1, 2026-02 1, not stated 1"),
        ("contested", "no 4, yes 1"),
    ],
)
def test_counts_by_one_field(by: str, groups: str) -> None:
    found = counts(INDEX, [by])
    assert ", ".join(f"{group.values[0]} {group.count}" for group in found.groups) == groups


@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_field_covers_every_agreement(by: str) -> None:
    found = counts(INDEX, [by])
    assert sum(group.count for group in found.groups) >= found.total == 5
