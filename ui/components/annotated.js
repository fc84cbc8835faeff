import { slotColours } from "./js/marks.js";
import { drawLine } from "./js/parse_view.js";

export default function ({ data, parentElement }) {
  const list = parentElement.querySelector(".ts-utterances");
  const colours = slotColours(data.slots);
  list.replaceChildren(
    ...data.lines.map((line) => {
      const item = document.createElement("li");
      const text = document.createElement("span");
      text.className = "ts-text";
      drawLine(text, line, colours);
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
