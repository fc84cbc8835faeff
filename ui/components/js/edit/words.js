// What the person reads and hears while editing.
import { sliceOf } from "../spans.js";

const DRAG = "Drag over words, or select them in the box, then press a digit or a slot. Alt: letter by letter.";
const TOUCH = "Drag over words or tap one, then tap a slot. Tap a mark to change it.";

/** "city: boston", of a span. */
export function nameOf(text, [start, end, slot]) {
  return `${slot}: ${sliceOf(text, start, end)}`;
}

/** What can be done now; `span` is the selected one, if any. */
export function hintOf(text, span, touch = window.matchMedia("(pointer: coarse)").matches) {
  if (!span) return touch ? TOUCH : DRAG;
  const value = sliceOf(text, span[0], span[1]);
  if (touch) return `“${value}”: tap another slot, pull an edge, or remove it with ×.`;
  return `“${value}”: a digit changes it; its own digit, 0 or Delete removes it. ← → other marks, Shift + ← → its end.`;
}

/** What typing did to marks that needs to be said; "" when nothing does. */
export function typedWords(before, { text, spans }, lost) {
  if (lost.length) return `No longer marked: ${lost.map(([slot, value]) => `${slot}: ${value}`).join(", ")}.`;
  const known = before.spans.filter((span) => span[3]).map((span) => nameOf(before.text, span));
  const asked = spans.filter((span) => span[3]).map((span) => nameOf(text, span));
  return asked.some((name) => !known.includes(name)) ? `Check this span: ${asked.join(", ")}.` : "";
}
