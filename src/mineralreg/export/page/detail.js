// One agreement whole: its acts, parties, sources, and where the sources disagree.

const viewLink = (facet, value) =>
  el("a", { href: addressOf(null, [[facet, value]]), dir: "auto" }, facet === "party" ? nameOf(value) : spaced(value));
const viewLinks = (facet, values) => joined((values ?? []).map((value) => viewLink(facet, value)));
const joined = (nodes, separator = ", ") => nodes.flatMap((node, at) => (at ? [separator, node] : [node]));
const row = (name, ...value) =>
  value.flat(Infinity).some(Boolean) ? [el("dt", {}, name), el("dd", { dir: "auto" }, ...value)] : [];
const recordLink = (id, text) => el("a", { href: `#${id}`, dir: "auto" }, text);

const READ = {
  whole: "read whole",
  excerpt: "read in part",
  title: "only its title was read",
  "second-hand": "known from another source",
};

function sourceLine(id) {
  const source = SOURCES.get(id);
  if (!source) return el("span", {}, id);
  return [
    source.url ? link(source.url, source.title) : el("bdi", {}, source.title),
    el(
      "span",
      { class: "by", dir: "auto" },
      [
        source.authors?.join("; "),
        source.publisher,
        source.published && dateText(source.published),
        spaced(source.kind),
        source.language && source.language !== "en" && languageText(source.language),
        source.read && READ[source.read],
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    source.archive_url && [" ", link(source.archive_url, "archived copy")],
    source.via && el("span", { class: "by" }, `read through ${source.via}`),
    source.notes && el("span", { class: "by", dir: "auto" }, source.notes),
  ];
}

// Numbers sources in the order in which a record cites them, and makes the marks that point there.
function citations() {
  const cited = [];
  return {
    cited,
    mark(ids) {
      if (!ids?.length) return null;
      const numbers = [...new Set(ids)].map((id) => {
        if (!cited.includes(id)) cited.push(id);
        return cited.indexOf(id) + 1;
      });
      numbers.sort((a, b) => a - b);
      return el(
        "span",
        { class: "cites", title: ids.map((id) => SOURCES.get(id)?.publisher ?? id).join(", ") },
        ` [${numbers.join(", ")}]`,
      );
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

// Days sort as texts; a month sorts before its days, and what has no date comes last.
const inTime = (acts) =>
  acts
    .map((act, at) => ({ act, at, day: act.date ?? "~" }))
    .sort((a, b) => a.day.localeCompare(b.day) || a.at - b.at)
    .map(({ act }) => act);

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
          act.partner && [" by ", el("bdi", {}, nameOf(act.partner))],
          act.place && [", ", el("bdi", {}, act.place)],
          cites.mark(act.sources),
          act.note && el("span", { class: "by", dir: "auto" }, act.note),
        ),
      ),
    ),
  );
}

// USD 8.5 billion, but 10,000 tonnes a year.
function sum({ value, unit }) {
  const [, currency, rest] = /^([A-Z]{3})\b ?(.*)$/.exec(unit) ?? [null, "", unit];
  return [currency, value.toLocaleString("en"), rest].filter(Boolean).join(" ");
}

const amounts = (list, cites) =>
  joined(
    (list ?? []).map((one) => [
      [one.qualifier, sum(one), one.what && `(${one.what})`].filter(Boolean).join(" "),
      cites.mark(one.sources),
    ]),
    "; ",
  );

function variants(list, cites) {
  if (!list?.length) return null;
  return [
    el("h3", {}, "Where sources disagree"),
    el(
      "ul",
      { class: "variants" },
      list.map((one) =>
        el(
          "li",
          {},
          el("b", {}, sentence(one.field)),
          ": ",
          el("bdi", {}, one.value),
          cites.mark(one.sources),
          one.note && el("span", { class: "by", dir: "auto" }, one.note),
        ),
      ),
    ),
  ];
}

function signatory(one) {
  const person = [one.name, one.office, one.body].filter(Boolean).join(", ");
  return el(
    "li",
    {},
    el("bdi", {}, person),
    " ",
    el("span", { class: "by" }, "for ", el("bdi", {}, nameOf(one.partner)), one.role === "witness" && ", as a witness"),
  );
}

const languageNames = new Intl.DisplayNames("en", { type: "language", fallback: "code" });
function languageText(tag) {
  try {
    return languageNames.of(tag);
  } catch {
    return tag;
  }
}

