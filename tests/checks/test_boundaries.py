"""Where each check of time and sense begins and ends: a row each side of every boundary."""

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Any

import pytest
from checking import found

from mineralreg.dates import PartialDate

SOURCES = 'sources = ["gazette", "courier"]'
HEAD = """\
schema_version = 1
[registry]
as_of = {as_of}
[[source]]
id = "gazette"
title = "Memorandum"
publisher = "Ministry"
kind = "official"
[[source]]
id = "courier"
title = "Two ministers sign"
publisher = "Courier"
kind = "press"
[[partner]]
id = "peru"
iso = "PER"
[[partner]]
id = "chile"
iso = "CHL"
[[partner]]
id = "japan"
iso = "JPN"
former_ids = ["nippon"]
[[partner]]
id = "g7"
kind = "bloc"
name = "Group of Seven"
"""


def value(word: str) -> str:
    """A word as TOML writes it: a day bare, anything else in quotes."""
    return word if len(word) == 10 and word[0].isdigit() else f'"{word}"'


def tables(key: str, names: str, written: Iterable[str]) -> str:
    """A list of tables, each of the words for these names in order; `-` leaves one out."""
    each = (zip(names.split(), one.split(), strict=False) for one in written)
    items = (
        ", ".join(f"{name} = {value(word)}" for name, word in pairs if word != "-")
        for pairs in each
    )
    return f"{key} = [{', '.join(f'{{ {item} }}' for item in items)}]"


def acts(*written: str) -> str:
    return tables("actions", "action date partner", written)


def members(*written: str) -> str:
    return tables("members", "partner role from to", written)


def record(kind: str, id: str, keys: str, *more: str) -> str:
    return "\n".join([f'[[{kind}]]\nid = "{id}"', keys, SOURCES, *more]) + "\n"


def agreement(
    *more: str, id: str = "a", kind: str = "memorandum", parties: str = "peru chile"
) -> str:
    keys = f'title = "T"\nkind = "{kind}"\nparties = {parties.split()}'
    return record("agreement", id, keys, *more)


def initiative(*more: str, id: str = "i") -> str:
    return record("initiative", id, f'name = "N {id}"\nkind = "forum"', *more)


def event(*more: str, id: str = "e") -> str:
    return record("event", id, f'name = "E {id}"', *more)


def reported(text: str, family: str, as_of: str = "2026-03-01", **how: Any) -> str:
    """What a family reports, as `MR301E MR303E`."""
    findings = found(HEAD.format(as_of=value(as_of)) + text, **how)
    return " ".join(
        f"{one.code}{one.severity[0].upper()}" for one in findings if one.code.startswith(family)
    )


SIGNED = "signed 2026-02-04"
SUSPENDED = ("suspended 2026-02-05", "suspended 2026-02-06")


DAYS = (
    *("2025", "2025-12-31", "2026", "2026-01-01", "2026-02", "2026-02-28", "2026-03"),
    *("2026-03-01", "2026-03-02", "2026-04", "2027-01-02"),
)
PAIRS = list(product(map(PartialDate.parse, DAYS), repeat=2))
"""What may be asked of two dates: years, months and days around the same boundaries."""


def anywhere(day: str) -> str:
    """Records that state a day, each in another place."""
    return (
        agreement(acts(f"announced {day}"))
        + initiative(acts(f"launched {day}"), members(f"peru - {day}"))
        + event(f"date = {value(day)}")
    )


def test_what_is_later_than_as_of() -> None:
    for day, as_of in PAIRS:
        text = anywhere(day.text)
        text += initiative(acts("launched 2020"), members(f"peru - - {day}"), id="j")
        text += event("start = 2020-02-03", f"end = {value(day.text)}", id="f")
        late = day.earliest > as_of.latest
        wanted = "MR308W " * 6 * late
        assert reported(text, "MR308", as_of.text, codes=["MR308"]) == wanted.strip(), (day, as_of)


@pytest.mark.parametrize(
    ("day", "today", "wanted"),
    [
        ("2026-02-28", date(2026, 3, 1), ""),
        ("2026-03-01", date(2026, 3, 1), ""),
        ("2026-03-02", date(2026, 3, 1), "MR308W"),
        ("2026-03-02", date(2026, 3, 2), "MR308W"),  # as_of is 1 March
        ("2026-02-28", date(2026, 2, 28), "MR308W"),  # as_of itself is in the future
        ("2026-02-28", date(2026, 2, 27), "MR308W MR308W"),
    ],
)
def test_what_is_in_the_future(day: str, today: date, wanted: str) -> None:
    assert reported(agreement(acts(f"announced {day}")), "MR308", today=today) == wanted


