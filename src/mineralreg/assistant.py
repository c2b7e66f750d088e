"""`mineralreg mcp`: the registry as tools of the Model Context Protocol, through the extra `mcp`.

Reading only, over standard input and output. Every answer names its registry with the version, and
the sources of what it tells; the file is read anew for each question.
"""

# no `from __future__ import annotations`: the SDK reads the annotations of tools inside a function

import sys
from collections.abc import Callable, Iterable, MutableSequence
from importlib.metadata import version
from inspect import Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from mineralreg.document.content import read_bytes
from mineralreg.errors import MineralregError, UsageError, extra
from mineralreg.query.results import as_json
from mineralreg.query.where import filters_of
from mineralreg.reference.filters import HELP, WORDS, takes
from mineralreg.registry import Registry, sources_in
from mineralreg.store.locate import SCHEMA, packaged_path

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

INSTRUCTIONS = """\
A registry of international agreements on critical minerals, each fact with its source. Say what
the sources say and cite them; give the registry's version. A date may be partial ("2026-02"), and
a field that is missing means that no source states it. Names are understood as people write them.
"""
MOST = 200
"""Records that one answer of `list` holds at most."""

_Found: TypeAlias = tuple[dict[str, Any], Iterable[str], Iterable[str]]
"""What was found, the notes on it, and the ids of the sources that it cites."""


def serve(path: str) -> None:
    """Answer questions about a registry file until standard input ends."""
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output")):
        if not hasattr(stream, "buffer"):
            raise UsageError(f"standard {name} is closed", help="an assistant starts this command")
    try:
        server(path).run("stdio")
    except ExceptionGroup as errors:
        error: Exception = errors
        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        raise error from None


def server(path: str) -> "MCPServer":
    """The server of a registry file, with its tools and resources."""
    with extra("mcp", "the server needs the SDK of the Model Context Protocol"):
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

    def tool(function: Callable[..., _Found]) -> None:
        async def run(**given: Any) -> dict[str, Any]:
            if "filters" in given:
                filters = given["filters"]
                given["filters"] = filters.model_dump(exclude_defaults=True) if filters else {}
            try:
                with Registry(path) as registry:
                    return _answer(registry, *function(registry, **given))
            except MineralregError as error:
                raise ToolError(f"{error}{f' ({error.help})' if error.help else ''}") from None

        _, *offered = signature(function).parameters.values()
        shape = Signature(offered, return_annotation=dict[str, Any])
        run.__signature__ = shape  # type: ignore[attr-defined]
        run.__name__, run.__doc__ = function.__name__, function.__doc__
        reading = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
        one = Tool.from_function(run, annotations=reading, structured_output=True)
        arguments = one.fn_metadata.arg_model
        arguments.model_config["extra"] = "forbid"  # or a filter outside `filters` is passed over
        arguments.model_rebuild(force=True)
        one.parameters = arguments.model_json_schema(by_alias=True)
        tools.append(one)

    @tool
    def list(
        registry: Registry,
        what: Annotated[
            str,
            Field(
                description="agreements, partners, initiatives, events, sources, claims or actions"
            ),
        ] = "agreements",
        filters: filters_for(None) = None,  # type: ignore[valid-type]
        limit: Annotated[int, Field(ge=0, le=MOST)] = 20,
        sort: Annotated[str | None, Field(description="a column; -COLUMN for descending")] = None,
    ) -> _Found:
        """List the records that match the filters, newest first, with their number."""
        found = registry.list(what, limit=limit, sort=sort, **filters)
        records = [*found.objects()]
        told = {"total": registry.count(what, **filters), "records": records}
        return told, found.notes, sources_in(records)

    @tool
    def show(
        registry: Registry,
        name: Annotated[str, Field(description="an id, name, acronym or country code")],
        as_of: Annotated[str | None, Field(description="as it stood on this day")] = None,
    ) -> _Found:
        """Show one record in full: parties, acts in order, where sources disagree, all sources."""
        found = registry.show(name, as_of=as_of)
        told = {
            "kind": found.kind,
            "record": found.record,
            "names": {line.label: line.value for line in found.lines if line.value},
            "cite": registry.cite(found.id).strip(),
        }
        return told, found.notes, sources_in(told["record"])

    @tool
    def summary(
        registry: Registry,
        by: Annotated[
            tuple[str, ...],
            Field(
                description="one or two fields, such as status, kind, party, mineral, year",
                max_length=2,
            ),
        ] = (),
        filters: filters_for("agreement") = None,  # type: ignore[valid-type]
    ) -> _Found:
        """Count agreements by one or two fields; without a field, an overview of the registry."""
        found = registry.summary(*by, **filters)
        return found.document() or {}, found.notes, ()

    @tool
    def reconcile(
        registry: Registry,
        claims: Annotated[tuple[str, ...], Field(description="ids; all when empty")] = (),
        filters: filters_for("claim") = None,  # type: ignore[valid-type]
    ) -> _Found:
        """Compare the counts that sources claim with what is recorded."""
        found = registry.reconcile(*claims, **filters)
        verdicts = [*found.objects()]
        cited = (id for verdict in verdicts for id in verdict["source"])
        return {"verdicts": verdicts}, found.notes, cited

    @tool
    def sql(
        registry: Registry,
        query: Annotated[str, Field(description="one SELECT; mineralreg://tables has the tables")],
    ) -> _Found:
        """Run one read-only SQL query (SQLite) on the registry, for at most ten seconds."""
        found = registry.sql(query)
        rows = [*found.objects()][: MOST + 1]
        notes = (f"only the first {MOST} rows",) if len(rows) > MOST else ()
        return {"rows": rows[:MOST]}, (*found.notes, *notes), ()

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


def _answer(
    registry: Registry, told: dict[str, Any], notes: Iterable[str], cited: Iterable[str]
) -> dict[str, Any]:
    """What was found, with what the registry says of itself and the sources in full."""
    meta = registry.meta
    head = {key: meta[key] for key in ("title", "version", "as_of", "license") if meta.get(key)}
    return {"registry": head, **told, "sources": registry.cited(cited), "notes": [*notes]}


def _add_resources(made: "MCPServer") -> None:
    from mineralreg.export.catalogue import tables
    from mineralreg.reference import vocabulary
    from mineralreg.reference.minerals import minerals

    @made.resource("mineralreg://schema", mime_type="application/schema+json")
    def schema() -> str:
        """The JSON Schema of a registry file: every key and what it means."""
        return read_bytes(packaged_path(SCHEMA)).decode()

    @made.resource("mineralreg://vocabularies", mime_type="application/json")
    def vocabularies() -> str:
        """The words of each vocabulary: statuses, kinds, levels, topics, actions, minerals."""
        ids = [mineral.id for mineral in minerals()]
        words = {**WORDS, "kind": vocabulary.KINDS_OF, "mineral": ids}
        return as_json(words, indent=2)

    @made.resource("mineralreg://tables", mime_type="application/json")
    def sql_tables() -> str:
        """The tables and views that `sql` can ask, with the meaning of each column."""
        return as_json({table.name: table.described() for table in tables()}, indent=2)
