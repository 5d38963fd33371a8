import { Copies } from './bad.js';

Copies.run().catch(console.error);

process.on('SIGTERM', () => Copies.close());
