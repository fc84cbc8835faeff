import { Controller } from "./js/controller.js";

const controllers = new WeakMap();

/** Streamlit calls this once for every change of `data`, always with the same parent element. */
export default function ({ data, parentElement, setTriggerValue }) {
  let mounted = controllers.get(parentElement);
  if (!mounted) {
    mounted = { controller: new Controller(parentElement), calls: 0 };
    controllers.set(parentElement, mounted);
  }
  const call = ++mounted.calls;
  mounted.controller.receive(data, setTriggerValue);
  return () => {
    // A call that was overtaken by the next one is cleaned up too, while the card stays.
    if (call !== mounted.calls) return;
    mounted.controller.destroy();
    controllers.delete(parentElement);
  };
}
