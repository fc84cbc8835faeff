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
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
  const before = range.cloneRange();
  before.selectNodeContents(root);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return [start, start + range.toString().length];
}
