import { draft, once, rename } from './good.js';

export interface Bus {
  on(event: string, listener: (name: string, text: string) => Promise<void>): void;
}

export function wire(bus: Bus): void {
  bus.on('once', (name) => once(name));
  bus.on('draft', (name, text) => draft(name, text));
  bus.on('rename', (name, text) => rename(name, text));
}
