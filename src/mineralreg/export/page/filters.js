// What is asked for, and what it finds. Values of one facet: any of them; several facets: all.

const FACETS = {
  partner: nameOf,
  status: sentence,
  kind: sentence,
  mineral: sentence,
  legal: sentence,
  level: sentence,
};
const asked = { words: [], period: null };
for (const facet of Object.keys(FACETS)) asked[facet] = new Set();
const listeners = [];
const whenAskedChanges = (listener) => listeners.push(listener);

function inPeriod(agreement, [from, to]) {
  return agreement.actions.some((act) => {
    const month = monthOf(act.date);
    return month !== null && month >= from && month <= to;
  });
}

// The agreements that match; `except` leaves one facet out, for counting its other values.
function matching(except) {
  const facets = Object.keys(FACETS).filter((facet) => facet !== except && asked[facet].size);
  return DATA.agreements.filter(
    (agreement) =>
      facets.every((facet) => agreement.parts[facet].some((value) => asked[facet].has(value))) &&
      asked.words.every((word) => agreement.text.includes(word)) &&
      (except === "period" || !asked.period || inPeriod(agreement, asked.period)),
  );
}

function changed() {
  tip.hide();
  const found = matching();
  for (const listener of listeners) listener(found);
}

function toggle(facet, value) {
  if (!asked[facet].delete(value)) asked[facet].add(value);
  changed();
}

function togglePeriod(period, text) {
  asked.period = asked.period?.join() === period.join() ? null : Object.assign(period, { text });
  changed();
}

function clearAll() {
  for (const facet of Object.keys(FACETS)) asked[facet].clear();
  asked.period = null;
  asked.words = [];
  byId("_search").value = "";
  changed();
}

function startFilters() {
  const input = byId("_search");
  input.addEventListener("input", () => {
    asked.words = fold(input.value).split(" ").filter(Boolean);
    changed();
  });
  byId("_form").addEventListener("submit", (event) => event.preventDefault());
  whenAskedChanges((found) => {
    const all = DATA.agreements.length;
    const [number, word] = many(all, "agreement").split(" ");
    const part = found.length < all ? `${found.length.toLocaleString("en")} of ` : "";
    byId("_count").replaceChildren(part + number, el("span", { class: "word" }, ` ${word}`));
    drawChips();
    sayAsked(part && `${part}${number} ${word}`);
  });
}

// On paper there are no chips: a line says what is shown.
function sayAsked(count) {
  const filters = Object.entries(FACETS).flatMap(([facet, label]) => [...asked[facet]].map(label));
  if (asked.period) filters.push(`acts in ${asked.period.text}`);
  if (asked.words.length) filters.push(`“${asked.words.join(" ")}”`);
  const line = byId("_asked");
  line.hidden = !filters.length;
  line.textContent = `Shown below: ${count || "all agreements"}, filtered by ${filters.join(", ")}.`;
}

function drawChips() {
  const chips = Object.entries(FACETS).flatMap(([facet, label]) =>
    [...asked[facet]].map((value) => chip(label(value), () => toggle(facet, value))),
  );
  if (asked.period) {
    const period = asked.period;
    chips.push(chip(`Acts in ${period.text}`, () => togglePeriod(period, period.text)));
  }
  if (chips.length || asked.words.length) {
    chips.push(el("button", { type: "button", class: "clear", onclick: clearAll }, "Clear all"));
  }
  byId("_chips").replaceChildren(...chips);
}

const chip = (text, remove) =>
  el(
    "button",
    { type: "button", class: "chip", "aria-label": `Remove filter: ${text}`, onclick: remove },
    text,
    el("span", { "aria-hidden": "true" }, " ×"),
  );
