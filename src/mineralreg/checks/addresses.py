"""MR210 and MR211: addresses that two sources share, and addresses of copies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mineralreg.checks.finding import Finding, Label
from mineralreg.checks.naming import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.context import Context

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


def shared_addresses(context: Context) -> Iterator[Finding]:
    """MR210: two sources with one address."""
    first: dict[str, tuple[int, str]] = {}
    for position, source in context.valid("source"):
        if source.url is None:
            continue
        other = first.setdefault(page_of(source.url), (position, source.id))
        if other[0] != position:
            yield Finding(
                "MR210",
                "error",
                f"source '{source.id}' has the address of source '{other[1]}'",
                ("source", position, "url"),
                record=source.id,
                label="the same page",
                help=f"cite '{other[1]}' in its place and put this id into its former_ids",
                also=(Label("first given here", ("source", other[0], "url")),),
            )


def copied_addresses(context: Context) -> Iterator[Finding]:
    """MR211: the address of a copy where that of the publisher belongs."""
    for position, source in context.valid("source"):
        if source.url is None or source.via is not None or source.archive_url is not None:
            continue
        copies = (*_ARCHIVES, *_REPUBLISHERS) if source.kind == "official" else _ARCHIVES
        host = host_of(source.url).partition(":")[0]
        if any(host == copy or host.endswith(f".{copy}") for copy in copies):
            yield Finding(
                "MR211",
                "warning",
                f"source '{source.id}' gives a copy at {quoted(host)} as its address",
                ("source", position, "url"),
                record=source.id,
                label="not the publisher's own",
                help="put this address into archive_url, say in via where it was read, and give"
                " the publisher's own address as url if it is known",
            )


def page_of(url: str) -> str:
    """An address without what does not tell pages apart: fragment, final slash, tracking."""
    page, _, query = url.partition("#")[0].partition("?")
    kept = [item for item in query.split("&") if not _TRACKING.fullmatch(item.partition("=")[0])]
    path = page.partition("://")[2].partition("/")[2].rstrip("/")
    return f"{host_of(url)}/{path}?{'&'.join(kept)}"


def host_of(url: str) -> str:
    """The host of an address, in lower case."""
    return re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0].lower()
