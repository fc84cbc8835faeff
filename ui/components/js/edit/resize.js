// Moves one edge of a span from unit to unit (tokens or characters), never past its neighbours or its other edge.
import { sorted } from "../spans.js";

/** The spans with `edge` ("start" or "end") of the one that begins at `start` pulled to the offset `at`. */
export function pulled(spans, start, edge, at, units) {
  const { from, to, low, high } = room(spans, start);
  if (edge === "end") {
    const ends = units.filter((unit) => unit[1] > from && unit[1] <= high);
    const end = (ends.findLast((unit) => unit[0] < at) ?? ends[0])?.[1] ?? to;
    return withEdges(spans, start, from, end);
  }
  const starts = units.filter((unit) => unit[0] < to && unit[0] >= low);
  const first = (starts.find((unit) => unit[1] > at) ?? starts.at(-1))?.[0] ?? from;
  return withEdges(spans, start, first, to);
}

/** The spans with that edge one unit further (`by` 1) or back (-1) in reading order; null where it cannot go. */
export function stepped(spans, start, edge, by, units) {
  const { from, to, low, high } = room(spans, start);
  if (edge === "end") {
    const ends = units.map((unit) => unit[1]).filter((end) => end > from && end <= high);
    const end = by > 0 ? ends.find((one) => one > to) : ends.findLast((one) => one < to);
    return end === undefined ? null : withEdges(spans, start, from, end);
  }
  const starts = units.map((unit) => unit[0]).filter((one) => one < to && one >= low);
  const first = by > 0 ? starts.find((one) => one > from) : starts.findLast((one) => one < from);
  return first === undefined ? null : withEdges(spans, start, first, to);
}

function room(spans, start) {
  const ordered = sorted(spans);
  const index = ordered.findIndex(([from]) => from === start);
  const [from, to] = ordered[index];
  return { from, to, low: ordered[index - 1]?.[1] ?? 0, high: ordered[index + 1]?.[0] ?? Infinity };
}

// An edge that a person has set is an edge that was checked.
function withEdges(spans, start, from, to) {
  return sorted(spans.map((span) => (span[0] === start ? [from, to, span[2]] : span)));
}
