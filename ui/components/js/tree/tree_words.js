// What the person reads and hears while editing a parse by hand.
import { isWord } from "./paths.js";

/** All words of a node, in order. */
export function valueOf({ children }) {
  return children.map((child) => (isWord(child) ? child : valueOf(child))).filter(Boolean).join(" ");
}

/** "SL:DAY: next friday", of a node. */
export function nameOfNode(node) {
  const value = valueOf(node);
  return value ? `${node.label}: ${value}` : node.label;
}

/**
 * What can be done now.
 * @param purpose what the next label does; see purpose.js. @param fits whether any label fits there.
 * @param touch whether a finger does it.
 */
export function treeHint(node, { kind, words = "", ways }, form, fits, touch = isTouched()) {
  const any = "choose one all the same, or give up";
  const choose = touch ? "Tap a label" : "Press a digit or choose a label";
  if (kind === "wrap" && !ways.length) return `“${words}” is a piece of a value: move the edge of that value instead.`;
  if (kind === "wrap" && !fits) return `The schema has no label that “${words}” may stand in here: ${any}.`;
  if (kind === "wrap") return `“${words}” is selected. ${choose} to put it into.`;
  if (kind !== "relabel" && !fits) return `The schema has no label that may go ${kind} ${node.label}: ${any}.`;
  if (kind !== "relabel") return `${choose} that goes ${kind} ${node.label}.`;
  const drag = form === "exr" ? "" : " Drag over words to put them into a label.";
  return `${node.label}: ${touch ? "tap a label to change it" : "a digit or a label changes it, arrows go to the others"}.${drag}`;
}

function isTouched() {
  return window.matchMedia("(pointer: coarse)").matches;
}
