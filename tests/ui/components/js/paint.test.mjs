import assert from "node:assert/strict";
import test from "node:test";
import { Paint } from "../../../../ui/components/js/paint.js";

function made() {
  const frames = [];
  const tasks = [];
  const clock = { ms: 0 };
  const told = [];
  const paint = new Paint((painted) => told.push(painted), {
    afterPaint: (callback) => frames.push(callback),
    nextTask: (callback) => tasks.push(callback),
    now: () => clock.ms,
  });
  return { paint, frames, tasks, clock, told };
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

test("what the card does not need is done after its paint, one thing a turn", () => {
  const { paint, frames, tasks } = made();
  const done = [];
  paint.changed();
  paint.after("aside", () => done.push("aside"));
  paint.after("send", () => done.push("send"));
  assert.equal(tasks.length, 0);
  frames.shift()();
  tasks.shift()();
  assert.deepEqual(done, ["aside"]);
  tasks.shift()();
  assert.deepEqual(done, ["aside", "send"]);
  assert.equal(tasks.length, 0);
});

test("the aside of a card that was overtaken is not drawn, and what was to be sent is sent later", () => {
  const { paint, frames, tasks } = made();
  const done = [];
  paint.changed();
  paint.after("aside", () => done.push("first"));
  paint.after("send", () => done.push("send"));
  frames.shift()();
  paint.changed(); // a key came first
  paint.after("aside", () => done.push("second"));
  tasks.shift()();
  assert.deepEqual(done, []);
  frames.shift()();
  while (tasks.length) tasks.shift()();
  assert.deepEqual(done, ["second", "send"]);
});

test("on a card that was painted already things are done in the next turn", () => {
  const { paint, frames, tasks } = made();
  const done = [];
  paint.changed();
  frames.shift()();
  paint.after("send", () => done.push("send"));
  assert.deepEqual(done, []);
  tasks.shift()();
  assert.deepEqual(done, ["send"]);
});

test("a page that goes out of sight does at once what waits for a paint", () => {
  const { paint, tasks } = made();
  const done = [];
  paint.changed();
  paint.after("send", () => done.push("send"));
  paint.flush();
  assert.deepEqual(done, ["send"]);
  assert.equal(tasks.length, 0);
});
