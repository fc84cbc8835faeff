import assert from "node:assert/strict";
import test from "node:test";
import { History } from "../../../../../ui/components/js/edit/history.js";

test("one goes back to the first state and forth again", () => {
  const history = new History("a");
  history.keep("b");
  history.keep("c");
  assert.deepEqual([history.step(-1), history.step(-1), history.step(-1)], ["b", "a", null]);
  assert.deepEqual([history.step(1), history.step(1), history.step(1)], ["b", "c", null]);
});

test("a change after a step back ends what could be done again", () => {
  const history = new History("a");
  history.keep("b");
  history.step(-1);
  history.keep("c");
  assert.equal(history.step(1), null);
  assert.equal(history.step(-1), "a");
});

test("what changes nothing is no step, and leaves what can be done again", () => {
  const history = new History({ spans: [[0, 1, "city"]] });
  history.keep({ spans: [] });
  history.step(-1);
  history.keep({ spans: [[0, 1, "city"]] });
  assert.deepEqual(history.step(1), { spans: [] });
});

test("changes of one kind in a row are one step, until something rests between them", () => {
  const history = new History("a");
  for (const state of ["b", "c"]) history.keep(state, "pulled");
  history.rest();
  for (const state of ["d", "e"]) history.keep(state, "pulled");
  assert.deepEqual([history.step(-1), history.step(-1), history.step(-1)], ["c", "a", null]);
});

test("a drag that ends where it began is no step", () => {
  const history = new History("a");
  history.keep("b");
  for (const state of ["c", "b", "d"]) history.keep(state, "pulled");
  assert.deepEqual([history.step(-1), history.step(-1)], ["b", "a"]);
});

test("only the last 200 states are kept", () => {
  const history = new History(0);
  for (let at = 1; at <= 300; at += 1) history.keep(at);
  let first = history.current;
  for (let state = first; state !== null; state = history.step(-1)) first = state;
  assert.equal(first, 101);
});

test("one sees what lies a step further without going there", () => {
  const history = new History("a");
  history.keep("b");
  assert.deepEqual([history.beyond(-1), history.beyond(1), history.current], ["a", null, "b"]);
});
