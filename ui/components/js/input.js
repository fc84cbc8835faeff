import { commandOf, isComposed, isIgnored, isWrittenInto, retraceOf } from "./keys.js";
import { Stray } from "./stray.js";

const DIALOG = 'dialog[open], [role="dialog"], [data-testid="stDialog"]';

const SCROLLED = '[data-testid="stMain"]';

/** Turns keys, clicks and selections of the page into commands of the card. */
export class Input {
  /**
   * @param card what the commands act on: mode() → "review", "reason", "edit" or "empty"; run(command, event) →
   *   whether it meant something; bindings() → key → command; tag(slot), retrace(by), connected(), sight(), leaving(),
   *   pressed(event), of any key; unsaved() → number; say(sentence).
   */
  constructor(view, card) {
    this.view = view;
    this.card = card;
    this.stray = new Stray();
    this.listening = new AbortController();
    const { root, refs } = view;
    this.#on(window, "keydown", (event) => this.#pressed(event));
    this.#on(window, "online", () => card.connected());
    this.#on(document, "visibilitychange", () => card.sight());
    // Whoever turns to something else on the page may be about to go to another one.
    for (const type of ["pointerdown", "focusin"]) {
      this.#on(window, type, (event) => {
        if (!root.contains(event.target)) card.leaving();
      });
    }
    // With the next key the page would draw a ring round all of its part that scrolls, once a mouse has pressed there.
    // Not while it is down: that would take away what is being selected with it.
    this.#on(window, "pointerup", ({ pointerType }) => {
      if (pointerType === "mouse" && document.activeElement?.matches(SCROLLED)) document.activeElement.blur();
    });
    this.#on(window, "beforeunload", (event) => {
      if (card.unsaved()) event.preventDefault();
    });
    this.#on(root, "click", (event) => this.#clicked(event));
    // Pressing a slot of the legend must not take the selection away that it is meant for.
    this.#on(refs.legend, "pointerdown", (event) => event.preventDefault());
    this.#on(refs.legend, "mousedown", (event) => event.preventDefault());
  }

  stop() {
    this.listening.abort();
  }

  #on(target, type, handler) {
    target.addEventListener(type, handler, { signal: this.listening.signal });
  }

  #pressed(event) {
    this.card.pressed(event);
    const onButton = event.composedPath()[0].closest?.("button, a, summary");
    // A held Enter or Space would press the focused button over and over.
    if (event.repeat && onButton && this.view.root.contains(onButton)) event.preventDefault();
    if (this.#retraced(event)) return;
    if (isIgnored(event, document.querySelector(DIALOG) !== null)) return;
    if (event.key === "Enter" && onButton) return;
    const mode = this.card.mode();
    if (mode !== "empty" && this.stray.follows(event)) return this.card.say("Not taken: typed before this card was there.");
    const command = commandOf(event, mode, this.card.bindings());
    if (command && this.card.run(command, event)) event.preventDefault();
    else if (mode === "empty") this.stray.lost(event);
  }

  /** Outside of fields the browser would undo what was typed last on the page, wherever that is, and go there. */
  #retraced(event) {
    const by = retraceOf(event);
    if (by === null || event.defaultPrevented || isComposed(event) || document.querySelector(DIALOG)) return false;
    if (event.composedPath().some((one) => isWrittenInto(one))) return false;
    event.preventDefault();
    if (this.card.mode() === "edit") this.card.retrace(by);
    return true;
  }

  #clicked(event) {
    const command = event.target.closest("[data-command]");
    if (command) return this.card.run(command.dataset.command, event);
    const chip = event.target.closest("[data-legend]");
    return chip ? this.card.tag(chip.dataset.legend) : undefined;
  }
}
