import { element } from "../dom.js";
import { drawBoxes } from "../parse_view.js";
import { handle } from "../edit/surface.js";
import { pathKey } from "./paths.js";
import { boxesOf } from "./places.js";

/** The text of the card while its parse is edited by hand: boxes that can be pointed at, the selected one with handles. */
export class TreeSurface {
  constructor(text) {
    this.text = text;
  }

  draw(draft, colours, selected, problems) {
    drawBoxes(this.text, draft.text, boxesOf(draft, draft.form), colours);
    const wrong = new Set(problems.map(({ path }) => pathKey(path)));
    for (const box of this.#boxes) box.classList.toggle("tc-foreign", wrong.has(box.dataset.path));
    this.mark(selected);
  }

  mark(selected) {
    for (const box of this.#boxes) {
      for (const one of box.querySelectorAll(":scope > :is(.tc-anchor, .tc-name)")) one.remove();
      const chosen = box.dataset.path === pathKey(selected);
      box.classList.toggle("tc-chosen", chosen);
      if (!chosen) continue;
      const name = element("span", "tc-name"); // in place of what the style sheet prints: the handle stands behind it
      name.dataset.name = box.dataset.slot;
      box.prepend(handle("start"));
      box.append(name, handle("end"));
    }
  }

  /** Whether the words can be walked over by keys. */
  reachable(reachable) {
    const { text } = this;
    if (!reachable) {
      for (const name of ["tabindex", "role", "aria-label"]) text.removeAttribute(name);
      return;
    }
    text.tabIndex = 0;
    text.setAttribute("role", "group");
    text.setAttribute("aria-label", "Words: arrows choose one, Shift with arrows more, a digit or a label goes around them");
  }

  get rightToLeft() {
    return getComputedStyle(this.text).direction === "rtl";
  }

  get #boxes() {
    return this.text.querySelectorAll(".tc-box");
  }
}
