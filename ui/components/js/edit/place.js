import { unitsBefore } from "../dom.js";
import { pointOffset } from "../spans.js";

/** The offset in the text of `root`, in code points, that is nearest to a point of the window; null if none is. */
export function offsetAt(root, x, y) {
  const box = root.getBoundingClientRect();
  const caret = caretAt(inside(x, box.left, box.right), inside(y, box.top, box.bottom));
  if (!caret || !root.contains(caret[0])) return null;
  return pointOffset(root.textContent, unitsBefore(root, ...caret));
}

function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret && [caret.offsetNode, caret.offset];
  }
  const range = document.caretRangeFromPoint?.(x, y); // browsers before the standard
  return range && [range.startContainer, range.startOffset];
}

function inside(value, low, high) {
  return Math.min(Math.max(value, low + 1), high - 1);
}
