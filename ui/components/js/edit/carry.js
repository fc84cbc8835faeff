// Carries the spans of a text along while it is edited.
import { codePoints, isBlank, sorted, trimmed, wholeCharacters } from "../spans.js";

const PART_OF_WORD = /[\p{L}\p{M}\p{N}]/u;

/**
 * The spans of `text` in `newText`. Outside of the edit they shift; an edit inside of one grows or shrinks it, and
 * white space at its edge stays out. Whatever has more than one reading (other text at an edge of a span, an edit
 * across one) is marked as to be checked: [start, end, slot, true].
 * @param selection [start, end] in newText after the edit, in code points: of two equal letters it tells the new one.
 * @returns {spans, lost}: lost are [slot, value] of spans whose text is gone.
 */
export function carried(text, spans, newText, selection) {
  const before = codePoints(text);
  const after = codePoints(newText);
  const edit = editOf(before, after, selection?.[1]);
  const ordered = sorted(spans);
  const alone = ordered.filter(([start, end]) => edit.from <= start && end <= edit.to).length === 1;
  const both = ordered.some(([, end]) => end === edit.from) && ordered.some(([start]) => start === edit.from);
  const found = [];
  const lost = [];
  let last = 0;
  for (const span of ordered) {
    const value = before.slice(span[0], span[1]);
    const moved = moveSpan(span, edit, { value, newText, alone, both, last });
    const kept = moved && sound(newText, moved, last);
    if (!kept) {
      lost.push([span[2], value.join("")]);
      continue;
    }
    found.push(kept);
    last = kept[1];
  }
  return { spans: found, lost };
}

/**
 * The smallest edit: code points from … to of the old text were replaced by `put`; `shift` is how far the rest moved.
 * Where equal letters leave open which of them is new, it ended at `ended`.
 */
function editOf(before, after, ended) {
  const most = Math.min(before.length, after.length);
  const head = before.findIndex((point, at) => point !== after[at]);
  const longestHead = Math.min(most, head < 0 ? most : head);
  let tail = 0;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const rest = ended === undefined ? 0 : after.length - ended;
  if (longestHead + tail > most) tail = Math.min(tail, Math.max(rest, most - longestHead));
  const from = Math.min(longestHead, most - tail);
  const put = after.slice(from, after.length - tail);
  return { from, to: before.length - tail, put, shift: after.length - before.length };
}

function moveSpan(span, edit, about) {
  const [start, end, slot, unsure] = span;
  const { from, to, put, shift } = edit;
  const again = (first, last, doubt) => (doubt || unsure ? [first, last, slot, true] : [first, last, slot]);
  if (from === to && from === start) return insertedBefore(span, edit, about, again);
  if (from === to && from === end) return insertedAfter(span, edit, about, again);
  if (to <= start) return again(start + shift, end + shift);
  if (from >= end) return again(start, end);
  if (start <= from && to <= end) return end + shift > start ? again(start, end + shift) : null;
  if (from <= start && end <= to) return foundAgain(span, edit, about);
  if (from < start) return again(to + shift - reach([...put].reverse(), about.value[to - start]), end + shift, true);
  return again(start, from + reach(put, about.value[from - start - 1]), true);
}

function insertedBefore([start, end], { put, shift }, { value, both }, again) {
  if (isBlank(put.at(-1))) return again(start + shift, end + shift);
  const grown = both ? 0 : reach([...put].reverse(), value[0]);
  return again(start + shift - grown, end + shift, true);
}

function insertedAfter([start, end], { put }, { value, both, newText }, again) {
  if (isBlank(put[0])) return again(start, end);
  // A combining mark or the next part of an emoji sequence belongs to the character before it, and nowhere else.
  if (wholeCharacters(newText, start, end)[1] >= end + put.length) return again(start, end + put.length);
  return again(start, end + (both ? 0 : reach(put, value.at(-1))), true);
}

/** The edit replaced all of the span and more: its value may be in what came instead, or that is its new value. */
function foundAgain([, , slot], { from, put }, { value, alone, last }) {
  for (let at = Math.max(0, last - from); at + value.length <= put.length; at += 1) {
    if (value.every((point, index) => put[at + index] === point)) {
      return [from + at, from + at + value.length, slot, true];
    }
  }
  return alone && put.length ? [from, from + put.length, slot, true] : null;
}

/** How many points, from the first on, go on with the word that `edge` belongs to. */
function reach(put, edge) {
  if (!PART_OF_WORD.test(edge)) return 0;
  const end = put.findIndex((point) => !PART_OF_WORD.test(point));
  return end < 0 ? put.length : end;
}

/** With whole characters, no white space at its edges, and none of what the span before it covers; null if empty. */
function sound(text, [start, end, slot, unsure], last) {
  const [from, to] = wholeCharacters(text, start, end);
  const range = trimmed(text, Math.max(from, last), to);
  return range && (unsure ? [...range, slot, true] : [...range, slot]);
}
