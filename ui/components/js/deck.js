// Which candidate is on the card, and which come next.

export class Deck {
  constructor() {
    this.current = null;
    this.front = []; // brought back here: before all others
    this.queue = [];
    this.newer = new Map(); // id → the candidate as a decision made here left it, until the server says so too
    this.trail = []; // ids passed over undecided, the last one last
    this.atHand = 0; // how many were there to choose the card from
    this.filter = null;
  }

  /**
   * Take what the server holds ready. The card on screen stays, so that no key falls on another one; it gives way
   * to a newer version of itself, and to other filters.
   * @param decided whether a candidate was decided here and is not yet acknowledged.
   * @param busy whether the person is in the middle of an edit or a rejection.
   */
  receive(queue, filter, decided, busy) {
    this.queue = queue.map((one) => this.#latest(one));
    if (this.filter !== null && filter !== this.filter) {
      this.front = [];
      this.trail = [];
      if (!busy) this.current = null;
    }
    this.filter = filter;
    const same = this.queue.find((one) => one.id === this.current?.id && one.version >= this.current.version);
    if (same && !busy) this.current = same; // of the same version what is known beside the text may be new
    if (!this.current && !busy) this.advance(decided);
  }

  /** After a decision, show the next one; null when none is ready. What was passed over comes when all else is done. */
  advance(decided) {
    const open = this.#upcoming(decided);
    this.atHand = open.length;
    let next = open.find(({ id }) => !this.trail.includes(id));
    if (!next) {
      this.trail = [];
      [next = null] = open;
    }
    this.current = next;
    return next;
  }

  /** Show the next one and leave this one undecided; null when it is the last of those that are ready. */
  pass(decided) {
    const passed = [...this.trail, this.current?.id];
    const next = this.#upcoming(decided).find(({ id }) => !passed.includes(id)) ?? null;
    if (!next) return null;
    if (this.current) this.trail.push(this.current.id);
    this.current = next;
    return next;
  }

  /** Show again what was passed over last; null when nothing was. */
  back(decided) {
    const open = this.#upcoming(decided);
    while (this.trail.length) {
      const id = this.trail.pop();
      const last = open.find((one) => one.id === id && id !== this.current?.id);
      if (last) return (this.current = last);
    }
    return null;
  }

  /** A candidate as it is ready here now; undefined once it was decided, or with other filters. */
  ready(id, decided) {
    return this.#upcoming(decided).find((one) => one.id === id);
  }

  /** The candidate on the card as a decision on it left it: the next decision is on this version. */
  renew(candidate) {
    this.newer.set(candidate.id, candidate);
    this.current = candidate;
    this.front = this.front.map((one) => this.#latest(one));
    this.queue = this.queue.map((one) => this.#latest(one));
  }

  /**
   * Put a candidate before all others: on the card at once (`now`), or after the one that is on it.
   * @param busy whether the card on screen must stay although the same one came back.
   */
  bring(candidate, now, busy = false) {
    this.newer.delete(candidate.id);
    this.trail = this.trail.filter((id) => id !== candidate.id);
    this.front = [candidate, ...this.front.filter((one) => one.id !== candidate.id)];
    if (this.current?.id === candidate.id) {
      if (!busy) this.current = candidate;
    } else if (now) {
      if (this.current) this.front.splice(1, 0, this.current);
      this.current = candidate;
    }
  }

  /** The server has applied a decision: what it decided no longer waits here. */
  settle(entry) {
    this.front = this.front.filter((one) => one.id !== entry.example || one.version > entry.version);
  }

  #latest(candidate) {
    const mine = this.newer.get(candidate.id);
    if (!mine || mine.version > candidate.version) return mine ?? candidate;
    this.newer.delete(candidate.id);
    return candidate;
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
