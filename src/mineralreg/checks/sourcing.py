"""What sources must say and records must carry: MR210, MR211, MR405, MR406, MR411 to MR414."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from mineralreg.checks.context import Context, Item
from mineralreg.checks.finding import Check, Finding, quoted
from mineralreg.dates import PartialDate
from mineralreg.records.models import Agreement
from mineralreg.records.parts import Action
from mineralreg.reference.vocabulary import DERIVED_KINDS, STATUS_RANK

_SIGNED = STATUS_RANK["signed"]
_YEAR = timedelta(days=366)


@Check(
    "MR405",
    "thin-sourcing",
    "warning",
    title="an agreement that was signed or went further, as one publisher alone says",
    why="One publisher can be wrong, however often it says so. An info when a source is official,"
    ' or when the text was looked for: text_url gives it, or text_status is "not-found" and checked'
    " lies at most a year before as_of. Not reported where both hold.",
    fix="Look for the text or a statement by a party; where there is none, write text_status ="
    ' "not-found" with the day in checked.',
    example='sources = ["gestion-2026-02-04"]\n'
    'actions = [{ action = "signed", date = 2026-02-04 }]',
)
def thin_sourcing(context: Context) -> Iterator[Finding]:
    if context.registry is None:
        return
    sources = {source.id: source for source in context.registry.source}
    publishers = {source.id: source.publisher for source in sources.values()}
    for item in context.valid("agreement"):
        agreement = item.record
        if len(set(map(publishers.get, agreement.sources)) - {None}) > 1:
            continue  # nearly always
        cited = {*_sources(agreement)}
        known = [sources[source] for source in cited if source in sources]
        if len({source.publisher for source in known}) != 1 or len(known) < len(cited):
            continue
        if STATUS_RANK.get(agreement.status, _SIGNED) < _SIGNED:
            continue
        kinds = sorted({source.kind for source in known})
        excuses = ("official" in kinds) + _looked_for(agreement, context.registry.as_of)
        if excuses == 2:
            continue
        count = "one source" if len(cited) == 1 else f"{len(cited)} sources"
        yield thin_sourcing.of(
            item,
            f"{{}} rests on one publisher, {quoted(known[0].publisher)}",
            "sources",
            severity="info" if excuses else "warning",
            label=f"{count}, {' and '.join(kinds)}",
        )


def _looked_for(agreement: Agreement, as_of: PartialDate | None) -> bool:
    """Whether the text was found, or looked for at most a year before the registry's day."""
    if agreement.text_url is not None:
        return True
    if agreement.text_status != "not-found" or agreement.checked is None:
        return False
    return as_of is None or agreement.checked.latest >= as_of.earliest - _YEAR


def _sources(agreement: Agreement) -> Iterator[str]:
    yield from agreement.sources
    for sources in agreement.field_sources.values():
        yield from sources
    for act in agreement.actions:
        yield from act.sources


@Check(
    "MR406",
    "no-source",
    "error",
    title="no source at all",
    why="Every fact says where it comes from; a record without a source cannot be checked.",
    fix="Cite a source, on the record or on each of its acts and members.",
    example="sources = []",
    label="no source",
)
def no_source(context: Context) -> Iterator[Finding]:
    for item in context.valid("agreement", "initiative", "event", "claim"):
        record = item.record
        if record.sources:
            continue
        parts = (*getattr(record, "actions", ()), *getattr(record, "members", ()))
        of_acts = item.kind in DERIVED_KINDS and parts
        if of_acts and all(part.sources for part in parts):
            continue
        where = ["sources"] if "sources" in record.model_fields_set else []
        help = no_source.help if parts else "cite a source, on the record"
        yield no_source.of(item, "{} has no source", *where, help=help)


@Check(
    "MR411",
    "unexplained-variant",
    "warning",
    title="sources disagree and no note says why the recorded value was taken",
    why="A reader cannot judge a choice that is not explained.",
    fix="Add a note to the variant, or notes to the record.",
    example='variants = [{ field = "signed", value = "2026-02-05", sources = ["spg-2026"] }]',
    label="no note",
)
def unexplained_variant(context: Context) -> Iterator[Finding]:
    for item in context.valid("agreement", "initiative", "event"):
        for number, variant in enumerate(item.record.variants):
            if variant.note is None and item.record.notes is None:
                what = f"disagree on '{variant.field}', and no note says which was taken and why"
                yield unexplained_variant.of(item, f"sources of {{}} {what}", "variants", number)


