import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { java } from '@codemirror/lang-java';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { CodeProblem } from './code';

/** Colours are the tokens of `style.css`, so that light and dark need nothing here. */
const theme = EditorView.theme({
  '&': { fontSize: '12.5px', height: '100%', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.55' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--text-faint)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent-soft) 50%, transparent)' },
  '.cm-content': { caretColor: 'var(--text)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-soft) !important' },
  '.cm-tooltip, .cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)', border: '1px solid var(--line)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-collapsedLines': { background: 'var(--sunken)', color: 'var(--text-muted)' },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: 'none' },
  '.cm-line.shown-line': { backgroundColor: 'var(--warning-soft)' },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.controlKeyword], color: 'var(--accent)' },
  { tag: [tags.string, tags.character], color: 'var(--success)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warning)' },
  { tag: [tags.comment], color: 'var(--text-faint)', fontStyle: 'italic' },
  { tag: [tags.propertyName, tags.annotation, tags.meta], color: 'var(--public)' },
  { tag: [tags.typeName, tags.className], color: 'var(--text)', fontWeight: '500' },
]);

function languageOf(name: 'json' | 'java' | 'text'): Extension {
  switch (name) {
    case 'json':
      return json();
    case 'java':
      return java();
    case 'text':
      return [];
  }
}

export interface EditorOptions {
  language: 'json' | 'java' | 'text';
  label: string;
  readOnly: boolean;
  changed: (text: string) => void;
}

/** The line that was jumped to stays marked, until another one is. */
const showLine = StateEffect.define<number>();
const shownLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (lines, change) =>
    change.effects.reduce(
      (now, effect) => (effect.is(showLine) ? Decoration.set(Decoration.line({ class: 'shown-line' }).range(effect.value)) : now),
      lines.map(change.changes),
    ),
  provide: (field) => EditorView.decorations.from(field),
});

/** What all editors have. */
export function basics(options: EditorOptions): Extension {
  return [
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    drawSelection(),
    bracketMatching(),
    search({ top: true }),
    highlightSelectionMatches(),
    syntaxHighlighting(colours),
    theme,
    shownLine,
    languageOf(options.language),
    indentUnit.of('  '),
    EditorView.contentAttributes.of({ 'aria-label': options.label, tabindex: '0' }),
    EditorState.readOnly.of(options.readOnly),
    options.readOnly ? [] : writing(options),
    keymap.of([...defaultKeymap, ...searchKeymap]),
  ];
}

/** Tab indents; Esc and then Tab leaves the editor, as people without a mouse need it. */
function writing(options: EditorOptions): Extension {
  return [
    history(),
    indentOnInput(),
    highlightActiveLine(),
    keymap.of([...historyKeymap, indentWithTab]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) {
        options.changed(update.state.doc.toString());
      }
    }),
  ];
}

/** Marks what is wrong; a place beyond the text is its end. */
export function marks(state: EditorState, problems: CodeProblem[]): ReturnType<typeof setDiagnostics> {
  return setDiagnostics(
    state,
    problems.map((problem): Diagnostic => {
      const line = state.doc.line(Math.min(Math.max(problem.line, 1), state.doc.lines));
      const from = Math.min(line.from + Math.max(problem.column - 1, 0), line.to);
      return { from, to: state.wordAt(from)?.to ?? from, severity: problem.severity, message: problem.message };
    }),
  );
}

/** Shows a line in the middle, marked, with the cursor in it. */
export function jump(view: EditorView, line: number): void {
  const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines)).from;
  view.dispatch({ selection: { anchor: at }, effects: [EditorView.scrollIntoView(at, { y: 'center' }), showLine.of(at)] });
}

export { EditorState, EditorView };
