import { load } from '../lib/index.js';
export const loaded = load();
