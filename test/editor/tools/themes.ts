/** The same moment in a light and in a dark theme. */
import * as vscode from 'vscode';
import { window } from '../bridge/suite-end.ts';

const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' } as const;

export async function inThemes(shoot: (theme: keyof typeof themes) => Promise<void>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('workbench');
  const before = settings.inspect('colorTheme')?.globalValue;
  for (const [name, theme] of Object.entries(themes)) {
    await settings.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
    await window.see(`.monaco-workbench.${name === 'dark' ? 'vs-dark' : 'vs'}`);
    await shoot(name as keyof typeof themes);
  }
  await settings.update('colorTheme', before, vscode.ConfigurationTarget.Global);
}
