import assert from "node:assert/strict";
import test from "node:test";
import { NotationError } from "../../../../ui/components/js/notation.js";
import { readParsed } from "../../../../ui/components/js/parse.js";
import { ownWords } from "../../../../ui/components/js/parse_view.js";

const top = { form: "top" };
const decoupled = { form: "decoupled" };
const exr = { form: "exr" };

test("the words of a parse are its text where the form says so", () => {
  const read = readParsed("(ORDER a (DRINK iced tea ) please )", top);
  assert.equal(read.text, "a iced tea please");
  assert.deepEqual(read.tree, [
    { label: "ORDER", children: ["a", { label: "DRINK", children: ["iced", "tea"] }, "please"] },
  ]);
});

test("a language without spaces has none between the words of a parse", () => {
  assert.equal(readParsed("[ORDER お茶 [DRINK 二つ ] ]", { form: "top", unspaced: true }).text, "お茶二つ");
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
  ["a tea => [ ORDER tea ]", /^A bracket without a label\.$/],
  ["a tea => [", /without a label/],
  ["a tea => [=>]", /^Not a label of a parse: =>\. Start with a letter, or with IN: or SL: and a letter; at most 64/],
  ["a tea => [ORDER [1st tea ] ]", /^Not a label of a parse: 1st\./],
  ["a tea => [IN: tea ]", /^Not a label of a parse: IN:\./],
  [`a tea => [A${"b".repeat(64)} tea ]`, /^Not a label of a parse: A/],
  ["a tea => [ORDER te\u0007a ]", /^Not a word, in ORDER: te\Wa\. Words are separated by spaces/],
  [`x => ${"[A ".repeat(41)}${"] ".repeat(41)}`, /Over 40 brackets/],
]) {
  test(`${broken.slice(0, 40)} is refused`, () => {
    assert.throws(() => readParsed(broken, exr), (error) => error instanceof NotationError && said.test(error.message));
  });
}

test("labels are written in letters of any script, with marks, digits and what may stand between", () => {
  const { tree } = readParsed("x => [IN:GET_EVENT [SL:a.b-c/2 y ] [ठहरो z ] [e\u0301tat ] ]", exr);
  assert.deepEqual([tree[0], ...tree[0].children].map(({ label }) => label), [
    "IN:GET_EVENT", "SL:a.b-c/2", "ठहरो", "\u00e9tat",
  ]);
});

test("white space is what Python takes for it", () => {
  const { text, tree } = readParsed("\u0085a\ufeff => [A\u0085b\ufeff ]", exr);
  assert.deepEqual([text, tree], ["a\ufeff", [{ label: "A", children: ["b\ufeff"] }]]);
});

test("where the words of the parse are the text no arrow is asked for", () => {
  assert.throws(() => readParsed("a tea", top), { message: "Write the parse, from its first bracket on." });
});

test("in the outline labels between the words of a label are told as an ellipsis", () => {
  const { tree } = readParsed("(ORDER a (DRINK tea ) (DRINK cola ) and (DRINK soup ) )", top);
  assert.equal(ownWords(tree[0].children), "a … and");
  assert.equal(ownWords(readParsed("(ORDER (DRINK tea ) please )", top).tree[0].children), "please");
  assert.equal(ownWords([]), "");
});
