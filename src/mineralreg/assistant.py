"""`mineralreg mcp`: the registry as tools of the Model Context Protocol, through the extra `mcp`.

Reading only, over standard input and output. Every answer names its registry with the version, and
the sources of what it tells; the file is read anew for each question.
"""

# no `from __future__ import annotations`: the SDK reads the annotations of tools inside a function

import json
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableSequence
from functools import wraps
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any

from mineralreg.errors import MineralregError, UsageError
from mineralreg.query.filters import HELP, takes
from mineralreg.query.where import filters_of
from mineralreg.registry import Registry, sources_in

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

INSTRUCTIONS = """\
A registry of international agreements on critical minerals, each fact with its source. Say what
the sources say and cite them; give the registry's version. A date may be partial ("2026-02"), and
a field that is missing means that no source states it. Names are understood as people write them.
"""
MOST = 200
"""Records that one answer of `list` holds at most."""


def serve(path: str) -> None:
    """Answer questions about a registry file until standard input ends.

    Raises:
        UsageError: The SDK is not installed, or standard input or output is closed.
    """
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output")):
        if not hasattr(stream, "buffer"):
            raise UsageError(f"standard {name} is closed", help="an assistant starts this command")
    try:
        import mcp.server.mcpserver  # noqa: F401
    except ImportError:
        raise UsageError(
            "the server needs the SDK of the Model Context Protocol, which is not installed",
            help="install it with `pip install 'mineralreg[mcp]'`",
        ) from None
    try:
        server(path).run("stdio")
    except ExceptionGroup as errors:
        error: Exception = errors
        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        raise error from None


def server(path: str) -> "MCPServer":
    """The server of a registry file, with its tools and resources."""
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.server.mcpserver.tools import Tool
    from mcp.types import ToolAnnotations
    from pydantic import Field, create_model

    tools: MutableSequence[Tool] = []

    def filters_for(kind: str | None) -> Any:
        fields: dict[str, Any] = {}
        for name in filters_of(kind):
            type, nothing = _VALUES[takes(name)]
            fields[name] = (type, Field(nothing, description=HELP[name][1]))
        model = create_model("Filters", __config__={"extra": "forbid"}, **fields)
        told = "Several values of one filter: any of them; several filters: all."
        return Annotated[model | None, Field(description=told)]

    def tool(function: Callable[..., Awaitable[dict[str, Any]]]) -> None:
        @wraps(function)
        async def run(**given: Any) -> dict[str, Any]:
            try:
                return await function(**given)
            except MineralregError as error:
                raise ToolError(f"{error}{f' ({error.help})' if error.help else ''}") from None

        reading = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
        one = Tool.from_function(run, annotations=reading, structured_output=True)
        arguments = one.fn_metadata.arg_model
        arguments.model_config["extra"] = (
            "forbid"  # a filter outside `filters` would be passed over
        )
        arguments.model_rebuild(force=True)
        one.parameters = arguments.model_json_schema(by_alias=True)
        tools.append(one)

    @tool
    async def list(
        what: Annotated[
            str,
            Field(
                description="agreements, partners, initiatives, events, sources, claims or actions"
            ),
        ] = "agreements",
        filters: filters_for(None) = None,  # type: ignore[valid-type]
        limit: Annotated[int, Field(ge=0, le=MOST)] = 20,
        sort: Annotated[str | None, Field(description="a column; -COLUMN for descending")] = None,
    ) -> dict[str, Any]:
        """List the records that match the filters, newest first, with their number."""
        with Registry(path) as registry:
            asked = _given(filters)
            found = registry.list(what, limit=limit, sort=sort, **asked)
            records = [*found.objects()]
            total = registry.count(what, **asked)
            told = {"total": total, "records": records}
            return _answer(registry, told, found.notes, sources_in(records))

    @tool
    async def show(
        name: Annotated[str, Field(description="an id, name, acronym or country code")],
        as_of: Annotated[str | None, Field(description="as it stood on this day")] = None,
    ) -> dict[str, Any]:
        """Show one record in full: parties, acts in order, where sources disagree, all sources."""
        with Registry(path) as registry:
            found = registry.show(name, as_of=as_of)
            told = {
                "kind": found.kind,
                "record": json.loads(found.json),
                "names": {line.label: line.value for line in found.lines if line.value},
                "cite": registry.cite(found.id).strip(),
            }
            return _answer(registry, told, found.notes, sources_in(told["record"]))

    @tool
    async def summary(
        by: Annotated[
            "tuple[str, ...]",
            Field(
                description="one or two fields, such as status, kind, party, mineral, year",
                max_length=2,
            ),
        ] = (),
        filters: filters_for("agreement") = None,  # type: ignore[valid-type]
    ) -> dict[str, Any]:
        """Count agreements by one or two fields; without a field, an overview of the registry."""
        with Registry(path) as registry:
            found = registry.summary(*by, **_given(filters))
            return _answer(registry, found.document() or {}, found.notes)

    @tool
    async def reconcile(
        claims: Annotated["tuple[str, ...]", Field(description="ids; all when empty")] = (),
        filters: filters_for("claim") = None,  # type: ignore[valid-type]
    ) -> dict[str, Any]:
        """Compare the counts that sources claim with what is recorded."""
        with Registry(path) as registry:
            found = registry.reconcile(*claims, **_given(filters))
            verdicts = [*found.objects()]
            cited = (id for verdict in verdicts for id in verdict["source"])
            return _answer(registry, {"verdicts": verdicts}, found.notes, cited)

    @tool
    async def sql(
        query: Annotated[str, Field(description="one SELECT; mineralreg://tables has the tables")],
    ) -> dict[str, Any]:
        """Run one read-only SQL query (SQLite) on the registry, for at most ten seconds."""
        with Registry(path) as registry:
            found = registry.sql(query)
            rows = [*found.objects()][: MOST + 1]
            notes = (f"only the first {MOST} rows",) if len(rows) > MOST else ()
            return _answer(registry, {"rows": rows[:MOST]}, (*found.notes, *notes))

    made = MCPServer(
        "mineralreg",
        instructions=INSTRUCTIONS,
        version=version("mineralreg"),
        log_level="WARNING",
        tools=[*tools],
    )
    _add_resources(made)
    return made


