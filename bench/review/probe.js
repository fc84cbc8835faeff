// Runs in every page before its own scripts: which item a key met, and when the next one had been painted.
// `window.benchShown()` says what is on screen: [item, text], or null; each tool has one of its own.
(() => {
  if (window.top !== window) return;
  const keys = [];
  const paints = [];
  const waiting = new Set();
  let last = null; // text that was on screen when it was last looked at
  let unsettled = null; // key of which it is not known yet what it did

  const shown = () => window.benchShown() ?? [null, null];
  const afterThis = (callback) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = callback;
    channel.port2.postMessage(null);
  };
  const settle = () => {
    if (unsettled) [unsettled.after] = shown();
    unsettled = null;
  };

  // On the window and capturing: before any listener of the page.
  window.addEventListener("keydown", (event) => {
    if (!event.isTrusted) return;
    settle(); // two keys may come before any other task
    const [item] = shown();
    const key = { key: event.key, at: event.timeStamp, item, after: null };
    unsettled = key;
    keys.push(key);
    afterThis(() => unsettled === key && settle());
  }, true);

  const look = () => {
    const [item, text] = shown();
    if (text === last) return;
    last = text;
    if (!text) return;
    requestAnimationFrame(() => {
      if (last !== text) return; // it gave way before any frame had it
      const began = performance.now();
      afterThis(() => {
        paints.push({ item, text, began, painted: performance.now() });
        for (const one of waiting) one();
      });
    });
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["data-example"],
  });

  window.bench = {
    keys,
    paints,
    /** How many decisions moved the page on. */
    moved: () => keys.filter(({ item, after }) => item !== null && after !== item).length,
    /** What is on screen, once that has been painted and is not `before`: [item, text]. */
    painted(before) {
      return new Promise((resolve) => {
        const check = () => {
          const { item, text } = paints.at(-1) ?? {};
          if (!text || text === before || text !== last) return;
          waiting.delete(check);
          resolve([item, text]);
        };
        waiting.add(check);
        check();
      });
    },
    /** Everything since the last call. */
    take: () => ({ keys: keys.splice(0), paints: paints.splice(0, paints.length - 1).concat(paints) }),
  };
})();
