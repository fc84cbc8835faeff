// The states of one edit, to go back and forth in.

const MOST_STATES = 200;

export class History {
  #states;
  #at = 0;
  #kind = null; // of the change that the last state goes on with

  constructor(first) {
    this.#states = [first];
  }

  get current() {
    return this.#states[this.#at];
  }

  /**
   * A change led to this state; what was undone before can no longer be redone.
   * @param kind changes of one kind in a row, as those of a drag, are one step back; null for a step of its own.
   */
  keep(state, kind = null) {
    const goesOn = kind !== null && kind === this.#kind && this.#at > 0;
    if (!goesOn && same(state, this.current)) {
      this.#kind = null;
      return;
    }
    this.#states.length = goesOn ? this.#at : this.#at + 1;
    const nothing = same(state, this.#states.at(-1)); // a drag that ended where it began
    if (!nothing) this.#states.push(state);
    if (this.#states.length > MOST_STATES) this.#states.shift();
    this.#at = this.#states.length - 1;
    this.#kind = nothing ? null : kind;
  }

  /** The next change is a step of its own, of whatever kind it is. */
  rest() {
    this.#kind = null;
  }

  /** The state one step back (-1) or forth (1), without going there; null where there is none. */
  beyond(by) {
    return this.#states[this.#at + by] ?? null;
  }

  /** Go one step back (-1) or forth (1) to the state there; null where there is none. */
  step(by) {
    const state = this.beyond(by);
    if (state) this.#at += by;
    this.#kind = null;
    return state;
  }
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
