// Puts the page together.

function figures() {
  const years = DATA.agreements
    .map((one) => one.date?.slice(0, 4))
    .filter(Boolean)
    .sort();
  const parties = counted(DATA.agreements, "party").size;
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
    ...[...document.querySelectorAll("main h2")].map((heading) =>
      el("a", { href: `#${heading.id}` }, heading.textContent),
    ),
  );
}

// The parts that need drawing come when the page is read already, from top to bottom.
function startDrawings() {
  startMap();
  startMatrix();
  startTimeline();
}

function start() {
  byId("_main").hidden = false;
  byId("_bar").hidden = false;
  figures();
  startView();
  startTools();
  startList();
  const wide = matchMedia("(min-width: 60rem)").matches;
  bars("_facets", "party", "Partners", { open: wide });
  bars("_facets", "region", "Region", { open: wide });
  bars("_facets", "mineral", "Mineral", { open: wide });
  bars("_facets", "status", "Status", { order: DATA.statuses, open: wide });
  bars("_facets", "kind", "Kind", { first: 6, open: wide });
  bars("_facets", "topic", "Topic", { first: 6, open: wide });
  bars("_facets", "legal-nature", "Legal nature", { open: wide });
  bars("_facets", "level", "Level", { open: wide });
  startDrawings();
  startClaims();
  startOthers();
  sections();
  startAddress();
  follow();
  // Once more when the browser has looked for the address by itself, and has taken the focus away.
  requestAnimationFrame(() => setTimeout(() => asked.record && reveal(asked.record)));
  addEventListener("keydown", (event) => event.key === "Escape" && tip.hide());
  addEventListener("scroll", tip.hide, { passive: true });
  document.documentElement.dataset.ready = "yes";
  performance.mark("ready");
  whenIdle(readOn);
}

start();
