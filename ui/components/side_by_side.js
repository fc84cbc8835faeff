import { drawMarkedText, slotColours } from "./js/marks.js";

export default function ({ data, parentElement }) {
  const colours = slotColours(data.slots);
  parentElement.querySelector(".ts-pairs").replaceChildren(head(), ...data.rows.map((row) => pair(row, colours)));
}

function head() {
  const item = document.createElement("li");
  item.className = "ts-pairs-head";
  item.append(piece("span", "", "Raw output"), piece("span", "", "What was read of it"));
  return item;
}

function pair(row, colours) {
  const item = document.createElement("li");
  const read = document.createElement("div");
  read.className = "ts-read";
  if (row.text) {
    const text = piece("div", "ts-text", "");
    drawMarkedText(text, row.text, row.spans, colours);
    read.append(text);
  }
  if (row.dropped) {
    const why = piece("div", "ts-why", "");
    why.append(piece("strong", "", `dropped: ${row.dropped}`), piece("span", "", row.detail));
    read.append(why);
  }
  item.append(piece("div", "ts-raw", row.raw), read);
  return item;
}

/** An element that holds a text, as text. */
function piece(tag, name, text) {
  const element = document.createElement(tag);
  element.className = name;
  element.dir = "auto";
  element.textContent = text;
  return element;
}