def test_a_day_to_which_facts_were_looked_for_has_its_place() -> None:
    (late,) = found(HEAD.format(as_of="2026-03-01"), codes=["MR308"], today=date(2026, 2, 28))
    assert late.path == ("registry", "as_of")


def test_days_that_look_made_up() -> None:
    for day in (*DAYS, "2026-12-31", "2025-12-30", "2026-01-02"):
        suspicious = day.endswith(("-01-01", "-12-31"))
        found = reported(anywhere(day), "MR307", codes=["MR307"])
        assert found.split() == ["MR307W"] * 4 * suspicious, day


def test_ends_before_it_starts() -> None:
    for start, end in PAIRS:
        text = event(f"start = {value(start.text)}", f"end = {value(end.text)}")
        text += initiative(members(f"peru - {start} {end}"))
        wanted = ["MR304E"] * 2 * (end.latest < start.earliest)
        assert reported(text, "MR304", codes=["MR304"]).split() == wanted, (start, end)


def test_memberships_outside_the_life_of_an_initiative() -> None:
    life = acts("announced 2025-12-31", "launched 2026-02-28", "ended 2026-03-01")
    for start, end in PAIRS:
        for ends in ((start, end), (start, None), (None, end)):
            dates = " ".join(str(day or "-") for day in ends)
            outside = any(
                day.latest < date(2025, 12, 31) or day.earliest > date(2026, 3, 1)
                for day in filter(None, ends)
            )
            text = initiative(life, members(f"peru - {dates}"))
            assert reported(text, "MR306", codes=["MR306"]) == ("MR306W" if outside else ""), dates


