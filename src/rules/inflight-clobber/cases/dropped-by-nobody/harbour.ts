export { dropWinds, windAt } from './bad.js';
export { tideAt } from './good.js';
