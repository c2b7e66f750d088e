"""Listings: which records, in which order, with which cells, marks and notes."""

from typing import Any

import pytest
from registries import INDEX, asked, connect, ids

from mineralreg.errors import UsageError
from mineralreg.query.columns import FIELDS
from mineralreg.query.listing import Listing
from mineralreg.reference.filters import Filters, from_selector, read_date
from samples import WIDE, edited

NEWEST = ["us-peru-2026", "us-peru-2024", "eu-japan-2023", "eu-chad-2019", "acme-japan"]


@pytest.mark.parametrize(
    ("kind", "filters", "expected"),
    [
        ("agreement", {}, " ".join(NEWEST)),
        ("agreement", {"country": "Peru"}, "us-peru-2024 us-peru-2026"),
        ("agreement", {"country": ["Peru", "Chad"]}, "eu-chad-2019 us-peru-2024 us-peru-2026"),
        ("agreement", {"party": "Acme Mining"}, "acme-japan"),
        ("agreement", {"between": ["EU", "Japan"]}, "eu-japan-2023"),
        ("agreement", {"between": ["EU", "Peru"]}, ""),
        ("agreement", {"country": "Japan", "party": "EU"}, "eu-japan-2023"),
        ("agreement", {"status": "in effect"}, "us-peru-2026"),
        ("agreement", {"kind": "MoU"}, "us-peru-2024 us-peru-2026"),
        ("agreement", {"legal_nature": "nonbinding"}, "us-peru-2026"),
        ("agreement", {"level": "commercial"}, "acme-japan"),
        ("agreement", {"mineral": "copper"}, "us-peru-2024"),
        ("agreement", {"topic": "finance"}, "us-peru-2026"),
        ("agreement", {"initiative": "FORGE"}, "us-peru-2026"),
        ("agreement", {"event": "the meeting"}, "us-peru-2026"),
        ("agreement", {"region": "Latin America and the Caribbean"}, "us-peru-2024 us-peru-2026"),
        ("agreement", {"region": "middle africa"}, "eu-chad-2019"),
        ("agreement", {"source": "gazette"}, "eu-chad-2019 eu-japan-2023 us-peru-2026"),
        ("agreement", {"signatory": "ana ruiz"}, "us-peru-2026"),
        ("agreement", {"since": "2024", "until": "2025"}, "us-peru-2024"),
        ("agreement", {"until": "2018", "undated": True}, "acme-japan"),
        ("agreement", {"since": "2024", "until": "2025", "certain": True}, "us-peru-2024"),
        ("agreement", {"since": "2023-06"}, "eu-japan-2023 us-peru-2024 us-peru-2026"),
        ("agreement", {"action": "took effect"}, "us-peru-2026"),
        ("agreement", {"action": "took effect", "as_of": "2026-03"}, ""),
        ("agreement", {"status": "signed,announced", "party": "Japan"}, "eu-japan-2023 acme-japan"),
        ("agreement", {"country": "Peru, Chad"}, "eu-chad-2019 us-peru-2024 us-peru-2026"),
        ("agreement", {"between": "EU,Japan"}, "eu-japan-2023"),
        ("agreement", {"until": "2023-06", "certain": True}, "eu-chad-2019"),
        ("agreement", {"search": "memorand crit"}, "us-peru-2026"),
        ("agreement", {"search": '"critical minerals"'}, "us-peru-2026"),
        ("agreement", {"search": "ruiz"}, "us-peru-2026"),
        ("agreement", {"search": ["lima", "chad"]}, "eu-chad-2019 us-peru-2024"),
        ("agreement", {"search": "?!"}, ""),
        ("agreement", {"country": "France", "via_blocs": True}, "eu-chad-2019 eu-japan-2023"),
        ("agreement", {"country": "UK", "via_blocs": True}, "eu-chad-2019"),
        ("agreement", {"country": "France", "withdrawn": True}, "mistaken"),
        ("partner", {"country": "Peru"}, "peru united-states"),
        ("partner", {"kind": "company"}, "acme"),
        ("partner", {"region": "Africa"}, "chad"),
        (
            "partner",
            {"event": "meeting-2026"},
            "chad european-union peru south-korea united-states",
        ),
        ("partner", {"initiative": "forge"}, "peru south-korea united-states"),
        ("partner", {"mineral": "copper"}, "peru united-states"),
        ("partner", {"counterpart": ["european-union", "acme"]}, "japan"),
        ("partner", {"counterpart": ["EU", "acme"], "as_of": "2026-07-04"}, "japan"),
        ("partner", {"counterpart": ["european-union", "acme"], "as_of": "2018"}, ""),
        ("initiative", {"status": "active"}, "forge"),
        ("initiative", {"kind": "forum"}, "forge"),
        ("initiative", {"country": "Korea, Rep."}, "msp forge"),
        ("initiative", {"country": "South Korea", "as_of": "2026-03"}, "forge"),
        ("initiative", {"as_of": "2025"}, "msp"),
        ("initiative", {"event": "meeting-2026"}, "forge"),
        ("initiative", {"source": "wire"}, "msp forge"),
        ("initiative", {"source": "gazette"}, ""),
        ("initiative", {"signatory": "Ana Ruiz"}, "forge"),
        ("event", {"country": "Chad"}, "meeting-2026"),
        ("event", {"as_of": "2025"}, ""),
        ("event", {"mineral": "copper"}, ""),
        ("source", {"kind": "official"}, "gazette"),
        ("source", {"country": "Peru"}, "wire gazette"),
        ("source", {"country": "Chad"}, "gazette"),
        ("source", {"event": "meeting-2026"}, "wire gazette"),
        ("source", {"since": "2026-03"}, ""),
        ("source", {"since": "2026-03", "undated": True}, "gazette"),
        ("source", {"since": "2026-03", "certain": True}, ""),
        ("claim", {"event": "meeting-2026"}, "three-countries"),
        ("claim", {"country": "Chad"}, "two-with-peru"),
        ("claim", {"search": "memoranda"}, "two-with-peru"),
        ("claim", {"as_of": "2026-02-10", "certain": True}, "three-countries"),
        ("act", {"signatory": "Ana Ruiz"}, "us-peru-2026 us-peru-2026 us-peru-2026"),
        ("act", {"country": "Chad"}, "eu-chad-2019"),
        ("act", {"country": "South Korea"}, "msp forge msp forge"),
        ("act", {"initiative": "forge"}, " ".join(["us-peru-2026", "forge"] * 3)),
        ("act", {"level": "commercial"}, "acme-japan"),
        ("act", {"as_of": "2022", "certain": True}, "eu-chad-2019 msp"),
    ],
)
def test_records_that_a_filter_finds(kind: str, filters: dict[str, Any], expected: str) -> None:
    found = Listing(INDEX, kind, asked(**filters))
    assert sorted(found.ids()) == sorted(expected.split())
    assert found.count() == len(expected.split())


