import { element } from "./js/dom.js";
import { slotColours } from "./js/marks.js";
import { drawBoxes, drawOutline } from "./js/parse_view.js";

export default function ({ data, parentElement }) {
  const list = parentElement.querySelector(".ts-utterances");
  const colours = slotColours(data.slots);
  list.replaceChildren(
    ...data.lines.map((line) => {
      const item = element("li");
      const text = element("div", "ts-text");
      const outline = element("div", "tc-outline");
      drawBoxes(text, line.text, line.boxes, colours);
      if (line.tree.length) drawOutline(outline, line.tree, colours);
      else outline.textContent = line.problem;
      if (line.note) {
        const note = element("div", "ts-note", line.note);
        note.dir = "auto";
        item.append(note);
      }
      item.append(text, outline);
      return item;
    }),
  );
}
