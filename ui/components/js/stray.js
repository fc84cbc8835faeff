// What was typed while no card was there goes on for a moment after one has come: it is not meant for that one.

const STRAY_MS = 300;

export class Stray {
  #last = -Infinity;

  /** A key was pressed where nothing took it. */
  lost({ timeStamp }) {
    this.#last = timeStamp;
  }

  /** Whether a key follows such a one, or one that followed it, without a pause. */
  follows({ timeStamp }) {
    if (timeStamp - this.#last >= STRAY_MS) return false;
    this.#last = timeStamp;
    return true;
  }
}
