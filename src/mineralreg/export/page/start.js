// Puts the page together.

function figures() {
  const years = DATA.agreements
    .map((one) => one.date?.slice(0, 4))
    .filter(Boolean)
    .sort();
  const [first, last] = [years[0], years.at(-1)];
  const shown = [
    many(DATA.agreements.length, "agreement"),
    many(counted(DATA.agreements, "party").size, "party", "parties"),
    first && (first === last ? `${first} year` : `${first}–${last} years`),
    many(DATA.sources.length, "source"),
    DATA.claims.length && many(DATA.claims.length, "claim"),
  ];
  byId("_figures").replaceChildren(
    ...shown.filter(Boolean).map((text) => {
      const [value, name] = text.split(" ");
      return el("div", {}, el("dt", {}, name), el("dd", {}, value));
    }),
  );
}

function sections() {
  byId("_nav").append(
    ...[...document.querySelectorAll("main section:not([hidden]) h2")].map((heading) =>
      el("a", { href: `#${heading.id}` }, heading.dataset.short ?? heading.textContent),
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
  figures();
  const bar = byId("_bar");
  bar.hidden = false;
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
  startView();
  startTools();
  startList();
  const open = matchMedia("(min-width: 60rem)").matches && DATA.agreements.length > 12;
  bars("_facets", "party", "Partners", { open });
  bars("_facets", "region", "Region", { open });
  bars("_facets", "mineral", "Mineral", { open });
  bars("_facets", "status", "Status", { order: DATA.statuses, open });
  bars("_facets", "kind", "Kind", { first: 6, open });
  bars("_facets", "topic", "Topic", { first: 6, open });
  bars("_facets", "legal-nature", "Legal nature", { open });
  bars("_facets", "level", "Level", { open });
  byId("_narrow").hidden = !byId("_facets").children.length;
  startDrawings();
  startClaims();
  startOthers();
  startAddress();
  const linked = location.hash;
  follow();
  if (!linked && DATA.agreements.length === 1) {
    asked.record = DATA.agreements[0].id;
    changed();
  }
  byId("_sources").hidden = !DATA.sources.length;
  for (const id of ["_where", "_time", "_tools", "_bar"]) byId(id).hidden = !DATA.agreements.length;
  sections();
  // Once more when the browser has looked for the address by itself, and has taken the focus away.
  requestAnimationFrame(() => setTimeout(() => linked && asked.record && reveal(asked.record)));
  addEventListener("keydown", (event) => event.key === "Escape" && tip.hide());
  addEventListener("scroll", tip.hide, { passive: true });
  document.documentElement.dataset.ready = "yes";
  performance.mark("ready");
  whenIdle(readOn);
}

start();
