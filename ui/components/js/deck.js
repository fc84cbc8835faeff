// Which candidate is on the card, and which come next.

export class Deck {
  constructor() {
    this.current = null;
    this.front = [];
    this.queue = [];
    this.filter = null;
  }

  /**
   * Take what the server holds ready. The card on screen stays, so that no key falls on another one; it gives way
   * to a newer version of itself, and to other filters.
   * @param decided whether a candidate was decided here and is not yet acknowledged.
   * @param busy whether the person is in the middle of an edit or a rejection.
   */
  receive(queue, filter, decided, busy) {
    this.queue = queue;
    if (this.filter !== null && filter !== this.filter) {
      this.front = [];
      if (!busy) this.current = null;
    }
    this.filter = filter;
    const newer = queue.find((one) => one.id === this.current?.id && one.version > this.current.version);
    if (newer && !busy) this.current = newer;
    if (!this.current && !busy) this.advance(decided);
  }

  /** Show the next one; null when none is ready. */
  advance(decided) {
    const [next = null] = this.#upcoming(decided);
    this.current = next;
    this.front = this.front.filter((one) => one.id !== next?.id);
    return next;
  }

  /** Put a candidate before all others: on the card at once (`now`), or after the one that is on it. */
  bring(candidate, now) {
    this.front = this.front.filter((one) => one.id !== candidate.id);
    if (this.current?.id === candidate.id || (now && this.current === null)) {
      this.current = candidate;
    } else if (now) {
      this.front.unshift(this.current);
      this.current = candidate;
    } else {
      this.front.unshift(candidate);
    }
  }

  /** The server has applied a decision: what it decided no longer waits here. */
  settle(entry) {
    this.front = this.front.filter((one) => one.id !== entry.example || one.version > entry.version);
  }

  #upcoming(decided) {
    const seen = new Set();
    return [...this.front, ...this.queue].filter((one) => {
      if (seen.has(one.id) || decided(one)) return false;
      seen.add(one.id);
      return true;
    });
  }
}
