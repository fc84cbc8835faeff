// What keeps an edited utterance from being saved, as sentences for the person.
import { codePoints, sliceOf, sorted } from "../spans.js";

const MAX_TEXT = 2000; // as in backend/domain/utterance.py
// oxlint-disable-next-line no-control-regex -- they show nothing either
const NOTHING_SEEN = /^[\s\p{Cf}\x1c-\x1f\x85]*$/u;

/**
 * [{words, start, check}]: start is that of the span concerned, null when it concerns the text; check is true of a span
 * that may well be right.
 */
export function problems(text, spans, intent) {
  return [...ofText(text), ...overlaps(text, spans), ...foreign(text, spans, intent), ...unsure(text, spans)];
}

function ofText(text) {
  if (NOTHING_SEEN.test(text)) return [{ words: "Type what the user would say.", start: null }];
  const { length } = codePoints(text);
  if (length <= MAX_TEXT) return [];
  const words = `An utterance has at most 2,000 characters; this one has ${length.toLocaleString("en")}.`;
  return [{ words, start: null }];
}

function overlaps(text, spans) {
  const ordered = sorted(spans);
  return ordered.slice(1).flatMap((span, index) => {
    const before = ordered[index];
    if (span[0] >= before[1]) return [];
    return { words: `${named(text, span)} overlaps ${named(text, before)}: a character has one slot.`, start: span[0] };
  });
}

function foreign(text, spans, intent) {
  const found = foreignSpans(spans, intent);
  if (!found.length) return [];
  const known = intent.slots.length ? `It has: ${intent.slots.join(", ")}.` : "It has no slots.";
  const all = found.map((span) => named(text, span)).join(", ");
  const words = `Intent ${intent.name} does not hold ${found.length === 1 ? "slot" : "slots"} ${all}. ${known}`;
  return [{ words, start: found[0][0] }];
}

/** Those of the spans whose slot the intent does not hold. */
export function foreignSpans(spans, intent) {
  return sorted(spans).filter(([, , slot]) => !intent.slots.includes(slot));
}

function unsure(text, spans) {
  return sorted(spans)
    .filter((span) => span[3])
    .map((span) => ({
      words: `Check this span: ${named(text, span)}. Click it, or press Enter on it, to keep it as it is.`,
      start: span[0],
      check: true,
    }));
}

function named(text, [start, end, slot]) {
  return `${slot} (“${sliceOf(text, start, end)}”)`;
}
