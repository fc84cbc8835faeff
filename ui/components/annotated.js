import { drawMarkedText, slotColours } from "./js/marks.js";

export default function ({ data, parentElement }) {
  const list = parentElement.querySelector(".ts-utterances");
  const colours = slotColours(data.slots);
  list.replaceChildren(
    ...data.lines.map((line) => {
      const item = document.createElement("li");
      const text = document.createElement("span");
      text.className = "ts-text";
      drawMarkedText(text, line.text, line.spans, colours);
      item.append(text);
      if (line.note) {
        const note = document.createElement("span");
        note.className = "ts-note";
        note.dir = "auto";
        note.textContent = line.note;
        item.append(note);
      }
      return item;
    }),
  );
}
