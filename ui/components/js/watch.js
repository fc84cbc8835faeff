// Notices that one card has been looked at for long, so that nobody else is shown it meanwhile.

export const LONG_LOOK_MS = 90_000;

export class Watch {
  /**
   * @param onLong called for every 90 seconds that one card was on screen, the page visible.
   * @param clock {setTimeout, clearTimeout, now, visible}, handed in by tests.
   */
  constructor(onLong, clock = browserClock()) {
    this.onLong = onLong;
    this.clock = clock;
    this.looking = false;
    this.timer = null;
  }

  /** Another card is on screen, or (`false`) none. */
  card(there = true) {
    this.looking = there;
    this.left = LONG_LOOK_MS;
    this.#run();
  }

  /** The page came into sight or went out of it. */
  sight() {
    if (this.timer !== null) this.left = Math.max(0, this.left - (this.clock.now() - this.since));
    this.#run();
  }

  stop() {
    this.card(false);
  }

  #run() {
    if (this.timer !== null) this.clock.clearTimeout(this.timer);
    this.timer = null;
    if (!this.looking || !this.clock.visible()) return;
    this.since = this.clock.now();
    this.timer = this.clock.setTimeout(() => {
      this.timer = null;
      this.card();
      this.onLong();
    }, this.left);
  }
}

function browserClock() {
  return {
    setTimeout: (work, ms) => setTimeout(work, ms),
    clearTimeout: (timer) => clearTimeout(timer),
    now: () => performance.now(),
    visible: () => document.visibilityState === "visible",
  };
}
