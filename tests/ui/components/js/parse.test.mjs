import assert from "node:assert/strict";
import test from "node:test";
import { NotationError } from "../../../../ui/components/js/notation.js";
import { parseProblems, readParsed } from "../../../../ui/components/js/parse.js";

const top = { form: "top", labels: ["ORDER", "DRINK"] };
const decoupled = { form: "decoupled", labels: ["IN:FIND", "SL:TOPIC"] };
const exr = { form: "exr", labels: ["ORDER", "DRINK"] };

test("the words of a parse are its text where the form says so", () => {
  const read = readParsed("(ORDER a (DRINK iced tea ) please )", top);
  assert.equal(read.text, "a iced tea please");
  assert.deepEqual(read.tree, [
    { label: "ORDER", children: ["a", { label: "DRINK", children: ["iced", "tea"] }, "please"] },
  ]);
  assert.deepEqual(parseProblems(read, top), []);
});

test("the text stands before the arrow, and may hold one itself", () => {
  const read = readParsed("a => b on moss => [IN:FIND [SL:TOPIC moss]]", decoupled);
  assert.equal(read.text, "a => b on moss");
  assert.deepEqual(read.tree, [{ label: "IN:FIND", children: [{ label: "SL:TOPIC", children: ["moss"] }] }]);
});

test("a text may begin with a bracket", () => {
  assert.equal(readParsed("[sic] moss => [IN:FIND [SL:TOPIC moss ] ]", decoupled).text, "[sic] moss");
});

test("escaped brackets are part of their word, and several roots stand beside each other", () => {
  const { tree } = readParsed("x => [A a\\[b\\] \\\\ \\n (c) ] [B ]", exr);
  assert.deepEqual(tree, [
    { label: "A", children: ["a[b]", "\\", "\\n", "(c)"] },
    { label: "B", children: [] },
  ]);
});

for (const [broken, said] of [
  ["a tea", /Write the text, then =>/],
  ["a tea => tea", /begins with a bracket/],
  ["a tea => [ORDER [DRINK tea ]", /never closed: add a \]/],
  ["a tea => [ORDER ] ]", /outside of all labels/],
  ["a tea => [ORDER [ ] ]", /without a label/],
  ["a tea => [[A ] ]", /without a label/],
  [`x => ${"[A ".repeat(41)}${"] ".repeat(41)}`, /Over 40 brackets/],
]) {
  test(`${broken.slice(0, 40)} is refused`, () => {
    assert.throws(() => readParsed(broken, exr), (error) => error instanceof NotationError && said.test(error.message));
  });
}

test("unknown labels and values that the text does not hold are told", () => {
  const read = readParsed("a talk on ferns => [IN:FIND [SL:TOPIC moss ] [SL:DAY ferns ] [SL:TOPIC a  TALK ] ]", decoupled);
  assert.deepEqual(parseProblems(read, decoupled), [
    "No parse of this project has the label SL:DAY.",
    "The text does not hold “moss”, the value of SL:TOPIC.",
  ]);
  assert.deepEqual(parseProblems(readParsed("a tea => [ORDER [DRINK TEA_BLACK ] ]", exr), exr), []);
});
