"""What the fuzz tests draw: broken registries, near dates, names, filters, queries, arguments."""

import copy
from datetime import date, datetime, time
from typing import Any

from hostile import TEXTS, document
from hypothesis import strategies as st

from mineralreg.dates import PartialDate
from mineralreg.document.document import parse
from mineralreg.query import filters
from mineralreg.reference import vocabulary
from samples import SAMPLE

WORDS = [
    *TEXTS.values(),
    *vocabulary.STATUSES,
    *vocabulary.AGREEMENT_KINDS,
    *("peru", "united-states", "Perú", "PER", "EU", "Congo", "the", "south america", "copper"),
    *("2026", "2026-02", "2026-02-04?", "0000", "9999", "2026-02-30", "0001-01-01", "9998%"),
    *("id", "title", "us-peru-2026", "x" * 5000, "\udcff", "\0", " ", "", "-1", "∞"),
]
TEXT = st.one_of(st.sampled_from(WORDS), st.text(max_size=20))
NUMBERS = st.one_of(st.integers(-3, 3), st.just(10**30), st.just(-(2**63)), st.floats())
SCALARS = st.one_of(
    st.sampled_from(WORDS[:-7]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    NUMBERS.filter(lambda number: isinstance(number, float) or abs(number) < 2**200),
    st.booleans(),
    st.dates(),
    st.just(datetime(2026, 2, 4, 5, 6)),  # TOML has such
    st.just(time(5, 6)),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["id", "partner", "sources", "x", "", "a.b", "é"]), inner),
    ),
    max_leaves=6,
)


@st.composite
def broken_registries(draw: st.DrawFn) -> dict[str, Any]:
    """A registry in which a few values were replaced, removed, doubled or put elsewhere."""
    data: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(BASES)))
    for _ in range(draw(st.integers(1, 4))):
        at: Any = data
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = keys[draw(st.integers(0, len(keys) - 1))]
            inner = at[key]
            if isinstance(inner, dict | list) and draw(st.integers(0, 9)):
                at = inner
                continue
            change = draw(st.sampled_from(["replace", "remove", "double", "nest", "add", "move"]))
            if change == "replace":
                at[key] = draw(TREES)
            elif change == "remove":
                del at[key]
            elif change == "nest":
                at[key] = {"id": inner} if draw(st.booleans()) else [inner, inner]
            elif change == "move":
                data[draw(st.sampled_from(["agreement", "partner", "claim", "x"]))] = inner
            elif isinstance(at, list):
                at.append(copy.deepcopy(inner) if change == "double" else draw(TREES))
            else:
                at[draw(st.sampled_from(KEYS))] = draw(TREES) if change == "add" else inner
            break
    return data


def bases() -> list[dict[str, Any]]:
    """The sample, and a hostile registry of few records."""
    hostile = document()
    for kind in ("source", "partner", "event", "initiative", "agreement", "claim"):
        hostile[kind] = hostile[kind][2:4]
    return [parse(SAMPLE), hostile]


BASES = bases()
KEYS = sorted(
    {
        key
        for base in BASES
        for kind in base.values()
        if isinstance(kind, list)
        for record in kind
        for key in record
    }
)


@st.composite
def broken_bytes(draw: st.DrawFn) -> bytes:
    """A registry file that was cut, doubled or overwritten somewhere."""
    raw = draw(st.sampled_from([SAMPLE.encode(), SAMPLE.replace("\n", "\r\n").encode(), b""]))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(raw)))
        end = min(start + draw(st.sampled_from([0, 1, 2, 7, 300])), len(raw))
        piece = draw(st.one_of(st.binary(max_size=6), st.sampled_from(PIECES)))
        raw = raw[:start] + piece + raw[end:]
    return bytes(raw)


PIECES = [
    *(b'"', b"'", b'"""', b"[", b"]", b"[[", b"]]", b"{", b"}", b"=", b"#", b",", b".", b"\n"),
    *(b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"[[agreement]]\n", b"[[partner]]\n"),
    *(b"[agreement]\n", b"schema_version = 2\n", b"[registry]\n", b"a.b.c = 1\n", b"1e400"),
    *(b"[" * 500, b"{a=" * 500, b"9" * 5000, b"a." * 1200, b'id = "peru"\n', b"\\u0000"),
    *(b"# mineralreg: ignore[MR405] x\n", b"# mineralreg: ignore", b"1979-05-27T07:32:00Z"),
]


@st.composite
def near_dates(draw: st.DrawFn) -> str:
    """Texts that are dates but for a character or two."""
    text = draw(st.dates()).isoformat()[: draw(st.sampled_from([4, 7, 10, 10]))]
    text += draw(st.sampled_from(["", "", "?", "~", "%", "??", "Z", "/..", "\n", "T00:00"]))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + draw(st.sampled_from(["", "0", "9", "-", "X", "²", "٣", " "]))
            + text[at + 1 :]
        )
    return str(text)


MANY = st.one_of(st.just(()), TEXT.map(lambda text: (text,)), st.lists(TEXT, max_size=3).map(tuple))
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
    st.one_of(st.none(), TEXT),
    st.one_of(st.none(), st.integers(0, 10**25)),
    st.one_of(st.none(), st.lists(TEXT, max_size=2)),
)


_SQL = (
    "select from where agreement partner record_text json * ( ) , ; ' \" -- /* */ 1 = id title "
    "insert into values delete update drop table attach database 'x' as pragma vacuum match "
    "group_concat zeroblob 1e9 randomblob load_extension writefile readfile with recursive union "
    "all limit order by null count ( x ) ? :a $b @c [ ] || like glob regexp explain query plan "
    "begin commit savepoint a release returning create temp trigger view analyze reindex "
    "table_info ( agreement ) = 1 journal_mode schema_version fts5 rank bm25 snippet"
)
TOKENS = st.sampled_from(_SQL.split())
QUERIES = st.one_of(
    st.lists(TOKENS, max_size=12).map(" ".join),
    st.lists(TOKENS, max_size=6).map(lambda words: "select " + " ".join(words)),
    st.lists(TOKENS, max_size=6).map(lambda words: "select * from agreement " + " ".join(words)),
    TEXT,
)


_COMMAND_LINE = (
    "list show summary reconcile validate explain schema where sql diff --check "
    "--help --version --registry --color always -f json csv table plain md jsonl ids "
    "sarif junit github full concise --by status party --country Peru --party EU --since "
    "2026 --as-of --search --columns id,title --sort date --limit 1 --count --reverse "
    "agreements partners actions us-peru-2026 MR201 -- - --strict --via-blocs"
)
ARGUMENTS = st.lists(st.one_of(st.sampled_from(_COMMAND_LINE.split()), TEXT), max_size=7)
