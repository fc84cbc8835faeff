// Spans are [start, end, slot] in code points, as Python counts them; JavaScript's own strings count UTF-16 units.
// While a text is edited a span may have a fourth item, true: what it covers is to be checked by the person.

// What Python's str.strip() takes for white space; JavaScript's \s differs (U+001C to U+001F, U+0085, U+FEFF).
const BLANK = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const BLANK_POINT = new RegExp(`^[${BLANK}]$`);
const BLANK_EDGES = new RegExp(`^[${BLANK}]+|[${BLANK}]+$`, "g");

/** Whether a code point is white space. */
export function isBlank(point) {
  return BLANK_POINT.test(point);
}

export function stripped(text) {
  return text.replace(BLANK_EDGES, "");
}

export function codePoints(text) {
  return Array.from(text);
}

export function sliceOf(text, start, end) {
  return codePoints(text).slice(start, end).join("");
}

/** The code point at which a UTF-16 offset lies. */
export function pointOffset(text, unitOffset) {
  return codePoints(text.slice(0, unitOffset)).length;
}

/** The UTF-16 offset of a code point. */
export function unitOffset(text, point) {
  return codePoints(text).slice(0, point).join("").length;
}

/** The text in pieces, in order: {text, start, end, slot}, slot null between spans. */
export function pieces(text, spans) {
  const points = codePoints(text);
  const found = [];
  let at = 0;
  const push = (start, end, slot) => {
    if (end > start) found.push({ text: points.slice(start, end).join(""), start, end, slot });
  };
  for (const [start, end, slot] of sorted(spans)) {
    push(at, start, null);
    push(start, end, slot);
    at = end;
  }
  push(at, points.length, null);
  return found;
}

/** Without white space at its edges; null when nothing is left. */
export function trimmed(text, start, end) {
  const points = codePoints(text);
  while (start < end && isBlank(points[start])) start += 1;
  while (end > start && isBlank(points[end - 1])) end -= 1;
  return end > start ? [start, end] : null;
}

/** The spans with one more; those that it overlaps give way. Unchanged for a range of white space. */
export function withSpan(text, spans, start, end, slot) {
  const range = trimmed(text, ...wholeCharacters(text, start, end));
  if (!range) return sorted(spans);
  const [from, to] = range;
  return sorted([...spans.filter(([s, e]) => e <= from || s >= to), [from, to, slot]]);
}

export function withoutSpan(spans, start) {
  return sorted(spans.filter(([s]) => s !== start));
}

export function sorted(spans) {
  return [...spans].sort((a, b) => a[0] - b[0]);
}

/** Widened so that no combining mark or joined emoji is cut in two. */
export function wholeCharacters(text, start, end) {
  let from = start;
  let to = end;
  for (const [at, next] of segmented(text, "grapheme") ?? []) {
    if (at < start && start < next) from = at;
    if (at < end && end < next) to = next;
  }
  return [from, to];
}

/** [start, end] of every "grapheme" or "word" of the text; null in a browser that cannot tell them. */
export function segmented(text, granularity) {
  if (typeof Intl === "undefined" || !Intl.Segmenter) return null;
  const found = [];
  let at = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity }).segment(text)) {
    const next = at + codePoints(segment).length;
    found.push([at, next]);
    at = next;
  }
  return found;
}
