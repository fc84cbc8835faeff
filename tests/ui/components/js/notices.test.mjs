import assert from "node:assert/strict";
import test from "node:test";
import { Notices } from "../../../../ui/components/js/notices.js";

/** As much of an element as a notice needs. */
class Element {
  children = [];
  dataset = {};

  append(...added) {
    for (const one of added) if (one instanceof Element) one.parent = this;
    this.children.push(...added);
  }

  remove() {
    this.parent.children = this.parent.children.filter((one) => one !== this);
  }

  get firstElementChild() {
    return this.children[0];
  }

  addEventListener() {}
}

function shown(list) {
  return list.children.map((note) => note.children[0].children[0].textContent);
}

test("an edit that was refused stays until it is dismissed, however many notices come after it", () => {
  globalThis.document = { createElement: () => new Element() };
  const list = new Element();
  const notices = new Notices(list);
  notices.add("first");
  notices.add("edit", { quoted: "to [city : rome]", kept: true });
  for (const one of ["second", "third", "fourth", "fifth"]) notices.add(one);
  assert.deepEqual(shown(list), ["edit", "second", "third", "fourth", "fifth"]);
  notices.add("sixth");
  assert.deepEqual(shown(list), ["edit", "third", "fourth", "fifth", "sixth"]);
});

test("of edits that were refused none gives way", () => {
  globalThis.document = { createElement: () => new Element() };
  const list = new Element();
  const notices = new Notices(list);
  for (const one of ["1", "2", "3", "4", "5", "6"]) notices.add(one, { kept: true });
  assert.deepEqual(shown(list), ["1", "2", "3", "4", "5", "6"]);
  notices.add("stale");
  assert.deepEqual(shown(list), ["1", "2", "3", "4", "5", "6", "stale"]);
});

test("what the next stored decision overtakes goes with it, and nothing else does", () => {
  globalThis.document = { createElement: () => new Element() };
  const list = new Element();
  const notices = new Notices(list);
  notices.add("not undone", { overtaken: true });
  notices.add("not stored");
  notices.stored();
  assert.deepEqual(shown(list), ["not stored"]);
});

test("what was refused of an edit is said until that is open again", () => {
  globalThis.document = { createElement: () => new Element() };
  const list = new Element();
  const notices = new Notices(list);
  notices.add("edit of 7", { kept: true, until: 7 });
  notices.add("edit of 8", { kept: true, until: 8 });
  notices.add("stale");
  notices.reopened(7);
  assert.deepEqual(shown(list), ["edit of 8", "stale"]);
});
