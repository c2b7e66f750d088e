"""Registries of every structure are refused with reasons, or answer every question."""

import os
import random
import re
import sqlite3
from pathlib import Path

import pytest
from running import outcome
from structures import drawn

from mineralreg.document.document import parse
from samples import SAMPLE, kept

EACH = 110
RUNS = int(os.environ.get("MINERALREG_STRUCTURES", "2"))
"""So many chunks; twenty find more, in their time."""
QUESTIONS = (
    *("list", "list actions", "list partners", "list initiatives", "list events", "list claims"),
    *("list sources", "list --country PER --via-blocs", "list --as-of 2026-02 --certain -f json"),
    *("summary", "summary --by partner", "reconcile", "reconcile -f json", "where"),
    *("diff sample.toml -f json", "export json -o all.json", "export sqlite -o all.sqlite"),
    "export csv -o tables",
)
CHANGES = (
    *("set registry title=New", "set {id} notes=New", "set {id} id=brand-new", "remove {id}"),
    *("act {id} signed --date 2026-03-01", "add partner --iso CHL --yes"),
    "add agreement --title T --kind treaty --party peru --party CHL --source s --signed 2026 --yes",
)
"""Of what stands in a broken registry every record can still be changed, or is refused."""
MARK = re.compile(r"# (?:comment|remark) [0-9]+")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MINERALREG_CACHE", "")
    kept(tmp_path, name="sample.toml")
    return tmp_path


def judge(text: str, place: Path, chance: random.Random) -> bool:
    """Hold one registry to all that is promised; whether `validate` passed it."""
    file = place / "agreements.toml"
    file.write_text(text, encoding="utf-8")
    data = parse(text)
    code = outcome("validate", "--level", "info", "agreements.toml").code
    assert code in (0, 1, 3)
    ids = [
        record["id"]
        for kind in data.values()
        if isinstance(kind, list)
        for record in kind
        if isinstance(record, dict) and isinstance(record.get("id"), str)
    ]
    shown = [f"show {name}" for name in chance.sample(ids, min(2, len(ids))) if name.strip()]
    for question in (*QUESTIONS, *shown) if code == 0 else ("list", "reconcile", "show peru"):
        found = outcome(*question.split())
        expected = (0,) if code == 0 else (0, 1, 2, 3)
        assert found.code in expected, (question, found.stderr)
    names = [name for name in ids if re.fullmatch("[a-z][a-z0-9-]*", name)] or ["peru"]
    for change in chance.sample(CHANGES, 2):
        found = outcome(*change.format(id=chance.choice(names)).split(), "--dry-run")
        assert found.code in (0, 2, 3, 4), (change, found.stderr)
    if code == 0:
        with sqlite3.connect(place / "all.sqlite") as exported:
            assert exported.execute("PRAGMA foreign_key_check").fetchall() == []
        exported.close()
    if outcome("fmt", "agreements.toml").code == 0:
        after = file.read_text(encoding="utf-8")
        assert parse(after) == data
        assert sorted(MARK.findall(after)) == sorted(MARK.findall(text))
        assert outcome("fmt", "--check", "agreements.toml").code == 0
    return code == 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(RUNS))
def test_a_structure_is_refused_or_answers_everything(seed: int, place: Path) -> None:
    passed = 0
    for at in range(EACH):
        chance = random.Random(f"{seed}/{at}")
        text = drawn(SAMPLE, chance)
        try:
            passed += judge(text, place, chance)
        except AssertionError as error:
            error.add_note(f"seed {seed}/{at}:\n{text}")
            raise
    assert EACH / 10 < passed < EACH
