// What a range snaps to: tokens, as backend/domain/tokens.py has them, or single characters.
import { codePoints, isBlank, segmented } from "../spans.js";

const UNSPACED_CODES = ["ja", "zh", "th"];

/** Whether a language, named as the card names it ("Japanese (ja)"), is written without spaces. */
export function isUnspaced(languageName) {
  const code = /\(([^()]*)\)\s*$/.exec(languageName ?? "")?.[1] ?? "";
  return UNSPACED_CODES.includes(code.split("-")[0]);
}

/**
 * [start, end] of every token, in code points. None straddles an edge of a span. Where no spaces are written a
 * token is a word as the browser tells them: a hand drags over words, and has characters for all else.
 */
export function tokenUnits(text, spans, unspaced) {
  const cuts = new Set(spans.flatMap(([start, end]) => [start, end]));
  if (unspaced) for (const [start] of segmented(text, "word") ?? characters(text)) cuts.add(start);
  const found = [];
  codePoints(text).forEach((point, at) => {
    if (isBlank(point)) return;
    const last = found.at(-1);
    if (last?.[1] === at && !cuts.has(at)) last[1] = at + 1;
    else found.push([at, at + 1]);
  });
  return found;
}

/** [start, end] of every character as a reader counts them (no emoji sequence is cut), white space left out. */
export function characterUnits(text) {
  const points = codePoints(text);
  return characters(text).filter(([start, end]) => points.slice(start, end).some((point) => !isBlank(point)));
}

/** From the first to the last unit that lies between two offsets, or holds both; null when there is none. */
export function touchedRange(units, one, other) {
  const from = Math.min(one, other);
  const to = Math.max(one, other, from + 1);
  const touched = units.filter(([start, end]) => start < to && from < end);
  return touched.length ? [touched[0][0], touched.at(-1)[1]] : null;
}

function characters(text) {
  return segmented(text, "grapheme") ?? codePoints(text).map((_, at) => [at, at + 1]);
}
