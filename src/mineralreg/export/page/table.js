// All agreements as a table that filters, sorts, and opens each record at its own address.

const COLUMNS = [
  { name: "date", title: "Date", key: (one) => one.earliest ?? "" },
  { name: "title", title: "Agreement", key: (one) => fold(one.title) },
  { name: "parties", title: "Parties", key: (one) => fold(one.names ?? "") },
  { name: "kind", title: "Kind", key: (one) => one.kind },
  { name: "status", title: "Status", key: (one) => RANK.get(one.status) ?? 99 },
  { name: "minerals", title: "Minerals", key: (one) => one.minerals.join() },
];
const FIRST_ROWS = 60;
const MOST_PARTIES = 4;

const table = { rows: new Map(), sort: { name: "date", down: true }, body: null, open: null };

function partiesCell(agreement) {
  const names = agreement.parties.map(nameOf);
  if (names.length <= MOST_PARTIES + 1) return names.join(", ");
  return `${names.slice(0, MOST_PARTIES).join(", ")} and ${names.length - MOST_PARTIES} more`;
}

function tableRow(agreement) {
  const title = el(
    "a",
    { href: `#${agreement.id}`, class: "title", "aria-expanded": "false" },
    agreement.title,
  );
  title.addEventListener("click", (event) => {
    if (table.open !== agreement.id) return;
    event.preventDefault();
    closeRecord();
    history.replaceState(null, "", location.pathname + location.search);
  });
  const cell = (name, ...content) => el("td", { role: "cell", class: name }, ...content);
  const line = el(
    "tr",
    { role: "row", id: agreement.id, class: agreement.withdrawn ? "withdrawn" : null },
    cell("date", shortDate(agreement.date)),
    cell("title", title, agreement.contested && el("span", { class: "flag" }, "contested"), agreement.withdrawn && el("span", { class: "flag" }, "withdrawn")),
    cell("parties", partiesCell(agreement)),
    cell("kind", spaced(agreement.kind)),
    cell("status", statusMark(agreement.status)),
    cell("minerals", agreement.minerals.map(spaced).join(", ")),
  );
  return { agreement, line, title, detail: null };
}

function rowOf(id) {
  if (!table.rows.has(id)) table.rows.set(id, tableRow(AGREEMENTS.get(id)));
  return table.rows.get(id);
}

function closeRecord() {
  const row = table.open && table.rows.get(table.open);
  table.open = null;
  if (!row) return;
  row.title.setAttribute("aria-expanded", "false");
  row.line.classList.remove("open");
  row.detail?.remove();
}

function openRecord(id, { move = true } = {}) {
  closeRecord();
  if (!matching().some((one) => one.id === id)) clearAll();
  finishTable();
  const row = rowOf(id);
  row.detail ??= el("tr", { role: "row", class: "detail" }, el("td", { role: "cell", colspan: COLUMNS.length }, detail(row.agreement)));
  row.line.after(row.detail);
  row.line.classList.add("open");
  row.title.setAttribute("aria-expanded", "true");
  table.open = id;
  if (move) {
    row.title.focus({ preventScroll: true });
    row.line.scrollIntoView({ block: "start" });
  }
}

let pending = [];
function finishTable() {
  if (pending.length) table.body.append(...pending.splice(0).map((one) => rowOf(one.id).line));
}

function drawTable(found) {
  const { key } = COLUMNS.find((column) => column.name === table.sort.name);
  const keys = new Map(found.map((one) => [one, key(one)]));
  const sign = table.sort.down ? -1 : 1;
  const sorted = [...found].sort((a, b) => {
    const [one, other] = [keys.get(a), keys.get(b)];
    if ((one === "") !== (other === "")) return one === "" ? 1 : -1; // what is not stated comes last
    return one < other ? -sign : one > other ? sign : 0;
  });
  const open = table.open;
  pending = sorted.slice(FIRST_ROWS);
  table.body.replaceChildren(...sorted.slice(0, FIRST_ROWS).map((one) => rowOf(one.id).line));
  if (!found.length) {
    const text = "Nothing matches. Take a filter away, or search for another word.";
    table.body.append(el("tr", { role: "row" }, el("td", { role: "cell", colspan: COLUMNS.length, class: "nothing" }, text)));
  }
  if (open && found.some((one) => one.id === open)) openRecord(open, { move: false });
  else closeRecord();
  requestAnimationFrame(() => setTimeout(finishTable));
}

function startTable() {
  const heads = COLUMNS.map((column) => {
    const button = el("button", { type: "button" }, column.title, el("span", { class: "arrow", "aria-hidden": "true" }));
    const head = el("th", { role: "columnheader", scope: "col", class: column.name }, button);
    button.addEventListener("click", () => {
      const { sort } = table;
      table.sort = { name: column.name, down: sort.name === column.name ? !sort.down : column.name === "date" };
      mark();
      drawTable(matching());
    });
    return { column, head };
  });
  const mark = () => {
    for (const { column, head } of heads) {
      if (column.name !== table.sort.name) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", table.sort.down ? "descending" : "ascending");
    }
  };
  mark();
  table.body = el("tbody", { role: "rowgroup" });
  byId("_table").append(
    el(
      "table",
      { role: "table", class: "agreements", "aria-labelledby": "_records-title" },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads.map(({ head }) => head))),
      table.body,
    ),
  );
  whenAskedChanges(drawTable);
}
