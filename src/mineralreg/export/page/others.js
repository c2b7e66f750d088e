// Initiatives, events and sources: a line each, opened for the rest.

function openable(id, heading, note, body, place) {
  const item = el(
    "details",
    { class: "item", id },
    el("summary", {}, el("span", { class: "statement", dir: "auto" }, heading), el("span", { class: "by" }, note)),
  );
  item.addEventListener("toggle", () => {
    if (item.open && item.children.length === 1) item.append(el("div", { class: "body" }, body()));
  });
  place.append(item);
}

function memberText(member) {
  const span = [member.from && `since ${dateText(member.from)}`, member.to && `until ${dateText(member.to)}`];
  const role = member.role && member.role !== "member" ? spaced(member.role) : "";
  const rest = [role, ...span].filter(Boolean).join(", ");
  return [viewLink("party", member.partner), rest && ` (${rest})`];
}

function initiativeBody(one) {
  const cites = citations();
  const history = acts(one.actions, cites);
  const found = DATA.agreements.filter((agreement) => agreement.initiatives?.includes(one.id));
  const facts = el(
    "dl",
    { class: "facts" },
    row("Other names", (one.aliases ?? []).join("; ")),
    row("Came from", joined((one.predecessors ?? []).map((id) => recordLink(id, INITIATIVES.get(id)?.name ?? id)))),
    row("Members", joined((one.members ?? []).map(memberText))),
    row("Amounts", amounts(one.amounts, cites)),
    row(
      "Agreements",
      joined(
        found.map((agreement) => recordLink(agreement.id, agreement.title)),
        "; ",
      ),
    ),
    row("Remarks", one.notes),
  );
  const disagreement = variants(one.variants, cites);
  cites.mark((one.members ?? []).flatMap((member) => member.sources ?? []));
  cites.mark(one.sources);
  return [facts, history && el("h3", {}, "Acts"), history, disagreement, el("h3", {}, "Sources"), cites.list()];
}

function eventBody(one) {
  const cites = citations();
  const found = DATA.agreements.filter((agreement) => agreement.event === one.id);
  const facts = el(
    "dl",
    { class: "facts" },
    row("Place", one.place),
    row("Hosts", viewLinks("party", one.hosts)),
    row("Participants", viewLinks("party", one.participants)),
    row(
      "Agreements",
      joined(
        found.map((agreement) => recordLink(agreement.id, agreement.title)),
        "; ",
      ),
    ),
    row("Remarks", one.notes),
  );
  const disagreement = variants(one.variants, cites);
  cites.mark(one.sources);
  return [facts, disagreement, el("h3", {}, "Sources"), cites.list()];
}

let openSources; // the long list of sources is made when it is first looked at

function startOthers() {
  const place = byId("_other-list");
  const first = (one) => (one.date ?? one.start ?? "").replace(/\D$/, "");
  const newest = (records) => [...records].sort((a, b) => first(b).localeCompare(first(a)));
  for (const one of newest(DATA.initiatives)) {
    const name = one.acronym ? `${one.name} (${one.acronym})` : one.name;
    const members = one.members?.length
      ? `, ${many(new Set(one.members.map((member) => member.partner)).size, "member")}`
      : "";
    openable(one.id, name, `${sentence(one.kind)}, ${spaced(one.status)}${members}`, () => initiativeBody(one), place);
  }
  for (const one of newest(DATA.events)) {
    const when = one.date ? dateText(one.date) : spanText(one.start, one.end);
    openable(one.id, one.name, `Event, ${when}`, () => eventBody(one), place);
  }
  if (!place.children.length) byId("_others").remove();

  const uses = new Map();
  for (const agreement of DATA.agreements) {
    for (const id of agreement.sources) uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  const list = el("ol", { class: "sources long" });
  const all = el(
    "details",
    { class: "item", id: "_all-sources" },
    el(
      "summary",
      {},
      el("span", { class: "statement" }, `All ${many(DATA.sources.length, "source")}`),
      el("span", { class: "by" }, "by publisher"),
    ),
    list,
  );
  const sorted = [...DATA.sources].sort(
    (a, b) => a.publisher.localeCompare(b.publisher) || (a.published ?? "").localeCompare(b.published ?? ""),
  );
  const fillSources = () => {
    if (list.children.length) return;
    list.append(
      ...sorted.map((source) =>
        el(
          "li",
          { id: source.id },
          sourceLine(source.id),
          uses.has(source.id) && el("span", { class: "by" }, `cited by ${many(uses.get(source.id), "agreement")}`),
        ),
      ),
    );
  };
  all.addEventListener("toggle", fillSources);
  openSources = () => {
    all.open = true;
    fillSources();
  };
  byId("_source-list").append(all);
}
