// Who agreed with whom: the partners with the most counterparts, each pair with its agreements.

const MATRIX_SIZE = 25;
const NO_REGION = "Blocs and bodies";

// How many agreements each two partners share, and with how many others each one agreed.
function pairs(agreements) {
  const shared = new Map();
  for (const { parties } of agreements) {
    for (const one of parties) {
      if (!shared.has(one)) shared.set(one, new Map());
      for (const other of parties) {
        if (other !== one) shared.get(one).set(other, (shared.get(one).get(other) ?? 0) + 1);
      }
    }
  }
  return shared;
}

const regionOf = (id) => PARTNERS.get(id)?.region ?? NO_REGION;

function matrixOrder(shared, counts, byRegion) {
  const count = (id) => counts.get(id) ?? 0;
  const most = (a, b) => count(b) - count(a) || nameOf(a).localeCompare(nameOf(b));
  const connected = [...shared.keys()].filter((id) => shared.get(id).size);
  connected.sort((a, b) => shared.get(b).size - shared.get(a).size || most(a, b));
  const last = (id) => Number(regionOf(id) === NO_REGION);
  const inRegion = (a, b) => last(a) - last(b) || regionOf(a).localeCompare(regionOf(b));
  return connected.slice(0, MATRIX_SIZE).sort((a, b) => (byRegion ? inRegion(a, b) : 0) || most(a, b));
}

const shade = (count) => Math.min(6, [1, 2, 3, 6, 11, 26].findLastIndex((floor) => count >= floor) + 1);

function startMatrix() {
  const place = byId("_matrix");
  let byRegion = false;
  const choose = (label, value) => {
    const button = el("button", { type: "button", class: "tool", "aria-pressed": String(byRegion === value) }, label);
    button.addEventListener("click", () => {
      byRegion = value;
      for (const one of button.parentNode.querySelectorAll("button"))
        one.setAttribute("aria-pressed", String(one === button));
      draw();
    });
    return button;
  };
  byId("_matrix-sort").append("Sort by ", choose("count", false), choose("region", true));

  function cell(one, other, shared) {
    const count = shared.get(one).get(other) ?? 0;
    if (one === other) return el("td", { class: "self" });
    if (!count) return el("td", {});
    const pair = [one, other].sort();
    const text = `${nameOf(one)} and ${nameOf(other)}: ${many(count, "agreement")}`;
    const button = el(
      "button",
      {
        type: "button",
        class: `pair step${shade(count)}`,
        "aria-label": text,
        "aria-pressed": String(same(asked.between, pair)),
        "data-pair": `${one} ${other}`,
      },
      String(count),
    );
    button.addEventListener("click", () => toggleBetween(pair));
    tip.on(button, () => [`${nameOf(one)} · ${nameOf(other)}`, many(count, "agreement")]);
    return el("td", {}, button);
  }

  function draw() {
    const agreements = matching("between");
    const shared = pairs(agreements);
    const counts = counted(agreements, "party");
    const ids = matrixOrder(shared, counts, byRegion);
    byId("_pairs").hidden = (!ids.length || DATA.agreements.length === 1) && !asked.between;
    const starts = (at) => byRegion && at > 0 && regionOf(ids[at]) !== regionOf(ids[at - 1]);
    const head = (id) => el("th", { scope: "col", title: nameOf(id) }, el("span", {}, nameOf(id)));
    const line = (id, at) => [
      byRegion &&
        (at === 0 || starts(at)) &&
        el(
          "tr",
          { class: "region" },
          el("th", { colspan: ids.length + 1, scope: "rowgroup" }, el("span", {}, regionOf(id))),
        ),
      el(
        "tr",
        {},
        el("th", { scope: "row", title: nameOf(id) }, el("bdi", {}, nameOf(id))),
        ids.map((other) => cell(id, other, shared)),
      ),
    ];
    const focused = document.activeElement?.dataset?.pair;
    place.replaceChildren(
      el(
        "table",
        { "aria-labelledby": "_pairs-title" },
        el("thead", {}, el("tr", {}, el("td", {}), ids.map(head))),
        el("tbody", {}, ids.map(line)),
      ),
    );
    const marks = [...place.querySelectorAll(".pair")];
    roving(marks, ids.length && below(marks, ids));
    if (focused) marks.find((mark) => mark.dataset.pair === focused)?.focus({ preventScroll: true });
    const others = shared.size - ids.length;
    byId("_matrix-hint").textContent =
      `How many agreements each two partners share${others > 0 ? `; the ${ids.length} with the most counterparts` : ""}. Choose a pair to see them.`;
  }
  whenAskedChanges(draw);
}

// The mark above or below in the same column, for the arrow keys.
const below = (marks, ids) => {
  const at = new Map(ids.map((id, row) => [id, row]));
  const where = (mark) => mark.dataset.pair.split(" ").map((id) => at.get(id));
  return (mark, step) => {
    const [row, column] = where(mark);
    const same = marks.filter((one) => where(one)[1] === column);
    same.sort((a, b) => where(a)[0] - where(b)[0]);
    return same[(same.findIndex((one) => where(one)[0] === row) + step + same.length) % same.length];
  };
};
