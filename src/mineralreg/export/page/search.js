// Search as people write: words in any order, their beginnings, and typos where nothing else fits.

const SMALL_WORDS = new Set("a an and at by for from in of on or the to with between agreement agreements deal deals".split(" "));
const fold = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
// Scripts without blanks between words are searched by the character.
const wordsIn = (text) =>
  fold(text).replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, " $& ").split(/[^\p{L}\p{N}]+/u).filter(Boolean);

const newFinder = () => new MiniSearch({ fields: ["names", "text"], tokenize: wordsIn, processTerm: (word) => word });
const finder = newFinder();

// What a reader would call the agreement by, and everything else that is said of it.
function searched(agreement) {
  const initiatives = (agreement.initiatives ?? []).map((id) => INITIATIVES.get(id));
  const names = [
    agreement.id, ...(agreement.former_ids ?? []), agreement.title, spaced(agreement.kind), agreement.status,
    ...(agreement.minerals ?? []).flatMap((id) => [id, DATA.minerals[id]]), ...(agreement.topics ?? []),
    ...agreement.parties.flatMap((id) => [nameOf(id), PARTNERS.get(id)?.iso, PARTNERS.get(id)?.aliases]),
    EVENTS.get(agreement.event)?.name,
    ...initiatives.flatMap((one) => [one?.name, one?.acronym]),
  ];
  const text = [
    agreement.notes, agreement.contested, agreement.date, agreement.depositary, ...(agreement.series ?? []),
    ...(agreement.signatories ?? []).flatMap((one) => [one.name, one.office, one.body]),
    ...(agreement.bodies ?? []).map((one) => one.name),
    ...actsOf(agreement).flatMap((act) => [act.place, act.note]),
    ...(agreement.variants ?? []).flatMap((one) => [one.value, one.note]),
  ];
  return { id: agreement.id, names: names.filter(Boolean).join(" "), text: text.filter(Boolean).join(" ") };
}

// The index is made in the pauses of a page that is already there, or at once for the first search.
let unread = [...DATA.agreements];
function readOn(deadline) {
  while (unread.length && (!deadline || deadline.timeRemaining() > 4)) {
    finder.addAll(unread.splice(0, 50).map(searched));
  }
  if (unread.length) whenIdle(readOn);
}
const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 16));

// Initiatives and events are few, and found by their names.
const otherFinder = newFinder();
otherFinder.addAll(
  [...DATA.initiatives, ...DATA.events].map((one) => ({
    id: one.id,
    names: [one.id, one.name, one.acronym, ...(one.aliases ?? [])].filter(Boolean).join(" "),
  })),
);

// What holds every word of the text. A word matches the beginning of another, but for one of two
// letters that is a word itself; it counts as a typo only where nothing begins with it.
function lookUp(where, text) {
  const all = wordsIn(text);
  const telling = all.filter((word) => !SMALL_WORDS.has(word));
  const words = telling.length ? telling : all;
  const isThere = (word, options) => where.search(word, { prefix: false, fuzzy: false, ...options }).length > 0;
  const nearest = (word) => (word.length < 6 || isThere(word, { fuzzy: 1 }) ? 1 : 2);
  const found = where.search(words.join(" "), {
    combineWith: "AND",
    prefix: (word) => word.length > 2 || !isThere(word),
    fuzzy: (word) => word.length > 3 && !isThere(word, { prefix: true }) && nearest(word),
  });
  return found.map((one) => ({ id: one.id, distance: distance(one, words) }));
}

// How far a record is from what was written: 0 all words whole and in its names, 1 whole in its
// text, 2 as the beginning of a word, 3 as a typo.
function distance({ match }, words) {
  const found = Object.entries(match);
  const of = (word) => {
    if (match[word]) return match[word].includes("names") ? 0 : 1;
    return found.some(([term]) => term.startsWith(word)) ? 2 : 3;
  };
  return Math.max(...words.map(of));
}

// The agreements that are found, each with its distance.
function search(text) {
  readOn();
  return new Map(lookUp(finder, text).map((one) => [AGREEMENTS.get(one.id), one.distance]));
}

const searchOthers = (text) => lookUp(otherFinder, text).map((one) => INITIATIVES.get(one.id) ?? EVENTS.get(one.id));
