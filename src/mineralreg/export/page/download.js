// What is shown, to take along: as CSV with the columns of `list -f csv`, or as JSON, whole.

const CSV_COLUMNS = {
  id: (one) => one.id,
  date: (one) => one.date,
  status: (one) => one.status,
  kind: (one) => one.kind,
  title: (one) => one.title,
  parties: (one) => one.parties.map(nameOf).join("; "),
  minerals: (one) => (one.minerals ?? []).join("; "),
  topics: (one) => (one.topics ?? []).join("; "),
  sources: (one) => one.sources.join("; "),
  source_urls: (one) =>
    one.sources
      .map((id) => SOURCES.get(id)?.url)
      .filter(Boolean)
      .join("; "),
};

// An apostrophe before what a spreadsheet would run as a formula.
function csvCell(value) {
  const text = /^[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]/.test(value ?? "") ? `'${value}` : (value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csv(agreements) {
  const lines = [
    Object.keys(CSV_COLUMNS),
    ...agreements.map((one) => Object.values(CSV_COLUMNS).map((read) => read(one))),
  ];
  return lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

const BOM = "\ufeff"; // tells spreadsheets that it is UTF-8

const json = (agreements) => `[\n${agreements.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`;

function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// Puts text on the clipboard, and says so on the button for a moment.
async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = el("textarea", { class: "skip", readonly: true });
    field.value = text;
    button.after(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus();
  }
  const before = button.dataset.text ?? button.textContent;
  button.dataset.text = before;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = before), 1500);
}

const copyButton = (label, text) => {
  const button = el("button", { type: "button", class: "tool", "aria-live": "polite" }, label);
  button.addEventListener("click", () => copy(button, text()));
  return button;
};

function startTools() {
  const tool = (label, title, onclick) => el("button", { type: "button", class: "tool", title, onclick }, label);
  byId("_tools").append(
    copyButton("Copy link", () => {
      flushAddress();
      return location.href;
    }),
    tool("CSV", "Download what is shown as CSV", () => save("agreements.csv", "text/csv", `${BOM}${csv(list.found)}`)),
    tool("JSON", "Download what is shown as JSON", () => save("agreements.json", "application/json", json(list.found))),
  );
}
