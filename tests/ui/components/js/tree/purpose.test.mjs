import assert from "node:assert/strict";
import test from "node:test";
import { RELABEL, fittingLabels, fulfilled, wrapping } from "../../../../../ui/components/js/tree/purpose.js";
import { Rules } from "../../../../../ui/components/js/tree/rules.js";
import { treeHint } from "../../../../../ui/components/js/tree/tree_words.js";
import { CLASSES, NAMES, draftOf, written } from "./trees.mjs";

const rules = new Rules(CLASSES);
const find = draftOf("wet moss on friday => [IN:FIND [IN:TIME [SL:DAY friday ] ] ]", CLASSES);

for (const [purpose, path, label, fitting, result] of [
  [RELABEL, [0, 0], "SL:WHEN", [], "[IN:FIND [SL:WHEN [SL:DAY friday ] ] ]"],
  [RELABEL, [0, 0, 0], "SL:DAY", ["SL:DAY"], "[IN:FIND [IN:TIME [SL:DAY friday ] ] ]"],
  [{ kind: "around" }, [0, 0], "SL:WHEN", ["SL:WHEN"], "[IN:FIND [SL:WHEN [IN:TIME [SL:DAY friday ] ] ] ]"],
  [{ kind: "inside" }, [0], "SL:TOPIC", ["SL:TOPIC", "SL:WHEN"], "[IN:FIND [IN:TIME [SL:DAY friday ] ] [SL:TOPIC ] ]"],
  [wrapping(find, [4, 8], "moss", [0]), [0], "SL:TOPIC", ["SL:TOPIC"], "[IN:FIND [SL:TOPIC moss ] [IN:TIME [SL:DAY friday ] ] ]"],
]) {
  test(`a label to ${purpose.kind} ${path}`, () => {
    assert.deepEqual(fittingLabels(find, path, purpose, rules), fitting);
    assert.equal(written(fulfilled(find, path, purpose, label, rules)), result);
  });
}

test("what can be done is told, and where the schema has nothing", () => {
  const { tree } = draftOf("a tea => [ORDER ]", NAMES);
  assert.equal(treeHint(tree[0], RELABEL, "exr", true, true), "ORDER: tap a label to change it.");
  const none = "The schema has no label that may go inside ORDER: choose one all the same, or give up.";
  assert.equal(treeHint(tree[0], { kind: "inside" }, "exr", false, false), none);
  assert.match(treeHint(tree[0], { kind: "inside" }, "exr", true, false), /^Press a digit or choose a label that goes inside ORDER\.$/);
  assert.match(treeHint(tree[0], { kind: "wrap", words: "fri", ways: [] }, "decoupled", false, false), /“fri” is a piece of a value/);
});
