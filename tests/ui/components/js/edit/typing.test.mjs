import assert from "node:assert/strict";
import test from "node:test";
import { Typing } from "../../../../../ui/components/js/edit/typing.js";

const draft = { text: "to boston", spans: [[3, 9, "city"]] };

/** Types texts one after the other, each with its caret (twice: before the key, and after it). */
function typed(typing, from, ...steps) {
  return steps.reduce((now, [newText, before, after, kind = "insertText"]) => {
    return typing.next(now, { newText, before: [before, before], after: [after, after], kind });
  }, from);
}

test("a value deleted letter by letter and typed anew stays marked", () => {
  const next = typed(
    new Typing(), { text: "to rom", spans: [[3, 6, "city"]] },
    ["to ro", 6, 5], ["to r", 5, 4], ["to ", 4, 3], ["to o", 3, 4], ["to os", 4, 5],
  );
  assert.deepEqual(next.spans, [[3, 5, "city"]]);
});

test("keys at another place are another edit", () => {
  const next = typed(new Typing(), draft, ["to bosto", 9, 8], ["go to bosto", 0, 3], ["go to boston", 11, 12]);
  assert.deepEqual(next.spans, [[6, 12, "city", true]]);
});

test("what is undone comes back with its marks, those made since included", () => {
  const typing = new Typing();
  typing.from(draft);
  const cleared = typed(typing, draft, ["", 9, 0]);
  assert.deepEqual([cleared.spans, cleared.lost], [[], [["city", "boston"]]]);
  assert.deepEqual(typed(typing, cleared, ["to boston", 0, 9, "historyUndo"]).spans, draft.spans);
  typing.from({ ...draft, spans: [[3, 9, "town"]] });
  assert.deepEqual(typed(typing, cleared, ["to boston", 0, 9, "historyUndo"]).spans, [[3, 9, "town"]]);
});

test("a mark that was confirmed is not asked about again", () => {
  const typing = new Typing();
  const asked = typed(typing, draft, ["to bostons", 9, 10]);
  assert.deepEqual(asked.spans, [[3, 10, "city", true]]);
  const confirmed = { text: asked.text, spans: [[3, 10, "city"]] };
  typing.from(confirmed);
  assert.deepEqual(typed(typing, confirmed, ["to bostons ", 10, 11]).spans, [[3, 10, "city"]]);
});