@pytest.mark.parametrize(
    ("entries", "times"),
    [
        (["peru - 2024-01-02 2024-06-30", "peru - 2024-06-30 -"], 0),
        (["peru - 2024-01-02 2024-07-01", "peru - 2024-06-30 -"], 1),
        (["peru - 2024-06-30 -", "peru - 2024-01-02 2024-07-01"], 1),
        (["peru - 2024-01-02 2024-07-01", "peru chair 2024-06-30 -"], 0),
        (["peru - 2024-01-02 2024-07-01", "chile - 2024-06-30 -"], 0),
        (["peru", "peru"], 1),
        (["peru", "peru", "peru"], 2),
        (["peru - 2024", "peru - 2025"], 1),
        (["peru - 2024 2024", "peru - 2024 2024"], 1),  # the same dates, if not surely a day
        (["peru - 2024 2024", "peru - 2024-01-02 2024-12-30"], 0),
        (["peru - 2020-05-05 2021-05-05", "peru - 2022-05-05 2023-05-05", "peru - 2019-05-05"], 1),
        (["peru - 2019-05-05", "peru - 2020-05-05 2021-05-05", "peru - 2022-05-05 2023-05-05"], 2),
        (["peru - 2020-05-05 2021-05-05", "peru - 2021-05-05 2022-05-05", "peru - 2022-05-05"], 0),
        (["peru - - 2021-05-05", "peru - 2021-05-05"], 0),
        (["peru - - 2021-05-06", "peru - 2021-05-05"], 1),
    ],
)
def test_overlapping_memberships(entries: list[str], times: int) -> None:
    assert reported(initiative(members(*entries)), "MR305").split() == ["MR305W"] * times


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        # MR301: the order in which acts are written
        (["announced 2026-02-03", SIGNED], ""),
        (["announced 2026-02-04", SIGNED], ""),
        ([SIGNED, "ratified 2026-02-04"], ""),
        ([SIGNED, "ratified 2026-02-03"], "MR301E"),
        ([SIGNED, "ratified 2026-02"], "MR301W"),
        ([SIGNED, "ratified 2026-01"], "MR301E"),
        ([SIGNED, "ratified 2026"], "MR301W"),
        ([SIGNED, "ratified", "amended 2026-02-03"], "MR301E"),
        (
            [SIGNED, "ratified 2026-02-10", "amended 2026-02-09", "amended 2026-02-08"],
            "MR301E " * 2,
        ),
        # retroactive force, and force of which a partial date leaves the order open
        ([SIGNED, "entered-into-force 2025-02-02"], "MR301W"),
        ([SIGNED, "entered-into-force 2026-02"], "MR301W"),
        (["entered-into-force 2025-02-02", SIGNED], "MR303E"),
        ([SIGNED, "took-effect 2025-02-02"], "MR301W"),
        # MR302: acts after the end
        ([SIGNED, "expired 2026-02-10", "amended 2026-02-11"], "MR302E"),
        ([SIGNED, "expired 2026-02-10", "amended 2026-02-10"], "MR302E"),
        ([SIGNED, "expired 2026-02-10", "amended"], "MR302E"),
        ([SIGNED, "amended 2026-02-10", "expired 2026-02-10"], ""),
        ([SIGNED, "expired 2026-02-10 peru", "amended 2026-02-11"], ""),
        ([SIGNED, "terminated 2026-02-10", "relaunched 2026-02-11"], "MR302E"),
        (["launched 2026-01-05", "ended 2026-02-10", "relaunched 2026-02-11"], ""),
        (["launched 2026-01-05", "ended 2026-02", "amended 2026-02-11"], ""),
        (["launched 2025-12-05", "ended 2026-01", "amended 2026-02-11"], "MR302E"),
        # MR303: steps
        ([SIGNED, "signed 2026-02-05"], "MR303E"),
        ([SIGNED, "signed 2026-02-05 peru"], ""),
        (["entered-into-force 2026-02-04"], "MR303E"),
        (["negotiations-opened 2026-02-03", "entered-into-force 2026-02-04"], "MR303E"),
        *(
            ([f"{word} 2026-02-03", SIGNED], "")
            for word in ("proposed", "negotiations-opened", "negotiations-concluded", "launched")
        ),
        (["entered-into-force 2026-02-04 peru"], ""),
        (["announced 2026-02-03", "entered-into-force 2026-02-04"], "MR303E"),
        ([SIGNED, "entered-into-force 2026-02-04"], ""),
        ([SIGNED, "provisionally-applied 2026-02-05", "entered-into-force 2026-02-06"], ""),
        (["provisionally-applied 2026-02-05", "entered-into-force 2026-02-06"], ""),
        ([SIGNED, "entered-into-force 2026-02-05", "signed 2026-02-06"], "MR303E"),
        ([SIGNED, "resumed 2026-02-05"], "MR303E"),
        (["resumed 2026-02-05"], "MR303E"),
        ([SIGNED, "suspended 2026-02-05", "resumed 2026-02-06"], ""),
        ([SIGNED, "suspended 2026-02-05", "suspended 2026-02-06", "resumed 2026-02-07"], ""),
        ([SIGNED, "suspended 2026-02-05", "resumed 2026-02-06", "resumed 2026-02-07"], "MR303E"),
        ([SIGNED, "suspended 2026-02-05", "entered-into-force 2026-02-06"], "MR303E"),
        ([SIGNED, *SUSPENDED, "resumed 2026-02-07", "entered-into-force 2026-02-08"], ""),
        ([SIGNED, *SUSPENDED[:1], "resumed 2026-02-07", "entered-into-force 2026-02-08"], ""),
        ([SIGNED, *SUSPENDED, "resumed 2026-02-07", "suspended 2026-02-08", "resumed"], ""),
        (["launched 2026-02-05", SIGNED.replace("04", "06")], ""),
    ],
)
def test_acts_in_time(written: list[str], wanted: str) -> None:
    launched = any(one.startswith(("launched", "relaunched", "ended")) for one in written)
    text = initiative(acts(*written)) if launched else agreement(acts(*written))
    assert reported(text, "MR30").strip() == wanted.strip()


@pytest.mark.parametrize(
    ("first", "told"), [("entered-into-force 2025-02-02", True), ("resumed 2025-02-02", False)]
)
def test_force_before_a_signature_is_helped(first: str, told: bool) -> None:
    text = HEAD.format(as_of="2026-03-01") + agreement(acts(first, SIGNED))
    (step,) = found(text, codes=["MR303"])
    assert ("from a day before its signature" in str(step.help)) == told


