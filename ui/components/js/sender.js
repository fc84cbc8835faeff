// Sends the outbox, one batch at a time, until the server has answered for all of it.

export const BATCH = 100;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5000;

export class Sender {
  /**
   * @param send takes a list of entries; may throw when there is no connection.
   * @param timers {setTimeout, clearTimeout}, handed in by tests.
   */
  constructor(outbox, send, timers = globalThis) {
    this.outbox = outbox;
    this.send = send;
    this.timers = timers;
    this.waitMs = FIRST_WAIT_MS;
    this.timer = null;
    this.flying = new Set();
  }

  /** Send now, unless a batch is under way: its answer sends the rest. */
  poke() {
    if (this.flying.size === 0) this.#fly();
  }

  /** Send now whatever is under way: the connection or the server is a new one. */
  again() {
    this.waitMs = FIRST_WAIT_MS;
    this.#fly();
  }

  /** The server has answered for these uids. `later` ones stay and are sent again after a wait. */
  answered(uids, later = []) {
    for (const uid of [...uids, ...later]) this.flying.delete(uid);
    if (later.length) return this.#wait(LONGEST_WAIT_MS);
    if (uids.length) this.waitMs = FIRST_WAIT_MS;
    if (this.flying.size === 0 && uids.length) this.#fly();
  }

  stop() {
    this.timers.clearTimeout(this.timer);
    this.timer = null;
    this.flying.clear();
  }

  #fly() {
    const batch = this.outbox.entries.slice(0, BATCH);
    this.flying = new Set(batch.map((entry) => entry.uid));
    this.timers.clearTimeout(this.timer);
    this.timer = null;
    if (!batch.length) return;
    this.#wait(this.waitMs);
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
    try {
      this.send(batch);
    } catch {
      // The timer tries again; what is not acknowledged stays in the outbox.
    }
  }

  #wait(ms) {
    this.timers.clearTimeout(this.timer);
    this.timer = this.timers.setTimeout(() => this.#fly(), ms);
  }
}
