// Puts the page together, and follows its address: #ID opens the record with that id.

function figures() {
  const years = DATA.agreements.map((one) => one.earliest?.slice(0, 4)).filter(Boolean).sort();
  const parties = counted(DATA.agreements, "partner").size;
  const span = years.length && (years[0] === years.at(-1) ? years[0] : `${years[0]}–${years.at(-1)}`);
  const shown = [
    ["agreements", DATA.agreements.length.toLocaleString("en")],
    ["parties", parties.toLocaleString("en")],
    ["years", span || "–"],
    ["sources", DATA.sources.length.toLocaleString("en")],
    DATA.claims.length && ["claims", DATA.claims.length.toLocaleString("en")],
  ];
  byId("_figures").replaceChildren(
    ...shown.filter(Boolean).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
  );
}

function sections() {
  byId("_nav").append(
    ...[...document.querySelectorAll("main > section > h2, main > section > .mapside > h2")].map((heading) =>
      el("a", { href: `#${heading.id}` }, heading.textContent),
    ),
  );
}

function follow() {
  let id;
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    return;
  }
  if (!id || id.startsWith("_")) return;
  id = FORMER.get(id) ?? id;
  if (AGREEMENTS.has(id)) return openRecord(id);
  if (PARTNERS.has(id)) {
    for (const facet of Object.keys(FACETS)) asked[facet].clear();
    asked.partner.add(id);
    changed();
    return byId("_records").scrollIntoView();
  }
  if (SOURCES.has(id)) {
    byId("_all-sources").open = true;
    fillSources();
    return byId(id).scrollIntoView({ block: "center" });
  }
  const item = byId(id);
  if (item instanceof HTMLDetailsElement) {
    item.hidden = false;
    item.open = true;
    item.scrollIntoView({ block: "start" });
    item.querySelector("summary").focus({ preventScroll: true });
  }
}

function start() {
  byId("_main").hidden = false;
  byId("_bar").hidden = false;
  figures();
  startFilters();
  startMap();
  bars("_partners", "partner", "Partners", { first: matchMedia("(min-width: 60rem)").matches ? 16 : 12 });
  startTimeline();
  bars("_status", "status", "Status", { order: DATA.statuses });
  bars("_kind", "kind", "Kind");
  bars("_mineral", "mineral", "Mineral");
  bars("_nature", "legal", "Legal nature");
  bars("_nature", "level", "Level");
  startTable();
  startClaims();
  startOthers();
  sections();
  changed();
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => event.key === "Escape" && tip.hide());
  addEventListener("scroll", tip.hide, { passive: true });
  addEventListener("beforeprint", finishTable);
  document.documentElement.dataset.ready = "yes";
  if (location.hash) requestAnimationFrame(() => setTimeout(follow));
}

start();