BLOC = {"kind": "declaration", "parties": "g7"}
CHILE, WITNESS = 'partner = "chile", name = "A"', 'role = "witness"'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (agreement(acts(SIGNED), parties=""), "MR401E"),
        (agreement(acts(SIGNED), parties="peru"), "MR401E"),
        (agreement(acts(SIGNED)), ""),
        (agreement(acts("announced 2026-02-04"), parties=""), "MR401E"),
        (agreement(acts("announced 2026-02-04"), parties="peru"), ""),
        (agreement(acts("proposed 2026-02-04"), parties="peru"), ""),
        (agreement(acts("negotiations-opened 2026-02-04"), parties="peru"), "MR401E"),
        (agreement(parties="peru"), "MR401E"),
        (agreement(acts("adopted 2026-02-04"), **BLOC), ""),
        (agreement(acts("endorsed 2026-02-04"), **BLOC), ""),
        (agreement(acts("announced 2026-02-03", SIGNED), **BLOC), ""),
        (agreement(acts(SIGNED), **BLOC), "MR401E"),
        (agreement(acts("adopted 2026-02-04"), parties="g7"), "MR401E"),
        (agreement(acts("adopted 2026-02-04"), kind="declaration", parties="peru"), "MR401E"),
        (agreement(acts(SIGNED), parties="peru peru"), "MR402E"),
        (agreement(acts(SIGNED), parties="peru peru peru"), "MR402E"),
        (agreement(acts(SIGNED), parties="peru chile peru chile"), "MR402E MR402E"),
        (agreement(acts(SIGNED), parties="japan nippon"), "MR402E"),
        *(
            (agreement(f'legal_nature = "{nature}"', acts(SIGNED, f"{act} 2026-02-05")), wanted)
            for nature, listed, wanted in (
                ("non-binding", "ratified acceded succeeded formally-confirmed", "MR403E"),
                ("non-binding", "entered-into-force", "MR403E"),
                ("non-binding", "took-effect accepted", ""),
                *(("binding", "took-effect", "MR403W"), ("binding", "ratified", "")),
                *(("mixed", "ratified took-effect", ""), ("not-stated", "took-effect", "")),
            )
            for act in listed.split()
        ),
        *(
            (agreement(acts(SIGNED), f"signatories = [{signed}]", parties=parties), wanted)
            for parties, signed, wanted in (
                ("peru chile", f"{{ {CHILE}, {WITNESS} }}", "MR404E"),
                ("peru chile", f"{{ {CHILE} }}", ""),
                ("peru chile", f"{{ {CHILE}, {WITNESS} }}, {{ {CHILE} }}", ""),
                ("peru japan", f"{{ {CHILE}, {WITNESS} }}", ""),
            )
        ),
        *(
            (
                agreement(acts(SIGNED), 'initiatives = ["i"]', parties=parties)
                + initiative(members(*who)),
                wanted,
            )
            for parties, who, wanted in (
                ("peru chile japan", ["japan observer"], "MR404E"),
                ("peru chile japan", ["japan guest"], "MR404E"),
                ("peru chile japan", ["japan member"], ""),
                ("peru chile japan", ["japan observer", "japan member"], ""),
                ("peru japan", ["japan observer"], ""),  # of two, it must have agreed
                ("peru chile japan", ["chile observer", "japan observer"], "MR404E MR404E"),
            )
        ),
    ],
)
def test_parties_and_their_acts(text: str, wanted: str) -> None:
    codes = ("MR401", "MR402", "MR403", "MR404")
    assert reported(text, "MR40", codes=codes) == wanted


def related(type: str, to: str = "a") -> str:
    return f'relations = [{{ type = "{type}", agreement = "{to}" }}]'


def other(*more: str, parties: str = "peru japan") -> str:
    """An agreement beside the first one, of other parties if nothing is said."""
    return agreement(*more, id="b", parties=parties)


def of_day(day: str, *more: str) -> str:
    """An agreement of the same parties as the first one."""
    return other(acts(f"signed {day}"), *more, parties="chile peru")


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("2026-01-01", of_day("2026-01-31"), True),
        ("2026-01-01", of_day("2026-02-01"), True),
        ("2026-01-01", of_day("2026-02-02"), False),
        ("2026-02-01", of_day("2026-01-01"), True),
        ("2026-01", of_day("2026-03-04"), False),
        ("2026-01", of_day("2026-03-03"), True),
        ("2026-01-01", other(parties="peru chile"), False),
        ("2026-01-01", of_day("2026-01-01", related("distinct-from")), False),
        ("2026-01-01", of_day("2026-01-01", related("amends")), False),
        ("2026-01-01", of_day("2026-01-01", 'withdrawn = "twice"'), False),
        ("2026-01-01", of_day("2026-01-01").replace("memorandum", "framework"), False),
        ("2026-01-01", other(acts("signed 2026-01-01"), parties="peru chile japan"), False),
        ("2026-01-01", other(acts("signed 2026-01-01")), False),
    ],
)
def test_probable_duplicates(first: str, second: str, alike: bool) -> None:
    text = agreement(acts(f"signed {first}")) + second
    assert reported(text, "MR407") == ("MR407W" if alike else "")


