import assert from "node:assert/strict";
import test from "node:test";
import { Stray } from "../../../../ui/components/js/stray.js";

const at = (timeStamp) => ({ timeStamp });

test("a key that nothing came before is none that goes astray", () => {
  assert.equal(new Stray().follows(at(5)), false);
});

test("what is typed on from a key that nothing took goes astray until there is a pause", () => {
  const stray = new Stray();
  stray.lost(at(1000));
  assert.deepEqual([1100, 1390, 1600].map((one) => stray.follows(at(one))), [true, true, true]);
  assert.equal(stray.follows(at(1900)), false);
  assert.equal(stray.follows(at(1950)), false);
});
