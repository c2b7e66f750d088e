// The address holds what is shown: #RECORD?party=peru,chile&search=lithium&sort=-date.

const QUERY = [...Object.keys(FACETS), "search", "between", "acts", "sort"];
const PAGE_TITLE = document.title;
let current = null; // the address that was written or read last

function addressParts() {
  const parts = {};
  for (const facet of Object.keys(FACETS)) parts[facet] = [...asked[facet]].join();
  parts.search = asked.search;
  parts.between = asked.between?.join();
  parts.acts = asked.period
    ?.map(monthId)
    .filter((month, at, both) => !at || month !== both[0])
    .join("..");
  parts.sort = asked.sort && (asked.sort.down ? "-" : "") + asked.sort.name;
  return QUERY.filter((key) => parts[key]).map((key) => [key, parts[key]]);
}

const escaped = (text) => encodeURIComponent(text).replaceAll("%2C", ",").replaceAll("%20", "+");
const addressOf = (record, parts) => {
  const query = parts.map(([key, value]) => `${key}=${escaped(value)}`).join("&");
  return record || query ? `#${record ?? ""}${query && `?${query}`}` : "";
};

function writeAddress(step) {
  const address = addressOf(asked.record, addressParts());
  document.title = [recordName(asked.record) ?? viewText(), PAGE_TITLE].filter(Boolean).join(" · ");
  if (step) flushAddress();
  clearTimeout(unstored?.timer);
  if (step) store("pushState", address);
  else unstored = { address, timer: setTimeout(flushAddress, 200) };
}

// Browsers refuse an address that changes with every letter, so those of a search wait for a pause.
let unstored = null;
function flushAddress() {
  clearTimeout(unstored?.timer);
  if (unstored) store("replaceState", unstored.address);
  unstored = null;
}

function store(how, address) {
  if (address === current) return;
  try {
    history[how](null, "", address || location.pathname + location.search);
    current = address;
  } catch {
    // A page inside another one may not have an address of its own.
  }
}

const recordName = (id) =>
  (AGREEMENTS.get(id)?.title ??
    CLAIMS.get(id)?.statement ??
    (INITIATIVES.get(id) ?? EVENTS.get(id))?.name ??
    SOURCES.get(id)?.title) ||
  null;

// Only values that the registry knows are taken over, so that an old link still shows something.
function readAddress() {
  const [name, query = ""] = location.hash.slice(1).split(/\?(.*)/s);
  const given = new URLSearchParams(query);
  const list = (key) =>
    (given.get(key) ?? "")
      .split(",")
      .map((id) => FORMER.get(id) ?? id)
      .filter(Boolean);
  clear();
  for (const facet of Object.keys(FACETS)) {
    const known = counted(DATA.agreements, facet);
    for (const value of list(facet)) if (known.has(value)) asked[facet].add(value);
  }
  asked.search = (given.get("search") ?? "").trim();
  const between = list("between");
  if (between.length === 2 && between.every((id) => PARTNERS.has(id))) asked.between = between;
  const months = (given.get("acts") ?? "").split("..").map(monthOf);
  if (months.every((month) => month !== null)) asked.period = [months[0], months.at(-1)];
  const sort = given.get("sort") ?? "";
  const column = COLUMNS.find((one) => one.name === sort.replace(/^-/, ""));
  asked.sort = column ? { name: column.name, down: sort.startsWith("-") } : null;
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}

// Shows what the address says.
function follow() {
  if (location.hash === current) return;
  const name = readAddress();
  asked.record = null;
  current = location.hash;
  if (name.startsWith("_") || !name) {
    changed();
    if (name) byId(name)?.scrollIntoView();
  } else visit(name, { step: false });
  flushAddress();
}

// Goes to a record. The filters stay as they are, unless they hide it.
function visit(id, { step = true } = {}) {
  id = FORMER.get(id) ?? id;
  if (PARTNERS.has(id)) {
    clear();
    asked.party.add(id);
    asked.record = null;
    changed({ step });
    byId("_records").scrollIntoView();
    return;
  }
  asked.record = recordName(id) ? id : null;
  if (AGREEMENTS.has(id) && !matching().includes(AGREEMENTS.get(id))) clear();
  changed({ step, missing: asked.record ? "" : id });
  if (asked.record) reveal(id);
}

function reveal(id) {
  if (AGREEMENTS.has(id)) showRow(id);
  if (SOURCES.has(id)) openSources();
  if (CLAIMS.has(id)) openClaims();
  const item = byId(id);
  if (item instanceof HTMLDetailsElement) {
    item.hidden = false;
    item.open = true;
  }
  const focused = item.querySelector("summary, a");
  focused?.focus({ preventScroll: true });
  item.scrollIntoView({ block: SOURCES.has(id) ? "center" : "start" });
}

// Links inside the page keep what is asked for; one that names another view, with ?, goes there.
function followLink(event) {
  const link = event.target.closest?.('a[href^="#"]');
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const name = link.getAttribute("href").slice(1);
  if (name.startsWith("?")) {
    history.pushState(null, "", `#${name}`);
    follow();
    byId("_records").scrollIntoView();
  } else if (name.startsWith("_")) {
    byId(name).scrollIntoView();
    byId(name).focus({ preventScroll: true });
  } else visit(name);
}

function startAddress() {
  addEventListener("popstate", follow);
  addEventListener("hashchange", follow);
  document.addEventListener("click", followLink);
}
