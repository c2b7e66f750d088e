"""What the fuzz tests draw: broken registries, near dates, filters, queries, arguments."""

import copy
import random
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import tomli_w
from hostile import KINDS, TEXTS, document
from hypothesis import strategies as st

from mineralreg.dates import PartialDate
from mineralreg.document.document import parse
from mineralreg.reference import filters, vocabulary
from samples import SAMPLE, WIDE

WORDS = [
    *TEXTS.values(),
    *vocabulary.STATUSES,
    *vocabulary.AGREEMENT_KINDS,
    *("peru", "united-states", "Perú", "PER", "EU", "Congo", "the", "south america", "copper"),
    *("2026", "2026-02", "2026-02-04?", "0000", "9999", "2026-02-30", "0001-01-01", "9998%"),
    *("id", "title", "us-peru-2026", "x" * 5000, "\udcff", "\0", " ", "", "-1", "∞"),
]
TEXT = st.sampled_from(WORDS) | st.text(max_size=20)
SCALARS = st.one_of(
    st.sampled_from(WORDS[:-7]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.integers(-3, 3) | st.just(10**30) | st.just(-(2**63)) | st.floats(),
    st.booleans(),
    st.dates() | st.sampled_from([date(1, 1, 1), date(9999, 12, 31)]),
    st.sampled_from([datetime(2026, 2, 4, 5, 6), time(5, 6)]),  # TOML has such
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["id", "partner", "sources", "x", "", "a.b", "é"]), inner),
    ),
    max_leaves=6,
)


def tables(name: str, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each table in a value, with the key under which it stands."""
    if isinstance(value, dict):
        yield name, value
    values = value.items() if isinstance(value, dict) else [(name, one) for one in listed(value)]
    for key, inner in values:
        yield from tables(key, inner)


def listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, list) else []


def bases() -> list[dict[str, Any]]:
    """The samples, and a hostile registry of few records."""
    hostile = document()
    return [parse(SAMPLE), parse(WIDE), hostile | {kind: hostile[kind][2:4] for kind in KINDS}]


BASES = bases()
KNOWN: dict[str, dict[str, list[Any]]] = {}
"""What stands in them: values by the key of their table and their own."""
for base in BASES:
    for name, table in tables("", base):
        for key, value in table.items():
            KNOWN.setdefault(name, {}).setdefault(key, []).append(value)
ODD: list[Any] = [
    *("", " ", "x", "a.b", "Congo", "EU", "nobody", "2026-13", "2026-02?", "spring", "9999"),
    *(0, -1, 2026, 2**63, 10**30, 1.5, float("nan"), True, [], ["x"], [["x"]], {}, {"id": [1]}),
    *(date(1, 1, 1), date(9999, 12, 31), datetime(2026, 2, 4, 1), time(5, 6)),
    *TEXTS.values(),
]
USUAL = ("replace", "replace", "replace", "add", "remember", "rename", "double")
CHANGES = (*USUAL, *USUAL, *USUAL, "remove", "nest", "move")


def broken_registry(chance: random.Random) -> str:
    """A registry in which a few values were replaced, removed, doubled or put elsewhere.

    Most of what comes in is what a person could mean: a value of the same key elsewhere, an id.
    """
    data: dict[str, Any] = copy.deepcopy(chance.choice([*BASES[:2] * 4, BASES[2]]))
    for _ in range(chance.choice([1, 1, 2, 3])):
        change = chance.choice(CHANGES)
        places = list(tables("", data))
        records = [place for place in places if place[0] in KINDS] or places
        pool = records if change in ("remember", "rename") else places
        name = chance.choice([*dict(pool)])
        table = chance.choice([table for each, table in pool if each == name])
        known, own = KNOWN.get(name, {}), listed(table.get("former_ids"))
        keys = [key for key in table if listed(table[key]) and change in ("add", "double")]
        if not keys:
            keys = [*table, *table, *known, "unknown"]
            change = "replace" if change in ("add", "double") else change
        key = chance.choice(keys)
        ids = [*filter(None, (one.get("id") for _, one in records)), "new-1", "new-2"]
        values = known.get(key, ids)
        items = [one for each in values for one in listed(each)] or ids
        value = chance.choice(chance.choice([*[values] * 6, ids, ODD]))
        old = table.get(key, value)
        changed = {
            "replace": {key: value},
            "add": {key: [*listed(old), chance.choice(chance.choice([*[items] * 4, ids, ODD]))]},
            "double": {key: [*listed(old), *listed(old)[:1]]},
            "nest": {key: chance.choice([{"id": old}, [old, old]])},
            "remember": {"former_ids": own + chance.choices(ids, k=chance.randrange(3))},
            "rename": {"id": chance.choice(ids[-3:]), "former_ids": [*own, table.get("id", "x")]},
        }
        if change == "remove":
            table.pop(key, None)
        elif change == "move":
            data[chance.choice(["agreement", "partner", "claim", "x"])] = old
        else:
            table.update(copy.deepcopy(changed[change]))
    try:
        return commented(tomli_w.dumps(data), chance.randrange(3, 20))
    except (TypeError, ValueError):  # arrays of tables that TOML cannot write
        return broken_registry(chance)


BROKEN_REGISTRIES = st.builds(broken_registry, st.randoms(use_true_random=True))


def commented(text: str, every: int) -> str:
    """The text with comments at some of its records and lines."""
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines[::every]):
        if line.startswith("[["):
            lines[at * every] = f"# comment {at}\n{line}"
        elif line.startswith(("id = ", "title = ", "kind = ")):
            lines[at * every] = f"{line[:-1]}  # remark {at}\n"
    return "".join(lines)


@st.composite
def broken_bytes(draw: st.DrawFn) -> bytes:
    """A registry file that was cut, doubled or overwritten somewhere."""
    raw = draw(st.sampled_from([SAMPLE.encode(), SAMPLE.replace("\n", "\r\n").encode(), b""]))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(raw)))
        end = start + draw(st.sampled_from([0, 1, 2, 7, 300]))
        raw = raw[:start] + draw(st.binary(max_size=6) | st.sampled_from(PIECES)) + raw[end:]
    return raw


PIECES = [
    *(b'"', b"'", b'"""', b"[", b"]", b"[[", b"]]", b"{", b"}", b"=", b"#", b",", b".", b"\n"),
    *(b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"[[agreement]]\n", b"[[partner]]\n"),
    *(b"[agreement]\n", b"schema_version = 2\n", b"[registry]\n", b"a.b.c = 1\n", b"1e400"),
    *(b"[" * 500, b"{a=" * 500, b"9" * 5000, b"a." * 1200, b'id = "peru"\n', b"\\u0000"),
    *(b"# mineralreg: ignore[MR405] x\n", b"# mineralreg: ignore", b"1979-05-27T07:32:00Z"),
]
NEAR_DATES = st.from_regex(
    r"[0-9]{3}[0-9X²٣ -](-[01][0-9X]?(-[0-3][0-9 ])?)?([?~%]{0,2}|Z|/\.\.|T00:00)\n?",
    fullmatch=True,
)
"""Texts that are dates but for a character or two."""

