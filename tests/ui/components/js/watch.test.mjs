import assert from "node:assert/strict";
import test from "node:test";
import { LONG_LOOK_MS, Watch } from "../../../../ui/components/js/watch.js";

class Clock {
  ms = 0;
  seen = true;
  due = null;
  setTimeout = (work, wait) => (this.due = { work, at: this.ms + wait });
  clearTimeout = () => (this.due = null);
  now = () => this.ms;
  visible = () => this.seen;
  pass(ms) {
    this.ms += ms;
    if (!this.due || this.due.at > this.ms) return;
    const { work } = this.due;
    this.due = null;
    work();
  }
}

function made() {
  const clock = new Clock();
  let times = 0;
  const watch = new Watch(() => (times += 1), clock);
  return { clock, watch, times: () => times };
}

test("a long look is told, again and again", () => {
  const { clock, watch, times } = made();
  watch.card();
  clock.pass(LONG_LOOK_MS - 1);
  assert.equal(times(), 0);
  clock.pass(1);
  clock.pass(LONG_LOOK_MS);
  assert.equal(times(), 2);
});

test("another card starts anew, and none is not looked at", () => {
  const { clock, watch, times } = made();
  watch.card();
  clock.pass(LONG_LOOK_MS - 1);
  watch.card();
  clock.pass(LONG_LOOK_MS - 1);
  watch.card(false);
  clock.pass(LONG_LOOK_MS);
  assert.equal(times(), 0);
});

test("only the time in sight counts", () => {
  const { clock, watch, times } = made();
  watch.card();
  clock.pass(LONG_LOOK_MS / 2);
  clock.seen = false;
  watch.sight();
  clock.pass(10 * LONG_LOOK_MS);
  assert.equal(times(), 0);
  clock.seen = true;
  watch.sight();
  clock.pass(LONG_LOOK_MS / 2 - 1);
  assert.equal(times(), 0);
  clock.pass(1);
  assert.equal(times(), 1);
});

test("after it was stopped nothing is told", () => {
  const { clock, watch, times } = made();
  watch.card();
  watch.stop();
  clock.pass(LONG_LOOK_MS);
  assert.equal(times(), 0);
});
