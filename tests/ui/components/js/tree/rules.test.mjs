import assert from "node:assert/strict";
import test from "node:test";
import { Rules, treeProblems } from "../../../../../ui/components/js/tree/rules.js";
import { CLASSES, NAMES, ORDERS, draftOf } from "./trees.mjs";

function told(notation, about) {
  return treeProblems(draftOf(notation, about), new Rules(about)).map(({ path, words }) => `${path.join(".")} ${words}`);
}

for (const [notation, about, ...problems] of [
  ["moss on friday => [IN:FIND [SL:TOPIC moss ] [SL:WHEN [IN:TIME [SL:DAY friday ] ] ] ]", CLASSES],
  ["moss => [IN:FIND [SL:TOPIC fern ] ]", CLASSES, "0.0 The text does not hold “fern”, the value of SL:TOPIC."],
  ["a  TALK => [IN:FIND [SL:TOPIC a talk ] ]", CLASSES],
  ["moss => [IN:FIND [SL:SIZE moss ] ]", CLASSES, "0.0 No parse of this project has the label SL:SIZE."],
  ["moss => [IN:FIND [SL:DAY moss ] ]", CLASSES, "0.0 SL:DAY may not stand right inside IN:FIND."],
  ["moss => [SL:DAY moss ]", CLASSES, "0 SL:DAY may not stand outside of all others."],
  ["moss => [IN:FIND [SL:TOPIC ] ]", CLASSES, "0.0 SL:TOPIC has no word in it."],
  ["moss => [IN:FIND moss ]", CLASSES, "0 IN:FIND holds no value: put a label around “moss”."],
  ["moss => [IN:FIND moss [SL:TOPIC moss ] ]", CLASSES, "0 IN:FIND holds words beside labels: it may hold either."],
  ["x => [IN:FIND ] [IN:FIND ]", CLASSES, "1 At most 1 outside of all others: put it into a label."],
  ["[ORDER a [ITEM [SIZE big ] tea ] ]", ORDERS],
  ["[ORDER a [SIZE big ] ]", ORDERS, "0.1 SIZE may not stand right inside ORDER."],
  ["[ORDER ]", ORDERS, "0 ORDER has no word in it."],
  ["a tea => [ORDER [ITEM [DRINK TEA_BLACK ] ] ]", NAMES],
]) {
  test(notation, () => assert.deepEqual(told(notation, about), problems));
}

test("a parse that is too deep is told at the label that is too much", () => {
  const flat = { ...CLASSES, depth: 2 };
  const found = told("friday => [IN:FIND [SL:WHEN [IN:TIME [SL:DAY friday ] ] ] ]", flat);
  assert.deepEqual(found, [
    "0.0.0 More than 2 labels above one another.",
    "0.0.0.0 More than 2 labels above one another.",
  ]);
});

test("labels fit by what is around and by what is inside", () => {
  const rules = new Rules(CLASSES);
  assert.deepEqual(rules.fitting(null, []), ["IN:FIND"]);
  assert.deepEqual(rules.fitting("IN:FIND", ["moss"]), ["SL:TOPIC"]);
  assert.deepEqual(rules.fitting("IN:FIND", [{ label: "IN:TIME", children: [] }]), ["SL:WHEN"]);
  assert.deepEqual(rules.fitting("IN:FIND", []), ["SL:TOPIC", "SL:WHEN"]);
});