@Check(
    "MR412",
    "unsourced-legal-nature",
    "info",
    title="a legal nature without a source of its own",
    why="Whether an instrument binds is the most contested fact about it, so it wants its own"
    " source.",
    fix="Name the sources in field_sources.legal_nature.",
    example='legal_nature = "non-binding"',
    label="who says so?",
)
def unsourced_legal_nature(context: Context) -> Iterator[Finding]:
    for item in context.valid("agreement"):
        nature = item.record.legal_nature
        if nature != "not-stated" and not item.record.field_sources.get("legal_nature"):
            message = f"{{}} is recorded as {nature} without a source for that"
            yield unsourced_legal_nature.of(item, message, "legal_nature")


_ACTS_OF = {
    "ratified": ("ratified", "accepted", "approved", "acceded"),
    "in force": ("entered-into-force",),
    "took effect": ("took-effect", "entered-into-force"),
    "expired": ("expired",),
    "terminated": ("terminated",),
    "lapsed": ("lapsed",),
    "superseded": ("superseded",),
    "suspended": ("suspended",),
    "denounced": ("denounced",),
}
"""Words for what becomes of a record, with the acts that say so."""

_WORDS = (*_ACTS_OF, "entered into force")
_SAID = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:]\s")
_OPEN = re.compile(
    r"\b(not|no|nor|neither|never|nothing|without|until|unless|before|once|if|whether|when|would"
    r"|will|shall|should|could|may|might|must|be)\b",
    re.IGNORECASE,
)
"""Words before it that leave open, or deny, that it came about."""


@Check(
    "MR413",
    "status-in-notes",
    "info",
    title="notes that say what became of a record while its acts do not",
    why="The status follows from the acts, so what only the notes say is found by no question.",
    fix="Record the act, with its date and source.",
    example='notes = "It was ratified in May."  # no act says so',
    label="said in the notes only",
)
def status_in_notes(context: Context) -> Iterator[Finding]:
    for item in context.valid(*DERIVED_KINDS):
        notes = (item.record.notes or "").lower()
        if not any(word in notes for word in _WORDS):
            continue
        done = {act.action for act in item.record.actions}
        for clause in _CLAUSE.split(item.record.notes):
            found = _SAID.search(clause)
            if found is None or _OPEN.search(clause, 0, found.start()):
                continue
            word = found[0].lower()
            wanted = _ACTS_OF[word.replace("entered into force", "in force")]
            if done.isdisjoint(wanted):
                yield status_in_notes.of(
                    item,
                    f"the notes of {{}} say '{word}', which no act does",
                    "notes",
                    help=f"record the act '{wanted[0]}' with its date and source, if it is this"
                    " record's",
                )
                break


@Check(
    "MR414",
    "date-of-publication",
    "warning",
    title="an act dated by the day of its report, while another source of the record is older",
    why="Who finds no day in a report easily takes the day of the report. An older source shows"
    " that something had happened by then. What a party itself published that day is left out.",
    fix="Look in the older source for the day, or keep only the month or year.",
    example='sources = ["andina-2026-02-01"]\n'
    'actions = [{ action = "signed", date = 2026-02-04, sources = ["gestion-2026-02-04"] }]',
    label="the day on which its sources were published",
)
def date_of_publication(context: Context) -> Iterator[Finding]:
    sources = [item.record for item in context.valid("source")]
    published = {source.id: source.published for source in sources}
    days = {id: day.text for id, day in published.items() if day is not None}
    official = {source.id for source in sources if source.kind == "official"}
    for item in context.valid("agreement"):
        agreement = item.record
        for number, act in enumerate(agreement.actions):
            own = act.sources or agreement.sources
            if act.date is None or not official.isdisjoint(own) or act.date.precision != "day":
                continue
            cited = {*own}
            if {*map(days.get, cited)} != {act.date.text} or cited & official:
                continue
            others = [other for other in agreement.actions if other is not act]
            of_others = {*own, *(one for other in others for one in other.sources)}
            older = [
                one
                for one in dict.fromkeys(_sources(agreement))
                if one not in of_others
                and (day := published.get(one)) is not None
                and day.before(act.date) == "yes"
                and not _began_by(others, day)
            ]
            if older:
                yield date_of_publication.of(
                    item,
                    f"{{}}: act {number + 1} ({act.action}) is dated {act.date}, the day of its"
                    f" report, but source '{older[0]}' is older",
                    *("actions", number, "date"),
                    help=f"look in '{older[0]}' for the day; keep only the month or year where no"
                    " source states it",
                )


