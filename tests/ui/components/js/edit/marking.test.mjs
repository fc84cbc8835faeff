import assert from "node:assert/strict";
import test from "node:test";
import { marked, reslotted } from "../../../../../ui/components/js/edit/marking.js";

const text = "to rome today";
const city = [3, 7, "city"];
const day = [8, 13, "day"];
const draft = { text, spans: [city, day] };

test("what is marked once more with its own slot is a mark no longer", () => {
  assert.deepEqual(marked(draft, 3, 7, "city"), { spans: [day], selected: null, said: "Removed the mark city: rome." });
  assert.deepEqual(marked(draft, 3, 7, "day").spans, [[3, 7, "day"], day]);
  assert.deepEqual(marked(draft, 3, 13, "city").spans, [[3, 13, "city"]]);
});

test("the selected mark goes with its own slot, one that is not selected stays", () => {
  assert.deepEqual(reslotted(draft, city, "city", true).spans, [day]);
  assert.deepEqual(reslotted(draft, city, "city").spans, [city, day]);
  assert.deepEqual(reslotted(draft, city, "day", true).spans, [[3, 7, "day"], day]);
});

test("one that is to be checked is confirmed by its own slot", () => {
  const unsure = [...city, true];
  const asked = { text, spans: [unsure, day] };
  assert.deepEqual(reslotted(asked, unsure, "city", true).spans, [city, day]);
  assert.deepEqual(marked(asked, 3, 7, "city").spans, [city, day]);
});
