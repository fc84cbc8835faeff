import assert from "node:assert/strict";
import test from "node:test";
import { BATCH, LATEST_MS, PAUSE_MS, Sender } from "../../../../ui/components/js/sender.js";

class Timers {
  ms = 0;
  due = [];
  waits = [];
  setTimeout = (work, wait) => {
    const timer = { work, at: this.ms + wait };
    this.due.push(timer);
    this.waits.push(wait);
    return timer;
  };
  clearTimeout = (timer) => {
    this.due = this.due.filter((one) => one !== timer);
  };
  /** Let the time go by in which `ms` pass, or until the next timer fires. */
  pass(ms = Math.min(...this.due.map(({ at }) => at)) - this.ms) {
    this.ms += ms;
    for (const timer of this.due.filter(({ at }) => at <= this.ms)) {
      if (!this.due.includes(timer)) continue;
      this.clearTimeout(timer);
      timer.work();
    }
  }
}

function made(uids) {
  const sent = [];
  const outbox = { entries: uids.map((uid) => ({ uid })) };
  const timers = new Timers();
  const sender = new Sender(outbox, (entries) => sent.push(entries.map(({ uid }) => uid)), timers);
  const answer = (done, later = []) => {
    outbox.entries = outbox.entries.filter(({ uid }) => !done.includes(uid));
    sender.answered(done, later);
  };
  return { sender, outbox, timers, sent, answer };
}

test("one batch is under way at a time; its answer sends the rest", () => {
  const { sender, outbox, timers, sent, answer } = made(["a"]);
  sender.poke();
  outbox.entries.push({ uid: "b" });
  sender.poke();
  assert.deepEqual(sent, [["a"]]);
  answer(["a"]);
  timers.pass(PAUSE_MS);
  assert.deepEqual(sent, [["a"], ["b"]]);
});

test("a decision on its own is sent at once, those close upon it at the next pause", () => {
  const { sender, outbox, timers, sent, answer } = made(["a"]);
  sender.soon();
  assert.deepEqual(sent, [["a"]]);
  answer(["a"]);
  outbox.entries.push({ uid: "b" });
  timers.pass(PAUSE_MS - 1);
  sender.soon();
  timers.pass(PAUSE_MS - 1);
  assert.equal(sent.length, 1);
  timers.pass(1);
  assert.deepEqual(sent[1], ["b"]);
  answer(["b"]);
  outbox.entries.push({ uid: "c" });
  timers.pass(PAUSE_MS);
  sender.soon();
  assert.deepEqual(sent[2], ["c"]);
});

test("without a pause what was decided is sent after a while all the same, and once", () => {
  const { sender, outbox, timers, sent, answer } = made(["a"]);
  sender.soon();
  answer(["a"]);
  outbox.entries.push({ uid: "b" });
  for (let ms = 0; ms < LATEST_MS; ms += 100) {
    sender.soon();
    timers.pass(100);
  }
  assert.deepEqual(sent, [["a"], ["b"]]);
});

test("what is not answered is sent again, ever more slowly", () => {
  const { sender, timers, sent } = made(["a"]);
  sender.poke();
  for (const _ of [1, 2, 3, 4]) timers.pass();
  assert.deepEqual(sent, [["a"], ["a"], ["a"], ["a"], ["a"]]);
  assert.deepEqual(timers.waits, [1000, 2000, 4000, 5000, 5000]);
});

test("an answer stops the timer", () => {
  const { sender, timers, answer } = made(["a"]);
  sender.poke();
  answer(["a"]);
  assert.equal(timers.due.length, 0);
});

test("an answer for a part of the batch leaves the other part under way", () => {
  const { sender, timers, sent, answer } = made(["a", "b"]);
  sender.poke();
  answer(["a"]);
  assert.equal(sent.length, 1);
  timers.pass();
  assert.deepEqual(sent[1], ["b"]);
});

test("what the server cannot store now is sent again after a wait", () => {
  const { sender, timers, sent, answer } = made(["a"]);
  sender.poke();
  answer([], ["a"]);
  assert.equal(sent.length, 1);
  timers.pass();
  assert.deepEqual(sent[1], ["a"]);
});

test("a new connection sends at once what was under way", () => {
  const { sender, sent } = made(["a"]);
  sender.poke();
  sender.again();
  assert.equal(sent.length, 2);
});

test("a send that throws is tried again", () => {
  const { sender, outbox, timers, sent } = made(["a"]);
  const works = sender.send;
  sender.send = () => { throw new Error("no connection"); };
  sender.poke();
  sender.send = works;
  timers.pass();
  assert.deepEqual(sent, [["a"]]);
  assert.equal(outbox.entries.length, 1);
});

test("a batch is bounded", () => {
  const { sender, sent } = made(Array.from({ length: BATCH + 5 }, (_, index) => `u${index}`));
  sender.poke();
  assert.equal(sent[0].length, BATCH);
});
