// A decision counts for a card only once that card has been on screen; what the card does not need comes after that.

export class Paint {
  /**
   * @param onChange told false when the card changes and true once it has been painted.
   * @param afterPaint calls back once the next frame has been painted.
   * @param nextTask calls back in a turn of its own, so that a key that was pressed comes first.
   */
  constructor(onChange, { afterPaint = afterNextPaint, nextTask = inNextTask, now = () => performance.now() } = {}) {
    this.onChange = onChange;
    this.afterPaint = afterPaint;
    this.nextTask = nextTask;
    this.now = now;
    this.turn = 0;
    this.since = Infinity;
    this.waiting = new Map();
    this.draining = false;
  }

  /** The card has changed; it is seen from the next paint on. */
  changed() {
    this.since = Infinity;
    const turn = ++this.turn;
    this.onChange(false);
    this.afterPaint(() => {
      if (turn !== this.turn) return;
      this.since = this.now();
      this.onChange(true);
      this.#drain();
    });
  }

  /** Whether the event happened, not merely arrived, while the card was on screen. */
  sawCard(event) {
    return event.timeStamp >= this.since;
  }

  /** Do something once the card has been painted; what waits under the same name gives way to it. */
  after(name, work) {
    this.waiting.set(name, work);
    if (this.since < Infinity) this.#drain();
  }

  /** Do at once all that waits: the page is going out of sight, where nothing is painted. */
  flush() {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const work of waiting) work();
  }

  #drain() {
    if (this.draining || !this.waiting.size) return;
    this.draining = true;
    this.nextTask(() => {
      this.draining = false;
      const [first] = this.waiting;
      if (!first || this.since === Infinity) return; // another card came: its paint goes on with what waits
      this.waiting.delete(first[0]);
      first[1]();
      this.#drain();
    });
  }
}

function afterNextPaint(callback) {
  requestAnimationFrame(() => inNextTask(callback));
}

function inNextTask(callback) {
  const channel = new MessageChannel();
  channel.port1.onmessage = callback;
  channel.port2.postMessage(null);
}
