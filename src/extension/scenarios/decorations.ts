/** How the lines of a step look: an arrow in the gutter, the line's background, and a few words at its end. */
import * as vscode from 'vscode';
import type { Mark } from './marks.ts';

export interface Decorations extends vscode.Disposable {
  /** Instead of those that were there. */
  set(editor: vscode.TextEditor, marks: readonly Mark[]): void;
}

export function decorations(): Decorations {
  const types: Readonly<Record<Mark['kind'], vscode.TextEditorDecorationType>> = {
    step: lineType('editor.stackFrameHighlightBackground', 'editorOverviewRuler.findMatchForeground', {
      light: arrow('#9a6700'),
      dark: arrow('#ffcc00'),
    }),
    access: lineType('editor.focusedStackFrameHighlightBackground', 'editorOverviewRuler.infoForeground', {
      light: dot('#1a6fb5'),
      dark: dot('#4daafc'),
    }),
    failure: lineType('diffEditor.removedLineBackground', 'editorOverviewRuler.errorForeground', {
      light: cross('#b3261e'),
      dark: cross('#ff8080'),
    }),
  };
  return {
    set(editor, marks) {
      for (const kind of Object.keys(types) as Mark['kind'][])
        editor.setDecorations(
          types[kind],
          marks.filter((mark) => mark.kind === kind).map((mark) => optionsOf(editor, mark)),
        );
    },
    dispose: () => vscode.Disposable.from(...Object.values(types)).dispose(),
  };
}

function lineType(
  background: string,
  ruler: string,
  icons: { light: vscode.Uri; dark: vscode.Uri },
): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor(background),
    overviewRulerColor: new vscode.ThemeColor(ruler),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
    gutterIconSize: '80%',
    // Where a theme has no background for it, as in high contrast, the line is told by its border.
    borderColor: new vscode.ThemeColor('contrastActiveBorder'),
    light: { gutterIconPath: icons.light },
    dark: { gutterIconPath: icons.dark },
    after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 3em', fontStyle: 'italic' },
  });
}

function optionsOf(editor: vscode.TextEditor, { line, text }: Mark): vscode.DecorationOptions {
  const at = Math.min(line, editor.document.lineCount) - 1;
  return { range: editor.document.lineAt(at).range, renderOptions: { after: { contentText: text } } };
}

const arrow = (color: string) => icon(`<path d="M2 5h6V2l6 6-6 6v-3H2z" fill="${color}"/>`);
const dot = (color: string) => icon(`<circle cx="8" cy="8" r="4" fill="${color}"/>`);
const cross = (color: string) => icon(`<path d="M3 3l10 10M13 3L3 13" stroke="${color}" stroke-width="2.5"/>`);

function icon(drawing: string): vscode.Uri {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${drawing}</svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
