// Writes to the page only what differs: what is written again is laid out and painted again.

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setHidden(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

export function setData(element, name, value) {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}

/** Calls `draw` with a value only when it is another one than the last time; values are compared as JSON. */
export class Redraw {
  #drawn = new Map();

  /** @param name what is drawn. */
  when(name, value, draw) {
    const key = JSON.stringify(value);
    if (this.#drawn.get(name) === key) return;
    this.#drawn.set(name, key);
    draw(value);
  }

  /** Draw everything again the next time. */
  forget() {
    this.#drawn.clear();
  }
}
