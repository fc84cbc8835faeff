import { foreignSpans } from "./problems.js";
import { stepped } from "./resize.js";
import { characterUnits, tokenUnits } from "./tokens.js";
import { nameOf } from "./words.js";
import { withSpan, withoutSpan } from "../spans.js";

// What can be done to the marks of a text. Each gives {spans, selected, said}: the spans afterwards, the start of the
// one that is selected then (or null), and a sentence for whoever cannot see it; or null where nothing can be done.

/** Mark code points start to end; spans that they overlap give way. What is marked so already is so no longer. */
export function marked({ text, spans }, start, end, slot) {
  const same = spans.find((span) => span[0] === start && span[1] === end && isSurely(span, slot));
  if (same) return removed({ text, spans }, same);
  const next = withSpan(text, spans, start, end, slot);
  const made = next.find((span) => !spans.includes(span));
  if (!made) return null;
  const gone = spans.filter((span) => !next.includes(span)).map((span) => nameOf(text, span));
  const instead = gone.length ? `, in place of ${gone.join(", ")}` : "";
  return { spans: next, selected: made[0], said: `Marked ${nameOf(text, made)}${instead}.` };
}

/** Give a span another slot; with its own again it goes, if it is the selected one. */
export function reslotted({ text, spans }, span, slot, selected = false) {
  if (selected && isSurely(span, slot)) return removed({ text, spans }, span);
  const changed = [span[0], span[1], slot];
  return { spans: replaced(spans, span, changed), selected: span[0], said: `Now ${nameOf(text, changed)}.` };
}

/** A span that was to be checked is right as it is. */
export function confirmed({ text, spans }, span) {
  return { spans: replaced(spans, span, span.slice(0, 3)), selected: span[0], said: `Confirmed: ${nameOf(text, span)}.` };
}

export function removed({ text, spans }, span) {
  return { spans: withoutSpan(spans, span[0]), selected: null, said: `Removed the mark ${nameOf(text, span)}.` };
}

/** Without the spans whose slot the intent does not hold. */
export function withoutForeign({ spans }, intent) {
  const gone = foreignSpans(spans, intent);
  const said = `Removed ${gone.length === 1 ? "1 mark" : `${gone.length} marks`}.`;
  return { spans: spans.filter((span) => !gone.includes(span)), selected: null, said };
}

/** One edge moved by a token, or by a character (`fine`), forward (1) or back (-1). */
export function resized({ text, spans, unspaced }, span, edge, by, fine) {
  const units = fine ? characterUnits(text) : tokenUnits(text, spans, unspaced);
  const next = stepped(spans, span[0], edge, by, units);
  if (!next) return { spans, selected: span[0], said: `It cannot go further: ${nameOf(text, span)}.` };
  const moved = next[spans.indexOf(span)];
  return { spans: next, selected: moved[0], said: `${nameOf(text, moved)}.` };
}

/** Whether a span has that slot, and there is nothing to check about it. */
function isSurely(span, slot) {
  return span[2] === slot && !span[3];
}

function replaced(spans, old, changed) {
  return spans.map((span) => (span === old ? changed : span));
}
