// One agreement whole: its acts, parties, sources, and where the sources disagree.

const partnerButton = (id) =>
  el(
    "button",
    { type: "button", class: "inline", title: `Filter by ${nameOf(id)}`, onclick: () => toggle("partner", id) },
    nameOf(id),
  );
const joined = (nodes, separator = ", ") => nodes.flatMap((node, at) => (at ? [separator, node] : [node]));
const row = (name, ...value) => (value.flat(Infinity).some(Boolean) ? [el("dt", {}, name), el("dd", {}, ...value)] : []);
const recordLink = (id, text) => el("a", { href: `#${id}` }, text);

function sourceLine(id) {
  const source = SOURCES.get(id);
  if (!source) return el("span", {}, id);
  return [
    source.url ? link(source.url, source.title) : source.title,
    el(
      "span",
      { class: "by" },
      [source.publisher, source.published && dateText(source.published), spaced(source.kind)].filter(Boolean).join(" · "),
    ),
    source.archive_url && [" ", link(source.archive_url, "archived copy")],
    source.via && el("span", { class: "by" }, `read through ${source.via}`),
    source.notes && el("span", { class: "by" }, source.notes),
  ];
}

// Numbers sources in the order in which a record cites them, and makes the marks that point there.
function citations() {
  const cited = [];
  return {
    cited,
    mark(ids) {
      if (!ids?.length) return null;
      const numbers = ids.map((id) => {
        if (!cited.includes(id)) cited.push(id);
        return cited.indexOf(id) + 1;
      });
      return el("span", { class: "cites", title: ids.map((id) => SOURCES.get(id)?.publisher ?? id).join(", ") }, ` [${numbers.join(", ")}]`);
    },
    list() {
      return el(
        "ol",
        { class: "sources" },
        cited.map((id) => el("li", {}, sourceLine(id))),
      );
    },
  };
}

const RANK = new Map(DATA.statuses.map((status, at) => [status, at]));
// Days sort as texts; a month sorts before its days, and what has no date comes last.
const inTime = (acts) =>
  acts.map((act, at) => ({ act, at, day: act.date ?? "~" })).sort((a, b) => a.day.localeCompare(b.day) || a.at - b.at).map(({ act }) => act);

function acts(actions, cites) {
  if (!actions?.length) return null;
  return el(
    "ol",
    { class: "acts" },
    inTime(actions).map((act) =>
      el(
        "li",
        { class: `act-${ACT_GROUP[act.action] ?? "over"}` },
        el("span", { class: "when" }, dateElement(act.date)),
        el(
          "span",
          {},
          el("b", {}, sentence(act.action)),
          act.partner && ` by ${nameOf(act.partner)}`,
          act.place && `, ${act.place}`,
          cites.mark(act.sources),
          act.note && el("span", { class: "by" }, act.note),
        ),
      ),
    ),
  );
}

const amounts = (list, cites) =>
  joined(
    (list ?? []).map((one) => [
      [one.qualifier, one.value.toLocaleString("en"), one.unit, one.what && `(${one.what})`].filter(Boolean).join(" "),
      cites.mark(one.sources),
    ]),
    "; ",
  );

function variants(list, cites) {
  if (!list?.length) return null;
  return [
    el("h4", {}, "Where sources disagree"),
    el(
      "ul",
      { class: "variants" },
      list.map((one) =>
        el("li", {}, el("b", {}, sentence(one.field)), `: ${one.value}`, cites.mark(one.sources), one.note && el("span", { class: "by" }, one.note)),
      ),
    ),
  ];
}

function signatory(one) {
  const person = [one.name, one.office, one.body].filter(Boolean).join(", ");
  return el("li", {}, `${person} `, el("span", { class: "by" }, `for ${nameOf(one.partner)}${one.role === "witness" ? ", as a witness" : ""}`));
}

function detail(agreement) {
  const cites = citations();
  const history = acts(agreement.actions, cites);
  const facts = el(
    "dl",
    { class: "facts" },
    row("Status", statusMark(agreement.status), agreement.status_since && [" since ", dateElement(agreement.status_since)]),
    row("Parties", joined(agreement.parties.map(partnerButton))),
    row("Instrument", `${sentence(agreement.kind)}, ${spaced(agreement.level)}`),
    row("Legal nature", sentence(agreement.legal_nature), cites.mark(agreement.field_sources?.legal_nature)),
    row("Title", agreement.title_status === "official" ? "as a source quotes it" : "descriptive, in the registry’s words"),
    row("Minerals", agreement.minerals.map(spaced).join(", ")),
    row("Topics", (agreement.topics ?? []).map(spaced).join(", ")),
    row("Event", agreement.event && recordLink(agreement.event, EVENTS.get(agreement.event)?.name ?? agreement.event)),
    row("Initiatives", joined((agreement.initiatives ?? []).map((id) => recordLink(id, INITIATIVES.get(id)?.name ?? id)))),
    row("Amounts", amounts(agreement.amounts, cites)),
    row("Signatories", agreement.signatories && el("ul", { class: "plain" }, agreement.signatories.map(signatory))),
    row(
      "Relations",
      joined(
        (agreement.relations ?? []).map((one) => [
          `${spaced(one.type)} `,
          recordLink(one.agreement, AGREEMENTS.get(one.agreement)?.title ?? one.agreement),
        ]),
        "; ",
      ),
    ),
    row("Remarks", agreement.notes),
    row("Address", recordLink(agreement.id, `#${agreement.id}`)),
  );
  const disagreement = variants(agreement.variants, cites);
  cites.mark(agreement.sources);
  return el(
    "article",
    { class: "record" },
    agreement.withdrawn && el("p", { class: "notice" }, `Withdrawn: ${agreement.withdrawn}`),
    agreement.contested && el("p", { class: "notice" }, `Contested: ${agreement.contested}`),
    el("div", { class: "left" }, facts),
    el("div", { class: "right" }, history && el("h4", {}, "Acts"), history, disagreement, el("h4", {}, "Sources"), cites.list()),
  );
}
