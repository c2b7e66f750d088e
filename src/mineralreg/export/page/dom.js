// Elements are made here and nowhere else. Values only ever become text, never markup.

const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false) node.append(child);
  }
  return node;
}

const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

// Only http and https become links; anything else stays text.
function link(address, ...children) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return el("span", {}, ...children);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return el("span", {}, ...children);
  return el("a", { href: url.href, rel: "noopener noreferrer nofollow", dir: "auto" }, ...children);
}

const many = (count, one, more = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : more}`;
// Vocabulary words without their hyphens, but for those that English writes with one.
const spaced = (word) => word.replace(/(?<!^non|^inter)-/g, " ");
const sentence = (word) => {
  const text = spaced(word);
  return text.charAt(0).toUpperCase() + text.slice(1);
};

// A tooltip for pointer and keyboard. Screen readers hear the label of what has the focus instead.
const tip = {
  show(target, lines) {
    const box = byId("_tip");
    box.replaceChildren(...lines.map((line, at) => el(at ? "span" : "strong", { dir: "auto" }, line)));
    box.hidden = false;
    const around = target.getBoundingClientRect();
    const own = box.getBoundingClientRect();
    const left = around.left + around.width / 2 - own.width / 2;
    const top = around.top - own.height - 8;
    box.style.left = `${Math.max(8, Math.min(left, innerWidth - own.width - 8))}px`;
    box.style.top = `${top > 8 ? top : Math.min(around.bottom + 8, innerHeight - own.height - 8)}px`;
  },
  hide() {
    byId("_tip").hidden = true;
  },
  on(target, lines) {
    target.addEventListener("pointerenter", () => tip.show(target, lines()));
    target.addEventListener("pointerleave", tip.hide);
    target.addEventListener("focus", () => tip.show(target, lines()));
    target.addEventListener("blur", tip.hide);
  },
};

// One tab stop for a group of marks; the arrow keys move inside it, Enter and blank choose. Up and
// down go where `across` says, else to the mark before and after.
function roving(marks, across) {
  const move = (to) => {
    for (const mark of marks) mark.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  };
  marks.forEach((mark, at) => {
    mark.setAttribute("tabindex", at ? "-1" : "0");
    mark.addEventListener("keydown", (event) => {
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      let to;
      if (across && (event.key === "ArrowDown" || event.key === "ArrowUp")) to = across(mark, steps[event.key]);
      else if (event.key in steps) to = marks[(at + steps[event.key] + marks.length) % marks.length];
      else if (event.key === "Home") to = marks[0];
      else if (event.key === "End") to = marks[marks.length - 1];
      else if (event.key === "Enter" || event.key === " ") mark.dispatchEvent(new Event("click"));
      else if (event.key === "Escape") tip.hide();
      else return;
      event.preventDefault();
      if (to) move(to);
    });
  });
}
