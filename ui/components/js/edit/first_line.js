import { element } from "../dom.js";

const LIKE = ["font", "letterSpacing", "wordSpacing", "textIndent", "direction", "tabSize", "lineHeight"];

/** Whether the caret of a text box stands in its first line, as the box wraps it; a box tells that nowhere itself. */
export function inFirstLine(box) {
  const style = getComputedStyle(box);
  const twin = element("div");
  for (const name of LIKE) twin.style[name] = style[name];
  const inner = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  Object.assign(twin.style, { position: "fixed", visibility: "hidden", width: `${inner}px` });
  Object.assign(twin.style, { whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  const [first, caret] = [element("span"), element("span")];
  twin.append(first, box.value.slice(0, box.selectionStart), caret, box.value.slice(box.selectionStart));
  document.body.append(twin);
  const same = caret.offsetTop === first.offsetTop;
  twin.remove();
  return same;
}
