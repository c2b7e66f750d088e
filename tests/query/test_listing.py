"""Listings: which records, in which order, with which cells, marks and notes."""

import json
from typing import Any

import pytest
from registries import asked, connect, ids

from mineralreg.errors import UsageError
from mineralreg.query.columns import FIELDS, ORDER
from mineralreg.query.filters import Filters, from_selector, read_date
from mineralreg.query.listing import Listing
from samples import WIDE, edited

INDEX = connect()
KINDS = tuple(ORDER)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["eu-chad-2019", "eu-japan-2023", "us-peru-2024", "us-peru-2026", "acme-japan"]),
        ({"country": "Peru"}, ["us-peru-2024", "us-peru-2026"]),
        ({"country": ["Peru", "Chad"]}, ["eu-chad-2019", "us-peru-2024", "us-peru-2026"]),
        ({"party": "Acme Mining"}, ["acme-japan"]),
        ({"between": ["EU", "Japan"]}, ["eu-japan-2023"]),
        ({"between": ["EU", "Peru"]}, []),
        ({"country": "Japan", "party": "EU"}, ["eu-japan-2023"]),
        ({"status": "in effect"}, ["us-peru-2026"]),
        ({"status": ["signed", "announced"], "country": "Japan"}, ["eu-japan-2023", "acme-japan"]),
        ({"kind": "MoU"}, ["us-peru-2024", "us-peru-2026"]),
        ({"legal_nature": "nonbinding"}, ["us-peru-2026"]),
        ({"level": "commercial"}, ["acme-japan"]),
        ({"mineral": "copper"}, ["us-peru-2024"]),
        ({"topic": "finance"}, ["us-peru-2026"]),
        ({"initiative": "FORGE"}, ["us-peru-2026"]),
        ({"event": "the meeting"}, ["us-peru-2026"]),
        ({"region": "Latin America and the Caribbean"}, ["us-peru-2024", "us-peru-2026"]),
        ({"region": "middle africa"}, ["eu-chad-2019"]),
        ({"source": "gazette"}, ["eu-chad-2019", "eu-japan-2023", "us-peru-2026"]),
        ({"signatory": "ana ruiz"}, ["us-peru-2026"]),
        ({"since": "2024", "until": "2025"}, ["us-peru-2024"]),
        ({"since": "2024", "until": "2025", "undated": True}, ["us-peru-2024", "acme-japan"]),
        ({"since": "2024", "until": "2025", "certain": True}, ["us-peru-2024"]),
        ({"since": "2023-06"}, ["eu-japan-2023", "us-peru-2024", "us-peru-2026"]),
        ({"action": "took effect"}, ["us-peru-2026"]),
        ({"action": "took effect", "as_of": "2026-03"}, []),
        ({"status": "signed,announced", "country": "Japan"}, ["eu-japan-2023", "acme-japan"]),
        ({"country": "Peru, Chad"}, ["eu-chad-2019", "us-peru-2024", "us-peru-2026"]),
        ({"between": "EU,Japan"}, ["eu-japan-2023"]),
        ({"until": "2023-06", "certain": True}, ["eu-chad-2019"]),
        ({"search": "memorand crit"}, ["us-peru-2026"]),
        ({"search": '"critical minerals"'}, ["us-peru-2026"]),
        ({"search": "ruiz"}, ["us-peru-2026"]),
        ({"search": ["lima", "chad"]}, ["eu-chad-2019", "us-peru-2024"]),
        ({"search": "?!"}, []),
        ({"country": "France", "via_blocs": True}, ["eu-chad-2019", "eu-japan-2023"]),
        ({"country": "UK", "via_blocs": True}, ["eu-chad-2019"]),
        ({"country": "France", "withdrawn": True}, ["mistaken"]),
    ],
)
def test_agreements_that_a_filter_finds(filters: dict[str, Any], expected: list[str]) -> None:
    found = Listing(INDEX, "agreement", asked(**filters))
    assert sorted(found.ids()) == sorted(expected)
    assert found.count() == len(expected)


