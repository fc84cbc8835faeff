import assert from "node:assert/strict";
import test from "node:test";
import { Deck } from "../../../../ui/components/js/deck.js";

const card = (id, version = 1) => ({ id, version });
const none = () => false;

function deckOf(...cards) {
  const deck = new Deck();
  deck.receive(cards, "all", none, false);
  return deck;
}

test("the first of the queue is shown", () => assert.equal(deckOf(card(1), card(2)).current.id, 1));

test("the card on screen stays when a new queue comes", () => {
  const deck = deckOf(card(1), card(2));
  deck.receive([card(2), card(1)], "all", none, false);
  assert.equal(deck.current.id, 1);
});

test("a newer version of the card on screen takes its place, but not in the middle of an edit", () => {
  const deck = deckOf(card(1));
  deck.receive([card(1, 2)], "all", none, true);
  assert.equal(deck.current.version, 1);
  deck.receive([card(1, 2)], "all", none, false);
  assert.equal(deck.current.version, 2);
});

test("other filters show another card at once", () => {
  const deck = deckOf(card(1), card(2));
  deck.receive([card(2)], "city", none, false);
  assert.equal(deck.current.id, 2);
});

test("advancing passes over what was decided and not yet acknowledged", () => {
  const deck = deckOf(card(1), card(2), card(3));
  assert.equal(deck.advance(({ id }) => id < 3).id, 3);
  assert.equal(deck.advance(() => true), null);
});

test("an undone candidate is shown at once, and the one on screen comes after it", () => {
  const deck = deckOf(card(2), card(3));
  deck.bring(card(1, 3), true);
  assert.equal(deck.current.id, 1);
  assert.equal(deck.advance(({ id }) => id === 1).id, 2);
});

test("a refused candidate comes next, not under the finger", () => {
  const deck = deckOf(card(2), card(3));
  deck.bring(card(1, 2), false);
  assert.equal(deck.current.id, 2);
  assert.equal(deck.advance(({ id }) => id === 2).id, 1);
});

test("what was brought and then decided does not come again", () => {
  const deck = deckOf(card(2));
  deck.bring(card(1), false);
  deck.settle({ example: 1, version: 1 });
  assert.equal(deck.advance(({ id }) => id === 2), null);
});

test("an empty deck shows the next one that comes", () => {
  const deck = deckOf();
  assert.equal(deck.current, null);
  deck.receive([card(4)], "all", none, false);
  assert.equal(deck.current.id, 4);
});

test("of the same version what is known beside the text is taken over", () => {
  const deck = deckOf(card(1));
  deck.receive([{ ...card(1), why: ["new"] }], "all", none, false);
  assert.deepEqual(deck.current.why, ["new"]);
});

test("one goes on undecided and back again", () => {
  const deck = deckOf(card(1), card(2), card(3));
  assert.equal(deck.pass(none).id, 2);
  assert.equal(deck.pass(none).id, 3);
  assert.equal(deck.pass(none), null);
  assert.equal(deck.current.id, 3);
  assert.equal(deck.back(none).id, 2);
  assert.equal(deck.back(none).id, 1);
  assert.equal(deck.back(none), null);
});

test("going back leaves out what was decided meanwhile", () => {
  const deck = deckOf(card(1), card(2), card(3));
  deck.pass(none);
  deck.pass(none);
  assert.equal(deck.back(({ id }) => id === 2).id, 1);
});

test("what was passed over comes after all that was not", () => {
  const deck = deckOf(card(1), card(2), card(3));
  deck.pass(none);
  const done = new Set([2]);
  assert.equal(deck.advance(({ id }) => done.has(id)).id, 3);
  done.add(3);
  assert.equal(deck.advance(({ id }) => done.has(id)).id, 1);
});

test("a flagged candidate stays as the flag left it until the server has it too", () => {
  const deck = deckOf(card(1), card(2));
  const decided = ({ id, version }) => id === 1 && version === 1;
  deck.renew({ ...card(1, 2), flagged: true });
  deck.receive([card(1), card(2)], "all", decided, false);
  assert.equal(deck.current.flagged, true);
  assert.equal(deck.pass(decided).id, 2);
  assert.equal(deck.back(decided).version, 2);
  deck.receive([{ ...card(1, 3), flagged: false }, card(2)], "all", none, false);
  assert.equal(deck.current.version, 3);
});

test("what comes back does not take the place of the card in the middle of an edit of it", () => {
  const deck = deckOf(card(1), card(2));
  deck.bring(card(1, 4), true, true);
  assert.equal(deck.current.version, 1);
  assert.equal(deck.ready(1, none).version, 4);
});

test("what was decided or is filtered out is not ready", () => {
  const deck = deckOf(card(1), card(2));
  assert.equal(deck.ready(2, ({ id }) => id === 2), undefined);
  assert.equal(deck.ready(9, none), undefined);
});
