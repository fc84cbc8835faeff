import assert from "node:assert/strict";
import test from "node:test";
import { boxesOf } from "../../../../../ui/components/js/tree/places.js";
import { writeShownParse } from "../../../../../ui/components/js/tree/write.js";
import { CLASSES, NAMES, ORDERS, draftOf } from "./trees.mjs";

test("every word of the text has a place, boxes in boxes", () => {
  const draft = draftOf("[ORDER 👍🏽 a [ITEM [SIZE a ] tea ] ]", ORDERS);
  assert.deepEqual(boxesOf(draft, "top"), [
    [0, 10, "ORDER", [[5, 10, "ITEM", [[5, 6, "SIZE", [], [0, 2, 0]]], [0, 2]]], [0]],
  ]);
});

test("values are found as whole words, the long ones first; names are not", () => {
  const draft = draftOf("two or twofold => [IN:FIND [SL:TOPIC two ] [SL:TOPIC Two  Fold ] ]", CLASSES);
  assert.deepEqual(boxesOf(draft, "decoupled"), [
    [0, 14, "IN:FIND", [[0, 3, "SL:TOPIC", [], [0, 0]], [7, 14, "SL:TOPIC", [], [0, 1]]], [0]],
  ]);
  assert.deepEqual(boxesOf(draftOf("a tea => [ORDER [DRINK tea ] ]", NAMES), "exr"), []);
});

test("a parse is written as it is read", () => {
  for (const [notation, about] of [
    ["[ORDER a\\[b\\] \\\\ [SIZE \\\\n (c) ] ]", ORDERS],
    ["a => b => [IN:FIND ]", CLASSES],
  ]) {
    const { text, tree } = draftOf(notation, about);
    assert.equal(writeShownParse(text, tree, about), notation);
  }
});
