"""Random registries and random edits: what is not changed stays, byte for byte, in every style."""

import re
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import came, location, source

from examples import tried
from mineralreg.document.document import Document, parse_document
from mineralreg.document.layout import render_block
from mineralreg.document.splice import same
from mineralreg.edit.add import add
from mineralreg.edit.edit_text import replace_text, text_of
from mineralreg.edit.edits import arrange
from mineralreg.edit.set import act, assign, remove
from mineralreg.errors import WriteRefused
from mineralreg.store.change import Change, write

Plan = Callable[[Document], Change]

PROSE = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]),
    max_size=12,
).map(lambda text: f"x{text}")
COMMENT = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=10).map(
    lambda text: f"# {text}"
)
DAY = st.sampled_from(["2024-05", "2025", "2026-02-04", "2026-02-05?"])


@st.composite
def registries(draw: st.DrawFn) -> tuple[str, bool, int]:
    """A registry text, whether its lines end with CRLF, and a file mode."""
    blocks = ['schema_version = 1\n[registry]\ntitle = "R"\n']
    blocks += [render_block("source", source(f"s{n}", notes=draw(PROSE))) for n in range(2)]
    blocks += [
        f'[[partner]]\nid = "{id}"\niso = "{iso}"\n'
        for id, iso in (("peru", "PER"), ("chile", "CHL"))
    ]
    for number in range(draw(st.integers(1, 3))):
        record: dict[str, Any] = {
            "id": f"a{number}",
            "title": draw(PROSE),
            "kind": "memorandum",
            "parties": ["peru", "chile"],
            "minerals": draw(st.lists(st.sampled_from(["copper", "lithium"]), unique=True)),
            "sources": ["s0", "s1"],
        }
        acts = [{"action": "announced", "date": draw(DAY)}, {"action": "amended"}]
        style = draw(st.sampled_from(["inline", "headers", "none"]))
        if style == "inline":
            record["actions"] = acts
        block = render_block("agreement", record)
        if style == "headers":
            block += "".join("\n" + render_block(("agreement", "actions"), one) for one in acts)
        blocks.append(block)
    lines = [
        line
        for block in blocks
        for line in (*draw(st.lists(COMMENT, max_size=2)), *block.split("\n")[:-1], "")
    ]
    text = "\n".join(lines[:-1] if draw(st.booleans()) else lines)
    text += draw(st.sampled_from(["", "\n", "\n\n", "\n# the end", "\n\n# the end\n"]))
    crlf = draw(st.booleans())
    bom = draw(st.sampled_from(["", "\ufeff"]))
    mode = draw(st.sampled_from([0o640, 0o600, 0o664]))
    return bom + (text.replace("\n", "\r\n") if crlf else text), crlf, mode


def edited(id: str, title: str) -> Plan:
    """An edit as an editor would make it: the title's line is another one."""

    def plan(document: Document) -> Change:
        old = text_of(document, id)
        new = re.sub(r'(?m)^kind = "memorandum"$', 'kind = "treaty"  # ' + title, old)
        return replace_text(id, old, new)(document)

    return plan


AGREEMENT = {"kind": "treaty", "parties": ["Peru", "Fiji"], "sources": ["s0"]}


def added(title: str, day: str) -> Plan:
    """Two records of different kinds, and a partner that they need."""
    agreement = {"title": title, **AGREEMENT, "actions": [{"action": "signed", "date": day}]}
    event = {"name": title, "date": day, "sources": ["s1"]}
    return add(came([("agreement", agreement), ("event", event)]))


ASSIGNMENTS = st.sampled_from(
    [
        *("minerals+=cobalt,graphite", "minerals=zinc", "minerals=", "sources-=s0"),
        *("parties+=Fiji", "level=commercial", "notes=two\nlines", "event="),
    ]
)
KEEPING: st.SearchStrategy[Plan] = st.one_of(
    PROSE.map(lambda notes: add(came([("source", source("new", notes=notes))]))),
    st.builds(added, PROSE, DAY),
    st.builds(
        lambda day, note: act("a0", "signed", {"date": day, "note": note, "sources": ("s1",)}),
        st.sampled_from(["2026-06", "2027"]),
        PROSE,
    ),
    st.just(act("a0", "proposed", {"date": "2020-01"})),
    PROSE.map(lambda title: assign("a0", [f"title={title}", "topics+=mining"])),
    st.lists(ASSIGNMENTS, min_size=1, max_size=4, unique=True).map(partial(assign, "a0")),
    st.builds(edited, st.just("a0"), st.sampled_from(["one", "two"])),
    st.just(assign("registry", ["as_of=2026-11", "license=CC0-1.0"])),
)
"""Edits that take no comment away."""


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("registry")


def written(folder: Path, text: str, mode: int, plan: Plan) -> tuple[Change, bytes]:
    """What an edit makes of a registry on the disk."""
    path = folder / "agreements.toml"
    path.write_bytes(text.encode())
    path.chmod(mode)
    change = write(location(path), plan).change
    assert stat.S_IMODE(path.stat().st_mode) == mode
    return change, path.read_bytes()


@tried(100)
@given(registries(), KEEPING)
def test_what_is_not_changed_stays(
    folder: Path, registry: tuple[str, bool, int], plan: Plan
) -> None:
    text, crlf, mode = registry
    old = parse_document(text.encode(), "old")
    try:
        change, raw = written(folder, text, mode, plan)
    except WriteRefused as refusal:  # such as an act on a day that another one excludes
        assert refusal.findings
        assert (folder / "agreements.toml").read_bytes() == text.encode()
        return
    new = parse_document(raw, "new")
    assert same(new.data, change.intended)
    rest, at = new.text, 0
    for start, end, replacement in sorted(change.edits):
        assert rest.startswith(old.text[at:start] + replacement)
        rest, at = rest[start - at + len(replacement) :], end
    assert rest == old.text[at:]
    assert new.has_bom == old.has_bom
    assert old.text.endswith("\n") == new.text.endswith("\n")
    if crlf:
        assert not re.search(r"(?<!\r)\n", new.text)
    elif "\r" not in text:
        assert "\r" not in new.text
    kept = comments(new.text)
    assert [line for line in comments(old.text) if line not in kept] == []


@tried(40)
@given(registries())
def test_add_and_remove_give_the_same_bytes(folder: Path, registry: tuple[str, bool, int]) -> None:
    text, _, mode = registry
    _, more = written(folder, text, mode, add(came([("source", source("new"))])))
    assert more != text.encode()
    _, again = written(folder, more.decode(), mode, remove("new"))
    assert again == text.encode()


@tried(40)
@given(registries())
def test_fmt_keeps_what_is_said_and_every_comment(
    folder: Path, registry: tuple[str, bool, int]
) -> None:
    text, _, mode = registry
    _, once = written(folder, text, mode, arrange)
    assert same(parse_document(once, "new").data, parse_document(text.encode(), "old").data)
    assert sorted(comments(once.decode("utf-8-sig"))) == sorted(comments(text.lstrip("\ufeff")))
    change, twice = written(folder, once.decode(), mode, arrange)
    assert change.edits == ()
    assert twice == once
