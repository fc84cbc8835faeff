import assert from "node:assert/strict";
import test from "node:test";
import { added, relabelled, takenOut, unwrapped, valued, wrapped } from "../../../../../ui/components/js/tree/operations.js";
import { nearestPath, nodeAt, wordPaths } from "../../../../../ui/components/js/tree/paths.js";
import { CLASSES, NAMES, ORDERS, draftOf, written } from "./trees.mjs";

const order = () => draftOf("[ORDER a [ITEM [SIZE big ] [DRINK black tea ] ] please ]", ORDERS).tree;
const find = () => draftOf("moss on friday => [IN:FIND [SL:TOPIC moss ] [SL:WHEN [IN:TIME [SL:DAY friday ] ] ] ]", CLASSES).tree;

test("a label is changed where it stands, and nothing else", () => {
  const before = order();
  const done = relabelled(before, [0, 1, 1], "SIZE");
  assert.equal(written(done), "[ORDER a [ITEM [SIZE big ] [SIZE black tea ] ] please ]");
  assert.deepEqual(done.selected, [0, 1, 1]);
  assert.equal(done.said, "DRINK is now SIZE.");
  assert.deepEqual(before, order());
});

test("children are put into a new label", () => {
  const done = wrapped(order(), { parent: [0], from: 0, to: 2 }, "ITEM");
  assert.equal(written(done), "[ORDER [ITEM a [ITEM [SIZE big ] [DRINK black tea ] ] ] please ]");
  assert.deepEqual(done.selected, [0, 0]);
  assert.equal(done.said, "ITEM is around “a big black tea”.");
});

test("roots are put into a new label too", () => {
  assert.equal(written(wrapped(order(), { parent: [], from: 0, to: 1 }, "ALL")).slice(0, 12), "[ALL [ORDER ");
});

test("what a label held moves up when it is unwrapped", () => {
  const done = unwrapped(order(), [0, 1], ORDERS);
  assert.equal(written(done), "[ORDER a [SIZE big ] [DRINK black tea ] please ]");
  assert.deepEqual(done.selected, [0]);
});

test("in the form top words move up, elsewhere a value goes unless it stands alone", () => {
  assert.equal(written(unwrapped(order(), [0, 1, 0], ORDERS)), "[ORDER a [ITEM big [DRINK black tea ] ] please ]");
  assert.equal(written(unwrapped(find(), [0, 0], CLASSES)), "[IN:FIND [SL:WHEN [IN:TIME [SL:DAY friday ] ] ] ]");
  assert.match(written(unwrapped(find(), [0, 1, 0, 0], CLASSES)), /\[IN:TIME friday \]/);
});

test("a root is unwrapped where no word would stand outside", () => {
  assert.equal(written(unwrapped(find(), [0], CLASSES)), "[SL:TOPIC moss ] [SL:WHEN [IN:TIME [SL:DAY friday ] ] ]");
  assert.match(written(unwrapped(order(), [0], ORDERS)), /^What is in ORDER would stand outside/);
});

test("a removed label takes all in it along, but for the words of the text", () => {
  const done = takenOut(find(), [0, 1], CLASSES);
  assert.equal(written(done), "[IN:FIND [SL:TOPIC moss ] ]");
  assert.deepEqual(done.selected, [0]);
  assert.equal(written(takenOut(order(), [0, 1], ORDERS)), "[ORDER a big black tea please ]");
  assert.match(written(takenOut(find(), [0], CLASSES)), /at least one label/);
});

test("a label is added with words or empty, and takes other words", () => {
  assert.match(written(added(find(), { parent: [0], place: 0 }, "SL:TOPIC", ["on"])), /^\[IN:FIND \[SL:TOPIC on \] \[SL:TOPIC moss/);
  const names = draftOf("a tea => [ORDER ]", NAMES).tree;
  const empty = added(names, { parent: [0], place: 0 }, "DRINK");
  assert.equal(written(empty), "[ORDER [DRINK ] ]");
  assert.equal(written(valued(empty.tree, empty.selected, ["TEA_BLACK"])), "[ORDER [DRINK TEA_BLACK ] ]");
});

test("paths lead to nodes and words, and to the nearest node when they lead nowhere", () => {
  assert.deepEqual(wordPaths(order()), [[0, 0], [0, 1, 0, 0], [0, 1, 1, 0], [0, 1, 1, 1], [0, 2]]);
  assert.equal(nodeAt(order(), [0, 1, 1, 1]), "tea");
  assert.equal(nodeAt(order(), [0, 0, 3]), null);
  assert.deepEqual(nearestPath(order(), [0, 1, 7, 2]), [0, 1]);
  assert.deepEqual(nearestPath(order(), [0, 0]), [0]);
});
