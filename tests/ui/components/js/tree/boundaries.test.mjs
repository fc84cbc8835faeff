import assert from "node:assert/strict";
import test from "node:test";
import { nearestEdge, reachOfEdge, steppedEdge } from "../../../../../ui/components/js/tree/boundaries.js";
import { CLASSES, NAMES, ORDERS, draftOf, written } from "./trees.mjs";

const order = draftOf("[ORDER a [ITEM [SIZE big ] [DRINK black tea ] ] please now ]", ORDERS);
const find = draftOf("wet moss or fern on friday => [IN:FIND [SL:TOPIC moss ] [SL:TOPIC fern ] [SL:WHEN [IN:TIME [SL:DAY friday ] ] ] ]", CLASSES);

for (const [path, edge, by, result] of [
  [[0, 1], "end", 1, "[ORDER a [ITEM [SIZE big ] [DRINK black tea ] please ] now ]"],
  [[0, 1], "start", -1, "[ORDER [ITEM a [SIZE big ] [DRINK black tea ] ] please now ]"],
  [[0, 1], "end", -1, "[ORDER a [ITEM [SIZE big ] ] [DRINK black tea ] please now ]"],
  [[0, 1], "start", 1, "[ORDER a [SIZE big ] [ITEM [DRINK black tea ] ] please now ]"],
  [[0, 1, 1], "start", 1, "[ORDER a [ITEM [SIZE big ] black [DRINK tea ] ] please now ]"],
  [[0, 1, 1], "start", -1, "[ORDER a [ITEM [DRINK [SIZE big ] black tea ] ] please now ]"],
  [[0, 1, 1], "end", 1, "DRINK: black tea. It goes as far as the label around it."],
  [[0, 1, 0], "end", -1, "SIZE: big. It holds nothing else: unwrap or remove it."],
  [[0], "end", 1, "ORDER: a big black tea please now. There is nothing more."],
  [[0], "end", -1, "ORDER: a big black tea please now. A word must be in a label."],
]) {
  test(`the words of the text: ${edge} of ${path} by ${by}`, () => assert.equal(written(steppedEdge(order, path, edge, by)), result));
}

test("the selected label stays the same one wherever it comes to stand", () => {
  assert.deepEqual(steppedEdge(order, [0, 1], "start", -1).selected, [0, 0]);
  assert.deepEqual(steppedEdge(order, [0, 1], "start", 1).selected, [0, 2]);
});

for (const [path, edge, by, result] of [
  [[0, 0], "start", -1, /TOPIC wet moss \]/],
  [[0, 0], "end", 1, /TOPIC moss or \]/],
  [[0, 1], "end", 1, /TOPIC fern on \]/],
  [[0, 2, 0, 0], "end", 1, /There is nothing more/],
  [[0, 0], "end", -1, /It is one word/],
  [[0, 2], "start", -1, /WHEN \[SL:TOPIC fern \] \[IN:TIME/],
]) {
  test(`a value in the text: ${edge} of ${path} by ${by}`, () => assert.match(written(steppedEdge(find, path, edge, by)), result));
}

test("a value takes no word of another one, and gives back what it took", () => {
  const larger = { ...find, tree: steppedEdge(find, [0, 0], "end", 1).tree };
  assert.match(written(steppedEdge(larger, [0, 0], "end", 1)), /in another value/);
  assert.equal(written(steppedEdge(larger, [0, 0], "end", -1)), written(find));
});

test("a name has no edges in the text", () => {
  const named = draftOf("a tea => [ORDER [ITEM [DRINK TEA ] ] ]", NAMES);
  assert.match(written(steppedEdge(named, [0, 0, 0], "end", 1)), /It is a name/);
});

test("a drag leads to the step that is nearest to the pointer", () => {
  const reach = reachOfEdge(order, [0, 1, 1], "start");
  assert.deepEqual(reach.map(({ at }) => at), [6, 12, 2]);
  assert.match(written(nearestEdge(reach, 11)), /black \[DRINK tea \]/);
  assert.match(written(nearestEdge(reach, 0)), /\[DRINK \[SIZE big \] black tea \]/);
});
