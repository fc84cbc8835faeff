// What a range of the text is in a parse: children that can be put into a new label, or words that are in none yet.
import { sliceOf } from "../spans.js";
import { added, wrapped } from "./operations.js";
import { boxesOf, leafPlaces } from "./places.js";
import { childrenAt, commonRange, nodeAt, parentOf } from "./paths.js";

/**
 * How a range can go into a new label, the likeliest first: {parent, from, to}, children of the node at `parent`; or
 * {parent, place, words}, words that no label holds. [] where it cannot.
 * @param draft {text, tree, form}. @param selected path of a node, for words that no label stands around.
 */
export function waysToWrap(draft, [start, end], selected) {
  const { text, tree, form } = draft;
  const touched = leafPlaces(draft, form).filter(([from, to]) => from < end && start < to);
  if (form === "top") {
    return touched.length ? climbed(tree, commonRange(touched[0][2], touched.at(-1)[2])) : [];
  }
  if (!touched.length) return [freshIn(draft, start, sliceOf(text, start, end).split(/\s+/), selected)];
  if (touched.some(([from, to]) => from < start || end < to)) return []; // a piece of a value
  const range = commonRange(touched[0][2], touched.at(-1)[2]);
  const [, , only] = touched[0];
  const inside = touched.length === 1 && { parent: only, from: 0, to: nodeAt(tree, only).children.length };
  return climbed(tree, inside || range);
}

/** The labels that can go around a range: those that fit in one of the ways to do it. */
export function fittingRange(draft, ways, rules) {
  return rules.labels.filter((label) => ways.some((way) => fits(draft.tree, way, label, rules)));
}

/** The range put into a label, in the first way that the schema has, else in the first. */
export function wrappedRange(draft, ways, label, rules) {
  const way = ways.find((one) => fits(draft.tree, one, label, rules)) ?? ways[0];
  if (!way) return { refused: "It is a piece of a value: move the edge of that value first." };
  return way.words ? added(draft.tree, way, label, way.words) : wrapped(draft.tree, way, label);
}

function fits(tree, way, label, rules) {
  const outer = way.parent.length ? nodeAt(tree, way.parent).label : null;
  const inside = way.words ?? childrenAt(tree, way.parent).slice(way.from, way.to);
  return rules.fitting(outer, inside).includes(label);
}

/** What is all that a label holds can be put into a new one inside of it, or together with it. */
function climbed(tree, range) {
  const ways = [range];
  let { parent, from, to } = range;
  while (parent.length && from === 0 && to === nodeAt(tree, parent).children.length) {
    from = parent.at(-1);
    to = from + 1;
    parent = parentOf(parent);
    ways.push({ parent, from, to });
  }
  return ways;
}

/** Words that no value holds yet: a child of the innermost label around them, in the order of the text. */
function freshIn(draft, start, words, selected) {
  const parent = around(boxesOf(draft, draft.form), start) ?? (holdsNoValue(draft.tree, selected) ? selected : [0]);
  const boxes = boxesOf(draft, draft.form);
  const children = childrenAt(draft.tree, parent);
  const after = children.findIndex((_, at) => (startOfBox(boxes, [...parent, at]) ?? -1) > start);
  return { parent, place: after < 0 ? children.length : after, words };
}

function around(boxes, at) {
  const box = boxes.find(([start, end]) => start <= at && at < end);
  return box ? (around(box[3], at) ?? box[4]) : null;
}

function startOfBox(boxes, path) {
  for (const [start, , , inside, at] of boxes) {
    if (at.join(".") === path.join(".")) return start;
    const found = startOfBox(inside, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

function holdsNoValue(tree, path) {
  const node = nodeAt(tree, path);
  return node !== null && !node.children.some((child) => typeof child === "string");
}
