// What sources count, beside what is recorded, with a verdict for each.

const VERDICTS = [
  ["match", "=", "the record agrees"],
  ["short", "−", "fewer are recorded than claimed"],
  ["over", "+", "more are recorded than claimed"],
  ["unknowable", "?", "cannot be counted"],
];

function claimBody(claim) {
  const cites = citations();
  cites.mark(claim.sources);
  const agreementLine = (one) =>
    el(
      "li",
      {},
      recordLink(one.id, namesOf(one)),
      ` ${spaced(one.kind)}, ${one.date ? dateText(one.date) : "no date"}`,
    );
  const records = (ids) => {
    const agreements = (ids ?? []).filter((id) => AGREEMENTS.has(id)).map((id) => AGREEMENTS.get(id));
    const others = (ids ?? []).filter((id) => !AGREEMENTS.has(id)).map(nameOf);
    return [
      agreements.length > 0 && el("ul", { class: "plain" }, agreements.map(agreementLine)),
      others.length > 0 && others.join(", "),
    ];
  };
  return [
    el(
      "dl",
      { class: "facts" },
      row("Why", claim.explanation),
      row("Named, not recorded", (claim.missing ?? []).map(nameOf).join(", ")),
      row("Recorded, not named", (claim.extra ?? []).map(nameOf).join(", ")),
      row("Counted", records(claim.counted)),
      row("Perhaps", records(claim.possible)),
      row("Expected", claim.expected !== claim.verdict && `The maintainers expect the verdict ${claim.expected}.`),
    ),
    el("h3", {}, "Sources"),
    cites.list(),
  ];
}

function claimItem(claim) {
  const [, sign, meaning] = VERDICTS.find(([name]) => name === claim.verdict) ?? ["", "?", ""];
  const item = el(
    "details",
    { class: `claim ${claim.verdict}`, id: claim.claim },
    el(
      "summary",
      {},
      el("span", { class: "verdict" }, el("i", { "aria-hidden": "true" }, sign), claim.verdict),
      el(
        "span",
        { class: "statement", dir: "auto" },
        claim.statement,
        el("span", { class: "by" }, `as of ${dateText(claim.as_of)}`),
      ),
      el(
        "span",
        { class: "numbers", title: meaning },
        el("span", {}, el("b", {}, claim.claimed.toLocaleString("en")), " claimed"),
        el("span", {}, el("b", {}, claim.recorded?.toLocaleString("en") ?? "–"), " recorded"),
      ),
    ),
  );
  item.addEventListener("toggle", () => {
    if (item.open && item.children.length === 1) item.append(el("div", { class: "body" }, claimBody(claim)));
  });
  return item;
}

let openClaims; // so that a claim can be shown that is folded away

function startClaims() {
  if (!DATA.claims.length) {
    byId("_claims").remove();
    return;
  }
  const all = el(
    "details",
    { class: "all" },
    el("summary", {}, `All ${many(DATA.claims.length, "claim")}, one by one`),
  );
  const items = new Map(DATA.claims.map((claim) => [claim, claimItem(claim)]));
  const chosen = new Set();
  const tally = VERDICTS.map(([verdict, sign, meaning]) => {
    const count = DATA.claims.filter((claim) => claim.verdict === verdict).length;
    const button = el(
      "button",
      { type: "button", class: `tally ${verdict}`, "aria-pressed": "false", title: meaning },
      el("i", { "aria-hidden": "true" }, sign),
      el("b", {}, String(count)),
      ` ${verdict}`,
    );
    button.addEventListener("click", () => {
      if (!chosen.delete(verdict)) chosen.add(verdict);
      button.setAttribute("aria-pressed", String(chosen.has(verdict)));
      all.open = true;
      for (const [claim, item] of items) item.hidden = chosen.size > 0 && !chosen.has(claim.verdict);
    });
    return count ? button : null;
  });
  byId("_claim-list").append(
    el("div", { class: "tallies", role: "group", "aria-label": "Claims by verdict" }, tally.filter(Boolean)),
    all,
  );
  all.append(...items.values());
  openClaims = () => (all.open = true);
}