MANY = st.lists(TEXT, max_size=3).map(tuple)
DAYS = st.one_of(
    st.none(),
    st.dates(max_value=date(9998, 12, 31)).map(PartialDate.coerce),
    st.just(PartialDate.parse("2026?")),
)
FILTERS = st.builds(
    filters.Filters,
    **{name: st.one_of(st.just(()), st.just(()), MANY) for name in filters.Filters._fields[:13]},
    since=DAYS,
    until=DAYS,
    as_of=DAYS,
    search=MANY,
    via_blocs=st.booleans(),
    certain=st.booleans(),
    withdrawn=st.booleans(),
)
ASKED = st.tuples(
    st.sampled_from(["agreement", "partner", "initiative", "event", "source", "claim", "act"]),
    FILTERS,
    st.none() | TEXT,
    st.none() | st.integers(0, 10**25),
    st.none() | st.lists(TEXT, max_size=2),
)

_SQL = (
    "select from where agreement partner record_text json * ( ) , ; ' \" -- /* */ 1 = id title "
    "insert into values delete update drop table attach database 'x' as pragma vacuum match "
    "group_concat zeroblob 1e9 randomblob load_extension writefile readfile with recursive union "
    "all limit order by null count ( x ) ? :a $b @c [ ] || like glob regexp explain query plan "
    "begin commit savepoint a release returning create temp trigger view analyze reindex "
    "table_info ( agreement ) = 1 journal_mode schema_version fts5 rank bm25 snippet"
)
QUERIES = TEXT | st.builds(
    "{} {}".format,
    st.sampled_from(["", "select", "select * from agreement"]),
    st.lists(st.sampled_from(_SQL.split()), max_size=12).map(" ".join),
)
_COMMAND_LINE = (
    "list show summary reconcile validate explain schema where sql diff --check "
    "--help --version --registry --color always -f json csv table plain md jsonl ids "
    "sarif junit github full concise --by status party --country Peru --party EU --since "
    "2026 --as-of --search --columns id,title --sort date --limit 1 --count --reverse "
    "agreements partners actions us-peru-2026 MR201 -- - --strict --via-blocs"
)
ARGUMENTS = st.lists(st.sampled_from(_COMMAND_LINE.split()) | TEXT, max_size=7)
