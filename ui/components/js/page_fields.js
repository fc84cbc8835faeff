import { isComposed } from "./keys.js";

const FIELDS = { reviewer: ".st-key-reviewer input", search: ".st-key-review_search input" };

/** Fields of the page above the card: after Enter one is left, so that the next key is a decision and no letter of it. */
export class PageFields {
  #entered = null;
  #held = {};

  /** Whatever key was pressed on the page: one that types on keeps its field. */
  pressed(event) {
    const field = Object.values(FIELDS).some((one) => event.target.matches?.(one)) ? event.target : null;
    this.#entered = field && event.key === "Enter" && !isComposed(event) ? field : null;
    this.#leave();
  }

  /** @param held what holds now, by the names of the fields: until it is what was typed, the card is that from before. */
  holds(held) {
    this.#held = held;
    this.#leave();
  }

  #leave() {
    const field = this.#entered;
    const name = field && Object.keys(FIELDS).find((one) => field.matches(FIELDS[one]));
    if (!field || document.activeElement !== field || field.value.trim() !== this.#held[name]) return;
    this.#entered = null;
    field.blur();
  }
}