def _began_by(acts: Iterable[Action], day: PartialDate) -> bool:
    """Whether one of the acts may have come by a day, so that a source of that day tells of it."""
    return any(act.date is not None and act.date.after(day) != "yes" for act in acts)


_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|yclid|_hs(enc|mi)")
"""Parameters that say how a reader came to a page, not which page it is."""

_ARCHIVES = (
    *("archive.org", "archive.ph", "archive.is", "archive.today", "archive.md", "perma.cc"),
    *("webcache.googleusercontent.com", "translate.goog", "translate.google.com", "r.jina.ai"),
    *("mail-archive.com", "marc.info", "gopher.mills.io", "nie-podam.pl", "rssing.com"),
    *("scribd.com", "doczz.fr", "pdfdokument.com", "raw.githubusercontent.com"),
)
"""Hosts that only hold copies: web archives, caches, proxies, mail archives, document shares."""

_REPUBLISHERS = (
    *("allafrica.com", "devdiscourse.com", "einpresswire.com", "finanznachrichten.de"),
    *("ieu-monitoring.com", "marketscreener.com", "menafn.com", "miragenews.com", "msn.com"),
    *("prnewswire.com", "pubaffairsbruxelles.eu", "pubt.io", "stl.news", "wired-gov.net"),
    *("wirenews.org", "zawya.com"),
)
"""Hosts that print releases of others: a copy where the source is official."""
_COPIES = tuple(f".{host}" for host in _ARCHIVES)
_OFFICIAL_COPIES = (*_COPIES, *(f".{host}" for host in _REPUBLISHERS))


@Check(
    "MR210",
    "shared-address",
    "error",
    title="two sources with one address",
    why="One page that is cited as two sources looks like two voices. Addresses are compared"
    " without fragment, final slash and the parameters that only track readers.",
    fix="Keep one of them, cite it everywhere, and put the other id into its former_ids.",
    example='[[source]]\nid = "andina"\nurl = "https://example.org/news/1"\n\n'
    '[[source]]\nid = "andina-again"\nurl = "https://example.org/news/1/?utm_source=mail"',
    label="the same page",
)
def shared_address(context: Context) -> Iterator[Finding]:
    first: dict[tuple[str, str, str], Item] = {}
    for item in context.valid("source"):
        if item.record.url is None:
            continue
        other = first.setdefault(page_of(item.record.url), item)
        if other is not item:
            help = f"cite '{other.id}' in its place and put this id into its former_ids"
            also = other.label("first given here", "url")
            message = f"{{}} has the address of {other}"
            yield shared_address.of(item, message, "url", help=help, also=also)


_ADDRESS = re.compile(r"[^:]*+://([^/?#]*+)/?([^?#]*+)\??([^#]*+)")
"""The host, path and query of an address."""


def page_of(url: str) -> tuple[str, str, str]:
    """An address without what does not tell pages apart: fragment, final slash, tracking.

    That is its host, path and query; a text that is not an address is all path.
    """
    found = _ADDRESS.match(url.strip())
    host, path, query = found.groups() if found else ("", url.strip(), "")
    if query:
        parts = (part for part in query.split("&") if not _TRACKING.fullmatch(part.split("=")[0]))
        query = "&".join(parts)
    return host.lower(), path.rstrip("/"), query


@Check(
    "MR211",
    "address-of-a-copy",
    "warning",
    title="an address at an archive, a mirror or whoever reprints releases",
    why="A reader wants the publisher's own page, and a copy can go or be changed. Without via and"
    " archive_url nobody sees that it is one.",
    fix="Put this address into archive_url, say in via where it was read, and give the publisher's"
    " own address as url if it is known.",
    example='kind = "official"\nurl = "https://web.archive.org/web/2026/https://example.org/page"',
    label="not the publisher's own",
)
def address_of_a_copy(context: Context) -> Iterator[Finding]:
    for item in context.valid("source"):
        source = item.record
        if source.url is None or source.via is not None or source.archive_url is not None:
            continue
        copies = _OFFICIAL_COPIES if source.kind == "official" else _COPIES
        host = page_of(source.url)[0].partition(":")[0]
        if f".{host}".endswith(copies):
            message = f"{{}} gives a copy at {quoted(host)} as its address"
            yield address_of_a_copy.of(item, message, "url")