SUPERSEDED = "superseded 2026-02-10"
ENDED = acts("ended 2026-02-10")
HEIR = initiative('predecessors = ["i"]', id="j")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (agreement(related("amends")), "MR408E"),
        (agreement(related("distinct-from")), "MR408E"),
        (agreement() + other(related("amends")), ""),
        (agreement() + other(related('amends", sources = ["gazette"], x = "')), ""),
        (agreement(related("amends", "b")) + other(related("implements")), "MR408E"),
        (agreement(related("distinct-from", "b")) + other(related("distinct-from")), ""),
        (initiative(ENDED, 'predecessors = ["i"]'), "MR408E"),
        (agreement(acts(SIGNED, SUPERSEDED)), "MR409W"),
        (agreement(acts(SIGNED, SUPERSEDED)) + other(related("supersedes")), ""),
        (agreement() + other(related("supersedes")), "MR409W"),
        (agreement() + other(related("supersedes"), 'withdrawn = "x"'), ""),
        (initiative(acts(SUPERSEDED)), "MR409W"),
        (initiative(ENDED), ""),
        (initiative(acts(SUPERSEDED)) + HEIR, ""),
        (initiative(ENDED) + HEIR, ""),
        (initiative() + HEIR, "MR409W"),
        (agreement('minerals = ["rare-earths", "neodymium"]'), "MR410W"),
        (agreement('minerals = ["neodymium", "rare-earths", "dysprosium"]'), "MR410W MR410W"),
        (agreement('minerals = ["neodymium", "dysprosium"]'), ""),
        (agreement('minerals = ["rare-earths"]'), ""),
        (agreement('minerals = ["critical-minerals", "neodymium"]'), ""),
    ],
)
def test_relations_and_minerals(text: str, wanted: str) -> None:
    codes = ("MR408", "MR409", "MR410")
    assert reported(text, "MR4", codes=codes) == wanted


VARIANT = 'variants = [{ field = "signed", value = "2026-02-05" }]'
MEETING = "date = 2026-02-04"
MIXED = 'legal_nature = "mixed"'
SOURCED_ACT = 'actions = [{ action = "signed", date = 2026-02-04, sources = ["gazette"] }]'


def treaty(*more: str, text: str = "") -> str:
    """A treaty of which only a newspaper tells, and what was found of its text."""
    lines = ['text_status = "{}"\nchecked = {}'.format(*text.split())] if text else []
    return agreement(acts(*more), *lines, kind="treaty").replace('"gazette", ', "")


@pytest.mark.parametrize(
    ("text", "code", "wanted"),
    [
        (treaty(SIGNED), "MR405", "MR405W"),
        (treaty(SIGNED, "entered-into-force 2026-02-05"), "MR405", "MR405W"),
        (treaty(SIGNED, "expired 2026-02-05"), "MR405", "MR405W"),
        (treaty("announced 2026-02-04"), "MR405", ""),
        (treaty("adopted 2026-02-04"), "MR405", ""),
        (treaty(SIGNED, "ratified 2026-02-05") + 'contested = "x"\n', "MR405", "MR405W"),
        (treaty(SIGNED, text="not-found 2025-03-02"), "MR405", "MR405I"),
        (treaty(SIGNED, text="not-found 2025-02-28"), "MR405", "MR405I"),
        (treaty(SIGNED, text="not-found 2025-02-27"), "MR405", "MR405W"),
        (treaty(SIGNED, text="unpublished 2026-02-27"), "MR405", "MR405W"),
        (agreement(acts(SIGNED)).replace(', "courier"', ""), "MR405", "MR405I"),
        (agreement(acts(SIGNED)), "MR405", ""),
        (agreement().replace(SOURCES, "sources = []"), "MR406", "MR406E"),
        (event(MEETING).replace(SOURCES, "sources = []"), "MR406", "MR406E"),
        (agreement(SOURCED_ACT).replace(SOURCES, "sources = []"), "MR406", ""),
        (agreement(acts(SIGNED)).replace(SOURCES, "sources = []"), "MR406", "MR406E"),
        (agreement(VARIANT), "MR411", "MR411W"),
        (event(MEETING, VARIANT), "MR411", "MR411W"),
        (initiative(VARIANT), "MR411", "MR411W"),
        (agreement(VARIANT, 'notes = "The ministry gives the day."'), "MR411", ""),
        (agreement(VARIANT.replace(" }]", ', note = "a wire" }]')), "MR411", ""),
        (agreement('legal_nature = "binding"'), "MR412", "MR412I"),
        (agreement('legal_nature = "not-stated"'), "MR412", ""),
        (agreement(MIXED, 'field_sources = { legal_nature = ["gazette"] }'), "MR412", ""),
    ],
)
def test_sourcing(text: str, code: str, wanted: str) -> None:
    assert reported(text, code) == wanted
