// Acts by month, quarter or year, as fine as the width allows: a mark an act, stacked by what it is.

const TIME_HEIGHT = 190; // at most
const TIME_FOOT = 22;
const FOLDED = 2019 * 12; // what comes before is folded away until it is asked for

function actsIn(agreements) {
  const acts = [];
  for (const agreement of agreements) {
    for (const act of actsOf(agreement)) {
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
  const months = all.map((one) => one.month).sort((a, b) => a - b);
  const [earliest, latest] = [months[0], months.at(-1)];
  const folds = earliest < FOLDED && latest >= FOLDED;
  let folded = folds;
  byId("_time-legend").append(
    ...ACTS.map(([group, text]) => el("span", { class: "key" }, el("i", { class: `swatch act-${group}` }), text)),
  );

  const fold = el("button", { type: "button", class: "more" });
  fold.addEventListener("click", () => {
    folded = !folded;
    draw();
  });

  function sayWhat(acts, dated, before) {
    const left = acts.length - dated.length;
    const text =
      `${many(dated.length, "act")} on agreements` +
      (left ? `; ${left.toLocaleString("en")} more ${left === 1 ? "is" : "are"} dated by year only or not at all` : "");
    fold.textContent = folded ? `Show the ${many(before, "act")} before 2019` : "Fold the years before 2019";
    byId("_time-hint").replaceChildren(`${text}. `, folds && (before || !folded) ? fold : "");
  }

  let width = 0;
  function draw() {
    if (asked.period && asked.period[0] < FOLDED) folded = false;
    const acts = actsIn(matching("period"));
    const known = acts.filter((one) => one.month !== null);
    const dated = folded ? known.filter((one) => one.month >= FOLDED) : known;
    sayWhat(acts, known, known.filter((one) => one.month < FOLDED).length);
    const firstYear = Math.floor((folded ? Math.max(FOLDED, earliest) : earliest) / 12);
    const lastYear = Math.floor(latest / 12);
    const from = firstYear * 12;
    const least = width < 600 ? 24 : 5.5; // a finger needs more room than a pointer
    const span = (lastYear - firstYear + 1) * 12;
    const size = [1, 3, 12].find((one) => (span / one) * least <= width) ?? 12;
    const bins = Array.from({ length: span / size }, (_, at) => ({ at, start: from + at * size, acts: [] }));
    for (const one of dated) bins[Math.floor((one.month - from) / size)].acts.push(one);
    const tallest = Math.max(1, ...bins.map((bin) => bin.acts.length));
    const unit = Math.min(12, (TIME_HEIGHT - TIME_FOOT - 16) / tallest);
    const plot = Math.max(40, tallest * unit + 8);
    const gap = unit >= 4 ? 1 : 0;
    const step = width / bins.length;
    const bar = Math.min(step - 1, 28);
    const base = plot + 8;
    const whole = base + TIME_FOOT;

    const paths = Object.fromEntries(ACTS.map(([group]) => [group, ""]));
    const targets = [];
    for (const bin of bins) {
      if (!bin.acts.length) continue;
      const x = (bin.at * step + (step - bar) / 2).toFixed(1);
      let height = 0;
      for (const [group] of ACTS) {
        const count = bin.acts.filter((one) => one.group === group).length;
        const marks = gap ? Array(count).fill(unit) : [count * unit]; // where there are many, one for all
        for (const mark of count ? marks : []) {
          height += mark;
          paths[group] +=
            `M${x} ${(base - height).toFixed(1)}h${bar.toFixed(1)}v${(mark - gap).toFixed(1)}h-${bar.toFixed(1)}z`;
        }
      }
      targets.push(target(bin, size, step, base));
    }
    const years = [];
    const every = [1, 2, 5, 10].find((one) => ((one * 12) / size) * step >= 34) ?? 20;
    for (let year = firstYear; year <= lastYear; year += 1) {
      if ((lastYear - year) % every) continue;
      const x = (((year - firstYear) * 12) / size) * step;
      years.push(
        svg("line", { class: "tick", x1: x, x2: x, y1: base, y2: base + 5 }),
        svg("text", { class: "year", x: Math.min(x + 3, width - 30), y: whole - 6 }, String(year)),
      );
    }
    const lines = [];
    const grid = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => tallest / one <= 4) ?? 1000;
    for (let value = grid; value <= tallest; value += grid) {
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
          viewBox: `0 0 ${width} ${whole}`,
          width,
          height: whole,
          role: "group",
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

  function target(bin, size, step, base) {
    const period = [bin.start, bin.start + size - 1];
    const text = periodText(period);
    const counts = ACTS.map(([group, name]) => [bin.acts.filter((one) => one.group === group).length, name]).filter(
      ([count]) => count,
    );
    const mark = svg("rect", {
      x: bin.at * step,
      y: 0,
      width: step,
      height: base,
      role: "button",
      class: "bin",
      "data-start": bin.start,
      "aria-pressed": String(same(asked.period, period)),
      "aria-label": `${text}: ${many(bin.acts.length, "act")}, ${counts.map(([count, name]) => `${count} ${name}`).join("; ")}`,
    });
    mark.addEventListener("click", () => togglePeriod(period));
    tip.on(mark, () => [
      `${text}: ${many(bin.acts.length, "act")}`,
      ...bin.acts.slice(0, 6).map((one) => `${sentence(one.act.action)}: ${namesOf(one.agreement)}`),
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
