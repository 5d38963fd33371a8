/** Under a test driver VS Code pops none up: they are seen in their list. */
import * as vscode from 'vscode';
import { window } from '../bridge/suite-end.ts';

const item = (text: string) => `.notifications-center .notification-list-item:has-text(${JSON.stringify(text)})`;

/** Until it is there, and shown. */
export async function notification(text: string): Promise<void> {
  await vscode.commands.executeCommand('notifications.showList');
  await window.see(item(text));
}

export async function press(text: string, button: string): Promise<void> {
  await window.hover(item(text));
  await window.click(`${item(text)} .monaco-button:has-text(${JSON.stringify(button)})`);
}

/** Until it is gone; the list is closed. */
export async function noNotification(text: string): Promise<void> {
  await window.miss(item(text));
  await vscode.commands.executeCommand('notifications.hideList');
}
