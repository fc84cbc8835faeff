import { setHidden, setText } from "../changes.js";
import { element } from "../dom.js";

export function fillIntents(select, intents, chosen) {
  select.replaceChildren(
    ...intents.map(({ name }) => {
      const option = element("option", "", name);
      option.value = name;
      return option;
    }),
  );
  select.value = chosen;
}

/** Left alone while they stay the same: they are read out when they change. */
export function showProblems(list, found) {
  const shown = Array.from(list.children, (one) => one.textContent);
  if (found.map((one) => one.words).join("\n") === shown.join("\n")) return;
  list.replaceChildren(...found.map((one) => element("p", one.check ? "tc-check" : "", one.words)));
}

/** Offer to remove the marks of slots that the intent does not hold, `many` of them. */
export function offerRemoval(button, many, intent) {
  setHidden(button, !many);
  if (many) setText(button, `Remove the ${many === 1 ? "mark" : `${many} marks`} that ${intent.name} does not have`);
}

/** Show in the legend which slot the selected mark has; none for undefined. */
export function pressChip(legend, slot) {
  for (const chip of legend.children) chip.setAttribute("aria-pressed", String(chip.dataset.legend === slot));
}
