import { pieces } from "./spans.js";

/** Slot → its colours, from what Python sends. */
export function slotColours(slots) {
  return new Map(slots.map((slot) => [slot.name, slot]));
}

/**
 * Draw a text with its spans marked into `element`, as text nodes only. The slot's name is printed by the
 * style sheet (attr(data-slot)), so that copying or selecting the text yields the utterance alone.
 */
export function drawMarkedText(element, text, spans, colours, testId = "slot-mark") {
  let count = 0;
  element.dir = "auto";
  element.replaceChildren(
    ...pieces(text, spans).map((piece) => {
      if (piece.slot === null) return document.createTextNode(piece.text);
      count += 1;
      const mark = document.createElement("mark");
      mark.className = "ts-mark";
      mark.dataset.testid = testId;
      mark.dataset.slot = piece.slot;
      mark.dataset.start = String(piece.start);
      mark.setAttribute("role", "group");
      mark.setAttribute("aria-label", `${piece.slot}: ${piece.text}, mark ${count} of ${spans.length}`);
      mark.textContent = piece.text;
      colour(mark, colours.get(piece.slot));
      return mark;
    }),
  );
}

/** Hand a slot's colours to the style sheet, which knows light from dark. */
export function colour(element, slot) {
  if (!slot) return;
  for (const [property, value] of [
    ["--ts-bg-light", slot.backgroundLight],
    ["--ts-bg-dark", slot.backgroundDark],
    ["--ts-edge", slot.border],
    ["--ts-ink-light", slot.textLight],
    ["--ts-ink-dark", slot.textDark],
  ]) {
    element.style.setProperty(property, value);
  }
}
