import { Redraw, setHidden, setText } from "../changes.js";
import { element } from "../dom.js";
import { holdsWordsAlone } from "./paths.js";

const ASKED = {
  relabel: ({ label }) => `Label of ${label}`,
  around: ({ label }) => `New label around ${label}`,
  inside: ({ label }) => `New label inside ${label}`,
  wrap: (_, { words }) => `New label around “${words}”`,
};

/** What can be done to the selected node, as buttons and fields; and whether a parse is edited by hand or as text. */
export class TreePanel {
  #redraw = new Redraw();

  /** @param told act(name), labelled(label), valued(words), turned(byHand). */
  constructor(refs, told) {
    this.refs = refs;
    this.byHand = true;
    const { "tree-panel": panel, "tree-label": label, "tree-value": value, "parse-tabs": tabs } = refs;
    panel.addEventListener("click", (event) => {
      const button = event.target.closest("[data-tree]");
      if (button) told.act(button.dataset.tree);
    });
    label.addEventListener("change", () => told.labelled(label.value));
    value.addEventListener("input", () => told.valued(value.value.split(/\s+/).filter(Boolean)));
    tabs.addEventListener("click", (event) => {
      const tab = event.target.closest("[data-tab]");
      if (tab) told.turned(tab.dataset.tab === "tree");
    });
  }

  /** @param isParse whether what is edited has a parse. */
  show(isParse, byHand = this.byHand) {
    const { refs } = this;
    this.byHand = byHand;
    setHidden(refs["parse-tabs"], !isParse);
    setHidden(refs["tree-panel"], !isParse || !byHand);
    if (!isParse) return;
    setHidden(refs["notation-field"], byHand);
    for (const tab of refs["parse-tabs"].children) {
      tab.setAttribute("aria-pressed", String((tab.dataset.tab === "tree") === byHand));
    }
  }

  /** @param fitting the labels that fit. @param rules all there are, and which of them hold values. */
  draw(node, purpose, fitting, rules) {
    const { refs } = this;
    setText(refs["tree-asked"], ASKED[purpose.kind](node, purpose));
    const chosen = purpose.kind === "relabel" ? node.label : "";
    this.#redraw.when("labels", [fitting, rules.labels, chosen], () => this.#fill(fitting, rules.labels, chosen));
    refs["tree-label"].value = chosen;
    const { form } = rules;
    const value = holdsWordsAlone(node) ? node.children.join(" ") : "";
    const hasValue = form !== "top" && (value !== "" || (!node.children.length && rules.holdsValue(node.label)));
    setHidden(refs["tree-value-field"], !hasValue);
    if (document.activeElement !== refs["tree-value"]) refs["tree-value"].value = value;
    for (const name of ["inside", "words"]) {
      setHidden(refs["tree-panel"].querySelector(`[data-tree="${name}"]`), name === "words" ? form === "exr" : form === "top");
    }
  }

  #fill(fitting, labels, chosen) {
    const others = labels.filter((label) => !fitting.includes(label));
    if (chosen && !labels.includes(chosen)) others.unshift(chosen);
    const none = chosen ? [] : [optionOf("", "Choose a label")];
    const groups = [["These fit", fitting], ["All others", others]].filter(([, names]) => names.length);
    this.refs["tree-label"].replaceChildren(...none, ...groups.map(([words, names]) => groupOfOptions(words, names)));
  }
}

function groupOfOptions(words, names) {
  const group = element("optgroup");
  group.label = words;
  group.append(...names.map((name) => optionOf(name, name)));
  return group;
}

function optionOf(value, words) {
  const option = element("option", "", words);
  option.value = value;
  return option;
}
