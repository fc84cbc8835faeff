import assert from "node:assert/strict";
import test from "node:test";
import { Outbox, newUid } from "../../../../ui/components/js/outbox.js";

class Storage {
  items = new Map();
  get length() { return this.items.size; }
  key(index) { return [...this.items.keys()][index] ?? null; }
  getItem(key) { return this.items.get(key) ?? null; }
  setItem(key, value) { this.items.set(key, value); }
  removeItem(key) { this.items.delete(key); }
}

const accept = (uid, example = 1, version = 1) => ({ uid, kind: "accept", example, version });

test("what was added is there after a reload, in the order of the decisions", () => {
  const storage = new Storage();
  const first = new Outbox(storage, "1:then", () => 5);
  for (const uid of ["c", "a", "b"]) first.add(accept(uid));
  const reloaded = new Outbox(storage, "1:then", () => 6);
  assert.deepEqual(reloaded.entries.map(({ uid }) => uid), ["c", "a", "b"]);
});

test("what was acknowledged is gone for good", () => {
  const storage = new Storage();
  const outbox = new Outbox(storage, "1:then");
  outbox.add(accept("a"));
  assert.equal(outbox.remove("a").example, 1);
  assert.equal(new Outbox(storage, "1:then").size, 0);
});

test("another project, or the same id in a database made anew, sees nothing of it", () => {
  const storage = new Storage();
  new Outbox(storage, "1:then").add(accept("a"));
  assert.equal(new Outbox(storage, "1:now").size, 0);
});

test("two tabs do not overwrite each other", () => {
  const storage = new Storage();
  const [one, two] = [new Outbox(storage, "1:then"), new Outbox(storage, "1:then")];
  one.add(accept("a"));
  two.add(accept("b"));
  assert.equal(new Outbox(storage, "1:then").size, 2);
});

test("damaged items are left out", () => {
  const storage = new Storage();
  storage.setItem("teachset:outbox:1:then:a", "{");
  storage.setItem("teachset:outbox:1:then:b", JSON.stringify({ uid: "b", kind: "drop", at: 1 }));
  storage.setItem("teachset:outbox:1:then:c", JSON.stringify({ uid: "other", kind: "skip", at: 1 }));
  assert.equal(new Outbox(storage, "1:then").size, 0);
});

test("without storage the outbox lives in memory and says so", () => {
  const outbox = new Outbox(null, "1:then");
  outbox.add(accept("a"));
  assert.equal(outbox.size, 1);
  assert.equal(outbox.durable, false);
});

test("a decided version is decided, a later one is not", () => {
  const outbox = new Outbox(new Storage(), "1:then");
  outbox.add(accept("a", 7, 2));
  assert.equal(outbox.decided({ id: 7, version: 2 }), true);
  assert.equal(outbox.decided({ id: 7, version: 3 }), false);
});

test("skips and undos leave the number of pending candidates as it is", () => {
  const outbox = new Outbox(new Storage(), "1:then");
  outbox.add(accept("a"));
  outbox.add({ uid: "b", kind: "skip", example: 2, version: 1 });
  outbox.add({ uid: "c", kind: "undo" });
  assert.equal(outbox.settled, 1);
});

test("a uid is a version 4 UUID also where randomUUID is missing", () => {
  const uid = newUid({ getRandomValues: (bytes) => bytes.fill(255) });
  assert.equal(uid, "ffffffff-ffff-4fff-bfff-ffffffffffff");
  assert.match(newUid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a flag makes the version out of date and leaves the number of pending candidates as it is", () => {
  const storage = new Storage();
  const outbox = new Outbox(storage, "1:then");
  outbox.add({ uid: "a", kind: "flag", example: 7, version: 1 });
  assert.equal(outbox.settled, 0);
  const reloaded = new Outbox(storage, "1:then");
  assert.equal(reloaded.decided({ id: 7, version: 1 }), true);
  assert.equal(reloaded.decided({ id: 7, version: 2 }), false);
});

test("what one key decided keeps its bulk through a reload", () => {
  const storage = new Storage();
  new Outbox(storage, "1:then").add({ ...accept("a"), bulk: "b" });
  assert.equal(new Outbox(storage, "1:then").entries[0].bulk, "b");
});

test("after an acknowledgement only what is left here counts as decided", () => {
  const outbox = new Outbox(new Storage(), "1:then");
  outbox.add(accept("a", 7, 1));
  outbox.add(accept("b", 7, 2));
  outbox.remove("b");
  assert.equal(outbox.decided({ id: 7, version: 2 }), false);
  assert.equal(outbox.decided({ id: 7, version: 1 }), true);
});

test("undos take back one after the other what the server has not answered for, then what it has", () => {
  const outbox = new Outbox(new Storage(), "1:then");
  const add = (uid, kind, more = {}) => outbox.add({ uid, kind, example: null, reviewer: "ada", ...more });
  const undo = (uid) => {
    const of = outbox.lastOf("ada");
    add(uid, "undo", { undoes: of?.uid, bulk: of?.bulk });
    return of?.uid;
  };
  add("a", "accept");
  add("b", "reject", { bulk: "g" });
  add("c", "accept", { bulk: "g" });
  add("d", "skip", { reviewer: "bob" });
  assert.equal(undo("u"), "c");
  add("e", "flag");
  assert.deepEqual([undo("v"), undo("w"), undo("x")], ["e", "a", undefined]);
  assert.equal(outbox.lastOf("bob").uid, "d");
});

test("what was answered for has no name for an undo, and its undo that waits still takes back no other", () => {
  const outbox = new Outbox(new Storage(), "1:then");
  outbox.add({ uid: "a", kind: "accept", reviewer: "" });
  outbox.add({ uid: "b", kind: "accept", reviewer: "" });
  outbox.add({ uid: "u", kind: "undo", reviewer: "", undoes: "b" });
  outbox.remove("b");
  assert.equal(outbox.lastOf("").uid, "a");
  outbox.remove("a");
  assert.equal(outbox.lastOf(""), undefined);
});
