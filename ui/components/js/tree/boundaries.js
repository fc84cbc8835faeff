// Moves one edge of a label, forward (1) or back (-1) in reading order, by what stands there: a word, or a label as
// a whole. Gives what the operations give.
import { sliceOf } from "../spans.js";
import { boxesOf, leafPlaces } from "./places.js";
import { childrenAt, holdsWordsAlone, isWord, nodeAt, parentOf, withChildren } from "./paths.js";
import { nameOfNode } from "./tree_words.js";
import { tokenUnits } from "../edit/tokens.js";

const FURTHEST = 60; // steps of a drag, each way

/** @param draft {text, tree, form, unspaced}. @param edge "start" or "end". */
export function steppedEdge(draft, path, edge, by) {
  const { tree, form } = draft;
  const node = nodeAt(tree, path);
  const grows = (edge === "end") === by > 0;
  if (form !== "top" && holdsWordsAlone(node)) return steppedValue(draft, path, edge, grows);
  if (!grows && node.children.length < 2) return refusedEdge(node, "It holds nothing else: unwrap or remove it.");
  const place = path.at(-1);
  const siblings = childrenAt(tree, parentOf(path));
  const outside = siblings[edge === "end" ? place + 1 : place - 1];
  if (grows && outside === undefined) {
    return refusedEdge(node, path.length > 1 ? "It goes as far as the label around it." : "There is nothing more.");
  }
  const given = edge === "end" ? node.children.at(-1) : node.children[0];
  if (!grows && path.length === 1 && isWord(given)) return refusedEdge(node, "A word must be in a label.");
  return grows ? grown(tree, path, edge, outside) : shrunk(tree, path, edge, given);
}

function grown(tree, path, edge, taken) {
  const place = path.at(-1);
  const first = edge === "end" ? place : place - 1;
  const next = withChildren(tree, parentOf(path), (children) => {
    const { label, children: inside } = children[place];
    const larger = { label, children: edge === "end" ? [...inside, taken] : [taken, ...inside] };
    return children.toSpliced(first, 2, larger);
  });
  return outcome(next, [...parentOf(path), first]);
}

function shrunk(tree, path, edge, given) {
  const place = path.at(-1);
  const next = withChildren(tree, parentOf(path), (children) => {
    const { label, children: inside } = children[place];
    const smaller = { label, children: edge === "end" ? inside.slice(0, -1) : inside.slice(1) };
    return children.toSpliced(place, 1, ...(edge === "end" ? [smaller, given] : [given, smaller]));
  });
  return outcome(next, [...parentOf(path), edge === "end" ? place : place + 1]);
}

/** A value that is said in the text grows and shrinks over the words there, never over those of another value. */
function steppedValue({ text, tree, form, unspaced }, path, edge, grows) {
  const node = nodeAt(tree, path);
  const places = leafPlaces({ text, tree }, form);
  const mine = places.find(([, , at]) => at.join(".") === path.join("."));
  if (!mine) return refusedEdge(node, form === "exr" ? "It is a name: change it as its value." : "The text does not hold it.");
  const units = tokenUnits(text, places, unspaced);
  const [start, end] = mine;
  const within = units.filter(([from, to]) => from >= start && to <= end);
  if (!grows && within.length < 2) return refusedEdge(node, "It is one word: remove it, or change its value.");
  const beside = edge === "end" ? units.find(([from]) => from >= end) : units.findLast(([, to]) => to <= start);
  const taken = grows && beside && places.some(([from, to]) => beside[0] < to && from < beside[1]);
  if (grows && (!beside || taken)) return refusedEdge(node, taken ? "The next word is in another value." : "There is nothing more.");
  const edges = {
    start: grows ? [beside[0], end] : [within[1]?.[0], end],
    end: grows ? [start, beside[1]] : [start, within.at(-2)?.[1]],
  }[edge];
  const words = sliceOf(text, ...edges).split(/\s+/);
  return outcome(withChildren(tree, path, () => words), path);
}

function outcome(tree, selected) {
  return { tree, selected, said: `${nameOfNode(nodeAt(tree, selected))}.` };
}

function refusedEdge(node, why) {
  return { refused: `${nameOfNode(node)}. ${why}` };
}

/** All that a drag of an edge can come to: [{tree, selected, at}], `at` where that edge then is in the text. */
export function reachOfEdge(draft, path, edge) {
  const here = { tree: draft.tree, selected: path, said: "" };
  const found = [here];
  for (const by of [1, -1]) {
    let last = here;
    for (let step = 0; step < FURTHEST; step += 1) {
      last = steppedEdge({ ...draft, tree: last.tree }, last.selected, edge, by);
      if (last.refused) break;
      found.push(last);
    }
  }
  return found.map((one) => ({ ...one, at: edgeAt({ ...draft, tree: one.tree }, one.selected, edge) }));
}

/** Of what `reachOfEdge` gives, that whose edge is nearest to a place in the text. */
export function nearestEdge(reach, at) {
  return reach.reduce((best, one) => (Math.abs(one.at - at) < Math.abs(best.at - at) ? one : best));
}

function edgeAt(draft, path, edge) {
  const box = boxAt(boxesOf(draft, draft.form), path);
  return box ? box[edge === "start" ? 0 : 1] : Infinity;
}

function boxAt(boxes, path) {
  for (const box of boxes) {
    if (box[4].join(".") === path.join(".")) return box;
    const inside = boxAt(box[3], path);
    if (inside) return inside;
  }
  return null;
}
