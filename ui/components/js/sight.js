import { isWrittenInto } from "./keys.js";

/** Brings into view what is decided or edited, where the window is too low for all of the page. */
export class Sight {
  constructor(root, refs) {
    Object.assign(this, { root, refs });
  }

  /**
   * The text, and what decides it: where the one lies under the other, or either is out of view, the page goes to the
   * card. Not while something else on the page is written into.
   */
  card() {
    const { sheet, text, actions } = this.refs;
    const { activeElement } = document;
    if (isWrittenInto(activeElement) && !this.root.contains(activeElement)) return;
    const { top, bottom } = text.getBoundingClientRect();
    const deciding = actions.firstElementChild.getBoundingClientRect();
    const sticks = getComputedStyle(actions).position === "sticky";
    const below = sticks ? bottom > deciding.top : deciding.bottom > window.innerHeight;
    if (below || top < parseFloat(getComputedStyle(sheet).scrollMarginTop)) this.#toSheet();
  }

  /** As much of an edit as there is room for: below its text are the tools. */
  edit() {
    if (this.refs.sheet.getBoundingClientRect().bottom > window.innerHeight) this.#toSheet();
  }

  #toSheet() {
    this.refs.sheet.scrollIntoView({ block: "start" });
  }
}
