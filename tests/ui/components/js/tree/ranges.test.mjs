import assert from "node:assert/strict";
import test from "node:test";
import { fittingRange, waysToWrap, wrappedRange } from "../../../../../ui/components/js/tree/ranges.js";
import { Rules } from "../../../../../ui/components/js/tree/rules.js";
import { CLASSES, ORDERS, draftOf, written } from "./trees.mjs";

const orders = new Rules(ORDERS);
const classes = new Rules(CLASSES);

function put(draft, words, label, rules, selected = [0]) {
  const start = draft.text.indexOf(words);
  const ways = waysToWrap(draft, [start, start + words.length], selected);
  return { fitting: fittingRange(draft, ways, rules), result: written(wrappedRange(draft, ways, label, rules)) };
}

test("words of the text go into a label where they stand", () => {
  const draft = draftOf("[ORDER a big tea please ]", ORDERS);
  assert.deepEqual(put(draft, "big tea", "ITEM", orders), { fitting: ["ITEM"], result: "[ORDER a [ITEM big tea ] please ]" });
});

test("a range that cuts into a label takes all of it", () => {
  const draft = draftOf("[ORDER a [ITEM [SIZE big ] [DRINK black tea ] ] please ]", ORDERS);
  assert.equal(put(draft, "tea please", "ITEM", orders).result, "[ORDER a [ITEM [ITEM [SIZE big ] [DRINK black tea ] ] please ] ]");
});

test("all that a label holds is wrapped inside of it or with it, as the schema has it", () => {
  const draft = draftOf("[ORDER a [ITEM big [DRINK tea ] ] ]", ORDERS);
  assert.equal(put(draft, "big", "SIZE", orders).result, "[ORDER a [ITEM [SIZE big ] [DRINK tea ] ] ]");
  const bare = draftOf("[ORDER [SIZE big ] ]", ORDERS);
  assert.equal(put(bare, "big", "ITEM", orders).result, "[ORDER [ITEM [SIZE big ] ] ]");
  assert.equal(put(bare, "big", "NOT", orders).result, "[ORDER [SIZE [NOT big ] ] ]", "which fits nowhere");
});

const find = draftOf("wet moss on friday => [IN:FIND [SL:WHEN [IN:TIME [SL:DAY friday ] ] ] ]", CLASSES);

test("words that are no value yet become one, in the order of the text", () => {
  const { fitting, result } = put(find, "wet moss", "SL:TOPIC", classes);
  assert.deepEqual(fitting, ["SL:TOPIC"]);
  assert.equal(result, "[IN:FIND [SL:TOPIC wet moss ] [SL:WHEN [IN:TIME [SL:DAY friday ] ] ] ]");
  assert.match(put(find, "on", "SL:DAY", classes, [0, 0, 0]).result, /\[IN:TIME \[SL:DAY on \] \[SL:DAY friday \] \]/);
});

test("a whole value goes into a label with its own, a piece of one into none", () => {
  const bare = draftOf("wet moss on friday => [IN:FIND [IN:TIME [SL:DAY on friday ] ] ]", CLASSES);
  assert.equal(put(bare, "on friday", "SL:WHEN", classes).result, "[IN:FIND [SL:WHEN [IN:TIME [SL:DAY on friday ] ] ] ]");
  assert.match(put(bare, "friday", "SL:DAY", classes).result, /a piece of a value/);
  assert.deepEqual(put(bare, "friday", "SL:DAY", classes).fitting, []);
});
