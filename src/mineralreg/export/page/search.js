// Search as people write: words in any order, their beginnings, and typos where nothing else fits.

const SMALL_WORDS = new Set(
  "a an and at by for from in of on or the to with between agreement agreements deal deals".split(" "),
);
const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
// Scripts without blanks between words are searched by the character.
const wordsIn = (text) =>
  fold(text)
    .replace(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu,
      " $& ",
    )
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
const spoken = (texts) => texts.flat(2).filter(Boolean).join(" ");
const newFinder = (...fields) => new MiniSearch({ fields, tokenize: wordsIn, processTerm: (word) => word });

// What agreements have in common, such as a party or a mineral, is indexed once, by all its names.
const things = newFinder("names");
const holders = new Map();

function readThings() {
  for (const agreement of DATA.agreements) {
    const { party, mineral, topic, kind, status } = PARTS.get(agreement);
    const held = {
      party,
      mineral,
      topic,
      kind,
      status,
      event: [agreement.event],
      initiative: agreement.initiatives ?? [],
    };
    for (const [facet, values] of Object.entries(held)) {
      for (const value of values) {
        const id = `${facet} ${value}`;
        if (!holders.has(id)) holders.set(id, []);
        holders.get(id).push(agreement);
      }
    }
  }
  const of = {
    party: (id) => [nameOf(id), PARTNERS.get(id)?.iso, PARTNERS.get(id)?.aliases],
    mineral: (id) => DATA.minerals[id],
    event: (id) => otherNames(EVENTS.get(id)),
    initiative: (id) => otherNames(INITIATIVES.get(id)),
  };
  for (const id of holders.keys()) {
    const [facet, value] = id.split(" ");
    if (value !== NOT_STATED) things.add({ id, names: spoken([value, of[facet]?.(value)]) });
  }
}
const otherNames = (one) => one && [one.name, one.acronym, one.aliases];

// What is its own in each agreement.
const finder = newFinder("names", "text");
const own = (agreement) => ({
  id: agreement.id,
  names: spoken([agreement.id, agreement.former_ids, agreement.title]),
  text: spoken([
    agreement.notes,
    agreement.contested,
    agreement.date,
    LONG_MONTHS[Number(agreement.date?.slice(5, 7)) - 1],
    agreement.series,
    (agreement.signatories ?? []).map((one) => [one.name, one.office, one.body]),
    (agreement.bodies ?? []).map((one) => one.name),
    actsOf(agreement).map((act) => [act.place, act.note]),
    (agreement.variants ?? []).map((one) => [one.value, one.note]),
  ]),
});

// Initiatives and events themselves are few.
const others = newFinder("names");
others.addAll(
  [...DATA.initiatives, ...DATA.events].map((one) => ({ id: one.id, names: spoken([one.id, otherNames(one)]) })),
);

// The index is made in the pauses of a page that is already there, or at once for the first search.
let unread = [...DATA.agreements];
const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 16));
function readOn(deadline) {
  if (!holders.size) readThings();
  while (unread.length && (!deadline || deadline.timeRemaining() > 4)) {
    finder.addAll(unread.splice(0, 50).map(own));
  }
  if (unread.length) whenIdle(readOn);
}

function telling(text) {
  const all = wordsIn(text);
  const words = all.filter((word) => !SMALL_WORDS.has(word));
  return words.length ? words : all;
}

// How a word may match: as the beginning of another, but for one of two letters that is a word
// itself; as a typo only where nothing begins with it.
function manner(word, finders) {
  const isThere = (options) =>
    finders.some((one) => one.search(word, { prefix: false, fuzzy: false, ...options }).length > 0);
  if (word.length < 3 && isThere({})) return {};
  if (word.length < 4 || isThere({ prefix: true })) return { prefix: true };
  return { fuzzy: word.length < 6 || isThere({ fuzzy: 1 }) ? 1 : 2 };
}

// How far a match is from the word: 0 whole, 2 its beginning, 4 a typo; 1 more outside of names.
function distance(match, word) {
  const far = match[word] ? 0 : Object.keys(match).some((term) => term.startsWith(word)) ? 2 : 4;
  return far + Number(!(match[word] ?? Object.values(match).flat()).includes("names"));
}

function holding(word) {
  const found = new Map();
  const add = (agreement, far) => found.get(agreement) <= far || found.set(agreement, far);
  const how = { prefix: false, fuzzy: false, ...manner(word, [things, finder]) };
  for (const { id, match } of finder.search(word, how)) add(AGREEMENTS.get(id), distance(match, word));
  for (const { id, match } of things.search(word, how)) {
    for (const agreement of holders.get(id)) add(agreement, distance(match, word));
  }
  return found;
}

// The agreements that hold every word of a text, each with its distance from what was written; null
// for a text without words.
function search(text) {
  readOn();
  let found = null;
  for (const word of telling(text)) {
    const holds = holding(word);
    found = found
      ? new Map([...found].filter(([one]) => holds.has(one)).map(([one, far]) => [one, Math.max(far, holds.get(one))]))
      : holds;
  }
  return found;
}

// The initiatives and events whose names hold every word.
function searchOthers(text) {
  const words = telling(text);
  const how = new Map(words.map((word) => [word, manner(word, [others])]));
  return others
    .search(words.join(" "), {
      combineWith: "AND",
      prefix: (word) => how.get(word).prefix ?? false,
      fuzzy: (word) => how.get(word).fuzzy ?? false,
    })
    .map((one) => INITIATIVES.get(one.id) ?? EVENTS.get(one.id));
}
