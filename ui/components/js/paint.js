// A decision counts for a card only once that card has been on screen.

export class Paint {
  /**
   * @param onChange told false when the card changes and true once it has been painted.
   * @param afterPaint calls back once the next frame has been painted.
   */
  constructor(onChange, afterPaint = afterNextPaint, now = () => performance.now()) {
    this.onChange = onChange;
    this.afterPaint = afterPaint;
    this.now = now;
    this.turn = 0;
    this.since = Infinity;
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
    });
  }

  /** Whether the event happened, not merely arrived, while the card was on screen. */
  sawCard(event) {
    return event.timeStamp >= this.since;
  }
}

function afterNextPaint(callback) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = callback;
    channel.port2.postMessage(null);
  });
}
