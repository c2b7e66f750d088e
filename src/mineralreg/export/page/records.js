// The registry, with look-ups by id and what the page derives from each agreement.

// Large registries are compressed, small ones can be read in the page's source.
async function written({ textContent, dataset }) {
  if (!dataset.packed) return textContent;
  const bytes = Uint8Array.from(atob(textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(dataset.packed));
  return new Response(stream).text();
}

const DATA = JSON.parse(await written(byId("_data")));
const indexed = (records) => new Map(records.map((record) => [record.id, record]));
const PARTNERS = indexed(DATA.partners);
const AGREEMENTS = indexed(DATA.agreements);
const INITIATIVES = indexed(DATA.initiatives);
const EVENTS = indexed(DATA.events);
const SOURCES = indexed(DATA.sources);
const CLAIMS = new Map(DATA.claims.map((claim) => [claim.claim, claim]));
const FORMER = new Map(Object.entries(DATA.former));

const STATUS_GROUP = {
  proposed: "early",
  announced: "early",
  negotiating: "early",
  concluded: "early",
  signed: "signed",
  "provisionally-applied": "live",
  "in-force": "live",
  "in-effect": "live",
  suspended: "over",
  superseded: "over",
  expired: "over",
  terminated: "over",
  lapsed: "over",
};
const ACTS = [
  ["early", "proposed, announced, negotiated"],
  ["signed", "signed, adopted, ratified"],
  ["live", "in force or in effect"],
  ["over", "ended, suspended, changed"],
];
const ACT_GROUP = {
  proposed: "early",
  announced: "early",
  "negotiations-opened": "early",
  "negotiations-concluded": "early",
  initialled: "early",
  "submitted-to-parliament": "early",
  adopted: "signed",
  signed: "signed",
  endorsed: "signed",
  ratified: "signed",
  accepted: "signed",
  approved: "signed",
  acceded: "signed",
  succeeded: "signed",
  "formally-confirmed": "signed",
  "provisionally-applied": "live",
  "entered-into-force": "live",
  "took-effect": "live",
  resumed: "live",
  launched: "live",
  relaunched: "live",
};

const nameOf = (id) => PARTNERS.get(id)?.name ?? id;
const statusMark = (status) => el("span", { class: `mark ${STATUS_GROUP[status] ?? "unclear"}` }, spaced(status));

// What each agreement counts under. The records themselves stay as they are, for the downloads.
const NOT_STATED = "not-stated";
const stated = (values) => (values?.length ? values : [NOT_STATED]);
const PARTS = new Map();
for (const agreement of DATA.agreements) {
  PARTS.set(agreement, {
    party: agreement.parties,
    region: [...new Set(agreement.parties.map((id) => PARTNERS.get(id)?.region).filter(Boolean))],
    status: [agreement.status],
    kind: [agreement.kind],
    mineral: stated(agreement.minerals),
    topic: stated(agreement.topics),
    "legal-nature": [agreement.legal_nature ?? NOT_STATED],
    level: [agreement.level ?? "intergovernmental"],
  });
}
const namesOf = (agreement) => agreement.parties.map(nameOf).join(" · ");
const actsOf = (agreement) => agreement.actions ?? [];

// How often each value of a facet occurs among these agreements.
function counted(agreements, facet) {
  const counts = new Map();
  for (const agreement of agreements) {
    for (const value of PARTS.get(agreement)[facet]) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
