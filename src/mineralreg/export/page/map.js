// The world, each partner state in the colour of its number of agreements; small ones as dots.

function steps(largest) {
  const few = [1, 2, 3, 6, 11, 26];
  const most = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
  return largest > 100
    ? [1, ...most.filter((floor) => floor <= largest).slice(-5)]
    : few.filter((floor) => floor <= largest);
}

const MOST_ELSEWHERE = 12;

function startMap() {
  const onMap = DATA.partners.filter(
    (partner) => partner.iso && (DATA.map.shapes[partner.iso] || DATA.map.dots[partner.iso]),
  );
  const total = counted(DATA.agreements, "party");
  const parties = onMap.filter((partner) => total.has(partner.id));
  parties.sort((a, b) => total.get(b.id) - total.get(a.id) || a.name.localeCompare(b.name));
  const floors = steps(Math.max(1, ...parties.map((partner) => total.get(partner.id))));
  const stepOf = (count) => floors.findLastIndex((floor) => count >= floor) + 1;

  const marks = new Map();
  const shapes = svg("g", { class: "states" });
  const dots = svg("g", { class: "states" });
  for (const partner of onMap) {
    if (!total.has(partner.id)) {
      if (DATA.map.shapes[partner.iso]) {
        shapes.append(svg("path", { class: "land", d: `M0 0${DATA.map.shapes[partner.iso]}` }));
      }
    }
  }
  for (const partner of parties) {
    const { iso } = partner;
    const dot = DATA.map.dots[iso];
    const mark = svg(
      "g",
      { role: "button", class: "state", "data-partner": partner.id },
      DATA.map.shapes[iso] && svg("path", { d: `M0 0${DATA.map.shapes[iso]}` }),
      dot && svg("circle", { cx: dot[0], cy: dot[1] }),
    );
    mark.addEventListener("click", () => toggle("party", partner.id));
    marks.set(partner.id, mark);
    (dot ? dots : shapes).append(mark);
  }
  // The edges are sea, unless a partner such as Fiji or Samoa lies there.
  const across = parties.map(({ iso }) => DATA.map.dots[iso]?.[0]).filter((x) => x !== undefined);
  const left = Math.min(250, ...across.map((x) => x - 100));
  const right = Math.max(9750, ...across.map((x) => x + 100));
  const world = svg(
    "svg",
    {
      viewBox: `${left} 0 ${right - left} ${DATA.map.height}`,
      role: "group",
      "aria-label": "Map of partner states; the arrow keys go from the most to the fewest agreements",
    },
    DATA.map.land.map((d) => svg("path", { class: "land", d: `M0 0${d}` })),
    shapes,
    dots,
  );
  byId("_map").append(world);
  roving([...marks.values()]);

  let counts = total;
  for (const partner of parties) {
    tip.on(marks.get(partner.id), () => [partner.name, many(counts.get(partner.id) ?? 0, "agreement")]);
  }
  const elsewhere = [...total.keys()].filter((id) => !marks.has(id));
  elsewhere.sort((a, b) => total.get(b) - total.get(a) || nameOf(a).localeCompare(nameOf(b)));
  const buttons = elsewhere.map((id) =>
    el(
      "button",
      { type: "button", class: "pill", onclick: () => toggle("party", id) },
      el("bdi", {}, nameOf(id)),
      " ",
      el("span", { class: "number" }),
    ),
  );
  const off = byId("_offmap");
  const heading = el("span", {});
  const more = el("button", { type: "button", class: "more" });
  let open = false;
  more.addEventListener("click", () => {
    open = !open;
    drawElsewhere();
  });
  if (elsewhere.length) {
    off.append(
      el("summary", {}, "Not on the map: ", heading),
      el(
        "ul",
        {},
        buttons.map((button) => el("li", {}, button)),
      ),
      more,
    );
    off.open = matchMedia("(min-width: 46rem)").matches; // on a phone the list would be long
  } else off.remove();

  byId("_legend").append(
    el("span", { class: "key" }, el("i", { class: "swatch land" }), "none"),
    ...floors.map((floor, at) => {
      const next = floors[at + 1];
      const text = next === undefined ? `${floor}+` : next - 1 === floor ? `${floor}` : `${floor}–${next - 1}`;
      return el("span", { class: "key" }, el("i", { class: `swatch step${at + 1}` }), text);
    }),
    el("span", { class: "key" }, "agreements"),
  );

  whenAskedChanges(() => {
    counts = counted(matching("party"), "party");
    for (const partner of parties) {
      const mark = marks.get(partner.id);
      const count = counts.get(partner.id) ?? 0;
      mark.setAttribute("class", `state step${stepOf(count)}`);
      mark.setAttribute("aria-label", `${partner.name}: ${many(count, "agreement")}`);
      mark.setAttribute("aria-pressed", String(asked.party.has(partner.id)));
    }
    drawElsewhere();
  });

  function drawElsewhere() {
    const found = elsewhere.filter((id) => counts.has(id) || asked.party.has(id));
    found.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
    heading.textContent = many(found.length, "partner");
    more.hidden = found.length <= MOST_ELSEWHERE;
    more.textContent = open ? "Show fewer" : `Show all ${found.length}`;
    const shown = new Set(open ? found : [...found.slice(0, MOST_ELSEWHERE), ...asked.party]);
    elsewhere.forEach((id, at) => {
      buttons[at].lastChild.textContent = (counts.get(id) ?? 0).toLocaleString("en");
      buttons[at].parentNode.hidden = !shown.has(id);
      buttons[at].setAttribute("aria-pressed", String(asked.party.has(id)));
    });
  }
}
