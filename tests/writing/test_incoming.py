"""Names on the way in, proposed ids, and what makes two agreements probably one."""

from datetime import date
from typing import Any

import pytest
from written import SAMPLE

from mineralreg.document.document import parse
from mineralreg.edit.identity import Alike, propose
from mineralreg.edit.incoming import read_incoming
from mineralreg.edit.lookup import Names, unlisted
from mineralreg.edit.set import read_assignment
from mineralreg.edit.values import Reader, in_order
from mineralreg.errors import UsageError
from mineralreg.reference.vocabulary import SLUG_LENGTH

DATA = parse(SAMPLE.decode())
NAMES = Names(DATA)


@pytest.mark.parametrize(
    ("holds", "name", "id"),
    [
        ("partner", "PER", "peru"),
        ("partner", "Republic of Korea", "south-korea"),
        ("partner", "minera ANDINA", "minera-andina"),
        ("partner", "Chile", "chile"),
        ("partner", "DRC", "dr-congo"),
        ("mineral", "Rare Earths", "rare-earths"),
        ("topic", "geological mapping", "geological-mapping"),
        ("event", "Ministerial on Minerals", "ministerial-2026"),
        ("initiative", "foo", "ore-forum"),
        ("source", "https://state.example/peru-2024", "state-peru-2024"),
        ("agreement", "peru-us-2026", "us-peru-2026"),
        ("country code", "South Korea", "KOR"),
        ("partner", "African Union", "african-union"),
    ],
)
def test_names_as_people_write_them(holds: str, name: str, id: str) -> None:
    assert NAMES.resolve(holds, name) == id