@pytest.mark.parametrize(
    ("kind", "filters", "expected"),
    [
        ("partner", {"country": "Peru"}, ["peru", "united-states"]),
        ("partner", {"kind": "company"}, ["acme"]),
        ("partner", {"region": "Africa"}, ["chad"]),
        (
            "partner",
            {"event": "meeting-2026"},
            ["chad", "european-union", "peru", "south-korea", "united-states"],
        ),
        ("partner", {"initiative": "forge"}, ["peru", "south-korea", "united-states"]),
        ("partner", {"mineral": "copper"}, ["peru", "united-states"]),
        ("initiative", {"status": "active"}, ["forge"]),
        ("initiative", {"kind": "forum"}, ["forge"]),
        ("initiative", {"country": "Korea, Rep."}, ["msp", "forge"]),
        ("initiative", {"country": "South Korea", "as_of": "2026-03"}, ["forge"]),
        ("initiative", {"as_of": "2025"}, ["msp"]),
        ("initiative", {"event": "meeting-2026"}, ["forge"]),
        ("initiative", {"source": "wire"}, ["msp", "forge"]),
        ("initiative", {"source": "gazette"}, []),
        ("event", {"country": "Chad"}, ["meeting-2026"]),
        ("initiative", {"signatory": "Ana Ruiz"}, ["forge"]),
        ("act", {"signatory": "Ana Ruiz"}, ["us-peru-2026"] * 3),
        ("event", {"as_of": "2025"}, []),
        ("event", {"mineral": "copper"}, []),
        ("source", {"kind": "official"}, ["gazette"]),
        ("source", {"country": "Peru"}, ["wire", "gazette"]),
        ("source", {"country": "Chad"}, ["gazette"]),
        ("source", {"event": "meeting-2026"}, ["wire", "gazette"]),
        ("source", {"since": "2026-03"}, []),
        ("source", {"since": "2026-03", "undated": True}, ["gazette"]),
        ("source", {"since": "2026-03", "certain": True}, []),
        ("claim", {"event": "meeting-2026"}, ["three-countries"]),
        ("claim", {"country": "Chad"}, ["two-with-peru"]),
        ("claim", {"search": "memoranda"}, ["two-with-peru"]),
        ("claim", {"as_of": "2026-02-10", "certain": True}, ["three-countries"]),
    ],
)
def test_other_records_that_a_filter_finds(
    kind: str, filters: dict[str, Any], expected: list[str]
) -> None:
    assert sorted(ids(INDEX, kind, asked(**filters))) == sorted(expected)


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_every_kind_can_be_shown_and_sorted_by(kind: str) -> None:
    names = list(FIELDS[kind])
    shown = Listing(INDEX, kind, columns=names)
    assert [column.name for column in shown.columns] == names
    assert len(shown.rows()) == len(shown.ids()) == len(shown.marks) == shown.count() > 0
    assert Listing(INDEX, kind, asked(as_of="2026-07"), columns=names).rows()
    for name in names:
        there = Listing(INDEX, kind, columns=[name], sort=name)
        back = Listing(INDEX, kind, columns=[name], sort=name, reverse=True)
        empty = [row in ((None,), ((),)) for row in there.rows()]
        assert empty == sorted(empty)
        assert [row in ((None,), ((),)) for row in back.rows()] == empty
        assert sorted(map(repr, there.rows())) == sorted(map(repr, back.rows()))


def test_cells_hold_names_and_several_values() -> None:
    found = Listing(
        INDEX, "agreement", asked(event="meeting-2026"), columns=["parties", "minerals", "status"]
    )
    assert found.rows() == [
        (("United States", "Peru"), ("rare-earths", "critical-minerals"), "in-effect")
    ]


def test_marks_say_why_a_record_stands_out() -> None:
    filters = asked(country="Japan", until="2025-06", withdrawn=True, undated=True)
    found = Listing(INDEX, "agreement", filters)
    assert dict(zip(found.ids(), found.marks, strict=True)) == {
        "eu-japan-2023": "",
        "mistaken": "withdrawn",
        "acme-japan": "possible, contested",
    }


def test_the_newest_come_first_and_what_has_no_date_last() -> None:
    newest = ["us-peru-2026", "us-peru-2024", "eu-japan-2023", "eu-chad-2019", "acme-japan"]
    assert ids(INDEX, "agreement") == newest
    assert ids(INDEX, "agreement", sort="-date") == newest
    oldest = [*newest[3::-1], "acme-japan"]
    assert ids(INDEX, "agreement", sort="date") == oldest
    assert ids(INDEX, "agreement", reverse=True) == oldest
    assert ids(INDEX, "agreement", limit=2**80) == newest


