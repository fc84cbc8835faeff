import { TreeEditor } from "../tree/tree_editor.js";
import { writeShownParse } from "../tree/write.js";
import { pressChip } from "./form.js";

/** The editing of parses by hand, on the draft of an editor: whatever is done to the tree is written into the notation. */
export function treeOf(editor) {
  const { refs, fields, say } = editor;
  return new TreeEditor(refs, {
    draft: () => editor.draft,
    change: (tree, kind) => {
      const written = writeShownParse(editor.draft.text, tree, editor.parses);
      fields.show(editor.draft.text, written);
      editor.noted(written, kind);
    },
    redraw: () => editor.draw(),
    focus: () => editor.focus(),
    rest: () => editor.history?.rest(),
    readable: () => {
      if (editor.broken) say(editor.broken);
      return !editor.broken;
    },
    offer: (labels, chosen) => {
      editor.onIntent({ slots: labels });
      pressChip(refs.legend, chosen);
    },
    say,
  });
}