@pytest.mark.parametrize(
    ("holds", "name", "message", "help"),
    [
        ("partner", "Congo", "can mean", "write the name in full"),
        ("partner", "Perru", "is not a partner", "Peru"),
        ("partner", "Soviet Union", "ended in 1991", "the state that signed"),
        ("mineral", "unobtainium", "is not a mineral", ""),
        ("event", "ministeriel-2026", "is not an event", "ministerial-2026"),
        ("source", "wiri", "is not a source", ""),
    ],
)
def test_names_that_are_refused(holds: str, name: str, message: str, help: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        NAMES.resolve(holds, name)
    assert help in str(caught.value.help)


def test_only_countries_and_blocs_that_are_not_listed_are_added() -> None:
    parties = ["peru", "chile", "minera-andina", "nobody", "chile", "african-union"]
    found = unlisted(DATA, [("agreement", {"id": ["no text"], "parties": parties})])
    bloc = {"id": "african-union", "kind": "bloc", "name": "African Union"}
    assert found == [({"id": "chile", "iso": "CHL"}, "Chile"), (bloc, "African Union")]


SIGNED = [{"action": "signed", "date": date(2026, 5, 4)}]


PAPER = {"publisher": "资源报", "published": "2025-03-04", "url": "https://www.ziyuan.example/1"}
DEPARTMENT = {"publisher": "US Department of State", "published": "2026"}
FOUR = {"parties": ["united-kingdom", "united-arab-emirates", "peru", "chile"]}
TWO = {"parties": ["united-states", "peru"], "actions": SIGNED}


@pytest.mark.parametrize(
    ("kind", "record", "id"),
    [
        ("agreement", TWO, "us-peru-2026"),
        ("agreement", {"parties": ["european-union", "dr-congo"]}, "eu-drc"),
        ("agreement", FOUR, "uk-uae-peru"),
        ("source", {"publisher": "The Daily", "published": "2026-02"}, "daily-2026-02"),
        ("source", DEPARTMENT, "us-department-2026"),
        ("source", {"publisher": "Minas y Energía y Agua"}, "minas-y-energia"),
        ("claim", {"statement": "Nine papers on the mines of the"}, "nine-papers-on-the-mines"),
        ("partner", {"name": "A"}, "a"),
        ("partner", {"iso": "KOR"}, "south-korea"),
        ("partner", {"name": "Société Minière"}, "societe-miniere"),
        ("initiative", {"name": "Forum on Ores", "acronym": "F.O.O."}, "foo"),
        ("initiative", {"name": "Forum on Ores"}, "forum-on-ores"),
        ("event", {"name": "2026 Summit", "date": "2026-02"}, "summit-2026"),
        (
            "claim",
            {"statement": "Ten were signed in a single day"},
            "ten-were-signed-in-a-single",
        ),
        ("partner", {"name": "中国"}, "zhongguo"),
        ("source", {"publisher": "Вісник", "published": "2026"}, "visnik-2026"),
        ("source", PAPER, "ziyuan-example-2025-03-04"),
        ("source", {"publisher": "CITIC 中信", "published": "2025"}, "citic-2025"),
        ("partner", {"name": "中信 Metal Co"}, "metal-co"),
        ("partner", {"name": "㐀 Bank"}, "bank"),  # the first and the last sign of Chinese
        ("partner", {"name": "\u9fff Bank"}, "bank"),
        ("partner", {"name": "トヨタ Tsusho"}, "toyota-tsusho"),
        ("source", {"publisher": "!", "url": "https://[", "title": "T"}, "t"),
    ],
)
def test_proposed_ids(kind: str, record: dict[str, Any], id: str) -> None:
    assert propose(kind, record, ()) == id
    assert propose(kind, record, {id, f"{id}-2"}) == f"{id}-3"


def test_no_id_is_that_of_a_country_to_be_listed() -> None:
    alone = {"kind": "memorandum", "parties": ["fiji"]}
    assert propose("agreement", alone, ()) == "fiji-memorandum"
    assert propose("initiative", {"name": "Fiji"}, ()) == "fiji-2"
    assert propose("partner", {"iso": "FJI", "name": "Fiji"}, ()) == "fiji"


@pytest.mark.parametrize(
    ("last", "kept"), [("bcd", "-bcd"), ("bcd e", "-bcd"), ("bcde", ""), ("bc", "-bc")]
)
def test_whole_words_that_have_room_are_kept(last: str, kept: str) -> None:
    first = "a" * (SLUG_LENGTH - 4 - len("-bcd"))
    assert propose("initiative", {"name": f"{first} {last}"}, ()) == first + kept


def test_a_proposed_id_is_short_enough() -> None:
    found = propose("initiative", {"name": "Extraordinarily " * 20}, ())
    assert len(found) <= 60
    assert not found.endswith("-")


def agreement(day: object, **more: Any) -> dict[str, Any]:
    acts = [{"action": "signed", "date": day}]
    return {"kind": "memorandum", "parties": ["peru", "united-states"], "actions": acts, **more}


@pytest.mark.parametrize(
    ("record", "twins"),
    [
        (agreement(date(2026, 2, 20)), ["us-peru-2026"]),
        (agreement("2026-03"), ["us-peru-2026"]),
        (agreement(date(2026, 4, 1)), []),
        (agreement(date(2026, 2, 20), kind="treaty"), []),
        (agreement(date(2026, 2, 20), parties=["peru", "france"]), []),
        (agreement(date(2026, 2, 20), relations=[{"agreement": "us-peru-2026"}]), []),
        (agreement(None), []),
        (agreement(date(2026, 3, 7)), ["us-peru-2026"]),  # the 31st day after
        (agreement(date(2026, 3, 8)), []),
        (agreement(date(2026, 1, 4)), ["us-peru-2026"]),  # the 31st day before
        (agreement(date(2026, 1, 3)), []),
        (agreement("2026-03?"), ["us-peru-2026"]),
        (agreement("2026-04"), []),
        (agreement("2026"), ["us-peru-2026"]),
        (agreement(date(2026, 2, 20), parties=["united-states", "peru"]), ["us-peru-2026"]),
        (agreement(date(2026, 2, 20), parties=["peru"]), []),
        (agreement(date(2025, 5, 5), kind="other", parties=["peru", "france"]), []),  # withdrawn
    ],
)
def test_probable_duplicates(record: dict[str, Any], twins: list[str]) -> None:
    assert Alike(DATA).to(record) == twins


def test_of_thousands_of_alike_agreements_the_last_are_named() -> None:
    alike = Alike({})
    acts = [{"action": "signed", "date": date(2026, 2, 4)}]
    one = {"kind": "memorandum", "parties": ["peru"], "actions": acts}
    for number in range(20):
        alike.include({"id": f"a-{number}", **one})
    assert alike.to(one) == [f"a-{number}" for number in range(12, 20)]


def test_twins_inside_one_input() -> None:
    alike = Alike({})
    one = agreement(date(2026, 2, 20), id="one")
    assert alike.to(one) == []
    alike.include(one)
    alike.include(agreement(date(2026, 2, 21), id="gone", withdrawn="a mistake"))
    assert alike.to(agreement(date(2026, 2, 22), id="two")) == ["one"]
    related = agreement(date(2026, 2, 22), id="two", relations=[{"agreement": "one"}])
    assert alike.to(related) == []
    alike.include(agreement(date(2026, 2, 22), id="three", relations=[{"agreement": "four"}]))
    assert alike.to(agreement(date(2026, 2, 22), id="four")) == ["one"]


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "a"}\n{"id": "b"}\n',
        '[{"id": "a"}, {"id": "b"}]',
        '{"source": [{"id": "a"}, {"id": "b"}]}',
        '[[source]]\nid = "a"\n[[source]]\nid = "b"\n',
        '\ufeff{"id": "a", "notes": null}\r\n\r\n{"id": "b"}',
    ],
)
def test_the_form_is_told_by_the_content(text: str) -> None:
    found = read_incoming("source", text.encode(), "it")
    assert [(one.kind, dict(one.pairs)) for one in found] == [
        ("source", {"id": "a"}),
        ("source", {"id": "b"}),
    ]