def test_names_sort_without_accents_and_case() -> None:
    found = Listing(INDEX, "partner", columns=["name"])
    names = [str(row[0]) for row in found.rows()]
    assert names == sorted(names, key=str.lower)
    assert Listing(INDEX, "partner", limit=2, reverse=True).ids() == [
        "united-states",
        "united-kingdom",
    ]


def test_an_unknown_column() -> None:
    for where in ({"sort": "xyzzy"}, {"columns": ["id", "xyzzy"]}):
        with pytest.raises(UsageError) as caught:
            Listing(INDEX, "agreement", **where)
        assert "choose from: id, date" in (caught.value.help or "")


def test_json_holds_the_records_of_the_file() -> None:
    found = Listing(INDEX, "agreement", asked(country="Peru"), sort="date", limit=1)
    (record,) = map(json.loads, found.texts())
    keys = "id title kind parties minerals sources actions relations status status_since date"
    assert list(record) == keys.split()
    assert record["actions"] == [{"action": "signed", "date": "2024-08-29", "place": "Lima"}]


def test_the_long_table_has_acts_and_memberships_in_time_order() -> None:
    found = Listing(
        INDEX, "act", asked(since="2026-02"), columns=["date", "action", "record", "partner"]
    )
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


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"country": "Peru"}, ["us-peru-2024", "us-peru-2026", "us-peru-2026", "us-peru-2026"]),
        ({"country": "South Korea"}, ["msp", "forge", "msp", "forge"]),
        (
            {"initiative": "forge"},
            ["us-peru-2026", "forge", "forge"] + ["us-peru-2026"] * 2 + ["forge"],
        ),
        ({"level": "commercial"}, ["acme-japan"]),
        ({"as_of": "2022", "certain": True}, ["eu-chad-2019", "msp"]),
    ],
)
def test_acts_that_a_filter_finds(filters: dict[str, Any], expected: list[str]) -> None:
    assert sorted(ids(INDEX, "act", asked(**filters))) == sorted(expected)


def test_acts_as_json() -> None:
    filters = asked(party="peru", since="2026-02-01", until="2026-02-28", certain=True)
    (text,) = Listing(INDEX, "act", filters).texts()
    assert json.loads(text) == {
        **dict.fromkeys(("partner", "role", "place", "note")),
        **{"record_kind": "agreement", "record": "us-peru-2026", "sources": ["gazette"]},
        **{"action": "signed", "date": "2026-02-04"},
    }


def test_a_selector_is_read_as_filters() -> None:
    selector = {"country": "Peru", "level": ["commercial"], "since": "2026", "certain": True}
    assert from_selector(selector) == Filters(
        country=("Peru",), level=("commercial",), since=read_date("2026"), certain=True
    )
    with pytest.raises(UsageError, match="'colour' is not a filter"):
        from_selector({"colour": "red"})
    with pytest.raises(UsageError, match="--since '2026-13' is not a valid date"):
        from_selector({"since": "2026-13"})


@pytest.mark.parametrize(
    "text", ["锂", "锂矿", "矿合", '"合作"', "リチ", "กรา", "ﾘﾁ", "バル", "２０２４"]
)
def test_search_finds_words_of_scripts_that_put_no_blanks_between_them(text: str) -> None:
    title = "关于锂矿合作的备忘录 リチウム ｺﾊﾞﾙﾄ ข้อตกลงกราไฟต์ 2024"
    index = connect(edited(WIDE, ('title = "A report"', f'title = "{title}"')))
    assert ids(index, "source", asked(search=text)) == ["wire"]
    assert ids(index, "source", asked(search="铜")) == []


def test_each_counterpart_is_asked_as_of_the_day() -> None:
    several = asked(counterpart=["european-union", "acme"])
    assert ids(INDEX, "partner", several) == ["japan"]
    assert ids(INDEX, "partner", several._replace(as_of=read_date("2026-07-04"))) == ["japan"]
    assert ids(INDEX, "partner", several._replace(as_of=read_date("2018"))) == []


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
