// Partial dates: 2026, 2026-02 or 2026-02-04, with ? uncertain, ~ approximate, % both.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LONG_MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DATE = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~%])?$/;
const DOUBT = { "?": "uncertain", "~": "approximate", "%": "uncertain and approximate" };

function dateText(written) {
  const found = DATE.exec(written ?? "");
  if (!found) return written ?? "";
  const [, year, month, day, doubt] = found;
  const text = [day && String(Number(day)), month && MONTHS[Number(month) - 1], year];
  return text.filter(Boolean).join(" ") + (doubt ? ` (${DOUBT[doubt]})` : "");
}

// From a day to a day, the month said once.
function spanText(first, last) {
  const day = /^\d{4}-\d\d-(\d\d)$/.exec(first)?.[1];
  if (day && first.slice(0, 7) === last.slice(0, 7)) return `${Number(day)}–${dateText(last)}`;
  return `${dateText(first)} – ${dateText(last)}`;
}

// For narrow places: the doubt as a sign, explained when pointed at.
function shortDate(written) {
  const found = DATE.exec(written ?? "");
  const doubt = found?.[4];
  if (!doubt) return dateElement(written);
  const time = dateElement(written.slice(0, -1));
  time.append("\u00a0", el("abbr", { title: DOUBT[doubt] }, doubt === "~" ? "~" : "?"));
  return time;
}

function dateElement(written) {
  const found = DATE.exec(written ?? "");
  if (!found) return el("span", { class: "none" }, "no date");
  const day = [found[1], found[2], found[3]].filter(Boolean).join("-");
  return el("time", { datetime: day }, dateText(written));
}

// The month that a date lies in, as months since year 0; null when only the year is stated.
function monthOf(written) {
  const found = DATE.exec(written ?? "");
  return found && found[2] ? Number(found[1]) * 12 + Number(found[2]) - 1 : null;
}

const monthId = (month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;

// A span of months: February 2026, Jan–Mar 2026, 2026, 2011–2018.
function periodText([from, to]) {
  const [first, last] = [Math.floor(from / 12), Math.floor(to / 12)];
  if (from % 12 === 0 && to % 12 === 11) return first === last ? `${first}` : `${first}–${last}`;
  if (from === to) return `${LONG_MONTHS[from % 12]} ${first}`;
  return `${MONTHS[from % 12]}${first === last ? "" : ` ${first}`}–${MONTHS[to % 12]} ${last}`;
}

// An ISO 8601 duration in words: P1Y6M is 1 year 6 months.
const UNITS = { Y: "year", M: "month", W: "week", D: "day" };
const durationText = (written) =>
  [...written.matchAll(/(\d+)([YMWD])/g)].map(([, number, unit]) => many(Number(number), UNITS[unit])).join(" ") ||
  written;
