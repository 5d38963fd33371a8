const { readFile, writeFile } = require('node:fs/promises');

/** @param {string} path */
async function bump(path) {
  const count = Number(await readFile(path, 'utf8'));
  await writeFile(path, String(count + 1));
  //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `writeFile(path, String(count + 1))` writes back what `readFile(path, 'utf8')` read before
}

process.on('SIGUSR2', () => bump('signals.txt'));

module.exports = { bump };
