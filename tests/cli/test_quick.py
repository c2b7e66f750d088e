"""The quick reader understands what Typer understands, or leaves it to Typer."""

import functools
import inspect
import random
from typing import Any

import pytest

from examples import QUICK_AND_LONG
from mineralreg.cli import app, questions, quick, table

READING = [
    name
    for name in table.commands(table.PROGRAM)
    if table.read_table(name).function.startswith("questions")
]
WORDS = [
    *("Peru", "x", "", "-", "2026", "2026-13", "7", "007", "1e3", "--", "-1", "-f", "a=b", "ï"),
    "list",
]

FUNCTIONS = {app.function_of(name).__name__: app.function_of(name) for name in READING}


def line(seed: int) -> list[str]:
    """A random command line: mostly sound, sometimes odd."""
    chance = random.Random(seed)
    name = chance.choice(READING)
    params = table.read_table(name)[1]
    words = []
    if chance.random() < 0.1:
        words += [chance.choice(["--registry", "--color", "--no-pager"]), chance.choice(WORDS)]
    words.append(name)
    for param in chance.choices(params, k=chance.randrange(6) if params else 0):
        value = chance.choice(WORDS[:8]) if chance.random() < 0.9 else chance.choice(WORDS)
        if not param.options:
            words.append(value)
            continue
        option = chance.choice(param.options)
        if param.takes == "flag":
            words.append(option)
        elif chance.random() < 0.3:
            words.append(f"{option}={value}")
        else:
            words += [option, value]
    if chance.random() < 0.15:
        words.insert(
            chance.randrange(len(words) + 1), chance.choice(["--help", "--nonsense", *WORDS])
        )
    return words


def called(function: Any, seen: list[Any]) -> Any:
    """A function declared like one of the commands that only keeps what it is given."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def plain(*values: Any, **named: Any) -> int:
        given = signature.bind(*values, **named)
        given.apply_defaults()
        session, *rest = given.arguments.values()
        rest = [tuple(one) if type(one) is list else one for one in rest]
        seen.append((function.__name__, vars(session), rest))
        return 0

    return plain


def outcome(run: Any, words: list[str]) -> Any:
    """How a command line ended, and what the plain function of its command was given."""
    seen: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        for name, function in FUNCTIONS.items():
            patch.setattr(questions, name, called(function, seen))
        return run(words), seen


@QUICK_AND_LONG
def test_both_readers_understand_the_same(long: bool) -> None:
    lines = list(map(line, range(2000 if long else 300)))
    ordinary = [words for words in lines if quick.understand(words) is not None]
    assert len(ordinary) > len(lines) / 5
    for words in ordinary:
        assert outcome(quick.run, words) == outcome(app.run, words), words


@pytest.mark.parametrize(
    "line",
    [
        *("", "--help", "list --help", "list --countr Peru", "list --limit many", "nonsense"),
        *("list --limit -1", "list --country", "list partners events", "list -- partners"),
        *("show", "set peru notes=x"),
    ],
)
def test_the_rest_is_left_to_typer(line: str) -> None:
    assert quick.understand(line.split()) is None