def test_one_bare_toml_record() -> None:
    (found,) = read_incoming("source", b'id = "a"', "it")
    assert (found.kind, found.pairs, found.at("id")) == ("source", (("id", "a"),), "it:1, key 'id'")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "holds no record"),
        (b"[]", "holds no record"),
        (b"{", "is not JSON: line 1"),
        (b'{"id": 1, "id": 2}', "set twice"),
        (b"[1, 2]", "not valid TOML|record is a JSON"),
        (b"\xff", "not UTF-8"),
        (b"[" * 100_000, "nests|valid TOML|cannot be parsed"),
        (b'{"a":' * 100_000, "nests too deeply"),
        (b'[{"count": ' + b"9" * 5000 + b"}]", "a number has too many digits$"),
        (b'{"a": ' + b"1" * 5000 + b"}", "cannot be read"),
    ],
)
def test_what_is_no_record(raw: bytes, message: str) -> None:
    with pytest.raises(Exception, match=message) as caught:
        read_incoming("source", raw, "it")
    assert hasattr(caught.value, "exit_code")


def test_a_record_is_settled() -> None:
    record = {
        "actions": [{"date": "2026-02-04", "action": "signed"}, "amended 2026-05 @ Lima"],
        "parties": ["Perú", "USA"],
        "title": "T",
    }
    found = Reader(NAMES).record("agreement", record)
    assert found == {
        "title": "T",
        "parties": ["peru", "united-states"],
        "actions": [
            {"action": "signed", "date": date(2026, 2, 4)},
            {"action": "amended", "date": "2026-05", "place": "Lima"},
        ],
    }
    assert list(found) == ["title", "parties", "actions"]


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("agreement", {"actions": [{"action": "signed", "date": "2026-02-30"}]}, "no day"),
        ("agreement", {"actions": [{"action": "signed", "day": "2026"}]}, "has no key 'day'"),
        ("agreement", {"actions": [{"action": "signed", "date": 2026}]}, "in quotes"),
        ("agreement", {"signed": "04/02/2026"}, "leaves open"),
        (
            "agreement",
            {"actions": [{"action": "x", "date": "2026-13"}]},
            "'x'.*; date: there is no",
        ),
        ("agreement", {"title": 3}, "takes a text"),
        ("agreement", {"title": ["T"]}, "takes a text"),
        ("agreement", {"signatories": "Peru"}, "has no short form"),
        ("agreement", {"term": {"length": "P5Y"}}, "has no key 'length'"),
        ("agreement", {"term": {"duration": "5 years"}}, "is not a duration"),
        ("claim", {"count": True}, "takes a whole number"),
        ("claim", {"counts_host": 1}, "takes true or false"),
        ("source", {"language": "Klingon"}, "language tag"),
    ],
)
def test_values_that_are_refused(kind: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Reader(NAMES).record(kind, given)
    told: list[str] = []
    Reader(NAMES, lambda key, _, error: told.append(f"{key}: {error.message}")).record(kind, given)
    assert len(told) == 1
    assert told[0].startswith(next(iter(given)))


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("04/02/2026", "write 2026-02-04 or 2026-04-02"),
        ("24.12.2026", "write 2026-12-24"),
        ("12-24-2026", "write 2026-12-24"),
        ("2026/2/4 00:00:00", "write 2026-02-04"),
        (20260204, "write 2026-02-04"),
        ("32/13/2026", None),
    ],
)
def test_dates_of_other_forms_are_refused_with_what_to_write(text: Any, help: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        Reader(NAMES).record("agreement", {"signed": text})
    assert caught.value.help == help
    assert "quotes" not in caught.value.message  # only TOML has to be told


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("4 February 2026", date(2026, 2, 4)),
        ("February 4th, 2026", date(2026, 2, 4)),
        ("4 de febrero de 2026", date(2026, 2, 4)),
        ("1er février 2026", date(2026, 2, 1)),
        ("24-dez-2026", date(2026, 12, 24)),
        ("Mar. 2026", "2026-03"),
        ("marzo de 2026?", "2026-03?"),
        ("2026 June", "2026-06"),
        ("juin 2026", "2026-06"),
    ],
)
def test_months_as_words(text: str, day: object) -> None:
    found = Reader(NAMES).record("agreement", {"signed": text})
    assert found["actions"] == [{"action": "signed", "date": day}]


