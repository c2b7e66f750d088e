// What is asked for, and what it finds. Values of one facet: any of them; several facets: all.

const FACETS = {
  party: nameOf,
  region: (name) => name,
  status: sentence,
  kind: sentence,
  mineral: (id) => (id === GENERIC ? "Critical minerals, unspecified" : sentence(id)),
  topic: sentence,
  "legal-nature": sentence,
  level: sentence,
};
const GENERIC = "critical-minerals";
const asked = { search: "", period: null, between: null, sort: null, record: null };
for (const facet of Object.keys(FACETS)) asked[facet] = new Set();
const listeners = [];
const whenAskedChanges = (listener) => listeners.push(listener);

const hits = { text: "", found: null };
function searchHits() {
  if (hits.text !== asked.search)
    Object.assign(hits, { text: asked.search, found: asked.search ? search(asked.search) : null });
  return hits.found;
}

function inPeriod(agreement, [from, to]) {
  return actsOf(agreement).some((act) => {
    const month = monthOf(act.date);
    return month !== null && month >= from && month <= to;
  });
}

// The agreements that match; `except` leaves one facet out, for counting its other values.
function matching(except) {
  const facets = Object.keys(FACETS).filter((facet) => facet !== except && asked[facet].size);
  const found = searchHits();
  const pair = except === "between" ? null : asked.between;
  const period = except === "period" ? null : asked.period;
  return DATA.agreements.filter(
    (agreement) =>
      (!found || found.has(agreement)) &&
      facets.every((facet) => PARTS.get(agreement)[facet].some((value) => asked[facet].has(value))) &&
      (!pair || pair.every((id) => agreement.parties.includes(id))) &&
      (!period || inPeriod(agreement, period)),
  );
}

function clear() {
  for (const facet of Object.keys(FACETS)) asked[facet].clear();
  Object.assign(asked, { search: "", period: null, between: null });
}

// Draws everything anew, and writes the address.
function changed({ step = false, missing = "" } = {}) {
  tip.hide();
  byId("_missing").hidden = !missing;
  byId("_missing").textContent = `No record is called “${missing}”. Search for it, or look through the list.`;
  if (byId("_search").value.trim() !== asked.search) byId("_search").value = asked.search;
  const found = matching();
  for (const listener of listeners) listener(found);
  writeAddress(step);
}

function toggle(facet, value) {
  if (!asked[facet].delete(value)) asked[facet].add(value);
  changed({ step: true });
}

const same = (one, other) => one?.join() === other?.join();

function togglePeriod(period) {
  asked.period = same(asked.period, period) ? null : period;
  changed({ step: true });
}

function toggleBetween(pair) {
  asked.between = same(asked.between, pair) ? null : pair;
  changed({ step: true });
}

// The filters in use, each with its words and the way to take it back.
function filtersInUse() {
  const used = Object.entries(FACETS).flatMap(([facet, label]) =>
    [...asked[facet]].map((value) => ({ text: apartText(facet, value, label), remove: () => toggle(facet, value) })),
  );
  if (asked.between) {
    const text = asked.between.map(nameOf).join(" and ");
    used.push({ text, remove: () => toggleBetween(asked.between) });
  }
  if (asked.period)
    used.push({ text: `acts in ${periodText(asked.period)}`, remove: () => togglePeriod(asked.period) });
  return used;
}

const FACET_NAMES = { mineral: "minerals", topic: "topics", "legal-nature": "legal nature" };
const apartText = (facet, value, label) => (value === NOT_STATED ? `${FACET_NAMES[facet]} not stated` : label(value));

// What is shown, in words: for the title, and for paper, which has no chips.
function viewText() {
  const words = filtersInUse().map((one) => one.text);
  if (asked.search) words.push(`“${asked.search}”`);
  return words.join(", ");
}

const countText = (found) => {
  const all = DATA.agreements.length;
  return (found < all ? `${found.toLocaleString("en")} of ` : "") + many(all, "agreement");
};

function startView() {
  const input = byId("_search");
  input.addEventListener("input", () => {
    asked.search = input.value.trim();
    changed();
  });
  byId("_form").addEventListener("submit", (event) => event.preventDefault());
  whenAskedChanges((found) => {
    const [, numbers, word] = /^(.*) (\w+)$/.exec(countText(found.length));
    byId("_count").replaceChildren(numbers, el("span", { class: "word" }, ` ${word}`));
    drawChips();
    const text = viewText();
    byId("_asked").hidden = !text;
    byId("_asked").textContent =
      `Shown below: ${found.length < DATA.agreements.length ? countText(found.length) : "all agreements"}, filtered by ${text}.`;
  });
}

function drawChips() {
  const chips = filtersInUse().map(({ text, remove }) => chip(text.charAt(0).toUpperCase() + text.slice(1), remove));
  if (chips.length || asked.search) {
    const all = () => {
      clear();
      changed({ step: true });
    };
    chips.push(el("button", { type: "button", class: "clear", onclick: all }, "Clear all"));
  }
  const place = byId("_chips");
  const inside = place.contains(document.activeElement);
  place.replaceChildren(...chips);
  if (inside) (chips[0] ?? byId("_search")).focus();
}

const chip = (text, remove) =>
  el(
    "button",
    { type: "button", class: "chip", "aria-label": `Remove filter: ${text}`, onclick: remove },
    el("bdi", {}, text),
    el("span", { "aria-hidden": "true" }, " ×"),
  );
