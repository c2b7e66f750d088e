"""References to former ids: what the index holds, and what every question answers."""

import pytest
from registries import connect_to, ids, wide

from mineralreg.query.listing import Listing
from mineralreg.query.reconcile import reconcile
from mineralreg.query.show import show
from mineralreg.reference.filters import from_selector
from mineralreg.reference.vocabulary import RECORD_KINDS


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_a_renamed_record_is_found_where_others_still_name_its_former_id(kind: str) -> None:
    before = wide()
    after = wide()
    for record in after[kind]:
        record["former_ids"] = [record["id"], *record.get("former_ids", ())]
        record["id"] += "-renamed"
    old, new = connect_to(before), connect_to(after)
    assert new.execute("PRAGMA foreign_key_check").fetchall() == []
    for listed in (*RECORD_KINDS, "act"):
        for filters in ({}, {"country": "Peru"}, {"source": "gazette"}, {"event": "meeting-2026"}):
            if listed != "partner" or filters.keys() != {"source"}:
                asked = from_selector(filters)
                renamed = [id.removesuffix("-renamed") for id in ids(new, listed, asked)]
                assert sorted(renamed) == sorted(ids(old, listed, asked))
    for then, now in zip(reconcile(old), reconcile(new), strict=True):
        assert then.verdict == now.verdict
        assert then.recorded == now.recorded
    for record in before[kind]:
        assert show(new, record["id"]).sections or kind in ("partner", "source")
        assert f"{record['id']} is now {record['id']}-renamed" in show(new, record["id"]).notes


def test_both_ids_of_one_record_are_named_once() -> None:
    registry = wide()
    registry["partner"][0]["former_ids"] = ["somebody"]
    agreement = registry["agreement"][0]
    agreement["parties"] = [*agreement["parties"], registry["partner"][0]["id"], "somebody"]
    index = connect_to(registry)
    assert index.execute("PRAGMA foreign_key_check").fetchall() == []
    found = Listing(index, "agreement", columns=["party_ids"])
    for (parties,) in found.rows():
        assert isinstance(parties, tuple)
        assert len(parties) == len(set(parties))


def test_a_selector_names_the_record_by_the_id_that_it_has_now() -> None:
    registry = wide()
    registry["event"][0] |= {"id": "summit-2026", "former_ids": ["meeting-2026"]}
    found = show(connect_to(registry), "three-countries")
    assert found.record["selector"] == {"event": "summit-2026"}
