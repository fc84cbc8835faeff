/** A new element; `content` is text, never markup. */
export function element(tag, className, content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}

/** The elements that carry data-ref, by that name. */
export function references(root) {
  return Object.fromEntries(Array.from(root.querySelectorAll("[data-ref]"), (one) => [one.dataset.ref, one]));
}

/** The selection inside `root` as UTF-16 offsets of its text, or null. */
export function selectedUnits(root) {
  const selection = root.ownerDocument.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  if (!root.contains(startContainer)) return null;
  // Three clicks select up to the beginning of what follows the text.
  const past = !root.contains(endContainer);
  const start = unitsBefore(root, startContainer, startOffset);
  const end = past ? root.textContent.length : unitsBefore(root, endContainer, endOffset);
  return end > start ? [start, end] : null;
}

/** How many UTF-16 units of the text of `root` come before a point in it. */
export function unitsBefore(root, node, offset) {
  const before = root.ownerDocument.createRange();
  before.selectNodeContents(root);
  before.setEnd(node, offset);
  return before.toString().length;
}

/** Select text of `root`, given as UTF-16 offsets. */
export function selectUnits(root, start, end) {
  const from = placeOf(root, start);
  const to = placeOf(root, end);
  root.ownerDocument.getSelection().setBaseAndExtent(...from, ...to);
}

function placeOf(root, unit) {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let left = unit;
  while (walker.nextNode()) {
    const { length } = walker.currentNode;
    if (left <= length) return [walker.currentNode, left];
    left -= length;
  }
  return [root, root.childNodes.length];
}