@pytest.mark.parametrize("kind", FIELDS)
def test_every_column_of_every_kind_can_be_shown_and_sorted_by(kind: str) -> None:
    names = list(FIELDS[kind])
    shown = Listing(INDEX, kind, columns=names)
    assert [column.name for column in shown.columns] == names
    assert len(shown.rows()) == len(shown.ids()) == len(shown.marks) == shown.count() > 0
    assert Listing(INDEX, kind, asked(as_of="2026-07"), columns=names).rows()
    for name in names:
        there = Listing(INDEX, kind, columns=[name], sort=name)
        back = Listing(INDEX, kind, columns=[name], sort=name, reverse=True)
        for reverse, every in enumerate((there, back)):  # a limit leaves the order to SQLite
            first = Listing(INDEX, kind, columns=[name], sort=name, reverse=bool(reverse), limit=99)
            assert every.rows() == first.rows()
        empty = [row in ((None,), ((),)) for row in there.rows()]
        assert empty == sorted(empty)
        assert [row in ((None,), ((),)) for row in back.rows()] == empty
        assert sorted(map(repr, there.rows())) == sorted(map(repr, back.rows()))


def test_marks_say_why_a_record_stands_out() -> None:
    filters = asked(country="Japan", until="2025-06", withdrawn=True, undated=True)
    found = Listing(INDEX, "agreement", filters)
    marks = dict(zip(found.ids(), found.marks, strict=True))
    japan = {"eu-japan-2023": "", "acme-japan": "possible, contested"}
    assert marks == {**japan, "mistaken": "withdrawn"}


