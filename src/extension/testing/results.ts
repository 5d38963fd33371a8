/** What came of the last run of each item, so that its schedules can be drawn and replayed. */
import type * as vscode from 'vscode';
import type { Ended } from '../scenarios/model.ts';

export class Results {
  private readonly last = new WeakMap<vscode.TestItem, Ended[]>();

  forget(item: vscode.TestItem): void {
    this.last.delete(item);
  }

  add(item: vscode.TestItem, ended: Ended): readonly Ended[] {
    const all = [...this.of(item), ended];
    this.last.set(item, all);
    return all;
  }

  of(item: vscode.TestItem): readonly Ended[] {
    return this.last.get(item) ?? [];
  }
}
