"""The server for assistants, asked through the client of the official SDK."""

import json
from pathlib import Path
from typing import Any

import pytest
from peering import peer, python

from samples import SAMPLE_FILE, kept

pytestmark = pytest.mark.peer

ASK = """
import anyio, os
from mcp import Client, StdioServerParameters

async def main():
    env = {"PYTHONPATH": os.environ["PYTHONPATH"]}
    server = StdioServerParameters(command=command, args=["--registry", registry, "mcp"], env=env)
    async with Client(server) as client:
        found = [[tool.name, tool.annotations.read_only_hint]
                 for tool in (await client.list_tools()).tools]
        answers = []
        for name, arguments in questions:
            if name == "edit":
                with open(registry) as file:
                    text = file.read()
                with open(registry, "w") as file:
                    file.write(text.replace(*arguments))
                continue
            told = await client.call_tool(name, arguments)
            text = told.content[0].text if told.is_error else None
            answers.append([told.is_error, text or told.structured_content])
        uris = [str(one.uri) for one in (await client.list_resources()).resources]
        texts = [(await client.read_resource(uri)).contents[0].text for uri in uris]
        return [found, answers, dict(zip(uris, texts))]

anyio.run(main)
"""


def ask(folder: Path, *questions: tuple[str, Any], registry: Path = SAMPLE_FILE) -> Any:
    """Tools, answers and resources, as the client sees them."""
    return python(
        folder, ASK, command=peer("mineralreg"), registry=str(registry), questions=questions
    )


def test_an_analyst_gets_answers_with_their_sources(tmp_path: Path) -> None:
    tools, answers, resources = ask(
        tmp_path,
        ("list", {"filters": {"country": ["Perú"], "since": "2026"}}),
        ("show", {"name": "peru-us-2026"}),
        ("summary", {"by": ["status"]}),
        ("reconcile", {"claims": ["three-in-a-day"]}),
        ("sql", {"query": "SELECT name, agreements FROM partner_count LIMIT 1"}),
    )
    assert tools == [[name, True] for name in ("list", "show", "summary", "reconcile", "sql")]
    assert [failed for failed, _ in answers] == [False] * 5
    listed, shown, counted, compared, asked = (answer for _, answer in answers)
    versions = {answer["registry"]["version"] for _, answer in answers}
    assert versions == {"2026.3.1"}
    assert [record["id"] for record in listed["records"]] == ["us-peru-2026"]
    assert listed["total"] == 1
    assert listed["sources"]["gazette-peru-2026"]["url"] == "https://news.example/peru-2026"
    assert shown["record"]["status"] == "signed"
    assert "United States, Peru, 2026-02-04" in shown["cite"]
    assert sum(group["count"] for group in counted["groups"]) == counted["total"]
    (verdict,) = compared["verdicts"]
    assert (verdict["verdict"], verdict["missing"]) == ("short", ["cook-islands"])
    assert verdict["source"][0] in compared["sources"]
    assert asked["rows"][0]["name"]
    told = {uri.removeprefix("mineralreg://"): json.loads(text) for uri, text in resources.items()}
    assert told.keys() == {"schema", "vocabularies", "tables"}
    assert "lithium" in told["vocabularies"]["mineral"]
    assert "agreement_overview" in told["tables"]
    assert told["schema"]["definitions"]


def test_a_wrong_question_is_refused_as_on_the_command_line(tmp_path: Path) -> None:
    _, answers, _ = ask(
        tmp_path,
        ("list", {"filters": {"country": ["Preu"]}}),
        ("list", {"filters": {"county": ["Peru"]}}),
        ("list", {"limit": 100_000}),
        ("show", {"name": "nowhere-2026"}),
        ("list", {"country": ["Peru"]}),
        ("sql", {"query": "DELETE FROM agreement"}),
        ("summary", {}),
    )
    assert [failed for failed, _ in answers] == [*[True] * 6, False]
    assert "did you mean 'Peru'" in answers[0][1]
    assert "county" in answers[1][1]


def test_an_edit_shows_in_the_next_answer(tmp_path: Path) -> None:
    question = ("summary", {"by": ["kind"]})
    edit = ("edit", ["2026.3.1", "2026.4.1"])
    _, answers, _ = ask(tmp_path, question, edit, question, registry=kept(tmp_path))
    versions = [answer["registry"]["version"] for _, answer in answers]
    assert versions == ["2026.3.1", "2026.4.1"]
