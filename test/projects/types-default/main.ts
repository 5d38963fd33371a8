import { readFile } from 'node:fs/promises';
import { EventEmitter } from 'events';

export const text = readFile('a.txt', 'utf8');
export const emitter = new EventEmitter();
export const timer = setTimeout(() => {}, 10);
export let maybe: string | undefined;