@pytest.mark.parametrize(
    ("how", "order"),
    [
        ({}, NEWEST),
        ({"sort": "-date"}, NEWEST),
        ({"sort": "date"}, [*NEWEST[3::-1], "acme-japan"]),
        ({"reverse": True}, [*NEWEST[3::-1], "acme-japan"]),
        ({"limit": 2**80}, NEWEST),
    ],
)
def test_the_newest_come_first_and_what_has_no_date_last(how: Any, order: list[str]) -> None:
    assert ids(INDEX, "agreement", **how) == order


def test_names_sort_without_accents_and_case() -> None:
    index = connect(edited(WIDE, ('name = "Acme Mining"', 'name = "élan"')))
    for sort in (None, "name"):
        names = [row[0] for row in Listing(index, "partner", columns=["name"], sort=sort).rows()]
        assert names[1:4] == ["élan", "European Union", "France"]
    assert ids(INDEX, "partner", limit=2, reverse=True) == ["united-states", "united-kingdom"]


def test_the_long_table_has_acts_and_memberships_in_time_order() -> None:
    columns = ["date", "action", "record", "partner"]
    found = Listing(INDEX, "act", asked(since="2026-02"), columns=columns)
    assert found.rows() == [
        ("2026-02-04", "launched", "forge", None),
        ("2026-02-04", "joined", "forge", "South Korea"),
        ("2026-06", "left", "forge", "South Korea"),
        ("2026-02-04", "signed", "us-peru-2026", None),
        ("2026-05", "took-effect", "us-peru-2026", None),
        ("2026-02-04", "superseded", "msp", None),
        ("2026-02-04", "left", "msp", "South Korea"),
    ]
    assert found.marks == [""] * 7
    assert found.notes == ("3 actions have no date and are left out; --undated includes them",)
    undated = Listing(INDEX, "act", asked(since="2026-02", undated=True), sort="date")
    assert [row[2] for row in undated.rows()[-3:]] == ["acme-japan", "msp", "msp"]
    assert undated.marks[-3:] == ["possible"] * 3


def test_a_selector_is_read_as_filters() -> None:
    selector = {"country": "Peru", "level": ["commercial"], "since": "2026", "certain": True}
    assert from_selector(selector) == Filters(
        country=("Peru",), level=("commercial",), since=read_date("2026"), certain=True
    )
    with pytest.raises(UsageError, match="'colour' is not a filter"):
        from_selector({"colour": "red"})


@pytest.mark.parametrize(
    "text", ["锂", "锂矿", "矿合", '"合作"', "リチ", "กรา", "ﾘﾁ", "バル", "２０２４"]
)
def test_search_finds_words_of_scripts_that_put_no_blanks_between_them(text: str) -> None:
    title = "关于锂矿合作的备忘录 リチウム ｺﾊﾞﾙﾄ ข้อตกลงกราไฟต์ 2024"
    index = connect(edited(WIDE, ('title = "A report"', f'title = "{title}"')))
    assert ids(index, "source", asked(search=text)) == ["wire"]
    assert ids(index, "source", asked(search="铜")) == []


@pytest.mark.parametrize(
    ("date", "marked", "certain"),
    [
        ("2020-01-31", [], ["eu-chad-2019"]),
        ("2020", ["eu-chad-2019"], []),
        ("2020-01", [], ["eu-chad-2019"]),
    ],
)
def test_what_only_may_lie_within_a_membership_is_marked(
    date: str, marked: list[str], certain: list[str]
) -> None:
    index = connect(edited(WIDE, ("date = 2019-03-01", f'date = "{date}"')))
    found = Listing(index, "agreement", asked(country="UK", via_blocs=True))
    assert [one["id"] for one in found.objects() if "match" in one] == marked
    sure = asked(country="UK", via_blocs=True, certain=True)
    assert ids(index, "agreement", sure) == certain
