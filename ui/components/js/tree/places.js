// Where the labels of a parse stand in its text, as backend/domain/parse_places.py has it.
import { codePoints, isBlank, pointOffset } from "../spans.js";
import { holdsWordsAlone, isWord, walked } from "./paths.js";

/**
 * [start, end, label, boxes inside, path], in code points, in order: in the form `top` all labels, in `decoupled`
 * those whose values are found, in `exr` none.
 */
export function boxesOf({ text, tree }, form) {
  if (form === "exr") return [];
  const words = form === "top" ? placedWords(text, tree) : placedValues(text, tree);
  return boxesIn(tree, [], words);
}

/** [start, end, path] of the leaves that have a place: in the form `top` the words, in `decoupled` the values. */
export function leafPlaces({ text, tree }, form) {
  if (form === "exr") return [];
  const placed = form === "top" ? placedWords(text, tree) : placedValues(text, tree);
  const found = Array.from(placed, ([key, [start, end]]) => [start, end, key.split(".").map(Number)]);
  return found.sort((one, other) => one[0] - other[0]);
}

function boxesIn(children, above, placed) {
  const found = children.flatMap((child, place) => {
    const path = [...above, place];
    if (isWord(child)) return [];
    const inside = boxesIn(child.children, path, placed);
    const own = [path, ...child.children.map((_, at) => [...path, at])].map((one) => placed.get(one.join(".")));
    const edges = [...own.filter(Boolean), ...inside];
    if (!edges.length) return [];
    const start = Math.min(...edges.map(([from]) => from));
    const end = Math.max(...edges.map(([, to]) => to));
    return [[start, end, child.label, inside, path]];
  });
  return apart(found);
}

// Labels that would cross each other are left out.
function apart(found) {
  const kept = [];
  for (const box of found.sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
    if (!kept.length || box[0] >= kept.at(-1)[1]) kept.push(box);
  }
  return kept;
}

function placedWords(text, tree) {
  const found = new Map();
  let at = 0;
  const look = (children, above) => {
    children.forEach((child, place) => {
      const path = [...above, place];
      if (!isWord(child)) return look(child.children, path);
      const unit = text.indexOf(child, at);
      if (unit < 0) return undefined;
      at = unit + child.length;
      const start = pointOffset(text, unit);
      return found.set(path.join("."), [start, start + codePoints(child).length]);
    });
  };
  look(tree, []);
  return found;
}

/** Long values first, so that no short one takes their words; none at all where one cannot be found. */
function placedValues(text, tree) {
  const values = Array.from(walked(tree))
    .filter(([, node]) => holdsWordsAlone(node))
    .map(([path, { children }]) => ({ path, value: codePoints(children.join(" ")) }));
  const points = codePoints(text);
  const found = new Map();
  for (const { path, value } of values.toSorted((one, other) => other.value.length - one.value.length)) {
    const taken = [...found.values()];
    const free = occurrences(points, value).find(([start, end]) => taken.every(([from, to]) => end <= from || to <= start));
    if (!free) return new Map();
    found.set(path.join("."), free);
  }
  return found;
}

/** As whole words first, then anywhere; white space and case are passed over. */
function occurrences(points, value) {
  const letters = value.filter((point) => !isBlank(point)).map((point) => point.toLowerCase());
  const anywhere = [];
  for (let start = 0; start < points.length; start += 1) {
    const end = endOf(points, letters, start);
    if (end !== null) anywhere.push([start, end]);
  }
  const isPart = (at) => /[\p{L}\p{N}_]/u.test(points[at] ?? "");
  const whole = anywhere.filter(([start, end]) => !isPart(start - 1) && !isPart(end));
  return [...whole, ...anywhere];
}

function endOf(points, letters, start) {
  let at = start;
  for (const [index, letter] of letters.entries()) {
    while (index && at < points.length && isBlank(points[at])) at += 1;
    if (points[at]?.toLowerCase() !== letter) return null;
    at += 1;
  }
  return at;
}
