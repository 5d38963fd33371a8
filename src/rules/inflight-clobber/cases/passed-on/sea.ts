export * from './bad.js';
