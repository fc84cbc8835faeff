// Sends the outbox, one batch at a time, until the server has answered for all of it.
//
// Every answer makes Streamlit draw its page again, which holds up a key pressed meanwhile. So of decisions in quick
// succession the first is sent, and the others when the person pauses or after two seconds of going on without a
// pause; they lie in localStorage before.

export const BATCH = 100;
export const PAUSE_MS = 300;
export const LATEST_MS = 2000;
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
    this.timer = null; // to send again
    this.pause = null;
    this.latest = null;
    this.recent = null; // runs while a decision was made just now
    this.flying = new Set();
  }

  /** Something was decided: send it now or, close upon another decision, at the next pause. */
  soon() {
    const quick = this.recent !== null;
    this.timers.clearTimeout(this.recent);
    this.recent = this.timers.setTimeout(() => (this.recent = null), PAUSE_MS);
    if (quick) this.#atPause();
    else this.poke();
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
    if (this.flying.size > 0 || !uids.length) return undefined;
    this.#quiet();
    if (this.outbox.entries.length) this.#atPause();
    return undefined;
  }

  stop() {
    this.timers.clearTimeout(this.recent);
    this.recent = null;
    this.#quiet();
    this.flying.clear();
  }

  // While a batch is under way its answer sends the rest.
  #atPause() {
    if (this.flying.size > 0) return;
    this.timers.clearTimeout(this.pause);
    this.pause = this.timers.setTimeout(() => this.#fly(), PAUSE_MS);
    this.latest ??= this.timers.setTimeout(() => this.#fly(), LATEST_MS);
  }

  #quiet() {
    for (const timer of [this.timer, this.pause, this.latest]) this.timers.clearTimeout(timer);
    this.timer = this.pause = this.latest = null;
  }

  #fly() {
    const batch = this.outbox.entries.slice(0, BATCH);
    this.flying = new Set(batch.map((entry) => entry.uid));
    this.#quiet();
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
