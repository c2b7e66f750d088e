// Bars that count and filter: one button a value, as wide as its share of the largest. What names
// nothing in particular stands apart, without a bar.

const APART = new Set([NOT_STATED, GENERIC, "unknown"]);

function bars(place, facet, title, { first = 8, order, open: unfolded = true } = {}) {
  const total = counted(DATA.agreements, facet);
  if ([...total.values()].every((count) => count === DATA.agreements.length)) return; // nothing to choose
  const list = el("ul", { class: "barlist" });
  const apart = el("ul", { class: "barlist apart" });
  const more = el("button", { type: "button", class: "more" });
  let open = false;
  more.addEventListener("click", () => {
    open = !open;
    draw();
  });
  byId(place).append(
    el("details", { class: "facet", open: unfolded }, el("summary", {}, el("h3", {}, title)), list, apart, more),
  );

  const rows = new Map();
  for (const value of total.keys()) {
    const bar = APART.has(value) ? null : el("span", { class: "bar", "aria-hidden": "true" });
    const number = el("span", { class: "number" });
    const button = el(
      "button",
      { type: "button", "aria-pressed": "false", onclick: () => toggle(facet, value) },
      el("bdi", { class: "name" }, FACETS[facet](value)),
      " ",
      number,
      bar,
    );
    rows.set(value, { value, bar, number, button, item: el("li", {}, button) });
  }
  const rank = (value) => (order ? order.indexOf(value) : -total.get(value));

  function draw() {
    const counts = counted(matching(facet), facet);
    const count = (row) => counts.get(row.value) ?? 0;
    const present = [...rows.values()].filter((row) => count(row) || asked[facet].has(row.value));
    present.sort(
      (a, b) =>
        (order ? 0 : count(b) - count(a)) ||
        rank(a.value) - rank(b.value) ||
        FACETS[facet](a.value).localeCompare(FACETS[facet](b.value)),
    );
    const named = present.filter((row) => row.bar);
    const largest = Math.max(1, ...named.map(count));
    for (const row of present) {
      row.number.textContent = count(row).toLocaleString("en");
      if (row.bar) row.bar.style.width = `${(100 * count(row)) / largest}%`;
      row.button.setAttribute("aria-pressed", String(asked[facet].has(row.value)));
    }
    const focused = document.activeElement;
    const shown = named.filter((row, at) => open || at < first || asked[facet].has(row.value));
    arrange(list, shown);
    arrange(
      apart,
      present.filter((row) => !row.bar),
    );
    if (focused !== document.activeElement && focused.isConnected) focused.focus();
    list.classList.toggle("all", open);
    more.hidden = named.length <= first;
    more.textContent = open ? "Show fewer" : `Show all ${named.length}`;
    more.setAttribute("aria-expanded", String(open));
  }
  const arrange = (list, rows) => {
    if (list.children.length !== rows.length || rows.some((row, at) => list.children[at] !== row.item)) {
      list.replaceChildren(...rows.map((row) => row.item));
    }
    list.hidden = !rows.length;
  };
  whenAskedChanges(draw);
}
