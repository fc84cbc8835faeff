import { element } from "../dom.js";
import { drawMarkedText } from "../marks.js";

/** The text of the card while it is edited: marks that take the focus, with handles at their edges. */
export class Surface {
  constructor(text) {
    this.text = text;
  }

  /**
   * @param slots those of the intent; a mark of another one is drawn as wrong.
   * @param selected start of the selected mark, or null.
   */
  draw({ text, spans }, colours, slots, selected) {
    const focused = this.focused;
    drawMarkedText(this.text, text, spans, colours);
    const unsure = new Set(spans.filter((span) => span[3]).map(([start]) => start));
    for (const mark of this.marks) {
      equip(mark, unsure.has(startOf(mark)), !slots.includes(mark.dataset.slot));
    }
    this.select(selected);
    if (focused !== null) this.focus(selected ?? this.#next(focused));
  }

  get marks() {
    return this.text.querySelectorAll("[data-slot]");
  }

  mark(start) {
    return this.text.querySelector(`[data-start="${start}"]`);
  }

  /** Start of the mark that has the focus, or null. */
  get focused() {
    const mark = document.activeElement?.closest("[data-start]");
    return mark && this.text.contains(mark) ? startOf(mark) : null;
  }

  /** Focus a mark; none for null. */
  focus(start) {
    this.mark(start)?.focus({ preventScroll: true });
  }

  /** Where the focus goes from a mark that may be gone: to it, the next one, or the last. */
  #next(start) {
    const starts = Array.from(this.marks, startOf);
    return starts.find((one) => one >= start) ?? starts.at(-1) ?? null;
  }

  select(start) {
    for (const mark of this.marks) mark.setAttribute("aria-pressed", String(startOf(mark) === start));
  }

  /** What a screen reader calls a mark: "city: boston, mark 1 of 2". */
  named(start) {
    return this.mark(start)?.getAttribute("aria-label") ?? "";
  }

  get rightToLeft() {
    return getComputedStyle(this.text).direction === "rtl";
  }
}

export function startOf(mark) {
  return Number(mark.dataset.start);
}

// Nothing here holds text: what is printed comes from the style sheet, so that the text of the card stays the utterance.
function equip(mark, unsure, foreign) {
  const said = [mark.getAttribute("aria-label")];
  if (unsure) said.push("check this span");
  if (foreign) said.push("not a slot of this intent");
  mark.classList.add("tc-span");
  mark.classList.toggle("tc-unsure", unsure);
  mark.classList.toggle("tc-foreign", foreign);
  mark.tabIndex = 0;
  mark.setAttribute("role", "button");
  mark.setAttribute("aria-label", said.join(", "));
  const name = element("span", "tc-name");
  name.dataset.name = unsure ? `${mark.dataset.slot} · check\u00a0this\u00a0span` : mark.dataset.slot;
  const cross = element("span", "tc-cross");
  cross.dataset.testid = "slot-remove";
  cross.title = "Remove this mark";
  mark.prepend(handle("start"));
  mark.append(name, cross, handle("end"));
}

export function handle(edge) {
  const anchor = element("span", "tc-anchor"); // as wide as nothing, so that it parts no words
  const grip = element("span", "tc-edge");
  grip.dataset.testid = "slot-edge";
  grip.dataset.edge = edge;
  anchor.append(grip);
  return anchor;
}
