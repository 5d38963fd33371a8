import { part } from './part.js';
export const thing = part;
