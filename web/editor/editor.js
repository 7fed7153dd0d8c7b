// The query editor over the page's text area, bundled by `web/assets.py` into static/vendor/editor.js.
// It lives in a shadow root, where styles need no permission of the content security policy; the text
// area keeps the text and is what the form sends. Without this file the text area serves.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import {
  bracketMatching, defaultHighlightStyle, StreamLanguage, syntaxHighlighting,
} from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";

const area = document.querySelector("textarea[data-names]");
if (area) begin(area);

function begin(area) {
  const lang = document.documentElement.lang === "en" ? "en" : "da";
  const label = document.querySelector(`label[for="${area.id}"]`);
  const host = document.createElement("div");
  host.className = "editor";
  area.after(host);
  const root = host.attachShadow({ mode: "open" });
  const names = known(area.dataset.names, lang);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(), history(), bracketMatching(), lintGutter(),
        StreamLanguage.define(sparql),
        syntaxHighlighting(defaultHighlightStyle),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": label.textContent,
          "aria-multiline": "true",
          ...(area.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
        }),
        autocompletion({ override: [(context) => complete(context, names)] }),
        keymap.of([
          { key: "Mod-Enter", run: () => { area.form.requestSubmit(); return true; } },
          ...completionKeymap, ...defaultKeymap, ...historyKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) area.value = update.state.doc.toString();
        }),
        EditorView.theme({
          "&": { border: "1px solid #6b6b6b", borderRadius: "8px", fontSize: "1.5rem", backgroundColor: "#fff" },
          "&.cm-focused": { outline: "3px solid #454545", outlineOffset: "1px" },
          ".cm-content": { minHeight: "28rem", fontFamily: "'IBM Plex Mono', ui-monospace, monospace" },
          ".cm-gutters": { backgroundColor: "#f5f5f5", color: "#454545" },
        }),
      ],
    }),
  });
  area.hidden = true;
  area.required = false;
  label.addEventListener("click", () => view.focus());
  if (area.dataset.line) mark(view, Number(area.dataset.line), Number(area.dataset.column));
}

// Underline the place at fault and put the cursor there.
function mark(view, line, column) {
  if (line < 1 || line > view.state.doc.lines) return;
  const at = view.state.doc.line(line);
  const from = Math.min(at.from + Math.max(0, column - 1), at.to);
  const said = document.querySelector("#fault .alert-text")?.textContent ?? "";
  view.dispatch(setDiagnostics(view.state, [{ from, to: Math.max(from, at.to), severity: "error", message: said }]));
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
}

async function known(address, lang) {
  try {
    const found = await (await fetch(address)).json();
    return [
      ...Object.entries(found.prefixes).map(([prefix, iri]) => ({ label: `${prefix}:`, type: "namespace", detail: iri })),
      ...found.names.map((one) => ({ label: one.name, type: "property", detail: one[lang] })),
    ];
  } catch {
    return [];
  }
}

const WORDS = (
  "SELECT CONSTRUCT ASK DESCRIBE WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH DISTINCT ORDER BY " +
  "GROUP BY HAVING LIMIT OFFSET EXISTS NOT AS IN LANG STR COUNT SUM MIN MAX AVG BOUND COALESCE IF PREFIX"
).split(" ").map((label) => ({ label, type: "keyword" }));

async function complete(context, names) {
  const word = context.matchBefore(/[\w-]+:[\w-]*|[A-Za-z]+/);
  if (!word && !context.explicit) return null;
  return { from: word ? word.from : context.pos, options: [...await names, ...WORDS], validFor: /^[\w:-]*$/ };
}
