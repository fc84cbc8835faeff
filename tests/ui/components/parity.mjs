// Answers, for every line of JSON on stdin, what the browser's side of the notation makes of it.
import { createInterface } from "node:readline";
import { tokenUnits } from "../../../ui/components/js/edit/tokens.js";
import { codePoints, stripped } from "../../../ui/components/js/spans.js";
import { NotationError, readTyped, writeTyped } from "../../../ui/components/js/notation.js";

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))));
}

function answer({ text, spans, notation }) {
  const written = writeTyped(text, spans);
  const tokens = tokenUnits(text, spans, false);
  const said = { written, tokens, length: codePoints(text).length, stripped: stripped(text) };
  try {
    return { ...said, read: readTyped(notation) };
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    return { ...said, read: null };
  }
}