const TEXT_STATUS = {
  published: () => "published",
  unpublished: () => "unpublished, as a source says",
  "not-found": (agreement) => `not found${agreement.checked ? ` by ${dateText(agreement.checked)}` : ""}`,
};

// Where the instrument itself can be read.
const textOf = (agreement) =>
  joined(
    [
      agreement.text_url && link(agreement.text_url, "read the text"),
      agreement.text_status &&
        (agreement.text_status !== "published" || !agreement.text_url) &&
        (TEXT_STATUS[agreement.text_status]?.(agreement) ?? spaced(agreement.text_status)),
      agreement.languages && `in ${agreement.languages.map(languageText).join(", ")}`,
    ].filter(Boolean),
  );

const RENEWAL = { automatic: "renewed automatically", "by-agreement": "renewed by agreement", none: "not renewed" };
const termOf = (term) =>
  [
    term.duration && durationText(term.duration),
    term.until && `until ${dateText(term.until)}`,
    term.renewal && (RENEWAL[term.renewal] ?? spaced(term.renewal)),
    term.notice && `${durationText(term.notice)}’ notice`,
  ]
    .filter(Boolean)
    .join(", ");

const bodyLine = (body, cites) =>
  el(
    "li",
    {},
    el("bdi", {}, body.name),
    body.partner && [" ", el("span", { class: "by" }, "of ", el("bdi", {}, nameOf(body.partner)))],
    cites.mark(body.sources),
  );

function facts(agreement, cites) {
  const from = (field) => cites.mark(agreement.field_sources?.[field]);
  return el(
    "dl",
    { class: "facts" },
    row(
      "Status",
      statusMark(agreement.status),
      agreement.status_since && [" since ", dateElement(agreement.status_since)],
    ),
    row("Parties", viewLinks("party", agreement.parties), from("parties")),
    row(
      "Instrument",
      `${sentence(agreement.kind)}, ${spaced(agreement.level ?? "intergovernmental")}`,
      from("kind"),
      from("level"),
    ),
    row("Legal nature", sentence(agreement.legal_nature ?? NOT_STATED), from("legal_nature")),
    row(
      "Title",
      agreement.title_status === "official" ? "as a source quotes it" : "descriptive, in the registry’s words",
      from("title"),
    ),
    row("Text", textOf(agreement), from("text_url"), from("languages")),
    row("Term", agreement.term && termOf(agreement.term), from("term")),
    row("Minerals", viewLinks("mineral", agreement.minerals), from("minerals")),
    row("Topics", viewLinks("topic", agreement.topics), from("topics")),
    row(
      "Event",
      agreement.event && recordLink(agreement.event, EVENTS.get(agreement.event)?.name ?? agreement.event),
      from("event"),
    ),
    row(
      "Initiatives",
      joined((agreement.initiatives ?? []).map((id) => recordLink(id, INITIATIVES.get(id)?.name ?? id))),
      from("initiatives"),
    ),
    row("Amounts", amounts(agreement.amounts, cites)),
    row(
      "Signatories",
      agreement.signatories && el("ul", { class: "plain" }, agreement.signatories.map(signatory)),
      from("signatories"),
    ),
    row(
      "Carried out by",
      agreement.bodies &&
        el(
          "ul",
          { class: "plain" },
          agreement.bodies.map((body) => bodyLine(body, cites)),
        ),
    ),
    row("Depositary", agreement.depositary && nameOf(agreement.depositary), from("depositary")),
    row("Printed in", (agreement.series ?? []).join(", "), from("series")),
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
    row("Checked", agreement.checked && ["against its sources on ", dateElement(agreement.checked)]),
    row("Address", recordLink(agreement.id, `#${agreement.id}`)),
  );
}

function detail(agreement) {
  const cites = citations();
  const history = acts(agreement.actions, cites);
  const left = facts(agreement, cites);
  const disagreement = variants(agreement.variants, cites);
  cites.mark(agreement.sources);
  const notice = (word, text) => text && el("p", { class: "notice", dir: "auto" }, `${word}: ${text}`);
  return el(
    "article",
    { class: "record", "aria-label": agreement.title },
    notice("Withdrawn", agreement.withdrawn),
    notice("Contested", agreement.contested),
    el("div", { class: "left" }, left),
    el(
      "div",
      { class: "right" },
      history && el("h3", {}, "Acts"),
      history,
      disagreement,
      el("h3", {}, "Sources"),
      cites.list(),
      cite(agreement),
    ),
  );
}
