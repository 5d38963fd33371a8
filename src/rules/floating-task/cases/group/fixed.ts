import { TaskGroup } from '@raceguard/runtime';

declare function connect(url: string): Promise<{ close(): void }>;

/** It has a group already, which nobody waits for. */
export class Links {
  private readonly group = new TaskGroup();
  private readonly links = new Set<{ close(): void }>();

  log(text: string): void {
    void this.group.spawn((signal) => fetch('/log', { method: 'POST', body: text, signal }));
  }

  follow(url: string): void {
    void this.group.spawn(() => this.connectTo(url));
  }

  async shutdown(): Promise<void> {
    await this.group.close();
    for (const link of this.links) link.close();
    this.links.clear();
  }

  private async connectTo(url: string): Promise<void> {
    this.links.add(await connect(url));
  }
}
