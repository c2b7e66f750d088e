// How to cite a record: a line for a footnote, and BibTeX for reference managers.

const webAddress = (id) => (location.protocol.startsWith("http") ? `${location.href.split("#")[0]}#${id}` : null);

function citation(agreement) {
  const { title, version, license } = DATA.meta;
  return [
    `“${agreement.title}”, ${namesOf(agreement).replaceAll(" · ", ", ")}, ${agreement.date ? dateText(agreement.date) : "no date"}. `,
    `Record ${agreement.id} in: ${title ?? "Agreements"}`,
    version && `, version ${version}`,
    DATA.meta.as_of && ` (facts up to ${dateText(DATA.meta.as_of)})`,
    license && `, ${license}`,
    ".",
    webAddress(agreement.id) && ` ${webAddress(agreement.id)}`,
  ]
    .filter(Boolean)
    .join("");
}

function bibtex(agreement) {
  const { title, version } = DATA.meta;
  const plain = (text) => text.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, "\\$&");
  const fields = {
    title: `{${plain(agreement.title)}}`,
    howpublished: plain(`Record ${agreement.id} in: ${title ?? "Agreements"}${version ? `, version ${version}` : ""}`),
    year: DATE.exec(agreement.date ?? "")?.[1],
    note: plain(`${namesOf(agreement).replaceAll(" · ", ", ")}; ${spaced(agreement.status)}`),
    url: webAddress(agreement.id),
  };
  const lines = Object.entries(fields)
    .filter(([, value]) => value)
    .map(([key, value]) => `  ${key} = {${value}},\n`);
  return `@misc{${agreement.id},\n${lines.join("")}}\n`;
}

const cite = (agreement) =>
  el(
    "details",
    { class: "cite" },
    el("summary", {}, "Cite this record"),
    el("p", { dir: "auto" }, citation(agreement)),
    el(
      "p",
      {},
      copyButton("Copy citation", () => citation(agreement)),
      copyButton("Copy BibTeX", () => bibtex(agreement)),
    ),
  );
