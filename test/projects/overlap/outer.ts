import './inner/thing.js';
export const outer = 1;
