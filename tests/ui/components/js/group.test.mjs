import assert from "node:assert/strict";
import test from "node:test";
import { allOf, groupDecisions, groupOf, groupWords } from "../../../../ui/components/js/group.js";

const card = { id: 1, version: 1, group: { size: 70, members: [{ id: 2, version: 5 }, { id: 3, version: 1 }] } };
const none = () => false;

test("a group is without what was decided here meanwhile", () => {
  const group = groupOf(card, ({ id }) => id === 2);
  assert.deepEqual([group.members.map(({ id }) => id), group.size], [[3], 69]);
  assert.equal(groupOf(card, () => true), null);
  assert.equal(groupOf({ id: 1, group: null }, none), null);
  assert.equal(groupOf(null, none), null);
});

test("the button says how many are decided where not all are shown", () => {
  assert.equal(allOf(groupOf(card, none)), "3 of 71");
  assert.equal(allOf({ members: [card, card], size: 2 }), "all 3");
  assert.equal(groupWords({ size: 1 }), "1 near-duplicate");
  assert.equal(groupWords({ size: 4 }), "4 near-duplicates");
});

test("a rejection of all gives each the reason", () => {
  const decisions = groupDecisions(card, groupOf(card, none), "reject", { reason: "unnatural" });
  assert.deepEqual(
    decisions.map(([{ id, version }, kind, { reason }]) => [id, version, kind, reason]),
    [[2, 5, "reject", "unnatural"], [3, 1, "reject", "unnatural"], [1, 1, "reject", "unnatural"]],
  );
});

test("keeping one accepts it and rejects the others as too similar", () => {
  const decisions = groupDecisions(card, groupOf(card, none), "keep");
  assert.deepEqual(
    decisions.map(([{ id }, kind, { reason }]) => [id, kind, reason]),
    [[2, "reject", "too similar"], [3, "reject", "too similar"], [1, "accept", undefined]],
  );
});
