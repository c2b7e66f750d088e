// Acts by month, quarter or year, as fine as the width allows: a mark an act, stacked by what it is.

const TIME_HEIGHT = 190;
const TIME_FOOT = 22;

function binText(month, size) {
  const year = Math.floor(month / 12);
  if (size === 12) return `${year}`;
  if (size === 3) return `${LONG_MONTHS[month % 12].slice(0, 3)}–${MONTHS[(month % 12) + 2]} ${year}`;
  return `${LONG_MONTHS[month % 12]} ${year}`;
}

function actsIn(agreements) {
  const acts = [];
  for (const agreement of agreements) {
    for (const act of agreement.actions) {
      acts.push({ act, agreement, month: monthOf(act.date), group: ACT_GROUP[act.action] ?? "over" });
    }
  }
  return acts;
}

function startTimeline() {
  const place = byId("_timeline");
  const all = actsIn(DATA.agreements).filter((one) => one.month !== null);
  if (!all.length) {
    place.append(el("p", { class: "hint" }, "No act has a date."));
    return;
  }
  const firstYear = Math.floor(Math.min(...all.map((one) => one.month)) / 12);
  const lastYear = Math.floor(Math.max(...all.map((one) => one.month)) / 12);
  const from = firstYear * 12;
  const months = (lastYear - firstYear + 1) * 12;
  byId("_time-legend").append(
    ...ACTS.map(([group, text]) => el("span", { class: "key" }, el("i", { class: `swatch act-${group}` }), text)),
  );

  let width = 0;
  function draw() {
    const acts = actsIn(matching("period"));
    const dated = acts.filter((one) => one.month !== null);
    const left = acts.length - dated.length;
    byId("_time-hint").textContent =
      `${many(dated.length, "act")} on agreements` +
      (left ? `; ${left} more ${left === 1 ? "is" : "are"} dated by year only or not at all.` : ".");
    const size = [1, 3, 12].find((one) => (months / one) * 5.5 <= width) ?? 12;
    const bins = Array.from({ length: months / size }, (_, at) => ({ at, start: from + at * size, acts: [] }));
    for (const one of dated) bins[Math.floor((one.month - from) / size)].acts.push(one);
    const tallest = Math.max(4, ...bins.map((bin) => bin.acts.length));
    const plot = TIME_HEIGHT - TIME_FOOT - 8;
    const unit = Math.min(12, plot / tallest);
    const gap = unit >= 4 ? 1 : 0;
    const step = width / bins.length;
    const bar = Math.min(step - 1, 18);
    const base = TIME_HEIGHT - TIME_FOOT;

    const paths = Object.fromEntries(ACTS.map(([group]) => [group, ""]));
    const targets = [];
    for (const bin of bins) {
      if (!bin.acts.length) continue;
      const x = (bin.at * step + (step - bar) / 2).toFixed(1);
      let height = 0;
      for (const [group] of ACTS) {
        for (const one of bin.acts) {
          if (one.group !== group) continue;
          height += unit;
          paths[group] += `M${x} ${(base - height).toFixed(1)}h${bar.toFixed(1)}v${(unit - gap).toFixed(1)}h-${bar.toFixed(1)}z`;
        }
      }
      targets.push(target(bin, size, step, height, base));
    }
    const years = [];
    const every = [1, 2, 5, 10].find((one) => ((one * 12) / size) * step >= 34) ?? 20;
    for (let year = firstYear; year <= lastYear; year += 1) {
      if ((lastYear - year) % every) continue;
      const x = (((year - firstYear) * 12) / size) * step;
      years.push(
        svg("line", { class: "tick", x1: x, x2: x, y1: base, y2: base + 5 }),
        svg("text", { class: "year", x: Math.min(x + 3, width - 30), y: TIME_HEIGHT - 6 }, String(year)),
      );
    }
    const lines = [];
    const grid = [2, 5, 10, 20, 50, 100, 200, 500].find((one) => tallest / one <= 4) ?? 1000;
    for (let value = grid; value * unit <= plot; value += grid) {
      const y = base - value * unit;
      lines.push(
        svg("line", { class: "grid", x1: 0, x2: width, y1: y, y2: y }),
        svg("text", { class: "scale", x: 0, y: y - 3 }, String(value)),
      );
    }
    const focused = place.contains(document.activeElement) && document.activeElement.dataset.start;
    place.replaceChildren(
      svg(
        "svg",
        {
          viewBox: `0 0 ${width} ${TIME_HEIGHT}`, width, height: TIME_HEIGHT, role: "group",
          "aria-label": "Timeline of acts; the arrow keys go through the periods that have any",
        },
        lines,
        svg("line", { class: "axis", x1: 0, x2: width, y1: base, y2: base }),
        ACTS.map(([group]) => svg("path", { class: `act-${group}`, d: paths[group] || "M0 0" })),
        years,
        targets,
      ),
    );
    if (targets.length) roving(targets);
    if (focused) targets.find((mark) => mark.dataset.start === focused)?.focus();
  }

  function target(bin, size, step, height, base) {
    const period = [bin.start, bin.start + size - 1];
    const text = binText(bin.start, size);
    const counts = ACTS.map(([group, name]) => [bin.acts.filter((one) => one.group === group).length, name]).filter(([count]) => count);
    const chosen = asked.period?.join() === period.join();
    const mark = svg(
      "rect",
      {
        x: bin.at * step, y: 0, width: step, height: base, role: "button", class: "bin",
        "data-start": bin.start,
        "aria-pressed": String(chosen),
        "aria-label": `${text}: ${many(bin.acts.length, "act")}, ${counts.map(([count, name]) => `${count} ${name}`).join("; ")}`,
      },
    );
    mark.addEventListener("click", () => togglePeriod(period, text));
    tip.on(mark, () => [
      `${text}: ${many(bin.acts.length, "act")}`,
      ...bin.acts.slice(0, 6).map((one) => `${sentence(one.act.action)}: ${one.agreement.names}`),
      ...(bin.acts.length > 6 ? [`… and ${bin.acts.length - 6} more`] : []),
    ]);
    return mark;
  }

  const resized = () => {
    const now = Math.floor(place.clientWidth);
    if (now && now !== width) {
      width = now;
      draw();
    }
  };
  new ResizeObserver(resized).observe(place);
  whenAskedChanges(() => width && draw());
}
