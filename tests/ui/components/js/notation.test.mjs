import assert from "node:assert/strict";
import test from "node:test";
import { NotationError, readTyped, writeTyped } from "../../../../ui/components/js/notation.js";

const cases = [
  ["fly to rome", [[7, 11, "city"]], "fly to [city : rome]"],
  ["a [b] \\ c", [[2, 5, "x"]], "a [x : \\[b\\]] \\\\ c"],
  ["🏝 rio", [[0, 1, "sign"], [2, 5, "city"]], "[sign : 🏝] [city : rio]"],
  ["cafe\u0301 now", [[0, 5, "place"]], "[place : cafe\u0301] now"],
  ["دبي غدا", [[0, 3, "city"]], "[city : دبي] غدا"],
  ["東京明日", [[0, 2, "city"], [2, 4, "day"]], "[city : 東京][day : 明日]"],
  ["10:30 at 5:15", [[0, 5, "time"], [9, 13, "time"]], "[time : 10:30] at [time : 5:15]"],
];

for (const [text, spans, notation] of cases) {
  test(`${notation} reads as it was written`, () => {
    assert.equal(writeTyped(text, spans), notation);
    assert.deepEqual(readTyped(notation), { text, spans });
  });
}

test("a backslash before another character is itself", () => {
  assert.deepEqual(readTyped("c:\\new").text, "c:\\new");
});

for (const broken of ["to [city : rome", "to rome]", "[city rome]", "[city : ]", "[a : [b : c]]"]) {
  test(`${broken} is refused`, () => assert.throws(() => readTyped(broken), NotationError));
}
