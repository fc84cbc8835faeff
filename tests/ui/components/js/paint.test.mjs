import assert from "node:assert/strict";
import test from "node:test";
import { Paint } from "../../../../ui/components/js/paint.js";

function made() {
  const frames = [];
  const clock = { ms: 0 };
  const told = [];
  const paint = new Paint((painted) => told.push(painted), (callback) => frames.push(callback), () => clock.ms);
  return { paint, frames, clock, told };
}

test("a key counts only once the card was painted, and only if it was pressed after that", () => {
  const { paint, frames, clock, told } = made();
  paint.changed();
  assert.equal(paint.sawCard({ timeStamp: 5 }), false);
  clock.ms = 16;
  frames.shift()();
  assert.equal(paint.sawCard({ timeStamp: 15 }), false);
  assert.equal(paint.sawCard({ timeStamp: 17 }), true);
  assert.deepEqual(told, [false, true]);
});

test("the paint of an earlier card says nothing of a later one", () => {
  const { paint, frames } = made();
  paint.changed();
  paint.changed();
  frames.shift()();
  assert.equal(paint.sawCard({ timeStamp: 100 }), false);
  frames.shift()();
  assert.equal(paint.sawCard({ timeStamp: 100 }), true);
});