@pytest.mark.parametrize(
    "text", ["jui 2026", "ma 2026", "4 5 May 2026", "spring 2026", "May 26", "May " + "9" * 5000]
)
def test_words_that_name_no_month_or_no_year(text: str) -> None:
    with pytest.raises(UsageError, match="not a date"):
        Reader(NAMES).record("agreement", {"signed": text})


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("cobre, litio", ["copper", "lithium"]),
        ("copper,copper", ["copper"]),
        ("rare earths", ["rare-earths"]),
    ],
)
def test_values_between_commas(text: str, ids: list[str]) -> None:
    assert Reader(NAMES).record("agreement", {"minerals": [text]}) == {"minerals": ids}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("copper, unobtainium", "'unobtainium' is not"),
        ("unobtainium, x", "'unobtainium' is not"),
    ],
)
def test_values_between_commas_that_are_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        Reader(NAMES).record("agreement", {"minerals": text})
    assert str(caught.value.help).endswith("write several values with ';' between them")


@pytest.mark.parametrize(
    ("value", "word"),
    [(True, "binding"), (False, "non-binding"), ("Sí", "binding"), ("não", "non-binding")],
)
def test_a_text_binds_or_not(value: object, word: str) -> None:
    found = Reader(NAMES).record("agreement", {"legal_nature": value})
    assert found == {"legal_nature": word}


def test_options_make_a_record() -> None:
    given = {
        "title": "T",
        "parties": ("Peru", "Chile", "PER"),
        "signed": "2026-05-04",
        "announced": "2026-05",
        "place": "Lima",
        "actions": ("entered into force 2026-06 @ Lima, Peru", "amended"),
        "relations": ("implements: us-peru-2026",),
    }
    assert Reader(NAMES).record("agreement", given) == {
        "title": "T",
        "parties": ["peru", "chile"],
        "actions": [
            {"action": "announced", "date": "2026-05", "place": "Lima"},
            {"action": "signed", "date": date(2026, 5, 4), "place": "Lima"},
            {"action": "entered-into-force", "date": "2026-06", "place": "Lima, Peru"},
            {"action": "amended"},
        ],
        "relations": [{"type": "implements", "agreement": "us-peru-2026"}],
    }


def test_options_of_claims_and_initiatives() -> None:
    claim = {
        "count": "0",
        "selector": ("event=ministerial-2026", "--kind=treaty", "kind=memorandum", "certain=yes"),
        "members": ("us-peru-2026: likely", "us-peru-2024"),
        "counts_host": True,
    }
    assert Reader(NAMES).record("claim", claim) == {
        "count": 0,
        "selector": {
            "event": "ministerial-2026",
            "kind": ["treaty", "memorandum"],
            "certain": True,
        },
        "members": [
            {"agreement": "us-peru-2026", "confidence": "likely"},
            {"agreement": "us-peru-2024"},
        ],
        "counts_host": True,
    }
    assert Reader(NAMES).record("initiative", {"members": ("Peru: chair",)}) == {
        "members": [{"partner": "peru", "role": "chair"}]
    }


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("agreement", {"place": "Lima"}),
        ("agreement", {"signed": "last week"}),
        ("agreement", {"actions": ("2026-05-04",)}),
        ("agreement", {"relations": ("implements",)}),
        ("agreement", {"relations": ("likes us-peru-2026",)}),
        ("claim", {"count": "eleven"}),
        ("claim", {"selector": ("colour=red",)}),
        ("source", {"url": "state.example"}),
        ("source", {"id": "Not A Slug"}),
    ],
)
def test_options_that_are_refused(kind: str, given: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Reader(NAMES).record(kind, given)


def test_acts_in_order() -> None:
    given = {"actions": ["signed 2026-02", "announced 2026-01"]}
    acts = Reader(NAMES).record("agreement", given)["actions"]
    assert [act["action"] for act in acts] == ["announced", "signed"]
    assert [act["action"] for act in in_order([*acts[::-1], {"action": "amended"}])] == [
        "announced",
        "amended",
        "signed",
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("kind=treaty", ("kind", "=", "treaty")),
        ("legal-nature = binding", ("legal_nature", "=", "binding")),
        ("minerals+=a,b", ("minerals", "+=", "a,b")),
        ("minerals-=a", ("minerals", "-=", "a")),
        ("notes=a=b\nc", ("notes", "=", "a=b\nc")),
        ("event=", ("event", "=", "")),
        ("selector.level=commercial", ("selector.level", "=", "commercial")),
    ],
)
def test_assignments(text: str, parts: tuple[str, str, str]) -> None:
    assert read_assignment(text) == parts


@pytest.mark.parametrize("text", ["", "kind", "=x", "+=x", "1=2"])
def test_what_is_no_assignment(text: str) -> None:
    with pytest.raises(UsageError, match="not an assignment"):
        read_assignment(text)
