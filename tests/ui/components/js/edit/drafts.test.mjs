import assert from "node:assert/strict";
import test from "node:test";
import { Drafts } from "../../../../../ui/components/js/edit/drafts.js";

const candidate = { id: 1, version: 1, notation: "to [city : rome]", intent: "Fly" };
const state = { text: "to rome now", spans: [[3, 7, "city"]], intent: "Fly" };

test("a given-up edit fits its candidate after a flag, and no longer once its labels are others", () => {
  const drafts = new Drafts();
  drafts.keep(candidate, state);
  assert.deepEqual(drafts.of({ ...candidate, version: 2 }), { state, open: false, fits: true });
  assert.deepEqual(drafts.of({ ...candidate, intent: "Ride" }), { state, open: false, fits: false });
  assert.equal(drafts.of({ ...candidate, id: 2 }), null);
});

test("why it was not stored is kept with it, also for a later visit", () => {
  const tab = storage();
  new Drafts(tab, "p", "mira").keep(candidate, state, true, "the same text");
  const back = { state, open: true, why: "the same text", fits: true };
  assert.deepEqual(new Drafts(tab, "p", "mira").of(candidate), back);
});

test("it is gone once its candidate is decided", () => {
  const drafts = new Drafts();
  drafts.keep(candidate, state);
  drafts.drop(1);
  assert.equal(drafts.of(candidate), null);
});

function storage(kept = new Map()) {
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

test("a later visit finds what was left, of its project and reviewer alone", () => {
  const tab = storage();
  new Drafts(tab, "1:x", "mira").keep(candidate, state, true);
  assert.deepEqual(new Drafts(tab, "1:x", "mira").of({ ...candidate, version: 2 }), { state, open: true, fits: true });
  assert.equal(new Drafts(tab, "1:x", "noor").of(candidate), null);
  assert.equal(new Drafts(tab, "2:x", "mira").of(candidate), null);
});

test("what was left of a candidate that is another one since is gone, and so is what was dropped", () => {
  const tab = storage();
  new Drafts(tab, "p", "mira").keep(candidate, state, true);
  assert.equal(new Drafts(tab, "p", "mira").of({ ...candidate, notation: "to [city : bath]" }), null);
  assert.equal(tab.kept.size, 0);
  const drafts = new Drafts(tab, "p", "mira");
  drafts.keep(candidate, state);
  drafts.drop(1);
  assert.equal(tab.kept.size, 0);
});

test("what was begun without a name goes along to the name", () => {
  const tab = storage();
  const nameless = new Drafts(tab, "p", "");
  nameless.keep(candidate, state, true);
  const named = new Drafts(tab, "p", "mira");
  named.adopt(nameless);
  assert.equal(new Drafts(tab, "p", "").of(candidate), null);
  assert.deepEqual(new Drafts(tab, "p", "mira").of(candidate), { state, open: true, fits: true });
});

test("what is no draft is none, and a storage that refuses costs nothing but the next visit", () => {
  const made = JSON.stringify([candidate.notation, candidate.intent]);
  const states = [null, { text: 1 }, { ...state, spans: [[3, "7", "city"]] }, { ...state, spans: "x" }];
  const broken = ["", "null", "7", "{", '{"made":1}', ...states.map((one) => JSON.stringify({ made, state: one }))];
  for (const bad of broken) {
    const tab = storage(new Map([["teachset:draft:p:mira:1", bad]]));
    assert.equal(new Drafts(tab, "p", "mira").of(candidate), null, bad);
  }
  const refuse = () => {
    throw new Error("full");
  };
  const drafts = new Drafts({ getItem: refuse, setItem: refuse, removeItem: refuse }, "p", "mira");
  drafts.keep(candidate, state, true);
  assert.equal(drafts.of(candidate).open, true);
  drafts.drop(1);
  assert.equal(drafts.of(candidate), null);
});
