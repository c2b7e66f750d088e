// The agreements found, a window of rows at a time; each opens in its place, at its own address.

const COLUMNS = [
  { name: "date", title: "Date", key: (one) => (one.date ?? "").replace(/\D$/, "") },
  { name: "title", title: "Agreement", key: (one) => fold(one.title) },
  { name: "parties", title: "Parties", key: (one) => fold(namesOf(one)) },
  { name: "kind", title: "Kind", key: (one) => one.kind },
  { name: "status", title: "Status", key: (one) => RANK.get(one.status) ?? 99 },
];
const RANK = new Map(DATA.statuses.map((status, at) => [status, at]));
const MOST_PARTIES = 4;
const WINDOW =
  [
    [46, 10],
    [100, 25],
  ].find(([width]) => matchMedia(`(max-width: ${width}rem)`).matches)?.[1] ?? 40;

const list = { rows: new Map(), found: [], shown: WINDOW, open: null };

function partiesText(agreement) {
  const names = agreement.parties.map(nameOf);
  if (names.length <= MOST_PARTIES + 1) return names.join(", ");
  return `${names.slice(0, MOST_PARTIES).join(", ")} and ${names.length - MOST_PARTIES} more`;
}

function listRow(agreement) {
  const title = el(
    "a",
    { href: `#${agreement.id}`, class: "title", "aria-expanded": "false", dir: "auto" },
    agreement.title,
  );
  title.addEventListener("click", (event) => {
    if (list.open !== agreement.id) return;
    event.preventDefault();
    asked.record = null;
    changed({ step: true });
  });
  const named = (agreement.minerals ?? []).filter((id) => id !== GENERIC);
  const cell = (name, ...content) => el("td", { role: "cell", class: name }, ...content);
  const flag = (text) => el("span", { class: "flag" }, text);
  const line = el(
    "tr",
    { role: "row", id: agreement.id, class: agreement.withdrawn ? "withdrawn" : null },
    cell("date", shortDate(agreement.date)),
    cell(
      "title",
      title,
      agreement.contested && flag("contested"),
      agreement.withdrawn && flag("withdrawn"),
      named.length > 0 && el("span", { class: "by" }, named.map(spaced).join(", ")),
    ),
    cell("parties", el("bdi", {}, partiesText(agreement))),
    cell("kind", spaced(agreement.kind)),
    cell("status", statusMark(agreement.status)),
  );
  return { agreement, line, title, detail: null };
}

function rowOf(id) {
  if (!list.rows.has(id)) list.rows.set(id, listRow(AGREEMENTS.get(id)));
  return list.rows.get(id);
}

function closeRow() {
  const row = list.open && list.rows.get(list.open);
  list.open = null;
  if (!row) return;
  row.title.setAttribute("aria-expanded", "false");
  row.line.classList.remove("open");
  row.detail?.remove();
}

function openRow(id) {
  const row = rowOf(id);
  row.detail ??= el(
    "tr",
    { role: "row", class: "detail" },
    el("td", { role: "cell", colspan: COLUMNS.length }, detail(row.agreement)),
  );
  row.line.after(row.detail);
  row.line.classList.add("open");
  row.title.setAttribute("aria-expanded", "true");
  list.open = id;
}

// Makes the window reach to a row.
function showRow(id) {
  const at = list.found.findIndex((one) => one.id === id);
  if (at >= list.shown) showRows(at + 1);
}

function showRows(count) {
  list.shown = count;
  drawRows();
}

function drawRows() {
  closeRow();
  const focused = document.activeElement;
  const rows = list.found.slice(0, list.shown).map((one) => rowOf(one.id).line);
  byId("_rows").replaceChildren(...rows);
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  if (!rows.length) {
    const text = DATA.agreements.length
      ? "No agreement matches. Take a filter away, or search for another word."
      : "No agreement is in this selection.";
    byId("_rows").append(
      el("tr", { role: "row" }, el("td", { role: "cell", colspan: COLUMNS.length, class: "nothing" }, text)),
    );
  }
  if (asked.record && list.found.slice(0, list.shown).some((one) => one.id === asked.record)) openRow(asked.record);
  const left = list.found.length - rows.length;
  byId("_more").hidden = !left;
  const next = Math.min(left, 4 * WINDOW);
  byId("_more").replaceChildren(
    el("button", { type: "button", class: "more", onclick: () => showMore(next) }, `Show ${next} more`),
    left > next &&
      el(
        "button",
        { type: "button", class: "more", onclick: () => showMore(left) },
        `Show all ${list.found.length.toLocaleString("en")}`,
      ),
  );
}

function showMore(count) {
  const first = list.found[list.shown];
  showRows(list.shown + count);
  rowOf(first.id).title.focus({ preventScroll: true });
}

// A search puts what is closest to its words first, unless a column was chosen.
function sorted(found) {
  const close = !asked.sort && searchHits();
  const { name, down } = asked.sort ?? { name: "date", down: true };
  const { key } = COLUMNS.find((column) => column.name === name);
  const keys = new Map(found.map((one) => [one, key(one)]));
  const sign = down ? -1 : 1;
  return [...found].sort((a, b) => {
    if (close && close.get(a) !== close.get(b)) return close.get(a) - close.get(b);
    const [one, other] = [keys.get(a), keys.get(b)];
    if ((one === "") !== (other === "")) return one === "" ? 1 : -1; // what is not stated comes last
    return one < other ? -sign : one > other ? sign : 0;
  });
}

function startList() {
  const heads = COLUMNS.map((column) => {
    const button = el(
      "button",
      { type: "button" },
      column.title,
      el("span", { class: "arrow", "aria-hidden": "true" }),
    );
    const head = el("th", { role: "columnheader", scope: "col", class: column.name }, button);
    button.addEventListener("click", () => {
      const now = asked.sort ?? (asked.search ? null : { name: "date", down: true });
      const down = now?.name === column.name ? !now.down : column.name === "date";
      const usual = column.name === "date" && down && !asked.search;
      asked.sort = usual ? null : { name: column.name, down };
      changed();
    });
    return { column, head };
  });
  byId("_table").append(
    el(
      "table",
      { role: "table", class: "agreements", "aria-labelledby": "_records-title" },
      el(
        "thead",
        { role: "rowgroup" },
        el(
          "tr",
          { role: "row" },
          heads.map(({ head }) => head),
        ),
      ),
      el("tbody", { role: "rowgroup", id: "_rows" }),
    ),
    el("p", { id: "_more" }),
  );
  let before = "";
  whenAskedChanges((found) => {
    const sort = asked.sort ?? (asked.search ? {} : { name: "date", down: true });
    for (const { column, head } of heads) {
      if (column.name !== sort.name) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
    }
    const now = JSON.stringify(addressParts());
    if (now !== before) list.shown = WINDOW; // another view begins at its beginning
    before = now;
    list.found = sorted(found);
    drawRows();
    const others = asked.search ? searchOthers(asked.search) : [];
    byId("_also").hidden = !others.length;
    byId("_also").replaceChildren("Also: ", ...joined(others.slice(0, 6).map((one) => recordLink(one.id, one.name))));
  });
  let onScreen;
  addEventListener("beforeprint", () => {
    onScreen = list.shown;
    showRows(list.found.length);
  });
  addEventListener("afterprint", () => showRows(onScreen));
}
