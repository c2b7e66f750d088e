// Bars that count and filter: one button a value, as wide as its share of the largest.

function bars(place, facet, title, { first = 8, order } = {}) {
  const heading = el("h3", {}, title);
  const list = el("ul", { class: "barlist" });
  const more = el("button", { type: "button", class: "more" });
  let open = false;
  more.addEventListener("click", () => {
    open = !open;
    draw();
  });
  byId(place).append(el("div", { class: "facet" }, heading, list, more));

  const rows = new Map();
  for (const value of counted(DATA.agreements, facet).keys()) {
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    const number = el("span", { class: "number" });
    const button = el(
      "button",
      { type: "button", "aria-pressed": "false", onclick: () => toggle(facet, value) },
      el("span", { class: "name" }, FACETS[facet](value)),
      number,
      bar,
    );
    rows.set(value, { value, bar, number, button, item: el("li", {}, button) });
  }
  const total = counted(DATA.agreements, facet);
  const rank = (value) => (order ? order.indexOf(value) : -total.get(value));

  function draw() {
    const counts = counted(matching(facet), facet);
    const largest = Math.max(1, ...counts.values());
    const sorted = [...rows.values()].sort(
      (a, b) =>
        (order ? 0 : (counts.get(b.value) ?? 0) - (counts.get(a.value) ?? 0)) ||
        rank(a.value) - rank(b.value) ||
        FACETS[facet](a.value).localeCompare(FACETS[facet](b.value)),
    );
    sorted.forEach((row, at) => {
      const count = counts.get(row.value) ?? 0;
      const chosen = asked[facet].has(row.value);
      row.number.textContent = count.toLocaleString("en");
      row.bar.style.width = `${(100 * count) / largest}%`;
      row.button.setAttribute("aria-pressed", String(chosen));
      row.item.classList.toggle("empty", !count);
      row.item.hidden = !open && at >= first && !chosen;
    });
    if (!sorted.every((row, at) => list.children[at] === row.item)) {
      const focused = document.activeElement;
      list.append(...sorted.map((row) => row.item));
      if (list.contains(focused)) focused.focus();
    }
    more.hidden = rows.size <= first;
    more.textContent = open ? "Show fewer" : `Show all ${rows.size}`;
    more.setAttribute("aria-expanded", String(open));
  }
  whenAskedChanges(draw);
}
