// Parses for the tests, read from what a person would type.
import { readParsed } from "../../../../../ui/components/js/parse.js";
import { writeTree } from "../../../../../ui/components/js/tree/write.js";

export const SQUARE = { opening: "[", closing: "]" };

export const CLASSES = {
  form: "decoupled",
  ...SQUARE,
  labels: ["IN:FIND", "IN:TIME", "SL:TOPIC", "SL:WHEN", "SL:DAY"],
  roots: [0],
  nests: [[2, 3], [4], [], [1], []],
  values: [2, 4],
  depth: 4,
  mostRoots: 1,
};

export const ORDERS = {
  form: "top",
  ...SQUARE,
  labels: ["ORDER", "ITEM", "SIZE", "DRINK", "NOT"],
  roots: [0],
  nests: [[1], [2, 3, 4], [], [], [2]],
  values: [2, 3],
  depth: 4,
  mostRoots: 1,
};

export const NAMES = { ...ORDERS, form: "exr" };

/** {text, tree, form, unspaced}, as the editor has it. */
export function draftOf(notation, about) {
  const { text, tree } = readParsed(notation, about);
  return { text, tree, form: about.form, unspaced: false };
}

export function written({ tree, refused }) {
  return refused ?? writeTree(tree, SQUARE);
}
