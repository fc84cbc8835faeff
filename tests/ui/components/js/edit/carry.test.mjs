import assert from "node:assert/strict";
import test from "node:test";
import { carried } from "../../../../../ui/components/js/edit/carry.js";

const at = (text, words, slot, ...unsure) => {
  const start = Array.from(text.slice(0, text.indexOf(words))).length;
  return [start, start + Array.from(words).length, slot, ...unsure];
};

const weather = "weather in boston on monday";
const marks = [at(weather, "boston", "city"), at(weather, "monday", "day")];

/** What the spans of `text` are after its words `old` became `put`, the caret behind them: "city: rome?" … */
function after(text, spans, old, put) {
  const unit = text.indexOf(old);
  const newText = text.slice(0, unit) + put + text.slice(unit + old.length);
  const caret = Array.from(text.slice(0, unit) + put).length;
  return said(newText, carried(text, spans, newText, [caret, caret]));
}

function said(text, { spans, lost }) {
  const points = Array.from(text);
  const kept = spans.map(([start, end, slot, unsure]) => {
    return `${slot}: ${points.slice(start, end).join("")}${unsure ? " (check)" : ""}`;
  });
  return [...kept, ...lost.map(([slot, value]) => `${slot} lost: ${value}`)];
}

const CASES = [
  ["an edit before spans shifts them", "weather", "how is it", ["city: boston", "day: monday"]],
  ["an edit between spans shifts those behind it", " on ", " only on ", ["city: boston", "day: monday"]],
  ["an edit inside a span grows it", "bosto", "bostono", ["city: bostonon", "day: monday"]],
  ["an edit inside a span shrinks it", "osto", "", ["city: bn", "day: monday"]],
  ["a value replaced by another stays marked", "boston", "new york", ["city: new york", "day: monday"]],
  ["a value whose beginning is replaced stays marked", "bos", "hous", ["city: houston", "day: monday"]],
  ["white space typed at the end of a span stays out", "boston", "boston ", ["city: boston", "day: monday"]],
  ["words after white space stay out", "boston", "boston right now", ["city: boston", "day: monday"]],
  ["words before white space stay out", "in ", "in rainy ", ["city: boston", "day: monday"]],
  ["a deletion up to a span leaves it", "weather in ", "", ["city: boston", "day: monday"]],
  ["a value that is deleted is no longer marked", "boston ", "", ["day: monday", "city lost: boston"]],
  ["letters typed at the end of a value may be part of it", "boston", "bostonian", ["city: bostonian (check)", "day: monday"]],
  ["a point typed at the end of a value may be part of it", "monday", "monday.", ["city: boston", "day: monday (check)"]],
  ["letters typed at the beginning of a value may be part of it", "in ", "in x", ["city: xboston (check)", "day: monday"]],
  ["what is left of a value that was cut is to be checked", "ton on mon", "", ["city: bos (check)", "day: day (check)"]],
  ["an edit across an edge takes the word along", "in bos", "near hous", ["city: houston (check)", "day: monday"]],
  ["a value found again in what replaced it is to be checked", "in boston on", "on boston in", ["city: boston (check)", "day: monday"]],
  ["a value replaced with its surroundings is what came instead", "in boston", "near rome", ["city: near rome (check)", "day: monday"]],
  ["an edit across two values asks about both", "ston on mon", "x y z", ["city: box (check)", "day: zday (check)"]],
];

for (const [name, old, put, expected] of CASES) test(name, () => assert.deepEqual(after(weather, marks, old, put), expected));

test("where nobody says where the edit ended, the smallest edit counts", () => {
  const newText = weather.replace("weather in", "rain in");
  assert.deepEqual(said(newText, carried(weather, marks, newText)), ["city: boston", "day: monday"]);
});

test("the caret says which of two equal letters is new", () => {
  const text = "go o now";
  const newText = "go oo now";
  const spans = [at(text, "o now", "song")];
  assert.deepEqual(said(newText, carried(text, spans, newText, [5, 5])), ["song: oo now"]);
  assert.deepEqual(said(newText, carried(text, spans, newText, [4, 4])), ["song: oo now (check)"]);
});

test("text between two values that touch belongs to neither, and both are to be checked", () => {
  const text = "東京明日";
  const spans = [[0, 2, "city"], [2, 4, "day"]];
  assert.deepEqual(after(text, spans, "京", "京の"), ["city: 東京 (check)", "day: 明日 (check)"]);
});

test("all of two values replaced by something else is lost, and said so", () => {
  assert.deepEqual(after(weather, marks, weather, "play jazz"), ["city lost: boston", "day lost: monday"]);
});

test("a combining mark goes to the character before it", () => {
  assert.deepEqual(after("to cafe now", [[3, 7, "place"]], "cafe", "cafe\u0301"), ["place: cafe\u0301"]);
});

test("what was to be checked stays so when it moves", () => {
  const spans = [at(weather, "boston", "city", true)];
  assert.deepEqual(after(weather, spans, "weather", "sun"), ["city: boston (check)"]);
});

test("spans of emoji and of Arabic are counted in code points", () => {
  const text = "👨‍👩‍👧 إلى دبي غدا";
  assert.deepEqual(after(text, [at(text, "دبي", "city")], "👨‍👩‍👧", "🏝🏝"), ["city: دبي"]);
});
