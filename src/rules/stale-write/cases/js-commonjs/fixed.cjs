const { readFile, writeFile } = require('node:fs/promises');
const { KeyedMutex } = require('@raceguard/runtime');

const fileMutex = new KeyedMutex();

/** @param {string} path */
async function bump(path) {
  await fileMutex.runExclusive(path, async () => {
    const count = Number(await readFile(path, 'utf8'));
    await writeFile(path, String(count + 1));
  });
}

process.on('SIGUSR2', () => bump('signals.txt'));

module.exports = { bump };
