/** The bundled scenarios as items: their drives and their real form under each. */
import type * as vscode from 'vscode';
import type { ListedScenario } from '../../scenarios/scenario.ts';
import { listed } from '../scenarios/list.ts';
import { sourceOf } from '../scenarios/source-view.ts';
import type { Leaf } from './leaf.ts';

const rootId = 'scenarios';

export class ScenarioItems {
  private readonly controller: vscode.TestController;
  private readonly leaves: WeakMap<vscode.TestItem, Leaf>;

  constructor(controller: vscode.TestController, leaves: WeakMap<vscode.TestItem, Leaf>) {
    this.controller = controller;
    this.leaves = leaves;
  }

  /** One item that holds all. */
  resolve(): void {
    if (this.controller.items.get(rootId)) return;
    const root = this.controller.createTestItem(rootId, 'Raceguard scenarios');
    root.description = `${listed.length} races`;
    // Behind the user's own.
    root.sortText = '1';
    root.children.replace(listed.map((scenario, i) => this.item(scenario, i)));
    this.controller.items.add(root);
  }

  private item(scenario: ListedScenario, n: number): vscode.TestItem {
    const { id, title, origin, rules, hazards, hasReal } = scenario;
    const uri = sourceOf(`${id}/unsafe.ts`);
    const make = (part: string, label: string, i: number, leaf?: Leaf) => {
      const item = this.controller.createTestItem(`${rootId}/${id}${part}`, label, uri);
      item.sortText = String(i).padStart(3, '0');
      if (leaf) this.leaves.set(item, leaf);
      return item;
    };
    const item = make('', title, n);
    item.description = origin ?? rules.join(', ');
    item.children.replace([
      ...hazards.map((hazard, i) => make(`/${i}`, hazard, i, { of: 'drive', scenario: id, index: i })),
      ...(hasReal
        ? [make('/real', 'with real processes and threads', hazards.length, { of: 'real', scenario: id })]
        : []),
    ]);
    return item;
  }
}
