// The typed bracket notation, both ways, as backend/domain/notation.py has it: `fly to [city : rome]`, with a
// backslash before a literal bracket or backslash. Python judges what is saved; this is for the live preview.
import { codePoints, sorted, stripped } from "./spans.js";

const ESCAPE_REMEDY = "Write \\[ or \\] for a literal bracket.";

export class NotationError extends Error {}

export function writeTyped(text, spans) {
  const points = codePoints(text);
  const piece = (start, end) => escaped(points.slice(start, end).join(""));
  let at = 0;
  let written = "";
  for (const [start, end, slot] of sorted(spans)) {
    written += `${piece(at, start)}[${slot} : ${piece(start, end)}]`;
    at = end;
  }
  return written + piece(at, points.length);
}

/** {text, spans}; throws NotationError with a sentence for the person. */
export function readTyped(notation) {
  const points = codePoints(notation);
  const text = [];
  const spans = [];
  let at = 0;
  while (at < points.length) {
    if (points[at] === "[") {
      const close = closing(points, at);
      const [slot, value] = slotAndValue(points.slice(at + 1, close).join(""));
      spans.push([text.length, text.length + value.length, slot]);
      text.push(...value);
      at = close + 1;
      continue;
    }
    if (points[at] === "]") {
      throw new NotationError(`A closing bracket without an opening one. ${ESCAPE_REMEDY}`);
    }
    if (points[at] === "\\" && isSpecial(points[at + 1])) at += 1;
    text.push(points[at]);
    at += 1;
  }
  return { text: text.join(""), spans };
}

function slotAndValue(inside) {
  const colon = inside.indexOf(":");
  if (colon < 0) throw new NotationError(`[${inside}] lacks a colon: write [slot : value]. ${ESCAPE_REMEDY}`);
  const value = codePoints(stripped(inside.slice(colon + 1)).replace(/\\([[\]\\])/g, "$1"));
  if (!stripped(value.join(""))) throw new NotationError(`[${inside}] has no value.`);
  return [stripped(inside.slice(0, colon)).normalize("NFC"), value];
}

function closing(points, opening) {
  let at = opening + 1;
  while (at < points.length) {
    if (points[at] === "\\") {
      at += 2;
      continue;
    }
    if (points[at] === "]") return at;
    if (points[at] === "[") throw new NotationError(`A bracket inside a span. ${ESCAPE_REMEDY}`);
    at += 1;
  }
  throw new NotationError(`An opening bracket that is never closed. ${ESCAPE_REMEDY}`);
}

function escaped(text) {
  return text.replace(/[[\]\\]/g, "\\$&");
}

function isSpecial(point) {
  return point === "[" || point === "]" || point === "\\";
}
