// The registry, with look-ups by id and the words that people read.

const DATA = JSON.parse(byId("_data").textContent);
const indexed = (records) => new Map(records.map((record) => [record.id, record]));
const PARTNERS = indexed(DATA.partners);
const AGREEMENTS = indexed(DATA.agreements);
const INITIATIVES = indexed(DATA.initiatives);
const EVENTS = indexed(DATA.events);
const SOURCES = indexed(DATA.sources);
const CLAIMS = new Map(DATA.claims.map((claim) => [claim.claim, claim]));
const FORMER = new Map(Object.entries(DATA.former));

const STATUS_GROUP = {
  proposed: "early", announced: "early", negotiating: "early", concluded: "early",
  signed: "signed",
  "provisionally-applied": "live", "in-force": "live", "in-effect": "live",
  suspended: "over", superseded: "over", expired: "over", terminated: "over", lapsed: "over",
};
const ACTS = [
  ["early", "proposed, announced, negotiated"],
  ["signed", "signed, adopted, ratified"],
  ["live", "in force or in effect"],
  ["over", "ended, suspended, changed"],
];
const ACT_GROUP = {
  proposed: "early", announced: "early", "negotiations-opened": "early",
  "negotiations-concluded": "early", initialled: "early",
  adopted: "signed", signed: "signed", endorsed: "signed", ratified: "signed",
  accepted: "signed", approved: "signed", acceded: "signed",
  "provisionally-applied": "live", "entered-into-force": "live", "took-effect": "live",
  resumed: "live", launched: "live", relaunched: "live",
};

const fold = (text) =>
  text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase().replace(/[-\s]+/g, " ");
const nameOf = (id) => PARTNERS.get(id)?.name ?? id;
const statusMark = (status) =>
  el("span", { class: `mark ${STATUS_GROUP[status] ?? "unclear"}` }, spaced(status));

for (const agreement of DATA.agreements) {
  agreement.actions ??= [];
  agreement.minerals ??= [];
  agreement.parts = {
    partner: agreement.parties,
    status: [agreement.status],
    kind: [agreement.kind],
    mineral: agreement.minerals,
    legal: [agreement.legal_nature],
    level: [agreement.level],
  };
  agreement.text = fold(
    [
      agreement.id, agreement.title, agreement.notes, agreement.contested, agreement.status,
      agreement.kind, agreement.date, ...agreement.minerals, ...(agreement.topics ?? []),
      ...agreement.parties.map((id) => `${nameOf(id)} ${PARTNERS.get(id)?.aliases ?? ""}`),
      ...(agreement.signatories ?? []).flatMap((one) => [one.name, one.office, one.body]),
      ...agreement.actions.flatMap((act) => [act.place, act.note]),
      EVENTS.get(agreement.event)?.name,
      ...(agreement.initiatives ?? []).flatMap((id) => {
        const one = INITIATIVES.get(id);
        return [one?.name, one?.acronym];
      }),
    ].filter(Boolean).join(" "),
  );
}

// The agreements among these whose party, status, … it is: how often each value occurs.
function counted(agreements, facet) {
  const counts = new Map();
  for (const agreement of agreements) {
    for (const value of agreement.parts[facet]) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