_VALUES: dict[str, tuple[Any, Any]] = {
    "many": (tuple[str, ...], ()),
    "one": (str | None, None),
    "flag": (bool, False),
}
"""The type of a filter's value, and the value that asks for nothing."""


def _given(filters: Any) -> dict[str, Any]:
    return {} if filters is None else dict(filters.model_dump(exclude_defaults=True))


def _answer(
    registry: Registry,
    told: dict[str, Any],
    notes: Iterable[str] = (),
    cited: Iterable[str] = (),
) -> dict[str, Any]:
    """What was found, with what the registry says of itself and the sources in full."""
    meta = dict(registry.connection.execute("SELECT key, value FROM meta"))
    head = {key: meta[key] for key in ("title", "version", "as_of", "license") if meta.get(key)}
    rows = (
        registry.connection.execute(
            "SELECT id, title, publisher, published, coalesce(url, archive_url) FROM source "
            "WHERE id = ?",
            (id,),
        ).fetchone()
        for id in dict.fromkeys(cited)
    )
    keys = ("title", "publisher", "published", "url")
    sources = {row[0]: dict(zip(keys, row[1:], strict=True)) for row in rows if row}
    return {"registry": head, **told, "sources": sources, "notes": [*notes]}


def _add_resources(made: "MCPServer") -> None:
    from mineralreg.export.catalogue import tables
    from mineralreg.records.schema import schema_text
    from mineralreg.reference import vocabulary
    from mineralreg.reference.minerals import minerals

    @made.resource("mineralreg://schema", mime_type="application/schema+json")
    def schema() -> str:
        """The JSON Schema of a registry file: every key and what it means."""
        return schema_text()

    @made.resource("mineralreg://vocabularies", mime_type="application/json")
    def vocabularies() -> str:
        """The words of each vocabulary: statuses, kinds, levels, topics, actions, minerals."""
        words = {
            "status": vocabulary.STATUSES,
            "kind": vocabulary.KINDS_OF,
            "legal_nature": vocabulary.LEGAL_NATURES,
            "level": vocabulary.LEVELS,
            "topic": vocabulary.TOPICS,
            "action": vocabulary.INITIATIVE_ACTIONS,
            "mineral": [mineral.id for mineral in minerals()],
        }
        return json.dumps(words, ensure_ascii=False, indent=2)

    @made.resource("mineralreg://tables", mime_type="application/json")
    def sql_tables() -> str:
        """The tables and views that `sql` can ask, with the meaning of each column."""
        described = {
            table.name: {
                "description": table.description,
                "columns": {column.name: column.description for column in table.columns},
            }
            for table in tables()
        }
        return json.dumps(described, ensure_ascii=False, indent=2)
