// What holds for any edit of any text, over many of them; the numbers come from a fixed beginning.
import assert from "node:assert/strict";
import test from "node:test";
import { carried } from "../../../../../ui/components/js/edit/carry.js";
import { Typing } from "../../../../../ui/components/js/edit/typing.js";
import { isBlank, segmented, trimmed, wholeCharacters } from "../../../../../ui/components/js/spans.js";

const PIECES = ["a", "b", "boston", " ", "  ", "é", "e\u0301", "👨‍👩‍👧", "🏝", "دبي", "東京", "\u00a0", ".", "-", "กรุง", "7"];
const ROUNDS = 1500;

function random(seed) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return (state >>> 8) / 2 ** 24;
  };
  return { below: (limit) => Math.floor(next() * limit), pick: (list) => list[Math.floor(next() * list.length)] };
}

function anyText({ below, pick }, most) {
  return Array.from({ length: below(most) }, () => pick(PIECES)).join("");
}

function anySpans(text, { below }) {
  const edges = [0, ...segmented(text, "grapheme").map(([, end]) => end)];
  const chosen = [...new Set(Array.from({ length: below(7) }, () => edges[below(edges.length)]))].sort((a, b) => a - b);
  const spans = [];
  for (let index = 0; index + 1 < chosen.length; index += 1 + below(2)) {
    const range = trimmed(text, chosen[index], chosen[index + 1]);
    if (range && range[0] >= (spans.at(-1)?.[1] ?? 0)) spans.push([...range, `s${spans.length}`]);
  }
  return spans;
}

function anyEdit(draw) {
  const text = anyText(draw, 12);
  const points = Array.from(text);
  const edges = [0, ...segmented(text, "grapheme").map(([, end]) => end)];
  const first = draw.below(edges.length);
  let from = edges[first];
  let to = edges[Math.min(edges.length - 1, first + draw.pick([0, 0, 1, 2, 5, 20]))];
  const put = Array.from(anyText(draw, 4));
  const newText = [...points.slice(0, from), ...put, ...points.slice(to)].join("");
  const caret = from + put.length;
  // What comes back as it was has not been edited.
  while (from < to && put.length && points[from] === put[0]) {
    from += 1;
    put.shift();
  }
  while (from < to && put.length && points[to - 1] === put.at(-1)) {
    to -= 1;
    put.pop();
  }
  return { text, spans: anySpans(text, draw), from, to, put, newText, caret };
}

function value(text, [start, end]) {
  return Array.from(text).slice(start, end).join("");
}

function expectSound(text, spans, said) {
  let last = 0;
  for (const span of spans) {
    const [start, end] = span;
    assert.ok(last <= start && start < end && end <= Array.from(text).length, said);
    assert.deepEqual(trimmed(text, start, end), [start, end], said);
    // A mark that combines with white space is a character that has to be cut: white space stays out.
    const cutAnyway = last === start || isBlank(Array.from(text)[start - 1]);
    assert.ok(cutAnyway || wholeCharacters(text, start, end)[0] === start, said);
    last = end;
  }
}

test("after any edit spans are sound, none appears, none is lost unsaid, and what was not touched stays sure", () => {
  const draw = random(1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const edit = anyEdit(draw);
    const said = JSON.stringify(edit);
    const { spans, lost } = carried(edit.text, edit.spans, edit.newText, [edit.caret, edit.caret]);
    expectSound(edit.newText, spans, said);
    assert.equal(spans.length + lost.length, edit.spans.length, said);
    for (const before of edit.spans) {
      const now = spans.find(([, , slot]) => slot === before[2]);
      if (before[1] < edit.from || before[0] > edit.to) {
        const shift = before[0] > edit.to ? edit.put.length - (edit.to - edit.from) : 0;
        assert.deepEqual(now, [before[0] + shift, before[1] + shift, before[2]], said);
      } else if (now && !now[3] && value(edit.newText, now) !== value(edit.text, before)) {
        assert.ok(before[0] <= edit.from && edit.to <= before[1], said); // sure and another value: edited inside
      }
    }
  }
});

test("an edit that changes nothing changes no span", () => {
  const draw = random(2);
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = anyText(draw, 12);
    const spans = anySpans(text, draw);
    assert.deepEqual(carried(text, spans, text), { spans, lost: [] });
  }
});

test("typing key by key ends where one edit of the whole would", () => {
  const draw = random(3);
  for (let round = 0; round < ROUNDS / 4; round += 1) {
    const { text, spans, from, to, put, newText, caret } = anyEdit(draw);
    const points = Array.from(text);
    const typing = new Typing();
    let draft = { text, spans };
    let at = [from, to];
    typing.from(draft);
    for (let count = to > from ? 0 : 1; count <= put.length; count += 1) {
      const typed = [...points.slice(0, from), ...put.slice(0, count), ...points.slice(to)].join("");
      const caretNow = [from + count, from + count];
      draft = typing.next(draft, { newText: typed, before: at, after: caretNow, kind: "insertText" });
      at = caretNow;
    }
    if (to === from && !put.length) continue;
    assert.deepEqual(draft.spans, carried(text, spans, newText, [caret, caret]).spans, JSON.stringify({ text, newText }));
  }
});
