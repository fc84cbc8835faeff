import assert from "node:assert/strict";
import test from "node:test";
import { Drafts } from "../../../../../ui/components/js/edit/drafts.js";

const candidate = { id: 1, version: 1, notation: "to [city : rome]", intent: "Fly" };
const state = { text: "to rome now", spans: [[3, 7, "city"]], intent: "Fly" };

test("a given-up edit fits its candidate after a flag, and no longer once its labels are others", () => {
  const drafts = new Drafts();
  drafts.keep(candidate, state);
  assert.deepEqual(drafts.of({ ...candidate, version: 2 }), { state, fits: true });
  assert.deepEqual(drafts.of({ ...candidate, intent: "Ride" }), { state, fits: false });
  assert.equal(drafts.of({ ...candidate, id: 2 }), null);
});

test("it is gone once its candidate is decided", () => {
  const drafts = new Drafts();
  drafts.keep(candidate, state);
  drafts.drop(1);
  assert.equal(drafts.of(candidate), null);
});
