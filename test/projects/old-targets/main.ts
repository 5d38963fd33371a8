import { load } from './loader';
import { createServer } from 'http';

export const loaded = load();
export const server = createServer();
export const map = new Map<string, Promise<number>>();
