// Answers, for every line of JSON on stdin, what the browser's side makes of a parse that Python wrote.
import { createInterface } from "node:readline";
import { NotationError } from "../../../ui/components/js/notation.js";
import { readParsed } from "../../../ui/components/js/parse.js";
import { boxesOf } from "../../../ui/components/js/tree/places.js";
import { Rules, treeProblems } from "../../../ui/components/js/tree/rules.js";
import { writeShownParse } from "../../../ui/components/js/tree/write.js";

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))));
}

function answer({ notation, about, unspaced, onlyRead }) {
  if (onlyRead) return read(notation, about);
  const { text, tree } = readParsed(notation, { ...about, unspaced });
  const problems = treeProblems({ text, tree }, new Rules(about));
  const boxes = boxesOf({ text, tree }, about.form).map(plain);
  return { text, written: writeShownParse(text, tree, about), sound: problems.length === 0, boxes };
}

/** {text, tree}, or {refused} in the words for the person. */
function read(notation, about) {
  try {
    const { text, tree } = readParsed(notation, about);
    return { text, tree };
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    return { refused: error.message };
  }
}

/** As Python sends them: without paths. */
function plain([start, end, label, inside]) {
  return [start, end, label, inside.map(plain)];
}
